#include "measures/significance/shuffle.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <math.h>
#include <string.h>

/* Fisher-Yates over the known: places are drawn until one is known. */
void clg_shuffle_labels(clg_groups *groups, clg_random *random)
{
    for (uint32_t last = groups->vertex_count; last-- > 0;) {
        uint32_t place;
        int32_t held = groups->code[last];
        if (held < 0)
            continue;
        do {
            place = clg_random_below(random, last + 1);
        } while (groups->code[place] < 0);
        groups->code[last] = groups->code[place];
        groups->code[place] = held;
    }
}

static uint64_t key_of(const clg_rewiring *r, uint32_t from, uint32_t to)
{
    bool turns = !r->graph.is_directed && from > to;
    uint64_t first = turns ? to : from, second = turns ? from : to;

    return first << 32 | second;
}

/* The word and the place in it of a pair, in rows of bits. */
static uint64_t *word_of(const clg_rewiring *r, uint64_t key)
{
    return r->seen + (size_t)(key >> 32) * r->words + (uint32_t)key / 64;
}

static uint64_t bit_of(uint64_t key)
{
    return UINT64_C(1) << key % 64;
}

static const uint64_t empty = UINT64_MAX, removed = UINT64_MAX - 1;

static size_t slot_of(const clg_rewiring *r, uint64_t key)
{
    return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (r->slots - 1);
}

static bool is_tied(const clg_rewiring *r, uint64_t key)
{
    size_t slot;

    if (r->words > 0)
        return (*word_of(r, key) & bit_of(key)) != 0;
    for (slot = slot_of(r, key); r->seen[slot] != empty;
         slot = (slot + 1) & (r->slots - 1))
        if (r->seen[slot] == key)
            return true;
    return false;
}

static void add_key(clg_rewiring *r, uint64_t key)
{
    size_t slot;

    if (r->words > 0) {
        *word_of(r, key) |= bit_of(key);
        return;
    }
    slot = slot_of(r, key);
    while (r->seen[slot] != empty && r->seen[slot] != removed)
        slot = (slot + 1) & (r->slots - 1);
    r->seen[slot] = key;
}

static void remove_key(clg_rewiring *r, uint64_t key)
{
    size_t slot;

    if (r->words > 0) {
        *word_of(r, key) &= ~bit_of(key);
        return;
    }
    slot = slot_of(r, key);
    while (r->seen[slot] != key)
        slot = (slot + 1) & (r->slots - 1);
    r->seen[slot] = removed;
}

static void fill_keys(clg_rewiring *r, uint32_t vertices)
{
    if (r->words > 0)
        memset(r->seen, 0, vertices * r->words * sizeof *r->seen);
    else
        memset(r->seen, 0xFF, r->slots * sizeof *r->seen);
    for (size_t t = 0; t < r->count; t++)
        add_key(r, key_of(r, r->ties[t].from, r->ties[t].to));
}

static clg_status reserve(clg_rewiring *r, uint32_t vertices, size_t ties,
                          clg_error *err)
{
    size_t needed;
    clg_status status =
        clg_array_reserve(&r->ties, &r->tie_room, 3 * ties + 1, sizeof *r->ties, err);

    r->words = vertices <= CLG_BIT_ROWS_LIMIT ? ((size_t)vertices + 63) / 64 : 0;
    for (r->slots = 16; r->slots < 4 * ties;)
        r->slots *= 2;
    needed = r->words > 0 ? vertices * r->words : r->slots;
    if (status == CLG_OK)
        status =
            clg_array_reserve(&r->seen, &r->seen_room, needed, sizeof *r->seen, err);
    return status;
}

clg_status clg_rewiring_start(clg_rewiring *r, const clg_graph *graph, clg_error *err)
{
    clg_status status = reserve(r, graph->vertex_count, graph->arc_count, err);

    if (status == CLG_OK)
        status = clg_graph_copy(graph, &r->graph, err);
    if (status != CLG_OK)
        return status;
    r->count = 0;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (graph->is_directed || graph->target[e] > v)
                r->ties[r->count++] = (clg_tie){v, graph->target[e], graph->weight[e]};
    return CLG_OK;
}

void clg_rewiring_clear(clg_rewiring *r)
{
    clg_free(r->ties);
    clg_free(r->seen);
    clg_graph_clear(&r->graph);
    *r = (clg_rewiring){0};
}

static void swap_ends(clg_rewiring *r, clg_random *random)
{
    clg_tie *a = &r->ties[clg_random_below(random, (uint32_t)r->count)];
    clg_tie *b = &r->ties[clg_random_below(random, (uint32_t)r->count)];
    bool turns = !r->graph.is_directed && (clg_random_bits(random) & 1) != 0;
    uint32_t b_from = turns ? b->to : b->from, b_to = turns ? b->from : b->to;
    uint64_t first = key_of(r, a->from, b_to), second = key_of(r, b_from, a->to);

    if (a->from == b_to || b_from == a->to || is_tied(r, first) || is_tied(r, second))
        return; /* as is a tie with itself, or with one that shares an end */
    remove_key(r, key_of(r, a->from, a->to));
    remove_key(r, key_of(r, b->from, b->to));
    add_key(r, first);
    add_key(r, second);
    b->from = b_from;
    b->to = a->to;
    a->to = b_to;
}

clg_status clg_rewire(clg_rewiring *r, uint32_t swaps_a_tie, clg_random *random,
                      clg_error *err)
{
    uint64_t swaps = (uint64_t)swaps_a_tie * r->count;

    for (uint64_t s = 0; r->count > 1 && s < swaps; s++) {
        if (s == 0 || (r->words == 0 && s % (r->slots / 2) == 0))
            fill_keys(r, r->graph.vertex_count); /* without what was removed */
        swap_ends(r, random);
    }
    return clg_graph_from_ties(&r->graph, r->graph.vertex_count, r->graph.is_directed,
                               r->ties, r->count, err);
}

/* How much of an arc's weight turns round. */
static double share_that_turns(double weight, clg_random *random)
{
    bool is_whole = weight == floor(weight) && weight <= 10000.0;
    double turned = 0.0;

    if (!is_whole)
        return (clg_random_bits(random) & 1) != 0 ? weight : 0.0;
    for (double left = weight; left >= 1.0; left -= 1.0)
        turned += (double)(clg_random_bits(random) & 1);
    return turned;
}

clg_status clg_flip_directions(clg_rewiring *r, clg_random *random, clg_error *err)
{
    clg_tie *out = r->ties + r->count; /* there is room for twice as many */
    size_t count = 0;

    for (size_t t = 0; t < r->count; t++) {
        clg_tie tie = r->ties[t];
        double turned = share_that_turns(tie.weight, random);
        if (turned > 0.0)
            out[count++] = (clg_tie){tie.to, tie.from, turned};
        if (tie.weight > turned)
            out[count++] = (clg_tie){tie.from, tie.to, tie.weight - turned};
    }
    return clg_graph_from_ties(&r->graph, r->graph.vertex_count, true, out, count, err);
}

clg_status clg_random_graph(clg_rewiring *r, const clg_graph *like, clg_random *random,
                            clg_error *err)
{
    uint32_t vertices = like->vertex_count;
    clg_status status = reserve(r, vertices, like->arc_count, err);

    if (status != CLG_OK)
        return status;
    r->graph.is_directed = false;
    r->count = 0;
    fill_keys(r, vertices);
    for (uint32_t v = 0; v < vertices; v++)
        for (size_t e = like->first[v]; e < like->first[v + 1]; e++) {
            uint32_t a = v, b = v;
            if (like->target[e] < v)
                continue;
            while (a == b || is_tied(r, key_of(r, a, b))) {
                a = clg_random_below(random, vertices);
                b = clg_random_below(random, vertices);
            }
            add_key(r, key_of(r, a, b));
            r->ties[r->count++] = (clg_tie){a, b, like->weight[e]};
        }
    return clg_graph_from_ties(&r->graph, vertices, false, r->ties, r->count, err);
}
