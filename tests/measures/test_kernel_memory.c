/* Every measure of the registry with memory that ends after no allocation, one, two
 * ...: it says so, loses nothing (the sanitizer looks), and asked again in the same
 * place it gives what it gives anyone. On one simulated school, in a window after
 * others and over its whole period with its history. Then the same for shuffles and
 * intervals, and for kernels that no measure asks for. */
#include "check.h"

#include "base/memory.h"
#include "collegium/simulate.h"
#include "ingest/ingest.h"
#include "measures/community/circles.h"
#include "measures/compute.h"
#include "measures/core/attendance_core.h"
#include "measures/history.h"
#include "measures/significance/assess.h"
#include "measures/strata.h"
#include "study/windows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PEOPLE_ROOM = 64,
    MEETING_ROOM = 256,
    EACH = 40,
    COPIES = 2,
    MEASURES = 40,
    PLENTY = 100000000
};

static char folder[] = "/tmp/collegium-kernels-XXXXXX";
static char path[64];
static clg_study *study;
static clg_windows windows;
static clg_history history; /* of all windows but the last */
static clg_strata strata;

/* ---- the school ---- */

static clg_status simulate(clg_error *failure)
{
    clg_simulate_options made = CLG_SIMULATE_OPTIONS_INIT;
    clg_ingest_options options = {.threads = 1, .tolerate = true};
    clg_overrides wanted = {.strata = "role,seniority"};
    clg_status status;

    snprintf(path, sizeof path, "%s/study", folder);
    made.folder = path;
    made.schools = 1;
    made.months = 7; /* levels change from one span of three to another */
    made.people = 10;
    made.seed = 6; /* 12 people */
    status = clg_simulate(&made, NULL, failure);
    if (status == CLG_OK)
        status = clg_settings_read(path, &wanted, &study->settings, failure);
    if (status == CLG_OK)
        status = clg_ingest(study, &options, failure);
    return status;
}

static const clg_measure *measure_called(const char *id)
{
    const clg_measure *measure;

    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++)
        if (strcmp(measure->id, id) == 0 && strcmp(measure->level, "person") == 0)
            return measure;
    return NULL;
}

/* With the labels of groups, which later windows look back at. */
static clg_status add_windows(clg_error *failure)
{
    const clg_measure *community = measure_called("community");
    double values[PEOPLE_ROOM];
    uint8_t statuses[PEOPLE_ROOM];
    clg_scope *scope = NULL;
    clg_status status = clg_scope_new(study, &scope, failure);

    for (uint32_t w = 0; status == CLG_OK && w + 1 < windows.count; w++) {
        status = clg_scope_open(scope, 0, clg_window_begin(&windows, study, 0, w),
                                clg_window_end(&windows, study, 0, w), failure);
        scope->earlier = &history;
        if (status == CLG_OK)
            status =
                clg_measure_compute(community, scope, NULL, values, statuses, failure);
        if (status == CLG_OK)
            status = clg_history_add(&history, scope, w, failure);
    }
    clg_scope_free(scope);
    return status;
}

static int make_school(void **state)
{
    (void)state;
    clg_error failure = CLG_ERROR_INIT;
    clg_status status;

    if (mkdtemp(folder) == NULL)
        return 1;
    study = clg_study_new(&failure);
    status = study != NULL ? simulate(&failure) : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = clg_windows_new(study, &windows, &failure);
    if (status == CLG_OK)
        status = clg_strata_find(&strata, study, &failure);
    if (status == CLG_OK)
        status = add_windows(&failure);
    if (status != CLG_OK)
        fprintf(stderr, "%s\n", failure.message);
    return status != CLG_OK || study->people.count > PEOPLE_ROOM ||
           study->meetings.count > MEETING_ROOM;
}

static int forget_school(void **state)
{
    (void)state;
    char command[128];

    clg_strata_clear(&strata);
    clg_history_clear(&history);
    clg_windows_clear(&windows);
    clg_study_free(study);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* ---- one call with so many allocations ---- */

/* What is asked: a new scope, and groups where they are needed. */
typedef struct place {
    clg_scope *scope;
    clg_groups groups;
} place;

typedef struct answer {
    double values[PEOPLE_ROOM];
    uint8_t statuses[PEOPLE_ROOM];
} answer;

static place place_of(bool whole_period)
{
    place p = {0};
    uint32_t first = whole_period ? 0 : windows.count - 1;
    uint32_t last = whole_period ? windows.count - 2 : first;

    check_ok(clg_scope_new(study, &p.scope, &err));
    check_ok(clg_scope_open(p.scope, 0, clg_window_begin(&windows, study, 0, first),
                            clg_window_end(&windows, study, 0, last), &err));
    clg_scope_set_thorough(p.scope, whole_period);
    if (whole_period)
        p.scope->history = &history;
    else
        p.scope->earlier = &history;
    check_ok(clg_strata_groups(&strata, p.scope, 0, &p.groups, &err));
    return p;
}

static void leave(place *p)
{
    clg_groups_clear(&p->groups);
    clg_scope_free(p->scope);
}

static clg_status ask(const clg_measure *measure, place *p, answer *out, clg_error *err)
{
    memset(out, 0, sizeof *out);
    return clg_measure_compute(measure, p->scope, &p->groups, out->values,
                               out->statuses, err);
}

static void check_failure(const char *name, long allowed, clg_status status,
                          const clg_error *failure)
{
    if (status != CLG_ERROR_MEMORY || failure->code != CLG_ERROR_MEMORY ||
        failure->message[0] == '\0')
        fail_msg("%s after %ld allocations: status %d, error %d '%s'", name, allowed,
                 (int)status, (int)failure->code, failure->message);
}

/* NaN has one pattern of bits here: values that are not OK are set to it. */
static void check_answer(const clg_measure *measure, long allowed, const answer *found,
                         const answer *expected, size_t count)
{
    if (memcmp(found->statuses, expected->statuses, count) != 0)
        fail_msg("%s has other statuses after %ld allocations", measure->id, allowed);
    for (size_t i = 0; i < count; i++)
        if (found->values[i] != expected->values[i] && !isnan(expected->values[i]))
            fail_msg("%s is %.17g after %ld allocations, was %.17g", measure->id,
                     found->values[i], allowed, expected->values[i]);
}

/* Each of the first, then so many of the others. */
static long next_of(long allowed, long needed)
{
    return allowed < EACH ? allowed + 1 : allowed + 1 + needed / EACH;
}

static long check_measure(const clg_measure *measure, bool whole_period)
{
    place p = place_of(whole_period);
    size_t count = clg_measure_cells(measure, p.scope, &p.groups);
    answer expected, found;
    long needed;

    clg_test_allocations_left = PLENTY;
    check_ok(ask(measure, &p, &expected, &err));
    needed = PLENTY - clg_test_allocations_left;
    clg_test_allocations_left = -1;
    leave(&p);
    for (long allowed = 0; allowed < needed; allowed = next_of(allowed, needed)) {
        clg_error failure = CLG_ERROR_INIT;
        clg_status status;
        p = place_of(whole_period);
        clg_test_allocations_left = allowed;
        status = ask(measure, &p, &found, &failure);
        clg_test_allocations_left = -1;
        check_failure(measure->id, allowed, status, &failure);
        check_ok(ask(measure, &p, &found, &err));
        check_answer(measure, allowed, &found, &expected, count);
        leave(&p);
    }
    return needed;
}

/* Only what is asked of a scope can look at the windows before. */
static void measures_of_a_window_survive(void **state)
{
    (void)state;
    const clg_measure *measure;
    long needed = 0;

    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++)
        if (measure->of_scope != NULL || measure->of_scope_groups != NULL)
            needed += check_measure(measure, false);
    assert_true(needed > 100);
}

static void measures_of_the_whole_period_survive(void **state)
{
    (void)state;
    const clg_measure *measure;
    long needed = 0;

    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++)
        needed += check_measure(measure, true);
    assert_true(needed > 1000);
}

/* ---- shuffles and intervals ---- */

/* One measure for each way of shuffling and each of resampling, of schools or of
 * attributes. */
typedef struct selection {
    const clg_measure *items[MEASURES];
    clg_measure_list list;
    bool has[CLG_NULL_TIMES + 1][CLG_INTERVAL_VERTICES + 1];
} selection;

static void select_measures(selection *s, const char *level)
{
    const clg_measure *measure;

    *s = (selection){.list = {0, s->items}};
    for (size_t i = 0; (measure = clg_measure_at(i)) != NULL; i++) {
        bool *has = &s->has[measure->null][measure->interval];
        if (strcmp(measure->level, level) != 0 || *has)
            continue;
        assert_true(s->list.count < MEASURES);
        s->items[s->list.count++] = measure;
        *has = true;
    }
}

static clg_status assess(const selection *s, place *p, bool has_groups,
                         clg_assessment *results, clg_error *err)
{
    clg_assessor assessor = {0};
    clg_assess_options options = {COPIES, 0.95, 1};
    clg_status status =
        clg_assess(&assessor, p->scope, &s->list, has_groups ? &p->groups : NULL,
                   has_groups, &options, results, err);

    clg_assessor_clear(&assessor);
    return status;
}

static void check_assessments(const selection *s, const clg_assessment *found,
                              const clg_assessment *expected, long allowed)
{
    for (size_t i = 0; i < s->list.count; i++) {
        if (found[i].draws != expected[i].draws ||
            found[i].low.status != expected[i].low.status ||
            found[i].z.status != expected[i].z.status)
            fail_msg("%s is other after %ld allocations", s->items[i]->id, allowed);
        if (found[i].z.status == CLG_VALUE_OK)
            check_near(found[i].z.value, expected[i].z.value, 0.0);
        if (found[i].low.status == CLG_VALUE_OK)
            check_near(found[i].low.value, expected[i].low.value, 0.0);
    }
}

static void check_assessing(const char *level, bool has_groups, long least)
{
    selection s;
    place p = place_of(true);
    clg_assessment expected[MEASURES], found[MEASURES];
    long needed;

    select_measures(&s, level);
    clg_test_allocations_left = PLENTY;
    check_ok(assess(&s, &p, has_groups, expected, &err));
    needed = PLENTY - clg_test_allocations_left;
    clg_test_allocations_left = -1;
    assert_true(needed > least);
    leave(&p);
    for (long allowed = 0; allowed < needed; allowed++) {
        clg_error failure = CLG_ERROR_INIT;
        clg_status status;
        p = place_of(true);
        clg_test_allocations_left = allowed;
        status = assess(&s, &p, has_groups, found, &failure);
        clg_test_allocations_left = -1;
        check_failure(level, allowed, status, &failure);
        check_ok(assess(&s, &p, has_groups, found, &err));
        check_assessments(&s, found, expected, allowed);
        leave(&p);
    }
}

static void shuffles_and_intervals_survive(void **state)
{
    (void)state;
    check_assessing("school", false, 100);
    check_assessing("attribute", true, 50);
}

/* ---- what measures don't ask for ---- */

typedef clg_status kernel(place *p, clg_error *err);

static clg_status circles_of_kinds(place *p, clg_error *err)
{
    clg_circles circles = {0};
    clg_status status = clg_circles_of_kinds(&circles, study, 0, err);

    (void)p;
    clg_circles_clear(&circles);
    return status;
}

static clg_status circles_of_groups(place *p, clg_error *err)
{
    int32_t group[PEOPLE_ROOM] = {0, 0, 0, 1, 1, 1, -1, 0, 1, 0, 1, 0};
    clg_circles circles = {0};
    clg_status status = clg_circles_of_groups(&circles, study, 0, group, 2, err);

    (void)p;
    clg_circles_clear(&circles);
    return status;
}

static clg_status attendance_core(place *p, clg_error *err)
{
    uint8_t people[PEOPLE_ROOM], meetings[MEETING_ROOM];
    clg_attendance_core_room room = {0};
    clg_status status =
        clg_attendance_core(p->scope->attendance, 2, 2, &room, people, meetings, err);

    clg_attendance_core_room_clear(&room);
    return status;
}

static clg_status window_of_a_history(place *p, clg_error *err)
{
    clg_history own = {0};
    clg_status status = clg_history_add(&own, p->scope, 0, err);

    clg_history_clear(&own);
    return status;
}

static clg_status strata_of_people(place *p, clg_error *err)
{
    clg_strata own = {0};
    clg_groups groups = {0};
    clg_status status = clg_strata_find(&own, study, err);

    if (status == CLG_OK)
        status = clg_strata_groups(&own, p->scope, 0, &groups, err);
    clg_groups_clear(&groups);
    clg_strata_clear(&own);
    return status;
}

static const struct {
    const char *name;
    kernel *kernel;
} kernels[] = {
    {"circles of kinds", circles_of_kinds}, {"circles of groups", circles_of_groups},
    {"attendance core", attendance_core},   {"history", window_of_a_history},
    {"strata", strata_of_people},
};

static void check_kernel(const char *name, kernel *run)
{
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_error failure = CLG_ERROR_INIT;
        place p = place_of(true);
        clg_test_allocations_left = allowed;
        status = run(&p, &failure);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            check_failure(name, allowed, status, &failure);
        check_ok(run(&p, &err));
        leave(&p);
    }
    assert_true(allowed > 2); /* it asked for memory */
}

static void other_kernels_survive(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(kernels); i++)
        check_kernel(kernels[i].name, kernels[i].kernel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_of_a_window_survive),
        cmocka_unit_test(measures_of_the_whole_period_survive),
        cmocka_unit_test(shuffles_and_intervals_survive),
        cmocka_unit_test(other_kernels_survive),
    };

    return cmocka_run_group_tests(tests, make_school, forget_school);
}
