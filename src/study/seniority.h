/* Seniority as a stratum: how long people have been there, in three parts. */
#ifndef CLG_STUDY_SENIORITY_H
#define CLG_STUDY_SENIORITY_H

#include "study/study.h"

#define CLG_SENIORITY "seniority"

/* Where the settings name the stratum `seniority`, no column of people.csv has that
 * name and some members have a date of joining: adds it as an attribute with the levels
 * "long", "middle" and "new". Tenure is counted from joined to the last event of the
 * study, or to left; the cuts are the tertiles of all members of all schools, so that
 * schools can be compared. Equal tenures are in one part. People without a date have no
 * value. CLG_ERROR_MEMORY. O(people log people). */
clg_status clg_study_add_seniority(clg_study *study, clg_error *err) CLG_NODISCARD;

#endif
