#include "measures/stratification/mixing.h"

#include "base/memory.h"

#include <string.h>

static void count(clg_mixing *m, const clg_graph *graph, const int32_t *groups,
                  double *block)
{
    size_t k = m->group_count;
    double *size = block, *from = block + k, *to = block + 2 * k;
    double *matrix = block + 3 * k, *counts = matrix + k * k;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        int32_t p = groups[v];
        if (p < 0)
            continue;
        size[p] += 1.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            int32_t q = groups[graph->target[e]];
            if (q < 0)
                continue;
            matrix[(size_t)p * k + (size_t)q] += graph->weight[e];
            counts[(size_t)p * k + (size_t)q] += 1.0;
        }
    }
    for (size_t p = 0; p < k; p++)
        for (size_t q = 0; q < k; q++) {
            from[p] += matrix[p * k + q];
            to[q] += matrix[p * k + q];
        }
    m->size = size;
    m->from = from;
    m->to = to;
    m->matrix = matrix;
    m->counts = counts;
}

static void add_up(clg_mixing *m)
{
    size_t k = m->group_count;

    for (size_t p = 0; p < k; p++) {
        m->people += m->size[p];
        m->same += m->size[p] * m->size[p];
        m->occupied += m->size[p] > 0.0;
        m->total += m->from[p];
        m->inside += m->matrix[p * k + p];
        m->ties_inside += m->counts[p * k + p];
        for (size_t q = 0; q < k; q++)
            m->ties += m->counts[p * k + q];
    }
}

clg_status clg_mixing_find(const clg_graph *graph, const int32_t *groups,
                           uint32_t group_count, clg_mixing_room *room,
                           clg_mixing *mixing, clg_error *err)
{
    size_t k = group_count, cells = 3 * k + 2 * k * k;
    clg_status status = clg_array_reserve(&room->block, &room->block_room, cells + 1,
                                          sizeof *room->block, err);

    if (status != CLG_OK)
        return status;
    memset(room->block, 0, cells * sizeof *room->block);
    *mixing =
        (clg_mixing){.group_count = group_count, .is_directed = graph->is_directed};
    count(mixing, graph, groups, room->block);
    add_up(mixing);
    return CLG_OK;
}

void clg_mixing_room_clear(clg_mixing_room *room)
{
    clg_free(room->block);
    *room = (clg_mixing_room){0};
}

static bool is_comparable(const clg_mixing *m)
{
    return m->occupied >= 2 && m->total > 0.0;
}

/* sum a_p b_p */
static double chance(const clg_mixing *m)
{
    double sum = 0.0;

    for (size_t p = 0; p < m->group_count; p++)
        sum += (m->from[p] / m->total) * (m->to[p] / m->total);
    return sum;
}

clg_value clg_mixing_ei(const clg_mixing *m)
{
    return is_comparable(m) ? clg_value_of((m->total - 2.0 * m->inside) / m->total)
                            : clg_value_undefined();
}

clg_value clg_mixing_ei_rescaled(const clg_mixing *m)
{
    double pairs_inside = m->same - m->people;
    double pairs_between = m->people * m->people - m->same;
    double between = m->ties - m->ties_inside;
    double most = m->ties < pairs_between ? m->ties : pairs_between;
    double least = m->ties < pairs_inside ? 0.0 : m->ties - pairs_inside;

    if (!is_comparable(m) || !(most > least))
        return clg_value_undefined();
    return clg_value_of(2.0 * (between - least) / (most - least) - 1.0);
}

clg_value clg_mixing_ei_expected(const clg_mixing *m)
{
    double inside = m->same - m->people;

    if (m->occupied < 2)
        return clg_value_undefined();
    return clg_value_of((m->people * m->people - m->same - inside) /
                        (m->people * (m->people - 1.0)));
}

clg_value clg_mixing_assortativity(const clg_mixing *m)
{
    double by_chance = is_comparable(m) ? chance(m) : 1.0;

    if (!(1.0 - by_chance > 1e-12)) /* all ties in one group, up to rounding */
        return clg_value_undefined();
    return clg_value_of((m->inside / m->total - by_chance) / (1.0 - by_chance));
}

clg_value clg_mixing_modularity(const clg_mixing *m)
{
    return is_comparable(m) ? clg_value_of(m->inside / m->total - chance(m))
                            : clg_value_undefined();
}

clg_value clg_mixing_freeman(const clg_mixing *m)
{
    double expected =
        m->ties * (m->people * m->people - m->same) / (m->people * (m->people - 1.0));

    if (!is_comparable(m))
        return clg_value_undefined();
    return clg_value_of((expected - (m->ties - m->ties_inside)) / expected);
}

clg_value clg_mixing_gam(const clg_mixing *m)
{
    size_t k = m->group_count;
    double trace = 0.0;

    for (size_t p = 0; p < k; p++) {
        if (!(m->size[p] > 0.0))
            continue;
        if (!(m->from[p] > 0.0))
            return clg_value_undefined();
        trace += m->matrix[p * k + p] / m->from[p];
    }
    return is_comparable(m) ? clg_value_of((trace - 1.0) / ((double)m->occupied - 1.0))
                            : clg_value_undefined();
}

clg_value clg_mixing_odds_ratio(const clg_mixing *m)
{
    double each = m->is_directed ? 1.0 : 0.5; /* dyads of a cell of ordered pairs */
    double same = each * m->ties_inside, mixed = each * (m->ties - m->ties_inside);
    double no_same = each * (m->same - m->people) - same;
    double no_mixed = each * (m->people * m->people - m->same) - mixed;
    bool has_zero = !(same > 0.0 && mixed > 0.0 && no_same > 0.0 && no_mixed > 0.0);
    double more = has_zero ? 0.5 : 0.0;

    if (!is_comparable(m))
        return clg_value_undefined();
    return clg_value_of((same + more) * (no_mixed + more) /
                        ((mixed + more) * (no_same + more)));
}

clg_value clg_mixing_silo_ratio(const clg_mixing *m)
{
    double between = m->ties - m->ties_inside, pairs = m->people * m->people - m->same;
    double pairs_inside = m->same - m->people; /* 0 for a group of one */

    if (!is_comparable(m) || !(m->ties_inside > 0.0))
        return clg_value_undefined();
    return clg_value_of((between / pairs) / (m->ties_inside / pairs_inside));
}

clg_value clg_mixing_untied_pairs(const clg_mixing *m)
{
    size_t k = m->group_count;
    double pairs = 0.0;

    if (m->occupied < 2)
        return clg_value_undefined();
    for (size_t p = 0; p < k; p++)
        for (size_t q = p + 1; q < k; q++)
            pairs += m->size[p] > 0.0 && m->size[q] > 0.0 &&
                     !(m->counts[p * k + q] + m->counts[q * k + p] > 0.0);
    return clg_value_of(pairs);
}

clg_value clg_mixing_group_ei(const clg_mixing *m, uint32_t group)
{
    double inside = m->matrix[(size_t)group * m->group_count + group];
    double all = m->from[group];

    return m->occupied >= 2 && all > 0.0 ? clg_value_of((all - 2.0 * inside) / all)
                                         : clg_value_undefined();
}

clg_value clg_mixing_coleman(const clg_mixing *m, uint32_t group)
{
    double inside = m->matrix[(size_t)group * m->group_count + group];
    double all = m->from[group];
    double expected = all * (m->size[group] - 1.0) / (m->people - 1.0);

    if (m->occupied < 2 || !(all > 0.0))
        return clg_value_undefined();
    if (inside > expected)
        return clg_value_of((inside - expected) / (all - expected));
    return clg_value_of(expected > 0.0 ? (inside - expected) / expected : 0.0);
}
