/* Who came to the meetings, as the school logs it. */
#ifndef CLG_SIMULATE_ATTENDANCE_H
#define CLG_SIMULATE_ATTENDANCE_H

#include "collegium/simulate.h"
#include "simulate/meetings.h"
#include "simulate/sheet.h"

#define CLG_ATTENDANCE_HEADER                                                          \
    "school,meeting,person,start,minutes,joined,left,status,role,kind,phase,focus,"    \
    "length,network"

/* Where rows of one school go, and how many there are so far: the rate of bad rows
 * is bounded within each school. */
typedef struct clg_attendance_log {
    clg_sheet *sheet;
    uint64_t rows, bad_rows, doubled_rows, meetings;
} clg_attendance_log;

void clg_write_attendance(clg_attendance_log *log, const clg_staff *staff,
                          const clg_diary *diary, uint64_t seed, const clg_month *month,
                          const clg_stage_traits *stage);

#endif
