#include "measures/backbone/stochastic.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { MOST_ROUNDS = 100000 };

/* The fit of the rows and columns that are neither empty nor full. */
typedef struct fit {
    const clg_two_mode *table;
    size_t n, m;
    double *x, *y, *row, *column;      /* margins: what is still to be explained */
    uint8_t *row_fixed, *column_fixed; /* 1: certain */
} fit;

/* A row that is empty or full among the columns that are left is certain, and takes its
 * attendances out of these. */
static bool fix_rows(fit *f, double *chance)
{
    double left = 0.0;
    bool any = false;

    for (size_t m = 0; m < f->m; m++)
        left += !f->column_fixed[m];
    for (size_t i = 0; i < f->n; i++) {
        bool full = f->row[i] >= left;
        if (f->row_fixed[i] || (f->row[i] > 0.0 && !full))
            continue;
        f->row_fixed[i] = 1;
        any = true;
        for (size_t m = 0; m < f->m; m++)
            if (!f->column_fixed[m]) {
                chance[i * f->m + m] = full && left > 0.0 ? 1.0 : 0.0;
                f->column[m] -= full ? 1.0 : 0.0;
            }
    }
    return any;
}

static bool fix_columns(fit *f, double *chance)
{
    double left = 0.0;
    bool any = false;

    for (size_t i = 0; i < f->n; i++)
        left += !f->row_fixed[i];
    for (size_t m = 0; m < f->m; m++) {
        bool full = f->column[m] >= left;
        if (f->column_fixed[m] || (f->column[m] > 0.0 && !full))
            continue;
        f->column_fixed[m] = 1;
        any = true;
        for (size_t i = 0; i < f->n; i++)
            if (!f->row_fixed[i]) {
                chance[i * f->m + m] = full && left > 0.0 ? 1.0 : 0.0;
                f->row[i] -= full ? 1.0 : 0.0;
            }
    }
    return any;
}

/* One round; how far the farthest x moved. */
static double improve(fit *f)
{
    double farthest = 0.0;

    for (size_t i = 0; i < f->n; i++) {
        double sum = 0.0, next;
        if (f->row_fixed[i])
            continue;
        for (size_t m = 0; m < f->m; m++)
            if (!f->column_fixed[m])
                sum += f->y[m] / (1.0 + f->x[i] * f->y[m]);
        next = f->row[i] / sum;
        farthest = fmax(farthest, fabs(next - f->x[i]));
        f->x[i] = next;
    }
    for (size_t m = 0; m < f->m; m++) {
        double sum = 0.0;
        if (f->column_fixed[m])
            continue;
        for (size_t i = 0; i < f->n; i++)
            if (!f->row_fixed[i])
                sum += f->x[i] / (1.0 + f->x[i] * f->y[m]);
        f->y[m] = f->column[m] / sum;
    }
    return farthest;
}

static clg_value_status solve(fit *f, double *chance)
{
    double all = sqrt((double)f->table->presence_count), farthest = INFINITY;

    for (size_t i = 0; i < f->n; i++)
        f->x[i] = f->row[i] / all;
    for (size_t m = 0; m < f->m; m++)
        f->y[m] = f->column[m] / all;
    for (int round = 0; round < MOST_ROUNDS && farthest > 1e-12; round++)
        farthest = improve(f);
    for (size_t i = 0; i < f->n; i++)
        for (size_t m = 0; m < f->m; m++)
            if (!f->row_fixed[i] && !f->column_fixed[m]) {
                double odds = f->x[i] * f->y[m];
                chance[i * f->m + m] = odds / (1.0 + odds);
            }
    return farthest > 1e-12 ? CLG_VALUE_NOT_CONVERGED : CLG_VALUE_OK;
}

clg_status clg_bicm_find(const clg_two_mode *table, double *chance,
                         clg_value_status *found, clg_error *err)
{
    size_t n = table->vertex_count, m = table->meeting_count;
    double *block = clg_array_new(2 * (n + m) + 1, sizeof *block, err);
    uint8_t *fixed = clg_array_new(n + m + 1, 1, err);
    fit f = {table, n, m, block, NULL, NULL, NULL, fixed, NULL};
    clg_status status = CLG_ERROR_MEMORY;

    if (block != NULL && fixed != NULL) {
        status = CLG_OK;
        f.y = block + n;
        f.row = block + n + m;
        f.column = block + 2 * n + m;
        f.column_fixed = fixed + n;
        memset(chance, 0, n * m * sizeof *chance);
        for (uint32_t i = 0; i < n; i++)
            f.row[i] = (double)(table->vertex_first[i + 1] - table->vertex_first[i]);
        for (uint32_t k = 0; k < m; k++)
            f.column[k] = (double)clg_meeting_size(table, k);
        while (fix_rows(&f, chance) || fix_columns(&f, chance))
            continue;
        *found = solve(&f, chance);
    }
    clg_free(block);
    clg_free(fixed);
    return status;
}

/* room[s] = P(X = s) for s < k; what is k or more is left over. */
double clg_poisson_binomial_upper(const double *chance, size_t count, size_t k,
                                  double *room)
{
    double below = 0.0;

    if (k == 0)
        return 1.0;
    memset(room, 0, k * sizeof *room);
    room[0] = 1.0;
    for (size_t t = 0; t < count; t++) {
        size_t highest = t + 1 < k ? t + 1 : k - 1;
        for (size_t s = highest; s > 0; s--)
            room[s] = room[s] * (1.0 - chance[t]) + room[s - 1] * chance[t];
        room[0] *= 1.0 - chance[t];
    }
    for (size_t s = 0; s < k; s++)
        below += room[s];
    return fmax(0.0, 1.0 - below);
}

static size_t shared(const clg_two_mode *t, uint32_t i, uint32_t j)
{
    size_t a = t->vertex_first[i], b = t->vertex_first[j], count = 0;

    while (a < t->vertex_first[i + 1] && b < t->vertex_first[j + 1]) {
        uint32_t x = t->meeting[a], y = t->meeting[b];
        count += x == y;
        a += x <= y;
        b += y <= x;
    }
    return count;
}

static void fill_tails(const clg_two_mode *table, const double *chance, double *p,
                       double *both, double *room)
{
    uint32_t n = table->vertex_count;
    size_t m = table->meeting_count;

    for (uint32_t i = 0; i < n; i++) {
        p[(size_t)i * n + i] = 1.0;
        for (uint32_t j = i + 1; j < n; j++) {
            size_t weight = shared(table, i, j);
            for (size_t k = 0; k < m; k++)
                both[k] = chance[i * m + k] * chance[j * m + k];
            p[(size_t)i * n + j] = p[(size_t)j * n + i] =
                clg_poisson_binomial_upper(both, m, weight, room);
        }
    }
}

clg_status clg_stochastic_backbone(const clg_two_mode *table, double *p,
                                   clg_value_status *found, clg_error *err)
{
    size_t n = table->vertex_count, m = table->meeting_count;
    double *block = clg_array_new(n * m + 2 * m + 2, sizeof *block, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (block != NULL)
        status = clg_bicm_find(table, block, found, err);
    if (status == CLG_OK)
        fill_tails(table, block, p, block + n * m, block + n * m + m);
    clg_free(block);
    return status;
}
