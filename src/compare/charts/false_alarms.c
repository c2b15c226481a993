#include "compare/charts/false_alarms.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/random.h"
#include "compare/charts/run_chart.h"
#include "compare/charts/xmr.h"

#include <math.h>

/* Two normal values at a time (Box & Muller 1958). */
static void draw(clg_random *random, uint32_t count, double *series)
{
    for (uint32_t t = 0; t < count; t += 2) {
        double radius = sqrt(-2.0 * log1p(-clg_random_uniform(random)));
        double angle = 6.283185307179586477 * clg_random_uniform(random);

        series[t] = radius * cos(angle);
        series[t + 1] = radius * sin(angle);
    }
}

/* All rules that hold on the chart of the series. */
static unsigned chart_rules(clg_false_alarms *alarms, uint32_t points)
{
    const clg_false_alarm_options *o = &alarms->options;
    unsigned rules = 0;

    if (o->rules == CLG_RULES_NHS) {
        clg_xmr_options options = {o->baseline, o->is_unscreened};
        clg_xmr phase = clg_xmr_of(alarms->series, 0, points, &options);

        clg_nhs_rules(alarms->series, &phase, alarms->signals);
    } else {
        clg_run_chart_options options = {o->rules, o->baseline};

        rules = clg_run_chart_of(alarms->series, 0, points, &options, alarms->signals,
                                 alarms->room)
                    .rules;
    }
    for (uint32_t t = 0; t < points; t++)
        rules |= alarms->signals[t].rules;
    return rules;
}

static void count_chart(clg_false_alarms *alarms, uint32_t points,
                        clg_false_alarm *counts)
{
    unsigned rules = chart_rules(alarms, points), review = CLG_RULE_ASTRONOMICAL;

    counts->share += (rules & ~review) != 0;
    for (unsigned i = 0; i < CLG_RULE_COUNT; i++)
        counts->by_rule[i] += (rules >> i) & 1u;
    for (uint32_t t = 0; t < points; t++)
        counts->points += (alarms->signals[t].rules & ~review) != 0;
}

static void simulate(clg_false_alarms *alarms, uint32_t points, clg_false_alarm *rate)
{
    uint32_t replicates = alarms->options.replicates;
    clg_random random =
        clg_random_stream(alarms->options.seed, "false alarms", points, 0, 0);

    for (uint32_t r = 0; r < replicates; r++) {
        draw(&random, points, alarms->series);
        count_chart(alarms, points, rate);
    }
    rate->share /= replicates;
    rate->points /= replicates;
    for (unsigned i = 0; i < CLG_RULE_COUNT; i++)
        rate->by_rule[i] /= replicates;
}

const clg_false_alarm *clg_false_alarms_of(clg_false_alarms *alarms, uint32_t points)
{
    if (!alarms->is_known[points])
        simulate(alarms, points, &alarms->rates[points]);
    alarms->is_known[points] = true;
    return &alarms->rates[points];
}

clg_status clg_false_alarms_init(clg_false_alarms *alarms, uint32_t most_points,
                                 const clg_false_alarm_options *options, clg_error *err)
{
    size_t lengths = (size_t)most_points + 1;
    bool ok;

    *alarms = (clg_false_alarms){.options = *options, .most_points = most_points};
    if (clg_rule_set_name(options->rules) == NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "there is no set of rules %d",
                        (int)options->rules);
    if (options->replicates == 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "0 series to simulate, expected 1 at least");
    ok = (alarms->rates = clg_array_new(lengths, sizeof *alarms->rates, err)) &&
         (alarms->is_known = clg_array_new(lengths, sizeof *alarms->is_known, err)) &&
         (alarms->series = clg_array_new(lengths, sizeof *alarms->series, err)) &&
         (alarms->room = clg_array_new(lengths, sizeof *alarms->room, err)) &&
         (alarms->signals = clg_array_new(lengths, sizeof *alarms->signals, err));
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

void clg_false_alarms_clear(clg_false_alarms *alarms)
{
    clg_free(alarms->rates);
    clg_free(alarms->is_known);
    clg_free(alarms->series);
    clg_free(alarms->room);
    clg_free(alarms->signals);
    *alarms = (clg_false_alarms){0};
}
