/* The report: one HTML file that explains itself, drawn from tables of results.
 *
 * It asks for nothing from elsewhere and is complete without its script, so it can be
 * mailed, archived and printed. A table without columns is one that the results lack;
 * the section then says what is missing and why. Nothing in it is about a single
 * person, and numbers of people are held back as report/disclosure.h says. */
#ifndef CLG_REPORT_REPORT_H
#define CLG_REPORT_REPORT_H

#include "results/table.h"

#include <stdio.h>

enum {
    CLG_REPORT_LEAST_GROUP = 5,
    CLG_REPORT_MOST_GROUP = 1000,
    CLG_REPORT_PICTURES = 24, /* schools drawn one by one */
    CLG_REPORT_MORE = 48      /* further ones, shown where the reader asks for them */
};

/* Tables as in results.h5. school, window and school_window must be there. */
typedef struct clg_report_data {
    const char *title, *created_by, *settings; /* NULL: unknown */
    bool has_roster;
    clg_table school, window, school_window;
    clg_table trajectory, trajectory_school, transition;
    clg_table attribute, disease, ladder, attention, provenance;
    clg_table comparison, compared, charts;
    clg_table phase, event, cycle_step, cycle, cycle_effect;
    clg_table person, tie; /* tie: of the schools in it, over the whole period */
    clg_table asked, asked_reliability, asked_change, asked_log; /* /assessment/ */
    /* Schools with a section of their own: rows of school. */
    const uint32_t *chosen;
    uint32_t chosen_count;
    bool is_blind;     /* schools have code names */
    bool names_people; /* the chosen schools' own sections say who is who, and small
                          numbers of theirs; nothing else does */
} clg_report_data;

/* All tables of the data. */
enum { CLG_REPORT_TABLES = 25 };
void clg_report_tables(clg_report_data *data, clg_table *tables[CLG_REPORT_TABLES]);

/* Numbers of people below min_group are not shown. The same data give the same bytes.
 * CLG_ERROR_PRIVACY: min_group below the floor; CLG_ERROR_ARGUMENT: above what is sane;
 * CLG_ERROR_SCHEMA: tables that don't fit together; CLG_ERROR_MEMORY. A failed write is
 * left to the stream. O(cells). */
clg_status clg_report_draw(const clg_report_data *data, uint32_t min_group,
                           FILE *stream, clg_error *err) CLG_NODISCARD;

#endif
