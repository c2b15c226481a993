/* The results of a study: one table for every kind of unit, filled school by school.
 *
 * Everything a school's worker writes has its place before the first worker starts:
 * rows of a school are contiguous in every table, and the list of ties has room for as
 * many as there can be. That is why the bytes don't depend on the workers. */
#ifndef CLG_RUN_RESULTS_H
#define CLG_RUN_RESULTS_H

#include "measures/registry.h"
#include "measures/strata.h"
#include "results/table.h"
#include "run/assessment_tables.h"
#include "run/event_tables.h"
#include "run/executor.h"
#include "run/tie_list.h"
#include "study/study.h"
#include "study/windows.h"

typedef enum clg_level {
    CLG_LEVEL_SCHOOL,
    CLG_LEVEL_PERSON,
    CLG_LEVEL_ATTRIBUTE,
    CLG_LEVEL_STRATUM,
    CLG_LEVEL_PERSON_STRATUM,
    CLG_LEVEL_COUNT
} clg_level;

typedef struct clg_results {
    const clg_study *study; /* borrowed; the tables' levels point into it */
    const clg_windows *windows;
    clg_texts states; /* levels of the column `status` */
    clg_table school; /* one row a school, measures over the whole period */
    clg_table person; /* one row a person, measures over the whole period */
    clg_table window; /* one row a window */
    clg_table school_window;
    clg_table person_window; /* the people that have a row, see clg_person_has_row() */
    /* By stratum attribute; see results_strata.h for the order of their rows. */
    clg_strata strata;
    clg_texts attribute_names, stratum_names; /* levels of their columns */
    clg_table attribute, attribute_window, stratum, stratum_window, person_stratum;
    /* What chance would give; of the school's measures and of the attributes'. */
    clg_measure_list tested[2];
    clg_measure_list tested_in_windows[2]; /* empty unless windows are to be tested */
    clg_texts tested_names, null_names;
    clg_table significance;
    /* Signs of disease. */
    clg_texts disease_names, indicator_names, grade_names, side_names, sign_names;
    clg_table disease;
    /* Circles of people on the ladder to a community of practice. */
    clg_texts place_names, rule_texts, cut_names, circle_names;
    clg_table ladder, ladder_overlap;
    /* What people say of their school. */
    clg_assessment_tables assessment;
    clg_event_tables events;
    clg_table attention; /* what sets schools apart */
    /* What is measured, by level and span: the columns, in their order. */
    clg_measure_list measures[CLG_LEVEL_COUNT][2];
    size_t *person_window_first; /* rows of (s, w) begin at element s * windows + w */
    clg_tie_list ties;           /* of the tie graph */
    clg_tie_list exchanges;      /* of the exchange digraphs, by kind */
    clg_outcomes outcomes;       /* which schools failed, and why */
} clg_results;

/* Lays out the tables. */
clg_status clg_results_init(clg_results *results, const clg_study *study,
                            const clg_windows *windows, clg_error *err) CLG_NODISCARD;
void clg_results_clear(clg_results *results);

/* Fills them, with so many workers. A school that fails has the status "failed". */
clg_status clg_results_measure(clg_results *results, int jobs,
                               const clg_monitor *monitor,
                               clg_error *err) CLG_NODISCARD;

/* From where the first window begins to where the latest ends, in the school's zone. */
void clg_results_period(const clg_results *results, uint32_t school, int64_t *begin,
                        int64_t *end);

#endif
