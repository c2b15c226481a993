/* What words mean, cycles and drift by hand, Little's levels of a tiny school. */
#include "check.h"

#include "measures/content/cycles.h"
#include "measures/content/dyads.h"
#include "measures/content/vocabulary.h"
#include "tiny_study.h"

#include <math.h>
#include <string.h>

static clg_kind_meaning meaning(const char *word)
{
    return clg_kind_meaning_of(word, strlen(word));
}

static void words_are_known_by_their_beginning(void **state)
{
    (void)state;
    assert_int_equal(meaning("Help request").form, CLG_FORM_REQUESTS);
    assert_int_equal(meaning("help").evidence, CLG_EVIDENCE_AID);
    assert_int_equal(meaning("materials").evidence, CLG_EVIDENCE_ASSETS);
    assert_int_equal(meaning("PLANNING").form, CLG_FORM_COORDINATION);
    assert_int_equal(meaning("").form, CLG_FORM_UNKNOWN);
    assert_int_equal(meaning("zebra").evidence, CLG_EVIDENCE_TALK);
    assert_int_equal(clg_cycle_step(CLG_CYCLE_PDSA, "Study", 5), 2);
    assert_int_equal(clg_cycle_step(CLG_CYCLE_PDSA, "launch", 6), -1);
    assert_int_equal(clg_cycle_step(CLG_CYCLE_FIVE_STEPS, "Monitoring", 10), 4);
}

static bool label(const char *text, int cycle, int step, size_t name_length)
{
    clg_cycle_label found;

    return clg_cycle_label_of(text, strlen(text), &found) &&
           (int)found.cycle == cycle && found.step == step &&
           found.name_length == name_length;
}

static void labels_of_events_name_steps_and_cycles(void **state)
{
    (void)state;
    clg_cycle_label found;

    assert_true(label("plan", CLG_CYCLE_PDSA, 0, 0));
    assert_true(label("Act ", CLG_CYCLE_PDSA, 3, 0));
    assert_true(label("reading circle: STUDY", CLG_CYCLE_PDSA, 2, 14));
    assert_true(label("a: b:set goals", CLG_CYCLE_FIVE_STEPS, 1, 4));
    assert_true(label("analyze", CLG_CYCLE_FIVE_STEPS, 0, 0));
    assert_true(label("x: monitor", CLG_CYCLE_FIVE_STEPS, 4, 1));
    assert_false(clg_cycle_label_of("planning day", 12, &found));
    assert_false(clg_cycle_label_of("plan: the new roof", 18, &found));
    assert_false(clg_cycle_label_of("x:", 2, &found));
    assert_false(clg_cycle_label_of("", 0, &found));
    assert_string_equal(clg_cycle_step_name(CLG_CYCLE_FIVE_STEPS, 1), "set goals");
    assert_null(clg_cycle_step_name(CLG_CYCLE_PDSA, 4));
}

/* plan do study act | plan study act | do plan(falls back) do */
static void cycles_by_hand(void **state)
{
    (void)state;
    const clg_step_at steps[] = {{0, 0},  {10, 1}, {20, 2}, {30, 3}, {35, 3}, {40, 0},
                                 {50, 2}, {60, 3}, {70, 1}, {80, 0}, {90, 1}};
    clg_cycle_count found = clg_cycles_of(steps, COUNT_OF(steps), 3);

    check_near(found.completed, 2.0, 0.0);
    check_near(found.skipped, 1.0, 0.0);
    check_near(found.seconds, 30.0 + 20.0, 0.0);
    check_near(found.broken, 1.0, 0.0);
    found = clg_cycles_of(steps, 0, 3);
    check_near(found.completed, 0.0, 0.0);
}

static void divergence_is_symmetric_and_between_0_and_1(void **state)
{
    (void)state;
    const double a[] = {1, 2, 3, 0}, b[] = {0, 4, 1, 2}, c[] = {0, 0, 0, 5};
    const double none[] = {0, 0, 0, 0};

    check_near(clg_mix_divergence(a, a, 4), 0.0, 1e-15);
    check_near(clg_mix_divergence(a, b, 4), clg_mix_divergence(b, a, 4), 1e-15);
    check_near(clg_mix_divergence(a, c, 4), 1.0, 1e-15);
    check_near(clg_mix_divergence((double[]){1, 1}, (double[]){1, 0}, 2),
               0.5 * (0.5 * log2(0.5 / 0.75) + 0.5 * log2(0.5 / 0.25)) +
                   0.5 * log2(1.0 / 0.75),
               1e-15);
    assert_true(isnan(clg_mix_divergence(a, none, 4)));
}

/* 0-1 meet weekly, three times, by themselves; 2-3 share one large meeting with all. */
static void levels_of_a_tiny_school(void **state)
{
    (void)state;
    const int64_t week = 7 * 86400;
    clg_study *study = tiny_study_new();
    clg_scope *scope = NULL;
    double counts[CLG_LITTLE_COUNT];

    tiny_school(study, 9);
    for (int64_t w = 0; w < 3; w++) {
        tiny_meeting(study, w * week, NAN);
        tiny_present(study, 0);
        tiny_present(study, 1);
    }
    for (int64_t w = 4; w < 6; w++) {
        tiny_meeting(study, w * week, NAN);
        for (uint32_t v = 0; v < 8; v++)
            tiny_present(study, v);
    }
    check_ok(clg_scope_new(study, &scope, &err));
    check_ok(clg_scope_open(scope, 0, 0, 10 * week, &err));
    check_ok(clg_little_count(scope, counts, &err));
    check_near(counts[CLG_LITTLE_JOINT_WORK], 1.0, 0.0);    /* 0-1 */
    check_near(counts[CLG_LITTLE_STORYTELLING], 27.0, 0.0); /* others of the eight */
    check_near(counts[CLG_LITTLE_NONE], 8.0, 0.0);          /* with the ninth */
    clg_scope_free(scope);
    tiny_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_known_by_their_beginning),
        cmocka_unit_test(labels_of_events_name_steps_and_cycles),
        cmocka_unit_test(cycles_by_hand),
        cmocka_unit_test(divergence_is_symmetric_and_between_0_and_1),
        cmocka_unit_test(levels_of_a_tiny_school),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
