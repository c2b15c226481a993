/* One school from its first month to its last, into the sheets of the study. */
#ifndef CLG_SIMULATE_SCHOOL_H
#define CLG_SIMULATE_SCHOOL_H

#include "collegium/simulate.h"
#include "simulate/sheet.h"

typedef enum clg_sheet_kind {
    CLG_SHEET_ATTENDANCE,
    CLG_SHEET_EXCHANGES,
    CLG_SHEET_PEOPLE,
    CLG_SHEET_SCHOOLS,
    CLG_SHEET_CALENDAR,
    CLG_SHEET_EVENTS,
    CLG_SHEET_TRUTH,
    CLG_SHEET_COUNT
} clg_sheet_kind;

/* Adds to counts what was written. */
clg_status clg_simulate_school(const clg_simulate_options *options, uint32_t number,
                               clg_sheet sheets[CLG_SHEET_COUNT],
                               clg_simulate_counts *counts,
                               clg_error *err) CLG_NODISCARD;

#endif
