#include "ingest/ingest.h"

#include "ingest/tables.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/monitor.h"
#include "base/threads.h"

enum { PART_SIZE = 4 << 20 };

static clg_status resolve(const clg_ingest_options *options, clg_intake *intake,
                          clg_error *err)
{
    if (options != NULL)
        intake->options = *options;
    if (intake->options.threads < 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "threads is %d, expected 0 or more",
                        intake->options.threads);
    if (intake->options.threads == 0)
        intake->options.threads = clg_thread_limit();
    if (intake->options.part_size == 0)
        intake->options.part_size = PART_SIZE;
    return CLG_OK;
}

/* Zone 0 is the study's own. */
static clg_status open_zone(clg_intake *intake, clg_error *err)
{
    const char *name = intake->study->settings.time_zone;
    uint32_t zone;

    intake->is_zone_given = name != NULL;
    return clg_intake_add_zone(intake, name != NULL ? name : "UTC", &zone, err);
}

static clg_status read_tables(clg_intake *intake, clg_input_tables *tables,
                              clg_error *err)
{
    clg_status status = clg_schools_read(intake, &tables->schools, err);

    if (status == CLG_OK)
        status = clg_calendar_read(intake, err);
    if (status == CLG_OK)
        status = clg_terms_read(intake, err);
    if (status == CLG_OK)
        status = clg_people_read(intake, &tables->people, err);
    if (status == CLG_OK)
        status = clg_attendance_read(intake, &tables->attendance, err);
    if (status == CLG_OK)
        status = clg_exchanges_read(intake, &tables->exchanges, err);
    if (status == CLG_OK)
        status = clg_events_read(intake, &tables->events, err);
    if (status == CLG_OK)
        status = clg_assessments_read(intake, &tables->assessments, err);
    if (status != CLG_OK)
        return status;
    tables->has_people = tables->people.file_count > 0;
    intake->study->has_roster = tables->has_people;
    intake->study->has_attendance = tables->attendance.file_count > 0;
    intake->study->has_exchanges = tables->exchanges.file_count > 0;
    return clg_monitor_check(intake->options.monitor, err);
}

static clg_status build_study(clg_intake *intake, clg_input_tables *tables,
                              clg_error *err)
{
    clg_roll roll = {NULL, NULL, NULL, NULL};
    clg_status status = clg_roll_new(intake, tables, &roll, err);

    if (status == CLG_OK)
        status = clg_schools_build(intake, &tables->schools, &roll, err);
    if (status == CLG_OK)
        status = clg_people_build(intake, tables, &roll, err);
    if (status == CLG_OK)
        status = clg_attendance_build(intake, &tables->attendance, &roll, err);
    if (status == CLG_OK)
        status = clg_monitor_check(intake->options.monitor, err);
    if (status == CLG_OK)
        status = clg_exchanges_build(intake, &tables->exchanges, &roll, err);
    if (status == CLG_OK)
        status = clg_events_build(intake, &tables->events, &roll, err);
    if (status == CLG_OK)
        status = clg_assessments_build(intake, &tables->assessments, &roll, err);
    clg_roll_clear(&roll);
    return status;
}

static void close_account(clg_reading *reading)
{
    for (size_t i = 0; i < reading->source_count; i++) {
        clg_source *source = &reading->sources[i];

        source->used =
            source->rows - source->duplicates - source->set_aside - source->bad;
    }
}

clg_status clg_ingest(clg_study *study, const clg_ingest_options *options,
                      clg_error *err)
{
    clg_intake intake = {.study = study};
    clg_input_tables tables = {0};
    clg_status status = resolve(options, &intake, err);

    if (status == CLG_OK)
        status = open_zone(&intake, err);
    if (status == CLG_OK)
        status = read_tables(&intake, &tables, err);
    if (status == CLG_OK)
        status = build_study(&intake, &tables, err);
    if (status == CLG_OK)
        status = clg_notes_add(&intake, &tables, err);
    close_account(&study->reading);

    clg_input_table_clear(&tables.schools);
    clg_input_table_clear(&tables.people);
    clg_input_table_clear(&tables.attendance);
    clg_input_table_clear(&tables.exchanges);
    clg_input_table_clear(&tables.events);
    clg_input_table_clear(&tables.assessments);
    clg_intake_clear(&intake);
    return status;
}
