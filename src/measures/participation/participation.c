#include "measures/participation/participation.h"

#include "base/memory.h"
#include "study/windows.h"

#include <math.h>

#define NO_ROW UINT32_MAX

static clg_status reserve(clg_participation *p, uint32_t rows, clg_error *err)
{
    size_t n = rows;
    clg_status status =
        clg_array_reserve(&p->counts, &p->count_room, 7 * n, sizeof *p->counts, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&p->minutes, &p->minutes_room, n, sizeof *p->minutes,
                                   err);
    if (status != CLG_OK)
        return status;
    p->attended = p->counts;
    p->eligible = p->counts + n;
    p->timed = p->counts + 2 * n;
    p->sent = p->counts + 3 * n;
    p->received = p->counts + 4 * n;
    p->led = p->counts + 5 * n;
    p->supported = p->counts + 6 * n;
    return CLG_OK;
}

static void set_to_zero(clg_participation *p, uint32_t rows)
{
    for (size_t i = 0; i < 7 * (size_t)rows; i++)
        p->counts[i] = 0;
    for (uint32_t row = 0; row < rows; row++)
        p->minutes[row] = 0.0;
    p->active = 0;
    p->meetings = p->attendances = p->opportunities = p->exchanges = p->outside = 0;
}

static uint32_t row_of(const clg_rows *rows, size_t person)
{
    if (person < rows->person_begin || person >= rows->person_end)
        return NO_ROW;
    return rows->row[person - rows->person_begin];
}

static bool was_held(const clg_attendances *attendances, size_t meeting)
{
    size_t end = attendances->first[meeting + 1];

    for (size_t a = attendances->first[meeting]; a < end; a++)
        if (clg_is_present(attendances->presence[a]))
            return true;
    return false;
}

static bool is_member_at(const clg_people *people, size_t person, int64_t instant)
{
    return people->joined[person] <= instant && instant < people->left[person];
}

static void note_presence(clg_participation *p, uint32_t row, float minutes)
{
    p->attended[row]++;
    if (!isnan(minutes)) {
        p->timed[row]++;
        p->minutes[row] += (double)minutes;
    }
}

/* Those with a row of the meeting. Where invitations are known they alone can be
 * eligible; otherwise membership decides, in add_members(). */
static void add_meeting(clg_participation *p, const clg_study *study,
                        const clg_rows *rows, size_t meeting)
{
    const clg_attendances *attendances = &study->attendances;
    bool invited_only = study->meetings.invitations_known[meeting] != 0;
    size_t end = attendances->first[meeting + 1];

    for (size_t a = attendances->first[meeting]; a < end; a++) {
        uint32_t person = attendances->person[a], row = row_of(rows, person);
        bool is_present = clg_is_present(attendances->presence[a]), covered;

        if (row == NO_ROW)
            continue;
        if (is_present)
            note_presence(p, row, attendances->minutes[a]);
        if (is_present && attendances->part != NULL) {
            p->led[row] += attendances->part[a] == CLG_PART_LEADS;
            p->supported[row] += attendances->part[a] == CLG_PART_SUPPORTS;
        }
        covered = is_member_at(&study->people, person, study->meetings.start[meeting]);
        if (invited_only ? covered || is_present : is_present && !covered)
            p->eligible[row]++;
    }
}

static void add_members(clg_participation *p, const clg_study *study,
                        const clg_rows *rows, size_t meeting)
{
    for (uint32_t row = 0; row < rows->count; row++) {
        if (rows->vertex[row] == CLG_NO_VERTEX)
            continue;
        p->eligible[row] += is_member_at(&study->people, rows->person[row],
                                         study->meetings.start[meeting]);
    }
}

static void add_meetings(clg_participation *p, const clg_study *study,
                         const clg_rows *rows, const clg_two_mode *two_mode)
{
    for (uint32_t m = 0; m < two_mode->meeting_count; m++) {
        size_t meeting = two_mode->meeting_begin + m;
        if (!was_held(&study->attendances, meeting))
            continue;
        p->meetings++;
        add_meeting(p, study, rows, meeting);
        if (!study->meetings.invitations_known[meeting])
            add_members(p, study, rows, meeting);
    }
}

static void add_one(uint32_t *counts, uint32_t row)
{
    if (row != NO_ROW)
        counts[row]++;
}

static void add_exchanges(clg_participation *p, const clg_study *study, uint32_t school,
                          int64_t begin, int64_t end, const clg_rows *rows)
{
    const clg_exchanges *exchanges = &study->exchanges;
    size_t low = study->schools.exchange_first[school];
    size_t high = study->schools.exchange_first[school + 1];
    size_t first = clg_lower_bound(exchanges->time, low, high, begin);
    size_t last = clg_lower_bound(exchanges->time, first, high, end);

    for (size_t x = first; x < last; x++) {
        add_one(p->sent, row_of(rows, exchanges->from[x]));
        add_one(p->received, row_of(rows, exchanges->to[x]));
    }
    p->exchanges += last - first;
}

static void add_outside(clg_participation *p, const clg_study *study, uint32_t school,
                        int64_t begin, int64_t end, const clg_rows *rows)
{
    const clg_outside *outside = &study->outside;
    size_t low = study->schools.outside_first[school];
    size_t high = study->schools.outside_first[school + 1];
    size_t first = clg_lower_bound(outside->time, low, high, begin);
    size_t last = clg_lower_bound(outside->time, first, high, end);

    for (size_t x = first; x < last; x++) {
        bool is_sent = outside->is_sent[x] != 0;
        add_one(is_sent ? p->sent : p->received, row_of(rows, outside->person[x]));
        p->exchanges += is_sent;
        p->outside += is_sent;
    }
}

static void add_up_members(clg_participation *p, const clg_rows *rows)
{
    for (uint32_t row = 0; row < rows->count; row++) {
        if (rows->vertex[row] == CLG_NO_VERTEX)
            continue;
        p->attendances += p->attended[row];
        p->opportunities += p->eligible[row];
        p->active += p->attended[row] + p->sent[row] + p->received[row] > 0;
    }
}

clg_status clg_participation_count(clg_participation *participation,
                                   const clg_study *study, uint32_t school,
                                   int64_t begin, int64_t end, const clg_rows *rows,
                                   const clg_two_mode *two_mode, clg_error *err)
{
    clg_status status = reserve(participation, rows->count, err);

    if (status != CLG_OK)
        return status;
    set_to_zero(participation, rows->count);
    add_meetings(participation, study, rows, two_mode);
    add_exchanges(participation, study, school, begin, end, rows);
    add_outside(participation, study, school, begin, end, rows);
    add_up_members(participation, rows);
    return CLG_OK;
}

void clg_participation_clear(clg_participation *participation)
{
    clg_free(participation->counts);
    clg_free(participation->minutes);
    *participation = (clg_participation){0};
}
