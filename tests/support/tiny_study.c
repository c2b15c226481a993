#include "tiny_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *room(size_t size)
{
    void *block = calloc(TINY_ROOM + 1, size);

    if (block == NULL)
        abort();
    return block;
}

static void people_new(clg_people *people)
{
    people->school = room(sizeof *people->school);
    people->standing = room(sizeof *people->standing);
    people->joined = room(sizeof *people->joined);
    people->left = room(sizeof *people->left);
}

static void meetings_new(clg_study *study)
{
    study->meetings.start = room(sizeof *study->meetings.start);
    study->meetings.length = room(sizeof *study->meetings.length);
    study->meetings.invitations_known = room(sizeof(uint8_t));
    study->attendances.first = room(sizeof *study->attendances.first);
    study->attendances.person = room(sizeof *study->attendances.person);
    study->attendances.presence = room(sizeof *study->attendances.presence);
    study->attendances.minutes = room(sizeof *study->attendances.minutes);
}

static void exchanges_new(clg_study *study)
{
    study->exchanges.time = room(sizeof *study->exchanges.time);
    study->exchanges.from = room(sizeof *study->exchanges.from);
    study->exchanges.to = room(sizeof *study->exchanges.to);
    study->exchanges.kind = room(sizeof *study->exchanges.kind);
    study->exchanges.weight = room(sizeof *study->exchanges.weight);
    study->outside.time = room(sizeof *study->outside.time);
    study->outside.person = room(sizeof *study->outside.person);
    study->outside.other = room(sizeof *study->outside.other);
    study->outside.is_sent = room(sizeof *study->outside.is_sent);
    study->outside.kind = room(sizeof *study->outside.kind);
}

clg_study *tiny_study_new(void)
{
    clg_study *study = calloc(1, sizeof *study);

    if (study == NULL)
        abort();

    study->has_roster = true;
    study->schools.person_first = room(sizeof(size_t));
    study->schools.meeting_first = room(sizeof(size_t));
    study->schools.exchange_first = room(sizeof(size_t));
    study->schools.outside_first = room(sizeof(size_t));
    people_new(&study->people);
    meetings_new(study);
    exchanges_new(study);
    return study;
}

void tiny_study_free(clg_study *study)
{
    void *blocks[] = {study->schools.person_first,
                      study->schools.meeting_first,
                      study->schools.exchange_first,
                      study->schools.outside_first,
                      study->people.school,
                      study->people.standing,
                      study->people.joined,
                      study->people.left,
                      study->meetings.start,
                      study->meetings.length,
                      study->meetings.invitations_known,
                      study->attendances.first,
                      study->attendances.person,
                      study->attendances.presence,
                      study->attendances.minutes,
                      study->attendances.interval_first,
                      study->attendances.interval_begin,
                      study->attendances.interval_end,
                      study->exchanges.time,
                      study->exchanges.from,
                      study->exchanges.to,
                      study->exchanges.kind,
                      study->exchanges.weight,
                      study->outside.time,
                      study->outside.person,
                      study->outside.other,
                      study->outside.is_sent,
                      study->outside.kind};

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
    free(study);
}

static size_t first_person(const clg_study *study)
{
    return study->schools.person_first[study->schools.count - 1];
}

void tiny_school(clg_study *study, uint32_t people)
{
    uint32_t school = study->schools.count++;

    for (uint32_t i = 0; i < people; i++) {
        size_t person = study->people.count++;
        study->people.school[person] = school;
        study->people.joined[person] = CLG_SINCE_EVER;
        study->people.left[person] = CLG_WITHOUT_END;
    }
    study->schools.person_first[school + 1] = study->people.count;
    study->schools.meeting_first[school + 1] = study->meetings.count;
    study->schools.exchange_first[school + 1] = study->exchanges.count;
    study->schools.outside_first[school + 1] = study->outside.count;
}

void tiny_standing(clg_study *study, uint32_t person, clg_standing standing)
{
    study->people.standing[first_person(study) + person] = (uint8_t)standing;
}

void tiny_membership(clg_study *study, uint32_t person, int64_t joined, int64_t left)
{
    study->people.joined[first_person(study) + person] = joined;
    study->people.left[first_person(study) + person] = left;
}

size_t tiny_meeting(clg_study *study, int64_t start, float length)
{
    size_t meeting = study->meetings.count++;

    study->has_attendance = true;
    study->meetings.start[meeting] = start;
    study->meetings.length[meeting] = length;
    study->schools.meeting_first[study->schools.count] = meeting + 1;
    study->attendances.first[meeting + 1] = study->attendances.count;
    return meeting;
}

void tiny_row(clg_study *study, uint32_t person, clg_presence presence, float minutes)
{
    clg_attendances *attendances = &study->attendances;
    size_t meeting = study->meetings.count - 1, row = attendances->count++;

    attendances->person[row] = (uint32_t)(first_person(study) + person);
    attendances->presence[row] = (uint8_t)presence;
    attendances->minutes[row] = minutes;
    attendances->first[meeting + 1] = attendances->count;
    if (attendances->interval_first != NULL)
        attendances->interval_first[row + 1] = attendances->interval_count;
    if (presence == CLG_INVITED || presence == CLG_DECLINED)
        study->meetings.invitations_known[meeting] = 1;
}

void tiny_present(clg_study *study, uint32_t person)
{
    tiny_row(study, person, CLG_PRESENT_UNTIMED, NAN);
}

void tiny_interval(clg_study *study, int32_t begin, int32_t end)
{
    clg_attendances *attendances = &study->attendances;
    size_t next = attendances->interval_count++;

    if (attendances->interval_first == NULL) {
        attendances->interval_first = room(sizeof(size_t));
        attendances->interval_begin = room(sizeof(int32_t));
        attendances->interval_end = room(sizeof(int32_t));
    }
    attendances->interval_begin[next] = begin;
    attendances->interval_end[next] = end;
    attendances->interval_first[attendances->count] = attendances->interval_count;
}

void tiny_exchange(clg_study *study, int64_t time, uint32_t from, uint32_t to,
                   uint16_t kind, float weight)
{
    size_t row = study->exchanges.count++;

    study->has_exchanges = true;
    study->exchanges.time[row] = time;
    study->exchanges.from[row] = (uint32_t)(first_person(study) + from);
    study->exchanges.to[row] = (uint32_t)(first_person(study) + to);
    study->exchanges.kind[row] = kind;
    study->exchanges.weight[row] = weight;
    study->schools.exchange_first[study->schools.count] = row + 1;
}

void tiny_outside(clg_study *study, int64_t time, uint32_t person, bool is_sent)
{
    size_t row = study->outside.count++;

    study->has_exchanges = true;
    study->outside.time[row] = time;
    study->outside.person[row] = (uint32_t)(first_person(study) + person);
    study->outside.is_sent[row] = is_sent;
    study->schools.outside_first[study->schools.count] = row + 1;
}

enum { WOMEN = 18, EVENTS = 14 };

static bool read_davis(FILE *file, bool seen[WOMEN][EVENTS])
{
    char line[128], names[WOMEN][64];
    int women = 0;

    if (fgets(line, sizeof line, file) == NULL)
        return false;
    while (fgets(line, sizeof line, file) != NULL) {
        char *comma = strchr(line, ',');
        int woman = 0, event = comma == NULL ? 0 : atoi(comma + 2);

        if (comma == NULL || event < 1 || event > EVENTS)
            return false;
        *comma = '\0';
        while (woman < women && strcmp(names[woman], line) != 0)
            woman++;
        if (woman == WOMEN)
            return false;
        if (woman == women)
            snprintf(names[women++], sizeof names[0], "%.63s", line);
        seen[woman][event - 1] = true;
    }
    return women == WOMEN;
}

clg_study *tiny_davis(const char *path)
{
    bool seen[WOMEN][EVENTS] = {{false}};
    FILE *file = fopen(path, "r");
    clg_study *study;
    bool is_read;

    if (file == NULL)
        return NULL;
    is_read = read_davis(file, seen);
    fclose(file);
    if (!is_read)
        return NULL;

    study = tiny_study_new();
    tiny_school(study, WOMEN);
    for (int event = 0; event < EVENTS; event++) {
        tiny_meeting(study, event, NAN);
        for (uint32_t woman = 0; woman < WOMEN; woman++)
            if (seen[woman][event])
                tiny_present(study, woman);
    }
    return study;
}
