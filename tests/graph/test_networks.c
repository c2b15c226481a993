/* From a school's rows to its graphs: members, B, the three projections, exchanges. */
#include "check.h"

#include "base/memory.h"
#include "graph/exchange.h"
#include "graph/projection.h"
#include "tiny_study.h"

/* Everything built for one school and period. */
typedef struct built {
    clg_members members;
    clg_two_mode two_mode;
    clg_projected projected;
    clg_exchange_network exchanges;
} built;

static clg_status build(built *b, const clg_study *study, uint32_t school,
                        int64_t begin, int64_t end, clg_projection projection,
                        clg_error *err)
{
    clg_status status = clg_members_find(&b->members, study, school, begin, end, err);

    if (status == CLG_OK)
        status = clg_two_mode_build(&b->two_mode, study, school, begin, end,
                                    &b->members, err);
    if (status == CLG_OK)
        status = clg_project(&b->projected, study, &b->two_mode, projection, err);
    if (status == CLG_OK)
        status = clg_exchange_network_build(&b->exchanges, study, school, begin, end,
                                            CLG_ALL_KINDS, &b->members, err);
    return status;
}

static void clear(built *b)
{
    clg_members_clear(&b->members);
    clg_two_mode_clear(&b->two_mode);
    clg_projected_clear(&b->projected);
    clg_exchange_network_clear(&b->exchanges);
}

static size_t entry(const clg_graph *graph, uint32_t from, uint32_t to)
{
    for (size_t e = graph->first[from]; e < graph->first[from + 1]; e++)
        if (graph->target[e] == to)
            return e;
    return SIZE_MAX;
}

static double weight(const clg_graph *graph, uint32_t from, uint32_t to)
{
    size_t e = entry(graph, from, to);

    return e == SIZE_MAX ? 0.0 : graph->weight[e];
}

/* A first school in the way; then 4 people, of whom 3 is not on the roster. */
static clg_study *two_meetings(void)
{
    clg_study *study = tiny_study_new();

    tiny_school(study, 2);
    tiny_meeting(study, 5, 60.0F);
    tiny_present(study, 0);
    tiny_present(study, 1);
    tiny_school(study, 4);
    tiny_standing(study, 3, CLG_STANDING_OFF_ROSTER);
    tiny_meeting(study, 10, 60.0F);
    tiny_row(study, 0, CLG_PRESENT, 60.0F);
    tiny_row(study, 1, CLG_PRESENT, 30.0F);
    tiny_row(study, 2, CLG_PRESENT_UNTIMED, NAN);
    tiny_row(study, 3, CLG_PRESENT, 60.0F);
    tiny_meeting(study, 20, 100.0F);
    tiny_row(study, 0, CLG_PRESENT, 50.0F);
    tiny_interval(study, 0, 1200);
    tiny_interval(study, 1800, 3600);
    tiny_row(study, 1, CLG_PRESENT, 40.0F);
    tiny_interval(study, 600, 2400);
    tiny_interval(study, 3600, 4200);
    tiny_row(study, 2, CLG_BELOW_THRESHOLD, 2.0F);
    tiny_meeting(study, 30, 60.0F);
    tiny_present(study, 0);
    return study;
}

static void members_are_those_of_the_period(void **state)
{
    (void)state;
    clg_study *study = tiny_study_new();
    clg_members members = {0};

    tiny_school(study, 1);
    tiny_school(study, 4);
    tiny_membership(study, 0, 0, 10);
    tiny_membership(study, 1, 20, CLG_WITHOUT_END);
    tiny_standing(study, 3, CLG_STANDING_NON_MEMBER);
    check_ok(clg_members_find(&members, study, 1, 10, 20, &err));
    assert_int_equal(members.count, 1);
    assert_int_equal(members.person[0], 3);
    assert_true(clg_members_vertex(&members, 0) == CLG_NO_VERTEX);
    assert_true(clg_members_vertex(&members, 1) == CLG_NO_VERTEX);
    assert_int_equal(clg_members_vertex(&members, 3), 0);
    assert_true(clg_members_vertex(&members, 4) == CLG_NO_VERTEX);
    check_ok(clg_members_find(&members, study, 1, 9, 21, &err));
    assert_int_equal(members.count, 3);

    clg_members_clear(&members);
    tiny_study_free(study);
}

static void presence_is_kept_from_both_sides(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_NEWMAN, &err));
    assert_int_equal(b.two_mode.meeting_begin, 1);
    assert_int_equal(b.two_mode.meeting_count, 3);
    assert_int_equal(b.two_mode.vertex_count, 3);
    assert_int_equal(b.two_mode.presence_count, 6);
    assert_int_equal(clg_meeting_size(&b.two_mode, 0), 3);
    assert_int_equal(clg_meeting_size(&b.two_mode, 1), 2);
    assert_int_equal(b.two_mode.vertex_first[1] - b.two_mode.vertex_first[0], 3);
    assert_int_equal(b.two_mode.vertex_first[3] - b.two_mode.vertex_first[2], 1);
    assert_int_equal(b.two_mode.meeting[2], 2);

    clear(&b);
    tiny_study_free(study);
}

static void periods_are_half_open(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 10, 30, CLG_PROJECTION_NEWMAN, &err));
    assert_int_equal(b.two_mode.meeting_count, 2);
    check_ok(build(&b, study, 1, 11, 20, CLG_PROJECTION_NEWMAN, &err));
    assert_int_equal(b.two_mode.meeting_count, 0);
    assert_int_equal(b.projected.graph.arc_count, 0);
    assert_int_equal(b.projected.graph.vertex_count, 3);

    clear(&b);
    tiny_study_free(study);
}

static void newman_weights_share_a_meeting_out(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_NEWMAN, &err));
    check_near(weight(&b.projected.graph, 0, 1), 0.5 + 1.0, 0.0);
    check_near(weight(&b.projected.graph, 1, 0), 0.5 + 1.0, 0.0);
    check_near(weight(&b.projected.graph, 0, 2), 0.5, 0.0);
    check_near(weight(&b.projected.graph, 2, 1), 0.5, 0.0);
    assert_int_equal(b.projected.meetings[entry(&b.projected.graph, 1, 0)], 2);
    assert_int_equal(b.projected.meetings[entry(&b.projected.graph, 1, 2)], 1);

    clear(&b);
    tiny_study_free(study);
}

static void count_weights_are_shared_meetings(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_COUNT, &err));
    check_near(weight(&b.projected.graph, 0, 1), 2.0, 0.0);
    check_near(weight(&b.projected.graph, 1, 2), 1.0, 0.0);

    clear(&b);
    tiny_study_free(study);
}

/* First meeting: min(60, 30) of 60 over 2 others; second: [600, 1200) and [1800, 2400)
 * are 20 minutes of 100 with 1 other. Nobody knows how long 2 was there. */
static void minutes_weights_are_time_together(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_MINUTES, &err));
    check_near(weight(&b.projected.graph, 0, 1), 0.25 + 0.2, 1e-15);
    assert_true(weight(&b.projected.graph, 0, 1) == weight(&b.projected.graph, 1, 0));
    assert_int_equal(clg_graph_tie_count(&b.projected.graph), 1);
    assert_int_equal(b.projected.meetings[0], 2);

    clear(&b);
    tiny_study_free(study);
}

static void a_meeting_of_unknown_length_adds_no_minutes(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    study->meetings.length[2] = NAN;
    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_NEWMAN, &err));
    check_near(b.projected.minutes[entry(&b.projected.graph, 0, 1)], 0.25, 0.0);
    check_near(b.projected.minutes[entry(&b.projected.graph, 0, 2)], 0.0, 0.0);

    clear(&b);
    tiny_study_free(study);
}

static void newman_strength_of_davis_is_meetings_attended(void **state)
{
    (void)state;
    clg_study *study = tiny_davis(SHARED_FOLDER "/oracles/measures/data/davis.csv");
    built b = {0};

    if (study == NULL) {
        print_message("davis.csv is not there\n");
        skip();
    }
    check_ok(build(&b, study, 0, 0, 14, CLG_PROJECTION_NEWMAN, &err));
    for (uint32_t v = 0; v < 18; v++) {
        const clg_graph *graph = &b.projected.graph;
        double strength = 0.0, attended;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            strength += graph->weight[e];
        attended = (double)(b.two_mode.vertex_first[v + 1] -
                            b.two_mode.vertex_first[v]); /* no event has one guest */
        check_near(strength, attended, 1e-13);
    }

    clear(&b);
    tiny_study_free(study);
}

static void exchanges_of_one_kind_or_all(void **state)
{
    (void)state;
    clg_study *study = tiny_study_new();
    built b = {0};

    tiny_school(study, 4);
    tiny_standing(study, 3, CLG_STANDING_OFF_ROSTER);
    tiny_exchange(study, 1, 0, 1, 0, 1.0F);
    tiny_exchange(study, 2, 0, 1, 1, 2.5F);
    tiny_exchange(study, 3, 1, 0, 1, 1.0F);
    tiny_exchange(study, 4, 2, 2, 1, 1.0F);
    tiny_exchange(study, 5, 2, 3, 1, 1.0F);
    tiny_exchange(study, 6, 2, 1, 1, 0.0F);
    tiny_exchange(study, 9, 2, 0, 1, 1.0F);
    check_ok(build(&b, study, 0, 1, 9, CLG_PROJECTION_NEWMAN, &err));
    assert_true(b.exchanges.graph.is_directed);
    assert_int_equal(b.exchanges.graph.arc_count, 2);
    check_near(weight(&b.exchanges.graph, 0, 1), 3.5, 0.0);
    check_near(weight(&b.exchanges.graph, 1, 0), 1.0, 0.0);
    check_ok(
        clg_exchange_network_build(&b.exchanges, study, 0, 1, 10, 1, &b.members, &err));
    assert_int_equal(b.exchanges.graph.arc_count, 3);
    check_near(weight(&b.exchanges.graph, 0, 1), 2.5, 0.0);

    clear(&b);
    tiny_study_free(study);
}

static void later_periods_need_no_memory(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    built b = {0};

    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_MINUTES, &err));
    clg_test_allocations_left = 0;
    check_ok(build(&b, study, 1, 0, 100, CLG_PROJECTION_COUNT, &err));
    check_ok(build(&b, study, 0, 0, 100, CLG_PROJECTION_NEWMAN, &err));
    clg_test_allocations_left = -1;

    clear(&b);
    tiny_study_free(study);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_study *study = two_meetings();
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        built b = {0};
        clg_test_allocations_left = allowed;
        status = build(&b, study, 1, 0, 100, CLG_PROJECTION_NEWMAN, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(allowed < 40);
        clear(&b);
    }
    tiny_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_those_of_the_period),
        cmocka_unit_test(presence_is_kept_from_both_sides),
        cmocka_unit_test(periods_are_half_open),
        cmocka_unit_test(newman_weights_share_a_meeting_out),
        cmocka_unit_test(count_weights_are_shared_meetings),
        cmocka_unit_test(minutes_weights_are_time_together),
        cmocka_unit_test(a_meeting_of_unknown_length_adds_no_minutes),
        cmocka_unit_test(newman_strength_of_davis_is_meetings_attended),
        cmocka_unit_test(exchanges_of_one_kind_or_all),
        cmocka_unit_test(later_periods_need_no_memory),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
