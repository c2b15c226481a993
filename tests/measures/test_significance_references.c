/* Nulls on published data: curveball on Davis, shuffled labels among managers. */
#include "check.h"

#include "base/random.h"
#include "ingest/edges.h"
#include "measures/groups.h"
#include "measures/significance/curveball.h"
#include "measures/significance/monte_carlo.h"
#include "measures/significance/shuffle.h"
#include "measures/stratification/mixing.h"
#include "measures/stratification/nestedness.h"

#include <stdio.h>

#define DATA SHARED_FOLDER "/oracles/measures/data/"

enum { COPIES = 10000 };

static void skip_without(const char *path)
{
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        print_message("no %s\n", path);
        skip();
    }
    fclose(file);
}

static clg_two_mode davis(void)
{
    clg_edges_options options = {DATA "davis.csv", NULL, NULL, NULL, false, true};
    clg_two_mode table = {0};
    clg_edges edges;

    skip_without(options.edges);
    check_ok(clg_edges_read(&options, &edges, &err));
    check_ok(clg_two_mode_from_pairs(&table, (uint32_t)edges.ids.count,
                                     edges.meeting_count, edges.from, edges.to,
                                     edges.count, &err));
    clg_edges_clear(&edges);
    return table;
}

/* Variance over pairs of women of the events they share. */
static double shared_variance(const clg_two_mode *table)
{
    uint32_t n = table->vertex_count, shared[18][18] = {{0}};
    double sum = 0.0, squares = 0.0, pairs = n * (n - 1.0) / 2.0;

    for (uint32_t m = 0; m < table->meeting_count; m++)
        for (size_t e = table->meeting_first[m]; e < table->meeting_first[m + 1]; e++)
            for (size_t f = e + 1; f < table->meeting_first[m + 1]; f++)
                shared[table->attendee[e]][table->attendee[f]]++;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            sum += shared[i][j];
            squares += (double)shared[i][j] * shared[i][j];
        }
    return squares / pairs - sum / pairs * (sum / pairs);
}

/* curveball_NODF_mean, curveball_NODF_sd, curveball_NODF_p_upper,
 * coattendance_variance_obs, curveball_coattendance_variance_mean,
 * curveball_coattendance_variance_p_upper */
static void davis_under_fixed_margins(void **state)
{
    (void)state;
    clg_two_mode table = davis();
    clg_random random = clg_random_stream(4, "davis", 0, 0, 0);
    clg_curveball curveball = {0};
    clg_nestedness nested;
    clg_monte_carlo nodf, variance;

    check_ok(clg_nestedness_find(&table, &nested, &err));
    nodf = clg_monte_carlo_of(nested.both.value);
    variance = clg_monte_carlo_of(shared_variance(&table));
    check_near(variance.observed, 2.1328548848733395, 1e-9);
    check_ok(clg_curveball_start(&curveball, &table, (clg_curveball_limits){0}, &err));
    for (int copy = 0; copy < COPIES; copy++) {
        clg_curveball_sample(&curveball, 5, &random);
        check_ok(clg_nestedness_find(&curveball.table, &nested, &err));
        clg_monte_carlo_add(&nodf, nested.both, false);
        clg_monte_carlo_add(&variance, clg_value_of(shared_variance(&curveball.table)),
                            false);
    }
    check_near(nodf.mean, 48.397921789617484, 0.15);
    check_near(clg_monte_carlo_sd(&nodf).value, 1.0400732439635139, 0.15);
    check_near((1.0 + nodf.above) / (1.0 + COPIES), 0.4587706146926537, 0.03);
    check_near(variance.mean, 1.768645734546542, 0.02);
    check_near((1.0 + variance.above) / (1.0 + COPIES), 0.053973013493253376, 0.01);
    clg_curveball_clear(&curveball);
    clg_two_mode_clear(&table);
}

static void check_labels(const char *group, double mean, double sd, double p)
{
    clg_edges_options options = {DATA "ht_advice_edges.csv",
                                 DATA "ht_advice_nodes.csv",
                                 NULL,
                                 group,
                                 true,
                                 false};
    clg_random random = clg_random_stream(4, group, 0, 0, 0);
    clg_graph graph = CLG_GRAPH_INIT;
    clg_mixing_room room = {0};
    clg_groups groups = {0};
    clg_monte_carlo test;
    clg_mixing mixing;
    clg_edges edges;
    clg_tie ties[256];
    uint32_t count, as_far = 0;
    double apart;

    skip_without(options.edges);
    check_ok(clg_edges_read(&options, &edges, &err));
    for (size_t i = 0; i < edges.count; i++)
        ties[i] = (clg_tie){edges.from[i], edges.to[i], 1.0};
    count = (uint32_t)edges.group_levels.count;
    check_ok(clg_graph_from_ties(&graph, (uint32_t)edges.ids.count, true, ties,
                                 edges.count, &err));
    check_ok(clg_groups_fill(&groups, edges.group, graph.vertex_count, count, &err));
    check_ok(clg_mixing_find(&graph, groups.code, count, &room, &mixing, &err));
    test = clg_monte_carlo_of(clg_mixing_ei(&mixing).value);
    apart = fabs(test.observed - mean);
    for (int copy = 0; copy < 2 * COPIES; copy++) {
        clg_shuffle_labels(&groups, &random);
        check_ok(clg_mixing_find(&graph, groups.code, count, &room, &mixing, &err));
        as_far += fabs(clg_mixing_ei(&mixing).value - mean) >= apart - 1e-9;
        clg_monte_carlo_add(&test, clg_mixing_ei(&mixing), false);
    }
    check_near(test.mean, mean, 0.006);
    check_near(clg_monte_carlo_sd(&test).value, sd, 0.005);
    /* the reference counts what is as far from the mean; ours doubles the smaller tail
     */
    check_near((1.0 + as_far) / (1.0 + 2.0 * COPIES), p, 0.012);
    assert_true(clg_monte_carlo_p(&test).value > p / 2.0);
    clg_mixing_room_clear(&room);
    clg_groups_clear(&groups);
    clg_graph_clear(&graph);
    clg_edges_clear(&edges);
}

/* ei_perm_mean_level, ei_perm_sd_level, ei_perm_p_two_sided_level, and by department */
static void managers_under_shuffled_labels(void **state)
{
    (void)state;
    check_labels("level", -0.2011242105263158, 0.0821487327451173, 0.20548972551372433);
    check_labels("dept", 0.5521752631578948, 0.048390124477690186, 0.5175241237938103);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(davis_under_fixed_margins),
        cmocka_unit_test(managers_under_shuffled_labels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
