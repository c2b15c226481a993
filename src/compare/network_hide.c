#include "compare/network_hide.h"

#include "base/text_list.h"

#include <math.h>
#include <string.h>

/* Of these each is, but for a few people, one of the others: who is in no log is
 * absent, who is absent met nobody, and so on. */
static const char *const nested[] = {"isolates",      "isolates_union",
                                     "near_isolates", "exchange_isolates",
                                     "active",        "level_absent_share"};

enum { ISOLATES = 0, ACTIVE = 4, NESTED = sizeof nested / sizeof nested[0] };

typedef struct hiding {
    clg_network_data *data;
    uint32_t min_group;
    size_t nested[NESTED]; /* measures; SIZE_MAX: not compared */
} hiding;

static bool is_few(const hiding *h, double count)
{
    return count > 0.01 && count < h->min_group - 0.01;
}

static size_t cell_of(const hiding *h, uint32_t window, uint32_t school)
{
    return (size_t)window * h->data->school_count + school;
}

/* Over the whole period. */
static bool is_small(const hiding *h, uint32_t school)
{
    return is_few(h, h->data->people[cell_of(h, h->data->window_count, school)]);
}

/* How many people a value stands for; NaN: can't be told. */
static double count_of(const hiding *h, const clg_network_measure *m, size_t cell)
{
    switch (m->counts) {
    case CLG_COUNTS_SHARE: return m->value[cell] * h->data->people[cell];
    case CLG_COUNTS_ISOLATES:
        return h->nested[ISOLATES] != SIZE_MAX
                   ? h->data->of[h->nested[ISOLATES]].value[cell]
                   : (double)NAN;
    case CLG_COUNTS_PEOPLE:
    case CLG_COUNTS_NOBODY: break;
    }
    return m->value[cell];
}

static bool is_level(const hiding *h, size_t measure)
{
    return strncmp(clg_texts_at(&h->data->measures, measure), "level_", 6) == 0 &&
           h->data->of[measure].counts == CLG_COUNTS_PEOPLE &&
           h->data->of[measure].value != NULL;
}

/* Levels add up to all people: with a small one none is told. */
static bool has_few_at_a_level(const hiding *h, size_t cell)
{
    for (uint32_t m = 0; m < h->data->measure_count; m++)
        if (is_level(h, m) && is_few(h, h->data->of[m].value[cell]))
            return true;
    return false;
}

static bool stands_for_few(const hiding *h, size_t measure, size_t cell)
{
    const clg_network_measure *m = &h->data->of[measure];
    double people = h->data->people[cell], count;

    if (isnan(people) || is_few(h, people))
        return true;
    if (m->counts == CLG_COUNTS_NOBODY)
        return false;
    count = count_of(h, m, cell);
    return isnan(count) || is_few(h, count) || is_few(h, people - count) ||
           (is_level(h, measure) && has_few_at_a_level(h, cell));
}

/* Its place among them; NESTED: none. */
static size_t place_of(const hiding *h, size_t measure)
{
    size_t place = 0;

    while (place < NESTED && h->nested[place] != measure)
        place++;
    return place;
}

/* Those that are not seen are as telling as those that are. */
static double apart_of(const hiding *h, size_t measure, size_t cell)
{
    double count = count_of(h, &h->data->of[measure], cell);

    return measure == h->nested[ACTIVE] ? h->data->people[cell] - count : count;
}

static bool reveals(const hiding *h, size_t measure, size_t cell)
{
    size_t place = place_of(h, measure);

    if (stands_for_few(h, measure, cell))
        return true;
    for (size_t k = 0; place < NESTED && k < place; k++)
        if (h->nested[k] != SIZE_MAX && !reveals(h, h->nested[k], cell) &&
            is_few(h,
                   fabs(apart_of(h, measure, cell) - apart_of(h, h->nested[k], cell))))
            return true;
    return false;
}

/* ---- schools compared ---- */

static void hide_set(const hiding *h, clg_compared_set *set)
{
    const clg_network_measure *m = &h->data->of[set->measure];
    uint32_t hidden = 0;

    if (set->result.schools == NULL)
        return;
    for (uint32_t s = 0; s < h->data->school_count; s++) {
        size_t cell = cell_of(h, set->window, s);
        if (isnan(m->value[cell]) || !reveals(h, set->measure, cell))
            continue;
        set->result.schools[s] = clg_compared_nothing(CLG_COMPARED_HIDDEN);
        hidden++;
    }
    if (m->counts != CLG_COUNTS_NOBODY && hidden > 0 && hidden < 2 * h->min_group) {
        clg_comparison_clear(&set->result);
        set->status = CLG_SET_HIDDEN;
    }
}

/* ---- over time ---- */

static void hide_levels(const hiding *h, uint32_t measure, clg_chart *chart)
{
    if (h->data->of[measure].counts != CLG_COUNTS_NOBODY)
        chart->centre = chart->lower = chart->upper = (double)NAN;
}

static void hide_phases(const hiding *h, clg_network_charts *charts)
{
    size_t kept = 0;

    for (size_t i = 0; i < charts->phase_count; i++) {
        clg_network_phase phase = charts->phases[i];
        if (is_small(h, phase.school))
            continue;
        hide_levels(h, phase.measure, &phase.chart);
        charts->phases[kept++] = phase;
    }
    charts->phase_count = kept;
}

static void hide_charts(const hiding *h, clg_network_charts *charts)
{
    size_t kept = 0;

    for (size_t i = 0; i < charts->chart_count; i++) {
        clg_network_chart chart = charts->charts[i];
        if (is_small(h, chart.school))
            continue;
        hide_levels(h, chart.measure, &chart.chart);
        charts->charts[kept++] = chart;
    }
    charts->chart_count = kept;
    kept = 0;
    for (size_t i = 0; i < charts->signal_count; i++)
        if (!is_small(h, charts->signals[i].school))
            charts->signals[kept++] = charts->signals[i];
    charts->signal_count = kept;
}

static void hide_effects(const hiding *h, clg_network_effects *effects)
{
    size_t kept = 0;

    for (size_t i = 0; i < effects->effect_count; i++)
        if (h->data->of[effects->effects[i].measure].counts == CLG_COUNTS_NOBODY ||
            effects->effects[i].treated >= h->min_group)
            effects->effects[kept++] = effects->effects[i];
    effects->effect_count = kept;
    kept = 0;
    for (size_t i = 0; i < effects->school_count; i++)
        if (h->data->of[effects->schools[i].measure].counts == CLG_COUNTS_NOBODY &&
            !is_small(h, effects->schools[i].school))
            effects->schools[kept++] = effects->schools[i];
    effects->school_count = kept;
}

static void hide_outcomes(const hiding *h, clg_network_cycles *cycles)
{
    size_t kept = 0;

    for (size_t i = 0; i < cycles->outcome_count; i++) {
        clg_cycle_outcome one = cycles->outcomes[i];
        if (h->data->of[one.measure].counts == CLG_COUNTS_NOBODY &&
            !is_small(h, cycles->cycles[one.cycle].school))
            cycles->outcomes[kept++] = one;
    }
    cycles->outcome_count = kept;
}

/* ---- all of it ---- */

static void find_nested(hiding *h)
{
    const clg_network_data *data = h->data;

    for (size_t k = 0; k < NESTED; k++) {
        size_t m = clg_texts_find(&data->measures, nested[k], strlen(nested[k]));
        h->nested[k] =
            m < data->measure_count && data->of[m].value != NULL ? m : SIZE_MAX;
    }
}

/* Last, since what else is hidden follows from the number of people. */
static void forget_small_schools(const hiding *h)
{
    size_t cells = ((size_t)h->data->window_count + 1) * h->data->school_count;

    for (size_t cell = 0; cell < cells; cell++)
        if (is_few(h, h->data->people[cell]))
            h->data->people[cell] = (double)NAN;
}

void clg_network_hide(clg_network_data *data, uint32_t min_group,
                      clg_compared_network *compared, clg_network_charts *charts,
                      clg_network_effects *effects, clg_network_cycles *cycles)
{
    hiding h = {.data = data, .min_group = min_group};

    find_nested(&h);
    for (size_t i = 0; i < compared->set_count; i++)
        hide_set(&h, &compared->sets[i]);
    hide_charts(&h, charts);
    hide_phases(&h, charts);
    hide_effects(&h, effects);
    hide_outcomes(&h, cycles);
    forget_small_schools(&h);
}
