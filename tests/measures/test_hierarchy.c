/* Rank and order: Krackhardt's four, reaching, SpringRank, censuses, centralizations
 * and the rich club against their definitions on small random networks, and by hand. */
#include "check.h"

#include "group_sample.h"
#include "ingest/edges.h"
#include "measures/core/degree.h"
#include "measures/stratification/census.h"
#include "measures/stratification/centralization.h"
#include "measures/stratification/hierarchy.h"
#include "measures/stratification/rich_club.h"
#include "measures/stratification/spring_rank.h"
#include "small_graphs.h"

#include <stdio.h>
#include <string.h>

enum { MOST = SAMPLE_MOST, TRIALS = 240 };

/* Who reaches whom (both ways round if tied), by Warshall. */
static void reach(const sample *s, bool tied, bool r[MOST][MOST])
{
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t j = 0; j < s->n; j++)
            r[i][j] = i == j || s->w[i][j] > 0.0 || (tied && s->w[j][i] > 0.0);
    for (uint32_t k = 0; k < s->n; k++)
        for (uint32_t i = 0; i < s->n; i++)
            for (uint32_t j = 0; j < s->n; j++)
                r[i][j] = r[i][j] || (r[i][k] && r[k][j]);
}

/* An upper bound of both that reaches all the others, as sna::lubness asks. */
static bool is_bound(const sample *s, bool r[MOST][MOST], uint32_t i, uint32_t j)
{
    for (uint32_t k = 0; k < s->n; k++) {
        bool holds = r[k][i] && r[k][j];
        for (uint32_t l = 0; l < s->n; l++)
            holds = holds && (!(r[l][i] && r[l][j]) || r[k][l]);
        if (holds)
            return true;
    }
    return false;
}

static void check_value(clg_value found, double part, double whole)
{
    assert_int_equal(found.status == CLG_VALUE_OK, whole > 0.0);
    if (whole > 0.0)
        check_near(found.value, 1.0 - part / whole, 1e-12);
}

static void check_four(const sample *s, const clg_hierarchy *h)
{
    bool r[MOST][MOST], c[MOST][MOST];
    double t = 0, v = 0, apart = 0, unbound = 0, bounds = 0, needed = 0, spare = 0;
    double n = s->n, arcs = (double)s->graph.arc_count;

    reach(s, false, r);
    reach(s, true, c);
    for (uint32_t i = 0; i < s->n; i++) {
        double size = 0.0;
        for (uint32_t j = 0; j < s->n; j++) {
            size += c[i][j];
            apart += !c[i][j];
            if (j <= i)
                continue;
            t += r[i][j] || r[j][i];
            v += r[i][j] && r[j][i];
            unbound += c[i][j] && !is_bound(s, r, i, j);
        }
        needed += (size - 1.0) / size;
        spare += (size - 1.0) * (size - 1.0) / size;
        bounds += (size - 1.0) * (size - 2.0) / 2.0 / size;
    }
    check_value(h->connectedness, apart, n * (n - 1.0)); /* 1 - fragmentation */
    check_value(h->hierarchy, v, t);
    check_value(h->efficiency, round(arcs - needed), round(spare));
    check_value(h->lubness, unbound, round(bounds));
}

static void check_reaching(const sample *s, clg_value found)
{
    bool r[MOST][MOST];
    double most = 0.0, sum = 0.0, others = (double)s->n - 1.0;

    reach(s, false, r);
    for (uint32_t v = 0; v < s->n; v++) {
        double count = -1.0;
        for (uint32_t w = 0; w < s->n; w++)
            count += r[v][w];
        most = count > most ? count : most;
        sum += count;
    }
    assert_int_equal(found.status == CLG_VALUE_OK, s->n >= 2);
    if (s->n >= 2)
        check_near(found.value, (s->n * most - sum) / (others * others), 1e-12);
}

static void the_four_and_reaching_are_their_definitions(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 2 * TRIALS; trial++) {
        sample s = sample_of(trial, true, 1, 0);
        clg_graph sparse;
        clg_hierarchy h;
        check_ok(clg_hierarchy_find(&s.graph, &h, &err));
        check_four(&s, &h);
        check_reaching(&s, h.reaching);
        sample_clear(&s);
        sparse = graph_random(12, true, 0.08, false, trial);
        s = (sample){.graph = sparse, .n = 12};
        for (uint32_t v = 0; v < 12; v++)
            for (size_t e = sparse.first[v]; e < sparse.first[v + 1]; e++)
                s.w[v][sparse.target[e]] = 1.0;
        check_ok(clg_hierarchy_find(&s.graph, &h, &err));
        check_four(&s, &h);
        sample_clear(&s);
    }
}

static clg_graph digraph_of(uint32_t n, const clg_tie *ties, size_t count)
{
    clg_graph graph = CLG_GRAPH_INIT;

    check_ok(clg_graph_from_ties(&graph, n, true, ties, count, &err));
    return graph;
}

/* Only lubness tells whether arcs lead from the superior or to him. */
static void a_tree_turned_round_is_known_by_its_bounds(void **state)
{
    (void)state;
    const clg_tie down[] = {{0, 1, 1}, {0, 2, 1}, {1, 3, 1}, {1, 4, 1}, {2, 5, 1}};
    clg_graph tree = digraph_of(6, down, COUNT_OF(down)), turned = CLG_GRAPH_INIT;
    clg_hierarchy h;

    check_ok(clg_hierarchy_find(&tree, &h, &err));
    check_near(h.connectedness.value, 1.0, 0.0);
    check_near(h.hierarchy.value, 1.0, 0.0);
    check_near(h.efficiency.value, 1.0, 0.0);
    check_near(h.lubness.value, 1.0, 0.0);
    check_ok(clg_graph_transpose(&tree, &turned, &err));
    check_ok(clg_hierarchy_find(&turned, &h, &err));
    check_near(h.connectedness.value, 1.0, 0.0);
    check_near(h.hierarchy.value, 1.0, 0.0);
    check_near(h.efficiency.value, 1.0, 0.0);
    assert_true(h.lubness.value < 0.5);
    clg_graph_clear(&tree);
    clg_graph_clear(&turned);
}

/* What the least energy asks of each: that the pulls of all springs add up to 0. */
static void check_ranks(const sample *s, const double *rank, clg_spring_rank found)
{
    bool c[MOST][MOST];
    double energy = 0.0, total = 0.0;

    reach(s, true, c);
    for (uint32_t v = 0; v < s->n; v++) {
        double pull = 0.0, sum = 0.0, count = 0.0;
        for (uint32_t w = 0; w < s->n; w++) {
            count += c[v][w];
            sum += c[v][w] ? rank[w] : 0.0;
            if (s->w[v][w] > 0.0) {
                double apart = rank[w] - rank[v] - 1.0;
                pull += s->w[v][w] * apart;
                energy += 0.5 * s->w[v][w] * apart * apart;
                total += s->w[v][w];
            }
            pull -= s->w[w][v] > 0.0 ? s->w[w][v] * (rank[v] - rank[w] - 1.0) : 0.0;
        }
        assert_int_equal(isnan(rank[v]) != 0, count == 1.0);
        if (count > 1.0) {
            check_near(pull, 0.0, 1e-9);
            check_near(sum, 0.0, 1e-9);
        }
    }
    check_near(found.energy, energy, 1e-9);
    check_near(found.per_weight, energy / total, 1e-9);
}

static void ranks_leave_no_spring_pulling(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, true, 1, 0);
        double rank[MOST], again[MOST];
        clg_spring_rank found, seven;
        check_ok(clg_spring_rank_find(&s.graph, rank, &found, &err));
        assert_int_equal(found.status == CLG_VALUE_OK, s.graph.arc_count > 0);
        if (found.status == CLG_VALUE_OK) {
            check_ranks(&s, rank, found);
            for (size_t e = 0; e < s.graph.arc_count; e++)
                s.graph.weight[e] *= 7.0;
            check_ok(clg_spring_rank_find(&s.graph, again, &seven, &err));
            check_near(seven.energy, 7.0 * found.energy, 1e-8);
            for (uint32_t v = 0; v < s.n; v++)
                assert_true(isnan(rank[v]) || fabs(rank[v] - again[v]) < 1e-9);
        }
        sample_clear(&s);
    }
}

/* 0 turns to 1, who turns to 2; nobody knows 3. */
static void a_ladder_has_no_energy(void **state)
{
    (void)state;
    clg_graph ladder = digraph_of(4, (clg_tie[]){{0, 1, 2}, {1, 2, 5}}, 2);
    double rank[4];
    clg_spring_rank found;

    check_ok(clg_spring_rank_find(&ladder, rank, &found, &err));
    for (int v = 0; v < 3; v++)
        check_near(rank[v], v - 1.0, 1e-12);
    assert_true(isnan(rank[3]));
    check_near(found.energy, 0.0, 1e-20);
    clg_graph_clear(&ladder);
}

/* The kind of a triad by its mutual, one-way and absent pairs, and its degrees. */
static int kind_of(const sample *s, const uint32_t v[3])
{
    int mutual = 0, single = 0, in[3] = {0}, out[3] = {0}, most_in = 0, most_out = 0;
    int alone = 3; /* who is in no mutual pair */

    for (int i = 0; i < 3; i++)
        for (int j = i + 1; j < 3; j++) {
            bool there = s->w[v[i]][v[j]] > 0.0, back = s->w[v[j]][v[i]] > 0.0;
            mutual += there && back;
            single += there != back;
            alone = there && back ? 3 - i - j : alone;
            if (there != back) {
                out[there ? i : j]++;
                in[there ? j : i]++;
            }
        }
    for (int i = 0; i < 3; i++) {
        most_in = in[i] > most_in ? in[i] : most_in;
        most_out = out[i] > most_out ? out[i] : most_out;
    }
    if (mutual == 0 && single == 2) /* 021D, 021U, 021C */
        return most_out == 2 ? 3 : most_in == 2 ? 4 : 5;
    if (mutual == 1 && single == 1) /* 111U: the third is turned to */
        return in[alone] == 1 ? 7 : 6;
    if (mutual == 0 && single == 3)
        return most_out == 2 ? 8 : 9;
    if (mutual == 1 && single == 2) /* 120D, 120U, 120C */
        return out[alone] == 2 ? 11 : in[alone] == 2 ? 12 : 13;
    return mutual == 0 ? single : mutual == 1 ? 2 : mutual == 3 ? 15 : single ? 14 : 10;
}

static void censuses_count_every_pair_and_every_three(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, true, 1, 0);
        double counts[16], expected[16] = {0.0}, mutual = 0.0, single = 0.0, n = s.n;
        clg_dyads dyads = clg_dyad_census(&s.graph);
        check_ok(clg_triad_census(&s.graph, counts, &err));
        for (uint32_t a = 0; a < s.n; a++)
            for (uint32_t b = a + 1; b < s.n; b++) {
                mutual += s.w[a][b] > 0.0 && s.w[b][a] > 0.0;
                single += (s.w[a][b] > 0.0) != (s.w[b][a] > 0.0);
                for (uint32_t c = b + 1; c < s.n; c++)
                    expected[kind_of(&s, (uint32_t[]){a, b, c})] += 1.0;
            }
        check_near(dyads.mutual, mutual, 0.0);
        check_near(dyads.asymmetric, single, 0.0);
        check_near(dyads.none, n * (n - 1.0) / 2.0 - mutual - single, 0.0);
        for (int kind = 0; kind < 16; kind++)
            check_near(counts[kind], expected[kind], 0.0);
        sample_clear(&s);
    }
}

static double closeness_of(const clg_graph *graph)
{
    uint32_t distance[MOST], queue[MOST];
    clg_value value = clg_closeness_centralization(graph, distance, queue);

    return value.value;
}

static void a_star_is_all_centre_and_equals_have_none(void **state)
{
    (void)state;
    clg_graph star = graph_star(10), complete = graph_complete(10),
              apart = graph_triangle_dyad_isolates(), path = graph_path(4);
    uint32_t degrees[10];
    double between[10] = {1.0};

    clg_degrees(&star, CLG_ARCS_ALL, degrees);
    check_near(clg_degree_centralization(degrees, 10).value, 1.0, 1e-15);
    check_near(clg_betweenness_centralization(between, 10).value, 1.0, 1e-15);
    check_near(closeness_of(&star), 1.0, 1e-12);
    clg_degrees(&complete, CLG_ARCS_ALL, degrees);
    check_near(clg_degree_centralization(degrees, 10).value, 0.0, 0.0);
    check_near(closeness_of(&complete), 0.0, 1e-12);
    assert_true(isnan(closeness_of(&apart)));
    /* closeness 1/2, 3/4, 3/4, 1/2; the most is 6 / 5 */
    check_near(closeness_of(&path), 0.5 * 5.0 / 6.0, 1e-12);
    degrees[0] = 9;
    for (int v = 1; v < 10; v++)
        degrees[v] = 0;
    check_near(clg_arc_centralization(degrees, 10).value, 1.0, 1e-15);
    assert_int_equal(clg_degree_centralization(degrees, 2).status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_arc_centralization(degrees, 2).status, CLG_VALUE_UNDEFINED);
    clg_graph_clear(&star);
    clg_graph_clear(&complete);
    clg_graph_clear(&apart);
    clg_graph_clear(&path);
}

/* rich_club_phi_k of karate: k from 0 to 15; at 16 one is left. */
static void the_rich_club_of_the_karate_club(void **state)
{
    (void)state;
    const double expected[] = {0.13903743315508021,
                               0.14583333333333334,
                               0.23809523809523808,
                               0.325,
                               0.4888888888888889,
                               0.5238095238095238,
                               0.5,
                               0.5,
                               0.5,
                               0.5,
                               0.3333333333333333,
                               0.3333333333333333,
                               0,
                               0,
                               0,
                               0};
    clg_edges_options options = {SHARED_FOLDER "/oracles/measures/data/karate.csv",
                                 NULL,
                                 NULL,
                                 NULL,
                                 false,
                                 false};
    FILE *file = fopen(options.edges, "r");
    clg_graph graph = CLG_GRAPH_INIT;
    clg_tie ties[128];
    clg_edges edges;

    if (file == NULL)
        skip();
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    for (size_t i = 0; i < edges.count; i++)
        ties[i] = (clg_tie){edges.from[i], edges.to[i], 1.0};
    check_ok(clg_graph_from_ties(&graph, 34, false, ties, edges.count, &err));
    for (uint32_t k = 0; k < 16; k++)
        check_near(clg_rich_club(&graph, k).value, expected[k], 1e-9);
    assert_int_equal(clg_rich_club(&graph, 16).status, CLG_VALUE_UNDEFINED);
    clg_graph_clear(&graph);
    clg_edges_clear(&edges);
}

static void check_energy(const char *path, double expected)
{
    clg_edges_options options = {path, NULL, NULL, NULL, true, false};
    FILE *file = fopen(path, "r");
    clg_graph graph = CLG_GRAPH_INIT;
    clg_spring_rank found;
    double ranks[21];
    clg_tie ties[512];
    clg_edges edges;

    if (file == NULL)
        skip();
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    for (size_t i = 0; i < edges.count; i++)
        ties[i] = (clg_tie){edges.from[i], edges.to[i], 1.0};
    graph = digraph_of(21, ties, edges.count);
    check_ok(clg_spring_rank_find(&graph, ranks, &found, &err));
    check_near(found.energy, expected, 1e-8);
    clg_graph_clear(&graph);
    clg_edges_clear(&edges);
}

/* springrank_ground_state_energy */
static void energies_of_the_hightech_firm(void **state)
{
    (void)state;
    check_energy(SHARED_FOLDER "/oracles/measures/data/ht_advice_edges.csv",
                 62.77730416201507);
    check_energy(SHARED_FOLDER "/oracles/measures/data/ht_reports_edges.csv", 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_four_and_reaching_are_their_definitions),
        cmocka_unit_test(a_tree_turned_round_is_known_by_its_bounds),
        cmocka_unit_test(ranks_leave_no_spring_pulling),
        cmocka_unit_test(a_ladder_has_no_energy),
        cmocka_unit_test(censuses_count_every_pair_and_every_three),
        cmocka_unit_test(a_star_is_all_centre_and_equals_have_none),
        cmocka_unit_test(the_rich_club_of_the_karate_club),
        cmocka_unit_test(energies_of_the_hightech_firm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
