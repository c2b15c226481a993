#include "measures/participation/levels.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/core/borgatti_everett.h"

#include <string.h>

enum { SPAN = 3, LEAST_CHANGES = 6 };

const char *const clg_level_names[CLG_LEVELS + 1] = {
    "absent", "core", "active", "occasional", "peripheral", "transactional", NULL};

clg_level_of clg_level_find(const clg_features *f, clg_beta prior,
                            const clg_level_rules *rules)
{
    double regularity = f->windows > 0.0 ? f->active_windows / f->windows : 0.0;
    bool leads =
        f->led_by_all > 0.0 ? f->led >= rules->core_led * f->led_by_all : f->sent > 0.0;

    if (!(f->events > 0.0))
        return CLG_ABSENT;
    if (f->core >= rules->core_chance && regularity >= rules->core_regularity && leads)
        return CLG_CORE;
    if (regularity < rules->regularity)
        return CLG_OCCASIONAL;
    return clg_smoothed(prior, f->attended, f->eligible) >= rules->active_rate
               ? CLG_ACTIVE
               : CLG_PERIPHERAL;
}

static void add_window(clg_features *f, const clg_snapshot *s, uint32_t v)
{
    if (s->is_silent)
        return;
    f->windows += 1.0;
    f->active_windows += s->events[v] > 0;
    f->attended += s->attended[v];
    f->eligible += s->eligible[v];
    f->events += s->events[v];
    f->led += s->led[v];
    f->sent += s->initiated[v] - s->led[v];
}

/* ---- all people of a school ---- */

/* One school at work: where everyone stands in every window, and one sample. */
typedef struct work {
    const clg_history *history;
    size_t count;
    uint32_t *vertex; /* of person p in window w: w * count + p */
    uint32_t *drawn, *place;
    clg_tie *ties;
    clg_graph graph;
    clg_core_room core_room;
    clg_features *features;
} work;

static void place_people(work *w, const uint32_t *persons)
{
    for (size_t i = 0; i < w->history->count; i++) {
        const clg_snapshot *s = &w->history->windows[i];
        uint32_t v = 0; /* both ascend */
        for (size_t p = 0; p < w->count; p++) {
            while (v < s->vertex_count && s->person[v] < persons[p])
                v++;
            w->vertex[i * w->count + p] =
                v < s->vertex_count && s->person[v] == persons[p] ? v : CLG_NO_VERTEX;
        }
    }
}

static clg_status start(work *w, const uint32_t *persons, clg_error *err)
{
    size_t windows = w->history->count, ties = 0;
    bool ok;

    for (size_t i = 0; i < windows; i++) { /* one window may be drawn every time */
        size_t own = w->history->windows[i].ties.arc_count / 2;
        ties = own > ties ? own : ties;
    }
    ok = (w->vertex = clg_array_new(windows * w->count + 1, sizeof *w->vertex, err)) &&
         (w->drawn = clg_array_new(windows + 1, sizeof *w->drawn, err)) &&
         (w->place = clg_array_new(w->count + 1, sizeof *w->place, err)) &&
         (w->ties = clg_array_new(windows * ties + 1, sizeof *w->ties, err)) &&
         (w->features = clg_array_new(w->count + 1, sizeof *w->features, err));
    if (ok)
        place_people(w, persons);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void end(work *w)
{
    clg_free(w->vertex);
    clg_free(w->drawn);
    clg_free(w->place);
    clg_free(w->ties);
    clg_free(w->features);
    clg_graph_clear(&w->graph);
    clg_core_room_clear(&w->core_room);
}

/* place: of each vertex of the window, among the people of the school. */
static size_t add_ties(work *w, size_t window, size_t count)
{
    const clg_graph *ties = &w->history->windows[window].ties;

    for (size_t p = 0; p < w->count; p++)
        if (w->vertex[window * w->count + p] != CLG_NO_VERTEX)
            w->place[w->vertex[window * w->count + p]] = (uint32_t)p;
    for (uint32_t v = 0; v < ties->vertex_count; v++)
        for (size_t e = ties->first[v]; e < ties->first[v + 1]; e++)
            if (ties->target[e] > v)
                w->ties[count++] =
                    (clg_tie){w->place[v], w->place[ties->target[e]], ties->weight[e]};
    return count;
}

/* Features of everyone over the drawn windows, with the core of their ties. */
static clg_status measure_sample(work *w, clg_error *err)
{
    size_t count = 0;
    double led = 0.0;
    clg_core core;
    clg_status status;

    memset(w->features, 0, w->count * sizeof *w->features);
    for (size_t i = 0; i < w->history->count; i++) {
        size_t window = w->drawn[i];
        const clg_snapshot *s = &w->history->windows[window];
        count = add_ties(w, window, count);
        for (size_t p = 0; p < w->count; p++) {
            uint32_t v = w->vertex[window * w->count + p];
            if (v == CLG_NO_VERTEX)
                continue;
            add_window(&w->features[p], s, v);
            led += s->led[v];
        }
    }
    status =
        clg_graph_from_ties(&w->graph, (uint32_t)w->count, false, w->ties, count, err);
    if (status == CLG_OK)
        status = clg_core_find(&w->graph, CLG_CORE_QUICK, &w->core_room, &core, err);
    for (size_t p = 0; status == CLG_OK && p < w->count; p++) {
        w->features[p].core = (double)core.member[p];
        w->features[p].led_by_all = led;
    }
    return status;
}

static clg_status sample_levels(work *w, clg_levels *levels, clg_beta prior,
                                const clg_level_rules *rules, uint32_t samples,
                                uint64_t seed, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t sample = 0; status == CLG_OK && sample < samples; sample++) {
        clg_random random = clg_random_stream(seed, "levels", 0, 0, sample);
        for (size_t i = 0; i < w->history->count; i++)
            w->drawn[i] = clg_random_below(&random, (uint32_t)w->history->count);
        status = measure_sample(w, err);
        for (size_t p = 0; status == CLG_OK && p < w->count; p++) {
            clg_level_of level = clg_level_find(&w->features[p], prior, rules);
            levels->chance[p * CLG_LEVELS + level] += 1.0 / (double)samples;
            levels->core[p] += w->features[p].core / (double)samples;
        }
    }
    return status;
}

static clg_status reserve(clg_levels *levels, size_t count, clg_error *err)
{
    clg_status status = clg_array_reserve(&levels->level, &levels->level_room,
                                          count + 1, sizeof *levels->level, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&levels->chance, &levels->chance_room,
                                   CLG_LEVELS * count + 1, sizeof *levels->chance, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&levels->core, &levels->core_room, count + 1,
                                   sizeof *levels->core, err);
    if (status != CLG_OK)
        return status;
    levels->count = count;
    memset(levels->chance, 0, CLG_LEVELS * count * sizeof *levels->chance);
    memset(levels->core, 0, count * sizeof *levels->core);
    return CLG_OK;
}

clg_status clg_levels_find(clg_levels *levels, const clg_history *history,
                           const uint32_t *persons, size_t count, clg_beta prior,
                           const clg_level_rules *rules, uint32_t samples,
                           uint64_t seed, clg_error *err)
{
    work w = {.history = history, .count = count};
    clg_status status = reserve(levels, count, err);

    if (status == CLG_OK)
        status = start(&w, persons, err);
    if (status == CLG_OK)
        status = sample_levels(&w, levels, prior, rules, samples, seed, err);
    for (size_t i = 0; status == CLG_OK && i < history->count; i++)
        w.drawn[i] = (uint32_t)i; /* the windows themselves */
    if (status == CLG_OK)
        status = measure_sample(&w, err);
    for (size_t p = 0; status == CLG_OK && p < count; p++) {
        w.features[p].core = samples > 0 ? levels->core[p] : w.features[p].core;
        levels->level[p] = (uint8_t)clg_level_find(&w.features[p], prior, rules);
    }
    end(&w);
    return status;
}

void clg_levels_clear(clg_levels *levels)
{
    clg_free(levels->level);
    clg_free(levels->chance);
    clg_free(levels->core);
    *levels = (clg_levels){0};
}

/* ---- change ---- */

static clg_features features_in_span(const clg_history *history,
                                     const clg_core_history *cores, uint32_t person,
                                     size_t span)
{
    clg_features f = {0};
    double core = 0.0;

    for (size_t w = span * SPAN; w < (span + 1) * SPAN; w++) {
        const clg_snapshot *s = &history->windows[w];
        uint32_t v = clg_snapshot_vertex(s, person);
        for (uint32_t u = 0; u < s->vertex_count; u++)
            f.led_by_all += s->led[u];
        if (v == CLG_NO_VERTEX)
            continue;
        add_window(&f, s, v);
        core += cores->member[cores->first[w] + v];
    }
    f.core = f.windows > 0.0 ? core / f.windows : 0.0;
    return f;
}

/* The level over one span; CLG_LEVELS if the person is no member in it. */
static clg_level_of level_in_span(const clg_history *history,
                                  const clg_core_history *cores, uint32_t person,
                                  size_t span, clg_beta prior,
                                  const clg_level_rules *rules)
{
    clg_features f = features_in_span(history, cores, person, span);

    return f.windows > 0.0 ? clg_level_find(&f, prior, rules) : CLG_LEVELS;
}

static double index_of(double counts[5][5])
{
    double trace = 0.0;

    for (int from = 0; from < 5; from++) {
        double sum = 0.0;
        for (int to = 0; to < 5; to++)
            sum += counts[from][to] + 0.5;
        trace += (counts[from][from] + 0.5) / sum;
    }
    return (5.0 - trace) / 4.0;
}

clg_value clg_level_mobility(const clg_history *history, const clg_core_history *cores,
                             clg_beta prior, const clg_level_rules *rules)
{
    double counts[5][5] = {{0.0}};
    size_t spans = history->count / SPAN;
    bool any = false;

    for (size_t span = 0; span + 1 < spans; span++) {
        const clg_snapshot *first = &history->windows[span * SPAN];
        for (uint32_t v = 0; v < first->vertex_count; v++) {
            clg_level_of from =
                level_in_span(history, cores, first->person[v], span, prior, rules);
            clg_level_of to =
                level_in_span(history, cores, first->person[v], span + 1, prior, rules);
            if (from == CLG_LEVELS || to == CLG_LEVELS)
                continue;
            counts[from][to] += 1.0; /* absent is 0, the four others follow */
            any = true;
        }
    }
    return any ? clg_value_of(index_of(counts)) : clg_value_undefined();
}

/* People with an event who are not in the core. */
static double outer_size(const clg_history *history, const clg_core_history *cores,
                         size_t window)
{
    const clg_snapshot *s = &history->windows[window];
    double count = 0.0;

    for (uint32_t v = 0; v < s->vertex_count; v++)
        count += s->events[v] > 0 && !cores->member[cores->first[window] + v];
    return count;
}

void clg_core_after_outer(const clg_history *history, const clg_core_history *cores,
                          clg_value *slope, clg_value *error)
{
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0, b, left;

    *slope = *error = clg_value_undefined();
    for (size_t w = 0; w + 2 < history->count; w++) {
        double outer =
            outer_size(history, cores, w + 1) - outer_size(history, cores, w);
        double core = (double)cores->size[w + 2] - (double)cores->size[w + 1];
        n += 1.0;
        x += outer;
        y += core;
        xx += outer * outer;
        yy += core * core;
        xy += outer * core;
    }
    if (n < LEAST_CHANGES)
        return;
    xx -= x * x / n;
    yy -= y * y / n;
    xy -= x * y / n;
    if (!(xx > 1e-12))
        return;
    b = xy / xx;
    left = fmax(0.0, yy - b * xy);
    *slope = clg_value_of(b);
    *error = clg_value_of(sqrt(left / (n - 2.0) / xx));
}
