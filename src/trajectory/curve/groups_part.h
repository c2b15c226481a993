/* The data of group-based trajectories as an iteration wants them. For groups*.c. */
#ifndef CLG_TRAJECTORY_CURVE_GROUPS_PART_H
#define CLG_TRAJECTORY_CURVE_GROUPS_PART_H

#include "trajectory/curve/groups.h"

#include <math.h>

enum { CLG_GROUPS_TERMS = CLG_MOST_DEGREE + 1 };

/* A distinct (time, count, exposure). */
typedef struct clg_course_groups_cell {
    double basis[CLG_GROUPS_TERMS];
    double y, log_exposure, constant; /* -log y! */
} clg_course_groups_cell;

typedef struct clg_course_groups_data {
    const clg_series *series;
    uint32_t terms; /* degree + 1 */
    uint32_t used_schools;
    size_t used_rows;
    uint8_t *is_used;   /* [s] */
    double *features;   /* [s * terms] the school's own course, shrunk; for starts */
    double variance;    /* of all y; normal */
    double *statistics; /* [s * stride] normal: n, y'y, X'y, lower X'X */
    size_t stride;
    uint32_t *cell; /* [row] counts: which cell, UINT32_MAX: missing */
    clg_course_groups_cell *cells;
    size_t cell_count;
} clg_course_groups_data;

/* A row that counts: value and exposure are there. */
static inline bool clg_course_groups_has(const clg_series *series, size_t row)
{
    return !isnan(series->y[row]) &&
           (series->exposure == NULL || !isnan(series->exposure[row]));
}

/* Fills the model's polynomials and the data; flags: LOWER_DEGREE. */
clg_status clg_course_groups_prepare(const clg_series *series,
                                     const clg_course_groups_options *options,
                                     clg_course_groups_model *model,
                                     clg_course_groups_data *data, uint32_t *flags,
                                     clg_error *err) CLG_NODISCARD;
void clg_course_groups_data_clear(clg_course_groups_data *data);
void clg_course_groups_basis(const clg_course_groups_model *model, double t,
                             double *basis);

/* An iteration in four calls, on `work` of clg_course_groups_work_size doubles that
 * only one thread uses: open it for a model, ask the log-likelihoods of a school, add
 * the school with its posterior, maximise. */
size_t clg_course_groups_work_size(const clg_course_groups_data *data,
                                   const clg_course_groups_model *model);
void clg_course_groups_open(const clg_course_groups_data *data,
                            const clg_course_groups_model *model, double *work);
void clg_course_groups_school_loglik(const clg_course_groups_data *data,
                                     const clg_course_groups_model *model,
                                     const double *work, uint32_t school,
                                     double *loglik);
void clg_course_groups_add(const clg_course_groups_data *data,
                           const clg_course_groups_model *model, double *work,
                           uint32_t school, const double *posterior);
/* Not the shares. Groups without weight keep their parameters. Returns flags. */
uint32_t clg_course_groups_maximise(const clg_course_groups_data *data, double *work,
                                    clg_course_groups_model *model);

/* Those of counts; clg_course_groups_* above choose by the family. */
clg_status clg_course_groups_count_cells(clg_course_groups_data *data,
                                         const clg_course_groups_model *model,
                                         clg_error *err) CLG_NODISCARD;
void clg_course_groups_count_open(const clg_course_groups_data *data,
                                  const clg_course_groups_model *model, double *work);
void clg_course_groups_count_maximise(const clg_course_groups_data *data, double *work,
                                      clg_course_groups_model *model);

/* Starting values number `start` of the model, by the features of schools. */
typedef struct clg_course_groups_start {
    const clg_course_groups_data *data;
    uint64_t seed;
    double level_cut[CLG_MOST_GROUPS], trend_cut[CLG_MOST_GROUPS];
} clg_course_groups_start;

clg_status clg_course_groups_start_init(const clg_course_groups_data *data,
                                        uint64_t seed, uint32_t group_count,
                                        clg_course_groups_start *start,
                                        clg_error *err) CLG_NODISCARD;
void clg_course_groups_start_fill(const clg_course_groups_start *start, uint32_t number,
                                  clg_course_groups_model *model, double *work);

#endif
