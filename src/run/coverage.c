#include "run/coverage.h"

#include <inttypes.h>
#include <string.h>

static size_t rows_between(const int64_t *column, const size_t *first, uint32_t school,
                           int64_t begin, int64_t end, size_t *low)
{
    *low = clg_lower_bound(column, first[school], first[school + 1], begin);
    return clg_lower_bound(column, *low, first[school + 1], end) - *low;
}

clg_coverage_cell clg_coverage_of(const clg_study *study, const clg_windows *windows,
                                  uint32_t school, uint32_t window)
{
    const clg_schools *schools = &study->schools;
    int64_t begin = clg_window_begin(windows, study, school, window);
    int64_t end = clg_window_end(windows, study, school, window);
    clg_coverage_cell cell = {0, 0};
    size_t low, meetings, contacts;

    meetings = rows_between(study->meetings.start, schools->meeting_first, school,
                            begin, end, &low);
    for (size_t m = low; m < low + meetings; m++)
        for (size_t a = study->attendances.first[m];
             a < study->attendances.first[m + 1]; a++)
            cell.attendances += clg_is_present(study->attendances.presence[a]);
    cell.exchanges = rows_between(study->exchanges.time, schools->exchange_first,
                                  school, begin, end, &low);
    contacts = rows_between(study->outside.time, schools->outside_first, school, begin,
                            end, &low);
    for (size_t o = low; o < low + contacts; o++)
        cell.exchanges += study->outside.is_sent[o];
    return cell;
}

static uint64_t largest_cell(const clg_study *study, const clg_windows *windows,
                             uint32_t school)
{
    uint64_t largest = 0;

    for (uint32_t w = 0; w < windows->count; w++) {
        clg_coverage_cell cell = clg_coverage_of(study, windows, school, w);
        uint64_t rows = cell.attendances + cell.exchanges;
        largest = rows > largest ? rows : largest;
    }
    return largest;
}

static char mark_of(uint64_t rows, uint64_t largest, uint8_t state)
{
    if (state != CLG_WINDOW_OPEN)
        return '-';
    if (rows == 0)
        return '.';
    return 4 * rows < largest ? '+' : '#';
}

static void print_school(const clg_study *study, const clg_windows *windows,
                         uint32_t school, int width, FILE *stream)
{
    uint64_t largest = largest_cell(study, windows, school), attendances = 0,
             exchanges = 0;
    const size_t *people = study->schools.person_first;

    fprintf(stream, "  %-*s  ", width, clg_texts_at(&study->schools.ids, school));
    for (uint32_t w = 0; w < windows->count; w++) {
        clg_coverage_cell cell = clg_coverage_of(study, windows, school, w);
        uint8_t state = windows->state[(size_t)school * windows->count + w];
        attendances += cell.attendances;
        exchanges += cell.exchanges;
        fputc(mark_of(cell.attendances + cell.exchanges, largest, state), stream);
    }
    fprintf(stream, "  %6zu %12" PRIu64 " %10" PRIu64 "\n",
            people[school + 1] - people[school], attendances, exchanges);
}

void clg_coverage_print(const clg_study *study, const clg_windows *windows,
                        FILE *stream)
{
    int width = 6;

    for (uint32_t s = 0; s < study->schools.count; s++) {
        int length = (int)clg_texts_length(&study->schools.ids, s);
        width = length > width ? length : width;
    }
    if (windows->count == 0)
        return;
    fprintf(stream, "coverage, one mark a window from %s to %s\n",
            clg_texts_at(&windows->labels, 0),
            clg_texts_at(&windows->labels, windows->count - 1));
    fprintf(stream, "  %-*s  %-*s  people  attendances  exchanges\n", width, "school",
            (int)windows->count, "");
    for (uint32_t s = 0; s < study->schools.count; s++)
        print_school(study, windows, s, width, stream);
    fprintf(stream, "  # rows  + under a quarter of the school's fullest window  "
                    ". none  - break or no school active\n"
                    "  people on the roster or in a log; attendances that count as "
                    "present; exchanges sent from the school\n");
}

json_t *clg_coverage_json(const clg_study *study, const clg_windows *windows)
{
    static const char *const states[] = {"open", "break", "inactive"};
    json_t *schools = json_array();

    for (uint32_t s = 0; s < study->schools.count; s++) {
        json_t *cells = json_array();
        for (uint32_t w = 0; w < windows->count; w++) {
            clg_coverage_cell cell = clg_coverage_of(study, windows, s, w);
            uint8_t state = windows->state[(size_t)s * windows->count + w];
            json_array_append_new(
                cells, json_pack("{s:s, s:s, s:I, s:I}", "window",
                                 clg_texts_at(&windows->ids, w), "state", states[state],
                                 "attendances", (json_int_t)cell.attendances,
                                 "exchanges", (json_int_t)cell.exchanges));
        }
        json_array_append_new(schools, json_pack("{s:s, s:o}", "school",
                                                 clg_texts_at(&study->schools.ids, s),
                                                 "windows", cells));
    }
    return schools;
}
