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
    c->items[c->count++] =
        (clg_contact){time, c->vertex_used, c->vertex_used + count, is_directed};
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

static bool fits(const clg_contacts *c, const clg_contact *contact, int64_t time,
                 const int64_t *joined, const int64_t *left)
{
    for (size_t i = contact->first; i < contact->last; i++)
        if (time < joined[c->vertex[i]] || time >= left[c->vertex[i]])
            return false;
    return true;
}

void clg_contacts_shuffle_times(clg_contacts *c, size_t first, size_t last,
                                const int64_t *joined, const int64_t *left,
                                clg_random *random)
{
    uint32_t count = (uint32_t)(last - first);

    for (uint64_t step = 0; count > 1 && step < 10 * (uint64_t)count; step++) {
        clg_contact *a = &c->items[first + clg_random_below(random, count)];
        clg_contact *b = &c->items[first + clg_random_below(random, count)];
        int64_t held = a->time;
        if (!fits(c, a, b->time, joined, left) || !fits(c, b, held, joined, left))
            continue;
        a->time = b->time;
        b->time = held;
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
        for (size_t k = c->items[first].first; k < c->items[last - 1].last; k++)
            room[c->vertex[k]] = arrival[c->vertex[k]];
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
