/* Group-time effects and their bootstrap over schools. See difference.h.
 *
 * A replicate is a weight for each school, the number of times it was drawn; the sums
 * of the estimate itself are those with all weights 1. Replicates are spread over
 * threads; each writes its own row, and rows are read in order. Schools are sorted by
 * their start, so that both arms of a comparison are ranges: most of the time goes into
 * their sums. */
#include "compare/effects/difference.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/threads.h"

#include <math.h>
#include <stdlib.h>

enum { IS_TREATED = 1, IS_CONTROL = 2 };
/* With fewer schools waking threads costs more than they do. */
enum { LEAST_TO_SHARE = 100 };

static const double least_share_of_replicates = 0.5;

/* Schools by their place: in order of start. */
typedef struct study {
    double *y;                        /* [window * schools + place] */
    const uint32_t *start;            /* [place] */
    uint32_t *place;                  /* [school] */
    uint32_t schools, windows, slots; /* slots: overall, then the leads */
    uint32_t *groups, group_count;    /* distinct starts with a base, ascending */
    uint32_t *first, *end;            /* [group] places of its schools: [first, end) */
    uint8_t *parts; /* [slot * schools + place] arms in which a school is */
} study;

/* Sums of one comparison. */
typedef struct arms {
    double change[2], weight[2]; /* treated, control */
    uint32_t count[2];
} arms;

/* weights NULL: all 1. Fills has_part[place] with the arm unless NULL. */
static void add_range(const study *of, uint32_t begin, uint32_t end, uint32_t base,
                      uint32_t at, int arm, const uint32_t *weights, uint8_t *has_part,
                      arms *sums)
{
    const double *before = of->y + (size_t)base * of->schools;
    const double *now = of->y + (size_t)at * of->schools;

    for (uint32_t i = begin; i < end; i++) {
        double change = now[i] - before[i];
        double weight = weights != NULL ? weights[i] : 1.0;

        if (isnan(change) || weight == 0.0)
            continue;
        sums->change[arm] += weight * change;
        sums->weight[arm] += weight;
        sums->count[arm]++;
        if (has_part != NULL)
            has_part[i] = arm == 0 ? IS_TREATED : IS_CONTROL;
    }
}

/* The first place of a start after `at`. */
static uint32_t first_after(const study *of, uint32_t at)
{
    uint32_t low = 0, high = of->schools;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (of->start[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* One cell: the schools of a group against those that start later than it and than
 * `at`. */
static arms compare(const study *of, uint32_t g, uint32_t at, const uint32_t *weights,
                    uint8_t *has_part)
{
    arms sums = {{0.0}, {0.0}, {0}};
    uint32_t base = of->groups[g] - 1;
    uint32_t later = at > base ? first_after(of, at) : of->end[g];

    add_range(of, of->first[g], of->end[g], base, at, 0, weights, has_part, &sums);
    add_range(of, later > of->end[g] ? later : of->end[g], of->schools, base, at, 1,
              weights, has_part, &sums);
    return sums;
}

static double att_of(const arms *sums)
{
    return sums->weight[0] > 0.0 && sums->weight[1] > 0.0
               ? sums->change[0] / sums->weight[0] - sums->change[1] / sums->weight[1]
               : (double)NAN;
}

static uint32_t lead_slot(const study *of, uint32_t group, uint32_t at)
{
    return 1 + of->windows - 1 + at - group;
}

/* Effects of all slots, as means of cells weighted by their treated schools. */
static void aggregate(const study *of, const uint32_t *weights, double *effects,
                      double *totals)
{
    for (uint32_t i = 0; i < of->slots; i++)
        effects[i] = totals[i] = 0.0;
    for (uint32_t g = 0; g < of->group_count; g++)
        for (uint32_t t = 0; t < of->windows; t++) {
            uint32_t group = of->groups[g], slot = lead_slot(of, group, t);
            arms sums;
            double att;

            if (t == group - 1)
                continue;
            sums = compare(of, g, t, weights, NULL);
            att = att_of(&sums);
            if (isnan(att))
                continue;
            effects[slot] += sums.weight[0] * att;
            totals[slot] += sums.weight[0];
            if (t < group)
                continue;
            effects[0] += sums.weight[0] * att;
            totals[0] += sums.weight[0];
        }
    for (uint32_t i = 0; i < of->slots; i++)
        effects[i] = totals[i] > 0.0 ? effects[i] / totals[i] : (double)NAN;
}

static void note_parts(const study *of, uint32_t slot, const uint8_t *has_part)
{
    for (uint32_t s = 0; s < of->schools; s++)
        of->parts[(size_t)slot * of->schools + s] |= has_part[s];
}

static void fill_cells(const study *of, uint8_t *has_part, clg_group_time *out)
{
    for (uint32_t g = 0; g < of->group_count; g++)
        for (uint32_t t = 0; t < of->windows; t++) {
            uint32_t group = of->groups[g];
            arms sums;
            double att;

            if (t == group - 1)
                continue;
            for (uint32_t s = 0; s < of->schools; s++)
                has_part[s] = 0;
            sums = compare(of, g, t, NULL, has_part);
            att = att_of(&sums);
            out->cells[out->cell_count++] =
                (clg_group_time_cell){group, t, sums.count[0], sums.count[1], att};
            if (isnan(att))
                continue;
            note_parts(of, lead_slot(of, group, t), has_part);
            if (t >= group)
                note_parts(of, 0, has_part);
        }
}

/* ---- the bootstrap ---- */

static void draw_schools(const study *of, uint64_t seed, uint32_t replicate,
                         uint32_t *weights)
{
    clg_random random = clg_random_stream(seed, "group time", 0, 0, replicate);

    for (uint32_t s = 0; s < of->schools; s++)
        weights[s] = 0;
    for (uint32_t s = 0; s < of->schools; s++)
        weights[of->place[clg_random_below(&random, of->schools)]]++;
}

/* rows[replicate * slots + slot]. */
static clg_status resample(const study *of, const clg_group_time_options *options,
                           double *rows, clg_error *err)
{
    int threads = options->threads > 0 ? options->threads : clg_thread_limit();
    size_t schools = of->schools, slots = of->slots;
    uint32_t *weights = clg_array_new((size_t)threads * schools, sizeof *weights, err);
    double *totals = NULL;

    if (weights != NULL)
        totals = clg_array_new((size_t)threads * slots, sizeof *totals, err);
    if (totals == NULL) {
        clg_free(weights);
        return CLG_ERROR_MEMORY;
    }
#pragma omp parallel for num_threads(threads)                                          \
    schedule(static) if (schools >= LEAST_TO_SHARE)
    for (uint32_t r = 0; r < options->replicates; r++) {
        size_t thread = (size_t)clg_thread_index();

        draw_schools(of, options->seed, r, weights + thread * schools);
        aggregate(of, weights + thread * schools, rows + r * slots,
                  totals + thread * slots);
    }
    clg_free(weights);
    clg_free(totals);
    return CLG_OK;
}

/* The standard deviation of replicates that have the effect, if half of them do. */
static double error_of(const double *rows, uint32_t replicates, uint32_t slots,
                       uint32_t slot, uint32_t *used)
{
    double sum = 0.0, square = 0.0, mean;

    *used = 0;
    for (uint32_t r = 0; r < replicates; r++) {
        double effect = rows[(size_t)r * slots + slot];
        if (isnan(effect))
            continue;
        sum += effect;
        (*used)++;
    }
    if (*used < 2 || *used < least_share_of_replicates * replicates)
        return NAN;
    mean = sum / *used;
    for (uint32_t r = 0; r < replicates; r++) {
        double apart = rows[(size_t)r * slots + slot] - mean;
        square += isnan(apart) ? 0.0 : apart * apart;
    }
    return sqrt(square / (*used - 1.0));
}

static clg_effect effect_of(const study *of, uint32_t slot, double att,
                            const double *rows, uint32_t replicates, uint32_t *used)
{
    clg_effect effect = {.att = att, .error = NAN};

    for (uint32_t s = 0; s < of->schools; s++) {
        uint8_t part = of->parts[(size_t)slot * of->schools + s];
        effect.treated += (part & IS_TREATED) != 0;
        effect.control += (part & IS_CONTROL) != 0;
    }
    *used = 0;
    if (effect.treated >= 2 && effect.control >= 2)
        effect.error = error_of(rows, replicates, of->slots, slot, used);
    effect.low = att - 1.959963984540054 * effect.error;
    effect.high = att + 1.959963984540054 * effect.error;
    return effect;
}

static clg_status fill_effects(const study *of, const clg_group_time_options *options,
                               clg_group_time *out, clg_error *err)
{
    size_t slots = of->slots, replicates = options->replicates;
    double *effects = clg_array_new((replicates + 2) * slots, sizeof *effects, err);
    double *rows;
    clg_status status;

    if (effects == NULL)
        return CLG_ERROR_MEMORY;
    rows = effects + 2 * slots;
    aggregate(of, NULL, effects, effects + slots);
    status = resample(of, options, rows, err);
    for (uint32_t i = 0; i < of->slots && status == CLG_OK; i++) {
        uint32_t used;
        clg_effect effect =
            effect_of(of, i, effects[i], rows, options->replicates, &used);

        if (i > 0)
            out->by_lead[i - 1] = effect;
        else {
            out->overall = effect;
            out->replicates_used = used;
        }
    }
    clg_free(effects);
    return status;
}

/* ---- the whole ---- */

static int compare_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Places of schools, in order of start; schools of one start keep their order. */
static void sort_schools(study *of, const double *y, const uint32_t *starts,
                         uint64_t *keys, uint32_t *sorted)
{
    for (uint32_t s = 0; s < of->schools; s++)
        keys[s] = (uint64_t)starts[s] << 32 | s;
    qsort(keys, of->schools, sizeof *keys, compare_keys);
    for (uint32_t i = 0; i < of->schools; i++) {
        uint32_t s = (uint32_t)keys[i];

        of->place[s] = i;
        sorted[i] = starts[s];
        for (uint32_t w = 0; w < of->windows; w++)
            of->y[(size_t)w * of->schools + i] = y[(size_t)s * of->windows + w];
    }
    of->start = sorted;
}

static void find_groups(study *of, clg_group_time *out)
{
    for (uint32_t i = 0; i < of->schools; i++) {
        uint32_t start = of->start[i];

        out->always_treated += start == 0;
        if (start == 0 || start >= of->windows)
            continue;
        if (of->group_count == 0 || of->groups[of->group_count - 1] != start) {
            of->groups[of->group_count] = start;
            of->first[of->group_count++] = i;
        }
        of->end[of->group_count - 1] = i + 1;
    }
}

static clg_status reserve(const study *of, clg_group_time *out, clg_error *err)
{
    size_t cells = (size_t)of->group_count * (of->windows > 0 ? of->windows - 1 : 0);
    bool ok = (out->cells = clg_array_new(cells, sizeof *out->cells, err)) &&
              (out->by_lead = clg_array_new(of->slots, sizeof *out->by_lead, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

/* keys and sorted: room for the schools. */
static clg_status make_room(study *of, uint64_t **keys, uint32_t **sorted,
                            uint8_t **has_part, clg_error *err)
{
    size_t schools = of->schools;
    bool ok =
        (of->y = clg_array_new(schools * of->windows, sizeof *of->y, err)) &&
        (of->place = clg_array_new(schools, sizeof *of->place, err)) &&
        (of->groups = clg_array_new(schools, sizeof *of->groups, err)) &&
        (of->first = clg_array_new(schools, sizeof *of->first, err)) &&
        (of->end = clg_array_new(schools, sizeof *of->end, err)) &&
        (of->parts = clg_array_new(of->slots * schools, sizeof *of->parts, err)) &&
        (*keys = clg_array_new(schools, sizeof **keys, err)) &&
        (*sorted = clg_array_new(schools, sizeof **sorted, err)) &&
        (*has_part = clg_array_new(schools, sizeof **has_part, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_group_time_find(const double *y, const uint32_t *starts,
                               uint32_t schools, uint32_t windows,
                               const clg_group_time_options *options,
                               clg_group_time *out, clg_error *err)
{
    study of = {.schools = schools,
                .windows = windows,
                .slots = 2 * (windows > 0 ? windows : 1)};
    uint64_t *keys = NULL;
    uint32_t *sorted = NULL;
    uint8_t *has_part = NULL;
    clg_status status;

    *out = (clg_group_time){.windows = windows};
    status = make_room(&of, &keys, &sorted, &has_part, err);
    if (status == CLG_OK) {
        sort_schools(&of, y, starts, keys, sorted);
        find_groups(&of, out);
        status = reserve(&of, out, err);
    }
    if (status == CLG_OK) {
        fill_cells(&of, has_part, out);
        status = fill_effects(&of, options, out, err);
    }
    clg_free(of.y);
    clg_free(of.place);
    clg_free(of.groups);
    clg_free(of.first);
    clg_free(of.end);
    clg_free(of.parts);
    clg_free(keys);
    clg_free(sorted);
    clg_free(has_part);
    return status;
}

void clg_group_time_clear(clg_group_time *result)
{
    clg_free(result->cells);
    clg_free(result->by_lead);
    *result = (clg_group_time){0};
}
