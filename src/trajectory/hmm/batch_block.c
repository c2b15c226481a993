/* One block of 16 schools: the kernel, then what the kernel leaves to do by lane. */
#include "trajectory/hmm/batch_part.h"

#include <math.h>

#ifdef __x86_64__
#include <xmmintrin.h>
#endif

#define LOG_TWO 0.69314718055994530942

static void open_block(const clg_batch_step *step, uint32_t number,
                       clg_batch_room *room, clg_kernel_block *block)
{
    const clg_batch *batch = step->batch;
    const clg_panel *panel = batch->panel;
    const clg_kernel_model *parameters = &step->parameters;
    size_t windows = panel->block_first[number], row = windows * CLG_LANES;
    size_t cells = windows * panel->indicator_count;
    uint32_t chunk = number / (CLG_CHUNK_SCHOOLS / CLG_LANES);

    block->windows = panel->block_length[number];
    block->complete = batch->complete[number];
    block->values = panel->values + cells * CLG_LANES;
    block->observed = batch->observed + cells;
    for (uint32_t i = 0; i < parameters->linear_count; i++)
        block->second[i] = batch->second[parameters->linear[i]] + row;
    for (uint32_t i = 0; i < parameters->looked_up_count; i++) {
        const clg_lookup *lookup = &batch->lookup[parameters->looked_up[i]];
        block->gathered[i] =
            lookup->gathered + lookup->chunk_first[chunk] * parameters->state_count;
        block->number[i] = lookup->number + row;
        block->value_of[i] = lookup->value_of + lookup->chunk_first[chunk];
    }
    block->density = room->density;
    block->scale = room->scale;
    block->gamma = room->gamma;
    block->sums = room->sums;
}

static void open_lanes(const clg_batch_step *step, const uint32_t *schools,
                       clg_kernel_block *block)
{
    const clg_panel *panel = step->batch->panel;

    for (uint32_t l = 0; l < CLG_LANES; l++) {
        uint32_t school = schools[l];
        bool is_founded = school != UINT32_MAX && panel->is_founded[school];
        block->length[l] = school == UINT32_MAX ? 0.0 : panel->length[school];
        for (uint32_t k = 0; k < step->model->state_count; k++)
            block->initial[k][l] = is_founded ? k == 0 : step->model->initial[k];
    }
}

/* Numbers below 2^-1022, of states that are as good as ruled out, take processors many
 * times as long as others; inside the kernel they are 0. The flags are the thread's. */
static void run_kernel(const clg_batch_step *step, clg_kernel_block *block)
{
    const clg_kernel_model *parameters = &step->parameters;
    clg_kernel_pass *pass =
        step->batch->kernel->pass[parameters->state_count][parameters->is_banded];
#ifdef __x86_64__
    unsigned flags = _mm_getcsr();

    _mm_setcsr(flags | 0x8040); /* flush to zero, denormals are zeros */
    pass(parameters, block);
    _mm_setcsr(flags);
#else
    pass(parameters, block);
#endif
}

/* The log-likelihood of each lane, and the lanes that have to be done again. */
static clg_status finish_lanes(const clg_batch_step *step, uint32_t number,
                               const uint32_t *schools, const clg_kernel_block *block,
                               clg_batch_room *room)
{
    const double *constant = step->batch->constant;
    clg_status status = CLG_OK;

    for (uint32_t l = 0; l < CLG_LANES && status == CLG_OK; l++) {
        block->sums[l] = (double)block->exponent[l] * LOG_TWO + log(block->product[l]) +
                         block->shift[l];
        if (constant != NULL)
            block->sums[l] += constant[(size_t)number * CLG_LANES + l];
        if (schools[l] != UINT32_MAX &&
            (!block->is_sound[l] || !(block->sums[l] > -1e280)))
            status = clg_batch_redo(step, schools[l], block, room, NULL);
    }
    return status;
}

static void put_school(const clg_batch_step *step, uint32_t school, uint32_t lane,
                       const clg_kernel_block *block)
{
    const clg_batch_options *options = step->options;
    const clg_panel *panel = step->batch->panel;
    uint32_t states = step->model->state_count;

    if (options->school_loglik != NULL)
        options->school_loglik[school] = block->sums[lane];
    if (options->school_moves != NULL)
        for (uint32_t i = 0; i < states * states; i++)
            options->school_moves[(size_t)school * states * states + i] =
                block->sums[clg_sums_moves(states, 0, i) * CLG_LANES + lane];
    if (options->posterior == NULL)
        return;
    for (uint32_t t = 0; t < panel->length[school]; t++)
        for (uint32_t k = 0; k < states; k++)
            options->posterior[(panel->first[school] + t) * states + k] =
                block->gamma[clg_kernel_gamma(step->batch->kernel, block->windows,
                                              states, t, k, lane)];
}

/* How often each lane counts; `free_start` for the sums of the first window. */
static void weigh_lanes(const clg_batch_step *step, const uint32_t *schools,
                        const clg_kernel_block *block, double *weight,
                        double *free_start, uint32_t *impossible)
{
    const double *weights = step->options->weights;

    for (uint32_t l = 0; l < CLG_LANES; l++) {
        uint32_t school = schools[l];
        weight[l] = free_start[l] = 0.0;
        if (school == UINT32_MAX)
            continue;
        weight[l] = weights == NULL ? 1.0 : weights[school];
        free_start[l] = step->batch->panel->is_founded[school] ? 0.0 : weight[l];
        if (block->sums[l] == -INFINITY && weight[l] != 0.0 && school < *impossible)
            *impossible = school;
    }
}

clg_status clg_batch_do_block(const clg_batch_step *step, uint32_t number,
                              clg_batch_room *room)
{
    const clg_batch *batch = step->batch;
    const clg_kernel *kernel = batch->kernel;
    const uint32_t *schools = batch->panel->school_at + (size_t)number * CLG_LANES;
    uint32_t states = step->model->state_count, end = step->sums_count;
    uint32_t start = clg_sums_initial(0), rest = clg_sums_occupied(states, 0);
    double weight[CLG_LANES], free_start[CLG_LANES];
    clg_kernel_block block;
    clg_status status;

    open_block(step, number, room, &block);
    open_lanes(step, schools, &block);
    run_kernel(step, &block);
    status = finish_lanes(step, number, schools, &block, room);
    if (status != CLG_OK)
        return status;
    for (uint32_t l = 0; l < CLG_LANES; l++)
        if (schools[l] != UINT32_MAX)
            put_school(step, schools[l], l, &block);
    weigh_lanes(step, schools, &block, weight, free_start,
                &batch->impossible[number / (CLG_CHUNK_SCHOOLS / CLG_LANES)]);
    kernel->add(room->total, room->sums, weight, 1);
    kernel->add(room->total + start * CLG_LANES, room->sums + start * CLG_LANES,
                free_start, states);
    kernel->add(room->total + rest * CLG_LANES, room->sums + rest * CLG_LANES, weight,
                end - rest);
    if (step->parameters.looked_up_count > 0)
        kernel->gather[states](&step->parameters, &block, weight);
    return CLG_OK;
}
