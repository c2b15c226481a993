/* The tables of a report as tables, read off its own page.
 *
 * What is shared as data is what is shared as a page, cell by cell: there is no second
 * way from results to readers on which something could be forgotten to be hidden.
 *
 * A column of numbers becomes one of reals, shares instead of per cents; where cells
 * say "under 5" or "hidden" these are missing, and a column NAME_note says which. Other
 * columns stay texts. Names of columns are their titles in lower case with "_" for what
 * is no letter or digit. */
#ifndef CLG_REPORT_PAGE_TABLES_H
#define CLG_REPORT_PAGE_TABLES_H

#include "results/table.h"

typedef struct clg_page_table {
    clg_table table;    /* its name is the id on the page, its definition the
                           section and the caption */
    clg_texts section;  /* id and title of the section, caption */
    uint32_t held_back; /* cells */
} clg_page_table;

typedef struct clg_page_tables {
    clg_page_table *tables; /* in the order of the page */
    size_t count, room;
} clg_page_tables;

/* From the page that clg_report_draw() wrote with that min_group. To be cleared also
 * after a failure. CLG_ERROR_SCHEMA: no such page; CLG_ERROR_MEMORY. O(length). */
clg_status clg_page_tables_read(const char *page, size_t length, uint32_t min_group,
                                clg_page_tables *tables, clg_error *err) CLG_NODISCARD;
void clg_page_tables_clear(clg_page_tables *tables);

#endif
