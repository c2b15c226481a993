/* The answers of assessments.csv by instrument, wave and person.
 *
 * A wave of an instrument is a time in which the network was asked: it begins on a date
 * of study.yaml, or else with the first answer after more than `gap` days in which
 * nobody in the network answered the instrument. Days are those of the school's zone.
 * Who answers an item twice within a wave counts with the last answer. */
#ifndef CLG_RUN_ANSWERS_H
#define CLG_RUN_ANSWERS_H

#include "study/study.h"

enum { CLG_MOST_ITEMS = 1000 };

typedef struct clg_instrument {
    uint32_t level;                          /* of study.assessments.instrument */
    const clg_instrument_settings *settings; /* NULL: none */
    uint32_t item_count, *items; /* levels of study.assessments.item, ascending */
    double low, high;            /* of answers: as given, or as found */
    bool is_whole;               /* answers are whole numbers */
    uint8_t *takes_part; /* [school] somebody who counts answered, in any wave */
    size_t first_sheet, sheet_count; /* its waves, in order of time */
} clg_instrument;

/* One wave of one instrument. Those who count were members of their school during it;
 * where the instrument is anonymous, everybody but those on the roster as no members.
 */
typedef struct clg_sheet {
    const clg_instrument *instrument;
    int64_t begin;               /* the day that names the wave */
    int64_t first_day, last_day; /* with an answer */
    uint32_t people, *person;    /* who count and answered: rows of study.people */
    double *scores;              /* [row * item_count + item]; NaN not answered */
    size_t *school_first;        /* rows of school s begin here; count + 1 */
    uint32_t *members;           /* [school] then */
    uint32_t *others;            /* [school] who answered and do not count */
} clg_sheet;

typedef struct clg_answers {
    clg_instrument *instruments; /* in order of their names */
    size_t instrument_count;
    clg_sheet *sheets; /* of one instrument after the other */
    size_t sheet_count;
    uint64_t repeated; /* answers that a later one of the wave took the place of */
    uint64_t early;    /* before the first wave */
    uint64_t others;   /* people in a wave who do not count */
    clg_texts notes;   /* what a reader should know */
} clg_answers;

/* O(rows log rows + people items). To be cleared also after a failure.
 * CLG_ERROR_MEMORY. */
clg_status clg_answers_new(const clg_study *study, clg_answers *answers,
                           clg_error *err) CLG_NODISCARD;
void clg_answers_clear(clg_answers *answers);

/* Adds a note. */
clg_status clg_answers_note(clg_answers *answers, clg_error *err, const char *format,
                            ...) CLG_NODISCARD;

#endif
