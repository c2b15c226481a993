/* The E-step over all schools: chunks by threads, their sums by a tree. */
#include "trajectory/hmm/batch_part.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"

#include <stdint.h>
#include <string.h>

enum { BLOCKS_OF_CHUNK = CLG_CHUNK_SCHOOLS / CLG_LANES, LINE = 8 /* doubles */ };

/* Parts of the room of a thread, in doubles, each a number of cache lines. */
typedef struct room_plan {
    size_t density, scale, gamma, sums, school;
} room_plan;

static room_plan plan_room(const clg_batch *batch)
{
    size_t cells = (size_t)batch->longest * CLG_MOST_STATES;
    size_t sums = clg_sums_count(CLG_MOST_STATES, batch->panel->indicator_count);

    return (room_plan){.density = cells * LINE,
                       .scale = (size_t)batch->longest * LINE,
                       .gamma = cells * CLG_LANES,
                       .sums = sums * CLG_LANES,
                       .school = cells};
}

static double *take(double **room, size_t count)
{
    double *part = *room;

    *room += count;
    return part;
}

/* Points a thread's room to `next`, which begins a cache line. */
static void divide_room(const room_plan *plan, double *next, clg_batch_room *room)
{
    room->density = take(&next, plan->density);
    room->scale = take(&next, plan->scale);
    room->gamma = take(&next, plan->gamma);
    room->sums = take(&next, plan->sums);
    room->total = take(&next, plan->sums);
    room->log_density = take(&next, plan->school);
    room->posterior = take(&next, plan->school);
}

static void drop_rooms(clg_batch *batch)
{
    for (int i = 0; i < batch->thread_count; i++)
        clg_chain_room_clear(&batch->rooms[i].chain);
    clg_free(batch->rooms);
    clg_free(batch->room);
    batch->rooms = NULL;
    batch->room = NULL;
    batch->thread_count = 0;
}

static clg_status reserve_rooms(clg_batch *batch, int threads, clg_error *err)
{
    room_plan plan = plan_room(batch);
    size_t each =
        plan.density + plan.scale + plan.gamma + 2 * (plan.sums + plan.school);
    size_t beyond;

    if (threads <= batch->thread_count)
        return CLG_OK;
    drop_rooms(batch);
    batch->rooms = clg_array_new((size_t)threads, sizeof *batch->rooms, err);
    batch->room = clg_array_new((size_t)threads * each + LINE, sizeof(double), err);
    if (batch->rooms == NULL || batch->room == NULL)
        return CLG_ERROR_MEMORY;
    batch->thread_count = threads;
    beyond = (uintptr_t)batch->room / sizeof(double) % LINE;
    for (int i = 0; i < threads; i++)
        divide_room(&plan, batch->room + (LINE - beyond) % LINE + (size_t)i * each,
                    &batch->rooms[i]);
    return CLG_OK;
}

/* The 16 lanes of each sum, in a fixed order. */
static void add_lanes(const double *total, uint32_t count, double *partial)
{
    for (uint32_t i = 0; i < count; i++) {
        double sum = 0.0;
        for (uint32_t l = 0; l < CLG_LANES; l++)
            sum += total[i * CLG_LANES + l];
        partial[i] = sum;
    }
}

static void do_chunk(const clg_batch_step *step, uint32_t chunk, clg_batch_room *room)
{
    clg_batch *batch = step->batch;
    const clg_kernel_model *parameters = &step->parameters;
    uint32_t end = (chunk + 1) * BLOCKS_OF_CHUNK, states = step->model->state_count;

    memset(room->total, 0, step->sums_count * CLG_LANES * sizeof *room->total);
    for (uint32_t i = 0; i < parameters->looked_up_count; i++) {
        clg_lookup *lookup = &batch->lookup[parameters->looked_up[i]];
        size_t first = lookup->chunk_first[chunk];
        memset(lookup->gathered + first * states, 0,
               (lookup->chunk_first[chunk + 1] - first) * states *
                   sizeof *lookup->gathered);
    }
    batch->impossible[chunk] = UINT32_MAX;
    batch->status[chunk] = CLG_OK;
    for (uint32_t b = chunk * BLOCKS_OF_CHUNK;
         b < end && b < batch->panel->block_count && batch->status[chunk] == CLG_OK;
         b++)
        batch->status[chunk] = clg_batch_do_block(step, b, room);
    add_lanes(room->total, step->sums_count,
              batch->partials + (size_t)chunk * step->sums_count);
}

/* The tree: neighbours, then neighbours of those, and so on; chunk 0 has the sum. */
static void add_chunks(const clg_batch_step *step)
{
    size_t count = step->sums_count, chunks = step->batch->chunk_count;

    for (size_t apart = 1; apart < chunks; apart *= 2)
        for (size_t c = 0; c + apart < chunks; c += 2 * apart) {
            double *to = step->batch->partials + c * count;
            const double *from = to + apart * count;
            for (size_t i = 0; i < count; i++)
                to[i] += from[i];
        }
}

static void take_sums(const clg_batch_step *step, clg_expectations *to)
{
    const double *sums = step->batch->partials;
    uint32_t states = step->model->state_count;

    *to = (clg_expectations){.loglik = 0.0};
    if (step->batch->chunk_count == 0)
        return;
    to->loglik = sums[0];
    for (uint32_t k = 0; k < states; k++) {
        to->initial[k] = sums[clg_sums_initial(k)];
        to->occupied[k] = sums[clg_sums_occupied(states, k)];
        for (uint32_t j = 0; j < states; j++)
            to->moves[k][j] = sums[clg_sums_moves(states, k, j)];
        for (uint32_t d = 0; d < step->model->indicator_count; d++) {
            to->count[d][k] = sums[clg_sums_indicator(states, d, 0, k)];
            to->first[d][k] = sums[clg_sums_indicator(states, d, 1, k)];
            to->second[d][k] = sums[clg_sums_indicator(states, d, 2, k)];
            if (step->model->family[d] == CLG_FAMILY_BINOMIAL) /* kept as e - x */
                to->second[d][k] += to->first[d][k];
        }
    }
}

static clg_status check_chunks(const clg_batch *batch, clg_error *err)
{
    for (uint32_t c = 0; c < batch->chunk_count; c++) {
        if (batch->status[c] != CLG_OK)
            return clg_fail(err, batch->status[c], "no memory for a school by itself");
        if (batch->impossible[c] != UINT32_MAX)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "school '%s' is impossible under the model",
                            clg_texts_at(&batch->panel->schools, batch->impossible[c]));
    }
    return CLG_OK;
}

static clg_status prepare(clg_batch_step *step, int threads, clg_error *err)
{
    clg_status status = reserve_rooms(step->batch, threads, err);

    for (uint32_t d = 0; status == CLG_OK && d < step->model->indicator_count; d++)
        if (clg_family_is_looked_up(step->model->family[d]))
            status = clg_lookup_prepare(step, d, threads, err);
    clg_batch_set_parameters(step->batch, step->model, &step->parameters);
    step->sums_count =
        clg_sums_count(step->model->state_count, step->model->indicator_count);
    return status;
}

/* No more threads than chunks: one without work would only be in the way. */
static int team_of(const clg_batch *batch, const clg_batch_options *options)
{
    int threads = options->threads > 0 ? options->threads : clg_thread_limit();

    if (batch->chunk_count < (uint32_t)threads)
        threads = batch->chunk_count > 0 ? (int)batch->chunk_count : 1;
    return threads;
}

clg_status clg_batch_expect(clg_batch *batch, const clg_hmm *model,
                            const clg_batch_options *options,
                            clg_expectations *expectations, clg_error *err)
{
    int threads = team_of(batch, options);
    clg_batch_step step = {.batch = batch, .model = model, .options = options};
    clg_status status = prepare(&step, threads, err);

    if (status != CLG_OK)
        return status;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (uint32_t c = 0; c < batch->chunk_count; c++)
        do_chunk(&step, c, &batch->rooms[clg_thread_index()]);
    status = check_chunks(batch, err);
    if (status != CLG_OK)
        return status;
    add_chunks(&step);
    take_sums(&step, expectations);
    for (uint32_t i = 0; i < step.parameters.looked_up_count; i++)
        clg_lookup_finish(&step, step.parameters.looked_up[i], threads);
    return CLG_OK;
}
