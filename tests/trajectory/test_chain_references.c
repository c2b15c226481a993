/* The chain on the reference values: enumeration, underflow, durations. Skipped where
 * they are absent. */
#include "check.h"
#include "hmm_sample.h"

#include "trajectory/hmm/chain.h"
#include "trajectory/hmm/emission.h"

#include <string.h>

static void check_all_near(const double *actual, const double *expected, size_t count,
                           double tolerance)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(actual[i] - expected[i]) <= tolerance))
            fail_msg("number %zu is %.17g, expected %.17g", i, actual[i], expected[i]);
}

/* Log densities of the reference's windows from its emissions. */
static void densities_of_reference(const json_t *json, double *log_density)
{
    const json_t *x = json_object_get(json, "X");
    const json_t *emissions = json_object_get(json, "em");
    const char *const names[4][2] = {
        {"mean", "var"}, {"rate", NULL}, {"mean", "shape"}, {"mu", "size"}};
    const clg_family families[] = {CLG_FAMILY_NORMAL, CLG_FAMILY_POISSON,
                                   CLG_FAMILY_GAMMA, CLG_FAMILY_NEGBIN};

    for (size_t t = 0; t < 6; t++)
        for (size_t k = 0; k < 3; k++)
            for (size_t d = 0; d < 4; d++) {
                const json_t *cell = json_array_get(json_array_get(x, t), d);
                const json_t *em = json_array_get(emissions, d);
                double theta[CLG_THETA] = {0.0};
                for (size_t p = 0; p < 2 && names[d][p] != NULL; p++)
                    theta[p] = json_number_value(
                        json_array_get(json_object_get(em, names[d][p]), k));
                if (json_is_number(cell))
                    log_density[t * 3 + k] += clg_emission_log_density(
                        families[d], theta, json_number_value(cell), 1.0);
            }
}

typedef clg_status pass(const clg_chain *, clg_chain_room *, clg_chain_sums *,
                        clg_error *);

static void enumerated_reference(void **state)
{
    (void)state;
    json_t *json = hmm_oracle("o1_enum.json");
    double log_density[18] = {0.0}, initial[3], transition[9], expected[64];
    const clg_chain chain = {6, 3, log_density, initial, transition, 0};
    clg_chain_room room = {0};
    double gamma[18], pairs[45], moves[9], scale[6];
    pass *const passes[] = {clg_chain_pass, clg_chain_pass_in_logs};
    uint8_t path[6];
    double log_probability;

    hmm_numbers(json, "pi", initial);
    hmm_numbers(json, "A", transition);
    densities_of_reference(json, log_density);
    assert_int_equal(hmm_numbers(json, "logb", expected), 18);
    check_all_near(log_density, expected, 18, 1e-13);
    for (size_t i = 0; i < 2; i++) {
        clg_chain_sums sums = {0.0, gamma, moves, pairs, scale};
        memset(moves, 0, sizeof moves);
        check_ok(passes[i](&chain, &room, &sums, &err));
        hmm_numbers(json, "loglik", expected);
        check_near(sums.loglik, expected[0], 1e-13);
        assert_int_equal(hmm_numbers(json, "gamma", expected), 18);
        check_all_near(gamma, expected, 18, 1e-14);
        assert_int_equal(hmm_numbers(json, "xi", expected), 45);
        check_all_near(pairs, expected, 45, 1e-14);
        check_near(scale[0] + scale[1] + scale[2] + scale[4] + scale[5], sums.loglik,
                   1e-13);
        check_near(moves[8], pairs[8] + pairs[17] + pairs[26] + pairs[35] + pairs[44],
                   1e-14);
    }
    check_ok(clg_chain_viterbi(&chain, &room, path, &log_probability, &err));
    hmm_numbers(json, "viterbi_logp", expected);
    check_near(log_probability, expected[0], 1e-13);
    hmm_numbers(json, "viterbi", expected);
    for (size_t t = 0; t < 6; t++)
        assert_int_equal(path[t], (int)expected[t]);
    clg_chain_room_clear(&room);
    json_decref(json);
}

static void long_sequence_with_one_wild_value(void **state)
{
    (void)state;
    enum { LENGTH = 2000 };
    json_t *json = hmm_oracle("o1b_underflow.json");
    static double log_density[LENGTH * 2], gamma[LENGTH * 2];
    double initial[2], transition[4], moves[4] = {0.0}, expected[20];
    const clg_chain chain = {LENGTH, 2, log_density, initial, transition, 0};
    clg_chain_sums sums = {0.0, gamma, moves, NULL, NULL};
    clg_chain_room room = {0};

    hmm_numbers(json, "pi", initial);
    hmm_numbers(json, "A", transition);
    for (size_t t = 0; t < LENGTH; t++)
        for (size_t k = 0; k < 2; k++) {
            const double theta[CLG_THETA] = {(double)k, 1.0};
            double x = t == 5 ? 60.0 : t < 1000 ? 0.0 : 1.0;
            log_density[t * 2 + k] =
                clg_emission_log_density(CLG_FAMILY_NORMAL, theta, x, 1.0);
        }
    check_ok(clg_chain_pass(&chain, &room, &sums, &err));
    hmm_numbers(json, "loglik", expected);
    check_near(sums.loglik, expected[0], 1e-9);
    hmm_numbers(json, "gamma_first10", expected);
    check_all_near(gamma, expected, 20, 1e-12);
    check_near(gamma[3] / expected[3], 1.0, 1e-9);
    hmm_numbers(json, "xi_sum", expected);
    check_all_near(moves, expected, 4, 1e-9);
    clg_chain_room_clear(&room);
    json_decref(json);
}

static void durations_as_an_expanded_chain(void **state)
{
    (void)state;
    json_t *json = hmm_oracle("o6_hsmm.json");
    double transition[81], owner[9], mean[3], variance[3], x[7], expected[32];
    double log_density[63], gamma[63], stage[21] = {0.0};
    const double initial[9] = {1.0};
    const clg_chain chain = {7, 9, log_density, initial, transition, 0};
    clg_chain_sums sums = {0.0, gamma, NULL, NULL, NULL};
    clg_chain_room room = {0};

    hmm_numbers(json, "owner", owner);
    hmm_numbers(json, "mean", mean);
    hmm_numbers(json, "var", variance);
    hmm_numbers(json, "x", x);
    assert_int_equal(hmm_numbers(json, "expanded_A", transition), 81);
    for (size_t c = 0; c < 63; c++) {
        size_t k = (size_t)owner[c % 9];
        const double theta[CLG_THETA] = {mean[k], variance[k]};
        log_density[c] =
            clg_emission_log_density(CLG_FAMILY_NORMAL, theta, x[c / 9], 1.0);
    }
    check_ok(clg_chain_pass(&chain, &room, &sums, &err));
    hmm_numbers(json, "loglik", expected);
    check_near(sums.loglik, expected[0], 1e-13);
    for (size_t c = 0; c < 63; c++)
        stage[c / 9 * 3 + (size_t)owner[c % 9]] += gamma[c];
    hmm_numbers(json, "gamma", expected);
    check_all_near(stage, expected, 21, 1e-14);
    clg_chain_room_clear(&room);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enumerated_reference),
        cmocka_unit_test(long_sequence_with_one_wild_value),
        cmocka_unit_test(durations_as_an_expanded_chain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
