/* Sets of stages: what the states of a model are called.
 *
 *     wenger     potential, coalescing, maturing, stewardship, transformation
 *     lifecycle  inquire, design, prototype, launch, grow, sustain
 *     K          stage 1, stage 2, ... for a number of 1 to 8 */
#ifndef CLG_TRAJECTORY_STAGES_H
#define CLG_TRAJECTORY_STAGES_H

#include "trajectory/hmm/model.h"

enum { CLG_STAGE_NAME_SIZE = 24 };

typedef struct clg_stage_set {
    const char *name; /* "wenger", "lifecycle", "numbered" */
    uint32_t count;
    char stages[CLG_MOST_STATES][CLG_STAGE_NAME_SIZE];
} clg_stage_set;

/* CLG_ERROR_ARGUMENT: "expected wenger, lifecycle or a number of 1 to 8, found '9'". */
clg_status clg_stage_set_parse(const char *text, clg_stage_set *set,
                               clg_error *err) CLG_NODISCARD;
void clg_stage_set_numbered(uint32_t count, clg_stage_set *set);

#endif
