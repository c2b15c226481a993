#include "trajectory/change/partition.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Columns of numbers are centred, so that sums of squares do not cancel. */

static const double two_pi = 6.283185307179586477, variance_floor = 0.01;

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values, uint32_t count)
{
    qsort(values, count, sizeof *values, compare_doubles);
    return count % 2 != 0 ? values[count / 2]
                          : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

double clg_change_noise(const double *values, uint32_t length, double *room)
{
    double last = NAN, squares = 0.0, middle, spread;
    uint32_t count = 0;

    for (uint32_t t = 0; t < length; t++) {
        if (isnan(values[t]))
            continue;
        if (!isnan(last)) {
            room[count++] = values[t] - last;
            squares += (values[t] - last) * (values[t] - last);
        }
        last = values[t];
    }
    if (count == 0)
        return NAN;
    middle = median(room, count);
    for (uint32_t i = 0; i < count; i++)
        room[i] = fabs(room[i] - middle);
    spread = 1.4826 * median(room, count);
    return spread > 0.0 ? spread / sqrt(2.0) : sqrt(squares / count / 2.0);
}

static double mean_of(const double *values, uint32_t length)
{
    double sum = 0.0;
    uint32_t count = 0;

    for (uint32_t t = 0; t < length; t++) {
        if (isnan(values[t]))
            continue;
        sum += values[t];
        count++;
    }
    return count > 0 ? sum / count : 0.0;
}

/* A column without noise, one that does not vary, counts as not observed. */
static void add_column(clg_change_costs *costs, uint32_t d, const double *values,
                       double *room)
{
    size_t first = (size_t)d * (costs->length + 1);
    double noise = clg_change_noise(values, costs->length, room);
    double mean = mean_of(values, costs->length);
    double unit = costs->options.is_raw ? 1.0 : noise;
    bool varies = noise > 0.0;

    costs->noise[d] = varies ? noise / unit : 0.0;
    costs->floors[d] = variance_floor * costs->noise[d] * costs->noise[d];
    for (uint32_t t = 0; t < costs->length; t++) {
        bool is_counted = varies && !isnan(values[t]);
        double x = is_counted ? (values[t] - mean) / unit : 0.0;
        size_t at = first + t;

        costs->sums[at + 1] = costs->sums[at] + x;
        costs->squares[at + 1] = costs->squares[at] + x * x;
        costs->counts[at + 1] = costs->counts[at] + is_counted;
    }
}

static uint32_t count_observed(const double *values, uint32_t length, uint32_t columns)
{
    uint32_t count = 0;

    for (uint32_t t = 0; t < length; t++) {
        bool is_observed = false;

        for (uint32_t d = 0; d < columns; d++)
            is_observed = is_observed || !isnan(values[(size_t)d * length + t]);
        count += is_observed;
    }
    return count;
}

static clg_status reserve(clg_change_costs *costs, clg_error *err)
{
    size_t cells = (size_t)costs->columns * ((size_t)costs->length + 1);
    bool ok =
        (costs->sums = clg_array_new(cells, sizeof *costs->sums, err)) &&
        (costs->squares = clg_array_new(cells, sizeof *costs->squares, err)) &&
        (costs->counts = clg_array_new(cells, sizeof *costs->counts, err)) &&
        (costs->floors = clg_array_new(costs->columns, sizeof *costs->floors, err)) &&
        (costs->noise = clg_array_new(costs->columns, sizeof *costs->noise, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status check_options(const clg_change_options *options, uint32_t columns,
                                clg_error *err)
{
    uint32_t least = options->kind == CLG_CHANGE_OF_MEAN ? 1 : 2;

    if (options->shortest < least)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "segments of %u windows, expected %u at least",
                        options->shortest, least);
    if (options->is_raw && columns > 1)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%u columns in units of their own, expected one", columns);
    return CLG_OK;
}

clg_status clg_change_costs_init(clg_change_costs *costs, const double *values,
                                 uint32_t length, uint32_t columns,
                                 const clg_change_options *options, clg_error *err)
{
    double *room = NULL;
    clg_status status = check_options(options, columns, err);

    *costs =
        (clg_change_costs){.options = *options, .length = length, .columns = columns};
    if (status == CLG_OK)
        status = reserve(costs, err);
    if (status != CLG_OK)
        return status;
    room = clg_array_new(length, sizeof *room, err);
    if (room == NULL)
        return CLG_ERROR_MEMORY;
    costs->observed = count_observed(values, length, columns);
    for (uint32_t d = 0; d < columns; d++)
        add_column(costs, d, values + (size_t)d * length, room);
    clg_free(room);
    return CLG_OK;
}

void clg_change_costs_clear(clg_change_costs *costs)
{
    clg_free(costs->sums);
    clg_free(costs->squares);
    clg_free(costs->counts);
    clg_free(costs->floors);
    clg_free(costs->noise);
    *costs = (clg_change_costs){0};
}

double clg_change_cost(const clg_change_costs *costs, uint32_t begin, uint32_t end)
{
    double total = 0.0;

    for (uint32_t d = 0; d < costs->columns; d++) {
        size_t first = (size_t)d * (costs->length + 1);
        double n = costs->counts[first + end] - costs->counts[first + begin];
        double s1 = costs->sums[first + end] - costs->sums[first + begin];
        double s2 = costs->squares[first + end] - costs->squares[first + begin];
        double rest;

        if (!(n > 0.0))
            continue;
        rest = fmax(s2 - s1 * s1 / n, 0.0);
        total += costs->options.kind == CLG_CHANGE_OF_MEAN
                     ? rest
                     : n * (log(two_pi * fmax(rest / n, costs->floors[d])) + 1.0);
    }
    return total;
}

double clg_change_penalty(const clg_change_costs *costs)
{
    double parameters = 0.0, varying = 0.0;
    bool has_variances = costs->options.kind == CLG_CHANGE_OF_MEAN_AND_VARIANCE;

    for (uint32_t d = 0; d < costs->columns; d++) {
        double worth = costs->noise[d] * costs->noise[d];

        varying += worth > 0.0;
        parameters += has_variances ? 2.0 * (worth > 0.0) : worth;
    }
    if (!(varying > 0.0) || costs->observed < 2)
        return 0.0;
    parameters += has_variances ? 1.0 : parameters / varying;
    return parameters * log(costs->observed);
}

double clg_changes_bic(const clg_change_costs *costs, const clg_changes *changes)
{
    double log_n = log(costs->observed), segments = changes->count + 1.0;
    double cells = 0.0, columns = 0.0;

    for (uint32_t d = 0; d < costs->columns; d++) {
        uint32_t count = costs->counts[(size_t)(d + 1) * (costs->length + 1) - 1];

        cells += count;
        columns += count > 0;
    }
    if (costs->options.kind == CLG_CHANGE_OF_MEAN_AND_VARIANCE)
        return changes->cost + (2.0 * columns * segments + changes->count) * log_n;
    return cells * (log(changes->cost / cells) + log(two_pi) + 1.0) +
           (columns * segments + segments) * log_n;
}
