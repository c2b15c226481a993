/* What the parts of the section on assessments share. */
#ifndef CLG_REPORT_PAGE_ASSESSMENT_PART_H
#define CLG_REPORT_PAGE_ASSESSMENT_PART_H

#include "report/page/page.h"

enum { CLG_ASKED_SCALES = 8 };

/* One questionnaire in its latest wave. */
typedef struct clg_asked_view {
    const clg_page *page;
    const clg_table *table; /* /assessment/scale */
    const clg_column *mean, *low, *high, *sd, *rwg, *people;
    const uint32_t *places; /* [row of the table] of its school */
    const char *name;       /* of the instrument, as in the table */
    int32_t instrument, wave;
    int32_t scales[CLG_ASKED_SCALES]; /* the first of them */
    uint32_t scale_count;
    bool has_more;   /* scales than these */
    uint32_t *cells; /* [place * CLG_ASKED_SCALES + k] row of the table */
} clg_asked_view;

/* The row, or CLG_NO_CODE where nothing may be said: too few people, or all of them say
 * the same, so that the mean is the answer of each. */
uint32_t clg_asked_row(const clg_asked_view *view, uint32_t place, uint32_t scale);
/* Whether people agree enough for their mean to stand for them. */
bool clg_asked_agrees(const clg_asked_view *view, uint32_t row);

/* "64 %", "hidden": those who answered, of all people of the school in the period. No
 * other number of people is set against them, since a difference would be one too. */
const char *clg_asked_share(const clg_asked_view *view, uint32_t place,
                            char room[CLG_PAGE_TEXT]);

/* "Principles of communities of practice: trust"; the scale of all items has no name of
 * its own. */
void clg_asked_label(const char *instrument, const char *scale,
                     char label[CLG_PAGE_TEXT]);
const char *clg_asked_scale(const clg_asked_view *view, uint32_t scale);

/* The picture with its sentence; nothing where no mean may be shown. */
clg_status clg_asked_draw(const clg_asked_view *view, size_t number,
                          clg_error *err) CLG_NODISCARD;

/* Indicators of communities of practice over all schools, and what logs show of each;
 * nothing in other questionnaires. Their scales are not in the view. */
clg_status clg_asked_put_indicators(const clg_asked_view *view,
                                    clg_error *err) CLG_NODISCARD;

/* How scales hold together, changed, and go with the logs. */
void clg_asked_put_trust(const clg_page *page);
clg_status clg_asked_put_changes(const clg_page *page, clg_error *err) CLG_NODISCARD;
void clg_asked_put_logs(const clg_page *page);

#endif
