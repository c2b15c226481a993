/* attendance.csv: columns, and what makes a row unsound. How rows become meetings is
 * in attendance_build.c. */
#include "ingest/tables.h"

#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED | CLG_COLUMN_UNSTORED,
     CLG_NAMES_SCHOOL, -1, -1},
    {"network", CLG_FIELD_CODE, CLG_COLUMN_UNSTORED | CLG_COLUMN_CODES_EMPTY,
     CLG_NAMES_NETWORK, CLG_ATTENDANCE_SCHOOL, -1},
    {"meeting", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_MEETING,
     CLG_ATTENDANCE_NETWORK, -1},
    {"person", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_PERSON,
     CLG_ATTENDANCE_SCHOOL, -1},
    {"start", CLG_FIELD_INSTANT, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"minutes", CLG_FIELD_MINUTES, 0, CLG_NAMES_OWN, -1, -1},
    {"joined", CLG_FIELD_INSTANT, 0, CLG_NAMES_OWN, -1, -1},
    {"left", CLG_FIELD_INSTANT, 0, CLG_NAMES_OWN, -1, -1},
    {"status", CLG_FIELD_STATUS, 0, CLG_NAMES_OWN, -1, -1},
    {"length", CLG_FIELD_MINUTES, 0, CLG_NAMES_OWN, -1, -1},
    {"kind", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"phase", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"focus", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"role", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
};

static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    const clg_cell *joined = &cells[CLG_ATTENDANCE_JOINED];
    const clg_cell *left = &cells[CLG_ATTENDANCE_LEFT];
    char after[CLG_CLIP_SIZE], before[CLG_CLIP_SIZE];

    if (joined->is_missing || left->is_missing || left->instant >= joined->instant)
        return;
    verdict->is_used = false;
    verdict->column = CLG_ATTENDANCE_LEFT;
    snprintf(verdict->reason, sizeof verdict->reason, "left '%s' is before joined '%s'",
             clg_clip(left->text, left->length, after),
             clg_clip(joined->text, joined->length, before));
}

static const clg_input_table_spec spec = {.kind = CLG_TABLE_ATTENDANCE,
                                          .columns = columns,
                                          .column_count = 14,
                                          .needs_rows = true,
                                          .fingerprint_column = CLG_NO_COLUMN,
                                          .judge = judge};

/* starts[m] = earliest start of meeting m's rows. */
static int64_t *find_starts(const clg_intake *intake, const clg_input_table *table,
                            clg_error *err)
{
    size_t count = intake->names[CLG_NAMES_MEETING].texts.count;
    const uint32_t *meetings = clg_input_table_codes(table, CLG_ATTENDANCE_MEETING);
    const int64_t *start = clg_input_table_instants(table, CLG_ATTENDANCE_START);
    int64_t *starts = clg_array_new(count, sizeof *starts, err);

    for (size_t m = 0; starts != NULL && m < count; m++)
        starts[m] = INT64_MAX;
    for (size_t row = 0; starts != NULL && row < table->row_count; row++)
        if (!table->is_out[row] && start[row] < starts[meetings[row]])
            starts[meetings[row]] = start[row];
    return starts;
}

static clg_status refuse_late(const clg_intake *intake, clg_input_table *table,
                              size_t row, int64_t start, clg_error *err)
{
    const clg_dictionary *meetings = &intake->names[CLG_NAMES_MEETING];
    const clg_dictionary *networks = &intake->names[CLG_NAMES_NETWORK];
    const clg_texts *schools = &intake->names[CLG_NAMES_SCHOOL].texts;
    uint32_t meeting = clg_input_table_codes(table, CLG_ATTENDANCE_MEETING)[row];
    uint32_t school = networks->prefixes[meetings->prefixes[meeting]];
    const clg_zone *zone = clg_intake_zone(intake, clg_texts_at(schools, school),
                                           clg_texts_length(schools, school));
    char reason[CLG_REASON_SIZE], name[CLG_CLIP_SIZE], when[CLG_INSTANT_SIZE];

    clg_format_local(start + clg_zone_offset_at(zone, start), when);
    if (strlen(when) == 19 && strcmp(when + 16, ":00") == 0)
        when[16] = '\0';
    snprintf(
        reason, sizeof reason,
        "meeting '%s' started at %s; give each occurrence an identifier of its own",
        clg_clip(clg_texts_at(&meetings->texts, meeting),
                 clg_texts_length(&meetings->texts, meeting), name),
        when);
    return clg_input_table_refuse(table, row, true, false, CLG_ATTENDANCE_START, reason,
                                  err);
}

/* A meeting lasts less than a day: later rows under its name are another one. */
static clg_status check_occurrences(const clg_intake *intake, clg_input_table *table,
                                    clg_error *err)
{
    const uint32_t *meetings = clg_input_table_codes(table, CLG_ATTENDANCE_MEETING);
    const int64_t *start = clg_input_table_instants(table, CLG_ATTENDANCE_START);
    int64_t *starts = find_starts(intake, table, err);
    clg_status status = starts != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t row = 0; status == CLG_OK && row < table->row_count; row++)
        if (!table->is_out[row] && start[row] - starts[meetings[row]] >= CLG_DAY)
            status = refuse_late(intake, table, row, starts[meetings[row]], err);
    clg_free(starts);
    return status;
}

clg_status clg_attendance_read(clg_intake *intake, clg_input_table *table,
                               clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    if (status == CLG_OK)
        status = clg_input_table_withhold(intake, table, CLG_ATTENDANCE_PERSON, err);
    if (status == CLG_OK)
        status = check_occurrences(intake, table, err);
    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}
