#include "compare/scales/reliability.h"

#include "base/memory.h"
#include "compare/student.h"

#include <math.h>

enum { MOST_LEAPS = 10000, POWER_STEPS = 30 };

static const double least_unique = 0.005, tolerance = 1e-11;

/* Complete answers, and what is computed of them. */
typedef struct scale {
    const double *scores;
    uint32_t all_people, all_items, people, items;
    uint32_t *rows, *columns; /* people and items used */
    double *mean;             /* [i] of the items used, as all below */
    double *sd;
    double *correlation;      /* [i * items + j] */
    double *loading, *unique; /* of correlations; unique follows loading */
    double *weight, *image;   /* w: regression of the factor; image: R w */
    double *before;           /* room for 6 items */
} scale;

static double score_at(const scale *of, uint32_t p, uint32_t i)
{
    return of->scores[(size_t)of->rows[p] * of->all_items + of->columns[i]];
}

/* How many items a person answered. */
static uint32_t answers_of(const scale *of, uint32_t person)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < of->all_items; i++)
        count += isnan(of->scores[(size_t)person * of->all_items + i]) ? 0 : 1;
    return count;
}

static bool is_constant(const scale *of, uint32_t item)
{
    for (uint32_t p = 1; p < of->people; p++)
        if (of->scores[(size_t)of->rows[p] * of->all_items + item] !=
            of->scores[(size_t)of->rows[0] * of->all_items + item])
            return false;
    return true;
}

static void choose(scale *of, clg_reliability *out)
{
    for (uint32_t p = 0; p < of->all_people; p++) {
        uint32_t answers = answers_of(of, p);
        if (answers == of->all_items)
            of->rows[of->people++] = p;
        else
            out->incomplete += answers > 0;
    }
    for (uint32_t i = 0; i < of->all_items && of->people > 0; i++) {
        if (is_constant(of, i))
            out->constant_items++;
        else
            of->columns[of->items++] = i;
    }
    out->people = of->people;
    out->items = of->items;
}

static double covariance_of(const scale *of, uint32_t i, uint32_t j)
{
    double sum = 0.0;

    for (uint32_t p = 0; p < of->people; p++)
        sum += (score_at(of, p, i) - of->mean[i]) * (score_at(of, p, j) - of->mean[j]);
    return sum / (of->people - 1.0);
}

static void take_moments(scale *of)
{
    for (uint32_t i = 0; i < of->items; i++) {
        of->mean[i] = 0.0;
        for (uint32_t p = 0; p < of->people; p++)
            of->mean[i] += score_at(of, p, i) / of->people;
        of->sd[i] = sqrt(covariance_of(of, i, i));
    }
    for (uint32_t i = 0; i < of->items; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double r = i == j ? 1.0 : covariance_of(of, i, j) / of->sd[i] / of->sd[j];
            of->correlation[i * of->items + j] = r;
            of->correlation[j * of->items + i] = r;
        }
}

static void find_alpha(const scale *of, clg_reliability *out)
{
    double k = of->items, n = of->people, parts = 0.0, whole = 0.0;
    double df1 = n - 1.0, df2 = (n - 1.0) * (k - 1.0), apart;

    out->alpha_status = CLG_VALUE_TOO_SMALL;
    if (of->people < 2 || of->items < 2)
        return;
    for (uint32_t i = 0; i < of->items; i++) {
        parts += of->sd[i] * of->sd[i];
        for (uint32_t j = 0; j < of->items; j++)
            whole += of->correlation[i * of->items + j] * of->sd[i] * of->sd[j];
    }
    out->alpha_status = CLG_VALUE_DEGENERATE;
    if (!(whole > 1e-12 * parts))
        return;
    out->alpha_status = CLG_VALUE_OK;
    out->alpha = k / (k - 1.0) * (1.0 - parts / whole);
    apart = 1.0 - out->alpha;
    out->alpha_low = 1.0 - apart * clg_f_quantile(0.975, df1, df2);
    out->alpha_high = 1.0 - apart * clg_f_quantile(0.025, df1, df2);
}

/* ---- one factor ---- */

static void multiply(const scale *of, const double *vector, double *product)
{
    for (uint32_t i = 0; i < of->items; i++) {
        product[i] = 0.0;
        for (uint32_t j = 0; j < of->items; j++)
            product[i] += of->correlation[i * of->items + j] * vector[j];
    }
}

static double dot(const double *a, const double *b, uint32_t count)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The first principal axis, from the item that goes most with the others. */
static void start_factor(scale *of)
{
    uint32_t best = 0;
    double most = -1.0;

    for (uint32_t i = 0; i < of->items; i++) {
        const double *row = of->correlation + (size_t)i * of->items;
        double square = dot(row, row, of->items);
        if (square > most) {
            most = square;
            best = i;
        }
    }
    for (uint32_t i = 0; i < of->items; i++)
        of->loading[i] = of->correlation[(size_t)best * of->items + i];
    for (int step = 0; step < POWER_STEPS; step++) {
        double length;
        multiply(of, of->loading, of->image);
        length = sqrt(dot(of->image, of->image, of->items));
        for (uint32_t i = 0; i < of->items; i++)
            of->loading[i] = of->image[i] / length;
    }
    multiply(of, of->loading, of->image);
    most = sqrt(dot(of->loading, of->image, of->items));
    for (uint32_t i = 0; i < of->items; i++) {
        of->loading[i] = 0.9 * of->loading[i] * most;
        of->unique[i] = fmax(1.0 - of->loading[i] * of->loading[i], least_unique);
    }
}

/* The regression of the factor on the items; returns 1 / its error variance. */
static double regress(scale *of)
{
    double precision = 1.0;

    for (uint32_t i = 0; i < of->items; i++)
        precision += of->loading[i] * of->loading[i] / of->unique[i];
    for (uint32_t i = 0; i < of->items; i++)
        of->weight[i] = of->loading[i] / of->unique[i] / precision;
    multiply(of, of->weight, of->image);
    return precision;
}

/* log |Sigma| + tr Sigma^-1 R, Sigma = lambda lambda' + psi. */
static double discrepancy(scale *of)
{
    double precision = regress(of);
    double sum = log(precision) - precision * dot(of->weight, of->image, of->items);

    for (uint32_t i = 0; i < of->items; i++)
        sum += log(of->unique[i]) + 1.0 / of->unique[i];
    return sum;
}

/* One step of EM. */
static void step_factor(scale *of)
{
    double precision = regress(of);
    double spread = 1.0 / precision + dot(of->weight, of->image, of->items);

    for (uint32_t i = 0; i < of->items; i++) {
        of->loading[i] = of->image[i] / spread;
        of->unique[i] = fmax(1.0 - of->loading[i] * of->image[i], least_unique);
    }
}

static void copy(double *to, const double *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = from[i];
}

/* Two steps, then a leap along them (SQUAREM, Varadhan & Roland 2008, Scand. J. Stat.
 * 35:335) and a third step, which is undone unless it fits better: EM alone creeps
 * towards Heywood cases. Parameters are the loadings and the unique variances behind
 * them. Returns the largest change of the first step. */
static double leap_factor(scale *of)
{
    uint32_t count = 2 * of->items;
    double *now = of->loading, *first = of->before, *second = first + count;
    double *kept = second + count, along = 0.0, bend = 0.0, largest = 0.0, leap, plain;

    copy(first, now, count); /* becomes the first step, r */
    step_factor(of);
    copy(second, now, count); /* becomes the difference of both, v */
    step_factor(of);
    copy(kept, now, count);
    plain = discrepancy(of);
    for (uint32_t i = 0; i < count; i++) {
        double start = first[i];
        first[i] = second[i] - start;
        second[i] = kept[i] - second[i] - first[i];
        along += first[i] * first[i];
        bend += second[i] * second[i];
        largest = fmax(largest, fabs(first[i]));
        now[i] = start;
    }
    leap = bend > 0.0 ? fmax(sqrt(along / bend), 1.0) : 1.0;
    for (uint32_t i = 0; i < count; i++)
        now[i] += 2.0 * leap * first[i] + leap * leap * second[i];
    for (uint32_t i = 0; i < of->items; i++)
        of->unique[i] = fmin(fmax(of->unique[i], least_unique), 1.0);
    step_factor(of);
    if (!(discrepancy(of) <= plain))
        copy(now, kept, count);
    return largest;
}

/* Loadings so turned that their sum, in the items' units, is not negative. */
static void put_omega(scale *of, clg_reliability *out)
{
    double sum = dot(of->loading, of->sd, of->items), rest = 0.0;
    double sign = sum < 0.0 ? -1.0 : 1.0;

    for (uint32_t i = 0; i < of->items; i++) {
        of->loading[i] *= sign;
        rest += of->unique[i] * of->sd[i] * of->sd[i];
        out->negative_loadings += of->loading[i] < 0.0;
        out->heywood_items += of->unique[i] <= least_unique;
    }
    out->omega = sum * sum / (sum * sum + rest);
}

static void find_omega(scale *of, clg_reliability *out)
{
    out->omega_status = CLG_VALUE_TOO_SMALL;
    if (of->items < 3 || of->people <= of->items)
        return;
    of->unique = of->loading + of->items;
    start_factor(of);
    out->omega_status = CLG_VALUE_NOT_CONVERGED;
    for (int i = 0; i < MOST_LEAPS; i++)
        if (leap_factor(of) < tolerance) {
            out->omega_status = CLG_VALUE_OK;
            put_omega(of, out);
            return;
        }
}

static void put_loadings(const scale *of, const clg_reliability *out, double *loadings)
{
    for (uint32_t i = 0; i < of->all_items; i++)
        loadings[i] = NAN;
    for (uint32_t i = 0; i < of->items && out->omega_status == CLG_VALUE_OK; i++)
        loadings[of->columns[i]] = of->loading[i];
}

static clg_status reserve(scale *of, clg_error *err)
{
    size_t items = of->all_items;
    bool ok = (of->rows = clg_array_new((size_t)of->all_people + items,
                                        sizeof *of->rows, err)) &&
              (of->mean = clg_array_new(items * (items + 12), sizeof *of->mean, err));

    if (!ok)
        return CLG_ERROR_MEMORY;
    of->columns = of->rows + of->all_people;
    of->sd = of->mean + items;
    of->loading = of->sd + items;
    of->weight = of->loading + 2 * items;
    of->image = of->weight + items;
    of->before = of->image + items;
    of->correlation = of->before + 6 * items;
    return CLG_OK;
}

clg_status clg_reliability_find(const double *scores, uint32_t people, uint32_t items,
                                double *loadings, clg_reliability *out, clg_error *err)
{
    scale of = {.scores = scores, .all_people = people, .all_items = items};
    clg_status status = reserve(&of, err);

    *out = (clg_reliability){
        .alpha = NAN, .alpha_low = NAN, .alpha_high = NAN, .omega = NAN};
    if (status == CLG_OK) {
        choose(&of, out);
        take_moments(&of);
        find_alpha(&of, out);
        find_omega(&of, out);
        if (loadings != NULL)
            put_loadings(&of, out, loadings);
    }
    clg_free(of.rows);
    clg_free(of.mean);
    return status;
}
