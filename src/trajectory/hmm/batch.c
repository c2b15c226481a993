/* Preparing a panel for the E-step: second columns, terms of x alone, numbers of
 * looked-up values, which blocks are complete. */
#include "trajectory/hmm/batch_part.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

clg_batch_kind clg_batch_kind_of(clg_family family)
{
    switch (family) {
    case CLG_FAMILY_NORMAL: return CLG_BATCH_NORMAL;
    case CLG_FAMILY_POISSON:
    case CLG_FAMILY_GAMMA:
    case CLG_FAMILY_BINOMIAL: return CLG_BATCH_LINEAR;
    default: return CLG_BATCH_LOOKED_UP;
    }
}

bool clg_family_is_looked_up(clg_family family)
{
    return clg_batch_kind_of(family) == CLG_BATCH_LOOKED_UP;
}

static const clg_kernel *const kernels[] = {
#ifdef __x86_64__
    &clg_kernel_avx512, &clg_kernel_avx2,
#endif
    &clg_kernel_baseline};

static bool processor_has(const clg_kernel *kernel)
{
#ifdef __x86_64__
    if (kernel == &clg_kernel_avx512)
        return __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (kernel == &clg_kernel_avx2)
        return __builtin_cpu_supports("avx2");
#endif
    return kernel == &clg_kernel_baseline;
}

static const clg_kernel *best_kernel(void)
{
    size_t i = 0;

    while (!processor_has(kernels[i]))
        i++;
    return kernels[i];
}

const char *clg_batch_instructions(void)
{
    return best_kernel()->name;
}

bool clg_batch_use_instructions(clg_batch *batch, const char *name)
{
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if (strcmp(kernels[i]->name, name) == 0 && processor_has(kernels[i])) {
            batch->kernel = kernels[i];
            return true;
        }
    return false;
}

static void take_shape(clg_batch *batch, const clg_hmm *model)
{
    const clg_panel *panel = batch->panel;

    batch->kernel = best_kernel();
    batch->chunk_count =
        (uint32_t)(((uint64_t)panel->school_count + CLG_CHUNK_SCHOOLS - 1) /
                   CLG_CHUNK_SCHOOLS);
    batch->observed = panel->observed;
    for (uint32_t b = 0; b < panel->block_count; b++)
        if (panel->block_length[b] > batch->longest)
            batch->longest = panel->block_length[b];
    for (uint32_t d = 0; d < panel->indicator_count; d++) {
        batch->family[d] = model->family[d];
        batch->exposure[d] =
            clg_family_has_exposure(model->family[d]) ? model->exposure[d] : -1;
    }
}

/* Takes cells out whose exposure is missing. */
static void drop_cells(clg_batch *batch, uint32_t d)
{
    const clg_panel *panel = batch->panel;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            if (isnan(clg_batch_exposure(batch, d, panel->first[s] + t)))
                batch->own_observed[clg_panel_cell(panel, s, t, d)] &=
                    (uint16_t) ~(1u << panel->slot[s] % CLG_LANES);
}

static clg_status drop_cells_without_exposure(clg_batch *batch, clg_error *err)
{
    size_t cells = clg_batch_windows(batch) * batch->panel->indicator_count;

    for (uint32_t d = 0; d < batch->panel->indicator_count; d++) {
        if (batch->exposure[d] < 0)
            continue;
        if (batch->own_observed == NULL) {
            batch->own_observed = clg_array_new(cells, sizeof(uint16_t), err);
            if (batch->own_observed == NULL)
                return CLG_ERROR_MEMORY;
            memcpy(batch->own_observed, batch->panel->observed,
                   cells * sizeof(uint16_t));
            batch->observed = batch->own_observed;
        }
        drop_cells(batch, d);
    }
    return CLG_OK;
}

static void find_complete(clg_batch *batch)
{
    const clg_panel *panel = batch->panel;
    uint32_t indicators = panel->indicator_count;

    for (uint32_t b = 0; b < panel->block_count; b++) {
        const uint16_t *observed = batch->observed + panel->block_first[b] * indicators;
        batch->complete[b] = (UINT32_C(1) << indicators) - 1;
        for (size_t i = 0; i < (size_t)panel->block_length[b] * indicators; i++)
            if (observed[i] != UINT16_MAX)
                batch->complete[b] &= ~(UINT32_C(1) << i % indicators);
    }
}

/* The second column and the terms of log f(x) that no parameter touches. */
static double second_of(clg_family family, double x, double e, double *constant)
{
    switch (family) {
    case CLG_FAMILY_POISSON: *constant = x * log(e) - lgamma(x + 1.0); return e;
    case CLG_FAMILY_GAMMA: *constant = 0.0; return log(x);
    default:
        *constant = lgamma(e + 1.0) - lgamma(x + 1.0) - lgamma(e - x + 1.0);
        return e - x;
    }
}

static clg_status add_second(clg_batch *batch, uint32_t d, clg_error *err)
{
    const clg_panel *panel = batch->panel;

    batch->second[d] =
        clg_array_new(clg_batch_windows(batch), CLG_LANES * sizeof(double), err);
    if (batch->second[d] == NULL)
        return CLG_ERROR_MEMORY;
    if (batch->constant == NULL)
        batch->constant =
            clg_array_new(panel->block_count, CLG_LANES * sizeof(double), err);
    if (batch->constant == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double constant;
            if (!clg_batch_has(batch, s, t, d))
                continue;
            batch->second[d][clg_batch_place(batch, s, t)] =
                second_of(batch->family[d], clg_panel_value(panel, s, t, d),
                          clg_batch_exposure(batch, d, panel->first[s] + t), &constant);
            batch->constant[panel->slot[s]] += constant;
        }
    return CLG_OK;
}

static clg_status prepare_indicators(clg_batch *batch, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t d = 0; status == CLG_OK && d < batch->panel->indicator_count; d++) {
        clg_batch_kind kind = clg_batch_kind_of(batch->family[d]);
        if (kind == CLG_BATCH_LINEAR)
            status = add_second(batch, d, err);
        else if (kind == CLG_BATCH_LOOKED_UP)
            status = clg_lookup_init(batch, d, &batch->lookup[d], err);
    }
    return status;
}

static clg_status reserve_chunks(clg_batch *batch, clg_error *err)
{
    size_t chunks = batch->chunk_count;
    uint32_t sums = clg_sums_count(CLG_MOST_STATES, batch->panel->indicator_count);
    bool ok =
        (batch->complete =
             clg_array_new(batch->panel->block_count, sizeof *batch->complete, err)) &&
        (batch->partials = clg_array_new(chunks, sums * sizeof(double), err)) &&
        (batch->impossible = clg_array_new(chunks, sizeof *batch->impossible, err)) &&
        (batch->status = clg_array_new(chunks, sizeof *batch->status, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_batch_new(const clg_panel *panel, const clg_hmm *model, clg_batch **out,
                         clg_error *err)
{
    clg_batch *batch = clg_array_new(1, sizeof *batch, err);
    clg_status status;

    *out = NULL;
    if (batch == NULL)
        return CLG_ERROR_MEMORY;
    batch->panel = panel;
    take_shape(batch, model);
    status = drop_cells_without_exposure(batch, err);
    if (status == CLG_OK)
        status = reserve_chunks(batch, err);
    if (status == CLG_OK)
        status = prepare_indicators(batch, err);
    if (status != CLG_OK) {
        clg_batch_free(batch);
        return status;
    }
    find_complete(batch);
    *out = batch;
    return CLG_OK;
}

void clg_batch_free(clg_batch *batch)
{
    if (batch == NULL)
        return;
    for (uint32_t d = 0; d < CLG_MOST_INDICATORS; d++) {
        clg_free(batch->second[d]);
        clg_lookup_clear(&batch->lookup[d]);
    }
    for (int i = 0; i < batch->thread_count; i++)
        clg_chain_room_clear(&batch->rooms[i].chain);
    clg_free(batch->own_observed);
    clg_free(batch->complete);
    clg_free(batch->constant);
    clg_free(batch->rooms);
    clg_free(batch->room);
    clg_free(batch->partials);
    clg_free(batch->impossible);
    clg_free(batch->status);
    clg_free(batch);
}

const clg_panel *clg_batch_panel(const clg_batch *batch)
{
    return batch->panel;
}

clg_weighted_values clg_batch_values(const clg_batch *batch, uint32_t indicator,
                                     uint32_t state)
{
    const clg_lookup *lookup = &batch->lookup[indicator];
    size_t count = lookup->value_count - 1;

    return (clg_weighted_values){lookup->x + 1,
                                 batch->exposure[indicator] < 0 ? NULL : lookup->e + 1,
                                 lookup->weight + state * count, count};
}
