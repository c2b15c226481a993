/* What happened in schools, in tables: events, and the steps of improvement cycles. */
#ifndef CLG_RUN_EVENT_TABLES_H
#define CLG_RUN_EVENT_TABLES_H

#include "results/table.h"

/* Where the day of an event lies; the levels of the column `place`: "window", "break",
 * "silence", "before", "after", "between". */
typedef enum clg_event_place {
    CLG_EVENT_IN_WINDOW,
    CLG_EVENT_IN_BREAK,   /* in a window that is a break of that school */
    CLG_EVENT_IN_SILENCE, /* in one in which no school shows any activity */
    CLG_EVENT_BEFORE,     /* before the first window */
    CLG_EVENT_AFTER,      /* after the last */
    CLG_EVENT_BETWEEN,    /* between windows */
    CLG_EVENT_PLACES
} clg_event_place;

/* Without rows where there is nothing to tell. */
typedef struct clg_event_tables {
    clg_texts places, kinds, steps, sources; /* levels of columns */
    clg_dictionary labels, cycles;           /* the same */
    clg_table event;                         /* one row an event */
    clg_table cycle_step; /* one row a step of a cycle, see results_cycle.c */
} clg_event_tables;

void clg_event_tables_clear(clg_event_tables *tables);

#endif
