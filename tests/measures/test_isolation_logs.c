/* Who is isolated by the logs of random small schools: nobody met and nothing
 * exchanged, at any time, in one layer, or for three windows and more. */
#include "check.h"

#include "base/random.h"
#include "measures/history.h"
#include "measures/isolation/isolation_functions.h"
#include "measures/temporal/temporal_functions.h"
#include "tiny_study.h"

enum { WINDOWS = 6, STAFF = 7, LOGS = 400 };

/* What was logged: who was with whom, who exchanged, window by window. */
typedef struct logs {
    uint32_t people;
    bool any_meeting, met[WINDOWS][STAFF], exchanged[WINDOWS][STAFF];
    bool is_silent[WINDOWS];
} logs;

static void log_meeting(clg_study *study, logs *of, uint32_t window, int64_t time,
                        clg_random *random)
{
    bool comes[STAFF] = {false};
    uint32_t count = 0;

    comes[clg_random_below(random, of->people)] = true;
    for (uint32_t v = 0; v < of->people; v++)
        comes[v] = comes[v] || clg_random_below(random, 5) == 0;
    tiny_meeting(study, time, NAN);
    for (uint32_t v = 0; v < of->people; v++)
        if (comes[v]) {
            tiny_present(study, v);
            count++;
        }
    for (uint32_t v = 0; v < of->people; v++)
        of->met[window][v] = of->met[window][v] || (comes[v] && count > 1);
    of->any_meeting = true;
    of->is_silent[window] = false;
}

static void log_exchange(clg_study *study, logs *of, uint32_t window, int64_t time,
                         clg_random *random)
{
    uint32_t from = clg_random_below(random, of->people);
    uint32_t to = (from + 1 + clg_random_below(random, of->people - 1)) % of->people;

    tiny_exchange(study, time, from, to, 0, 1.0F);
    of->exchanged[window][from] = of->exchanged[window][to] = true;
    of->is_silent[window] = false;
}

static clg_study *study_with(logs *of, uint64_t trial)
{
    clg_study *study = tiny_study_new();
    clg_random random = clg_random_stream(3, "logs", trial, 0, 0);

    *of = (logs){.people = 2 + (uint32_t)(trial % (STAFF - 1))};
    tiny_school(study, of->people);
    for (uint32_t w = 0; w < WINDOWS; w++) {
        uint32_t meetings = trial % 5 == 0 ? 0 : clg_random_below(&random, 3);
        uint32_t exchanges = clg_random_below(&random, 3);
        of->is_silent[w] = true;
        for (uint32_t m = 0; m < meetings; m++)
            log_meeting(study, of, w, 100 * w + m, &random);
        for (uint32_t e = 0; e < exchanges; e++)
            log_exchange(study, of, w, 100 * w + e, &random);
    }
    return study;
}

/* Without attendance the exchanges are the ties. */
static bool is_alone(const logs *of, uint32_t window, uint32_t v)
{
    return !of->met[window][v] && !of->exchanged[window][v];
}

static void check_number(const char *what, uint64_t trial, double found,
                         double expected)
{
    if (isnan(found) != isnan(expected) || found < expected || found > expected)
        fail_msg("logs %llu: %s is %g, expected %g", (unsigned long long)trial, what,
                 found, expected);
}

static void check_logs(const logs *of, uint64_t trial, clg_scope *scope)
{
    double cut_off[STAFF], run[STAFF], silent = 0.0, value = 0.0, windows = 0.0;
    double all_alone = 0.0, chronic = 0.0;
    uint8_t statuses[STAFF], why;

    for (uint32_t w = 0; w < WINDOWS; w++)
        windows += !of->is_silent[w];
    check_ok(clg_isolation_cut_off(scope, cut_off, statuses, &err));
    check_ok(clg_temporal_isolated_run(scope, run, statuses, &err));
    for (uint32_t v = 0; v < of->people; v++) {
        double longest = 0.0, now = 0.0;
        bool never = true, no_exchange = true;
        for (uint32_t w = 0; w < WINDOWS; w++) {
            never = never && is_alone(of, w, v);
            no_exchange = no_exchange && !of->exchanged[w][v];
            if (of->is_silent[w])
                continue;
            now = is_alone(of, w, v) ? now + 1.0 : 0.0;
            longest = fmax(longest, now);
        }
        check_number("cut_off", trial, cut_off[v], never);
        if (windows > 0.0)
            check_number("isolated_run", trial, run[v], longest);
        all_alone += never;
        silent += no_exchange;
        chronic += longest > 2.5;
    }
    check_ok(clg_isolation_isolates_union(scope, &value, &why, &err));
    check_number("isolates_union", trial, value, all_alone);
    check_ok(clg_isolation_isolates(clg_scope_network(scope, CLG_OF_EXCHANGES), &value,
                                    &why, &err));
    check_number("exchange_isolates", trial, value, silent);
    check_ok(clg_temporal_chronic_isolates(scope, &value, &why, &err));
    assert_int_equal(why, windows > 2.5 ? CLG_VALUE_OK : CLG_VALUE_UNDEFINED);
    check_number("chronic_isolates", trial, value,
                 windows > 2.5 ? chronic : (double)NAN);
}

static void isolates_are_those_whom_no_log_has_with_others(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < LOGS; trial++) {
        logs of;
        clg_study *study = study_with(&of, trial);
        clg_history history = {0};
        clg_scope *scope = NULL;

        check_ok(clg_scope_new(study, &scope, &err));
        for (uint32_t w = 0; w < WINDOWS; w++) {
            check_ok(clg_scope_open(scope, 0, 100 * w, 100 * w + 100, &err));
            check_ok(clg_history_add(&history, scope, w, &err));
        }
        check_ok(clg_scope_open(scope, 0, 0, 100 * WINDOWS, &err));
        scope->history = &history;
        check_logs(&of, trial, scope);
        clg_scope_free(scope);
        clg_history_clear(&history);
        tiny_study_free(study);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isolates_are_those_whom_no_log_has_with_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
