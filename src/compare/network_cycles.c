#include "compare/network_cycles.h"

#include "base/memory.h"

#include <math.h>

static bool are_together(const clg_step_taken *a, const clg_step_taken *b)
{
    return a->school == b->school && a->cycle == b->cycle && a->kind == b->kind;
}

/* One entry a cycle, not yet summarised. */
static clg_status list_cycles(clg_network_cycles *c, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < c->taken_count; i++) {
        const clg_step_taken *step = &c->taken[i];

        c->now = fmax(c->now, step->start);
        if (i > 0 && are_together(step, step - 1))
            continue;
        status = clg_array_reserve(&c->cycles, &c->cycle_room, c->cycle_count + 1,
                                   sizeof *c->cycles, err);
        if (status == CLG_OK)
            c->cycles[c->cycle_count++] = (clg_network_cycle){
                .school = step->school, .name = step->cycle, .kind = step->kind};
    }
    return status;
}

/* Room for the marks and cycles of a school. */
typedef struct room {
    clg_cycle_mark *marks;
    clg_cycle *cycles;
    uint32_t *places;
    double *lengths;
} room;

static clg_status make_room(room *r, const clg_network_cycles *c, clg_error *err)
{
    bool ok = (r->marks = clg_array_new(c->taken_count, sizeof *r->marks, err)) &&
              (r->cycles = clg_array_new(c->cycle_count, sizeof *r->cycles, err)) &&
              (r->places = clg_array_new(c->cycle_count, sizeof *r->places, err)) &&
              (r->lengths = clg_array_new(c->cycle_count, sizeof *r->lengths, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

/* Cycles of one kind of a school: only those of one kind have lengths to compare. Marks
 * are listed from `first` on, where the school's begin, and cycles from `begin` to
 * `end`. */
static clg_status summarise_kind(clg_network_cycles *c, size_t first, size_t begin,
                                 size_t end, uint32_t kind, room *r, clg_error *err)
{
    uint32_t marks = 0, count = 0;
    clg_cycle_summary summary;
    clg_status status;

    for (size_t i = begin, at = first; i < end; i++) {
        bool is_of_kind = c->cycles[i].kind == kind;
        size_t head = at;

        for (; at < c->taken_count && are_together(&c->taken[at], &c->taken[head]);
             at++)
            if (is_of_kind)
                r->marks[marks++] = (clg_cycle_mark){
                    count, c->taken[at].step, c->taken[at].start, c->taken[at].end};
        if (is_of_kind)
            r->places[count++] = (uint32_t)i;
    }
    if (count == 0)
        return CLG_OK;
    status = clg_cycles_summarise(r->marks, marks,
                                  c->kind_first[kind + 1] - c->kind_first[kind], count,
                                  c->now, r->cycles, r->lengths, &summary, err);
    for (uint32_t i = 0; status == CLG_OK && i < count; i++) {
        c->cycles[r->places[i]].cycle = r->cycles[i];
        c->by_state[r->cycles[i].state]++;
    }
    return status;
}

static clg_status summarise(clg_network_cycles *c, room *r, clg_error *err)
{
    clg_status status = CLG_OK;
    size_t first = 0, end;

    for (size_t begin = 0; status == CLG_OK && begin < c->cycle_count; begin = end) {
        uint32_t school = c->cycles[begin].school;

        for (end = begin; end < c->cycle_count && c->cycles[end].school == school;)
            end++;
        for (uint32_t kind = 0; status == CLG_OK && kind < c->kinds.count; kind++)
            status = summarise_kind(c, first, begin, end, kind, r, err);
        while (first < c->taken_count && c->taken[first].school == school)
            first++;
    }
    return status;
}

/* ---- what came after ---- */

static uint32_t window_from(const double *times, uint32_t count, double day)
{
    uint32_t w = 0;

    while (w < count && times[w] < day)
        w++;
    return w;
}

/* Chances found so far, [before * (windows + 1) + after]; below 0: not yet. */
typedef struct chances {
    double *of;
    uint32_t windows;
    uint64_t seed;
} chances;

static double chance_of(chances *known, uint32_t before, uint32_t after)
{
    double *chance = &known->of[(size_t)before * (known->windows + 1) + after];

    if (*chance < 0.0)
        *chance = clg_cycle_shift_by_chance(before, after, known->seed);
    return *chance;
}

/* The first window of the phase of the chart in which a window lies. */
static uint32_t phase_begin(const clg_network_data *data, uint32_t measure,
                            uint32_t school, uint32_t window)
{
    uint32_t begin = 0, end = clg_network_phase_end(data, measure, school, begin);

    while (end <= window && end < data->window_count) {
        begin = end;
        end = clg_network_phase_end(data, measure, school, begin);
    }
    return begin;
}

static clg_status find_outcomes(const clg_network_data *data, clg_network_cycles *c,
                                size_t cycle, chances *known, clg_error *err)
{
    static const clg_xmr_options options = CLG_XMR_OPTIONS_INIT;
    uint32_t windows = data->window_count, start = c->cycles[cycle].window;
    uint32_t school = c->cycles[cycle].school;
    clg_status status = CLG_OK;

    for (uint32_t m = 0; status == CLG_OK && m < data->measure_count; m++) {
        const double *series = data->of[m].series + (size_t)school * windows;
        clg_cycle_effect effect = clg_cycle_effect_of(
            series, phase_begin(data, m, school, start), start, windows, &options);

        if (effect.count == 0 || effect.before.count < CLG_LEAST_BEFORE_CYCLE ||
            isnan(effect.before.upper))
            continue;
        status = clg_array_reserve(&c->outcomes, &c->outcome_room, c->outcome_count + 1,
                                   sizeof *c->outcomes, err);
        if (status == CLG_OK)
            c->outcomes[c->outcome_count++] = (clg_cycle_outcome){
                (uint32_t)cycle, m, chance_of(known, effect.before.count, effect.count),
                effect};
    }
    return status;
}

static clg_status find_all_outcomes(const clg_network_data *data, const double *times,
                                    uint64_t seed, clg_network_cycles *c,
                                    clg_error *err)
{
    size_t side = (size_t)data->window_count + 1;
    chances known = {clg_array_new(side * side, sizeof *known.of, err),
                     data->window_count, seed};
    clg_status status = known.of != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t i = 0; status == CLG_OK && i < side * side; i++)
        known.of[i] = -1.0;
    for (size_t i = 0; status == CLG_OK && i < c->cycle_count; i++) {
        c->cycles[i].window = times != NULL ? window_from(times, data->window_count,
                                                          c->cycles[i].cycle.start)
                                            : data->window_count;
        status = find_outcomes(data, c, i, &known, err);
    }
    clg_free(known.of);
    return status;
}

clg_status clg_network_find_cycles(const clg_network_data *data, const double *times,
                                   uint64_t seed, clg_network_cycles *c, clg_error *err)
{
    room r = {NULL, NULL, NULL, NULL};
    clg_status status = list_cycles(c, err);

    if (status == CLG_OK)
        status = make_room(&r, c, err);
    if (status == CLG_OK)
        status = summarise(c, &r, err);
    if (status == CLG_OK && c->cycle_count > 0)
        status = find_all_outcomes(data, times, seed, c, err);
    clg_free(r.marks);
    clg_free(r.cycles);
    clg_free(r.places);
    clg_free(r.lengths);
    return status;
}

void clg_network_cycles_clear(clg_network_cycles *c)
{
    clg_texts_clear(&c->names);
    clg_texts_clear(&c->kinds);
    clg_texts_clear(&c->steps);
    clg_free(c->kind_first);
    clg_free(c->taken);
    clg_free(c->cycles);
    clg_free(c->outcomes);
    *c = (clg_network_cycles){.taken_count = 0};
}
