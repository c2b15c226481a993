/* When something happened: a meeting at which someone was present, an exchange, or a
 * contact with another school. For windows.c. */
#ifndef CLG_STUDY_ACTIVITY_H
#define CLG_STUDY_ACTIVITY_H

#include "study/study.h"

/* The first and the last day, each in its school's zone, over all schools. False if
 * nothing happened. */
bool clg_activity_days(const clg_study *study, int64_t *first, int64_t *last);

/* Whether something happened in the school in [begin, end), UTC. */
bool clg_school_is_active(const clg_study *study, uint32_t school, int64_t begin,
                          int64_t end);

#endif
