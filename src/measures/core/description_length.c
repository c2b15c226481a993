#include "measures/core/description_length.h"

#include "base/memory.h"
#include "measures/core/borgatti_everett.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

enum { GRID = 20001 };

static double log_density(clg_block block, double p)
{
    double absent = block.pairs - block.ties;
    double with = block.ties > 0.0 ? block.ties * log(p) : 0.0;

    return with + (absent > 0.0 ? absent * log1p(-p) : 0.0);
}

double clg_log_likelihood(const clg_block *blocks, size_t count, const double *p)
{
    double sum = 0.0;

    for (size_t b = 0; b < count; b++)
        sum += log_density(blocks[b], p[b]);
    return sum;
}

/* below[x] = ln of the integral from 0 to x so far; becomes that of one block more:
 * int_0^x p^m (1 - p)^(M - m) exp(below) dp. */
static void integrate(clg_block block, double *below, double *work)
{
    double largest = -INFINITY, sum = 0.0, step = 1.0 / (double)(GRID - 1);

    for (int i = 0; i < GRID; i++) {
        work[i] = log_density(block, (double)i * step) + below[i];
        largest = fmax(largest, work[i]);
    }
    for (int i = 0; i < GRID; i++)
        work[i] = exp(work[i] - largest);
    below[0] = -INFINITY;
    for (int i = 1; i < GRID; i++) {
        sum += 0.5 * step * (work[i - 1] + work[i]);
        below[i] = sum > 0.0 ? log(sum) + largest : -INFINITY;
    }
}

clg_status clg_log_marginal(const clg_block *blocks, size_t count, double *value,
                            clg_error *err)
{
    double *below = clg_array_new(2 * (size_t)GRID, sizeof *below, err);

    if (below == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t b = count; b-- > 0;)
        integrate(blocks[b], below, below + GRID);
    *value = below[GRID - 1] + gsl_sf_lnfact((unsigned)count);
    clg_free(below);
    return CLG_OK;
}

double clg_length_without_structure(double people, double ties)
{
    double pairs = people * (people - 1.0) / 2.0;

    return -gsl_sf_lnbeta(ties + 1.0, pairs - ties + 1.0) + log(people);
}

/* - ln P(blocks): sizes of the blocks of n people. */
static double length_of_labels(const double *sizes, size_t count, double n)
{
    double sum = gsl_sf_lngamma(n + 1.0) + log(n) + gsl_sf_lngamma(n) -
                 gsl_sf_lngamma((double)count) -
                 gsl_sf_lngamma(n - (double)count + 1.0);

    for (size_t b = 0; b < count; b++)
        sum -= gsl_sf_lngamma(sizes[b] + 1.0);
    return sum;
}

clg_status clg_length_hub_spoke(const clg_graph *graph, const uint8_t *member,
                                double *length, clg_error *err)
{
    clg_core_blocks counted = clg_core_count_blocks(graph, member);
    clg_block blocks[3];
    double n = (double)graph->vertex_count, k = 0.0, value;
    clg_status status;

    for (int b = 0; b < 3; b++)
        blocks[b] = (clg_block){counted.ties[b], counted.pairs[b]};
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        k += member[v];
    status = clg_log_marginal(blocks, 3, &value, err);
    if (status == CLG_OK)
        *length = -value + length_of_labels((double[]){k, n - k}, 2, n);
    return status;
}

clg_status clg_length_layers(const clg_graph *graph, const uint32_t *layer,
                             uint32_t layer_count, double *length, clg_error *err)
{
    size_t count = layer_count;
    double n = (double)graph->vertex_count, value = 0.0;
    double *sizes = clg_array_new(count + 1, sizeof *sizes, err);
    clg_block *blocks =
        sizes != NULL ? clg_array_new(count + 1, sizeof *blocks, err) : NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (blocks != NULL) {
        for (uint32_t v = 0; v < graph->vertex_count; v++) {
            sizes[layer[v]] += 1.0;
            for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
                uint32_t other = layer[graph->target[e]];
                blocks[layer[v] > other ? layer[v] : other].ties += 0.5;
            }
        }
        for (size_t l = 0, inner = 0; l < count; l++) {
            double size = sizes[l];
            blocks[l].pairs = size * (size - 1.0) / 2.0 + size * (double)inner;
            inner += (size_t)size;
        }
        status = clg_log_marginal(blocks, count, &value, err);
    }
    if (status == CLG_OK)
        *length = -value + length_of_labels(sizes, count, n);
    clg_free(sizes);
    clg_free(blocks);
    return status;
}
