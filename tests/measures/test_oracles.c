/* Reference values of networkx, igraph and sna on published networks, from the oracle
 * file. Skipped where it is absent. */
#include "check.h"

#include "measures/compute.h"
#include "measures/plain_network.h"
#include "measures/stratification/gini.h"
#include "tiny_study.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/measures"

enum { ROOM = 512 };

/* One comma-separated file of numbers or names. */
typedef struct table {
    size_t count;
    char cells[ROOM][5][32];
} table;

static bool read_table(const char *name, table *rows)
{
    char path[512], line[256];
    FILE *file;

    snprintf(path, sizeof path, FOLDER "/data/%s", name);
    rows->count = 0;
    file = fopen(path, "r");
    if (file == NULL)
        return false;
    for (bool is_header = true; fgets(line, sizeof line, file) != NULL;
         is_header = false) {
        char *rest = line;
        line[strcspn(line, "\r\n")] = '\0';
        for (size_t c = 0; !is_header && c < 5 && rest != NULL; c++) {
            char *comma = strchr(rest, ',');
            if (comma != NULL)
                *comma = '\0';
            snprintf(rows->cells[rows->count][c], 32, "%.31s", rest);
            rest = comma == NULL ? NULL : comma + 1;
        }
        rows->count += !is_header;
    }
    fclose(file);
    return true;
}

static json_t *oracles(void)
{
    json_t *all = json_load_file(FOLDER "/oracles.json", 0, NULL);

    if (all == NULL) {
        print_message("no oracle file in " FOLDER "\n");
        skip();
    }
    return all;
}

static const json_t *oracle(const json_t *all, const char *dataset, const char *metric)
{
    size_t i;
    json_t *entry;

    json_array_foreach(all, i, entry)
    {
        if (strcmp(json_string_value(json_object_get(entry, "dataset")), dataset) ==
                0 &&
            strcmp(json_string_value(json_object_get(entry, "metric")), metric) == 0)
            return entry;
    }
    fail_msg("no oracle %s of %s", metric, dataset);
    return NULL;
}

static double tolerance_of(const json_t *entry)
{
    const json_t *tolerance = json_object_get(entry, "tolerance");

    return json_is_string(tolerance) ? atof(json_string_value(tolerance))
                                     : json_number_value(tolerance);
}

/* The order in which the oracles list the families of Florence. */
static const char *const families[] = {
    "Acciaiuoli", "Medici",   "Castellani", "Peruzzi", "Strozzi",
    "Barbadori",  "Ridolfi",  "Tornabuoni", "Albizzi", "Salviati",
    "Pazzi",      "Bischeri", "Guadagni",   "Ginori",  "Lamberteschi"};

/* Numbers from 1 keep their order. */
static uint32_t vertex_of(const char *name, uint32_t *count)
{
    uint32_t v = (uint32_t)atoi(name);

    while (v == 0 || (atoi(name) == 0 && strcmp(families[v - 1], name) != 0)) {
        v++;
        assert_true(v <= COUNT_OF(families));
    }
    *count = v > *count ? v : *count;
    return v - 1;
}

static clg_graph load(const char *file, bool is_directed, bool is_weighted)
{
    static table rows;
    static clg_tie ties[ROOM];
    clg_graph graph = CLG_GRAPH_INIT;
    uint32_t vertices = 0;

    if (!read_table(file, &rows)) {
        print_message("no %s in " FOLDER "/data\n", file);
        skip();
    }
    for (size_t r = 0; r < rows.count; r++) {
        ties[r].from = vertex_of(rows.cells[r][0], &vertices);
        ties[r].to = vertex_of(rows.cells[r][1], &vertices);
        ties[r].weight = is_weighted ? atof(rows.cells[r][2]) : 1.0;
    }
    check_ok(
        clg_graph_from_ties(&graph, vertices, is_directed, ties, rows.count, &err));
    return graph;
}

static clg_network_measures measure(const clg_graph *graph, const int32_t *groups)
{
    clg_network_measures measures;

    check_ok(clg_network_measure(graph, groups, &measures, &err));
    return measures;
}

/* A metric of the oracle file, and what it is called here. */
typedef struct pair {
    const char *metric, *id;
} pair;

static void check_one(const clg_network_measures *measures, const pair *names,
                      const json_t *entry)
{
    for (size_t i = 0; i < measures->value_count; i++) {
        if (strcmp(measures->values[i].id, names->id) != 0)
            continue;
        check_near(measures->values[i].value.value,
                   json_number_value(json_object_get(entry, "value")),
                   tolerance_of(entry));
        return;
    }
    fail_msg("no value %s", names->id);
}

static void check_list(const clg_network_measures *measures, const pair *names,
                       const json_t *entry)
{
    const json_t *expected = json_object_get(entry, "value");

    assert_int_equal(json_array_size(expected), measures->vertex_count);
    for (size_t i = 0; i < measures->column_count; i++) {
        const clg_network_column *column = &measures->columns[i];
        if (strcmp(column->id, names->id) != 0)
            continue;
        for (uint32_t v = 0; v < measures->vertex_count; v++) {
            const json_t *one = json_array_get(expected, v);
            if (json_is_null(one))
                assert_int_equal(column->statuses[v], CLG_VALUE_UNDEFINED);
            else
                check_near(column->values[v], json_number_value(one),
                           tolerance_of(entry));
        }
        return;
    }
    fail_msg("no column %s", names->id);
}

static void check_all(const clg_network_measures *measures, const char *dataset,
                      const pair *names, size_t count)
{
    json_t *all = oracles();

    for (size_t i = 0; i < count; i++) {
        const json_t *entry = oracle(all, dataset, names[i].metric);
        if (json_is_array(json_object_get(entry, "value")))
            check_list(measures, &names[i], entry);
        else
            check_one(measures, &names[i], entry);
    }
    json_decref(all);
}

static void check_network(const char *dataset, clg_graph graph, const pair *names,
                          size_t count)
{
    clg_network_measures measures = measure(&graph, NULL);

    check_all(&measures, dataset, names, count);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static const pair common[] = {{"core_number", "coreness"},
                              {"degeneracy", "degeneracy"},
                              {"fragmentation_F", "fragmentation"},
                              {"n_isolates", "isolates"},
                              {"n_components", "components"},
                              {"largest_component_share", "largest_component_share"},
                              {"harmonic_norm", "harmonic"},
                              {"burt_constraint", "constraint"},
                              /* karate only: */
                              {"betweenness_norm", "betweenness"},
                              {"transitivity", "transitivity"},
                              {"centralization_degree", "degree_centralization"}};

static void karate(void **state)
{
    (void)state;
    const pair weighted[] = {{"burt_constraint", "constraint"}};

    check_network("karate", load("karate.csv", false, false), common, COUNT_OF(common));
    check_network("karate_weighted", load("karate.csv", false, true), weighted, 1);
}

static void florentine(void **state)
{
    (void)state;
    check_network("florentine", load("florentine.csv", false, false), common, 8);
}

static void triangle_dyad_isolates(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1.0}, {0, 2, 1.0}, {1, 2, 1.0}, {3, 4, 1.0}};
    clg_graph graph = CLG_GRAPH_INIT;

    check_ok(clg_graph_from_ties(&graph, 7, false, ties, COUNT_OF(ties), &err));
    check_network("tri_dyad_2iso", graph, common + 2, 6);
}

static void hightech_advice(void **state)
{
    (void)state;
    const pair names[] = {{"density", "density"},
                          {"transitivity_weak", "transitivity"},
                          {"reciprocity_edgewise", "reciprocity"},
                          {"centralization_indegree", "indegree_centralization"},
                          {"centralization_outdegree", "outdegree_centralization"},
                          {"core_number_in", "coreness_in"},
                          {"core_number_out", "coreness_out"},
                          {"core_number_all", "coreness"},
                          {"burt_constraint_directed", "constraint"}};

    check_network("ht_advice", load("ht_advice_edges.csv", true, false), names,
                  COUNT_OF(names));
}

static void hightech_reports(void **state)
{
    (void)state;
    const pair names[] = {{"density", "density"},
                          {"transitivity_weak", "transitivity"},
                          {"reciprocity_edgewise", "reciprocity"},
                          {"centralization_indegree", "indegree_centralization"},
                          {"centralization_outdegree", "outdegree_centralization"}};

    check_network("ht_reports", load("ht_reports_edges.csv", true, false), names,
                  COUNT_OF(names));
}

static void check_groups(size_t column, const pair *names)
{
    static table nodes;
    int32_t groups[21] = {0};
    clg_graph graph = load("ht_advice_edges.csv", true, false);
    clg_network_measures measures;

    assert_true(read_table("ht_advice_nodes.csv", &nodes));
    for (size_t r = 0; r < nodes.count; r++)
        groups[atoi(nodes.cells[r][0]) - 1] = atoi(nodes.cells[r][column]);
    measures = measure(&graph, groups);
    check_all(&measures, "ht_advice", names, 3);
    clg_network_measures_clear(&measures);
    clg_graph_clear(&graph);
}

static void hightech_advice_across_levels_and_departments(void **state)
{
    (void)state;
    const pair levels[] = {{"assortativity_nominal_level", "assortativity"},
                           {"ei_index_level", "ei_index"},
                           {"ei_expected_level", "ei_expected"}};
    const pair departments[] = {{"assortativity_nominal_dept", "assortativity"},
                                {"ei_index_dept", "ei_index"},
                                {"ei_expected_dept", "ei_expected"}};

    check_groups(3, levels);
    check_groups(4, departments);
}

static clg_study *davis(void)
{
    clg_study *study = tiny_davis(FOLDER "/data/davis.csv");

    if (study == NULL) {
        print_message("no davis.csv in " FOLDER "/data\n");
        skip();
    }
    return study;
}

static void check_projection(const char *metric, clg_projection projection)
{
    json_t *all = oracles();
    const json_t *entry = oracle(all, "davis", metric);
    clg_study *study = davis();
    clg_scope *scope = NULL;

    study->settings.projection = projection;
    check_ok(clg_scope_new(study, &scope, &err));
    check_ok(clg_scope_open(scope, 0, 0, 14, &err));
    for (uint32_t v = 0; v < 18; v++) {
        double row[18] = {0.0};
        for (size_t e = scope->ties->first[v]; e < scope->ties->first[v + 1]; e++)
            row[scope->ties->target[e]] = scope->ties->weight[e];
        for (size_t w = 0; w < 18; w++)
            check_near(row[w],
                       json_number_value(json_array_get(
                           json_array_get(json_object_get(entry, "value"), v), w)),
                       tolerance_of(entry));
    }
    clg_scope_free(scope);
    tiny_study_free(study);
    json_decref(all);
}

static void projections_of_davis(void **state)
{
    (void)state;
    check_projection("projection_newman", CLG_PROJECTION_NEWMAN);
    check_projection("projection_count", CLG_PROJECTION_COUNT);
}

static void compute(clg_scope *scope, const char *level, const char *id, double *values)
{
    const clg_measure *measure;
    uint8_t statuses[18];

    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++) {
        if (strcmp(measure->id, id) != 0 || strcmp(measure->level, level) != 0)
            continue;
        check_ok(clg_measure_compute(measure, scope, NULL, values, statuses, &err));
        return;
    }
    fail_msg("no measure %s of level %s", id, level);
}

static void attendance_and_strength_of_davis(void **state)
{
    (void)state;
    json_t *all = oracles();
    const json_t *strength = oracle(all, "davis", "projection_newman_strength");
    const json_t *gini = oracle(all, "davis_women_attendance", "gini");
    const json_t *density = oracle(all, "davis", "binary_projection_density");
    clg_study *study = davis();
    clg_scope *scope = NULL;
    double values[18];

    check_ok(clg_scope_new(study, &scope, &err));
    check_ok(clg_scope_open(scope, 0, 0, 14, &err));
    compute(scope, "person", "strength", values);
    for (size_t v = 0; v < 18; v++)
        check_near(
            values[v],
            json_number_value(json_array_get(json_object_get(strength, "value"), v)),
            tolerance_of(strength));
    compute(scope, "school", "attendance_gini", values);
    check_near(values[0], json_number_value(json_object_get(gini, "value")),
               tolerance_of(gini));
    compute(scope, "school", "density", values);
    check_near(values[0], json_number_value(json_object_get(density, "value")),
               tolerance_of(density));
    clg_scope_free(scope);
    tiny_study_free(study);
    json_decref(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(karate),
        cmocka_unit_test(florentine),
        cmocka_unit_test(triangle_dyad_isolates),
        cmocka_unit_test(hightech_advice),
        cmocka_unit_test(hightech_reports),
        cmocka_unit_test(hightech_advice_across_levels_and_departments),
        cmocka_unit_test(projections_of_davis),
        cmocka_unit_test(attendance_and_strength_of_davis),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
