/* clg_continuous_fit against msm: the cav data, misclassified or not, and hidden normal
 * stages. Skipped where the oracle files are absent. */
#include "check.h"

#include "small_panel.h"
#include "trajectory/dynamics/continuous.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/ct"

static clg_continuous_options one_thread(void)
{
    clg_continuous_options options = CLG_CONTINUOUS_OPTIONS_INIT;

    options.threads = 1;
    return options;
}

static json_t *read_json(const char *path)
{
    json_t *all = json_load_file(path, 0, NULL);

    if (all == NULL) {
        print_message("no %s\n", path);
        skip();
    }
    return all;
}

static double at(const json_t *matrix, size_t i, size_t j)
{
    return json_number_value(json_array_get(json_array_get(matrix, i), j));
}

enum { ROWS = 3000 };
typedef struct table {
    uint32_t school[ROWS], lengths[ROWS], schools, rows;
    double time[ROWS], value[ROWS];
} table;

static void read_table(const char *path, table *all)
{
    FILE *file = fopen(path, "r");
    char line[128];
    long last = -1;

    memset(all, 0, sizeof *all);
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    while (fgets(line, sizeof line, file) != NULL) {
        char *rest = NULL;
        long school = strtol(line, &rest, 10);
        assert_true(all->rows < ROWS);
        all->schools += school != last;
        last = school;
        all->lengths[all->schools - 1]++;
        all->time[all->rows] = strtod(rest + 1, &rest);
        all->value[all->rows++] = strtod(rest + 1, &rest);
    }
    fclose(file);
}

static clg_panel panel_from(const table *all)
{
    clg_panel panel = small_panel(all->schools, all->lengths, 1);
    double *time = small_panel_time(&panel);

    for (uint32_t s = 0; s < all->schools; s++)
        for (uint32_t t = 0; t < all->lengths[s]; t++) {
            time[panel.first[s] + t] = all->time[panel.first[s] + t];
            clg_panel_set(&panel, s, t, 0, all->value[panel.first[s] + t]);
        }
    return panel;
}

/* Four states after a heart transplant; death is the last, at exact times. All begin in
 * the first state; where states are misclassified, that is known (msm's obstrue =
 * firstobs) and not an observation. */
static clg_panel read_cav(bool is_misclassified)
{
    static table all;
    clg_panel panel;
    double *event;

    read_table(FOLDER "/cav.csv", &all);
    panel = panel_from(&all);
    event = small_panel_extra(&panel, "event");
    for (uint32_t r = 0; r < all.rows; r++)
        event[r] = all.value[r] == 4.0;
    for (uint32_t s = 0; is_misclassified && s < all.schools; s++)
        panel.observed[clg_panel_cell(&panel, s, 0, 0)] &=
            (uint16_t) ~(1u << panel.slot[s] % CLG_LANES);
    return panel;
}

static clg_hmm cav_model(const json_t *oracle, clg_rates *rate)
{
    const json_t *errors = json_object_get(oracle, "einit");
    const json_t *q = json_object_get(oracle, "qinit");
    clg_hmm model;

    clg_hmm_init(&model, 4, 1, CLG_TOPOLOGY_ERGODIC);
    model.family[0] = CLG_FAMILY_CATEGORICAL;
    model.initial[0] = 1.0;
    for (size_t i = 0; i < 4; i++) {
        model.theta[0][i][i] = 1.0;
        for (size_t j = 0; j < 4; j++) {
            double wrong = i == j || errors == NULL ? 0.0 : at(errors, i, j);
            rate->at[i][j] = i == j ? 0.0 : at(q, i, j);
            model.starts[i] = i == 0;
            model.allowed[i][j] = i == j || rate->at[i][j] > 0.0;
            model.theta[0][i][i] -= wrong;
            if (i != j)
                model.theta[0][i][j] = wrong;
        }
    }
    return model;
}

static void check_cav(const char *name)
{
    json_t *oracles = read_json(FOLDER "/ct1_msm.json");
    const json_t *oracle = json_object_get(oracles, name);
    const json_t *q = json_object_get(oracle, "Q"), *e = json_object_get(oracle, "E");
    const json_t *p = json_object_get(oracle, "P1_fixed");
    double fixed = json_number_value(json_object_get(oracle, "minus2ll_fixed"));
    double best = json_number_value(json_object_get(oracle, "minus2ll"));
    clg_panel panel = read_cav(e != NULL);
    clg_rates rate;
    clg_hmm model = cav_model(oracle, &rate);
    clg_continuous_options options = one_thread();
    clg_continuous_result result;

    options.rate = &rate;
    options.event = clg_panel_find_extra(&panel, "event");
    options.most_evaluations = 1;
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    check_near(-2.0 * result.loglik, fixed, 1e-6);
    for (size_t c = 0; p != NULL && c < 16; c++)
        check_near(result.model.transition[c / 4][c % 4], at(p, c / 4, c % 4), 1e-12);
    clg_continuous_result_clear(&result);

    options.most_evaluations = 2000;
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    print_message("%s: -2LL %.9f after %u evaluations, msm %.9f\n", name,
                  -2.0 * result.loglik, result.evaluations, best);
    assert_true(result.is_converged);
    assert_true(never_falls(result.history, result.history_count));
    check_near(-2.0 * result.loglik, best, 1e-4);
    for (size_t c = 0; c < 16; c++)
        check_near(result.rate.at[c / 4][c % 4], at(q, c / 4, c % 4), 1e-3);
    for (size_t c = 0; e != NULL && c < 16; c++)
        check_near(result.model.theta[0][c / 4][c % 4], at(e, c / 4, c % 4), 1e-3);
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
    json_decref(oracles);
}

static void cav_is_fitted_as_msm_does(void **state)
{
    (void)state;
    check_cav("m1");
}

static void misclassified_cav_is_fitted_as_msm_does(void **state)
{
    (void)state;
    check_cav("m2");
}

static void hidden_normal_stages_are_seen_as_msm_does(void **state)
{
    (void)state;
    static table all;
    json_t *oracle = read_json(FOLDER "/ct2_hmm.json");
    const json_t *viterbi = json_object_get(oracle, "viterbi");
    clg_continuous_options options = one_thread();
    clg_continuous_result result;
    clg_hmm model = normal_stages(3);
    clg_panel panel;
    clg_rates rate = {{{0.0}}};

    read_table(FOLDER "/ct2.csv", &all);
    panel = panel_from(&all);
    for (size_t k = 0; k < 3; k++) {
        double sd = json_number_value(json_array_get(json_object_get(oracle, "sd"), k));
        model.initial[k] =
            json_number_value(json_array_get(json_object_get(oracle, "init"), k));
        model.theta[0][k][0] =
            json_number_value(json_array_get(json_object_get(oracle, "mean"), k));
        model.theta[0][k][1] = sd * sd;
        for (size_t j = 0; j < 3; j++)
            rate.at[k][j] = at(json_object_get(oracle, "q"), k, j);
    }
    options.rate = &rate;
    options.most_evaluations = 1;
    check_ok(clg_continuous_fit(&panel, &model, &options, &result, &err));
    check_near(result.loglik, json_number_value(json_object_get(oracle, "loglik")),
               1e-9);
    for (size_t r = 0; r < all.rows; r++) {
        assert_int_equal(result.path[r] + 1,
                         json_integer_value(json_array_get(viterbi, r)));
        for (size_t k = 0; k < 3; k++)
            check_near(result.posterior[3 * r + k],
                       at(json_object_get(oracle, "pstate"), r, k), 1e-9);
    }
    clg_continuous_result_clear(&result);
    clg_panel_clear(&panel);
    json_decref(oracle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cav_is_fitted_as_msm_does),
        cmocka_unit_test(misclassified_cav_is_fitted_as_msm_does),
        cmocka_unit_test(hidden_normal_stages_are_seen_as_msm_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
