/* Backbones: the reference cases of R's backbone, enumeration, margins. */
#include "check.h"

#include "measures/backbone/fixed.h"
#include "measures/backbone/stochastic.h"
#include "small_graphs.h"
#include "tiny_study.h"

#include <string.h>

static clg_two_mode davis_table(void)
{
    clg_study *study = tiny_davis(SHARED_FOLDER "/oracles/measures/data/davis.csv");
    clg_two_mode table = {0};
    clg_members members = {0};

    if (study == NULL) {
        print_message("no reference data\n");
        skip();
    }
    check_ok(clg_members_find(&members, study, 0, 0, 14, &err));
    check_ok(clg_two_mode_build(&table, study, 0, 0, 14, &members, &err));
    clg_members_clear(&members);
    tiny_study_free(study);
    return table;
}

/* bicm_prob_matrix_3dp */
static void chances_of_a_small_table(void **state)
{
    (void)state;
    const uint32_t person[] = {0, 1, 2, 2}, meeting[] = {2, 2, 0, 1};
    const uint32_t person_2[] = {0, 1, 2, 2, 2}, meeting_2[] = {2, 2, 0, 1, 2};
    double chance[9];
    clg_two_mode table = {0};
    clg_value_status found;

    check_ok(clg_two_mode_from_pairs(&table, 3, 3, person, meeting, 4, &err));
    check_ok(clg_bicm_find(&table, chance, &found, &err));
    check_near(chance[0], 0.216, 5e-4);
    check_near(chance[2], 0.568, 5e-4);
    check_near(chance[6], 0.568, 5e-4);
    check_near(chance[8], 0.863, 5e-4);
    /* person 2 attends all: certain, and so is the rest */
    check_ok(clg_two_mode_from_pairs(&table, 3, 3, person_2, meeting_2, 5, &err));
    check_ok(clg_bicm_find(&table, chance, &found, &err));
    assert_int_equal(found, CLG_VALUE_OK);
    for (int i = 0; i < 9; i++)
        check_near(chance[i], i >= 6 || i % 3 == 2 ? 1.0 : 0.0, 0.0);
    clg_two_mode_clear(&table);
}

static void expected_margins_are_those_of_the_table(void **state)
{
    (void)state;
    clg_two_mode table = davis_table();
    double chance[18 * 14];
    clg_value_status found;

    check_ok(clg_bicm_find(&table, chance, &found, &err));
    assert_int_equal(found, CLG_VALUE_OK);
    for (uint32_t v = 0; v < 18; v++) {
        double sum = 0.0;
        for (uint32_t m = 0; m < 14; m++)
            sum += chance[v * 14 + m];
        check_near(sum, (double)(table.vertex_first[v + 1] - table.vertex_first[v]),
                   1e-8);
    }
    check_near(chance[0], 0.3423289056, 1e-8); /* bicm_prob_matrix */
    check_near(chance[2], 0.5928135101, 1e-8);
    clg_two_mode_clear(&table);
}

/* poisson_binomial_exact_lower_upper_k5 for the chances of R's test, and enumeration.
 */
static void tails_are_those_of_all_outcomes(void **state)
{
    (void)state;
    double chance[10], room[16];

    for (int t = 0; t < 10; t++)
        chance[t] = 0.05 + 0.09 * t;
    for (size_t k = 0; k <= 10; k++) {
        double sum = 0.0;
        for (unsigned outcome = 0; outcome < 1024; outcome++) {
            double probability = 1.0;
            size_t ones = 0;
            for (int t = 0; t < 10; t++) {
                bool is_one = outcome >> t & 1;
                probability *= is_one ? chance[t] : 1.0 - chance[t];
                ones += is_one;
            }
            sum += ones >= k ? probability : 0.0;
        }
        check_near(clg_poisson_binomial_upper(chance, 10, k, room), sum, 1e-14);
    }
}

/* sdsm_upper_p_exact, sdsm_backbone_edges_alpha0.05_nomtc, fdsm_p_upper,
 * fdsm_backbone_edges_alpha0.05_nomtc, fdsm_backbone_edges_alpha0.05_BH */
static void the_backbones_of_davis(void **state)
{
    (void)state;
    clg_two_mode table = davis_table();
    clg_random random = clg_random_stream(1, "davis", 0, 0, 0);
    double p[18 * 18];
    clg_value_status found;

    check_ok(clg_stochastic_backbone(&table, p, &found, &err));
    check_near(p[1], 0.2682000551, 1e-8);
    check_near(p[2], 0.1866880686, 1e-8);
    check_near(p[5], 0.2903056315, 1e-8);
    assert_int_equal(clg_backbone_count(p, 18, 0.05), 0);
    assert_int_equal(clg_backbone_count(p, 18, 0.1), 2);

    check_ok(clg_fixed_backbone(&table, 9999, &random, p, &err));
    check_near(p[1], 0.0994, 0.02);
    check_near(p[2], 0.0343, 0.02);
    check_near(p[9], 0.9287, 0.02);
    assert_in_range(clg_backbone_count(p, 18, 0.05), 1, 9);
    clg_two_mode_clear(&table);
}

/* disparity_backbone_edges_.05: two hubs, each with strong and weak ties */
static void strong_ties_of_hubs_are_kept(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 10}, {0, 2, 1}, {0, 3, 1}, {0, 4, 1}, {1, 5, 1}};
    clg_graph graph = CLG_GRAPH_INIT;
    double p[16];

    check_ok(clg_graph_from_ties(&graph, 6, false, ties, COUNT_OF(ties), &err));
    clg_disparity(&graph, p);
    check_near(p[0], pow(3.0 / 13.0, 3), 1e-15); /* the end of 0: 1 - 10 / 13 */
    check_near(p[1], pow(12.0 / 13.0, 3), 1e-15);
    for (size_t e = 0; e < graph.arc_count; e++)
        assert_true(p[e] > 0.0 && p[e] <= 1.0);
    clg_graph_clear(&graph);
    graph = graph_dyad();
    clg_disparity(&graph, p);
    check_near(p[0], 1.0, 0.0);
    clg_graph_clear(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_of_a_small_table),
        cmocka_unit_test(expected_margins_are_those_of_the_table),
        cmocka_unit_test(tails_are_those_of_all_outcomes),
        cmocka_unit_test(the_backbones_of_davis),
        cmocka_unit_test(strong_ties_of_hubs_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
