/* Projections of Davis: the reference tables, and what each must add up to. */
#include "check.h"

#include "graph/projection.h"
#include "ingest/edges.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define ORACLES SHARED_FOLDER "/oracles/measures/"

enum { WOMEN = 18 };

static clg_two_mode davis(void)
{
    clg_edges_options options = {
        ORACLES "data/davis.csv", NULL, NULL, NULL, false, true};
    FILE *file = fopen(options.edges, "r");
    clg_two_mode table = {0};
    clg_edges edges;

    if (file == NULL) {
        print_message("no %s\n", options.edges);
        skip();
    }
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    check_ok(clg_two_mode_from_pairs(&table, (uint32_t)edges.ids.count,
                                     edges.meeting_count, edges.from, edges.to,
                                     edges.count, &err));
    clg_edges_clear(&edges);
    return table;
}

static double cell(const clg_graph *graph, uint32_t i, uint32_t j)
{
    for (size_t e = graph->first[i]; e < graph->first[i + 1]; e++)
        if (graph->target[e] == j)
            return graph->weight[e];
    return 0.0;
}

/* Where each woman of the file's order stands in byte order. */
static void order_of_file(uint32_t place[WOMEN])
{
    clg_edges_options options = {
        ORACLES "data/davis.csv", NULL, NULL, NULL, false, true};
    char line[128], last[128] = "";
    FILE *file = fopen(options.edges, "r");
    clg_edges edges;
    uint32_t count = 0;

    check_ok(clg_edges_read(&options, &edges, &err));
    (void)fgets(line, sizeof line, file);
    while (fgets(line, sizeof line, file) != NULL && count < WOMEN) {
        line[strcspn(line, ",")] = '\0';
        if (strcmp(line, last) == 0)
            continue;
        strcpy(last, line);
        for (uint32_t v = 0; v < edges.ids.count; v++)
            if (strcmp(clg_texts_at(&edges.ids, v), line) == 0)
                place[count] = v;
        count++;
    }
    fclose(file);
    clg_edges_clear(&edges);
    assert_int_equal(count, WOMEN);
}

static json_t *reference(json_t *all, const char *metric)
{
    for (size_t i = 0; i < json_array_size(all); i++) {
        json_t *entry = json_array_get(all, i);
        if (strcmp(json_string_value(json_object_get(entry, "metric")), metric) == 0)
            return json_object_get(entry, "value");
    }
    fail_msg("no reference %s", metric);
    return NULL;
}

static void check_table(const clg_graph *graph, const uint32_t *place, json_t *rows)
{
    for (uint32_t i = 0; i < WOMEN; i++)
        for (uint32_t j = 0; j < WOMEN; j++)
            check_near(cell(graph, place[i], place[j]),
                       json_number_value(json_array_get(json_array_get(rows, i), j)),
                       1e-9);
}

/* projection_count, projection_newman, resource_allocation_zhou */
static void tables_of_the_reference(void **state)
{
    (void)state;
    clg_two_mode table = davis();
    json_t *all = json_load_file(ORACLES "oracles.json", 0, NULL);
    clg_projected projected = {0};
    double allocation[WOMEN * WOMEN];
    uint32_t place[WOMEN];
    json_t *first;

    order_of_file(place);
    check_ok(clg_project(&projected, NULL, &table, CLG_PROJECTION_COUNT, &err));
    check_table(&projected.graph, place, reference(all, "projection_count"));
    check_ok(clg_project(&projected, NULL, &table, CLG_PROJECTION_NEWMAN, &err));
    check_table(&projected.graph, place, reference(all, "projection_newman"));
    clg_resource_allocation(&table, allocation);
    first = reference(all, "resource_allocation_zhou");
    for (uint32_t j = 0; j < WOMEN; j++) {
        double sum = 0.0;
        /* the reference's first row is what the first woman gives: our column */
        check_near(allocation[place[j] * WOMEN + place[0]],
                   json_number_value(json_array_get(first, j)), 1e-9);
        for (uint32_t i = 0; i < WOMEN; i++)
            sum += allocation[i * WOMEN + j];
        check_near(sum, 1.0, 1e-12);
    }
    clg_projected_clear(&projected);
    clg_two_mode_clear(&table);
    json_decref(all);
}

static void similarities_are_shares(void **state)
{
    (void)state;
    const uint32_t person[] = {0, 0, 0, 1, 1, 2}, meeting[] = {0, 1, 2, 0, 1, 3};
    clg_two_mode table = {0};
    clg_projected projected = {0};

    check_ok(clg_two_mode_from_pairs(&table, 3, 4, person, meeting, 6, &err));
    check_ok(clg_project(&projected, NULL, &table, CLG_PROJECTION_JACCARD, &err));
    check_near(cell(&projected.graph, 0, 1), 2.0 / 3.0, 1e-15);
    assert_int_equal(projected.graph.arc_count, 2);
    check_ok(clg_project(&projected, NULL, &table, CLG_PROJECTION_OCHIAI, &err));
    check_near(cell(&projected.graph, 0, 1), 2.0 / sqrt(6.0), 1e-15);
    clg_projected_clear(&projected);
    clg_two_mode_clear(&table);
}

/* decay_exp_halflife */
static void meetings_count_half_after_a_half_life(void **state)
{
    (void)state;
    const double expected[] = {1.0, 0.5, 0.25, 0.125};

    for (int i = 0; i < 4; i++)
        check_near(clg_decay(30.0 * i, 30.0), expected[i], 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_the_reference),
        cmocka_unit_test(similarities_are_shares),
        cmocka_unit_test(meetings_count_half_after_a_half_life),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
