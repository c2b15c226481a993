#include "store/study_check.h"

#include <string.h>

/* Years 0001 to 9999, as clg_time reads them. */
static const int64_t first_instant = -62135596800, last_instant = 253402300799;

/* ---- kinds of columns ---- */

/* Parts of a table of `total` rows, one after the other. */
static bool are_offsets(const size_t *first, size_t count, size_t total)
{
    if (first[0] != 0 || first[count] != total)
        return false;
    for (size_t i = 0; i < count; i++)
        if (first[i] > first[i + 1])
            return false;
    return true;
}

static bool all_below_32(const uint32_t *column, size_t count, size_t limit)
{
    for (size_t i = 0; i < count; i++)
        if (column[i] >= limit)
            return false;
    return true;
}

static bool all_below_16(const uint16_t *column, size_t count, size_t limit)
{
    for (size_t i = 0; i < count; i++)
        if (column[i] >= limit)
            return false;
    return true;
}

static bool all_below_8(const uint8_t *column, size_t count, size_t limit)
{
    for (size_t i = 0; i < count; i++)
        if (column[i] >= limit)
            return false;
    return true;
}

static bool are_codes(const clg_category *category, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (category->codes[i] < -1 ||
            (category->codes[i] >= 0 &&
             (size_t)category->codes[i] >= category->levels.count))
            return false;
    return true;
}

static bool all_are_codes(const clg_category *categories, size_t category_count,
                          size_t count)
{
    for (size_t i = 0; i < category_count; i++)
        if (!are_codes(&categories[i], count))
            return false;
    return true;
}

static bool are_instants(const int64_t *column, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (column[i] < first_instant || column[i] > last_instant)
            return false;
    return true;
}

static bool are_bounds(const int64_t *column, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((column[i] < first_instant || column[i] > last_instant) &&
            column[i] != CLG_SINCE_EVER && column[i] != CLG_WITHOUT_END)
            return false;
    return true;
}

/* Persons in rows [first[s], first[s + 1]) belong to school s. */
static bool are_of_their_school(const clg_study *study, const size_t *first,
                                const uint32_t *person)
{
    const size_t *people = study->schools.person_first;

    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t i = first[s]; i < first[s + 1]; i++)
            if (person[i] < people[s] || person[i] >= people[s + 1])
                return false;
    return true;
}

/* ---- tables ---- */

static const char *fault_of_schools(const clg_study *study)
{
    const clg_schools *schools = &study->schools;
    size_t count = schools->count;

    if (schools->ids.count != count || schools->names.count != count)
        return "not every school has an identifier and a name";
    if (!all_below_32(schools->zone, count, study->zone_count))
        return "a school's time zone is out of range";
    if (!all_are_codes(schools->attributes, schools->attribute_count, count))
        return "a code in schools is out of range";
    if (!are_offsets(schools->person_first, count, study->people.count) ||
        !are_offsets(schools->meeting_first, count, study->meetings.count) ||
        !are_offsets(schools->exchange_first, count, study->exchanges.count) ||
        !are_offsets(schools->outside_first, count, study->outside.count))
        return "the rows of a school are out of range";
    return NULL;
}

static const char *fault_of_people(const clg_study *study)
{
    const clg_people *people = &study->people;
    const size_t *first = study->schools.person_first;

    if (people->ids.count != people->count || people->count > UINT32_MAX)
        return "not every person has an identifier";
    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t p = first[s]; p < first[s + 1]; p++)
            if (people->school[p] != s)
                return "a person stands in another school's rows";
    if (!all_below_8(people->standing, people->count, CLG_STANDING_NON_MEMBER + 1))
        return "a person's standing is out of range";
    if (!are_bounds(people->joined, people->count) ||
        !are_bounds(people->left, people->count))
        return "a person's membership is out of range";
    if (!all_are_codes(people->attributes, people->attribute_count, people->count))
        return "a code in people is out of range";
    return NULL;
}

static const char *fault_of_meetings(const clg_study *study)
{
    const clg_meetings *meetings = &study->meetings;

    if (meetings->ids.count != meetings->count)
        return "not every meeting has an identifier";
    if (!are_instants(meetings->start, meetings->count))
        return "the start of a meeting is out of range";
    if (!all_are_codes(meetings->attributes, meetings->attribute_count,
                       meetings->count))
        return "a code in meetings is out of range";
    if (!are_offsets(study->attendances.first, meetings->count,
                     study->attendances.count))
        return "the rows of a meeting are out of range";
    return NULL;
}

static const char *fault_of_attendances(const clg_study *study)
{
    const clg_attendances *rows = &study->attendances;
    const size_t *people = study->schools.person_first;
    const size_t *meetings = study->schools.meeting_first;

    for (uint32_t s = 0; s < study->schools.count; s++)
        for (size_t a = rows->first[meetings[s]]; a < rows->first[meetings[s + 1]]; a++)
            if (rows->person[a] < people[s] || rows->person[a] >= people[s + 1])
                return "an attendance names a person of another school";
    if (!all_below_8(rows->presence, rows->count, CLG_UNKNOWN + 1))
        return "an attendance's presence is out of range";
    if (rows->part != NULL && !all_below_8(rows->part, rows->count, CLG_PART_OTHER + 1))
        return "an attendance's part is out of range";
    if (rows->interval_first != NULL &&
        !are_offsets(rows->interval_first, rows->count, rows->interval_count))
        return "the intervals of an attendance are out of range";
    return NULL;
}

static const char *fault_of_exchanges(const clg_study *study)
{
    const clg_exchanges *inside = &study->exchanges;
    const clg_outside *outside = &study->outside;
    size_t kinds = study->exchange_kinds.count;

    if (!are_of_their_school(study, study->schools.exchange_first, inside->from) ||
        !are_of_their_school(study, study->schools.exchange_first, inside->to) ||
        !are_of_their_school(study, study->schools.outside_first, outside->person) ||
        !all_below_32(outside->other, outside->count, study->people.count))
        return "an exchange names a person out of range";
    if (!all_below_16(inside->kind, inside->count, kinds) ||
        !all_below_16(outside->kind, outside->count, kinds))
        return "an exchange's kind is out of range";
    if (!are_instants(inside->time, inside->count) ||
        !are_instants(outside->time, outside->count))
        return "an exchange's time is out of range";
    return NULL;
}

static const char *fault_of_the_rest(const clg_study *study)
{
    const clg_events *events = &study->events;
    const clg_assessments *scores = &study->assessments;

    if (!all_below_32(events->school, events->count, study->schools.count) ||
        events->labels.count != events->count)
        return "an event's school or label is out of range";
    if (!are_instants(events->time, events->count) ||
        !are_instants(events->end, events->count))
        return "an event's time is out of range";
    if (!all_below_32(scores->school, scores->count, study->schools.count) ||
        !all_below_32(scores->person, scores->count, study->people.count) ||
        !are_codes(&scores->instrument, scores->count) ||
        !are_codes(&scores->item, scores->count) ||
        !are_instants(scores->time, scores->count))
        return "an assessment is out of range";
    return NULL;
}

static bool are_days(const clg_break *spans, size_t count)
{
    const int64_t first = first_instant / 86400 - 1, last = last_instant / 86400 + 1;

    for (size_t i = 0; i < count; i++)
        if (spans[i].first_day < first || spans[i].end_day > last ||
            spans[i].first_day > spans[i].end_day)
            return false;
    return true;
}

static const char *fault_of_calendar(const clg_study *study)
{
    if (!are_days(study->breaks, study->break_count))
        return "a break is out of range";
    return are_days(study->terms, study->term_count) ? NULL : "a term is out of range";
}

/* Any other byte in a bool is undefined behaviour as soon as it is looked at. */
static bool is_flag(const bool *flag)
{
    unsigned char byte;

    memcpy(&byte, flag, 1);
    return byte <= 1;
}

static const char *fault_of_reading(const clg_reading *reading)
{
    for (size_t i = 0; i < reading->source_count; i++)
        if ((unsigned)reading->sources[i].kind >= CLG_TABLE_KIND_COUNT ||
            reading->sources[i].path == NULL || reading->sources[i].sha256[64] != '\0')
            return "a source is out of range";
    for (size_t i = 0; i < reading->reject_count; i++)
        if (reading->rejects[i].source >= reading->source_count ||
            reading->rejects[i].reason >= reading->reasons.count ||
            reading->rejects[i].row >= reading->rows.count ||
            !is_flag(&reading->rejects[i].is_bad))
            return "a rejected row is out of range";
    return NULL;
}

const char *clg_study_fault(const clg_study *study)
{
    static const char *(*const checks[])(const clg_study *) = {
        fault_of_schools,   fault_of_people,   fault_of_meetings, fault_of_attendances,
        fault_of_exchanges, fault_of_the_rest, fault_of_calendar};

    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        const char *fault = checks[i](study);

        if (fault != NULL)
            return fault;
    }
    return fault_of_reading(&study->reading);
}
