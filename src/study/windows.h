/* The windows of a study, and where each school's rows fall into them.
 *
 * A window is [start day, end day) on the calendar; in a school it begins and ends
 * at that school's local midnight. Windows run from the first to the last activity
 * of the whole study and are the same for all schools. */
#ifndef CLG_STUDY_WINDOWS_H
#define CLG_STUDY_WINDOWS_H

#include "base/text.h"
#include "study/study.h"

typedef enum clg_window_state {
    CLG_WINDOW_OPEN,
    CLG_WINDOW_BREAK,   /* inside a break of calendar.csv or study.yaml */
    CLG_WINDOW_INACTIVE /* no school shows any activity: taken as a break, and said so
                         */
} clg_window_state;

typedef struct clg_windows {
    uint32_t count;
    int64_t *start_day, *end_day; /* day numbers */
    clg_texts ids;                /* ISO date of the start: the key in every table */
    clg_texts labels;             /* "2026-09", "2026-W36", "2026-Q3", "autumn 2026" */
    int64_t *begin, *end;         /* UTC, [zone * count + window] */
    uint8_t *state;               /* clg_window_state, [school * count + window] */
    clg_span window, step;
    bool has_terms;
} clg_windows;

/* Reads settings.window, .step and (for terms) the terms given in study; sets the
 * state of each school's windows. A window wholly inside one break (or several that
 * touch) is a break. CLG_ERROR_ARGUMENT: more than 100,000 windows; terms missing. */
clg_status clg_windows_new(const clg_study *study, clg_windows *windows,
                           clg_error *err) CLG_NODISCARD;
void clg_windows_clear(clg_windows *windows);

/* Instants of window w in school s. */
int64_t clg_window_begin(const clg_windows *windows, const clg_study *study,
                         uint32_t school, uint32_t window);
int64_t clg_window_end(const clg_windows *windows, const clg_study *study,
                       uint32_t school, uint32_t window);

/* First index in [low, high) of an ascending column with value >= bound. */
size_t clg_lower_bound(const int64_t *column, size_t low, size_t high, int64_t bound);

/* True if the person is a member on some moment of [begin, end). */
bool clg_is_member_during(const clg_people *people, size_t person, int64_t begin,
                          int64_t end);

#endif
