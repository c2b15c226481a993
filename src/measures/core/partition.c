#include "measures/core/partition.h"

#include "base/memory.h"

#include <gsl/gsl_sf_gamma.h>

static double entropy_term(double part, double whole)
{
    return part > 0.0 ? -part / whole * log(part / whole) : 0.0;
}

/* Of one pair of parts: sum over the overlaps k that are possible of (k / n)
 * ln(n k / (a b)) times their hypergeometric chance. */
static double expected_term(double a, double b, double n)
{
    double sum = 0.0, most = a < b ? a : b;
    double common = gsl_sf_lngamma(a + 1.0) + gsl_sf_lngamma(b + 1.0) +
                    gsl_sf_lngamma(n - a + 1.0) + gsl_sf_lngamma(n - b + 1.0) -
                    gsl_sf_lngamma(n + 1.0);

    for (double k = a + b > n ? a + b - n : 1.0; k <= most; k += 1.0) {
        double chance = common - gsl_sf_lngamma(k + 1.0) - gsl_sf_lngamma(a - k + 1.0) -
                        gsl_sf_lngamma(b - k + 1.0) -
                        gsl_sf_lngamma(n - a - b + k + 1.0);
        if (k > 0.0)
            sum += k / n * log(n * k / (a * b)) * exp(chance);
    }
    return sum;
}

typedef struct counts {
    double *a, *b, *both, n;
    uint32_t parts;
} counts;

static void tally(counts *c, const int32_t *a, const int32_t *b, uint32_t n)
{
    for (uint32_t v = 0; v < n; v++) {
        if (a[v] < 0 || b[v] < 0)
            continue;
        c->a[a[v]] += 1.0;
        c->b[b[v]] += 1.0;
        c->both[(size_t)a[v] * c->parts + (size_t)b[v]] += 1.0;
        c->n += 1.0;
    }
}

static void compare(const counts *c, clg_agreement *agreement)
{
    double mutual = 0.0, expected = 0.0, entropy_a = 0.0, entropy_b = 0.0, mean;

    for (uint32_t p = 0; p < c->parts; p++) {
        entropy_a += entropy_term(c->a[p], c->n);
        entropy_b += entropy_term(c->b[p], c->n);
        for (uint32_t q = 0; q < c->parts; q++) {
            double k = c->both[(size_t)p * c->parts + q];
            if (k > 0.0)
                mutual += k / c->n * log(c->n * k / (c->a[p] * c->b[q]));
            if (c->a[p] > 0.0 && c->b[q] > 0.0)
                expected += expected_term(c->a[p], c->b[q], c->n);
        }
    }
    mean = (entropy_a + entropy_b) / 2.0;
    if (!(mean > 0.0))
        return;
    agreement->nmi = clg_value_of(fmin(1.0, fmax(0.0, mutual / mean)));
    if (mean - expected > 1e-12)
        agreement->ami = clg_value_of((mutual - expected) / (mean - expected));
}

clg_status clg_agreement_find(const int32_t *a, const int32_t *b, uint32_t n,
                              uint32_t count, clg_agreement *agreement, clg_error *err)
{
    size_t parts = count, cells = parts * parts + 2 * parts + 1;
    counts c = {.parts = count};

    *agreement = (clg_agreement){clg_value_undefined(), clg_value_undefined()};
    c.a = clg_array_new(cells, sizeof *c.a, err);
    if (c.a == NULL)
        return CLG_ERROR_MEMORY;
    c.b = c.a + parts;
    c.both = c.a + 2 * parts;
    tally(&c, a, b, n);
    if (c.n > 1.0)
        compare(&c, agreement);
    clg_free(c.a);
    return CLG_OK;
}
