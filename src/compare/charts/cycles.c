#include "compare/charts/cycles.h"

#include "base/fail.h"
#include "base/random.h"
#include "base/special.h"

#include <gsl/gsl_sort_double.h>
#include <math.h>

enum { SHIFT = 7 };

static const double abandoned_after = 2.0; /* median lengths */

/* Points after the start, one after the other. */
static void add_point(clg_cycle_effect *effect, double value, int side, int *before,
                      uint32_t *run, uint32_t *run_begin, uint32_t t)
{
    *run = side != 0 && side == *before ? *run + 1 : side != 0;
    if (*run == 1)
        *run_begin = t;
    *before = side;
    effect->count++;
    effect->above += value > effect->before.upper;
    effect->below += value < effect->before.lower;
    if (*run > effect->longest_run)
        effect->longest_run = *run;
    if (*run >= SHIFT && effect->shift == 0) {
        effect->shift = side;
        effect->shift_at = *run_begin;
    }
}

clg_cycle_effect clg_cycle_effect_of(const double *values, uint32_t begin,
                                     uint32_t start, uint32_t end,
                                     const clg_xmr_options *options)
{
    clg_cycle_effect effect = {.before = clg_xmr_of(values, begin, start, options)};
    double centre = effect.before.centre, sum = 0.0;
    uint32_t run = 0, run_begin = start;
    int before = 0;

    for (uint32_t t = start; t < end; t++) {
        if (isnan(values[t]))
            continue;
        add_point(&effect, values[t],
                  isnan(centre) ? 0 : clg_side_of(values[t], centre), &before, &run,
                  &run_begin, t);
        sum += values[t] - centre;
    }
    effect.change = effect.count > 0 ? sum / effect.count : (double)NAN;
    effect.share_beyond = effect.count > 0 && !isnan(effect.before.upper)
                              ? ((double)effect.above + effect.below) / effect.count
                              : (double)NAN;
    return effect;
}

/* Whether 7 or more of the values in a row lie on one side of a line, which this share
 * of all values lies below. */
static bool has_shift(clg_random *random, double share, uint32_t count)
{
    uint32_t run = 0;
    bool was_above = false;

    for (uint32_t i = 0; i < count; i++) {
        bool is_above = clg_random_uniform(random) > share;

        run = i > 0 && is_above == was_above ? run + 1 : 1;
        was_above = is_above;
        if (run >= SHIFT)
            return true;
    }
    return false;
}

double clg_cycle_shift_by_chance(uint32_t before, uint32_t after, uint64_t seed)
{
    enum { REPLICATES = 2000 };
    uint32_t shifts = 0;

    for (uint32_t r = 0; before > 0 && after >= SHIFT && r < REPLICATES; r++) {
        clg_random random =
            clg_random_stream(seed, "shift by chance", before, after, r);
        double mean = clg_normal_quantile(clg_random_uniform(&random)) / sqrt(before);

        shifts += has_shift(&random, clg_normal_below(mean), after);
    }
    return (double)shifts / REPLICATES;
}

const char *clg_cycle_state_name(clg_cycle_state state)
{
    static const char *const names[] = {"unseen", "completed", "running", "abandoned"};

    return (unsigned)state < CLG_CYCLE_STATE_COUNT ? names[state] : NULL;
}

static clg_status check_mark(const clg_cycle_mark *mark, uint32_t step_count,
                             uint32_t cycle_count, clg_error *err)
{
    if (mark->cycle >= cycle_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "cycle %u, expected less than %u",
                        mark->cycle, cycle_count);
    if (mark->step >= step_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "step %u, expected less than %u",
                        mark->step, step_count);
    if (!isfinite(mark->start) || mark->end < mark->start)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a mark from %g to %g, expected a start and an end after it",
                        mark->start, mark->end);
    return CLG_OK;
}

/* The cycle's length is kept as the time of its end until its start is known. */
static void add_mark(const clg_cycle_mark *mark, uint32_t last, clg_cycle *cycle)
{
    double end = isnan(mark->end) ? mark->start : mark->end;

    if (cycle->steps == 0 || mark->start < cycle->start)
        cycle->start = mark->start;
    cycle->steps |= 1u << mark->step;
    if (mark->step == last)
        cycle->length = fmax(cycle->length, end);
}

static double median_of(double *values, uint32_t count)
{
    if (count == 0)
        return NAN;
    gsl_sort(values, 1, count);
    return count % 2 != 0 ? values[count / 2]
                          : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

static uint32_t skipped_steps_of(const clg_cycle *cycle, uint32_t last)
{
    uint32_t skipped = 0;

    for (uint32_t step = 0; step < last; step++)
        skipped += (cycle->steps >> step & 1u) == 0;
    return skipped;
}

static void count_completed(clg_cycle *cycles, uint32_t cycle_count, uint32_t last,
                            double *room, clg_cycle_summary *summary)
{
    for (uint32_t c = 0; c < cycle_count; c++) {
        clg_cycle *cycle = &cycles[c];
        if ((cycle->steps >> last & 1u) == 0)
            continue;
        cycle->state = CLG_CYCLE_COMPLETED;
        cycle->length -= cycle->start;
        room[summary->completed++] = cycle->length;
        summary->skipped_steps += skipped_steps_of(cycle, last);
    }
    summary->median_length = median_of(room, summary->completed);
}

static void count_open(clg_cycle *cycles, uint32_t cycle_count, double now,
                       clg_cycle_summary *summary)
{
    double patience = abandoned_after * summary->median_length;

    for (uint32_t c = 0; c < cycle_count; c++) {
        bool is_old = now - cycles[c].start > patience;
        if (cycles[c].steps == 0 || cycles[c].state == CLG_CYCLE_COMPLETED)
            continue;
        cycles[c].state = is_old ? CLG_CYCLE_ABANDONED : CLG_CYCLE_RUNNING;
        summary->abandoned += is_old;
        summary->running += !is_old;
    }
}

clg_status clg_cycles_summarise(const clg_cycle_mark *marks, uint32_t mark_count,
                                uint32_t step_count, uint32_t cycle_count, double now,
                                clg_cycle *cycles, double *room,
                                clg_cycle_summary *summary, clg_error *err)
{
    uint32_t last = step_count - 1;

    *summary = (clg_cycle_summary){.median_length = NAN};
    if (step_count == 0 || step_count > CLG_MOST_CYCLE_STEPS)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "cycles of %u steps, expected 1 to %d",
                        step_count, CLG_MOST_CYCLE_STEPS);
    for (uint32_t c = 0; c < cycle_count; c++)
        cycles[c] = (clg_cycle){.start = NAN, .length = NAN};
    for (uint32_t m = 0; m < mark_count; m++) {
        clg_status status = check_mark(&marks[m], step_count, cycle_count, err);
        if (status != CLG_OK)
            return status;
        if (marks[m].start <= now)
            add_mark(&marks[m], last, &cycles[marks[m].cycle]);
    }
    count_completed(cycles, cycle_count, last, room, summary);
    count_open(cycles, cycle_count, now, summary);
    return CLG_OK;
}
