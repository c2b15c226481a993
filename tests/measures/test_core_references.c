/* What the program doesn't say by itself, of the core's reference values: cores by
 * threshold, least squares where they have no end, orders and highest weights. */
#include "check.h"

#include "measures/core/core_missing.h"
#include "measures/core/minres.h"
#include "measures/core/nonlinear.h"
#include "measures/core/rich_core.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/measures"

enum { MOST = 40 };

static const char *const families[] = {
    "Acciaiuoli", "Medici",   "Castellani", "Peruzzi", "Strozzi",
    "Barbadori",  "Ridolfi",  "Tornabuoni", "Albizzi", "Salviati",
    "Pazzi",      "Bischeri", "Guadagni",   "Ginori",  "Lamberteschi"};

static uint32_t vertex_of(const char *name)
{
    for (uint32_t v = 0; v < COUNT_OF(families); v++)
        if (strcmp(families[v], name) == 0)
            return v;
    return (uint32_t)atoi(name) - 1;
}

static clg_graph load(const char *file, uint32_t vertices, bool is_weighted)
{
    clg_graph graph = CLG_GRAPH_INIT;
    char path[512], line[128], from[32], to[32];
    clg_tie ties[128];
    size_t count = 0;
    FILE *rows;

    snprintf(path, sizeof path, FOLDER "/data/%s", file);
    rows = fopen(path, "r");
    if (rows == NULL) {
        print_message("no %s\n", path);
        skip();
    }
    assert_non_null(fgets(line, sizeof line, rows));
    while (count < COUNT_OF(ties) && fgets(line, sizeof line, rows) != NULL) {
        double weight = 1.0;
        assert_true(sscanf(line, "%31[^,\r\n],%31[^,\r\n],%lf", from, to, &weight) >=
                    2);
        ties[count++] =
            (clg_tie){vertex_of(from), vertex_of(to), is_weighted ? weight : 1.0};
    }
    fclose(rows);
    check_ok(clg_graph_from_ties(&graph, vertices, false, ties, count, &err));
    return graph;
}

static clg_graph load_dataset(const char *name)
{
    if (strncmp(name, "florentine", 10) == 0)
        return load("florentine.csv", 15, false);
    return load("karate.csv", 34, strcmp(name, "karate_weighted") == 0);
}

static json_t *all; /* the oracle file, while the tests run */

static int open_oracles(void **state)
{
    (void)state;
    all = json_load_file(FOLDER "/oracles.json", 0, NULL);
    return 0;
}

static int close_oracles(void **state)
{
    (void)state;
    json_decref(all);
    return 0;
}

static const json_t *value_of(const char *metric, const char *dataset)
{
    size_t i;
    json_t *entry;

    if (all == NULL) {
        print_message("no oracle file in " FOLDER "\n");
        skip();
    }
    json_array_foreach(all, i, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "dataset")), dataset) ==
                0 &&
            strcmp(json_string_value(json_object_get(entry, "metric")), metric) == 0)
            return json_object_get(entry, "value");
    }
    fail_msg("no oracle %s of %s", metric, dataset);
    return NULL;
}

static double number_of(const json_t *value)
{
    return json_is_string(value) ? atof(json_string_value(value))
                                 : json_number_value(value);
}

static void cores_by_threshold(void **state)
{
    (void)state;
    const char *const names[] = {"karate", "florentine"};
    clg_core_room room = {0};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const json_t *fit =
            value_of("be_discrete_cpmissing_degree_threshold_corr", names[i]);
        const json_t *members =
            value_of("be_discrete_cpmissing_degree_threshold_core", names[i]);
        clg_graph graph = load_dataset(names[i]);
        clg_core core;
        check_ok(clg_core_sweep_missing(&graph, &room, &core, &err));
        check_near(core.fit.value, number_of(fit), 1e-9);
        assert_int_equal(core.size, json_array_size(members));
        for (size_t m = 0; m < json_array_size(members); m++) {
            const json_t *member = json_array_get(members, m);
            uint32_t v = json_is_string(member)
                             ? vertex_of(json_string_value(member))
                             : (uint32_t)json_integer_value(member) - 1;
            assert_int_equal(core.member[v], 1);
        }
        clg_graph_clear(&graph);
    }
    clg_core_room_clear(&room);
}

/* What has no end within the limits (Florence) is at its least all the same. */
static void least_squares(void **state)
{
    (void)state;
    const char *const names[] = {"karate", "karate_weighted", "florentine"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const json_t *coreness = value_of("minres_coreness", names[i]);
        clg_graph graph = load_dataset(names[i]);
        double c[MOST], other[MOST];
        clg_minres m = clg_minres_find(&graph, c, other);
        assert_int_equal(m.status, i < 2 ? CLG_VALUE_OK : CLG_VALUE_DEGENERATE);
        check_near(m.residual,
                   number_of(value_of("minres_residual_ss_upper", names[i])), 1e-8);
        check_near(m.correlation.value, number_of(value_of("minres_pearson", names[i])),
                   1e-8);
        check_near(m.explained.value, number_of(value_of("minres_PRE", names[i])),
                   1e-8);
        for (uint32_t v = 0; v < graph.vertex_count; v++)
            check_near(c[v], number_of(json_array_get(coreness, v)), 1e-7);
        clg_graph_clear(&graph);
    }
}

static void orders_of_joining_the_periphery(void **state)
{
    (void)state;
    const char *const names[] = {"karate", "florentine_connected"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const json_t *reference = value_of("rossa_order_1based", names[i]);
        clg_graph whole = load_dataset(names[i]);
        uint32_t order[MOST];
        double alpha[MOST], inside[MOST];
        clg_value c = clg_alpha_centralization(&whole, order, alpha, inside);
        check_near(
            c.value,
            number_of(value_of("rossa_cp_centralization_lowest_index_ties", names[i])),
            1e-9);
        assert_int_equal(json_array_size(reference), whole.vertex_count);
        for (uint32_t k = 0; k < whole.vertex_count; k++)
            assert_int_equal(order[k] + 1,
                             json_integer_value(json_array_get(reference, k)));
        clg_graph_clear(&whole);
    }
}

static void highest_weights_of_rich_cores(void **state)
{
    (void)state;
    const char *const names[] = {"karate", "karate_weighted", "florentine"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        clg_graph graph = load_dataset(names[i]);
        uint32_t order[MOST];
        double strength[MOST], highest;
        assert_int_equal(clg_rich_core(&graph, order, strength, &highest),
                         json_array_size(value_of("rich_core_nodes", names[i])));
        check_near(highest, number_of(value_of("rich_core_kplus_max", names[i])), 1e-9);
        clg_graph_clear(&graph);
    }
}

static void ties_by_block(void **state)
{
    (void)state;
    const json_t *reference = value_of("block_edge_counts_cc_cp_pp", "karate");
    static const uint8_t inside[34] = {[0] = 1, [1] = 1, [2] = 1, [32] = 1, [33] = 1};
    clg_graph graph = load_dataset("karate");
    clg_core_blocks blocks = clg_core_count_blocks(&graph, inside);

    for (size_t b = 0; b < 3; b++)
        check_near(blocks.ties[b], number_of(json_array_get(reference, b)), 0.0);
    clg_graph_clear(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cores_by_threshold),
        cmocka_unit_test(least_squares),
        cmocka_unit_test(orders_of_joining_the_periphery),
        cmocka_unit_test(highest_weights_of_rich_cores),
        cmocka_unit_test(ties_by_block),
    };

    return cmocka_run_group_tests(tests, open_oracles, close_oracles);
}
