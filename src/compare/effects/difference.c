/* Two-way fixed effects on complete schools. See difference.h.
 *
 * In a balanced panel both sets of effects are taken out by subtracting the means of
 * the school and of the window and adding that of all: then the effect is a regression
 * on one number (Frisch & Waugh). */
#include "compare/effects/difference.h"

#include "base/memory.h"
#include "compare/student.h"

#include <math.h>

/* Complete schools, and means of values and of the change. */
typedef struct panel {
    const double *y;
    const uint32_t *starts, *rows; /* rows: the schools used */
    uint32_t schools, windows;
    double *y_school, *y_window, *d_school, *d_window;
    double y_mean, d_mean;
} panel;

static double change_at(const panel *p, uint32_t s, uint32_t t)
{
    return t >= p->starts[p->rows[s]] ? 1.0 : 0.0;
}

static double value_at(const panel *p, uint32_t s, uint32_t t)
{
    return p->y[(size_t)p->rows[s] * p->windows + t];
}

static double change_left(const panel *p, uint32_t s, uint32_t t)
{
    return change_at(p, s, t) - p->d_school[s] - p->d_window[t] + p->d_mean;
}

static double value_left(const panel *p, uint32_t s, uint32_t t)
{
    return value_at(p, s, t) - p->y_school[s] - p->y_window[t] + p->y_mean;
}

static void take_means(panel *p)
{
    double cells = (double)p->schools * p->windows;

    for (uint32_t s = 0; s < p->schools; s++)
        for (uint32_t t = 0; t < p->windows; t++) {
            p->y_school[s] += value_at(p, s, t) / p->windows;
            p->d_school[s] += change_at(p, s, t) / p->windows;
            p->y_window[t] += value_at(p, s, t) / p->schools;
            p->d_window[t] += change_at(p, s, t) / p->schools;
            p->y_mean += value_at(p, s, t) / cells;
            p->d_mean += change_at(p, s, t) / cells;
        }
}

static double effect_of(const panel *p, double *information)
{
    double product = 0.0;

    *information = 0.0;
    for (uint32_t s = 0; s < p->schools; s++)
        for (uint32_t t = 0; t < p->windows; t++) {
            double d = change_left(p, s, t);
            product += d * value_left(p, s, t);
            *information += d * d;
        }
    return product / *information;
}

static void put_errors(const panel *p, double information, clg_twoway *out)
{
    double rss = 0.0, clustered = 0.0, schools = p->schools;
    double cells = schools * p->windows, parameters = schools + p->windows;

    for (uint32_t s = 0; s < p->schools; s++) {
        double score = 0.0;
        for (uint32_t t = 0; t < p->windows; t++) {
            double d = change_left(p, s, t);
            double rest = value_left(p, s, t) - out->att * d;
            score += d * rest;
            rss += rest * rest;
        }
        clustered += score * score;
    }
    out->error_ols = sqrt(rss / (cells - parameters) / information);
    out->error_cr0 = sqrt(clustered) / information;
    out->error_cr1 = out->error_cr0 * sqrt(schools / (schools - 1.0) * (cells - 1.0) /
                                           (cells - parameters));
    out->low = out->att - clg_t_quantile(0.975, schools - 1.0) * out->error_cr1;
    out->high = out->att + (out->att - out->low);
}

static bool is_complete(const double *row, uint32_t windows)
{
    for (uint32_t t = 0; t < windows; t++)
        if (isnan(row[t]))
            return false;
    return true;
}

/* Schools without a missing window; returns how many. */
static uint32_t choose_schools(const double *y, const uint32_t *starts,
                               uint32_t schools, uint32_t windows, uint32_t *rows,
                               clg_twoway *out)
{
    uint32_t start = CLG_NEVER_TREATED;

    for (uint32_t s = 0; s < schools; s++) {
        if (!is_complete(y + (size_t)s * windows, windows)) {
            out->incomplete_count++;
            continue;
        }
        rows[out->school_count++] = s;
        if (starts[s] >= windows) {
            out->untreated++;
            continue;
        }
        out->is_staggered =
            out->is_staggered || (out->treated > 0 && starts[s] != start);
        start = starts[s];
        out->treated++;
    }
    return out->school_count;
}

static void solve(panel *p, clg_twoway *out)
{
    double information, cells = (double)p->schools * p->windows, att;

    take_means(p);
    att = effect_of(p, &information);
    out->status = CLG_VALUE_DEGENERATE;
    if (!(information > 1e-12 * cells))
        return;
    out->status = CLG_VALUE_OK;
    out->att = att;
    if (out->treated >= 2 && out->untreated >= 2)
        put_errors(p, information, out);
}

clg_status clg_twoway_find(const double *y, const uint32_t *starts, uint32_t schools,
                           uint32_t windows, clg_twoway *out, clg_error *err)
{
    uint32_t *rows = clg_array_new(schools, sizeof *rows, err);
    double *means = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    *out = (clg_twoway){.status = CLG_VALUE_TOO_SMALL,
                        .att = NAN,
                        .error_ols = NAN,
                        .error_cr0 = NAN,
                        .error_cr1 = NAN,
                        .low = NAN,
                        .high = NAN};
    if (rows != NULL)
        means = clg_array_new(2 * ((size_t)schools + windows), sizeof *means, err);
    if (means != NULL) {
        panel p = {.y = y, .starts = starts, .rows = rows, .windows = windows};
        p.schools = choose_schools(y, starts, schools, windows, rows, out);
        p.y_school = means;
        p.d_school = means + schools;
        p.y_window = means + 2 * (size_t)schools;
        p.d_window = p.y_window + windows;
        if (p.schools >= 2 && windows >= 2)
            solve(&p, out);
        status = CLG_OK;
    }
    clg_free(rows);
    clg_free(means);
    return status;
}
