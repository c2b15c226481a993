/* A fit on disk, so that it can be taken up again.
 *
 *     "clgfit01", digest of data and options, state of the work, runs, histories,
 *     digest of all before
 *
 * as they lie in memory: a checkpoint is for the same build on the same kind of machine
 * and lives as long as one fit. Runs are kept as they are at the end of a step, and all
 * that follows is a function of them, so the fit ends with the same bits. */
#include "trajectory/hmm/em_parts.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/sha256.h"

#include <string.h>

static const char mark[8] = "clgfit01";

typedef struct head {
    char mark[8];
    unsigned char subject[CLG_SHA256_SIZE];
    uint32_t run_count, is_long, current, run_size;
} head;

/* ---- what the fit is about ---- */

static void absorb(unsigned char *digest, const void *bytes, size_t size)
{
    unsigned char both[2 * CLG_SHA256_SIZE];

    memcpy(both, digest, CLG_SHA256_SIZE);
    clg_sha256(bytes, size, both + CLG_SHA256_SIZE);
    clg_sha256(both, sizeof both, digest);
}

static void absorb_panel(const clg_panel *panel, const clg_hmm *shape,
                         unsigned char *digest)
{
    size_t cells = panel->block_first[panel->block_count] * panel->indicator_count;
    size_t rows = clg_panel_rows(panel);
    const uint32_t counts[] = {panel->school_count, panel->indicator_count};

    absorb(digest, counts, sizeof counts);
    absorb(digest, panel->length, panel->school_count * sizeof *panel->length);
    absorb(digest, panel->is_founded, panel->school_count);
    absorb(digest, panel->values, cells * CLG_LANES * sizeof *panel->values);
    absorb(digest, panel->observed, cells * sizeof *panel->observed);
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (shape->exposure[d] >= 0)
            absorb(digest, panel->extra[shape->exposure[d]], rows * sizeof(double));
}

static void absorb_shape(const clg_hmm *shape, unsigned char *digest)
{
    absorb(digest, &shape->state_count, sizeof shape->state_count);
    absorb(digest, shape->starts, sizeof shape->starts);
    absorb(digest, shape->allowed, sizeof shape->allowed);
    absorb(digest, shape->family, sizeof shape->family);
    absorb(digest, shape->exposure, sizeof shape->exposure);
}

static void absorb_options(const clg_em_work *work, unsigned char *digest)
{
    const clg_em_options *options = work->options;
    const clg_hmm *start = options->start;
    const uint64_t numbers[] = {
        options->seed,  options->starts,          options->short_iterations,
        options->kept,  options->most_iterations, options->exact_iterations,
        options->plain, work->priors.anchored,    work->priors.anchor};
    const double values[] = {options->tolerance,          options->parameter_tolerance,
                             work->priors.initial,        work->priors.transition,
                             work->priors.variance_count, work->priors.variance_floor};

    absorb(digest, numbers, sizeof numbers);
    absorb(digest, values, sizeof values);
    absorb(digest, work->priors.global_variance, sizeof work->priors.global_variance);
    if (start != NULL) {
        absorb(digest, start->initial, sizeof start->initial);
        absorb(digest, start->transition, sizeof start->transition);
        absorb(digest, start->theta, sizeof start->theta);
    }
    if (options->weights != NULL)
        absorb(digest, options->weights,
               clg_batch_panel(work->batch)->school_count * sizeof(double));
}

static head head_of(const clg_em_work *work)
{
    head top = {.run_count = work->run_count,
                .is_long = work->is_long,
                .current = work->current,
                .run_size = sizeof(clg_em_run)};

    memcpy(top.mark, mark, sizeof mark);
    absorb_panel(clg_batch_panel(work->batch), work->shape, top.subject);
    absorb_shape(work->shape, top.subject);
    absorb_options(work, top.subject);
    return top;
}

/* ---- there and back ---- */

static size_t size_of(const clg_em_work *work)
{
    size_t size = sizeof(head) + work->run_count * sizeof(clg_em_run);

    for (uint32_t i = 0; i < work->run_count; i++)
        size += work->runs[i].history_count * sizeof(double);
    return size + CLG_SHA256_SIZE;
}

static char *put(char *at, const void *bytes, size_t size)
{
    if (size > 0)
        memcpy(at, bytes, size);
    return at + size;
}

static void write_out(const clg_em_work *work, char *bytes, size_t size)
{
    head top = head_of(work);
    char *at = put(bytes, &top, sizeof top);

    at = put(at, work->runs, work->run_count * sizeof *work->runs);
    for (uint32_t i = 0; i < work->run_count; i++)
        at = put(at, work->runs[i].history,
                 work->runs[i].history_count * sizeof(double));
    clg_sha256(bytes, size - CLG_SHA256_SIZE, (unsigned char *)at);
}

clg_status clg_checkpoint_save(clg_em_work *work, clg_error *err)
{
    size_t size = size_of(work);
    char *bytes = clg_array_new(size, 1, err);
    clg_output output = {0};
    clg_status status;

    if (bytes == NULL)
        return CLG_ERROR_MEMORY;
    write_out(work, bytes, size);
    status = clg_output_open(work->options->checkpoint, &output, err);
    if (status == CLG_OK) {
        fwrite(bytes, 1, size, output.stream); /* commit checks every write */
        status = clg_output_commit(&output, err);
    }
    clg_output_discard(&output);
    clg_free(bytes);
    work->unsaved = 0;
    return status;
}

static clg_status refuse(const clg_em_work *work, const char *what, clg_error *err)
{
    clg_status status =
        clg_fail_at(err, CLG_ERROR_SCHEMA, work->options->checkpoint, 0, 0, "%s", what);

    clg_hint(err, "delete it to begin anew");
    return status;
}

static bool is_whole(const clg_input *input)
{
    unsigned char digest[CLG_SHA256_SIZE];
    size_t size = input->size;

    if (size < sizeof(head) + CLG_SHA256_SIZE ||
        memcmp(input->bytes, mark, sizeof mark) != 0)
        return false;
    size -= CLG_SHA256_SIZE;
    clg_sha256(input->bytes, size, digest);
    return memcmp(digest, input->bytes + size, sizeof digest) == 0;
}

/* Histories follow the runs, whose pointers in the file mean nothing. */
static clg_status read_runs(clg_em_work *work, const char *at, clg_error *err)
{
    memcpy(work->runs, at, work->run_count * sizeof *work->runs);
    at += work->run_count * sizeof *work->runs;
    for (uint32_t i = 0; i < work->run_count; i++) {
        work->runs[i].history = NULL;
        work->runs[i].history_room = 0;
    }
    for (uint32_t i = 0; i < work->run_count; i++) {
        clg_em_run *run = &work->runs[i];
        size_t size = run->history_count * sizeof(double);
        if (run->history_count == 0)
            continue;
        if (clg_array_reserve(&run->history, &run->history_room, run->history_count,
                              sizeof *run->history, err) != CLG_OK)
            return CLG_ERROR_MEMORY;
        memcpy(run->history, at, size);
        at += size;
    }
    return CLG_OK;
}

static clg_status take(clg_em_work *work, const clg_input *input, clg_error *err)
{
    head expected = head_of(work), found;

    if (!is_whole(input))
        return refuse(work, "not a whole checkpoint of a fit", err);
    memcpy(&found, input->bytes, sizeof found);
    if (memcmp(found.subject, expected.subject, sizeof found.subject) != 0 ||
        found.run_count != expected.run_count || found.run_size != expected.run_size)
        return refuse(work, "a checkpoint of a fit with other data or options", err);
    work->is_long = found.is_long;
    work->current = found.current;
    return read_runs(work, input->bytes + sizeof found, err);
}

clg_status clg_checkpoint_load(clg_em_work *work, clg_error *err)
{
    const char *path = work->options->checkpoint;
    clg_input input = {0};
    clg_status status;

    if (!clg_path_exists(path))
        return CLG_OK;
    status = clg_input_open(path, path, &input, err);
    if (status == CLG_OK)
        status = take(work, &input, err);
    clg_input_close(&input);
    return status;
}
