#include "measures/temporal/tie_history.h"

#include "base/memory.h"
#include "measures/cohesion/density.h"

#include <math.h>

/* The ties of one window, and whose they are. */
typedef struct window_ties {
    const uint32_t *person; /* of each vertex, ascending */
    const clg_graph *ties;
} window_ties;

static window_ties ties_of(const clg_snapshot *snapshot)
{
    return (window_ties){snapshot->person, &snapshot->ties};
}

static uint32_t vertex_of(const window_ties *window, uint32_t person)
{
    return clg_find_person(window->person, window->ties->vertex_count, person);
}

/* Ties of one window among those who are there in the other; how many of them are tied
 * there too. */
static void compare(const window_ties *a, const window_ties *b, double *ties,
                    double *kept)
{
    *ties = *kept = 0.0;
    for (uint32_t v = 0; v < a->ties->vertex_count; v++) {
        uint32_t there = vertex_of(b, a->person[v]);
        if (there == CLG_NO_VERTEX)
            continue;
        for (size_t e = a->ties->first[v]; e < a->ties->first[v + 1]; e++) {
            uint32_t other = vertex_of(b, a->person[a->ties->target[e]]);
            if (a->ties->target[e] < v || other == CLG_NO_VERTEX)
                continue;
            *ties += 1.0;
            *kept += clg_graph_has_arc(b->ties, there, other);
        }
    }
}

/* Persistence, or novelty, of the later window. */
static clg_value follow_ties(window_ties before, window_ties after, bool of_new)
{
    double earlier, later, kept;

    compare(&before, &after, &earlier, &kept);
    compare(&after, &before, &later, &kept);
    if (!(earlier > 0.0) || !(later > 0.0))
        return clg_value_undefined();
    return clg_value_of(of_new ? 1.0 - kept / later : kept / (earlier + later - kept));
}

static clg_value mean_over_windows(const clg_history *history, bool of_new)
{
    double sum = 0.0, count = 0.0;

    for (size_t w = 0; w + 1 < history->count; w++) {
        clg_value one = follow_ties(ties_of(&history->windows[w]),
                                    ties_of(&history->windows[w + 1]), of_new);
        if (one.status != CLG_VALUE_OK)
            continue;
        sum += one.value;
        count += 1.0;
    }
    return clg_value_share(sum, count);
}

clg_value clg_tie_persistence_of(const clg_snapshot *before, const uint32_t *person,
                                 const clg_graph *ties)
{
    return follow_ties(ties_of(before), (window_ties){person, ties}, false);
}

clg_value clg_tie_persistence(const clg_history *history)
{
    return mean_over_windows(history, false);
}

clg_value clg_tie_novelty(const clg_history *history)
{
    return mean_over_windows(history, true);
}

/* Is the pair tied in this window? *is_there: are both members? */
static bool is_tied(const clg_snapshot *s, uint32_t a, uint32_t b, bool *is_there)
{
    uint32_t v = clg_snapshot_vertex(s, a), w = clg_snapshot_vertex(s, b);

    *is_there = v != CLG_NO_VERTEX && w != CLG_NO_VERTEX;
    return *is_there && clg_graph_has_arc(&s->ties, v, w);
}

/* The spell that begins in window w with this tie. */
static clg_spell follow(const clg_history *history, size_t w, uint32_t a, uint32_t b)
{
    clg_spell spell = {1.0, false};

    for (size_t next = w + 1; next < history->count; next++) {
        bool is_there;
        if (!is_tied(&history->windows[next], a, b, &is_there)) {
            spell.is_over = is_there;
            return spell;
        }
        spell.length += 1.0;
    }
    return spell;
}

static clg_status add_spells(const clg_history *history, size_t w, clg_spell **spells,
                             size_t *count, size_t *room, clg_error *err)
{
    const clg_snapshot *s = &history->windows[w];
    clg_status status = CLG_OK;

    for (uint32_t v = 0; v < s->vertex_count; v++)
        for (size_t e = s->ties.first[v]; status == CLG_OK && e < s->ties.first[v + 1];
             e++) {
            uint32_t a = s->person[v], b = s->person[s->ties.target[e]];
            bool is_there;
            if (b < a || (w > 0 && is_tied(s - 1, a, b, &is_there)))
                continue;
            status = clg_array_reserve(spells, room, *count + 1, sizeof **spells, err);
            if (status == CLG_OK)
                (*spells)[(*count)++] = follow(history, w, a, b);
        }
    return status;
}

clg_status clg_tie_half_life(const clg_history *history, clg_value *half_life,
                             clg_error *err)
{
    clg_spell *spells = NULL;
    size_t count = 0, room = 0;
    clg_status status = CLG_OK;

    for (size_t w = 0; status == CLG_OK && w < history->count; w++)
        status = add_spells(history, w, &spells, &count, &room, err);
    if (status == CLG_OK)
        *half_life = clg_survival_median(spells, count);
    clg_free(spells);
    return status;
}

static bool has_exchange(const clg_graph *exchanges, uint32_t v)
{
    if (exchanges->first[v + 1] > exchanges->first[v])
        return true;
    for (size_t e = 0; e < exchanges->arc_count; e++)
        if (exchanges->target[e] == v)
            return true;
    return false;
}

void clg_isolated_windows(const clg_history *history, uint32_t person, double *share,
                          uint32_t *longest)
{
    double isolated = 0.0, windows = 0.0;
    uint32_t run = 0;

    *longest = 0;
    for (size_t w = 0; w < history->count; w++) {
        const clg_snapshot *s = &history->windows[w];
        uint32_t v = clg_snapshot_vertex(s, person);
        bool alone;
        if (v == CLG_NO_VERTEX || s->is_silent)
            continue;
        alone =
            s->ties.first[v + 1] == s->ties.first[v] && !has_exchange(&s->exchanges, v);
        run = alone ? run + 1 : 0;
        *longest = run > *longest ? run : *longest;
        isolated += alone;
        windows += 1.0;
    }
    *share = windows > 0.0 ? isolated / windows : (double)NAN;
}
