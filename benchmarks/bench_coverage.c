/* How often intervals hold the truth: studies drawn from a known model, fitted, and
 * their parameters' 95 % intervals by the school bootstrap and by the sandwich. Nothing
 * is timed for speed; it takes minutes and is for the night.
 *
 *     bench_coverage [--studies 200] [--replicates 200] [--schools 60] [--windows 24]
 *
 * Coverage is the share of intervals that hold the truth, over studies and parameters
 * (transitions, means, variances). Exit 1 if the bootstrap's is not within .90 to
 * .98. */
#include "bench.h"

#include "base/memory.h"
#include "trajectory/hmm/simulate_panel.h"
#include "trajectory/hmm/uncertainty.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = 3, INDICATORS = 2 };

typedef struct tally {
    const char *name;
    double held[3], all[3]; /* transitions, means, variances */
} tally;

static void give_up(const char *what)
{
    fprintf(stderr, "bench_coverage: %s\n", what);
    exit(1);
}

static void check(clg_status status, const clg_error *err)
{
    if (status != CLG_OK)
        give_up(err->message);
}

static clg_hmm true_model(void)
{
    clg_hmm model;

    clg_hmm_init(&model, STATES, INDICATORS, CLG_TOPOLOGY_BAKIS1);
    for (int k = 0; k < STATES; k++) {
        model.initial[k] = k == 0 ? 0.8 : 0.1;
        model.transition[k][k] = k + 1 < STATES ? 0.88 : 1.0;
        if (k + 1 < STATES)
            model.transition[k][k + 1] = 0.12;
        model.theta[0][k][0] = 2.0 * k;
        model.theta[1][k][0] = k == 1 ? 1.5 : 0.0;
        model.theta[0][k][1] = model.theta[1][k][1] = 1.0;
    }
    return model;
}

/* Every cell observed but each seventh. */
static clg_panel make_pattern(uint32_t schools, uint32_t windows)
{
    clg_texts names = CLG_TEXTS_INIT, indicators = CLG_TEXTS_INIT;
    uint32_t *lengths = clg_array_new(schools, sizeof *lengths, NULL);
    clg_error err = CLG_ERROR_INIT;
    clg_panel panel;
    char name[24];

    if (lengths == NULL)
        give_up("no memory");
    for (uint32_t s = 0; s < schools; s++) {
        snprintf(name, sizeof name, "school%06u", s);
        check(clg_texts_append(&names, name, strlen(name), &err), &err);
        lengths[s] = windows;
    }
    check(clg_texts_append(&indicators, "energy", 6, &err), &err);
    check(clg_texts_append(&indicators, "visibility", 10, &err), &err);
    check(clg_panel_init(&panel, &names, lengths, &indicators, &err), &err);
    for (uint32_t cell = 0; cell < schools * windows * INDICATORS; cell++)
        if (cell % 7 != 0)
            clg_panel_set(&panel, cell / INDICATORS / windows,
                          cell / INDICATORS % windows, cell % INDICATORS, 0.0);
    clg_free(lengths);
    clg_texts_clear(&names);
    clg_texts_clear(&indicators);
    return panel;
}

static void count_one(tally *into, int part, double low, double truth, double high)
{
    into->all[part] += 1.0;
    into->held[part] += low <= truth && truth <= high;
}

static void count_study(const clg_hmm *truth, const clg_uncertainty *found, tally *into)
{
    for (int k = 0; k < STATES; k++) {
        if (k + 1 < STATES)
            count_one(into, 0, found->low.transition[k][k], truth->transition[k][k],
                      found->high.transition[k][k]);
        for (int d = 0; d < INDICATORS; d++)
            for (int i = 0; i < 2; i++)
                count_one(into, 1 + i, found->low.theta[d][k][i], truth->theta[d][k][i],
                          found->high.theta[d][k][i]);
    }
}

static void run_study(const clg_hmm *truth, const clg_panel *pattern, uint32_t number,
                      uint32_t replicates, tally *bootstrap, tally *sandwich)
{
    clg_em_options em = CLG_EM_OPTIONS_INIT;
    clg_bootstrap_options options = CLG_BOOTSTRAP_OPTIONS_INIT;
    clg_error err = CLG_ERROR_INIT;
    clg_uncertainty found;
    clg_em_result fit;
    clg_batch *batch;
    clg_panel panel;

    options.replicates = replicates;
    options.seed = number + 1;
    check(clg_hmm_simulate(truth, pattern, number + 1, 0, &panel, NULL, &err), &err);
    check(clg_batch_new(&panel, truth, &batch, &err), &err);
    check(clg_em_fit(batch, truth, &em, &fit, &err), &err);
    check(clg_bootstrap_schools(batch, &fit.model, &options, &found, &err), &err);
    count_study(truth, &found, bootstrap);
    check(clg_sandwich(batch, &fit.model, &em.priors, options.level, 0, &found, &err),
          &err);
    count_study(truth, &found, sandwich);
    clg_em_result_clear(&fit);
    clg_batch_free(batch);
    clg_panel_clear(&panel);
}

static double print_tally(const tally *of, long studies, double seconds)
{
    double held = of->held[0] + of->held[1] + of->held[2];
    double all = of->all[0] + of->all[1] + of->all[2];

    printf("{\"name\": \"%s\", \"studies\": %ld, \"coverage\": %.4f, "
           "\"transitions\": %.4f, \"means\": %.4f, \"variances\": %.4f, "
           "\"seconds\": %.1f}\n",
           of->name, studies, held / all, of->held[0] / of->all[0],
           of->held[1] / of->all[1], of->held[2] / of->all[2], seconds);
    return held / all;
}

int main(int argc, char **argv)
{
    long studies = bench_option(argc, argv, "studies", 200);
    long replicates = bench_option(argc, argv, "replicates", 200);
    clg_hmm truth = true_model();
    clg_panel pattern = make_pattern((uint32_t)bench_option(argc, argv, "schools", 60),
                                     (uint32_t)bench_option(argc, argv, "windows", 24));
    tally bootstrap = {.name = "coverage of 95 % intervals, school bootstrap"};
    tally sandwich = {.name = "coverage of 95 % intervals, sandwich"};
    double begin = bench_now(), coverage;

    for (long i = 0; i < studies; i++)
        run_study(&truth, &pattern, (uint32_t)i, (uint32_t)replicates, &bootstrap,
                  &sandwich);
    coverage = print_tally(&bootstrap, studies, bench_now() - begin);
    print_tally(&sandwich, studies, bench_now() - begin);
    clg_panel_clear(&pattern);
    return !(coverage >= 0.90 && coverage <= 0.98);
}
