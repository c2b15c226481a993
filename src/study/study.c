#include "study/study.h"

#include "base/memory.h"

static void clear_category(clg_category *category)
{
    clg_free(category->name);
    clg_texts_clear(&category->levels);
    clg_free(category->codes);
}

static void free_categories(clg_category *categories, size_t count)
{
    for (size_t i = 0; i < count; i++)
        clear_category(&categories[i]);
    clg_free(categories);
}

static void clear_schools(clg_schools *schools)
{
    clg_texts_clear(&schools->ids);
    clg_texts_clear(&schools->names);
    clg_free(schools->zone);
    free_categories(schools->attributes, schools->attribute_count);
    clg_free(schools->person_first);
    clg_free(schools->meeting_first);
    clg_free(schools->exchange_first);
    clg_free(schools->outside_first);
}

static void clear_people(clg_people *people)
{
    clg_texts_clear(&people->ids);
    clg_free(people->school);
    clg_free(people->standing);
    clg_free(people->joined);
    clg_free(people->left);
    free_categories(people->attributes, people->attribute_count);
}

static void clear_meetings(clg_meetings *meetings)
{
    clg_texts_clear(&meetings->ids);
    clg_free(meetings->start);
    clg_free(meetings->length);
    clg_free(meetings->invitations_known);
    free_categories(meetings->attributes, meetings->attribute_count);
}

static void clear_attendances(clg_attendances *attendances)
{
    clg_free(attendances->first);
    clg_free(attendances->person);
    clg_free(attendances->presence);
    clg_free(attendances->minutes);
    clg_free(attendances->part);
    clg_free(attendances->interval_first);
    clg_free(attendances->interval_begin);
    clg_free(attendances->interval_end);
}

static void clear_exchanges(clg_exchanges *exchanges)
{
    clg_free(exchanges->time);
    clg_free(exchanges->from);
    clg_free(exchanges->to);
    clg_free(exchanges->kind);
    clg_free(exchanges->weight);
}

static void clear_outside(clg_outside *outside)
{
    clg_free(outside->time);
    clg_free(outside->person);
    clg_free(outside->other);
    clg_free(outside->is_sent);
    clg_free(outside->kind);
}

static void clear_events(clg_events *events)
{
    clg_free(events->school);
    clg_free(events->time);
    clg_free(events->end);
    clg_texts_clear(&events->labels);
}

static void clear_assessments(clg_assessments *assessments)
{
    clg_free(assessments->school);
    clg_free(assessments->person);
    clg_free(assessments->time);
    clear_category(&assessments->instrument);
    clear_category(&assessments->item);
    clg_free(assessments->score);
}

clg_study *clg_study_new(clg_error *err)
{
    clg_study *study = clg_array_new(1, sizeof *study, err);

    if (study != NULL)
        clg_settings_init(&study->settings);
    return study;
}

void clg_study_free(clg_study *study)
{
    if (study == NULL)
        return;
    clg_settings_clear(&study->settings);
    for (size_t i = 0; i < study->zone_count; i++)
        clg_zone_free(study->zones[i]);
    clg_free(study->zones);
    clear_schools(&study->schools);
    clear_people(&study->people);
    clear_meetings(&study->meetings);
    clear_attendances(&study->attendances);
    clg_texts_clear(&study->exchange_kinds);
    clear_exchanges(&study->exchanges);
    clear_outside(&study->outside);
    clear_events(&study->events);
    clear_assessments(&study->assessments);
    clg_breaks_free(study->breaks, study->break_count);
    clg_breaks_free(study->terms, study->term_count);
    clg_reading_clear(&study->reading);
    clg_free(study);
}
