/* What the parts of the batch share: batch.c, batch_lookup.c, batch_expect.c,
 * batch_block.c, batch_redo.c. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_PART_H
#define CLG_TRAJECTORY_HMM_BATCH_PART_H

#include "trajectory/hmm/batch.h"
#include "trajectory/hmm/batch_kernel.h"
#include "trajectory/hmm/chain.h"

/* How an indicator gets into log b and what is added up of it. */
typedef enum clg_batch_kind {
    CLG_BATCH_NORMAL,
    CLG_BATCH_LINEAR,
    CLG_BATCH_LOOKED_UP
} clg_batch_kind;
clg_batch_kind clg_batch_kind_of(clg_family family);

/* The distinct values of one looked-up indicator; value 0 stands for a missing cell.
 *
 * Cells hold numbers that count up from 0 in each chunk, so that a chunk adds up gamma
 * of its own values only, wherever it runs; entry chunk_first[c] + number is value
 * value_of[...], and the entries of a value are added in the order of chunks. */
typedef struct clg_lookup {
    uint32_t value_count;
    double *x, *e;         /* [value]; e NULL without exposure */
    uint32_t *number;      /* [window of blocks * 16 + lane] */
    size_t *chunk_first;   /* [chunk_count + 1] */
    uint32_t *value_of;    /* [entry] */
    size_t *entries_first; /* [value + 1] into entries */
    size_t *entries;       /* of a value, ascending */
    uint32_t states;       /* that there is room for in what follows */
    double *log_density;   /* [value * K + k] */
    double *gathered;      /* [entry * K + k] sums of gamma */
    double *weight;        /* [k * (value_count - 1) + value - 1] */
} clg_lookup;

/* Room of one thread. */
typedef struct clg_batch_room {
    double *density, *scale, *gamma, *sums; /* as clg_kernel_block */
    double *total;                          /* of the chunk, as sums */
    double *log_density, *posterior;        /* of one school, [t * K + k] */
    clg_chain_room chain;
} clg_batch_room;

struct clg_batch {
    const clg_panel *panel;
    const clg_kernel *kernel;
    uint32_t chunk_count, longest; /* windows of a school */
    clg_family family[CLG_MOST_INDICATORS];
    int exposure[CLG_MOST_INDICATORS]; /* extra column, -1: none */
    const uint16_t *observed; /* as the panel's, of cells with their exposure */
    uint16_t *own_observed;   /* NULL if it is the panel's */
    uint32_t *complete;       /* [block] a bit an indicator, all 16 observed */
    double *constant;         /* [slot] terms of x alone; NULL: none */
    double *second[CLG_MOST_INDICATORS]; /* linear: [window of blocks * 16 + lane] */
    clg_lookup lookup[CLG_MOST_INDICATORS];
    int thread_count; /* that there are rooms for */
    clg_batch_room *rooms;
    double *room;         /* that they point into */
    double *partials;     /* [chunk][sums] */
    uint32_t *impossible; /* [chunk] the first such school, UINT32_MAX */
    clg_status *status;   /* [chunk] */
};

/* One E-step. */
typedef struct clg_batch_step {
    clg_batch *batch;
    const clg_hmm *model;
    const clg_batch_options *options;
    clg_kernel_model parameters;
    uint32_t sums_count;
} clg_batch_step;

static inline size_t clg_batch_windows(const clg_batch *batch)
{
    return batch->panel->block_first[batch->panel->block_count];
}

/* The window of the blocks in which a school is, times 16, plus its lane. */
static inline size_t clg_batch_place(const clg_batch *batch, uint32_t school,
                                     uint32_t t)
{
    uint32_t slot = batch->panel->slot[school];

    return (batch->panel->block_first[slot / CLG_LANES] + t) * CLG_LANES +
           slot % CLG_LANES;
}

static inline bool clg_batch_has(const clg_batch *batch, uint32_t school, uint32_t t,
                                 uint32_t indicator)
{
    return batch->observed[clg_panel_cell(batch->panel, school, t, indicator)] >>
               batch->panel->slot[school] % CLG_LANES &
           1;
}

/* Exposure of a row, 1 without one. */
static inline double clg_batch_exposure(const clg_batch *batch, uint32_t indicator,
                                        size_t row)
{
    int e = batch->exposure[indicator];

    return e < 0 ? 1.0 : batch->panel->extra[e][row];
}

/* Numbers the values of an indicator. CLG_ERROR_MEMORY. */
clg_status clg_lookup_init(const clg_batch *batch, uint32_t indicator,
                           clg_lookup *lookup, clg_error *err) CLG_NODISCARD;
void clg_lookup_clear(clg_lookup *lookup);
/* Log densities of all values; on several threads. */
clg_status clg_lookup_prepare(const clg_batch_step *step, uint32_t indicator,
                              int threads, clg_error *err) CLG_NODISCARD;
/* weight from gathered, on several threads. */
void clg_lookup_finish(const clg_batch_step *step, uint32_t indicator, int threads);

/* Parameters as the kernel takes them. */
void clg_batch_set_parameters(const clg_batch *batch, const clg_hmm *model,
                              clg_kernel_model *parameters);

/* Sums of one block, added to the total of the chunk. Schools that are impossible go
 * to impossible[chunk]. */
clg_status clg_batch_do_block(const clg_batch_step *step, uint32_t block,
                              clg_batch_room *room) CLG_NODISCARD;

/* The sums of one lane, and its gamma in the block, by clg_chain_pass. The sums are 0
 * and the log-likelihood -INFINITY if the school is impossible. */
clg_status clg_batch_redo(const clg_batch_step *step, uint32_t school,
                          const clg_kernel_block *block, clg_batch_room *room,
                          clg_error *err) CLG_NODISCARD;

#endif
