#define _POSIX_C_SOURCE 200809L
#include "run/compare_summary.h"

#include "base/count_text.h"
#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 20, MOST_NAMES = 5 };

static void print_data(const clg_compare_findings *f, const char *panel, FILE *stream)
{
    const clg_network_data *data = f->data;
    char schools[CLG_COUNT_TEXT_SIZE], windows[CLG_COUNT_TEXT_SIZE];

    fprintf(stream, "read %s\n  %s school%s", panel,
            clg_count_text(data->school_count, schools),
            data->school_count == 1 ? "" : "s");
    if (data->window_count > 0)
        fprintf(stream, ", %s window%s", clg_count_text(data->window_count, windows),
                data->window_count == 1 ? "" : "s");
    fprintf(stream, ", %u measure%s\n", data->measure_count,
            data->measure_count == 1 ? "" : "s");
}

/* ---- what is compared ---- */

typedef struct counts {
    uint32_t by_status[CLG_SET_STATUS_COUNT], by_use[CLG_SIZE_USE_COUNT];
    uint32_t flags, discoveries;
    double by_chance;
} counts;

static bool is_compared(const clg_compared_set *set)
{
    return set->status == CLG_SET_COMPARED || set->status == CLG_SET_HOMOGENEOUS;
}

static counts count_sets(const clg_compared_network *compared)
{
    counts all = {0};

    for (size_t i = 0; i < compared->set_count; i++) {
        const clg_compared_set *set = &compared->sets[i];

        all.by_status[set->status]++;
        all.by_use[set->result.size_use] += is_compared(set);
        all.flags += set->result.flags;
        all.discoveries += set->result.discoveries;
        all.by_chance += set->result.flags_by_chance;
    }
    return all;
}

const char *clg_compare_reason(const clg_network_data *data)
{
    return data->school_count == 0   ? "there is none"
           : data->school_count == 1 ? "there is one, and nobody to compare it with"
                                     : NULL;
}

static void print_window(const clg_compare_findings *f, FILE *stream)
{
    const clg_compared_network *compared = f->compared;
    uint32_t first = compared->sets[0].window;
    uint32_t last = compared->sets[compared->set_count - 1].window;
    const clg_texts *names = &f->data->windows;

    if (first != last)
        fprintf(stream, "schools compared in every window\n");
    else if (first == f->data->window_count)
        fprintf(stream, "schools compared over the whole period\n");
    else
        fprintf(stream, "schools compared in the window %s\n",
                clg_texts_at(names, first));
}

static void print_sizes(const clg_compare_findings *f, const counts *all, FILE *stream)
{
    const clg_texts *names = &f->data->size_names;

    if (all->by_use[CLG_SIZE_USE_ADJUSTED] > 0) {
        fprintf(stream, "  adjusted for size (");
        for (size_t j = 0; j < names->count; j++)
            fprintf(stream, "%s%s", j > 0 ? ", " : "", clg_texts_at(names, j));
        fprintf(stream, "): %u; counts bring their size with them: %u\n",
                all->by_use[CLG_SIZE_USE_ADJUSTED], all->by_use[CLG_SIZE_USE_COUNTS]);
    }
    if (all->by_use[CLG_SIZE_USE_TOO_FEW] > 0)
        fprintf(stream, "  not adjusted for size, as schools are too few: %u\n",
                all->by_use[CLG_SIZE_USE_TOO_FEW]);
    if (all->by_use[CLG_SIZE_USE_UNKNOWN] > 0)
        fprintf(stream, "  not adjusted for size, which is unknown: %u\n",
                all->by_use[CLG_SIZE_USE_UNKNOWN]);
    if (all->by_use[CLG_SIZE_USE_DECLINED] > 0)
        fprintf(stream, "  not adjusted for size, as asked for: %u\n",
                all->by_use[CLG_SIZE_USE_DECLINED]);
}

static void print_counts(const counts *all, FILE *stream)
{
    static const char *const reasons[CLG_SET_STATUS_COUNT] = {
        [CLG_SET_EMPTY] = "no school has a value",
        [CLG_SET_SINGLE] = "one school alone has a value",
        [CLG_SET_NO_EVENTS] = "it never happened, or always",
        [CLG_SET_NO_ERROR] = "no school has a standard error there",
        [CLG_SET_NO_MODEL] =
            "no model of chance, so that schools can't be told from luck",
        [CLG_SET_HIDDEN] = "it would reveal few people, see --min-group",
    };

    fprintf(stream, "  compared: %u, of which %u show no spread beyond chance\n",
            all->by_status[CLG_SET_COMPARED] + all->by_status[CLG_SET_HOMOGENEOUS],
            all->by_status[CLG_SET_HOMOGENEOUS]);
    for (int s = 0; s < CLG_SET_STATUS_COUNT; s++)
        if (reasons[s] != NULL && all->by_status[s] > 0)
            fprintf(stream, "  not compared: %u (%s)\n", all->by_status[s], reasons[s]);
}

/* ---- who stands out ---- */

static void print_names(const clg_network_data *data, const clg_compared_set *set,
                        int side, const char *word, FILE *stream)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < data->school_count; s++) {
        const clg_compared *one = &set->result.schools[s];

        if (!(one->q <= 0.05) || (one->z < 0.0) != (side < 0))
            continue;
        if (count < MOST_NAMES)
            fprintf(stream, "%s%s", count > 0 ? ", " : word,
                    clg_texts_at(&data->schools, s));
        count++;
    }
    if (count > MOST_NAMES)
        fprintf(stream, " and %u more", count - MOST_NAMES);
}

static void print_standing_out(const clg_compare_findings *f, FILE *stream)
{
    uint32_t lines = 0;

    for (size_t i = 0; i < f->compared->set_count; i++) {
        const clg_compared_set *set = &f->compared->sets[i];

        if (set->result.discoveries == 0 || lines++ >= MOST_LINES)
            continue;
        fprintf(stream, "  %s", clg_texts_at(&f->data->measures, set->measure));
        if (set->window < f->data->window_count)
            fprintf(stream, ", %s", clg_texts_at(&f->data->windows, set->window));
        print_names(f->data, set, 1, ": high ", stream);
        print_names(f->data, set, -1, ": low ", stream);
        fprintf(stream, "\n");
    }
    if (lines > MOST_LINES)
        fprintf(stream, "  and in %u more, see comparison.csv\n", lines - MOST_LINES);
}

static void print_comparison(const clg_compare_findings *f, FILE *stream)
{
    const counts all = count_sets(f->compared);

    const char *reason = clg_compare_reason(f->data);

    if (reason != NULL)
        fprintf(stream, "schools are not compared: %s\n", reason);
    if (reason != NULL || f->compared->set_count == 0)
        return;
    print_window(f, stream);
    print_counts(&all, stream);
    print_sizes(f, &all, stream);
    fprintf(stream,
            "schools that differ beyond chance: %u\n"
            "  (q of at most .05; beyond the 99.8 %% limits lie %u, by chance at most "
            "%.1f would)\n",
            all.discoveries, all.flags, all.by_chance);
    print_standing_out(f, stream);
    fprintf(stream, "  a difference is no verdict: it says where to look\n");
}

/* ---- over time ---- */

static void print_rebases(const clg_compare_findings *f, FILE *stream)
{
    size_t count = f->data->rebase_count;

    if (count > 0)
        fprintf(stream, "  %zu restart%s of charts, as asked for: phases.csv\n", count,
                count == 1 ? "" : "s");
}

static void print_signals(const clg_compare_findings *f, FILE *stream)
{
    const clg_signal_tally *all = &f->charts->all;
    char charts[CLG_COUNT_TEXT_SIZE], signals[CLG_COUNT_TEXT_SIZE];

    if (all->charts == 0)
        return;
    fprintf(stream,
            "schools over time, each against itself (rules %s)\n"
            "  %s charts, %s with a signal; %.1f would have one by chance if nothing "
            "changed\n",
            clg_rule_set_name(f->charts->options.rules),
            clg_count_text(all->charts, charts), clg_count_text(all->signals, signals),
            all->by_chance);
    print_rebases(f, stream);
}

static void print_kinds(const char *what, uint32_t kinds, const char *why, FILE *stream)
{
    if (kinds > 0)
        fprintf(stream, "  %s %u kind%s of events: %s\n", what, kinds,
                kinds == 1 ? "" : "s", why);
}

static void print_effects(const clg_compare_findings *f, FILE *stream)
{
    const clg_change_starts *changes = f->changes;
    uint32_t told = 0, found = 0;

    for (size_t i = 0; i < f->effects->effect_count; i++) {
        const clg_network_effect *e = &f->effects->effects[i];

        if (e->part == CLG_EFFECT_LEAD || isnan(e->p))
            continue;
        told++;
        found += e->p < 0.05;
    }
    if (changes->labels.count + changes->rare + changes->declined > 0)
        fprintf(stream, "what changed with events\n");
    if (changes->labels.count > 0)
        fprintf(
            stream,
            "  %u effects of %zu kind%s estimated, %u with p below .05; %.1f would be "
            "by chance\n  what came after a change is no proof of the change\n",
            told, changes->labels.count, changes->labels.count == 1 ? "" : "s", found,
            0.05 * told);
    print_kinds("not estimated for", changes->rare,
                "within the windows they began in fewer than 2 schools", stream);
    print_kinds("not estimated for", changes->declined,
                "there are too many schools; 'collegium compare' takes the time",
                stream);
}

static void print_cycles(const clg_network_cycles *cycles, FILE *stream)
{
    uint32_t schools = 0, shifts = 0;
    double by_chance = 0.0;

    if (cycles->cycle_count == 0)
        return;
    for (size_t i = 0; i < cycles->cycle_count; i++)
        schools += i == 0 || cycles->cycles[i].school != cycles->cycles[i - 1].school;
    for (size_t i = 0; i < cycles->outcome_count; i++) {
        shifts += cycles->outcomes[i].effect.shift != 0;
        by_chance += cycles->outcomes[i].by_chance;
    }
    fprintf(
        stream,
        "improvement cycles in %u school%s: %u completed, %u running, %u abandoned\n",
        schools, schools == 1 ? "" : "s", cycles->by_state[CLG_CYCLE_COMPLETED],
        cycles->by_state[CLG_CYCLE_RUNNING], cycles->by_state[CLG_CYCLE_ABANDONED]);
    if (cycles->outcome_count > 0)
        fprintf(
            stream,
            "  %u of %zu series moved to one side of their old mean after one began; "
            "%.1f would by chance\n  what came after a cycle is no proof of it\n",
            shifts, cycles->outcome_count, by_chance);
}

void clg_compare_print(const clg_compare_findings *findings, FILE *stream)
{
    print_comparison(findings, stream);
    print_signals(findings, stream);
    print_effects(findings, stream);
    print_cycles(findings->cycles, stream);
}

static void print_out(const clg_compare_findings *f, const char *out, double seconds,
                      FILE *stream)
{
    fprintf(
        stream,
        "written to %s\n"
        "  comparison.csv   school by window and measure: shrunk, intervals, ranks\n"
        "  measures.csv     how schools are spread; what is not compared and why\n"
        "  charts.csv, signals.csv, %s%scompare.json, results.h5\n"
        "%.2f s\n",
        out, f->effects->effect_count > 0 ? "effects.csv, school_effects.csv, " : "",
        f->cycles->cycle_count > 0 ? "cycles.csv, cycle_effects.csv, " : "", seconds);
}

static char *text_of(const clg_compare_findings *f, const char *panel, const char *out,
                     double seconds, clg_error *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (stream != NULL) {
        print_data(f, panel, stream);
        clg_compare_print(f, stream);
        print_out(f, out, seconds, stream);
        if (fclose(stream) == 0)
            return text;
    }
    clg_text_free(text);
    clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the comparison");
    return NULL;
}

clg_status clg_compare_summary_new(const clg_compare_findings *findings,
                                   const char *panel, const char *out, const char *json,
                                   double seconds, clg_summary **summary,
                                   clg_error *err)
{
    clg_summary *new = clg_array_new(1, sizeof *new, err);

    *summary = NULL;
    if (new == NULL)
        return CLG_ERROR_MEMORY;
    new->text = text_of(findings, panel, out, seconds, err);
    new->json = strdup(json);
    if (new->text == NULL || new->json == NULL) {
        clg_summary_free(new);
        return clg_fail(err, CLG_ERROR_MEMORY,
                        "cannot make the account of the comparison");
    }
    *summary = new;
    return CLG_OK;
}
