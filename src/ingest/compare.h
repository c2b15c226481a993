/* Two rows of a column that may not have been read (NULL): <0, 0, >0. */
#ifndef CLG_INGEST_COMPARE_H
#define CLG_INGEST_COMPARE_H

#include <stdint.h>
#include <string.h>

static inline int clg_compare_codes(const uint32_t *column, uint32_t x, uint32_t y)
{
    return column == NULL ? 0 : (column[x] > column[y]) - (column[x] < column[y]);
}

static inline int clg_compare_instants(const int64_t *column, uint32_t x, uint32_t y)
{
    return column == NULL ? 0 : (column[x] > column[y]) - (column[x] < column[y]);
}

/* By their bits, so that "no value" (NaN) equals itself; others are not negative. */
static inline int clg_compare_floats(const float *column, uint32_t x, uint32_t y)
{
    uint32_t bits[2];

    if (column == NULL)
        return 0;
    memcpy(&bits[0], &column[x], sizeof bits[0]);
    memcpy(&bits[1], &column[y], sizeof bits[1]);
    return (bits[0] > bits[1]) - (bits[0] < bits[1]);
}

#endif
