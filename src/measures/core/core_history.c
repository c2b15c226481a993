#include "measures/core/core_history.h"

#include "base/memory.h"
#include "measures/core/borgatti_everett.h"

#include <math.h>
#include <string.h>

void clg_core_history_clear(clg_core_history *cores)
{
    clg_free(cores->size);
    clg_free(cores->member);
    clg_free(cores->first);
    *cores = (clg_core_history){0};
}

static clg_status reserve(clg_core_history *cores, const clg_history *history,
                          clg_error *err)
{
    size_t people = 0;
    clg_status status = clg_array_reserve(&cores->size, &cores->size_room,
                                          history->count + 1, sizeof *cores->size, err);

    for (size_t w = 0; w < history->count; w++)
        people += history->windows[w].vertex_count;
    if (status == CLG_OK)
        status =
            clg_array_reserve(&cores->member, &cores->member_room, people + 1, 1, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&cores->first, &cores->first_room,
                                   history->count + 1, sizeof *cores->first, err);
    return status;
}

clg_status clg_core_history_find(clg_core_history *cores, const clg_history *history,
                                 clg_error *err)
{
    clg_core_room room = {0};
    clg_status status = reserve(cores, history, err);

    cores->count = 0;
    for (size_t w = 0, next = 0; status == CLG_OK && w < history->count; w++) {
        const clg_snapshot *s = &history->windows[w];
        clg_core core;
        status = clg_core_find(&s->ties, CLG_CORE_QUICK, &room, &core, err);
        if (status != CLG_OK)
            break;
        cores->size[w] = core.size;
        cores->first[w] = next;
        for (uint32_t v = 0; v < s->vertex_count; v++)
            cores->member[next + v] = core.member[v];
        next += s->vertex_count;
        cores->count = w + 1;
        cores->first[w + 1] = next;
    }
    clg_core_room_clear(&room);
    return status;
}

static bool is_member(const clg_core_history *cores, size_t window, uint32_t vertex)
{
    return cores->member[cores->first[window] + vertex] != 0;
}

/* Two windows: people there in both, in either core of these, in both cores. */
typedef struct overlap {
    double people, earlier, later, both;
} overlap;

static overlap compare(const clg_core_history *cores, const clg_history *history,
                       size_t window)
{
    const clg_snapshot *a = &history->windows[window], *b = a + 1;
    overlap found = {0.0, 0.0, 0.0, 0.0};

    for (uint32_t v = 0; v < a->vertex_count; v++) {
        uint32_t w = clg_snapshot_vertex(b, a->person[v]);
        bool before, after;
        if (w == CLG_NO_VERTEX)
            continue;
        before = is_member(cores, window, v);
        after = is_member(cores, window + 1, w);
        found.people += 1.0;
        found.earlier += before;
        found.later += after;
        found.both += before && after;
    }
    return found;
}

typedef double comparison(overlap found);

static double corrected_jaccard(overlap o)
{
    double by_chance = o.earlier * o.later / o.people;
    double observed = o.both / (o.earlier + o.later - o.both);
    double expected = by_chance / (o.earlier + o.later - by_chance);

    return (observed - expected) / (1.0 - expected);
}

static double entry_share(overlap o)
{
    return 1.0 - o.both / o.later;
}

static double exit_share(overlap o)
{
    return 1.0 - o.both / o.earlier;
}

static clg_value mean_over_windows(const clg_core_history *cores,
                                   const clg_history *history, comparison *how)
{
    double sum = 0.0, count = 0.0;

    for (size_t w = 0; w + 1 < cores->count; w++) {
        overlap found = compare(cores, history, w);
        double value;
        if (!(found.earlier > 0.0) || !(found.later > 0.0))
            continue;
        value = how(found);
        if (!isfinite(value)) /* both cores are everyone */
            continue;
        sum += value;
        count += 1.0;
    }
    return clg_value_share(sum, count);
}

clg_value clg_core_stability(const clg_core_history *cores, const clg_history *history)
{
    return mean_over_windows(cores, history, corrected_jaccard);
}

clg_value clg_core_entry_rate(const clg_core_history *cores, const clg_history *history)
{
    return mean_over_windows(cores, history, entry_share);
}

clg_value clg_core_exit_rate(const clg_core_history *cores, const clg_history *history)
{
    return mean_over_windows(cores, history, exit_share);
}

void clg_core_of_person(const clg_core_history *cores, const clg_history *history,
                        uint32_t person, double *persistence, uint32_t *longest)
{
    double inside = 0.0, windows = 0.0;
    uint32_t run = 0;

    *longest = 0;
    for (size_t w = 0; w < cores->count; w++) {
        uint32_t v = clg_snapshot_vertex(&history->windows[w], person);
        bool is_in = v != CLG_NO_VERTEX && is_member(cores, w, v);
        run = is_in ? run + 1 : 0;
        *longest = run > *longest ? run : *longest;
        inside += is_in;
        windows += v != CLG_NO_VERTEX && cores->size[w] > 0;
    }
    *persistence = windows > 0.0 ? inside / windows : (double)NAN;
}
