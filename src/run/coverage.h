/* How much each school's logs hold in each window: what `collegium check` shows. */
#ifndef CLG_RUN_COVERAGE_H
#define CLG_RUN_COVERAGE_H

#include "study/windows.h"

#include <jansson.h>
#include <stdio.h>

/* Rows of school s in window w that count: attendances, and exchanges sent from it. */
typedef struct clg_coverage_cell {
    uint64_t attendances, exchanges;
} clg_coverage_cell;

clg_coverage_cell clg_coverage_of(const clg_study *study, const clg_windows *windows,
                                  uint32_t school, uint32_t window);

/* One line a school, one mark a window. */
void clg_coverage_print(const clg_study *study, const clg_windows *windows,
                        FILE *stream);
/* [{"school": ..., "windows": [{"window", "state", "attendances", "exchanges"}]}] */
json_t *clg_coverage_json(const clg_study *study, const clg_windows *windows);

#endif
