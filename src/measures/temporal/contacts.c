#include "measures/temporal/contacts.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void clg_contacts_start(clg_contacts *c, uint32_t vertex_count)
{
    c->vertex_count = vertex_count;
    c->count = c->vertex_used = 0;
}

clg_status clg_contacts_add(clg_contacts *c, int64_t time, const uint32_t *vertex,
                            size_t count, bool is_directed, clg_error *err)
{
    clg_status status = clg_array_reserve(&c->items, &c->item_room, c->count + 1,
                                          sizeof *c->items, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&c->vertex, &c->vertex_room, c->vertex_used + count,
                                   sizeof *c->vertex, err);
    if (status != CLG_OK)
        return status;
    memcpy(c->vertex + c->vertex_used, vertex, count * sizeof *vertex);
    c->items[c->count++] = (clg_contact){
        time,       INT64_MIN, INT64_MAX, c->vertex_used, c->vertex_used + count,
        is_directed};
    c->vertex_used += count;
    return CLG_OK;
}

static int in_time(const void *a, const void *b)
{
    const clg_contact *x = a, *y = b;

    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

void clg_contacts_sort(clg_contacts *c)
{
    if (c->count > 1)
        qsort(c->items, c->count, sizeof *c->items, in_time);
}

clg_status clg_contacts_copy(const clg_contacts *c, clg_contacts *out, clg_error *err)
{
    clg_status status = clg_array_reserve(&out->items, &out->item_room, c->count + 1,
                                          sizeof *out->items, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&out->vertex, &out->vertex_room, c->vertex_used + 1,
                                   sizeof *out->vertex, err);
    if (status != CLG_OK)
        return status;
    clg_contacts_start(out, c->vertex_count);
    if (c->count == 0)
        return CLG_OK;
    memcpy(out->items, c->items, c->count * sizeof *out->items);
    memcpy(out->vertex, c->vertex, c->vertex_used * sizeof *out->vertex);
    out->count = c->count;
    out->vertex_used = c->vertex_used;
    return CLG_OK;
}

void clg_contacts_find_stays(clg_contacts *c, const int64_t *joined,
                             const int64_t *left)
{
    for (size_t k = 0; k < c->count; k++) {
        clg_contact *contact = &c->items[k];
        contact->from = INT64_MIN;
        contact->until = INT64_MAX;
        for (size_t i = contact->first; i < contact->last; i++) {
            uint32_t v = c->vertex[i];
            contact->from = joined[v] > contact->from ? joined[v] : contact->from;
            contact->until = left[v] < contact->until ? left[v] : contact->until;
        }
    }
}

static bool fits(const clg_contact *contact, int64_t time)
{
    return contact->from <= time && time < contact->until;
}

void clg_contacts_shuffle_times(clg_contacts *c, clg_random *random)
{
    uint32_t count = (uint32_t)c->count;

    for (uint64_t step = 0; count > 1 && step < 5 * (uint64_t)count; step++) {
        clg_contact *a = &c->items[clg_random_below(random, count)];
        clg_contact *b = &c->items[clg_random_below(random, count)];
        clg_contact held = *a;
        if (a->is_directed != b->is_directed || !fits(a, b->time) || !fits(b, a->time))
            continue;
        *a = *b;
        *b = held;
        b->time = a->time;
        a->time = held.time;
    }
}

void clg_contacts_clear(clg_contacts *c)
{
    clg_free(c->items);
    clg_free(c->vertex);
    *c = (clg_contacts){0};
}

/* Passes on in one contact what its givers had in `before`; did anyone gain? */
static bool pass_on(const clg_contacts *c, const clg_contact *contact,
                    const int64_t *before, int64_t *arrival)
{
    size_t givers = contact->is_directed ? contact->first + 1 : contact->last;
    bool has_it = false, gained = false;

    for (size_t i = contact->first; i < givers; i++)
        has_it = has_it || before[c->vertex[i]] <= contact->time;
    for (size_t i = contact->first; has_it && i < contact->last; i++)
        if (arrival[c->vertex[i]] > contact->time) {
            arrival[c->vertex[i]] = contact->time;
            gained = true;
        }
    return gained;
}

/* Contacts [first, last) of one moment: all look at what was before it, or go on until
 * nobody gains. Only those who take part are copied. */
static void pass_moment(const clg_contacts *c, size_t first, size_t last, bool strict,
                        int64_t *arrival, int64_t *room)
{
    bool gained = true;

    if (strict && last - first > 1) {
        for (size_t k = first; k < last; k++)
            for (size_t i = c->items[k].first; i < c->items[k].last; i++)
                room[c->vertex[i]] = arrival[c->vertex[i]];
        for (size_t k = first; k < last; k++)
            pass_on(c, &c->items[k], room, arrival);
        return;
    }
    while (gained) {
        gained = false;
        for (size_t k = first; k < last; k++)
            gained = pass_on(c, &c->items[k], arrival, arrival) || gained;
        if (strict)
            return;
    }
}

void clg_contacts_arrivals(const clg_contacts *c, uint32_t source, int64_t begin,
                           bool strict, int64_t *arrival, int64_t *room)
{
    size_t first = 0;

    for (uint32_t v = 0; v < c->vertex_count; v++)
        arrival[v] = CLG_NEVER;
    arrival[source] = begin;
    while (first < c->count) {
        size_t last = first + 1;
        while (last < c->count && c->items[last].time == c->items[first].time)
            last++;
        if (c->items[first].time >= begin)
            pass_moment(c, first, last, strict, arrival, room);
        first = last;
    }
}
