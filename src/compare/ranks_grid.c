/* Expected ranks of very many schools by a grid.
 *
 * The points of the grid are quantiles, so that they are dense where schools are. Each
 * school's weight of 1 goes to the four points around it in proportion to nearness,
 * which keeps the mean of theta and of se; the sum over schools becomes one over
 * points. It is done for each point and read off between them in the same proportions,
 * so that what is lost is of second order in the distance of points. */
#include "compare/ranks_part.h"

#include "base/memory.h"

#include <gsl/gsl_sort_double.h>
#include <math.h>

enum { ERRORS = 16, THETAS = 256 };

typedef struct grid {
    double se[ERRORS], theta[THETAS]; /* ascending */
    double weight[ERRORS][THETAS];
    double below[ERRORS][THETAS]; /* expected number of schools below that point */
} grid;

/* Between points k and k + 1, this share of the way. */
typedef struct position {
    uint32_t k;
    double share;
} position;

static position locate(const double *points, uint32_t count, double x)
{
    uint32_t low = 0, high = count - 1;

    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (x < points[middle])
            high = middle;
        else
            low = middle;
    }
    return points[high] > points[low]
               ? (position){low, (x - points[low]) / (points[high] - points[low])}
               : (position){low, 0.0};
}

static void place_points(double *sorted, const double *values, uint32_t n,
                         double *points, uint32_t count)
{
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = values[i];
    gsl_sort(sorted, 1, n);
    for (uint32_t k = 0; k < count; k++)
        points[k] = sorted[(uint64_t)k * (n - 1) / (count - 1)];
}

static void spread_weight(const clg_ranked *schools, grid *g)
{
    for (uint32_t i = 0; i < schools->count; i++) {
        position s = locate(g->se, ERRORS, schools->se[i]);
        position t = locate(g->theta, THETAS, schools->theta[i]);
        g->weight[s.k][t.k] += (1.0 - s.share) * (1.0 - t.share);
        g->weight[s.k][t.k + 1] += (1.0 - s.share) * t.share;
        g->weight[s.k + 1][t.k] += s.share * (1.0 - t.share);
        g->weight[s.k + 1][t.k + 1] += s.share * t.share;
    }
}

/* Adds to row a what lies below its points of row b, and the other way round. */
static void pair_rows(grid *g, int a, int b)
{
    double variance = g->se[a] * g->se[a] + g->se[b] * g->se[b];

    for (int i = 0; i < THETAS; i++)
        for (int j = 0; j < THETAS; j++) {
            double above = clg_rank_above(g->theta[i] - g->theta[j], variance);
            g->below[a][i] += g->weight[b][j] * above;
            if (a != b)
                g->below[b][j] += g->weight[a][i] * (1.0 - above);
        }
}

static double read_off(const grid *g, double theta, double se)
{
    position s = locate(g->se, ERRORS, se), t = locate(g->theta, THETAS, theta);
    const double *low = g->below[s.k], *high = g->below[s.k + 1];

    return (1.0 - s.share) * ((1.0 - t.share) * low[t.k] + t.share * low[t.k + 1]) +
           s.share * ((1.0 - t.share) * high[t.k] + t.share * high[t.k + 1]);
}

clg_status clg_rank_grid(const clg_ranked *schools, double *expected, clg_error *err)
{
    double *sorted = clg_array_new(schools->count, sizeof *sorted, err);
    grid *g = clg_array_new(1, sizeof *g, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (sorted == NULL || g == NULL)
        goto cleanup;
    place_points(sorted, schools->se, schools->count, g->se, ERRORS);
    place_points(sorted, schools->theta, schools->count, g->theta, THETAS);
    spread_weight(schools, g);
    for (int a = 0; a < ERRORS; a++)
        for (int b = 0; b <= a; b++)
            pair_rows(g, a, b);
    for (uint32_t i = 0; i < schools->count; i++) /* half a school is itself */
        expected[i] = 0.5 + read_off(g, schools->theta[i], schools->se[i]);
    status = CLG_OK;

cleanup:
    clg_free(sorted);
    clg_free(g);
    return status;
}
