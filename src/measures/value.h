/* A result: a number, or the reason why there is none. Undefined is never 0. */
#ifndef CLG_MEASURES_VALUE_H
#define CLG_MEASURES_VALUE_H

#include "results/table.h"

#include <math.h>

typedef struct clg_value {
    double value; /* NaN unless the status is OK */
    clg_value_status status;
} clg_value;

static inline clg_value clg_value_of(double value)
{
    return (clg_value){value, CLG_VALUE_OK};
}

static inline clg_value clg_value_none(clg_value_status why)
{
    return (clg_value){(double)NAN, why};
}

static inline clg_value clg_value_undefined(void)
{
    return clg_value_none(CLG_VALUE_UNDEFINED);
}

/* UNDEFINED where the whole is 0. */
static inline clg_value clg_value_share(double part, double whole)
{
    return whole > 0.0 ? clg_value_of(part / whole) : clg_value_undefined();
}

static inline void clg_value_store(clg_value value, size_t index, double *values,
                                   uint8_t *statuses)
{
    values[index] = value.value;
    statuses[index] = (uint8_t)value.status;
}

#endif
