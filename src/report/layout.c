/* Seats on rings, and who takes which. Rings lie one unit apart and a seat needs about
 * one, so nobody covers anybody, whatever the ties; where people sit on their ring is
 * all that is looked for. */
#include "report/layout.h"

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { SWEEPS = 40, SWAPS = 12 };

static const double circle = 6.283185307179586, seat_width = 0.95, group_gap = 0.7;

typedef struct ring {
    double radius, turn; /* turn: the angle of its first seat */
    uint32_t first, count;
} ring;

/* Seats are numbered ring by ring. */
typedef struct seating {
    const clg_layout_network *network;
    ring *rings;
    uint32_t ring_count;
    uint32_t *person;       /* [seat] */
    size_t *first, *filled; /* [person]: where others with ties are listed */
    uint32_t *other;
    double *weight, *wanted;
    clg_layout_point *points; /* [person] in units */
} seating;

/* ---- who has ties with whom ---- */

static bool has_ties(const seating *s, uint32_t v)
{
    return s->first[v + 1] > s->first[v];
}

static void list_others(seating *s)
{
    const clg_layout_network *n = s->network;

    for (size_t t = 0; t < n->tie_count; t++) {
        s->first[n->ties[t].a + 1]++;
        s->first[n->ties[t].b + 1]++;
    }
    for (uint32_t v = 0; v < n->count; v++)
        s->first[v + 1] += s->first[v];
    for (size_t t = 0; t < n->tie_count; t++)
        for (int end = 0; end < 2; end++) {
            uint32_t v = end == 0 ? n->ties[t].a : n->ties[t].b;
            size_t at = s->first[v] + s->filled[v]++;
            s->other[at] = end == 0 ? n->ties[t].b : n->ties[t].a;
            s->weight[at] = n->ties[t].weight;
        }
}

/* ---- rings ---- */

static uint32_t seats_at(double radius)
{
    return radius < 0.5 ? 1 : (uint32_t)(circle * radius / seat_width);
}

/* Rings from this radius for so many people, the outer ones fuller in proportion;
 * returns the radius after the last. */
static double add_rings(seating *s, double radius, uint32_t people, uint32_t first)
{
    uint32_t rings = 0, seats = 0, passed = 0, placed = 0;

    while (seats < people)
        seats += seats_at(radius + rings++);
    for (uint32_t r = 0; r < rings; r++) {
        uint32_t until;
        passed += seats_at(radius + r);
        until = (uint32_t)llround((double)people * passed / seats);
        s->rings[s->ring_count++] =
            (ring){radius + r, 0.0, first + placed, until - placed};
        placed = until;
    }
    return radius + rings;
}

/* Takes the people of a group, or of all, who have ties or have none. */
static uint32_t sit_down(seating *s, uint32_t seat, int group, bool with_ties)
{
    const clg_layout_network *n = s->network;

    for (uint32_t v = 0; v < n->count; v++)
        if ((group < 0 || n->group[v] == group) && has_ties(s, v) == with_ties)
            s->person[seat++] = v;
    return seat;
}

static void make_rings(seating *s, clg_layout *layout)
{
    double radius = 1.0;
    uint32_t from = 0, to;

    for (int g = 0; g < CLG_LAYOUT_GROUPS; g++) {
        layout->border[g] = 0.0;
        to = sit_down(s, from, g, true);
        if (to == from)
            continue;
        if (from == 0 && to == 1)
            radius = 0.0;
        radius = add_rings(s, radius, to - from, from);
        layout->border[g] = radius - 0.5 + 0.5 * group_gap;
        radius += group_gap;
        from = to;
    }
    layout->rim = 0.0;
    to = sit_down(s, from, -1, false);
    if (to > from) {
        layout->rim = radius - 0.5 - 0.5 * group_gap;
        add_rings(s, radius, to - from, from);
    }
}

/* ---- seats ---- */

static void place(const seating *s, const ring *r)
{
    for (uint32_t i = 0; i < r->count; i++) {
        double angle = r->turn + circle * i / r->count;
        s->points[s->person[r->first + i]] =
            (clg_layout_point){r->radius * cos(angle), r->radius * sin(angle)};
    }
}

static double length_of(const seating *s, uint32_t v)
{
    double sum = 0.0;

    for (size_t i = s->first[v]; i < s->first[v + 1]; i++) {
        const clg_layout_point *a = &s->points[v], *b = &s->points[s->other[i]];
        sum += s->weight[i] * hypot(a->x - b->x, a->y - b->y);
    }
    return sum;
}

/* The direction in which a person's others lie. */
static double direction(const seating *s, uint32_t v)
{
    double x = 0.0, y = 0.0;

    for (size_t i = s->first[v]; i < s->first[v + 1]; i++) {
        x += s->weight[i] * s->points[s->other[i]].x;
        y += s->weight[i] * s->points[s->other[i]].y;
    }
    if (hypot(x, y) < 1e-6)
        return atan2(s->points[v].y, s->points[v].x);
    return atan2(y, x);
}

/* Insertion: rings are short and nearly sorted already. */
static void sort_ring(seating *s, const ring *r)
{
    uint32_t *person = s->person + r->first;

    for (uint32_t i = 1; i < r->count; i++) {
        uint32_t v = person[i], at = i;
        for (; at > 0 && (s->wanted[person[at - 1]] > s->wanted[v]); at--)
            person[at] = person[at - 1];
        person[at] = v;
    }
}

static void turn_ring(seating *s, ring *r)
{
    double x = 0.0, y = 0.0;

    for (uint32_t i = 0; i < r->count; i++) {
        uint32_t v = s->person[r->first + i];
        s->wanted[v] = direction(s, v);
    }
    sort_ring(s, r);
    for (uint32_t i = 0; i < r->count; i++) {
        double off = s->wanted[s->person[r->first + i]] - circle * i / r->count;
        x += cos(off);
        y += sin(off);
    }
    r->turn = hypot(x, y) < 1e-6 ? 0.0 : atan2(y, x);
    place(s, r);
}

static void swap_people(seating *s, uint32_t i, uint32_t k)
{
    uint32_t a = s->person[i], b = s->person[k];
    clg_layout_point point = s->points[a];

    s->person[i] = b;
    s->person[k] = a;
    s->points[a] = s->points[b];
    s->points[b] = point;
}

static bool swap_on_ring(seating *s, const ring *r)
{
    bool is_better = false;

    for (uint32_t i = r->first; i < r->first + r->count; i++)
        for (uint32_t k = i + 1; k < r->first + r->count; k++) {
            uint32_t a = s->person[i], b = s->person[k];
            double before = length_of(s, a) + length_of(s, b);
            swap_people(s, i, k);
            if (length_of(s, a) + length_of(s, b) < before - 1e-9)
                is_better = true;
            else
                swap_people(s, i, k);
        }
    return is_better;
}

static void find_seats(seating *s)
{
    for (uint32_t r = 0; r < s->ring_count; r++)
        place(s, &s->rings[r]);
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (uint32_t i = 0; i < s->ring_count; i++)
            turn_ring(s, &s->rings[sweep % 2 == 0 ? i : s->ring_count - 1 - i]);
    for (int swap = 0; swap < SWAPS; swap++) {
        bool is_better = false;
        for (uint32_t r = 0; r < s->ring_count; r++)
            is_better |= swap_on_ring(s, &s->rings[r]);
        if (!is_better)
            break;
    }
}

/* To radius 1. */
static void scale(const seating *s, clg_layout *layout)
{
    double radius = 1.0;

    layout->nearest = 1.0;
    for (uint32_t i = 0; i < s->ring_count; i++) {
        const ring *r = &s->rings[i];
        radius = fmax(radius, r->radius);
        if (r->count > 1)
            layout->nearest =
                fmin(layout->nearest, 2.0 * r->radius * sin(0.5 * circle / r->count));
    }
    layout->nearest /= radius;
    layout->rim /= radius;
    for (int g = 0; g < CLG_LAYOUT_GROUPS; g++)
        layout->border[g] /= radius;
    for (uint32_t v = 0; v < s->network->count; v++)
        layout->points[v] =
            (clg_layout_point){s->points[v].x / radius, s->points[v].y / radius};
}

static bool reserve(seating *s, clg_error *err)
{
    size_t people = s->network->count, ends = 2 * s->network->tie_count;

    return (s->rings = clg_array_new(people + 1, sizeof *s->rings, err)) != NULL &&
           (s->person = clg_array_new(people, sizeof *s->person, err)) != NULL &&
           (s->first = clg_array_new(people + 1, sizeof *s->first, err)) != NULL &&
           (s->filled = clg_array_new(people, sizeof *s->filled, err)) != NULL &&
           (s->other = clg_array_new(ends, sizeof *s->other, err)) != NULL &&
           (s->weight = clg_array_new(ends, sizeof *s->weight, err)) != NULL &&
           (s->wanted = clg_array_new(people, sizeof *s->wanted, err)) != NULL &&
           (s->points = clg_array_new(people, sizeof *s->points, err)) != NULL;
}

clg_status clg_layout_rings(const clg_layout_network *network, clg_layout *layout,
                            clg_error *err)
{
    seating s = {.network = network};
    bool ok = reserve(&s, err);

    if (ok) {
        list_others(&s);
        make_rings(&s, layout);
        find_seats(&s);
        scale(&s, layout);
    }
    clg_free(s.rings);
    clg_free(s.person);
    clg_free(s.first);
    clg_free(s.filled);
    clg_free(s.other);
    clg_free(s.weight);
    clg_free(s.wanted);
    clg_free(s.points);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}
