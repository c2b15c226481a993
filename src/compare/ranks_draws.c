/* Rank intervals: all thetas are drawn together, again and again, and sorted. */
#include "compare/ranks_part.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/special.h"

#include <math.h>
#include <stdlib.h>

enum { RANK_PURPOSE = 71 };

typedef struct place {
    double theta;
    uint32_t school;
} place;

typedef struct draws {
    clg_random *streams;  /* [i] of each school */
    place *order;         /* [i] */
    uint32_t *twice_rank; /* [i * draws + draw], whole also where schools tie */
} draws;

static int by_theta(const void *a, const void *b)
{
    const place *x = a, *y = b;

    return (x->theta > y->theta) - (x->theta < y->theta);
}

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static double draw_normal(clg_random *random)
{
    double u = ((double)(clg_random_bits(random) >> 12) + 0.5) * 0x1p-52;

    return clg_normal_quantile(u); /* 0 < u < 1 */
}

static void draw_once(const clg_ranked *schools, uint32_t draw, uint32_t draw_count,
                      draws *d)
{
    uint32_t n = schools->count;

    for (uint32_t i = 0; i < n; i++) {
        double z = draw_normal(&d->streams[i]);
        d->order[i] = (place){schools->theta[i] + schools->se[i] * z, i};
    }
    qsort(d->order, n, sizeof *d->order, by_theta);
    for (uint32_t first = 0, next; first < n; first = next) {
        for (next = first + 1; next < n; next++)
            if (d->order[next].theta != d->order[first].theta)
                break;
        for (uint32_t k = first; k < next; k++)
            d->twice_rank[(size_t)d->order[k].school * draw_count + draw] =
                first + next + 1;
    }
}

/* The least rank that at least this share of the draws is not above. */
static double quantile(const uint32_t *sorted, uint32_t count, double share)
{
    double position = ceil(share * count - 1e-9);

    return 0.5 * sorted[(uint32_t)fmax(position, 1.0) - 1];
}

static void summarise(uint32_t *twice_rank, uint32_t draw_count, double top,
                      clg_rank *rank)
{
    uint32_t in_top = 0;

    for (uint32_t d = 0; d < draw_count; d++)
        in_top += 0.5 * twice_rank[d] > top;
    qsort(twice_rank, draw_count, sizeof *twice_rank, ascending);
    rank->low = quantile(twice_rank, draw_count, 0.025);
    rank->high = quantile(twice_rank, draw_count, 0.975);
    rank->top = (double)in_top / draw_count;
}

clg_status clg_rank_draws(const clg_ranked *schools, const char *const *school_ids,
                          const clg_rank_options *options, clg_rank *ranks,
                          clg_error *err)
{
    uint32_t n = schools->count, draw_count = options->draws;
    double top = n * (1.0 - options->top_share) + 1e-9;
    clg_status status = CLG_ERROR_MEMORY;
    draws d = {0};

    d.streams = clg_array_new(n, sizeof *d.streams, err);
    d.order = clg_array_new(n, sizeof *d.order, err);
    d.twice_rank = clg_array_new((size_t)n * draw_count, sizeof *d.twice_rank, err);
    if (d.streams == NULL || d.order == NULL || d.twice_rank == NULL)
        goto cleanup;
    for (uint32_t i = 0; i < n; i++)
        d.streams[i] = clg_random_stream(options->seed, school_ids[schools->school[i]],
                                         0, RANK_PURPOSE, 0);
    for (uint32_t draw = 0; draw < draw_count; draw++)
        draw_once(schools, draw, draw_count, &d);
    for (uint32_t i = 0; i < n; i++)
        summarise(d.twice_rank + (size_t)i * draw_count, draw_count, top,
                  &ranks[schools->school[i]]);
    status = CLG_OK;

cleanup:
    clg_free(d.streams);
    clg_free(d.order);
    clg_free(d.twice_rank);
    return status;
}
