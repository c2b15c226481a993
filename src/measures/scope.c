#include "measures/scope.h"

#include "base/fail.h"
#include "base/memory.h"
#include "measures/scope_parts.h"
#include "study/windows.h"

bool clg_person_has_row(const clg_study *study, size_t person, int64_t begin,
                        int64_t end)
{
    return study->people.standing[person] != CLG_STANDING_MEMBER ||
           clg_is_member_during(&study->people, person, begin, end);
}

clg_status clg_scope_new(const clg_study *study, clg_scope **out, clg_error *err)
{
    clg_scope *scope = NULL;

    *out = NULL;
    scope = clg_array_new(1, sizeof *scope, err);
    if (scope == NULL)
        return CLG_ERROR_MEMORY;
    scope->parts = clg_array_new(1, sizeof *scope->parts, err);
    if (scope->parts == NULL) {
        clg_free(scope);
        return CLG_ERROR_MEMORY;
    }
    scope->study = study;
    *out = scope;
    return CLG_OK;
}

static void clear_parts(clg_scope_parts *parts)
{
    clg_members_clear(&parts->members);
    clg_two_mode_clear(&parts->two_mode);
    clg_projected_clear(&parts->projected);
    clg_projected_clear(&parts->resampled);
    clg_exchange_network_clear(&parts->exchange_network);
    clg_exchange_network_clear(&parts->counted);
    clg_graph_clear(&parts->answered);
    clg_free(parts->no_meetings);
    clg_free(parts->no_minutes);
    clg_free(parts->row_person);
    clg_free(parts->row_vertex);
    clg_free(parts->person_row);
    clg_network_clear(&parts->ties);
    clg_network_clear(&parts->exchanges);
    clg_affiliation_clear(&parts->affiliation);
    clg_participation_clear(&parts->participation);
    clg_school_breaks_clear(&parts->breaks);
    clg_contacts_clear(&parts->contacts);
    clg_contacts_clear(&parts->dealt);
    clg_levels_clear(&parts->levels);
    clg_free(parts->community);
    clg_free(parts->vertex_values);
    clg_free(parts->vertex_statuses);
}

void clg_scope_free(clg_scope *scope)
{
    if (scope == NULL)
        return;
    clear_parts(scope->parts);
    clg_free(scope->parts);
    clg_free(scope);
}

static clg_status reserve_rows(clg_scope_parts *parts, size_t people, clg_error *err)
{
    clg_status status = clg_array_reserve(&parts->row_person, &parts->row_person_room,
                                          people, sizeof *parts->row_person, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&parts->row_vertex, &parts->row_vertex_room, people,
                                   sizeof *parts->row_vertex, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&parts->person_row, &parts->person_row_room, people,
                                   sizeof *parts->person_row, err);
    return status;
}

static clg_status find_rows(clg_scope *scope, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    size_t first = parts->members.person_begin, last = parts->members.person_end;
    uint32_t count = 0;
    clg_status status = reserve_rows(parts, last - first, err);

    if (status != CLG_OK)
        return status;
    for (size_t person = first; person < last; person++) {
        bool has_row =
            clg_person_has_row(scope->study, person, scope->begin, scope->end);
        parts->person_row[person - first] = has_row ? count : UINT32_MAX;
        if (!has_row)
            continue;
        parts->row_vertex[count] = clg_members_vertex(&parts->members, person);
        parts->row_person[count++] = (uint32_t)person;
    }
    parts->rows = (clg_rows){count, parts->row_person, parts->row_vertex, first,
                             last,  parts->person_row};
    return CLG_OK;
}

/* Ties of a study without attendance: the exchanges, whoever began them. */
static clg_status answer_exchanges(clg_scope_parts *parts, clg_error *err)
{
    clg_status status =
        clg_graph_symmetrize(&parts->exchange_network.graph, &parts->answered, err);
    size_t arcs = parts->answered.arc_count;

    if (status == CLG_OK)
        status = clg_array_reserve(&parts->no_meetings, &parts->no_meetings_room, arcs,
                                   sizeof *parts->no_meetings, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&parts->no_minutes, &parts->no_minutes_room, arcs,
                                   sizeof *parts->no_minutes, err);
    for (size_t e = 0; status == CLG_OK && e < arcs; e++) {
        parts->no_meetings[e] = 0;
        parts->no_minutes[e] = 0.0;
    }
    return status;
}

static clg_status build_networks(clg_scope *scope, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    const clg_study *study = scope->study;
    clg_status status =
        clg_two_mode_build(&parts->two_mode, study, scope->school, scope->begin,
                           scope->end, &parts->members, err);

    if (status == CLG_OK)
        status = clg_exchange_network_build(&parts->exchange_network, study,
                                            scope->school, scope->begin, scope->end,
                                            CLG_ALL_KINDS, &parts->members, err);
    if (status == CLG_OK)
        status = study->has_attendance
                     ? clg_project(&parts->projected, study, &parts->two_mode,
                                   study->settings.projection, err)
                     : answer_exchanges(parts, err);
    return status;
}

static void show_parts(clg_scope *scope)
{
    const clg_scope_parts *parts = scope->parts;
    bool met = scope->study->has_attendance;

    scope->row_count = parts->rows.count;
    scope->row_person = parts->row_person;
    scope->row_vertex = parts->row_vertex;
    scope->vertex_count = parts->members.count;
    scope->vertex_person = parts->members.person;
    scope->tie_meetings = met ? parts->projected.meetings : parts->no_meetings;
    scope->tie_minutes = met ? parts->projected.minutes : parts->no_minutes;
    clg_scope_show_own(scope);
}

clg_status clg_scope_open(clg_scope *scope, uint32_t school, int64_t begin, int64_t end,
                          clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status;

    scope->row_count = scope->vertex_count = 0;
    parts->has_participation = parts->has_levels = parts->has_community = false;
    parts->ties.is_thorough = parts->exchanges.is_thorough = false;
    scope->history = scope->earlier = NULL;
    parts->rows.count = 0;
    if (school >= scope->study->schools.count)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "school %u, expected one below %u",
                        school, scope->study->schools.count);
    if (begin > end)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a period from %lld to %lld, expected it to end later",
                        (long long)begin, (long long)end);

    scope->school = school;
    scope->begin = begin;
    scope->end = end;
    status = clg_members_find(&parts->members, scope->study, school, begin, end, err);
    if (status == CLG_OK)
        status = find_rows(scope, err);
    if (status == CLG_OK)
        status = build_networks(scope, err);
    if (status == CLG_OK)
        show_parts(scope);
    return status;
}

const clg_members *clg_scope_members(const clg_scope *scope)
{
    return &scope->parts->members;
}

clg_network *clg_scope_network(clg_scope *scope, clg_graph_of which)
{
    return which == CLG_OF_TIES ? &scope->parts->ties : &scope->parts->exchanges;
}

clg_affiliation *clg_scope_affiliation(clg_scope *scope)
{
    return &scope->parts->affiliation;
}

void clg_scope_set_thorough(clg_scope *scope, bool is_thorough)
{
    scope->parts->ties.is_thorough = scope->parts->exchanges.is_thorough = is_thorough;
    clg_network_open(&scope->parts->ties, scope->ties);
    clg_network_open(&scope->parts->exchanges, scope->exchanges);
}

static void show_table(clg_scope *scope, const clg_two_mode *attendance)
{
    scope->attendance = attendance;
    scope->parts->has_contacts = scope->parts->has_dealt = false;
    scope->parts->has_reach = false;
    clg_affiliation_open(&scope->parts->affiliation, attendance);
}

static void show_ties(clg_scope *scope, const clg_graph *ties)
{
    scope->ties = ties;
    clg_network_open(&scope->parts->ties, ties);
}

void clg_scope_show_exchanges(clg_scope *scope, const clg_graph *exchanges)
{
    scope->exchanges = exchanges;
    clg_network_open(&scope->parts->exchanges, exchanges);
}

void clg_scope_show_times(clg_scope *scope, const clg_random *random)
{
    scope->times = random;
    scope->parts->has_dealt = scope->parts->has_reach = false;
}

void clg_scope_show_own(clg_scope *scope)
{
    clg_scope_parts *parts = scope->parts;
    bool met = scope->study->has_attendance;

    clg_scope_show_times(scope, NULL);
    show_table(scope, &parts->two_mode);
    show_ties(scope, met ? &parts->projected.graph : &parts->answered);
    clg_scope_show_exchanges(scope, &parts->exchange_network.graph);
}

clg_status clg_scope_show_attendance(clg_scope *scope, const clg_two_mode *attendance,
                                     clg_error *err)
{
    clg_projection chosen = scope->study->settings.projection;
    clg_status status = clg_project(
        &scope->parts->resampled, NULL, attendance,
        chosen == CLG_PROJECTION_MINUTES ? CLG_PROJECTION_NEWMAN : chosen, err);

    if (status != CLG_OK)
        return status;
    show_table(scope, attendance);
    show_ties(scope, &scope->parts->resampled.graph);
    return CLG_OK;
}
