/* Isolation, taken apart by hand: every measure on random graphs of up to 12 people
 * beside its definition, found by removing people and ties one by one. */
#include "check.h"

#include "measures/plain_network.h"
#include "small_graphs.h"

#include <string.h>

enum { MOST = 12, FAR = 1000 };

typedef struct sample {
    uint32_t n;
    double w[MOST][MOST];
    int distance[MOST][MOST]; /* FAR: out of reach */
} sample;

static void find_distances(sample *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++)
            s->distance[i][j] = i == j ? 0 : s->w[i][j] > 0.0 ? 1 : FAR;
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = 0; j < s->n; j++)
                if (s->distance[i][k] + s->distance[k][j] < s->distance[i][j])
                    s->distance[i][j] = s->distance[i][k] + s->distance[k][j];
}

static sample sample_of(const clg_graph *graph)
{
    sample s = {.n = graph->vertex_count};

    for (uint32_t v = 0; v < s.n; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            s.w[v][graph->target[e]] = graph->weight[e];
    find_distances(&s);
    return s;
}

static sample without_person(const sample *s, uint32_t lost)
{
    sample rest = {.n = s->n - 1};

    for (uint32_t i = 0; i < rest.n; i++)
        for (uint32_t j = 0; j < rest.n; j++)
            rest.w[i][j] = s->w[i + (i >= lost)][j + (j >= lost)];
    find_distances(&rest);
    return rest;
}

static sample without_tie(const sample *s, uint32_t a, uint32_t b)
{
    sample rest = *s;

    rest.w[a][b] = rest.w[b][a] = 0.0;
    find_distances(&rest);
    return rest;
}

static int components_of(const sample *s)
{
    int count = 0;

    for (uint32_t v = 0; v < s->n; v++) {
        bool is_first = true;
        for (uint32_t u = 0; u < v; u++)
            is_first = is_first && s->distance[u][v] >= FAR;
        count += is_first;
    }
    return count;
}

/* 1 less the share of ordered pairs that reach each other; by nearness: less 1 / d. */
static double fragmentation_of(const sample *s, bool by_nearness)
{
    double sum = 0.0, n = (double)s->n;

    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++)
            if (i != j && s->distance[i][j] < FAR)
                sum += by_nearness ? 1.0 / s->distance[i][j] : 1.0;
    return n > 1.0 ? 1.0 - sum / (n * (n - 1.0)) : (double)NAN;
}

static double degree_of(const sample *s, uint32_t v)
{
    double degree = 0.0;

    for (uint32_t u = 0; u < s->n; u++)
        degree += s->w[v][u] > 0.0;
    return degree;
}

static double strength_of(const sample *s, uint32_t v)
{
    double sum = 0.0;

    for (uint32_t u = 0; u < s->n; u++)
        sum += s->w[v][u];
    return sum;
}

/* e_i = sum over contacts j of 1 - sum over q of p_iq m_jq */
static double effective_size_of(const sample *s, uint32_t i)
{
    double size = 0.0, strength = strength_of(s, i);

    for (uint32_t j = 0; j < s->n; j++) {
        double largest = 0.0, redundancy = 0.0;
        if (!(s->w[i][j] > 0.0))
            continue;
        for (uint32_t k = 0; k < s->n; k++)
            largest = fmax(largest, s->w[j][k]);
        for (uint32_t q = 0; q < s->n; q++)
            if (q != i && q != j)
                redundancy += s->w[i][q] / strength * s->w[j][q] / largest;
        size += 1.0 - redundancy;
    }
    return strength > 0.0 ? size : (double)NAN;
}

static double clustering_of(const sample *s, uint32_t v)
{
    double degree = degree_of(s, v), tied = 0.0;

    for (uint32_t a = 0; a < s->n; a++)
        for (uint32_t b = 0; b < a; b++)
            tied += s->w[v][a] > 0.0 && s->w[v][b] > 0.0 && s->w[a][b] > 0.0;
    return degree > 1.0 ? tied / (degree * (degree - 1.0) / 2.0) : (double)NAN;
}

static double reach_of(const sample *s, uint32_t v, int steps)
{
    double count = 0.0;

    for (uint32_t u = 0; u < s->n; u++)
        count += u != v && s->distance[v][u] <= steps;
    return s->n > 1 ? count / ((double)s->n - 1.0) : (double)NAN;
}

static void check_same(const char *id, clg_value found, double expected)
{
    if (isnan(expected)
            ? found.status != CLG_VALUE_UNDEFINED
            : found.status != CLG_VALUE_OK || !(fabs(found.value - expected) <= 1e-9))
        fail_msg("%s is %.17g (status %d), expected %.17g", id, found.value,
                 (int)found.status, expected);
}

static void check_value(const clg_network_measures *m, const char *id, double expected)
{
    for (size_t i = 0; i < m->value_count; i++)
        if (strcmp(m->values[i].id, id) == 0) {
            check_same(id, m->values[i].value, expected);
            return;
        }
    fail_msg("no measure %s", id);
}

static void check_cell(const clg_network_measures *m, const char *id, uint32_t v,
                       double expected)
{
    for (size_t i = 0; i < m->column_count; i++)
        if (strcmp(m->columns[i].id, id) == 0) {
            check_same(id,
                       (clg_value){m->columns[i].values[v], m->columns[i].statuses[v]},
                       expected);
            return;
        }
    fail_msg("no measure %s", id);
}

static void check_ties(const clg_network_measures *m, const sample *s)
{
    double bridges = 0.0, local = 0.0;

    for (uint32_t a = 0; a < s->n; a++)
        for (uint32_t b = 0; b < a; b++) {
            sample rest = without_tie(s, a, b);
            bool has_common = false;
            if (!(s->w[a][b] > 0.0))
                continue;
            for (uint32_t c = 0; c < s->n; c++)
                has_common = has_common || (s->w[a][c] > 0.0 && s->w[b][c] > 0.0);
            bridges += components_of(&rest) > components_of(s);
            local += !has_common;
        }
    check_value(m, "bridges", bridges);
    check_value(m, "local_bridges", local);
}

static void check_losses(const clg_network_measures *m, const sample *s)
{
    double cut_points = 0.0, largest = (double)NAN;

    for (uint32_t v = 0; v < s->n; v++) {
        sample rest = without_person(s, v);
        double loss = fragmentation_of(&rest, false) - fragmentation_of(s, false);
        bool is_cut = components_of(&rest) > components_of(s);
        check_cell(m, "loss", v, loss);
        check_cell(m, "cut_point", v, is_cut);
        cut_points += is_cut;
        largest = fmax(largest, loss);
    }
    check_value(m, "cut_points", cut_points);
    check_value(m, "largest_loss", largest);
}

static void check_people(const clg_network_measures *m, const sample *s)
{
    double isolates = 0.0, pendants = 0.0, near = 0.0;

    for (uint32_t v = 0; v < s->n; v++) {
        double degree = degree_of(s, v), size = effective_size_of(s, v);
        isolates += degree < 0.5;
        pendants += degree > 0.5 && degree < 1.5;
        near += strength_of(s, v) < 1.0;
        check_cell(m, "isolated", v, degree < 0.5);
        check_cell(m, "effective_size", v, size);
        check_cell(m, "efficiency", v, size / degree);
        check_cell(m, "clustering", v, clustering_of(s, v));
        check_cell(m, "reach_2", v, reach_of(s, v, 2));
        check_cell(m, "reach_3", v, reach_of(s, v, 3));
    }
    check_value(m, "isolates", isolates);
    check_value(m, "pendants", pendants);
    check_value(m, "near_isolates", near);
}

static double entropy_of(const sample *s)
{
    double sum = 0.0, n = (double)s->n;

    for (uint32_t v = 0; v < s->n; v++) { /* each member brings 1 / n ln (C / n) */
        double size = 0.0;
        for (uint32_t u = 0; u < s->n; u++)
            size += s->distance[v][u] < FAR;
        sum -= log(size / n) / n;
    }
    return sum;
}

static void isolation_is_its_definitions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 240; seed++) {
        uint32_t n = 2 + (uint32_t)(seed % (MOST - 1));
        double density = 0.1 + 0.2 * (double)(seed % 4);
        clg_graph graph = graph_random(n, false, density, seed % 2 == 0, seed);
        sample s = sample_of(&graph);
        clg_network_measures m;

        check_ok(clg_network_measure(&graph, NULL, &m, &err));
        check_value(&m, "components", components_of(&s));
        check_value(&m, "fragmentation", fragmentation_of(&s, false));
        check_value(&m, "distance_fragmentation", fragmentation_of(&s, true));
        check_value(&m, "component_entropy", entropy_of(&s));
        check_people(&m, &s);
        check_ties(&m, &s);
        check_losses(&m, &s);
        clg_network_measures_clear(&m);
        clg_graph_clear(&graph);
    }
}

/* The order in which people are listed says nothing. */
static void isolation_ignores_the_order_of_people(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint32_t n = 3 + (uint32_t)(seed % 10), back;
        clg_graph graph = graph_random(n, false, 0.25, true, seed);
        clg_graph turned = CLG_GRAPH_INIT;
        clg_tie ties[MOST * MOST];
        clg_network_measures m, t;
        size_t count = 0;

        for (uint32_t v = 0; v < n; v++)
            for (size_t e = graph.first[v]; e < graph.first[v + 1]; e++)
                if (graph.target[e] > v)
                    ties[count++] =
                        (clg_tie){n - 1 - v, n - 1 - graph.target[e], graph.weight[e]};
        check_ok(clg_graph_from_ties(&turned, n, false, ties, count, &err));
        check_ok(clg_network_measure(&graph, NULL, &m, &err));
        check_ok(clg_network_measure(&turned, NULL, &t, &err));
        for (size_t i = 0; i < m.column_count; i++)
            for (uint32_t v = 0; v < n; v++) {
                const char *id = m.columns[i].id;
                back = n - 1 - v;
                if (strcmp(id, "loss") == 0 || strcmp(id, "reach_2") == 0 ||
                    strcmp(id, "effective_size") == 0 || strcmp(id, "harmonic") == 0 ||
                    strcmp(id, "constraint") == 0 || strcmp(id, "betweenness") == 0) {
                    assert_int_equal(m.columns[i].statuses[v],
                                     t.columns[i].statuses[back]);
                    if (m.columns[i].statuses[v] == CLG_VALUE_OK)
                        check_near(m.columns[i].values[v], t.columns[i].values[back],
                                   1e-12);
                }
            }
        clg_network_measures_clear(&m);
        clg_network_measures_clear(&t);
        clg_graph_clear(&graph);
        clg_graph_clear(&turned);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isolation_is_its_definitions),
        cmocka_unit_test(isolation_ignores_the_order_of_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
