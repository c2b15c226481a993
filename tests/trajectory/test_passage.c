/* Entries, runs, departures and paths of schools, against all paths of tiny random
 * models. */
#include "check.h"

#include "random_chains.h"
#include "trajectory/hmm/batch.h"
#include "trajectory/hmm/decode.h"

#include <string.h>

/* What going through all paths gives. */
typedef struct enumeration {
    double likelihood, entropy, hits;
    double gamma[CHAIN_MOST_T][CHAIN_MOST_K], entered[CHAIN_MOST_T][CHAIN_MOST_K];
    double run[CHAIN_MOST_T]; /* P(the last run began at t | its stage) */
    double best;
} enumeration;

static bool next_path(uint32_t states, uint32_t length, uint32_t *path)
{
    for (uint32_t t = length; t-- > 0;) {
        if (++path[t] < states)
            return true;
        path[t] = 0;
    }
    return false;
}

static double probability_of(const clg_hmm *model, const double *log_density,
                             uint32_t length, const uint32_t *path)
{
    double p = model->initial[path[0]];

    for (uint32_t t = 0; t < length; t++) {
        if (t > 0)
            p *= model->transition[path[t - 1]][path[t]];
        p *= exp(log_density[t * model->state_count + path[t]]);
    }
    return p;
}

static void add_path(const clg_hmm *model, uint32_t length, const uint32_t *path,
                     uint32_t stage, double p, enumeration *e)
{
    bool advances = clg_hmm_only_advances(model), has[CHAIN_MOST_K] = {false};
    uint32_t since = length - 1;

    for (uint32_t t = 0; t < length; t++) {
        e->gamma[t][path[t]] += p;
        for (uint32_t k = 0; k < model->state_count; k++) {
            has[k] = has[k] || (advances ? path[t] >= k : path[t] == k);
            e->entered[t][k] += has[k] ? p : 0.0;
        }
    }
    while (since > 0 && path[since - 1] == path[length - 1])
        since--;
    e->run[since] += path[length - 1] == stage ? p : 0.0;
    e->entropy -= p > 0.0 ? p * log(p) : 0.0;
    e->best = fmax(e->best, p);
}

static void enumerate(const clg_hmm *model, const double *log_density, uint32_t length,
                      uint32_t stage, enumeration *e)
{
    uint32_t path[CHAIN_MOST_T] = {0};

    memset(e, 0, sizeof *e);
    do
        e->likelihood += probability_of(model, log_density, length, path);
    while (next_path(model->state_count, length, path));
    do
        add_path(model, length, path, stage,
                 probability_of(model, log_density, length, path) / e->likelihood, e);
    while (next_path(model->state_count, length, path));
    do { /* the most hits of a possible path */
        double hits = 0.0;
        for (uint32_t t = 0; t < length; t++)
            hits += e->gamma[t][path[t]];
        if (probability_of(model, log_density, length, path) > 0.0)
            e->hits = fmax(e->hits, hits);
    } while (next_path(model->state_count, length, path));
}

static uint32_t first_at(const double *entered, uint32_t length, double share)
{
    for (uint32_t t = 0; t < length; t++)
        if (entered[t * CHAIN_MOST_K] >= share)
            return t;
    return CLG_NO_WINDOW;
}

static void check_entries(const clg_school_stages *s, const enumeration *e,
                          uint32_t states, uint32_t length, bool is_founded)
{
    for (uint32_t k = 0; k < states; k++) {
        const clg_entry *entry = &s->entries[k];
        const double *entered = &e->entered[0][k];
        check_near(entry->probability, entered[(length - 1) * CHAIN_MOST_K], 1e-13);
        assert_int_equal(entry->low, first_at(entered, length, 0.025));
        assert_int_equal(entry->median, first_at(entered, length, 0.5));
        assert_int_equal(entry->high, first_at(entered, length, 0.975));
        assert_int_equal(entry->status,
                         entry->median == CLG_NO_WINDOW      ? CLG_ENTRY_NOT_REACHED
                         : entry->median == 0 && !is_founded ? CLG_ENTRY_AT_START
                                                             : CLG_ENTRY_REACHED);
    }
}

static void check_run(const clg_school_stages *s, const enumeration *e, uint32_t length)
{
    double sum = 0.0, total = 0.0;
    const double shares[] = {0.025, 0.5, 0.975};
    const uint32_t found[] = {s->run.low, s->run.median, s->run.high};

    for (uint32_t t = 0; t < length; t++)
        total += e->run[t];
    for (uint32_t t = 0, at = 0; t < length; t++) {
        sum += e->run[t] / total;
        for (; at < 3 && sum >= shares[at]; at++)
            assert_int_equal(found[at], t);
    }
    check_near(total, s->probability, 1e-13);
}

static void check_school(const clg_panel *panel, const clg_hmm *model,
                         const clg_decoded *decoded, uint32_t school)
{
    static enumeration e;
    const clg_school_stages *s = &decoded->schools[school];
    uint32_t states = model->state_count, length = panel->length[school];
    size_t first = panel->first[school];
    double log_density[CHAIN_MOST_T * CHAIN_MOST_K], hits = 0.0;
    uint32_t path[CHAIN_MOST_T];

    clg_hmm_log_densities(model, panel, school, log_density);
    enumerate(model, log_density, length, s->stage, &e);
    check_near(s->loglik, s->observed_windows > 0 ? log(e.likelihood) : 0.0, 1e-12);
    check_near(s->path_entropy, e.entropy, 1e-12);
    check_near(s->path_log_probability, log(e.best * e.likelihood), 1e-12);
    for (uint32_t t = 0; t < length; t++) {
        double entropy = 0.0, expected = 0.0;
        for (uint32_t k = 0; k < states; k++) {
            double gamma = e.gamma[t][k];
            check_near(decoded->gamma[(first + t) * states + k], gamma, 1e-13);
            check_near(decoded->reached[(first + t) * states + k], e.entered[t][k],
                       1e-13);
            entropy -= gamma > 0.0 ? gamma * log(gamma) : 0.0;
            expected += (k + 1) * gamma;
            assert_true(gamma <= e.gamma[t][decoded->likeliest[first + t]] + 1e-13);
        }
        check_near(decoded->entropy[first + t], entropy, 1e-12);
        check_near(decoded->expected_stage[first + t], expected, 1e-13);
        hits += e.gamma[t][decoded->stages[first + t]];
        path[t] = decoded->stages[first + t];
    }
    assert_true(probability_of(model, log_density, length, path) > 0.0);
    check_near(hits, e.hits, 1e-12);
    if (s->status == CLG_SCHOOL_OK)
        check_entries(s, &e, states, length, false);
    check_run(s, &e, length);
}

static void everything_agrees_with_all_paths(void **state)
{
    (void)state;
    const clg_topology topologies[] = {CLG_TOPOLOGY_BAKIS1, CLG_TOPOLOGY_BAKIS2,
                                       CLG_TOPOLOGY_REGRESS, CLG_TOPOLOGY_RENEW,
                                       CLG_TOPOLOGY_ERGODIC};
    const clg_decode_options options = {.keeps_reached = true};

    for (uint64_t trial = 0; trial < 60; trial++) {
        clg_random random = clg_random_stream(trial, "decode", 0, 0, 0);
        clg_panel panel = random_chain_panel(&random, 5);
        clg_decoded decoded;
        clg_hmm model;
        random_chain_model(&random, topologies[trial % COUNT_OF(topologies)],
                           1 + clg_random_below(&random, CHAIN_MOST_K), &model);
        check_ok(clg_decode(&panel, &model, &options, &decoded, &err));
        for (uint32_t s = 0; s < panel.school_count; s++)
            check_school(&panel, &model, &decoded, s);
        clg_decoded_clear(&decoded);
        clg_panel_clear(&panel);
    }
}

static const double start[] = {1.0, 0.0, 0.0};
static const double on[] = {0.8, 0.2, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0, 1.0};

/* Half in a stage left with 0.2, half in one left with 0.5; a third is for ever. */
static void departures_mix_over_the_states_of_today(void **state)
{
    (void)state;
    const double even[] = {0.5, 0.5, 0.0}, some_over[] = {0.25, 0.25, 0.5};
    const double back[] = {0.5, 0.4, 0.1, 0.3, 0.6, 0.1, 0.0, 0.0, 1.0};
    clg_departure d = clg_departure_find(3, even, on, 0);

    assert_int_equal(d.status, CLG_DEPARTURE_EXPECTED);
    check_near(d.probability, 1.0, 0.0);
    check_near(d.expected, 0.5 * 5.0 + 0.5 * 2.0, 1e-14);
    assert_int_equal(d.next, 1); /* as likely as 2, and lower */
    check_near(d.next_probability, 0.5, 1e-15);
    check_near(d.low, 1.0, 0.0);
    check_near(d.high, 14.0, 0.0); /* 0.5 * 0.8^14 = 0.022 */
    d = clg_departure_find(3, some_over, on, 1);
    check_near(d.probability, 0.5, 0.0);
    check_near(d.expected, 3.5, 1e-14);
    assert_int_equal(d.next, 2);
    check_near(d.next_probability, 0.5, 1e-15);
    d = clg_departure_find(3, some_over, on, 2);
    assert_int_equal(d.status, CLG_DEPARTURE_NONE);
    check_near(d.probability, 0.5, 0.0);
    d = clg_departure_find(3, start, back, 0);
    assert_int_equal(d.next, 1);
    check_near(d.next_probability, 0.8, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_agrees_with_all_paths),
        cmocka_unit_test(departures_mix_over_the_states_of_today),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
