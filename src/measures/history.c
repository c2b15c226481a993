#include "measures/history.h"

#include "base/memory.h"
#include "measures/scope_parts.h"

#include <string.h>

static void clear_snapshot(clg_snapshot *s)
{
    clg_free(s->person);
    clg_free(s->attended);
    clg_free(s->eligible);
    clg_free(s->events);
    clg_free(s->initiated);
    clg_free(s->led);
    clg_free(s->community);
    clg_graph_clear(&s->ties);
    clg_graph_clear(&s->exchanges);
}

static clg_status reserve(uint32_t **array, size_t *room, uint32_t count,
                          clg_error *err)
{
    return clg_array_reserve(array, room, count, sizeof **array, err);
}

static clg_status reserve_snapshot(clg_snapshot *s, uint32_t count, clg_error *err)
{
    clg_status status = reserve(&s->person, &s->person_room, count, err);

    if (status == CLG_OK)
        status = reserve(&s->attended, &s->attended_room, count, err);
    if (status == CLG_OK)
        status = reserve(&s->eligible, &s->eligible_room, count, err);
    if (status == CLG_OK)
        status = reserve(&s->events, &s->events_room, count, err);
    if (status == CLG_OK)
        status = reserve(&s->initiated, &s->initiated_room, count, err);
    if (status == CLG_OK)
        status = reserve(&s->led, &s->led_room, count, err);
    if (status == CLG_OK)
        status = reserve(&s->community, &s->community_room, count, err);
    return status;
}

static void copy_people(clg_snapshot *s, const clg_scope *scope,
                        const clg_participation *counts)
{
    s->is_silent = true;
    for (uint32_t row = 0; row < scope->row_count; row++) {
        uint32_t v = scope->row_vertex[row];
        if (v == CLG_NO_VERTEX)
            continue;
        s->community[v] = scope->parts->has_community ? scope->parts->community[v] : 0;
        s->person[v] = scope->vertex_person[v];
        s->attended[v] = counts->attended[row];
        s->eligible[v] = counts->eligible[row];
        s->led[v] = counts->led[row];
        s->initiated[v] = counts->led[row] + counts->sent[row];
        s->events[v] =
            counts->attended[row] + counts->sent[row] + counts->received[row];
        s->is_silent &= s->eligible[v] == 0 && s->events[v] == 0;
    }
}

/* The next free snapshot, with the arrays it may have from an earlier school. */
static clg_status next_snapshot(clg_history *history, clg_snapshot **out,
                                clg_error *err)
{
    size_t had = history->room;
    clg_status status =
        clg_array_reserve(&history->windows, &history->room, history->count + 1,
                          sizeof *history->windows, err);

    if (status != CLG_OK)
        return status;
    if (history->room > had)
        memset(history->windows + had, 0,
               (history->room - had) * sizeof *history->windows);
    *out = &history->windows[history->count];
    return CLG_OK;
}

clg_status clg_history_add(clg_history *history, clg_scope *scope, uint32_t window,
                           clg_error *err)
{
    const clg_participation *counts = NULL;
    clg_snapshot *s = NULL;
    clg_status status = next_snapshot(history, &s, err);

    if (status == CLG_OK)
        status = clg_scope_participation(scope, &counts, err);
    if (status == CLG_OK)
        status = reserve_snapshot(s, scope->vertex_count, err);
    if (status == CLG_OK)
        status = clg_graph_copy(scope->ties, &s->ties, err);
    if (status == CLG_OK)
        status = clg_graph_copy(scope->exchanges, &s->exchanges, err);
    if (status != CLG_OK)
        return status;
    s->window = window;
    s->begin = scope->begin;
    s->end = scope->end;
    s->vertex_count = scope->vertex_count;
    copy_people(s, scope, counts);
    history->count++;
    return CLG_OK;
}

void clg_history_forget(clg_history *history)
{
    history->count = 0;
}

void clg_history_clear(clg_history *history)
{
    for (size_t i = 0; i < history->room; i++)
        clear_snapshot(&history->windows[i]);
    clg_free(history->windows);
    *history = (clg_history){0};
}

uint32_t clg_find_person(const uint32_t *people, uint32_t count, uint32_t person)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (people[middle] < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && people[low] == person ? low : CLG_NO_VERTEX;
}

uint32_t clg_snapshot_vertex(const clg_snapshot *snapshot, uint32_t person)
{
    return clg_find_person(snapshot->person, snapshot->vertex_count, person);
}
