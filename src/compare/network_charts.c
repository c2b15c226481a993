#include "compare/network_charts.h"

#include "base/memory.h"
#include "compare/charts/false_alarms.h"

/* What charting needs beside the data. */
typedef struct work {
    const clg_network_data *data;
    clg_network_charts *out;
    clg_false_alarms alarms;
    clg_signal *signals; /* [window] */
    double *room;        /* [window] */
} work;

static clg_status begin(work *w, uint64_t seed, clg_error *err)
{
    const clg_network_data *data = w->data;
    clg_network_charts *out = w->out;
    clg_false_alarm_options options = CLG_FALSE_ALARM_OPTIONS_INIT;
    size_t cells = (size_t)data->measure_count * data->school_count;
    bool ok =
        (out->charts = clg_array_new(cells, sizeof *out->charts, err)) &&
        (out->tallies =
             clg_array_new(data->measure_count, sizeof *out->tallies, err)) &&
        (w->signals = clg_array_new(data->window_count, sizeof *w->signals, err)) &&
        (w->room = clg_array_new(data->window_count, sizeof *w->room, err));

    options.rules = out->options.rules;
    options.baseline = out->options.baseline;
    options.seed = seed;
    return ok ? clg_false_alarms_init(&w->alarms, data->window_count, &options, err)
              : CLG_ERROR_MEMORY;
}

static clg_status list_signals(work *w, const clg_network_phase *phase,
                               const double *values, clg_error *err)
{
    clg_network_charts *out = w->out;
    clg_chart_signal list[CLG_CHART_SIGNAL_ROOM];
    uint32_t count = clg_chart_list_signals(&phase->chart, values + phase->begin,
                                            phase->end - phase->begin,
                                            w->signals + phase->begin, list);
    clg_status status =
        clg_array_reserve(&out->signals, &out->signal_room, out->signal_count + count,
                          sizeof *out->signals, err);

    for (uint32_t i = 0; status == CLG_OK && i < count; i++) {
        list[i].first += phase->begin;
        list[i].last += phase->begin;
        out->signals[out->signal_count++] =
            (clg_network_signal){phase->measure, phase->school, list[i]};
    }
    return status;
}

static clg_status keep_phase(clg_network_charts *out, const clg_network_phase *phase,
                             clg_error *err)
{
    clg_status status = clg_array_reserve(
        &out->phases, &out->phase_room, out->phase_count + 1, sizeof *out->phases, err);

    if (status == CLG_OK)
        out->phases[out->phase_count++] = *phase;
    return status;
}

/* A series that never leaves its centre has no say. */
static void tally(clg_network_charts *out, const clg_network_chart *one)
{
    clg_signal_tally *of[] = {&out->tallies[one->measure], &out->all};

    for (int i = 0; i < 2; i++) {
        of[i]->charts++;
        of[i]->signals += clg_chart_has_signal(&one->chart);
        of[i]->by_chance += one->by_chance;
    }
}

/* Takes a phase into the chart; *is_useful: it can have a signal. */
static void take_phase(work *w, const clg_network_phase *phase, clg_network_chart *one,
                       bool *is_useful)
{
    unsigned rules = one->chart.rules | phase->chart.rules;

    one->phases++;
    one->begin = phase->begin;
    one->chart = phase->chart;
    one->chart.rules = rules;
    if (phase->chart.useful == 0)
        return;
    *is_useful = true;
    one->by_chance += (1.0 - one->by_chance) *
                      clg_false_alarms_of(&w->alarms, phase->chart.points)->share;
}

static clg_status chart(work *w, uint32_t measure, uint32_t school, clg_error *err)
{
    uint32_t windows = w->data->window_count;
    const double *values = w->data->of[measure].series + (size_t)school * windows;
    clg_network_chart *one = &w->out->charts[w->out->chart_count];
    size_t phases_before = w->out->phase_count;
    bool is_useful = false;
    clg_status status = CLG_OK;

    *one = (clg_network_chart){.measure = measure, .school = school};
    for (uint32_t begin = 0, end; status == CLG_OK && begin < windows; begin = end) {
        clg_network_phase phase = {measure, school, one->phases + 1, begin, 0, {0}};

        end = phase.end = clg_network_phase_end(w->data, measure, school, begin);
        phase.chart = clg_chart_of(values + begin, end - begin, &w->out->options,
                                   w->signals + begin, w->room);
        if (phase.chart.points == 0)
            continue;
        take_phase(w, &phase, one, &is_useful);
        status = list_signals(w, &phase, values, err);
        if (status == CLG_OK)
            status = keep_phase(w->out, &phase, err);
    }
    if (one->phases < 2)
        w->out->phase_count = phases_before;
    w->out->chart_count += one->phases > 0;
    if (is_useful)
        tally(w->out, one);
    return status;
}

clg_status clg_network_chart_all(const clg_network_data *data,
                                 const clg_chart_options *options, uint64_t seed,
                                 clg_network_charts *charts, clg_error *err)
{
    work w = {.data = data, .out = charts};
    clg_status status;

    *charts = (clg_network_charts){.options = *options};
    status = begin(&w, seed, err);
    for (uint32_t m = 0; m < data->measure_count; m++)
        for (uint32_t s = 0; status == CLG_OK && s < data->school_count; s++)
            status = chart(&w, m, s, err);
    clg_false_alarms_clear(&w.alarms);
    clg_free(w.signals);
    clg_free(w.room);
    return status;
}

void clg_network_charts_clear(clg_network_charts *charts)
{
    clg_free(charts->charts);
    clg_free(charts->signals);
    clg_free(charts->phases);
    clg_free(charts->tallies);
    *charts = (clg_network_charts){0};
}
