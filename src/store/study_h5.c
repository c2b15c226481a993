/* Each visit_ function names the parts of one table once; the archive stores or
 * restores them. Settings travel as the JSON that study.yaml could hold. */
#include "store/study_h5.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/archive.h"
#include "store/study_check.h"
#include "store/study_records.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_SIZE = 64 };

static const char kind[] = "collegium-study", version[] = "2";

static void visit_category(clg_archive *a, const char *where, clg_category *category,
                           size_t count)
{
    char name[NAME_SIZE];

    snprintf(name, sizeof name, "%s.name", where);
    clg_archive_text(a, name, &category->name);
    snprintf(name, sizeof name, "%s.levels", where);
    clg_archive_texts(a, name, &category->levels);
    snprintf(name, sizeof name, "%s.codes", where);
    clg_archive_column(a, name, CLG_CELLS_I32, &category->codes, count);
    if (a->status == CLG_OK && a->is_reading && category->name == NULL)
        clg_archive_damaged(a, "%s has no name", where);
}

/* The number of categories is set only once there is room for them: what is freed
 * after a failure is then always what was made. */
static void visit_categories(clg_archive *a, const char *table,
                             clg_category **categories, size_t *category_count,
                             size_t count)
{
    size_t found = *category_count;
    char name[NAME_SIZE];

    snprintf(name, sizeof name, "%s.attributes", table);
    clg_archive_size(a, name, &found);
    clg_archive_room(a, categories, found, sizeof **categories);
    if (a->status == CLG_OK)
        *category_count = found;
    for (size_t i = 0; a->status == CLG_OK && i < found; i++) {
        snprintf(name, sizeof name, "%s.attributes.%zu", table, i);
        visit_category(a, name, &(*categories)[i], count);
    }
}

static void visit_schools(clg_archive *a, clg_schools *schools)
{
    uint64_t count = schools->count;
    size_t offsets;

    clg_archive_number(a, "schools.count", &count);
    if (count >= UINT32_MAX)
        clg_archive_damaged(a, "schools.count is out of range");
    schools->count = (uint32_t)count;
    offsets = (size_t)schools->count + 1;
    clg_archive_texts(a, "schools.id", &schools->ids);
    clg_archive_texts(a, "schools.name", &schools->names);
    clg_archive_column(a, "schools.zone", CLG_CELLS_U32, &schools->zone, count);
    visit_categories(a, "schools", &schools->attributes, &schools->attribute_count,
                     count);
    clg_archive_column(a, "schools.person_first", CLG_CELLS_U64, &schools->person_first,
                       offsets);
    clg_archive_column(a, "schools.meeting_first", CLG_CELLS_U64,
                       &schools->meeting_first, offsets);
    clg_archive_column(a, "schools.exchange_first", CLG_CELLS_U64,
                       &schools->exchange_first, offsets);
    clg_archive_column(a, "schools.outside_first", CLG_CELLS_U64,
                       &schools->outside_first, offsets);
}

static void visit_people(clg_archive *a, clg_people *people)
{
    clg_archive_size(a, "people.count", &people->count);
    clg_archive_texts(a, "people.id", &people->ids);
    clg_archive_column(a, "people.school", CLG_CELLS_U32, &people->school,
                       people->count);
    clg_archive_column(a, "people.standing", CLG_CELLS_U8, &people->standing,
                       people->count);
    clg_archive_column(a, "people.joined", CLG_CELLS_I64, &people->joined,
                       people->count);
    clg_archive_column(a, "people.left", CLG_CELLS_I64, &people->left, people->count);
    visit_categories(a, "people", &people->attributes, &people->attribute_count,
                     people->count);
}

static void visit_meetings(clg_archive *a, clg_meetings *meetings)
{
    clg_archive_size(a, "meetings.count", &meetings->count);
    clg_archive_texts(a, "meetings.id", &meetings->ids);
    clg_archive_column(a, "meetings.start", CLG_CELLS_I64, &meetings->start,
                       meetings->count);
    clg_archive_column(a, "meetings.length", CLG_CELLS_F32, &meetings->length,
                       meetings->count);
    clg_archive_column(a, "meetings.invitations_known", CLG_CELLS_U8,
                       &meetings->invitations_known, meetings->count);
    visit_categories(a, "meetings", &meetings->attributes, &meetings->attribute_count,
                     meetings->count);
}

static void visit_intervals(clg_archive *a, clg_attendances *rows)
{
    bool has_intervals = rows->interval_first != NULL;

    clg_archive_flag(a, "attendances.has_intervals", &has_intervals);
    if (!has_intervals)
        return;
    clg_archive_size(a, "attendances.interval_count", &rows->interval_count);
    clg_archive_column(a, "attendances.interval_first", CLG_CELLS_U64,
                       &rows->interval_first, rows->count + 1);
    clg_archive_column(a, "attendances.interval_begin", CLG_CELLS_I32,
                       &rows->interval_begin, rows->interval_count);
    clg_archive_column(a, "attendances.interval_end", CLG_CELLS_I32,
                       &rows->interval_end, rows->interval_count);
}

static void visit_parts(clg_archive *a, clg_attendances *rows)
{
    bool has_parts = rows->part != NULL;

    clg_archive_flag(a, "attendances.has_parts", &has_parts);
    if (has_parts)
        clg_archive_column(a, "attendances.part", CLG_CELLS_U8, &rows->part,
                           rows->count);
}

static void visit_attendances(clg_archive *a, clg_attendances *rows,
                              size_t meeting_count)
{
    clg_archive_size(a, "attendances.count", &rows->count);
    clg_archive_column(a, "attendances.first", CLG_CELLS_U64, &rows->first,
                       meeting_count + 1);
    clg_archive_column(a, "attendances.person", CLG_CELLS_U32, &rows->person,
                       rows->count);
    clg_archive_column(a, "attendances.presence", CLG_CELLS_U8, &rows->presence,
                       rows->count);
    clg_archive_column(a, "attendances.minutes", CLG_CELLS_F32, &rows->minutes,
                       rows->count);
    visit_parts(a, rows);
    visit_intervals(a, rows);
}

static void visit_exchanges(clg_archive *a, clg_exchanges *rows)
{
    clg_archive_size(a, "exchanges.count", &rows->count);
    clg_archive_column(a, "exchanges.time", CLG_CELLS_I64, &rows->time, rows->count);
    clg_archive_column(a, "exchanges.from", CLG_CELLS_U32, &rows->from, rows->count);
    clg_archive_column(a, "exchanges.to", CLG_CELLS_U32, &rows->to, rows->count);
    clg_archive_column(a, "exchanges.kind", CLG_CELLS_U16, &rows->kind, rows->count);
    clg_archive_column(a, "exchanges.weight", CLG_CELLS_F32, &rows->weight,
                       rows->count);
}

static void visit_outside(clg_archive *a, clg_outside *rows)
{
    clg_archive_size(a, "outside.count", &rows->count);
    clg_archive_column(a, "outside.time", CLG_CELLS_I64, &rows->time, rows->count);
    clg_archive_column(a, "outside.person", CLG_CELLS_U32, &rows->person, rows->count);
    clg_archive_column(a, "outside.other", CLG_CELLS_U32, &rows->other, rows->count);
    clg_archive_column(a, "outside.is_sent", CLG_CELLS_U8, &rows->is_sent, rows->count);
    clg_archive_column(a, "outside.kind", CLG_CELLS_U16, &rows->kind, rows->count);
}

static void visit_events(clg_archive *a, clg_events *rows)
{
    clg_archive_size(a, "events.count", &rows->count);
    clg_archive_column(a, "events.school", CLG_CELLS_U32, &rows->school, rows->count);
    clg_archive_column(a, "events.time", CLG_CELLS_I64, &rows->time, rows->count);
    clg_archive_column(a, "events.end", CLG_CELLS_I64, &rows->end, rows->count);
    clg_archive_texts(a, "events.label", &rows->labels);
}

static void visit_assessments(clg_archive *a, clg_assessments *rows)
{
    clg_archive_size(a, "assessments.count", &rows->count);
    if (rows->count == 0) /* then the categories have no name either */
        return;
    clg_archive_column(a, "assessments.school", CLG_CELLS_U32, &rows->school,
                       rows->count);
    clg_archive_column(a, "assessments.person", CLG_CELLS_U32, &rows->person,
                       rows->count);
    clg_archive_column(a, "assessments.time", CLG_CELLS_I64, &rows->time, rows->count);
    visit_category(a, "assessments.instrument", &rows->instrument, rows->count);
    visit_category(a, "assessments.item", &rows->item, rows->count);
    clg_archive_column(a, "assessments.score", CLG_CELLS_F64, &rows->score,
                       rows->count);
}

/* ---- settings and time zones ---- */

static void write_settings(clg_archive *a, const clg_settings *settings)
{
    char *json = clg_settings_json(settings, a->err);
    char *study_name = settings->study_name;

    if (json == NULL)
        a->status = CLG_ERROR_MEMORY;
    clg_archive_text(a, "settings", &json);
    clg_archive_text(a, "study_name", &study_name);
    clg_free(json);
}

/* No folder is kept: what lies in one has been read. */
static void read_settings(clg_archive *a, clg_settings *settings)
{
    char *json = NULL;

    clg_archive_text(a, "settings", &json);
    if (a->status == CLG_OK && json == NULL)
        clg_archive_damaged(a, "it has no settings");
    if (a->status == CLG_OK)
        a->status =
            clg_settings_parse(json, strlen(json), "settings", settings, a->err);
    clg_free(json);
    if (a->status != CLG_OK)
        return;
    clg_free(settings->study_name);
    settings->study_name = NULL;
    clg_archive_text(a, "study_name", &settings->study_name);
    if (settings->folder == NULL && a->status == CLG_OK) {
        settings->folder = clg_text_copy("", 0, a->err);
        a->status = settings->folder != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
}

static void write_zones(clg_archive *a, const clg_study *study)
{
    clg_texts names = CLG_TEXTS_INIT;

    for (size_t i = 0; a->status == CLG_OK && i < study->zone_count; i++) {
        const char *name = clg_zone_name(study->zones[i]);

        a->status = clg_texts_append(&names, name, strlen(name), a->err);
    }
    clg_archive_texts(a, "zones", &names);
    clg_texts_clear(&names);
}

static void read_zones(clg_archive *a, clg_study *study)
{
    clg_texts names = CLG_TEXTS_INIT;

    clg_archive_texts(a, "zones", &names);
    clg_archive_room(a, &study->zones, names.count, sizeof(clg_zone *));
    for (size_t i = 0; a->status == CLG_OK && i < names.count; i++) {
        a->status = clg_zone_open(clg_texts_at(&names, i), &study->zones[i], a->err);
        study->zone_count = i + (a->status == CLG_OK);
    }
    clg_texts_clear(&names);
}

/* ---- the whole ---- */

static void visit(clg_archive *a, clg_study *study)
{
    if (a->is_reading) {
        read_settings(a, &study->settings);
        read_zones(a, study);
    } else {
        write_settings(a, &study->settings);
        write_zones(a, study);
    }
    clg_archive_flag(a, "has_roster", &study->has_roster);
    clg_archive_flag(a, "has_attendance", &study->has_attendance);
    clg_archive_flag(a, "has_exchanges", &study->has_exchanges);
    visit_schools(a, &study->schools);
    visit_people(a, &study->people);
    visit_meetings(a, &study->meetings);
    visit_attendances(a, &study->attendances, study->meetings.count);
    clg_archive_texts(a, "exchange_kinds", &study->exchange_kinds);
    visit_exchanges(a, &study->exchanges);
    visit_outside(a, &study->outside);
    visit_events(a, &study->events);
    visit_assessments(a, &study->assessments);
    clg_visit_spans(a, "breaks", &study->breaks, &study->break_count,
                    &study->break_room);
    clg_visit_spans(a, "terms", &study->terms, &study->term_count, &study->term_room);
    clg_visit_reading(a, &study->reading);
}

clg_status clg_study_write_h5(const clg_study *study, const char *path, clg_error *err)
{
    clg_archive archive;
    clg_output output;
    clg_status status = clg_output_open(path, &output, err);

    if (status != CLG_OK)
        return status;
    if (output.temporary == NULL)
        status = clg_fail_at(err, CLG_ERROR_IO, path, 0, 0,
                             "not a regular file, expected one");
    else if (fchmod(fileno(output.stream), S_IRUSR | S_IWUSR) != 0)
        status = clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "cannot be made private");
    if (status == CLG_OK) {
        clg_archive_create(&archive, output.temporary, path, kind, version, err);
        visit(&archive, (clg_study *)study); /* writing changes nothing in it */
        status = clg_archive_finish(&archive);
    }
    if (status == CLG_OK)
        status = clg_output_commit(&output, err);
    clg_output_discard(&output);
    return status;
}

clg_status clg_study_read_h5(const char *path, clg_study **out, clg_error *err)
{
    clg_study *study = clg_study_new(err);
    const char *fault = NULL;
    clg_archive archive;
    clg_status status;

    *out = NULL;
    if (study == NULL)
        return CLG_ERROR_MEMORY;
    clg_archive_open(&archive, path, kind, version, err);
    visit(&archive, study);
    if (archive.status == CLG_OK)
        fault = clg_study_fault(study);
    if (fault != NULL)
        clg_archive_damaged(&archive, "%s", fault);
    status = clg_archive_finish(&archive);
    if (status == CLG_OK)
        *out = study;
    else
        clg_study_free(study);
    return status;
}
