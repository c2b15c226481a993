#include "compare/charts/cycles.h"

#include "base/fail.h"

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

static clg_status check_mark(const clg_pdsa_mark *mark, uint32_t cycle_count,
                             clg_error *err)
{
    if (mark->cycle >= cycle_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "cycle %u, expected less than %u",
                        mark->cycle, cycle_count);
    if ((unsigned)mark->phase >= CLG_PDSA_PHASE_COUNT)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "there is no phase %d of a cycle",
                        (int)mark->phase);
    if (!isfinite(mark->start) || mark->end < mark->start)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "a mark from %g to %g, expected a start and an end after it",
                        mark->start, mark->end);
    return CLG_OK;
}

/* The cycle's length is kept as the time of its end until its start is known. */
static void add_mark(const clg_pdsa_mark *mark, clg_cycle *cycle)
{
    double end = isnan(mark->end) ? mark->start : mark->end;

    if (cycle->phases == 0 || mark->start < cycle->start)
        cycle->start = mark->start;
    cycle->phases |= 1u << mark->phase;
    if (mark->phase == CLG_PDSA_ACT)
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

static uint32_t skipped_steps_of(const clg_cycle *cycle)
{
    uint32_t skipped = 0;

    for (unsigned phase = CLG_PDSA_PLAN; phase < CLG_PDSA_ACT; phase++)
        skipped += (cycle->phases >> phase & 1u) == 0;
    return skipped;
}

static void count_completed(clg_cycle *cycles, uint32_t cycle_count, double *room,
                            clg_cycle_summary *summary)
{
    for (uint32_t c = 0; c < cycle_count; c++) {
        clg_cycle *cycle = &cycles[c];
        if ((cycle->phases >> CLG_PDSA_ACT & 1u) == 0)
            continue;
        cycle->state = CLG_CYCLE_COMPLETED;
        cycle->length -= cycle->start;
        room[summary->completed++] = cycle->length;
        summary->skipped_steps += skipped_steps_of(cycle);
    }
    summary->median_length = median_of(room, summary->completed);
}

static void count_open(clg_cycle *cycles, uint32_t cycle_count, double now,
                       clg_cycle_summary *summary)
{
    double patience = abandoned_after * summary->median_length;

    for (uint32_t c = 0; c < cycle_count; c++) {
        bool is_old = now - cycles[c].start > patience;
        if (cycles[c].phases == 0 || cycles[c].state == CLG_CYCLE_COMPLETED)
            continue;
        cycles[c].state = is_old ? CLG_CYCLE_ABANDONED : CLG_CYCLE_RUNNING;
        summary->abandoned += is_old;
        summary->running += !is_old;
    }
}

clg_status clg_cycles_summarise(const clg_pdsa_mark *marks, uint32_t mark_count,
                                uint32_t cycle_count, double now, clg_cycle *cycles,
                                double *room, clg_cycle_summary *summary,
                                clg_error *err)
{
    *summary = (clg_cycle_summary){.median_length = NAN};
    for (uint32_t c = 0; c < cycle_count; c++)
        cycles[c] = (clg_cycle){.start = NAN, .length = NAN};
    for (uint32_t m = 0; m < mark_count; m++) {
        clg_status status = check_mark(&marks[m], cycle_count, err);
        if (status != CLG_OK)
            return status;
        if (marks[m].start <= now)
            add_mark(&marks[m], &cycles[marks[m].cycle]);
    }
    count_completed(cycles, cycle_count, room, summary);
    count_open(cycles, cycle_count, now, summary);
    return CLG_OK;
}
