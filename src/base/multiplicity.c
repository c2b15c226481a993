#include "base/multiplicity.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct ranked {
    double p;
    size_t place;
} ranked;

static int ascending(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static void adjust_holm(const ranked *tests, size_t m, double *q)
{
    double largest = 0.0;

    for (size_t i = 0; i < m; i++) {
        largest = fmax(largest, (double)(m - i) * tests[i].p);
        q[tests[i].place] = fmin(1.0, largest);
    }
}

static void adjust_rate(const ranked *tests, size_t m, double factor, double *q)
{
    double smallest = 1.0;

    for (size_t i = m; i-- > 0;) {
        smallest = fmin(smallest, factor * (double)m * tests[i].p / (double)(i + 1));
        q[tests[i].place] = smallest;
    }
}

clg_status clg_adjust(clg_adjustment how, const double *p, double *q, size_t count,
                      clg_error *err)
{
    ranked *tests = clg_array_new(count + 1, sizeof *tests, err);
    size_t m = 0;
    double factor = 0.0;

    if (tests == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            tests[m++] = (ranked){p[i], i};
    for (size_t i = 0; i < count; i++)
        q[i] = (double)NAN;
    qsort(tests, m, sizeof *tests, ascending);
    for (size_t i = 1; i <= m; i++)
        factor += 1.0 / (double)i;
    if (how == CLG_HOLM)
        adjust_holm(tests, m, q);
    else
        adjust_rate(tests, m, how == CLG_BY ? factor : 1.0, q);
    clg_free(tests);
    return CLG_OK;
}

double clg_sidak(double alpha, double k)
{
    return -expm1(log1p(-alpha) / k);
}
