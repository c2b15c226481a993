/* Searches from many vertices at once. Sets of sources, 64 to a word, find out who is
 * at which distance from whom; then the paths are counted for 16 sources side by side:
 * what one search does with a walk over single vertices, becomes adding the rows of
 * neighbours, which a processor does without waiting (cf. the batched form of Brandes'
 * algorithm in Buluc & Gilbert 2011, Int. J. High Perf. Comp. Appl. 25:496). */
#include "measures/isolation/paths.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <string.h>

enum {
    SOURCES = CLG_PATHS_PANEL,
    LANES = 16,
    DEPTH_LIMIT = 10 /* above it few lanes of a row are in use at any distance */
};

/* Two numbers in a register, which every processor of this kind has. */
typedef double two __attribute__((vector_size(2 * sizeof(double))));
typedef int64_t two_marks __attribute__((vector_size(2 * sizeof(int64_t))));
enum { TWOS = LANES / 2 };

typedef struct lanes {
    two at[TWOS];
} lanes;

/* Some of the sources, and the rows that belong to them. */
typedef struct strip {
    const clg_graph *graph;
    const uint64_t *levels; /* n words a distance: sources at that distance from v */
    uint32_t depth, shift; /* the strip's sources are bits shift .. shift + LANES - 1 */
    lanes *counts;         /* n rows a distance: paths to v of that length */
    lanes *rest;           /* reached at all; then what hangs on v */
    lanes *shares;         /* (1 + what hangs on v) / paths to v */
} strip;

static inline two only_where(two_marks where, two numbers)
{
    return (two)(where & (two_marks)numbers);
}

static bool is_met(const strip *s, uint32_t distance, uint32_t v)
{
    size_t row = (size_t)distance * s->graph->vertex_count + v;

    return (s->levels[row] >> s->shift & 0xffff) != 0;
}

static lanes *counts_at(const strip *s, uint32_t distance)
{
    return s->counts + (size_t)(distance - 1) * s->graph->vertex_count;
}

/* The sum of the rows of v's neighbours at a distance; eight names, so that they stay
 * in registers. */
static inline void sum_neighbours(const strip *s, uint32_t v, const lanes *rows,
                                  lanes *sum)
{
    const clg_graph *graph = s->graph;
    two a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0}, h = {0};

    for (size_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
        const two *row = rows[graph->target[i]].at;
        a += row[0], b += row[1], c += row[2], d += row[3];
        e += row[4], f += row[5], g += row[6], h += row[7];
    }
    *sum = (lanes){{a, b, c, d, e, f, g, h}};
}

/* Paths of one tie are the ties themselves. */
static void start(const strip *s)
{
    static const two numbers[4] = {{0.0, 0.0}, {1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}};
    uint32_t n = s->graph->vertex_count;
    lanes *counts = counts_at(s, 1);

    for (uint32_t v = 0; v < n; v++) {
        uint64_t tied = s->levels[n + v] >> s->shift;
        uint64_t reached = tied | s->levels[v] >> s->shift;
        for (int i = 0; i < TWOS; i++, tied >>= 2, reached >>= 2) {
            counts[v].at[i] = numbers[tied & 3];
            s->rest[v].at[i] = numbers[reached & 3];
        }
    }
}

/* Who was not reached yet has as many paths as its predecessors together. */
static void go_on(const strip *s, uint32_t distance)
{
    const lanes *before = counts_at(s, distance - 1);
    lanes *counts = counts_at(s, distance);

    for (uint32_t v = 0; v < s->graph->vertex_count; v++) {
        lanes sum;
        if (!is_met(s, distance, v)) {
            counts[v] = (lanes){0};
            continue;
        }
        sum_neighbours(s, v, before, &sum);
        for (int i = 0; i < TWOS; i++) {
            two paths = only_where(s->rest[v].at[i] == 0.0, sum.at[i]);
            counts[v].at[i] = paths;
            s->rest[v].at[i] += paths;
        }
    }
}

static void find_shares(const strip *s, uint32_t distance)
{
    const lanes *counts = counts_at(s, distance);

    for (uint32_t v = 0; v < s->graph->vertex_count; v++) {
        if (!is_met(s, distance, v)) {
            s->shares[v] = (lanes){0};
            continue;
        }
        for (int i = 0; i < TWOS; i++) { /* 0 / 1 where there are no paths */
            two paths = counts[v].at[i];
            two none = only_where(paths == 0.0, (two){1.0, 1.0});
            two hanging = only_where(paths != 0.0, 1.0 + s->rest[v].at[i]);
            s->shares[v].at[i] = hanging / (paths + none);
        }
    }
}

/* From everyone at a distance to the predecessors. */
static void hand_back(const strip *s, uint32_t distance)
{
    const lanes *before = counts_at(s, distance - 1);

    find_shares(s, distance);
    for (uint32_t v = 0; v < s->graph->vertex_count; v++) {
        lanes sum;
        if (!is_met(s, distance - 1, v))
            continue;
        sum_neighbours(s, v, s->shares, &sum);
        for (int i = 0; i < TWOS; i++)
            s->rest[v].at[i] += before[v].at[i] * sum.at[i];
    }
}

static double total_of(const lanes *row)
{
    const two *at = row->at;
    two sum = ((at[0] + at[1]) + (at[2] + at[3])) + ((at[4] + at[5]) + (at[6] + at[7]));

    return sum[0] + sum[1];
}

static void count_paths(clg_paths *paths, const strip *s)
{
    uint32_t n = s->graph->vertex_count;

    start(s);
    for (uint32_t distance = 2; distance <= s->depth; distance++)
        go_on(s, distance);
    memset(s->rest, 0, n * sizeof *s->rest);
    for (uint32_t distance = s->depth; distance > 1; distance--)
        hand_back(s, distance);
    for (uint32_t v = 0; v < n; v++)
        paths->betweenness[v] += total_of(&s->rest[v]);
}

/* Distances from up to 64 sources at once. Levels 0 to depth are filled; false if the
 * depth is beyond the limit. */
static bool find_levels(const clg_graph *graph, uint32_t source, uint64_t *levels,
                        uint64_t *reached, uint32_t *depth)
{
    uint32_t n = graph->vertex_count;
    uint64_t any = 1;

    memset(levels, 0, n * sizeof *levels);
    for (uint32_t v = source; v < n && v < source + SOURCES; v++)
        levels[v] = UINT64_C(1) << (v - source);
    memcpy(reached, levels, n * sizeof *reached);
    for (*depth = 0; any != 0; ++*depth) {
        const uint64_t *last = levels + (size_t)*depth * n;
        uint64_t *next = levels + (size_t)(*depth + 1) * n;
        if (*depth == DEPTH_LIMIT)
            return false;
        any = 0;
        for (uint32_t v = 0; v < n; v++) {
            uint64_t met = 0;
            for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
                met |= last[graph->target[e]];
            next[v] = met & ~reached[v];
            reached[v] |= next[v];
            any |= next[v];
        }
    }
    --*depth; /* the last level is empty */
    return true;
}

/* Distances are the same in both directions: v's own come from all panels. */
static void add_nearness(clg_paths *paths, const uint64_t *levels, uint32_t depth)
{
    uint32_t n = paths->vertex_count;

    for (uint32_t v = 0; v < n; v++)
        for (uint32_t distance = 1; distance <= depth; distance++)
            paths->nearness[v] +=
                (double)clg_bit_count(levels[(size_t)distance * n + v]) /
                (double)distance;
}

static clg_status reserve_rows(clg_paths *paths, uint32_t depth, clg_error *err)
{
    size_t rows = (size_t)(depth + 2) * paths->vertex_count;

    return clg_array_reserve(&paths->panel, &paths->panel_room, rows * LANES,
                             sizeof *paths->panel, err);
}

clg_status clg_paths_by_panel(clg_paths *paths, const clg_graph *graph, uint32_t source,
                              bool *is_done, clg_error *err)
{
    size_t n = graph->vertex_count;
    strip s = {.graph = graph};
    clg_status status =
        clg_array_reserve(&paths->levels, &paths->level_room, n * (DEPTH_LIMIT + 3),
                          sizeof *paths->levels, err);

    *is_done = false;
    if (status != CLG_OK ||
        !find_levels(graph, source, paths->levels,
                     paths->levels + n * (DEPTH_LIMIT + 2), &s.depth))
        return status;
    status = reserve_rows(paths, s.depth, err);
    if (status != CLG_OK)
        return status;

    add_nearness(paths, paths->levels, s.depth);
    s.levels = paths->levels;
    s.rest = (lanes *)paths->panel;
    s.shares = s.rest + n;
    s.counts = s.shares + n;
    for (; s.depth > 1 && s.shift < SOURCES && source + s.shift < n; s.shift += LANES)
        count_paths(paths, &s);
    *is_done = true;
    return CLG_OK;
}
