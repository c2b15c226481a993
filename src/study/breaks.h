/* The breaks of a study by school, so that those of one are found without going through
 * all. */
#ifndef CLG_STUDY_BREAKS_H
#define CLG_STUDY_BREAKS_H

#include "study/calendar.h"
#include "study/study.h"

typedef struct clg_school_breaks {
    const clg_study *study;   /* borrowed */
    const clg_break **breaks; /* those of all schools first, then by school */
    size_t common;            /* breaks of all schools */
    clg_days *days;           /* what was asked for last */
} clg_school_breaks;

/* CLG_ERROR_MEMORY. O(breaks log breaks). */
clg_status clg_school_breaks_new(const clg_study *study, clg_school_breaks *breaks,
                                 clg_error *err) CLG_NODISCARD;
void clg_school_breaks_clear(clg_school_breaks *breaks);

/* The days on which a school is closed, as intervals that neither overlap nor touch, in
 * breaks->days; returns how many. O(log breaks + the school's). */
size_t clg_school_breaks_find(clg_school_breaks *breaks, uint32_t school);

#endif
