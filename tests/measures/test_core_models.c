/* Several cores, description lengths, agreement of divisions: reference values of the
 * karate club, identities, and their definitions gone through. */
#include "check.h"

#include "base/memory.h"
#include "ingest/edges.h"
#include "measures/core/borgatti_everett.h"
#include "measures/core/description_length.h"
#include "measures/core/km_config.h"
#include "measures/core/partition.h"
#include "measures/core/two_mode_core.h"
#include "measures/stratification/mixing.h"
#include "small_graphs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KARATE SHARED_FOLDER "/oracles/measures/data/karate.csv"

enum { MEMBERS = 34 };

static const uint8_t hi[MEMBERS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1,
                                    1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

static clg_graph karate(void)
{
    clg_edges_options options = {KARATE, NULL, NULL, NULL, false, false};
    clg_graph graph = CLG_GRAPH_INIT;
    FILE *file = fopen(KARATE, "r");
    clg_edges edges;
    clg_tie ties[128];

    if (file == NULL) {
        print_message("no " KARATE "\n");
        skip();
    }
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    for (size_t i = 0; i < edges.count; i++)
        ties[i] = (clg_tie){edges.from[i], edges.to[i], 1.0};
    check_ok(clg_graph_from_ties(&graph, MEMBERS, false, ties, edges.count, &err));
    clg_edges_clear(&edges);
    return graph;
}

/* km_config_Q_given_club_all_core, km_config_Q_given_club_core_1_33_34 */
static void quality_of_given_pairs(void **state)
{
    (void)state;
    clg_graph graph = karate();
    uint32_t pair[MEMBERS];
    uint8_t core[MEMBERS];
    double room[2 * MEMBERS];

    for (uint32_t v = 0; v < MEMBERS; v++) {
        pair[v] = hi[v];
        core[v] = 1;
    }
    check_near(clg_km_quality(&graph, pair, core, room), 0.3582347140039448, 1e-12);
    for (uint32_t v = 0; v < MEMBERS; v++)
        core[v] = v == 0 || v == 32 || v == 33;
    check_near(clg_km_quality(&graph, pair, core, room), 0.24700032873109798, 1e-12);
    clg_graph_clear(&graph);
}

/* km_config_Q_mean_of_1000 */
static void single_runs_are_as_good_as_they_should_be(void **state)
{
    (void)state;
    clg_graph graph = karate();
    clg_km km = {0};
    double sum = 0.0;

    for (uint64_t run = 0; run < 1000; run++) {
        clg_random random = clg_random_stream(1, "runs", run, 0, 0);
        check_ok(clg_km_find(&km, &graph, 1, &random, &err));
        sum += km.quality;
    }
    check_near(sum / 1000.0, 0.41669625246548325, 0.02);
    clg_km_clear(&km);
    clg_graph_clear(&graph);
}

/* Q by its double sum. */
static double quality_by_definition(const clg_graph *graph, const uint32_t *pair,
                                    const uint8_t *core)
{
    uint32_t n = graph->vertex_count;
    double total = 0.0, strength[16] = {0}, sum = 0.0;

    for (uint32_t i = 0; i < n; i++)
        for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++) {
            strength[i] += graph->weight[e];
            total += graph->weight[e];
        }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++) {
            double w = 0.0;
            if (pair[i] != pair[j] || !(core[i] || core[j]))
                continue;
            for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
                w = graph->target[e] == j ? graph->weight[e] : w;
            sum += w - strength[i] * strength[j] / total;
        }
    return sum / total;
}

static void quality_is_its_definition_and_no_move_improves_it(void **state)
{
    (void)state;
    clg_km km = {0};

    for (uint64_t seed = 1; seed <= 40; seed++) {
        clg_graph graph = graph_random(11, false, 0.35, seed % 2 == 0, seed);
        clg_random random = clg_random_stream(seed, "km", 0, 0, 0);
        double parts = 0.0;
        if (graph.arc_count == 0)
            continue;
        check_ok(clg_km_find(&km, &graph, 3, &random, &err));
        check_near(km.quality, quality_by_definition(&graph, km.pair, km.in_core),
                   1e-12);
        for (uint32_t c = 0; c < 11; c++)
            parts += km.q[c];
        check_near(parts, km.quality, 1e-12);
        for (uint32_t v = 0; v < 11; v++) { /* a fault in the gain would leave some */
            uint32_t own = km.pair[v];
            uint8_t side = km.in_core[v];
            for (size_t e = graph.first[v]; e < graph.first[v + 1]; e++)
                for (int x = 0; x < 2; x++) {
                    km.pair[v] = km.pair[graph.target[e]];
                    km.in_core[v] = (uint8_t)x;
                    assert_true(quality_by_definition(&graph, km.pair, km.in_core) <=
                                km.quality + 1e-9);
                    km.pair[v] = own;
                    km.in_core[v] = side;
                }
        }
        for (uint32_t c = 1; c < 11; c++)
            assert_true(km.size[c] <= km.size[c - 1]);
        clg_graph_clear(&graph);
    }
    clg_km_clear(&km);
}

static void all_in_the_core_is_modularity(void **state)
{
    (void)state;
    clg_mixing_room room = {0};

    for (uint64_t seed = 1; seed <= 20; seed++) {
        clg_graph graph = graph_random(12, false, 0.5, true, seed);
        uint32_t pair[12];
        int32_t codes[12];
        uint8_t core[12];
        double numbers[24];
        clg_mixing mixing;
        for (uint32_t v = 0; v < 12; v++) {
            pair[v] = v % 3;
            codes[v] = (int32_t)(v % 3);
            core[v] = 1;
        }
        check_ok(clg_mixing_find(&graph, codes, 3, &room, &mixing, &err));
        check_near(clg_km_quality(&graph, pair, core, numbers),
                   clg_mixing_modularity(&mixing).value, 1e-12);
        clg_graph_clear(&graph);
    }
    clg_mixing_room_clear(&room);
}

/* Two planted circles with hubs are found beyond chance; a random network has none to
 * speak of. */
static void planted_cores_are_significant(void **state)
{
    (void)state;
    clg_tie ties[400];
    clg_graph graph = CLG_GRAPH_INIT;
    clg_random random = clg_random_stream(2, "test", 0, 0, 0);
    clg_km km = {0};
    double p[40];
    size_t count = 0;

    for (uint32_t c = 0; c < 2; c++)
        for (uint32_t i = 0; i < 20; i++)
            for (uint32_t j = i + 1; j < 20; j++)
                if (i < 5 && (j < 5 || clg_random_below(&random, 10) < 6))
                    ties[count++] = (clg_tie){20 * c + i, 20 * c + j, 1.0};
    check_ok(clg_graph_from_ties(&graph, 40, false, ties, count, &err));
    check_ok(clg_km_find(&km, &graph, 5, &random, &err));
    assert_int_equal(km.pairs, 2);
    for (uint32_t v = 1; v < 20; v++)
        assert_int_equal(km.pair[v], km.pair[0]);
    check_ok(clg_km_test(&km, &graph, 5, 99, &random, p, &err));
    assert_true(p[0] < 0.01 && p[1] < 0.01);
    clg_km_clear(&km);
    clg_graph_clear(&graph);
}

/* DL_ER_nats, gallagher_hubspoke_logmarginal_core_1_2_3_33_34,
 * gallagher_hubspoke_DL_nats_core_1_2_3_33_34, gallagher_hubspoke_loglik_p(.6,.3,.05),
 * block_edge_counts_cc_cp_pp */
static void lengths_of_the_karate_club(void **state)
{
    (void)state;
    clg_graph graph = karate();
    uint8_t core[MEMBERS] = {[0] = 1, [1] = 1, [2] = 1, [32] = 1, [33] = 1};
    clg_core_blocks counted = clg_core_count_blocks(&graph, core);
    clg_block blocks[3];
    double value;

    for (int b = 0; b < 3; b++)
        blocks[b] = (clg_block){counted.ties[b], counted.pairs[b]};
    check_near(counted.ties[0], 5.0, 0.0);
    check_near(counted.ties[1], 54.0, 0.0);
    check_near(counted.ties[2], 19.0, 0.0);
    check_near(clg_length_without_structure(34.0, 78.0), 233.03642499742614, 1e-9);
    check_near(clg_log_likelihood(blocks, 3, (double[]){0.6, 0.3, 0.05}),
               -181.37695123573383, 1e-9);
    check_ok(clg_log_marginal(blocks, 3, &value, &err));
    check_near(value, -184.7557147457334, 1e-5);
    check_ok(clg_length_hub_spoke(&graph, core, &value, &err));
    check_near(value, 204.31487966406368, 1e-5);
    clg_graph_clear(&graph);
}

/* One block: the integral is a Beta function. Two: a double sum over a coarse grid. */
static void integrals_by_other_means(void **state)
{
    (void)state;
    const clg_block one[] = {{3.0, 10.0}}, two[] = {{4.0, 6.0}, {2.0, 8.0}};
    double value, sum = 0.0;
    enum { STEPS = 2000 };

    check_ok(clg_log_marginal(one, 1, &value, &err));
    check_near(exp(value), 6.0 * 5040.0 / 39916800.0, 1e-9);
    for (int i = 0; i < STEPS; i++)
        for (int j = 0; j < i; j++) {
            double p = (i + 0.5) / STEPS, q = (j + 0.5) / STEPS;
            sum += pow(p, 4) * pow(1 - p, 2) * pow(q, 2) * pow(1 - q, 6);
        }
    check_ok(clg_log_marginal(two, 2, &value, &err));
    check_near(exp(value), 2.0 * sum / STEPS / STEPS, 1e-6);
}

/* AMI by going through all divisions with these sizes. */
static void agreement_beyond_chance_is_its_definition(void **state)
{
    (void)state;
    const int32_t a[6] = {0, 0, 0, 1, 1, 2};
    int32_t b[6] = {0, 0, 1, 1, 1, 0}, order[6] = {0, 1, 2, 3, 4, 5}, shuffled[6];
    double entropy_a = -(0.5 * log(0.5) + log(1.0 / 3) / 3 + log(1.0 / 6) / 6);
    double mean = (entropy_a + log(2.0)) / 2.0, sum = 0.0, count = 0.0;
    clg_agreement found;

    for (int code = 0; code < 46656; code++) { /* all permutations among all maps */
        bool seen[6] = {false}, is_permutation = true;
        for (int i = 0, rest = code; i < 6; i++, rest /= 6) {
            order[i] = rest % 6;
            is_permutation = is_permutation && !seen[order[i]];
            seen[order[i]] = true;
        }
        if (!is_permutation)
            continue;
        for (int i = 0; i < 6; i++)
            shuffled[i] = b[order[i]];
        check_ok(clg_agreement_find(a, shuffled, 6, 3, &found, &err));
        sum += found.nmi.value * mean;
        count += 1.0;
    }
    check_near(count, 720.0, 0.0);
    check_ok(clg_agreement_find(a, b, 6, 3, &found, &err));
    check_near(found.ami.value,
               (found.nmi.value * mean - sum / count) / (mean - sum / count), 1e-10);
    check_ok(clg_agreement_find(a, a, 6, 3, &found, &err));
    check_near(found.ami.value, 1.0, 1e-12);
    check_ok(clg_agreement_find(a, (int32_t[6]){0}, 0, 3, &found, &err));
    assert_int_equal(found.nmi.status, CLG_VALUE_UNDEFINED);
}

/* The correlation over all cells, and no single change that improves it. */
static void the_two_mode_fit_is_its_definition(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        clg_random random = clg_random_stream(seed, "two", 0, 0, 0);
        uint32_t person[80], meeting[80];
        uint8_t people[7], meetings[9], cells[7][9];
        clg_two_mode table = {0};
        size_t count = 0;
        for (uint32_t v = 0; v < 7; v++)
            for (uint32_t m = 0; m < 9; m++) {
                cells[v][m] = clg_random_below(&random, 5) < 2;
                if (cells[v][m]) {
                    person[count] = v;
                    meeting[count++] = m;
                }
            }
        check_ok(clg_two_mode_from_pairs(&table, 7, 9, person, meeting, count, &err));
        for (int pattern = 0; pattern < 2; pattern++) {
            double x = 0, y = 0, xx = 0, xy = 0;
            clg_value fit;
            check_ok(clg_two_mode_core_find(&table, (clg_pattern)pattern, 5, &random,
                                            people, meetings, &fit, &err));
            for (int v = 0; v < 7; v++)
                for (int m = 0; m < 9; m++) {
                    double d =
                        pattern ? people[v] | meetings[m] : people[v] & meetings[m];
                    x += d;
                    xx += d * d;
                    y += cells[v][m];
                    xy += d * cells[v][m];
                }
            check_near(fit.value,
                       (xy - x * y / 63) / sqrt((xx - x * x / 63) * (y - y * y / 63)),
                       1e-10);
            for (int v = 0; v < 7; v++) {
                clg_value other;
                people[v] = !people[v];
                other = clg_two_mode_core_fit(&table, (clg_pattern)pattern, people,
                                              meetings);
                people[v] = !people[v];
                if (other.status == CLG_VALUE_OK)
                    assert_true(other.value <= fit.value + 1e-9);
            }
        }
        clg_two_mode_clear(&table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quality_of_given_pairs),
        cmocka_unit_test(single_runs_are_as_good_as_they_should_be),
        cmocka_unit_test(quality_is_its_definition_and_no_move_improves_it),
        cmocka_unit_test(all_in_the_core_is_modularity),
        cmocka_unit_test(planted_cores_are_significant),
        cmocka_unit_test(lengths_of_the_karate_club),
        cmocka_unit_test(integrals_by_other_means),
        cmocka_unit_test(agreement_beyond_chance_is_its_definition),
        cmocka_unit_test(the_two_mode_fit_is_its_definition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
