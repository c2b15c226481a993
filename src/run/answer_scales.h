/* From the answers to items to the scales that they make up.
 *
 * Answers to reversed items are turned over: low + high - score. A person's score is
 * the mean of the answered items, if these are at least half of the scale's items of
 * the wave; items that nobody answered in a wave are not among them.
 *
 * The scales are those of study.yaml, or all items of an instrument; beside these every
 * indicator of a community of practice is one of its own. */
#ifndef CLG_RUN_ANSWER_SCALES_H
#define CLG_RUN_ANSWER_SCALES_H

#include "run/answers.h"

typedef struct clg_scale_items {
    const clg_instrument *instrument;
    const char *name;            /* borrowed; "all" without scales in study.yaml */
    uint32_t item_count, *items; /* places among the instrument's */
    uint8_t *is_reversed;        /* [item] */
} clg_scale_items;

typedef struct clg_scale_list {
    clg_scale_items *scales; /* instrument by instrument */
    size_t count, room;
} clg_scale_list;

/* Notes what study.yaml says of instruments and items that are in no answer, and items
 * that are in no scale. To be cleared also after a failure. CLG_ERROR_MEMORY. */
clg_status clg_scale_list_new(const clg_study *study, clg_answers *answers,
                              clg_scale_list *list, clg_error *err) CLG_NODISCARD;
void clg_scale_list_clear(clg_scale_list *list);

/* The answers to a scale in one wave; rows are those of the sheet. */
typedef struct clg_scale_scores {
    const clg_sheet *sheet;
    const clg_scale_items *scale;
    uint32_t items;
    double *scores; /* [row * items + item] */
    double *person; /* [row] score; NaN: too few answers */
    uint8_t *any;   /* [row] any answer */
} clg_scale_scores;

/* Of the items that were answered in this wave and, unless NULL, in the other one too.
 * To be cleared also after a failure. CLG_ERROR_MEMORY. O(people items). */
clg_status clg_scale_scores_new(const clg_scale_items *scale, const clg_sheet *sheet,
                                const clg_sheet *other, clg_scale_scores *out,
                                clg_error *err) CLG_NODISCARD;
void clg_scale_scores_clear(clg_scale_scores *scores);

#endif
