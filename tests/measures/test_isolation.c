/* Isolation, taken apart by hand: every measure on random graphs of up to 12 people
 * beside its definition, found by removing people and ties one by one. */
#include "check.h"

#include "matrix_network.h"
#include "measures/plain_network.h"
#include "small_graphs.h"

#include <string.h>

static double clustering_of(const matrix_network *s, uint32_t v)
{
    double degree = matrix_degree(s, v), tied = 0.0;

    for (uint32_t a = 0; a < s->n; a++)
        for (uint32_t b = 0; b < a; b++)
            tied += s->w[v][a] > 0.0 && s->w[v][b] > 0.0 && s->w[a][b] > 0.0;
    return degree > 1.0 ? tied / (degree * (degree - 1.0) / 2.0) : (double)NAN;
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

static void check_ties(const clg_network_measures *m, const matrix_network *s)
{
    double bridges = 0.0, local = 0.0;

    for (uint32_t a = 0; a < s->n; a++)
        for (uint32_t b = 0; b < a; b++) {
            matrix_network rest = matrix_without_tie(s, a, b);
            bool has_common = false;
            if (!(s->w[a][b] > 0.0))
                continue;
            for (uint32_t c = 0; c < s->n; c++)
                has_common = has_common || (s->w[a][c] > 0.0 && s->w[b][c] > 0.0);
            bridges += matrix_components(&rest) > matrix_components(s);
            local += !has_common;
        }
    check_value(m, "bridges", bridges);
    check_value(m, "local_bridges", local);
}

static void check_losses(const clg_network_measures *m, const matrix_network *s)
{
    double cut_points = 0.0, largest = (double)NAN;

    for (uint32_t v = 0; v < s->n; v++) {
        matrix_network rest = matrix_without_person(s, v);
        double loss =
            matrix_fragmentation(&rest, false) - matrix_fragmentation(s, false);
        bool is_cut = matrix_components(&rest) > matrix_components(s);
        check_cell(m, "loss", v, loss);
        check_cell(m, "cut_point", v, is_cut);
        cut_points += is_cut;
        largest = fmax(largest, loss);
    }
    check_value(m, "cut_points", cut_points);
    check_value(m, "largest_loss", largest);
}

static void check_people(const clg_network_measures *m, const matrix_network *s)
{
    double isolates = 0.0, pendants = 0.0, near = 0.0;

    for (uint32_t v = 0; v < s->n; v++) {
        double degree = matrix_degree(s, v), size = matrix_effective_size(s, v);
        isolates += degree < 0.5;
        pendants += degree > 0.5 && degree < 1.5;
        near += matrix_strength(s, v) < 1.0;
        check_cell(m, "isolated", v, degree < 0.5);
        check_cell(m, "effective_size", v, size);
        check_cell(m, "efficiency", v, size / degree);
        check_cell(m, "clustering", v, clustering_of(s, v));
        check_cell(m, "reach_2", v, matrix_reach(s, v, 2));
        check_cell(m, "reach_3", v, matrix_reach(s, v, 3));
    }
    check_value(m, "isolates", isolates);
    check_value(m, "pendants", pendants);
    check_value(m, "near_isolates", near);
}

static double entropy_of(const matrix_network *s)
{
    double sum = 0.0, n = (double)s->n;

    for (uint32_t v = 0; v < s->n; v++) { /* each member brings 1 / n ln (C / n) */
        double size = 0.0;
        for (uint32_t u = 0; u < s->n; u++)
            size += s->distance[v][u] < MATRIX_FAR;
        sum -= log(size / n) / n;
    }
    return sum;
}

static void isolation_is_its_definitions(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint32_t n = 2 + (uint32_t)(seed % (MATRIX_MOST - 1));
        double density = 0.1 + 0.2 * (double)(seed % 4);
        clg_graph graph = graph_random(n, false, density, seed % 2 == 0, seed);
        matrix_network s = matrix_of(&graph);
        clg_network_measures m;

        check_ok(clg_network_measure(&graph, NULL, &m, &err));
        check_value(&m, "components", matrix_components(&s));
        check_value(&m, "fragmentation", matrix_fragmentation(&s, false));
        check_value(&m, "distance_fragmentation", matrix_fragmentation(&s, true));
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
    for (uint64_t seed = 1; seed <= 30; seed++) {
        uint32_t n = 3 + (uint32_t)(seed % 10), back;
        clg_graph graph = graph_random(n, false, 0.25, true, seed);
        clg_graph turned = CLG_GRAPH_INIT;
        clg_tie ties[MATRIX_MOST * MATRIX_MOST];
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
