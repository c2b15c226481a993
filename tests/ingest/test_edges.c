/* Edge lists: which columns, in what order, what is left out, what is refused. */
#include "check.h"
#include "study_folder.h"

#include "ingest/edges.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static clg_edges read_sound(const char *nodes, const char *weight, const char *group,
                            bool is_directed)
{
    clg_edges_options options = {in_folder("e.csv"), nodes, weight, group,
                                 is_directed,        false};
    clg_edges edges;

    check_ok(clg_edges_read(&options, &edges, &err));
    return edges;
}

static void check_ids(const clg_edges *edges, const char *expected)
{
    char found[256] = "";

    for (size_t i = 0; i < edges->ids.count; i++) {
        strcat(found, i > 0 ? " " : "");
        strcat(found, clg_texts_at(&edges->ids, i));
    }
    assert_string_equal(found, expected);
}

static void whole_numbers_are_ordered_by_value(void **state)
{
    (void)state;
    clg_edges edges;

    put("e.csv", "from,to\n10,9\n9,-2\n");
    edges = read_sound(NULL, NULL, NULL, false);
    check_ids(&edges, "-2 9 10");
    assert_int_equal(edges.count, 2);
    assert_int_equal(edges.from[0], 0);
    assert_int_equal(edges.to[0], 1);
    clg_edges_clear(&edges);
}

static void other_ids_are_ordered_by_bytes(void **state)
{
    (void)state;
    clg_edges edges;

    put("e.csv", "Source;Target\nb;10\n10;9x\n");
    edges = read_sound(NULL, NULL, NULL, true);
    check_ids(&edges, "10 9x b");
    clg_edges_clear(&edges);
}

static void loops_and_doubled_ties_are_left_out_and_counted(void **state)
{
    (void)state;
    clg_edges edges;

    put("e.csv", "a,b,w\nx,y,1\ny,x,2.5\nx,x,1\nx,y,0\nz,z,1\n");
    edges = read_sound(NULL, "w", NULL, false);
    assert_int_equal(edges.count, 1);
    check_near(edges.weight[0], 3.5, 0.0);
    assert_int_equal(edges.loop_count, 2);
    assert_int_equal(edges.doubled_count, 1);
    assert_int_equal(edges.zero_count, 1);
    check_ids(&edges, "x y z");
    clg_edges_clear(&edges);

    edges = read_sound(NULL, NULL, NULL, true);
    assert_int_equal(edges.count, 2);
    check_near(edges.weight[0], 1.0, 0.0);
    assert_int_equal(edges.doubled_count, 1);
    clg_edges_clear(&edges);
}

static void nodes_give_order_isolates_and_groups(void **state)
{
    (void)state;
    clg_edges edges;

    put("e.csv", "to,from\nx,z\n");
    put("n.csv", "dept,id\nart,z\n,lonely\nbio,x\n");
    edges = read_sound(in_folder("n.csv"), NULL, "dept", true);
    check_ids(&edges, "z lonely x");
    assert_int_equal(edges.from[0], 0);
    assert_int_equal(edges.to[0], 2);
    assert_int_equal(edges.group[0], 0);
    assert_int_equal(edges.group[1], -1);
    assert_int_equal(edges.group[2], 1);
    assert_string_equal(clg_texts_at(&edges.group_levels, 1), "bio");
    clg_edges_clear(&edges);
}

static void check_edges_refused(const char *nodes, const char *weight,
                                const char *group, clg_status code,
                                const char *expected)
{
    clg_edges_options options = {
        in_folder("e.csv"), nodes, weight, group, false, false};
    clg_error err = CLG_ERROR_INIT;
    clg_edges edges;
    char found[1024];

    assert_int_equal(clg_edges_read(&options, &edges, &err), code);
    snprintf(found, sizeof found, "%d:%d: %s", (int)err.line, (int)err.column,
             err.message);
    assert_string_equal(found, expected);
    assert_int_equal(edges.count, 0);
}

static void what_cannot_be_used_is_refused_with_its_place(void **state)
{
    (void)state;
    char expected[512];

    put("e.csv", "from,to,w\na,b,1\na,,1\n");
    check_edges_refused(NULL, NULL, NULL, CLG_ERROR_PARSE, "3:3: no value for 'to'");
    put("e.csv", "from,to,w\na,b,1\na,c,-1\n");
    check_edges_refused(NULL, "w", NULL, CLG_ERROR_PARSE,
                        "3:5: expected a weight of 0 or more, found '-1'");
    check_edges_refused(NULL, "v", NULL, CLG_ERROR_SCHEMA,
                        "1:0: no column 'v'; the columns are from, to, w");
    check_edges_refused(NULL, NULL, "g", CLG_ERROR_ARGUMENT,
                        "0:0: the group 'g' needs a nodes file to be found in");
    put("n.csv", "id\na\nb\n");
    snprintf(expected, sizeof expected, "3:3: the vertex 'c' is not in %s",
             in_folder("n.csv"));
    check_edges_refused(in_folder("n.csv"), NULL, NULL, CLG_ERROR_PARSE, expected);
    put("n.csv", "id\na\na\n");
    check_edges_refused(in_folder("n.csv"), NULL, NULL, CLG_ERROR_PARSE,
                        "3:1: this vertex is listed before");
    put("e.csv", "from,to\na,b,c\n");
    check_edges_refused(NULL, NULL, NULL, CLG_ERROR_PARSE,
                        "2:0: expected 2 fields as in the header, found 3");
    put("e.csv", "from\na\n");
    check_edges_refused(NULL, NULL, NULL, CLG_ERROR_SCHEMA,
                        "1:0: expected columns from and to, found one column only");
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_edges_options options = {
        in_folder("e.csv"), in_folder("n.csv"), "w", "g", false, false};
    clg_status status = CLG_ERROR_MEMORY;

    put("e.csv", "from,to,w\na,b,1\nb,c,2\n");
    put("n.csv", "id,g\na,x\nb,\nc,y\n");
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_edges edges;

        clg_test_allocations_left = allowed;
        status = clg_edges_read(&options, &edges, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_edges_clear(&edges);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(whole_numbers_are_ordered_by_value),
        IN_FOLDER(other_ids_are_ordered_by_bytes),
        IN_FOLDER(loops_and_doubled_ties_are_left_out_and_counted),
        IN_FOLDER(nodes_give_order_isolates_and_groups),
        IN_FOLDER(what_cannot_be_used_is_refused_with_its_place),
        IN_FOLDER(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
