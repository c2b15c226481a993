#include "compare/ranks.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"
#include "compare/ranks_part.h"

#include <math.h>

enum { MOST_PAIRED = 5000 };

double clg_rank_above(double difference, double variance)
{
    if (variance > 0.0)
        return clg_normal_below(difference / sqrt(variance));
    return difference > 0.0 ? 1.0 : difference < 0.0 ? 0.0 : 0.5;
}

static clg_status check(const double *theta, const double *se, uint32_t count,
                        clg_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(theta[i]) || isnan(se[i]))
            continue;
        if (isinf(theta[i]) || !(se[i] >= 0.0) || isinf(se[i]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "school %u is %g with standard error %g, expected finite "
                            "numbers, the error 0 or more",
                            i, theta[i], se[i]);
    }
    return CLG_OK;
}

static void clear(clg_ranked *schools)
{
    clg_free(schools->theta);
    clg_free(schools->se);
    clg_free(schools->school);
}

static clg_status take(const double *theta, const double *se, uint32_t count,
                       clg_ranked *schools, clg_error *err)
{
    clg_status status = check(theta, se, count, err);

    if (status != CLG_OK)
        return status;
    schools->theta = clg_array_new(count, sizeof *schools->theta, err);
    schools->se = clg_array_new(count, sizeof *schools->se, err);
    schools->school = clg_array_new(count, sizeof *schools->school, err);
    if (schools->theta == NULL || schools->se == NULL || schools->school == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (!isnan(theta[i]) && !isnan(se[i])) {
            schools->theta[schools->count] = theta[i];
            schools->se[schools->count] = se[i];
            schools->school[schools->count++] = i;
        }
    return CLG_OK;
}

/* What one school of a pair does not have of being above, the other has. */
static void pair_up(const clg_ranked *schools, double *expected)
{
    for (uint32_t i = 0; i < schools->count; i++)
        expected[i] = 1.0;
    for (uint32_t i = 0; i < schools->count; i++)
        for (uint32_t j = 0; j < i; j++) {
            double a = schools->se[i], b = schools->se[j];
            double above =
                clg_rank_above(schools->theta[i] - schools->theta[j], a * a + b * b);
            expected[i] += above;
            expected[j] += 1.0 - above;
        }
}

static clg_status expect(const clg_ranked *schools, uint32_t count, clg_rank *ranks,
                         clg_error *err)
{
    const double none = (double)NAN;
    double *expected = clg_array_new(schools->count, sizeof *expected, err);
    clg_status status = CLG_OK;

    if (expected == NULL)
        return CLG_ERROR_MEMORY;
    if (schools->count > MOST_PAIRED)
        status = clg_rank_grid(schools, expected, err);
    else
        pair_up(schools, expected);
    for (uint32_t i = 0; status == CLG_OK && i < count; i++)
        ranks[i] = (clg_rank){none, none, none, none, none};
    for (uint32_t i = 0; status == CLG_OK && i < schools->count; i++) {
        clg_rank *rank = &ranks[schools->school[i]];
        rank->expected = expected[i];
        rank->percentile = (expected[i] - 0.5) / schools->count;
    }
    clg_free(expected);
    return status;
}

clg_status clg_ranks_expected(const double *theta, const double *se, uint32_t count,
                              clg_rank *ranks, clg_error *err)
{
    clg_ranked schools = {0};
    clg_status status = take(theta, se, count, &schools, err);

    if (status == CLG_OK)
        status = expect(&schools, count, ranks, err);
    clear(&schools);
    return status;
}

clg_status clg_ranks_find(const double *theta, const double *se,
                          const char *const *school_ids, uint32_t count,
                          const clg_rank_options *options, clg_rank *ranks,
                          clg_error *err)
{
    const clg_rank_options usual = CLG_RANK_OPTIONS_INIT;
    clg_ranked schools = {0};
    clg_status status;

    options = options != NULL ? options : &usual;
    if (!(options->top_share > 0.0 && options->top_share <= 1.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the top share is %g, expected more than 0 and at most 1",
                        options->top_share);
    status = take(theta, se, count, &schools, err);
    if (status == CLG_OK)
        status = expect(&schools, count, ranks, err);
    if (status == CLG_OK && options->draws > 0)
        status = clg_rank_draws(&schools, school_ids, options, ranks, err);
    clear(&schools);
    return status;
}
