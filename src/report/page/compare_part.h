/* One measure that schools are compared on, between choosing and drawing. */
#ifndef CLG_REPORT_PAGE_COMPARE_PART_H
#define CLG_REPORT_PAGE_COMPARE_PART_H

#include "report/page/page.h"

typedef struct clg_compared_school {
    uint32_t place;
    double value, low, high, people, z, rank_low, rank_high;
    bool is_outside;
} clg_compared_school;

typedef struct clg_compared_measure {
    const char *id;
    clg_compared_school *schools; /* from low to high */
    uint32_t count, left_out, number;
} clg_compared_measure;

clg_compared_school clg_page_compared_at(const clg_table *table, uint32_t row,
                                         uint32_t place);
/* What the compared values of a measure are in: counts are compared by person. */
const char *clg_page_compared_scale(const clg_page *page, const char *measure);
/* Value, interval, places, distance: with the digits of a typical value. */
void clg_page_compared_cells(const clg_page *page, const clg_compared_school *s,
                             double typical_value);

/* Schools outside the limits. */
uint32_t clg_page_outside(const clg_compared_measure *m);
void clg_page_put_compared(const clg_page *page, const clg_compared_measure *m);

#endif
