#include "measures/core/two_mode_core.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* A core on its way: sizes, and attendances inside the pattern. */
typedef struct state {
    const clg_two_mode *table;
    clg_pattern pattern;
    uint8_t *people, *meetings;
    double people_in, meetings_in, block; /* block: attendances of core by core */
    double people_sum, meetings_sum; /* attendances of core people; at core meetings */
} state;

static double fit_of(const state *s, double people_in, double meetings_in, double block,
                     double people_sum, double meetings_sum)
{
    double n = (double)s->table->vertex_count, m = (double)s->table->meeting_count;
    double cells = n * m, ones, inside, p, b;

    if (s->pattern == CLG_PATTERN_BLOCK) {
        ones = people_in * meetings_in;
        inside = block;
    } else {
        ones = people_in * m + meetings_in * n - people_in * meetings_in;
        inside = people_sum + meetings_sum - block;
    }
    p = (double)s->table->presence_count / cells;
    b = ones / cells;
    return (inside / cells - p * b) / sqrt(p * (1.0 - p) * b * (1.0 - b));
}

static void settle(state *s)
{
    const clg_two_mode *t = s->table;

    s->people_in = s->meetings_in = s->block = s->people_sum = s->meetings_sum = 0.0;
    for (uint32_t m = 0; m < t->meeting_count; m++)
        s->meetings_in += s->meetings[m];
    for (uint32_t v = 0; v < t->vertex_count; v++) {
        s->people_in += s->people[v];
        for (size_t e = t->vertex_first[v]; e < t->vertex_first[v + 1]; e++) {
            s->people_sum += s->people[v];
            s->meetings_sum += s->meetings[t->meeting[e]];
            s->block += s->people[v] && s->meetings[t->meeting[e]];
        }
    }
}

static double now(const state *s)
{
    return fit_of(s, s->people_in, s->meetings_in, s->block, s->people_sum,
                  s->meetings_sum);
}

/* The fit if one person, or one meeting, changed sides. */
static double after_person(const state *s, uint32_t v, double *block, double *sum)
{
    const clg_two_mode *t = s->table;
    double sign = s->people[v] ? -1.0 : 1.0, to_core = 0.0;
    double all = (double)(t->vertex_first[v + 1] - t->vertex_first[v]);

    for (size_t e = t->vertex_first[v]; e < t->vertex_first[v + 1]; e++)
        to_core += s->meetings[t->meeting[e]];
    *block = s->block + sign * to_core;
    *sum = s->people_sum + sign * all;
    return fit_of(s, s->people_in + sign, s->meetings_in, *block, *sum,
                  s->meetings_sum);
}

static double after_meeting(const state *s, uint32_t m, double *block, double *sum)
{
    const clg_two_mode *t = s->table;
    double sign = s->meetings[m] ? -1.0 : 1.0, of_core = 0.0;
    double all = (double)clg_meeting_size(t, m);

    for (size_t e = t->meeting_first[m]; e < t->meeting_first[m + 1]; e++)
        of_core += s->people[t->attendee[e]];
    *block = s->block + sign * of_core;
    *sum = s->meetings_sum + sign * all;
    return fit_of(s, s->people_in, s->meetings_in + sign, *block, s->people_sum, *sum);
}

/* The best single change; false at the top. */
static bool climb(state *s)
{
    uint32_t n = s->table->vertex_count, best = UINT32_MAX;
    double most = now(s), block, sum;

    most = isnan(most) ? -2.0 : most + 1e-12;
    for (uint32_t i = 0; i < n + s->table->meeting_count; i++) {
        double fit = i < n ? after_person(s, i, &block, &sum)
                           : after_meeting(s, i - n, &block, &sum);
        if (!(fit > most))
            continue;
        most = fit;
        best = i;
    }
    if (best == UINT32_MAX)
        return false;
    if (best < n)
        s->people[best] = !s->people[best];
    else
        s->meetings[best - n] = !s->meetings[best - n];
    settle(s);
    return true;
}

/* A side above its mean margin, or at random. */
static void start_from(state *s, bool by_margins, clg_random *random)
{
    const clg_two_mode *t = s->table;
    double all = (double)t->presence_count;

    for (uint32_t v = 0; v < t->vertex_count; v++) {
        double own = (double)(t->vertex_first[v + 1] - t->vertex_first[v]);
        s->people[v] = by_margins ? own * (double)t->vertex_count > all
                                  : clg_random_below(random, 2) == 0;
    }
    for (uint32_t m = 0; m < t->meeting_count; m++) {
        double own = (double)clg_meeting_size(t, m);
        s->meetings[m] = by_margins ? own * (double)t->meeting_count > all
                                    : clg_random_below(random, 2) == 0;
    }
    settle(s);
}

clg_status clg_two_mode_core_find(const clg_two_mode *table, clg_pattern pattern,
                                  uint32_t starts, clg_random *random, uint8_t *people,
                                  uint8_t *meetings, clg_value *fit, clg_error *err)
{
    size_t n = table->vertex_count, m = table->meeting_count;
    uint8_t *trial = clg_array_new(n + m + 1, 1, err);
    state s = {.table = table, .pattern = pattern, .people = trial};
    double cells = (double)n * (double)m;

    *fit = clg_value_undefined();
    if (trial == NULL)
        return CLG_ERROR_MEMORY;
    memset(people, 0, n);
    memset(meetings, 0, m);
    s.meetings = trial + n;
    for (uint32_t start = 0; table->presence_count > 0 &&
                             (double)table->presence_count < cells && start <= starts;
         start++) {
        start_from(&s, start == 0, random);
        while (climb(&s))
            continue;
        if (isnan(now(&s)) ||
            (fit->status == CLG_VALUE_OK && now(&s) <= fit->value + 1e-12))
            continue;
        *fit = clg_value_of(now(&s));
        memcpy(people, s.people, n);
        memcpy(meetings, s.meetings, m);
    }
    clg_free(trial);
    return CLG_OK;
}

clg_value clg_two_mode_core_fit(const clg_two_mode *table, clg_pattern pattern,
                                const uint8_t *people, const uint8_t *meetings)
{
    state s = {.table = table, .pattern = pattern};
    double fit;

    s.people = (uint8_t *)people; /* only read below */
    s.meetings = (uint8_t *)meetings;
    settle(&s);
    fit = now(&s);
    return isnan(fit) ? clg_value_undefined() : clg_value_of(fit);
}
