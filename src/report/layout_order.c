/* Colours of people: at first the group, then again and again what a person's colour
 * and those of the others say together, until no more are told apart. */
#include "report/layout.h"

#include "base/memory.h"
#include "base/random.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct coloured {
    uint64_t colour;
    uint32_t person;
    uint8_t group;
    bool is_lone;
} coloured;

typedef struct colouring {
    const clg_layout_network *network;
    uint64_t *colour, *next;
    coloured *sorted;
    bool *has_ties;
} colouring;

static int by_colour(const void *a, const void *b)
{
    const coloured *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->is_lone != y->is_lone)
        return x->is_lone ? 1 : -1;
    if (x->colour != y->colour)
        return x->colour < y->colour ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

static uint64_t mixed(uint64_t colour, double weight)
{
    uint64_t parts[2] = {colour, 0};

    memcpy(&parts[1], &weight, sizeof weight);
    return clg_hash_bytes(parts, sizeof parts, 0);
}

/* A sum does not depend on the order of the ties. */
static void spread(colouring *c)
{
    const clg_layout_network *n = c->network;

    for (uint32_t v = 0; v < n->count; v++)
        c->next[v] = mixed(c->colour[v], 0.0);
    for (size_t t = 0; t < n->tie_count; t++) {
        c->next[n->ties[t].a] += mixed(c->colour[n->ties[t].b], n->ties[t].weight);
        c->next[n->ties[t].b] += mixed(c->colour[n->ties[t].a], n->ties[t].weight);
    }
    memcpy(c->colour, c->next, n->count * sizeof *c->colour);
}

static bool are_alike(const coloured *a, const coloured *b)
{
    return a->group == b->group && a->is_lone == b->is_lone && a->colour == b->colour;
}

/* Sorts; the number of colours. */
static uint32_t sort(colouring *c)
{
    const clg_layout_network *n = c->network;
    uint32_t colours = n->count > 0;

    for (uint32_t v = 0; v < n->count; v++)
        c->sorted[v] = (coloured){c->colour[v], v, n->group[v], !c->has_ties[v]};
    qsort(c->sorted, n->count, sizeof *c->sorted, by_colour);
    for (uint32_t k = 1; k < n->count; k++)
        colours += !are_alike(&c->sorted[k - 1], &c->sorted[k]);
    return colours;
}

static void refine(colouring *c)
{
    uint32_t before, colours = sort(c);

    do {
        before = colours;
        spread(c);
        colours = sort(c);
    } while (colours > before && colours < c->network->count);
}

/* The first of those with ties who are still alike; whoever it is, the rest follows
 * from the shape. False: there is none. */
static bool single_out(colouring *c)
{
    for (uint32_t k = 1; k < c->network->count; k++)
        if (!c->sorted[k].is_lone && are_alike(&c->sorted[k - 1], &c->sorted[k])) {
            uint64_t *colour = &c->colour[c->sorted[k - 1].person];
            *colour = mixed(*colour, 1.0);
            return true;
        }
    return false;
}

clg_status clg_layout_order(const clg_layout_network *network, uint32_t *order,
                            clg_error *err)
{
    uint32_t count = network->count;
    colouring c = {.network = network};
    bool ok = (c.colour = clg_array_new(count, sizeof *c.colour, err)) != NULL &&
              (c.next = clg_array_new(count, sizeof *c.next, err)) != NULL &&
              (c.sorted = clg_array_new(count, sizeof *c.sorted, err)) != NULL &&
              (c.has_ties = clg_array_new(count, sizeof *c.has_ties, err)) != NULL;

    if (ok) {
        for (uint32_t v = 0; v < count; v++)
            c.colour[v] = network->group[v];
        for (size_t t = 0; t < network->tie_count; t++)
            c.has_ties[network->ties[t].a] = c.has_ties[network->ties[t].b] = true;
        do
            refine(&c);
        while (single_out(&c));
        for (uint32_t k = 0; k < count; k++)
            order[k] = c.sorted[k].person;
    }
    clg_free(c.colour);
    clg_free(c.next);
    clg_free(c.sorted);
    clg_free(c.has_ties);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}
