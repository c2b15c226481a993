/* What happened in a school, as marks on its run charts: events, and the starts of
 * improvement cycles, numbered in the order of time. */
#ifndef CLG_REPORT_PAGE_MARKS_H
#define CLG_REPORT_PAGE_MARKS_H

#include "report/chart.h"
#include "report/page/page.h"

typedef struct clg_page_mark_at {
    double at;    /* among the windows: 2 is the middle of the third */
    uint32_t row; /* of the events, or of a cycle's first step */
    int32_t day;
    bool is_cycle;
} clg_page_mark_at;

/* Of one school at a time. To be cleared also after a failure. */
typedef struct clg_page_marks {
    const clg_page *page;
    clg_page_rows events, steps;
    clg_page_mark_at *list;
    uint32_t count;
} clg_page_marks;

clg_status clg_page_marks_make(const clg_page *page, clg_page_marks *marks,
                               clg_error *err) CLG_NODISCARD;
void clg_page_marks_clear(clg_page_marks *marks);

/* Lists those of a school that lie in windows. */
void clg_page_marks_find(clg_page_marks *marks, uint32_t place);
/* Upright lines, and their numbers above the plot; marks that stand close share one
 * label. */
void clg_page_marks_draw(const clg_page_marks *marks, const clg_plot *plot);
/* Rows of a table with the columns school, number, day and what it was. */
void clg_page_marks_table(const clg_page *page, const char *id);
void clg_page_marks_rows(const clg_page_marks *marks, uint32_t place);

/* How the cycles of schools went; nothing where there are none. */
clg_status clg_page_cycles(const clg_page *page, clg_error *err) CLG_NODISCARD;

#endif
