/* A study written by hand: schools one after the other, each with its people, meetings
 * in order of start, and exchanges in order of time. No texts, no zones. */
#ifndef CLG_TESTS_TINY_STUDY_H
#define CLG_TESTS_TINY_STUDY_H

#include "study/study.h"

#define TINY_ROOM 4096 /* of every table */

clg_study *tiny_study_new(void); /* without logs; those added count as given */
void tiny_study_free(clg_study *study);

/* What follows belongs to this new school. Its people are members since ever. */
void tiny_school(clg_study *study, uint32_t people);
/* Arguments named person count from 0 in the current school. */
void tiny_standing(clg_study *study, uint32_t person, clg_standing standing);
void tiny_membership(clg_study *study, uint32_t person, int64_t joined, int64_t left);

/* length in minutes, NAN if unknown; returns the row. */
size_t tiny_meeting(clg_study *study, int64_t start, float length);
/* A row of the current meeting: persons in ascending order. */
void tiny_row(clg_study *study, uint32_t person, clg_presence presence, float minutes);
/* Present, for how long is not known. */
void tiny_present(clg_study *study, uint32_t person);
/* Gives the last row one more presence interval, in seconds after the start. */
void tiny_interval(clg_study *study, int32_t begin, int32_t end);

void tiny_exchange(clg_study *study, int64_t time, uint32_t from, uint32_t to,
                   uint16_t kind, float weight);
void tiny_outside(clg_study *study, int64_t time, uint32_t person, bool is_sent);

/* Davis, Gardner and Gardner (1941), from the reference data: 18 women in order of
 * first appearance, 14 events as meetings that start at 0, 1, 2 ... NULL where the
 * file is absent. */
clg_study *tiny_davis(const char *path);

#endif
