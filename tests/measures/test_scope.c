/* A school in a period: rows and nodes, every measure by hand, statuses, studies with
 * one log only, reuse without allocation, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "measures/compute.h"
#include "measures/value.h"
#include "tiny_study.h"

#include <string.h>

static clg_scope *scope_of(const clg_study *study, int64_t begin, int64_t end)
{
    clg_scope *scope = NULL;

    check_ok(clg_scope_new(study, &scope, &err));
    check_ok(clg_scope_open(scope, study->schools.count - 1, begin, end, &err));
    return scope;
}

static const clg_measure *find(const char *id, const char *level)
{
    const clg_measure *measure;

    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++)
        if (strcmp(measure->id, id) == 0 && strcmp(measure->level, level) == 0)
            return measure;
    fail_msg("no measure %s of level %s", id, level);
    return NULL;
}

static clg_value school(clg_scope *scope, const char *id)
{
    double value = 0.0;
    uint8_t status = 99;

    check_ok(
        clg_measure_compute(find(id, "school"), scope, NULL, &value, &status, &err));
    assert_int_equal(isnan(value), status != CLG_VALUE_OK);
    return (clg_value){value, status};
}

static clg_value person(clg_scope *scope, const char *id, uint32_t row)
{
    double values[64];
    uint8_t statuses[64];

    assert_true(scope->row_count <= 64);
    check_ok(
        clg_measure_compute(find(id, "person"), scope, NULL, values, statuses, &err));
    for (uint32_t i = 0; i < scope->row_count; i++)
        assert_int_equal(isnan(values[i]), statuses[i] != CLG_VALUE_OK);
    return (clg_value){values[row], statuses[row]};
}

static void check_school(clg_scope *scope, const char *id, double expected)
{
    clg_value value = school(scope, id);

    if (value.status != CLG_VALUE_OK || !(fabs(value.value - expected) <= 1e-12))
        fail_msg("%s is %.17g, expected %.17g", id, value.value, expected);
}

static void check_person(clg_scope *scope, const char *id, const double *expected)
{
    for (uint32_t row = 0; row < scope->row_count; row++) {
        clg_value value = person(scope, id, row);
        if (isnan(expected[row]) ? value.status != CLG_VALUE_UNDEFINED
                                 : !(fabs(value.value - expected[row]) <= 1e-12))
            fail_msg("%s of row %u is %.17g, expected %.17g", id, row, value.value,
                     expected[row]);
    }
}

/* Triangle {0,1,2}, dyad {3,4}, isolates 5 and 6, by two meetings; 5 was invited. */
static clg_study *triangle_dyad_isolates(void)
{
    clg_study *study = tiny_study_new();

    tiny_school(study, 3);
    tiny_meeting(study, 1, NAN);
    tiny_present(study, 0);
    tiny_present(study, 1);
    tiny_exchange(study, 1, 0, 1, 0, 1.0F);
    tiny_school(study, 7);
    tiny_meeting(study, 10, 60.0F);
    tiny_row(study, 0, CLG_PRESENT, 60.0F);
    tiny_row(study, 1, CLG_PRESENT, 30.0F);
    tiny_present(study, 2);
    tiny_meeting(study, 20, 60.0F);
    tiny_row(study, 3, CLG_PRESENT, 20.0F);
    tiny_present(study, 4);
    tiny_row(study, 5, CLG_INVITED, NAN);
    tiny_meeting(study, 25, NAN);
    tiny_row(study, 6, CLG_UNKNOWN, NAN);
    tiny_exchange(study, 11, 0, 1, 0, 1.0F);
    tiny_exchange(study, 12, 0, 1, 1, 1.0F);
    tiny_exchange(study, 13, 1, 0, 0, 2.0F);
    tiny_exchange(study, 14, 5, 0, 0, 1.0F);
    tiny_outside(study, 15, 0, true);
    tiny_outside(study, 16, 6, false);
    return study;
}

static void the_school_by_hand(void **state)
{
    (void)state;
    clg_study *study = triangle_dyad_isolates();
    clg_scope *scope = scope_of(study, 10, 30);

    check_school(scope, "people", 7.0);
    check_school(scope, "active", 7.0);
    check_school(scope, "meetings", 2.0);
    check_school(scope, "attendances", 5.0);
    check_school(scope, "exchanges", 5.0);
    check_school(scope, "attendance_rate", 5.0 / (7.0 + 3.0));
    check_school(scope, "mean_meeting_size", 2.5);
    check_school(scope, "density", 4.0 / 21.0);
    check_school(scope, "mean_strength", 5.0 / 7.0);
    check_school(scope, "isolates", 2.0);
    check_school(scope, "isolate_share", 2.0 / 7.0);
    check_school(scope, "components", 4.0);
    check_school(scope, "largest_component_share", 3.0 / 7.0);
    check_school(scope, "fragmentation", 1.0 - 8.0 / 42.0);
    check_school(scope, "transitivity", 1.0);
    check_school(scope, "exchange_density", 3.0 / 42.0);
    check_school(scope, "exchange_reciprocity", 2.0 / 3.0);
    check_school(scope, "exchange_busiest_share", 1.0);
    check_school(scope, "attendance_gini", 2.0 / 7.0);
    check_school(scope, "degree_centralization", (2.0 * 7.0 - 8.0) / 30.0);
    check_school(scope, "degeneracy", 2.0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void the_people_by_hand(void **state)
{
    (void)state;
    clg_study *study = triangle_dyad_isolates();
    clg_scope *scope = scope_of(study, 10, 30);
    const double none = (double)NAN, third = 1.0 / 3.0, sixth = 1.0 / 6.0;

    check_person(scope, "attended", (double[]){1, 1, 1, 1, 1, 0, 0});
    check_person(scope, "eligible", (double[]){1, 1, 1, 2, 2, 2, 1});
    check_person(scope, "attendance_rate", (double[]){1, 1, 1, 0.5, 0.5, 0, 0});
    check_person(scope, "minutes", (double[]){60, 30, none, 20, none, 0, 0});
    check_person(scope, "sent", (double[]){3, 1, 0, 0, 0, 1, 0});
    check_person(scope, "received", (double[]){2, 2, 0, 0, 0, 0, 1});
    check_person(scope, "degree", (double[]){2, 2, 2, 1, 1, 0, 0});
    check_person(scope, "strength", (double[]){1, 1, 1, 1, 1, 0, 0});
    check_person(scope, "coreness", (double[]){2, 2, 2, 1, 1, 0, 0});
    check_person(scope, "harmonic",
                 (double[]){third, third, third, sixth, sixth, 0, 0});
    check_person(scope, "constraint",
                 (double[]){1.125, 1.125, 1.125, 1, 1, none, none});
    check_person(scope, "betweenness", (double[]){0, 0, 0, 0, 0, 0, 0});
    check_person(scope, "isolated", (double[]){0, 0, 0, 0, 0, 1, 1});

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void people_who_are_no_nodes_keep_their_counts(void **state)
{
    (void)state;
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    tiny_school(study, 4);
    tiny_standing(study, 1, CLG_STANDING_OFF_ROSTER);
    tiny_standing(study, 2, CLG_STANDING_NON_MEMBER);
    tiny_membership(study, 3, 50, 60);
    tiny_meeting(study, 10, 60.0F);
    tiny_present(study, 0);
    tiny_row(study, 1, CLG_PRESENT, 60.0F);
    tiny_present(study, 3);
    tiny_meeting(study, 11, 60.0F);
    tiny_present(study, 1);
    tiny_exchange(study, 12, 1, 0, 0, 1.0F);
    scope = scope_of(study, 0, 50);

    assert_int_equal(scope->row_count, 3);
    assert_int_equal(scope->vertex_count, 1);
    assert_int_equal(scope->row_vertex[0], 0);
    assert_true(scope->row_vertex[1] == UINT32_MAX);
    check_near(person(scope, "attended", 1).value, 2.0, 0.0);
    check_near(person(scope, "minutes", 1).value, 60.0, 0.0);
    check_near(person(scope, "sent", 1).value, 1.0, 0.0);
    assert_int_equal(person(scope, "eligible", 1).status, CLG_VALUE_OFF_ROSTER);
    assert_int_equal(person(scope, "attendance_rate", 2).status, CLG_VALUE_NON_MEMBER);
    assert_int_equal(person(scope, "degree", 1).status, CLG_VALUE_OFF_ROSTER);
    assert_int_equal(person(scope, "constraint", 2).status, CLG_VALUE_NON_MEMBER);
    assert_int_equal(person(scope, "betweenness", 2).status, CLG_VALUE_NON_MEMBER);
    check_school(scope, "meetings", 2.0);
    check_school(scope, "attendances", 1.0);
    check_school(scope, "exchanges", 1.0);
    check_school(scope, "isolates", 1.0);
    assert_int_equal(clg_person_has_row(study, 3, 0, 50), 0);
    assert_int_equal(clg_person_has_row(study, 3, 0, 51), 1);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void membership_and_invitations_decide_who_could_come(void **state)
{
    (void)state;
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    tiny_school(study, 4);
    tiny_membership(study, 1, 15, CLG_WITHOUT_END);
    tiny_membership(study, 2, CLG_SINCE_EVER, 20);
    tiny_meeting(study, 10, NAN); /* 0 and 2 could come; 1 came before joining */
    tiny_present(study, 0);
    tiny_present(study, 1);
    tiny_meeting(study, 20, NAN); /* invited: 1; 2 has left and was invited still */
    tiny_present(study, 0);
    tiny_row(study, 1, CLG_DECLINED, NAN);
    tiny_row(study, 2, CLG_INVITED, NAN);
    tiny_meeting(study, 30, NAN); /* nobody came: not held */
    tiny_row(study, 0, CLG_BELOW_THRESHOLD, 1.0F);
    scope = scope_of(study, 0, 100);

    check_person(scope, "eligible", (double[]){2, 2, 1, 1});
    check_person(scope, "attended", (double[]){2, 1, 0, 0});
    check_school(scope, "meetings", 2.0);
    check_school(scope, "attendance_rate", 3.0 / 6.0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void an_empty_school_has_counts_and_nothing_else(void **state)
{
    (void)state;
    const char *zero[] = {"people",    "active",   "meetings",  "attendances",
                          "exchanges", "isolates", "components"};
    clg_study *study = tiny_study_new();
    const clg_measure *measure;
    clg_scope *scope;

    tiny_school(study, 0);
    study->has_attendance = study->has_exchanges = true;
    scope = scope_of(study, 0, 100);
    for (size_t z = 0; z < COUNT_OF(zero); z++)
        check_school(scope, zero[z], 0.0);
    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++) {
        clg_value value = {0.0, CLG_VALUE_OK};
        if (strcmp(measure->level, "school") != 0)
            continue;
        value = school(scope, measure->id);
        if (strcmp(measure->unit, "1") == 0)
            assert_int_not_equal(value.status, CLG_VALUE_OK);
    }
    assert_int_equal(scope->row_count, 0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void one_person_has_no_relations(void **state)
{
    (void)state;
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    tiny_school(study, 1);
    tiny_meeting(study, 1, NAN);
    tiny_present(study, 0);
    scope = scope_of(study, 0, 100);
    check_school(scope, "isolates", 1.0);
    check_school(scope, "largest_component_share", 1.0);
    check_school(scope, "attendance_gini", 0.0);
    check_school(scope, "degeneracy", 0.0);
    assert_int_equal(school(scope, "density").status, CLG_VALUE_UNDEFINED);
    assert_int_equal(school(scope, "mean_strength").status, CLG_VALUE_UNDEFINED);
    assert_int_equal(school(scope, "fragmentation").status, CLG_VALUE_UNDEFINED);
    assert_int_equal(school(scope, "degree_centralization").status,
                     CLG_VALUE_UNDEFINED);
    check_person(scope, "harmonic", (double[]){(double)NAN});
    check_person(scope, "betweenness", (double[]){(double)NAN});
    check_person(scope, "isolated", (double[]){1.0});

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void busiest_person_begins_or_receives(void **state)
{
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    (void)state;
    tiny_school(study, 3);
    tiny_exchange(study, 1, 0, 1, 0, 2.0F);
    tiny_exchange(study, 2, 1, 2, 0, 1.0F);
    tiny_exchange(study, 3, 2, 1, 1, 1.0F);
    tiny_exchange(study, 4, 0, 2, 0, 1.0F);
    tiny_exchange(study, 5, 0, 0, 0, 9.0F);
    scope = scope_of(study, 0, 100);
    check_school(scope, "exchange_busiest_share", 4.0 / 5.0);
    clg_scope_free(scope);
    tiny_study_free(study);
}

static void a_study_without_exchanges_says_so(void **state)
{
    (void)state;
    const char *missing[] = {"exchanges", "exchange_density", "exchange_reciprocity",
                             "exchange_busiest_share"};
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    tiny_school(study, 2);
    tiny_meeting(study, 1, NAN);
    tiny_present(study, 0);
    scope = scope_of(study, 0, 100);
    for (size_t i = 0; i < COUNT_OF(missing); i++)
        assert_int_equal(school(scope, missing[i]).status, CLG_VALUE_NO_LOG);
    assert_int_equal(person(scope, "sent", 0).status, CLG_VALUE_NO_LOG);
    assert_int_equal(person(scope, "received", 1).status, CLG_VALUE_NO_LOG);
    check_school(scope, "active", 1.0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void without_attendance_exchanges_are_the_ties(void **state)
{
    (void)state;
    const char *missing[] = {"meetings", "attendances", "attendance_rate",
                             "mean_meeting_size", "attendance_gini"};
    const char *missing_person[] = {"attended", "eligible", "attendance_rate",
                                    "minutes"};
    clg_study *study = tiny_study_new();
    clg_scope *scope;

    tiny_school(study, 3);
    tiny_exchange(study, 1, 0, 1, 0, 1.0F);
    tiny_exchange(study, 2, 1, 0, 0, 2.0F);
    scope = scope_of(study, 0, 100);
    for (size_t i = 0; i < COUNT_OF(missing); i++)
        assert_int_equal(school(scope, missing[i]).status, CLG_VALUE_NO_LOG);
    for (size_t i = 0; i < COUNT_OF(missing_person); i++)
        assert_int_equal(person(scope, missing_person[i], 0).status, CLG_VALUE_NO_LOG);
    check_person(scope, "degree", (double[]){1, 1, 0});
    check_person(scope, "strength", (double[]){3, 3, 0});
    assert_int_equal(scope->ties->arc_count, 2);
    assert_int_equal(scope->tie_meetings[0], 0);
    check_near(scope->tie_minutes[1], 0.0, 0.0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

/* Ids that others read by name, of each level. */
static void promised_measures_are_there(void **state)
{
    (void)state;
    const char *schools[] = {"people",
                             "active",
                             "meetings",
                             "attendances",
                             "exchanges",
                             "attendance_rate",
                             "mean_meeting_size",
                             "density",
                             "mean_strength",
                             "isolates",
                             "isolate_share",
                             "components",
                             "largest_component_share",
                             "fragmentation",
                             "transitivity",
                             "exchange_density",
                             "exchange_reciprocity",
                             "attendance_gini",
                             "degree_centralization",
                             "degeneracy"};
    const char *persons[] = {"attended", "eligible", "attendance_rate", "minutes",
                             "sent",     "received", "degree",          "strength",
                             "coreness", "harmonic", "constraint",      "betweenness",
                             "isolated"};

    for (size_t i = 0; i < COUNT_OF(schools); i++)
        assert_int_equal(find(schools[i], "school")->measured, CLG_MEASURED_ALWAYS);
    for (size_t i = 0; i < COUNT_OF(persons); i++)
        assert_int_equal(find(persons[i], "person")->measured, CLG_MEASURED_ALWAYS);
    for (const char *const *id =
             (const char *[]){"ei_index", "ei_expected", "assortativity", NULL};
         *id != NULL; id++)
        assert_non_null(find(*id, "attribute"));
}

/* What every window computes, of schools, persons and groups. */
static clg_status compute_all(clg_scope *scope)
{
    static clg_groups groups;
    double values[16];
    uint8_t statuses[16];
    const int32_t codes[] = {0, 1, 0, 1, 0, -1, 1};
    const clg_measure *measure;
    clg_status status = clg_groups_fill(&groups, codes, scope->vertex_count, 2, NULL);

    for (size_t i = 0; status == CLG_OK && (measure = clg_measure_at(i)) != NULL; i++)
        if (measure->measured == CLG_MEASURED_ALWAYS && measure->of_groups == NULL &&
            measure->of_attendance_groups == NULL &&
            strcmp(measure->level, "network") != 0)
            status =
                clg_measure_compute(measure, scope, &groups, values, statuses, NULL);
    return status;
}

static void later_periods_need_no_memory(void **state)
{
    (void)state;
    clg_study *study = triangle_dyad_isolates();
    clg_scope *scope = scope_of(study, 0, 100);

    assert_int_equal(compute_all(scope), CLG_OK);
    clg_test_allocations_left = 0;
    check_ok(clg_scope_open(scope, 0, 0, 5, &err));
    assert_int_equal(compute_all(scope), CLG_OK);
    check_ok(clg_scope_open(scope, 1, 10, 30, &err));
    assert_int_equal(compute_all(scope), CLG_OK);
    clg_test_allocations_left = -1;
    check_school(scope, "density", 4.0 / 21.0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_study *study = triangle_dyad_isolates();
    clg_status status = CLG_ERROR_MEMORY;

    for (int with_attendance = 0; with_attendance < 2; with_attendance++) {
        study->has_attendance = with_attendance != 0;
        status = CLG_ERROR_MEMORY;
        for (long allowed = 0; status != CLG_OK; allowed++) {
            clg_scope *scope = NULL;
            clg_test_allocations_left = allowed;
            status = clg_scope_new(study, &scope, NULL);
            if (status == CLG_OK)
                status = clg_scope_open(scope, 1, 0, 100, NULL);
            if (status == CLG_OK)
                status = compute_all(scope);
            clg_test_allocations_left = -1;
            assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
            assert_true(allowed < 2000);
            clg_scope_free(scope);
        }
    }
    tiny_study_free(study);
}

static void bad_periods_and_schools_are_refused(void **state)
{
    (void)state;
    clg_study *study = triangle_dyad_isolates();
    clg_scope *scope = scope_of(study, 0, 100);

    check_fails(clg_scope_open(scope, 2, 0, 1, &err), CLG_ERROR_ARGUMENT,
                "school 2, expected one below 2");
    check_fails(clg_scope_open(scope, 1, 5, 4, &err), CLG_ERROR_ARGUMENT,
                "a period from 5 to 4, expected it to end later");
    assert_int_equal(scope->row_count, 0);
    assert_int_equal(scope->vertex_count, 0);

    clg_scope_free(scope);
    tiny_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_school_by_hand),
        cmocka_unit_test(the_people_by_hand),
        cmocka_unit_test(people_who_are_no_nodes_keep_their_counts),
        cmocka_unit_test(membership_and_invitations_decide_who_could_come),
        cmocka_unit_test(an_empty_school_has_counts_and_nothing_else),
        cmocka_unit_test(one_person_has_no_relations),
        cmocka_unit_test(busiest_person_begins_or_receives),
        cmocka_unit_test(a_study_without_exchanges_says_so),
        cmocka_unit_test(without_attendance_exchanges_are_the_ties),
        cmocka_unit_test(promised_measures_are_there),
        cmocka_unit_test(later_periods_need_no_memory),
        cmocka_unit_test(exhausted_memory_is_reported),
        cmocka_unit_test(bad_periods_and_schools_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
