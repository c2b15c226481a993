/* What a reader of the results should know about the reading as a whole. */
#include "ingest/tables.h"

#include "base/count_text.h"
#include "base/memory.h"

static bool is_off_roster(const clg_study *study, uint32_t person)
{
    return study->people.standing[person] == CLG_STANDING_OFF_ROSTER;
}

static clg_status note_roster(clg_intake *intake, bool has_people, clg_error *err)
{
    const clg_study *study = intake->study;
    char counts[3][CLG_COUNT_TEXT_SIZE];
    size_t people = 0, attendances = 0, exchanges = 0;

    if (!has_people)
        return clg_intake_note(intake, err,
                               "no roster (people.csv): people who appear in no log "
                               "can't be seen");
    for (size_t p = 0; p < study->people.count; p++)
        people += is_off_roster(study, (uint32_t)p);
    for (size_t a = 0; a < study->attendances.count; a++)
        attendances += is_off_roster(study, study->attendances.person[a]);
    for (size_t e = 0; e < study->exchanges.count; e++)
        exchanges += is_off_roster(study, study->exchanges.from[e]) ||
                     is_off_roster(study, study->exchanges.to[e]);
    for (size_t o = 0; o < study->outside.count; o++)
        exchanges += is_off_roster(study, study->outside.person[o]);
    if (people == 0)
        return CLG_OK;
    return clg_intake_note(intake, err,
                           "%s attendances and %s exchanges of %s people who are not "
                           "on the roster: kept in the person tables, outside the "
                           "school measures",
                           clg_count_text(attendances, counts[0]),
                           clg_count_text(exchanges, counts[1]),
                           clg_count_text(people, counts[2]));
}

/* Counts a row once; remembers its people. */
static bool falls_outside(const clg_study *study, uint32_t person, int64_t time,
                          uint8_t *is_met)
{
    const clg_people *people = &study->people;

    if (time >= people->joined[person] && time < people->left[person])
        return false;
    is_met[person] = 1;
    return true;
}

static clg_status note_membership(clg_intake *intake, clg_error *err)
{
    const clg_study *study = intake->study;
    const clg_attendances *attended = &study->attendances;
    const clg_exchanges *exchanges = &study->exchanges;
    uint8_t *is_met = clg_array_new(study->people.count, 1, err);
    char counts[2][CLG_COUNT_TEXT_SIZE];
    size_t rows = 0, people = 0;

    if (is_met == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t m = 0; m < study->meetings.count; m++)
        for (size_t a = attended->first[m]; a < attended->first[m + 1]; a++)
            rows += clg_is_present(attended->presence[a]) &&
                    falls_outside(study, attended->person[a], study->meetings.start[m],
                                  is_met);
    for (size_t e = 0; e < exchanges->count; e++) {
        bool is_from =
            falls_outside(study, exchanges->from[e], exchanges->time[e], is_met);
        bool is_to = falls_outside(study, exchanges->to[e], exchanges->time[e], is_met);
        rows += is_from || is_to;
    }
    for (size_t p = 0; p < study->people.count; p++)
        people += is_met[p];
    clg_free(is_met);
    if (rows == 0)
        return CLG_OK;
    return clg_intake_note(intake, err,
                           "%s attendances and exchanges of %s people lie outside the "
                           "time of their membership",
                           clg_count_text(rows, counts[0]),
                           clg_count_text(people, counts[1]));
}

static clg_status note_presence(clg_intake *intake, clg_error *err)
{
    const clg_attendances *attended = &intake->study->attendances;
    const clg_settings *settings = &intake->study->settings;
    char count[CLG_COUNT_TEXT_SIZE];
    size_t untimed = 0, short_stays = 0;
    clg_status status = CLG_OK;

    for (size_t a = 0; a < attended->count; a++) {
        untimed += attended->presence[a] == CLG_PRESENT_UNTIMED;
        short_stays += attended->presence[a] == CLG_BELOW_THRESHOLD;
    }
    if (untimed > 0)
        status = clg_intake_note(
            intake, err, "%s attendances of unknown duration: counted as present",
            clg_count_text(untimed, count));
    if (status == CLG_OK && short_stays > 0)
        status = clg_intake_note(
            intake, err,
            "%s attendances too short to count (under %g minutes or %g %% of the "
            "meeting)",
            clg_count_text(short_stays, count), settings->presence_minutes,
            100.0 * settings->presence_share);
    return status;
}

static clg_status note_times(clg_intake *intake, clg_error *err)
{
    char count[CLG_COUNT_TEXT_SIZE];
    clg_status status = CLG_OK;

    if (!intake->is_zone_given)
        status = clg_intake_note(intake, err,
                                 "no time zone is given: times are read as UTC");
    if (status == CLG_OK && intake->repeated_times > 0)
        status = clg_intake_note(
            intake, err,
            "%s local times that the clocks showed twice: read as the first",
            clg_count_text(intake->repeated_times, count));
    return status;
}

clg_status clg_notes_add(clg_intake *intake, const clg_input_tables *tables,
                         clg_error *err)
{
    clg_status status = note_times(intake, err);

    if (status == CLG_OK)
        status = note_roster(intake, tables->has_people, err);
    if (status == CLG_OK)
        status = note_membership(intake, err);
    if (status == CLG_OK)
        status = note_presence(intake, err);
    return status;
}
