#include "compare/fall.h"

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static double median_of(const double *values, uint32_t count, double *room)
{
    memcpy(room, values, count * sizeof *room);
    qsort(room, count, sizeof *room, ascending);
    return 0.5 * (room[(count - 1) / 2] + room[count / 2]);
}

static uint32_t part_of(uint32_t count, uint32_t parts)
{
    uint32_t part = (count + parts - 1) / parts;

    return part > 3 ? part : 3;
}

/* room: [count]. */
static clg_fall fall_of(const double *values, uint32_t count, double *room)
{
    uint32_t recent = part_of(count, 6), stretch = part_of(count, 4);
    clg_fall fall = {(double)NAN, 0.0};

    for (uint32_t i = 0; i + stretch + recent <= count; i++)
        fall.best = fmax(fall.best, median_of(values + i, stretch, room));
    if (fall.best > 0.0)
        fall.ratio = median_of(values + count - recent, recent, room) / fall.best;
    return fall;
}

clg_status clg_fall_find(const double *values, uint32_t count, clg_fall *fall,
                         clg_error *err)
{
    double *known = clg_array_new(2 * (size_t)count, sizeof *known, err);
    uint32_t n = 0;

    *fall = (clg_fall){(double)NAN, (double)NAN};
    if (known == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            known[n++] = values[i];
    if (n >= CLG_LEAST_FALL_VALUES)
        *fall = fall_of(known, n, known + n);
    clg_free(known);
    return CLG_OK;
}

static uint32_t since(const double *values, uint32_t count, double line, double sign)
{
    uint32_t first = count;

    for (uint32_t i = count; i-- > 0;) {
        if (isnan(values[i]))
            continue;
        if (sign * values[i] > sign * line)
            break;
        first = i;
    }
    return first;
}

uint32_t clg_since_below(const double *values, uint32_t count, double line)
{
    return since(values, count, line, 1.0);
}

uint32_t clg_since_above(const double *values, uint32_t count, double line)
{
    return since(values, count, line, -1.0);
}
