/* Energy and visibility of a community: by hand, with breaks and memberships in the
 * zone of the school, and against plain recounts of random schools. */
#include "check.h"

#include "base/random.h"
#include "base/time.h"
#include "measures/cohesion/density.h"
#include "measures/compute.h"
#include "measures/history.h"
#include "measures/temporal/tie_history.h"
#include "measures/value.h"
#include "study/breaks.h"
#include "tiny_study.h"

#include <string.h>

enum { DAYS = 30, PEOPLE = 6 };

static clg_value measure(clg_scope *scope, const char *id)
{
    const clg_measure *m;
    double value = 0.0;
    uint8_t status = 99;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->id, id) == 0 && strcmp(m->level, "school") == 0)
            break;
    assert_non_null(m);
    check_ok(clg_measure_compute(m, scope, NULL, &value, &status, &err));
    assert_int_equal(isnan(value), status != CLG_VALUE_OK);
    return (clg_value){value, status};
}

static void check_measure(clg_scope *scope, const char *id, double expected)
{
    clg_value value = measure(scope, id);

    if (isnan(expected))
        assert_int_not_equal(value.status, CLG_VALUE_OK);
    else
        check_near(value.value, expected, 1e-12);
}

static clg_scope *scope_of(const clg_study *study, int64_t begin, int64_t end)
{
    clg_scope *scope = NULL;

    check_ok(clg_scope_new(study, &scope, &err));
    check_ok(clg_scope_open(scope, study->schools.count - 1, begin, end, &err));
    return scope;
}

/* Four people; a meeting of three, one of two; five exchanges in the school, one to
 * another school, one from it. */
static clg_study *four_people(void)
{
    clg_study *study = tiny_study_new();

    tiny_school(study, 4);
    tiny_meeting(study, 2 * CLG_DAY, NAN);
    tiny_present(study, 0);
    tiny_present(study, 1);
    tiny_present(study, 2);
    tiny_meeting(study, 4 * CLG_DAY, NAN);
    tiny_present(study, 0);
    tiny_present(study, 1);
    tiny_exchange(study, 2 * CLG_DAY, 0, 1, 0, 1.0F);
    tiny_exchange(study, 3 * CLG_DAY, 0, 1, 0, 3.0F);
    tiny_exchange(study, 4 * CLG_DAY, 0, 1, 0, 1.0F);
    tiny_exchange(study, 5 * CLG_DAY, 1, 0, 0, 1.0F);
    tiny_exchange(study, 6 * CLG_DAY, 2, 0, 0, 1.0F);
    tiny_outside(study, 6 * CLG_DAY, 2, true);
    tiny_outside(study, 7 * CLG_DAY, 2, false);
    return study;
}

static void a_school_by_hand(void **state)
{
    (void)state;
    clg_study *study = four_people();
    clg_scope *scope = scope_of(study, 0, 10 * CLG_DAY);

    check_measure(scope, "activity_rate", (5.0 + 6.0) / 40.0);
    check_measure(scope, "active_share", 3.0 / 4.0);
    check_measure(scope, "largest_meeting_share", 3.0 / 4.0);
    check_measure(scope, "outside_share", 1.0 / 6.0);
    check_measure(scope, "returned_share", 2.0 / 5.0); /* one of the three, and back */
    assert_int_equal(measure(scope, "cross_department_share").status, CLG_VALUE_NO_LOG);
    check_ok(clg_scope_open(scope, 0, 8 * CLG_DAY, 9 * CLG_DAY, &err));
    check_measure(scope, "activity_rate", 0.0);
    check_measure(scope, "active_share", 0.0);
    check_measure(scope, "largest_meeting_share", NAN);
    check_measure(scope, "outside_share", NAN);
    check_measure(scope, "returned_share", NAN);
    clg_scope_free(scope);
    tiny_study_free(study);
}

static void a_log_that_is_missing_is_said(void **state)
{
    (void)state;
    clg_study *study = four_people();
    clg_scope *scope;

    study->has_exchanges = false;
    scope = scope_of(study, 0, 10 * CLG_DAY);
    assert_int_equal(measure(scope, "outside_share").status, CLG_VALUE_NO_LOG);
    assert_int_equal(measure(scope, "returned_share").status, CLG_VALUE_NO_LOG);
    clg_scope_free(scope);
    study->has_exchanges = true;
    study->has_attendance = false;
    scope = scope_of(study, 0, 10 * CLG_DAY);
    assert_int_equal(measure(scope, "largest_meeting_share").status, CLG_VALUE_NO_LOG);
    clg_scope_free(scope);
    tiny_study_free(study);
}

/* Of ten days four lie in breaks that overlap; one person joins on day 4, which leaves
 * 4 days, one leaves on day 1, which leaves 1. */
static void days_of_breaks_and_before_joining_do_not_count(void **state)
{
    (void)state;
    clg_study *study = four_people();
    char other[] = "other", own[] = "own";
    clg_break breaks[] = {{3, 5, own, NULL},
                          {0, 10, other, NULL},
                          {2, 4, NULL, NULL},
                          {9, 20, own, NULL}};
    clg_scope *scope;

    check_ok(clg_texts_append(&study->schools.ids, own, strlen(own), &err));
    study->breaks = breaks;
    study->break_count = COUNT_OF(breaks);
    tiny_membership(study, 2, 4 * CLG_DAY, CLG_WITHOUT_END);
    tiny_membership(study, 3, CLG_SINCE_EVER, CLG_DAY);
    scope = scope_of(study, 0, 10 * CLG_DAY);
    check_measure(scope, "activity_rate", 11.0 / (6.0 + 6.0 + 4.0 + 1.0));
    check_ok(clg_scope_open(scope, 0, 2 * CLG_DAY, 5 * CLG_DAY, &err));
    check_measure(scope, "activity_rate", NAN);
    clg_scope_free(scope);
    clg_texts_clear(&study->schools.ids);
    study->breaks = NULL;
    tiny_study_free(study);
}

/* From local midnight to local midnight of one day in a zone west of Greenwich. */
static void days_are_those_of_the_schools_clock(void **state)
{
    (void)state;
    clg_study *study = four_people();
    clg_zone *zone = NULL;
    uint32_t zone_of[] = {0};
    clg_break breaks[] = {{1, 2, NULL, NULL}};
    clg_scope *scope;
    int64_t begin, end;

    check_ok(clg_zone_open("America/New_York", &zone, &err));
    (void)clg_zone_to_utc(zone, 0, &begin);
    (void)clg_zone_to_utc(zone, 3 * (int64_t)CLG_DAY, &end);
    study->zones = &zone;
    study->zone_count = 1;
    study->schools.zone = zone_of;
    study->breaks = breaks;
    study->break_count = 1;
    scope = scope_of(study, begin, end);
    check_measure(scope, "activity_rate", (3.0 + 2.0) / (4.0 * 2.0));
    clg_scope_free(scope);
    clg_zone_free(zone);
    study->zones = NULL;
    study->zone_count = 0;
    study->schools.zone = NULL;
    study->breaks = NULL;
    tiny_study_free(study);
}

static void departments_by_hand(void **state)
{
    (void)state;
    clg_study *study = four_people();
    int32_t codes[] = {0, 1, 0, -1};
    char name[] = "department";
    clg_category department = {.name = name, .codes = codes};
    clg_scope *scope;

    study->people.attributes = &department;
    study->people.attribute_count = 1;
    scope = scope_of(study, 0, 10 * CLG_DAY);
    check_measure(scope, "cross_department_share", 2.0 / 3.0);
    codes[1] = -1;
    check_measure(scope, "cross_department_share", 0.0);
    codes[2] = -1;
    assert_int_equal(measure(scope, "cross_department_share").status,
                     CLG_VALUE_UNDEFINED);
    clg_scope_free(scope);
    study->people.attributes = NULL;
    study->people.attribute_count = 0;
    tiny_study_free(study);
}

/* ---- random ones against plain recounts ---- */

static void days_outside_are_counted_one_by_one(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(3, "reach", 0, 0, 0);

    for (int round = 0; round < 2000; round++) {
        clg_days days[4];
        size_t count = clg_random_below(&random, 5);
        int64_t first = clg_random_below(&random, DAYS);
        int64_t end = clg_random_below(&random, DAYS), expected = 0;

        for (size_t i = 0; i < count; i++) {
            days[i].first = clg_random_below(&random, DAYS);
            days[i].end = days[i].first + 1 + clg_random_below(&random, 9);
        }
        for (int64_t day = first; day < end; day++) {
            bool is_open = true;
            for (size_t i = 0; i < count; i++)
                is_open = is_open && !(days[i].first <= day && day < days[i].end);
            expected += is_open;
        }
        count = clg_days_unite(days, count);
        assert_int_equal(clg_days_outside(days, count, first, end), expected);
    }
}

static void draw_weights(clg_random *random, bool both_ways,
                         double weights[PEOPLE][PEOPLE])
{
    for (int i = 0; i < PEOPLE; i++)
        for (int j = 0; j < PEOPLE; j++)
            weights[i][j] = i != j && clg_random_below(random, 3) == 0
                                ? 1.0 + clg_random_below(random, 4)
                                : 0.0;
    for (int i = 0; both_ways && i < PEOPLE; i++)
        for (int j = 0; j < i; j++)
            weights[i][j] = weights[j][i];
}

static void graph_of(double weights[PEOPLE][PEOPLE], bool is_directed, clg_graph *graph)
{
    clg_tie ties[PEOPLE * PEOPLE];
    size_t count = 0;

    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t j = is_directed ? 0 : i + 1; j < PEOPLE; j++)
            if (weights[i][j] > 0.0)
                ties[count++] = (clg_tie){i, j, weights[i][j]};
    check_ok(clg_graph_from_ties(graph, PEOPLE, is_directed, ties, count, &err));
}

static void weighted_reciprocity_is_a_sum_over_pairs(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(5, "reach", 0, 0, 0);
    clg_graph graph = CLG_GRAPH_INIT;

    for (int round = 0; round < 500; round++) {
        double weights[PEOPLE][PEOPLE], returned = 0.0, all = 0.0;

        draw_weights(&random, false, weights);
        graph_of(weights, true, &graph);
        for (int i = 0; i < PEOPLE; i++)
            for (int j = 0; j < i; j++) {
                returned += 2.0 * fmin(weights[i][j], weights[j][i]);
                all += weights[i][j] + weights[j][i];
            }
        if (all > 0.0)
            check_near(clg_weighted_reciprocity(&graph).value, returned / all, 1e-12);
        else
            assert_int_equal(clg_weighted_reciprocity(&graph).status,
                             CLG_VALUE_UNDEFINED);
    }
    clg_graph_clear(&graph);
}

/* People 0 to 5 in the first window, 2 to 7 in the second: 2 to 5 are in both. */
static void persistence_is_jaccard_of_those_in_both_windows(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(7, "reach", 0, 0, 0);
    uint32_t before[PEOPLE], after[PEOPLE];
    clg_snapshot snapshots[2] = {{.vertex_count = PEOPLE, .person = before},
                                 {.vertex_count = PEOPLE, .person = after}};
    clg_history history = {.count = 2, .windows = snapshots};

    for (uint32_t v = 0; v < PEOPLE; v++) {
        before[v] = v;
        after[v] = v + 2;
    }
    for (int round = 0; round < 500; round++) {
        double first[PEOPLE][PEOPLE], second[PEOPLE][PEOPLE];
        double kept = 0.0, earlier = 0.0, later = 0.0;
        clg_value value;

        draw_weights(&random, true, first);
        draw_weights(&random, true, second);
        graph_of(first, false, &snapshots[0].ties);
        graph_of(second, false, &snapshots[1].ties);
        for (int i = 2; i < PEOPLE; i++)
            for (int j = 2; j < i; j++) {
                bool was = first[i][j] > 0.0, is = second[i - 2][j - 2] > 0.0;
                earlier += was;
                later += is;
                kept += was && is;
            }
        value = clg_tie_persistence_of(&snapshots[0], after, &snapshots[1].ties);
        if (earlier > 0.0 && later > 0.0)
            check_near(value.value, kept / (earlier + later - kept), 1e-12);
        else
            assert_int_equal(value.status, CLG_VALUE_UNDEFINED);
        assert_int_equal(clg_tie_persistence(&history).status, value.status);
    }
    clg_graph_clear(&snapshots[0].ties);
    clg_graph_clear(&snapshots[1].ties);
}

/* 0-1, 0-2, 1-2 in the first window, 0-1 in the second. */
static void persistence_of_a_window_looks_back_once(void **state)
{
    (void)state;
    clg_study *study = four_people();
    clg_history history = {0};
    clg_scope *scope = scope_of(study, 0, 3 * CLG_DAY);

    scope->earlier = &history;
    check_measure(scope, "tie_persistence", NAN);
    check_ok(clg_history_add(&history, scope, 0, &err));
    check_ok(clg_scope_open(scope, 0, 3 * CLG_DAY, 6 * CLG_DAY, &err));
    scope->earlier = &history;
    check_measure(scope, "tie_persistence", 1.0 / 3.0);
    check_ok(clg_history_add(&history, scope, 1, &err));
    check_ok(clg_scope_open(scope, 0, 0, 6 * CLG_DAY, &err));
    scope->history = &history;
    check_measure(scope, "tie_persistence", 1.0 / 3.0);
    clg_scope_free(scope);
    clg_history_clear(&history);
    tiny_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_school_by_hand),
        cmocka_unit_test(a_log_that_is_missing_is_said),
        cmocka_unit_test(days_of_breaks_and_before_joining_do_not_count),
        cmocka_unit_test(days_are_those_of_the_schools_clock),
        cmocka_unit_test(departments_by_hand),
        cmocka_unit_test(days_outside_are_counted_one_by_one),
        cmocka_unit_test(weighted_reciprocity_is_a_sum_over_pairs),
        cmocka_unit_test(persistence_is_jaccard_of_those_in_both_windows),
        cmocka_unit_test(persistence_of_a_window_looks_back_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
