/* What people say of their school, in tables. */
#ifndef CLG_RUN_ASSESSMENT_TABLES_H
#define CLG_RUN_ASSESSMENT_TABLES_H

#include "results/table.h"

/* All empty where nobody was asked. Scores of single people are in none of them: a mean
 * or a change is given from CLG_LEAST_ANSWERS people on. */
typedef struct clg_assessment_tables {
    clg_texts waves, scales, measures; /* levels of columns */
    clg_table scale, reliability, change, log;
    clg_texts notes;
    uint32_t instruments, wave_count;
    uint64_t answered, asked; /* people in waves: who answered, of how many members */
} clg_assessment_tables;

enum { CLG_LEAST_ANSWERS = 5 };

void clg_assessment_tables_clear(clg_assessment_tables *tables);

#endif
