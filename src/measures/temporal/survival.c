#include "measures/temporal/survival.h"

#include <stdlib.h>

/* Of one length, those that are over come first. */
static int by_length(const void *a, const void *b)
{
    const clg_spell *x = a, *y = b;

    if (x->length < y->length || y->length < x->length)
        return x->length < y->length ? -1 : 1;
    return (int)y->is_over - (int)x->is_over;
}

/* S after the events at one length, which begin at i; the next length. */
static size_t step(const clg_spell *spells, size_t count, size_t i, double *survival,
                   double *greenwood)
{
    double at_risk = (double)(count - i), events = 0.0;
    size_t next = i;

    for (; next < count && !(spells[next].length > spells[i].length); next++)
        events += spells[next].is_over;
    *survival *= 1.0 - events / at_risk;
    if (at_risk > events)
        *greenwood += events / (at_risk * (at_risk - events));
    return next;
}

clg_value clg_survival_at(clg_spell *spells, size_t count, double t, clg_value *error)
{
    double survival = 1.0, greenwood = 0.0;

    *error = clg_value_undefined();
    if (count == 0)
        return clg_value_undefined();
    qsort(spells, count, sizeof *spells, by_length);
    for (size_t i = 0; i < count && spells[i].length <= t;)
        i = step(spells, count, i, &survival, &greenwood);
    *error = clg_value_of(survival * sqrt(greenwood));
    return clg_value_of(survival);
}

clg_value clg_survival_median(clg_spell *spells, size_t count)
{
    double survival = 1.0, greenwood = 0.0;

    if (count > 1)
        qsort(spells, count, sizeof *spells, by_length);
    for (size_t i = 0; i < count;) {
        size_t next = step(spells, count, i, &survival, &greenwood);
        if (survival <= 0.5 + 1e-12)
            return clg_value_of(spells[i].length);
        i = next;
    }
    return clg_value_undefined();
}
