/* The search from one vertex, turned round for dense graphs: instead of walking from
 * those reached to their many neighbours, each of the few that are not reached yet
 * intersects its own neighbours with the last level. The vertices met there are its
 * predecessors, in one step for 64 of them. */
#include "measures/isolation/paths.h"

#include <string.h>

static uint64_t *level(const clg_paths *paths, const clg_bit_rows *bits, uint32_t depth)
{
    return paths->levels + (size_t)depth * bits->words;
}

static uint32_t size_of(const uint64_t *set, size_t words)
{
    uint32_t count = 0;

    for (size_t w = 0; w < words; w++)
        count += clg_bit_count(set[w]);
    return count;
}

/* Paths to v: the sum over its predecessors. All counts are 1 in the first level. */
static double paths_to(const clg_paths *paths, const clg_bit_rows *bits, uint32_t v,
                       const uint64_t *last, bool is_first)
{
    const uint64_t *row = clg_bit_row(bits, v);
    double sum = 0.0;

    for (size_t w = 0; w < bits->words; w++) {
        uint64_t met = row[w] & last[w];
        if (is_first) {
            sum += (double)clg_bit_count(met);
            continue;
        }
        for (; met != 0; met &= met - 1)
            sum += paths->path_count[64 * w + clg_bit_lowest(met)];
    }
    return sum;
}

/* Fills level depth + 1 with those of `unreached` that touch level depth, and takes
 * them out of there. */
static void advance(clg_paths *paths, const clg_bit_rows *bits, uint32_t depth,
                    uint64_t *unreached)
{
    const uint64_t *last = level(paths, bits, depth);
    uint64_t *next = level(paths, bits, depth + 1);

    for (size_t w = 0; w < bits->words; w++) {
        next[w] = 0;
        for (uint64_t rest = unreached[w]; rest != 0; rest &= rest - 1) {
            uint32_t v = (uint32_t)(64 * w) + clg_bit_lowest(rest);
            double count = paths_to(paths, bits, v, last, depth == 1);
            if (count > 0.0) {
                paths->path_count[v] = count;
                clg_bit_set(next, v);
            }
        }
    }
    for (size_t w = 0; w < bits->words; w++)
        unreached[w] &= ~next[w];
}

/* Everyone in level `depth` hands what it depends on to its predecessors. */
static void hand_back(clg_paths *paths, const clg_bit_rows *bits, uint32_t depth)
{
    const uint64_t *here = level(paths, bits, depth);
    const uint64_t *before = level(paths, bits, depth - 1);

    for (uint32_t v = 0; v < bits->vertex_count; v++) {
        const uint64_t *row = clg_bit_row(bits, v);
        double share;
        if (!clg_bit_is_set(here, v))
            continue;
        share = (1.0 + paths->dependency[v]) / paths->path_count[v];
        for (size_t w = 0; w < bits->words; w++) {
            for (uint64_t met = row[w] & before[w]; met != 0; met &= met - 1) {
                size_t u = 64 * w + clg_bit_lowest(met);
                paths->dependency[u] += paths->path_count[u] * share;
            }
        }
    }
}

static void start(clg_paths *paths, const clg_bit_rows *bits, uint32_t source,
                  uint64_t *unreached)
{
    const uint64_t *row = clg_bit_row(bits, source);
    uint64_t *first = level(paths, bits, 1);

    memset(unreached, 0, bits->words * sizeof *unreached);
    for (uint32_t v = 0; v < bits->vertex_count; v++) {
        paths->path_count[v] = 1.0;
        paths->dependency[v] = 0.0;
        if (v != source && !clg_bit_is_set(row, v))
            clg_bit_set(unreached, v);
    }
    memcpy(first, row, bits->words * sizeof *first);
}

/* Up to 64 vertices a set is one word: the same search without loops over words. */
static uint64_t advance_word(clg_paths *paths, const uint64_t *rows, uint64_t last,
                             uint64_t unreached, bool is_first)
{
    uint64_t next = 0;

    for (uint64_t rest = unreached; rest != 0; rest &= rest - 1) {
        uint32_t v = clg_bit_lowest(rest);
        uint64_t met = rows[v] & last;
        double sum = 0.0;
        if (met == 0)
            continue;
        next |= rest & (~rest + 1);
        if (is_first) {
            paths->path_count[v] = (double)clg_bit_count(met);
            continue;
        }
        for (; met != 0; met &= met - 1)
            sum += paths->path_count[clg_bit_lowest(met)];
        paths->path_count[v] = sum;
    }
    return next;
}

static void hand_back_word(clg_paths *paths, const uint64_t *rows, uint64_t here,
                           uint64_t before)
{
    for (; here != 0; here &= here - 1) {
        uint32_t v = clg_bit_lowest(here);
        double share = (1.0 + paths->dependency[v]) / paths->path_count[v];
        for (uint64_t met = rows[v] & before; met != 0; met &= met - 1) {
            uint32_t u = clg_bit_lowest(met);
            paths->dependency[u] += paths->path_count[u] * share;
        }
    }
}

static void search_words(clg_paths *paths, const clg_bit_rows *bits, uint32_t source)
{
    uint32_t n = bits->vertex_count, depth = 1;
    uint64_t all = n < 64 ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
    uint64_t levels[66],
        unreached = all & ~bits->bits[source] & ~(UINT64_C(1) << source);
    double nearness = 0.0;

    for (uint32_t v = 0; v < n; v++) {
        paths->path_count[v] = 1.0;
        paths->dependency[v] = 0.0;
    }
    levels[1] = bits->bits[source];
    for (; levels[depth] != 0; depth++) {
        nearness += (double)clg_bit_count(levels[depth]) / (double)depth;
        levels[depth + 1] =
            advance_word(paths, bits->bits, levels[depth], unreached, depth == 1);
        unreached &= ~levels[depth + 1];
    }
    while (--depth > 1)
        hand_back_word(paths, bits->bits, levels[depth], levels[depth - 1]);
    for (uint32_t v = 0; v < n; v++)
        paths->betweenness[v] += paths->dependency[v];
    paths->nearness[source] = nearness;
}

void clg_paths_by_bits(clg_paths *paths, const clg_bit_rows *bits, uint32_t source)
{
    /* Level 0, the source alone, is never read: its place holds the unreached. */
    uint64_t *unreached = level(paths, bits, 0);
    uint32_t depth = 1, size;
    double nearness = 0.0;

    if (bits->words == 1) {
        search_words(paths, bits, source);
        return;
    }
    start(paths, bits, source, unreached);
    for (; (size = size_of(level(paths, bits, depth), bits->words)) > 0; depth++) {
        nearness += (double)size / (double)depth;
        advance(paths, bits, depth, unreached);
    }
    while (--depth > 1)
        hand_back(paths, bits, depth);
    for (uint32_t v = 0; v < bits->vertex_count; v++)
        paths->betweenness[v] += paths->dependency[v];
    paths->nearness[source] = nearness;
}
