/* clg_school_moves_fit: shrinkage worked by hand, the concentration against a search
 * over the likelihood and recovered from simulated schools, homogeneous schools, states
 * without moves or data, independence of the thread count, exhausted memory. */
#include "check.h"

#include "base/memory.h"
#include "small_panel.h"
#include "trajectory/dynamics/school_moves.h"

#include <string.h>

enum { MOST = 3000 };

/* A gamma variate as a sum of exponential ones: of whole shape. */
static double draw_gamma(clg_random *random, uint32_t shape)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < shape; i++)
        sum += draw_exponential(random, 1.0);
    return sum;
}

/* Moves of a school from stage 1 of 2: `steps` of them, each on with probability
 * Beta(2, 8), or .2 for all. */
static void draw_moves(uint32_t schools, uint32_t steps, bool differ, double *moves)
{
    memset(moves, 0, schools * 4 * sizeof *moves);
    for (uint32_t s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(21, "moves", s, 0, 0);
        double a = draw_gamma(&random, 2), b = draw_gamma(&random, 8);
        double on = differ ? a / (a + b) : 0.2;
        for (uint32_t t = 0; t < steps; t++)
            moves[4 * s + (clg_random_uniform(&random) < on ? 1 : 0)]++;
    }
}

static double loglik_at(const double *moves, uint32_t schools, double kappa)
{
    double sum = 0.0;

    for (uint32_t s = 0; s < schools; s++) {
        const double *n = moves + 4 * s;
        sum += lgamma(kappa) - lgamma(kappa + n[0] + n[1]) +
               lgamma(0.8 * kappa + n[0]) - lgamma(0.8 * kappa) +
               lgamma(0.2 * kappa + n[1]) - lgamma(0.2 * kappa);
    }
    return sum;
}

static double loglik_without(const double *moves, uint32_t schools)
{
    double sum = 0.0;

    for (uint32_t s = 0; s < schools; s++)
        sum += moves[4 * s] * log(0.8) + moves[4 * s + 1] * log(0.2);
    return sum;
}

static void concentration_is_the_maximum_of_the_likelihood(void **state)
{
    (void)state;
    static double moves[4 * MOST];
    clg_hmm model = normal_stages(2);
    clg_school_moves result;
    double kappa, best;

    draw_moves(60, 25, true, moves);
    check_ok(clg_school_moves_fit(&model, 60, moves, 1, &result, &err));
    assert_int_equal(result.status[0], CLG_MOVES_OK);
    kappa = result.concentration[0];
    best = loglik_at(moves, 60, kappa);
    for (double shift = 1e-3; shift < 1.0; shift *= 3.0) {
        assert_true(loglik_at(moves, 60, kappa * (1.0 + shift)) < best);
        assert_true(loglik_at(moves, 60, kappa / (1.0 + shift)) < best);
    }
    check_near(result.gain[0], 2.0 * (best - loglik_without(moves, 60)), 1e-8);
    assert_int_equal(result.schools[0], 60);
    for (uint32_t s = 0; s < 60; s++) {
        double on = (moves[4 * s + 1] + 0.2 * kappa) / (25.0 + kappa);
        check_near(result.transition[4 * s + 1], on, 1e-14);
        check_near(result.transition[4 * s], 1.0 - on, 1e-14);
        check_near(result.dwell[2 * s], 1.0 / on, 1e-11);
        assert_true(isinf(result.dwell[2 * s + 1]));
    }
    clg_school_moves_clear(&result);
}

static void concentration_is_recovered_from_simulated_schools(void **state)
{
    (void)state;
    static double moves[4 * MOST];
    clg_hmm model = normal_stages(2);
    clg_school_moves result;

    draw_moves(MOST, 30, true, moves);
    check_ok(clg_school_moves_fit(&model, MOST, moves, 1, &result, &err));
    check_near(result.concentration[0], 10.0, 0.8);
    assert_true(result.gain[0] > 1000.0);
    clg_school_moves_clear(&result);
}

static void equal_schools_are_homogeneous(void **state)
{
    (void)state;
    static double moves[4 * MOST];
    clg_hmm model = normal_stages(2);
    clg_school_moves result;

    for (uint32_t s = 0; s < 50; s++) {
        moves[4 * s] = 8.0;
        moves[4 * s + 1] = 2.0;
    }
    check_ok(clg_school_moves_fit(&model, 50, moves, 1, &result, &err));
    assert_int_equal(result.status[0], CLG_MOVES_HOMOGENEOUS);
    check_near(result.concentration[0], 1e6, 1e-3);
    check_near(result.gain[0], 0.0, 1e-9);
    check_near(result.transition[1], 0.2, 1e-12);
    assert_string_equal(clg_moves_status_name(result.status[0]), "homogeneous");
    clg_school_moves_clear(&result);

    draw_moves(MOST, 30, false, moves);
    check_ok(clg_school_moves_fit(&model, MOST, moves, 1, &result, &err));
    assert_true(result.concentration[0] > 200.0);
    assert_true(result.gain[0] < 8.0);
    clg_school_moves_clear(&result);
}

static void states_without_moves_or_data_keep_those_of_all(void **state)
{
    (void)state;
    double moves[2 * 9] = {0};
    clg_hmm model = normal_stages(3), single = normal_stages(1);
    clg_school_moves result;

    moves[0] = 3.0; /* school 1: three windows in stage 1, then on */
    moves[1] = 1.0;
    moves[4] = 2.0; /* then in stage 2 for good, where school 2 never was */
    moves[9] = 5.0;
    check_ok(clg_school_moves_fit(&model, 2, moves, 1, &result, &err));
    assert_int_equal(result.status[1], CLG_MOVES_NO_DATA);
    assert_int_equal(result.schools[1], 1);
    assert_int_equal(result.status[2], CLG_MOVES_NO_MOVE);
    assert_true(isnan(result.concentration[1]) && isnan(result.gain[2]));
    for (uint32_t s = 0; s < 2; s++) {
        check_near(result.transition[9 * s + 5], 0.2, 1e-15);
        check_near(result.dwell[3 * s + 1], 5.0, 1e-12);
        check_near(result.transition[9 * s + 8], 1.0, 0.0);
        for (uint32_t i = 0; i < 3; i++)
            check_near(result.transition[9 * s + 3 * i] +
                           result.transition[9 * s + 3 * i + 1] +
                           result.transition[9 * s + 3 * i + 2],
                       1.0, 1e-15);
    }
    clg_school_moves_clear(&result);
    check_ok(clg_school_moves_fit(&single, 2, moves, 1, &result, &err));
    assert_int_equal(result.status[0], CLG_MOVES_NO_MOVE);
    clg_school_moves_clear(&result);
    check_ok(clg_school_moves_fit(&model, 0, moves, 1, &result, &err));
    assert_int_equal(result.status[0], CLG_MOVES_NO_DATA);
    clg_school_moves_clear(&result);
}

static void same_bits_for_any_thread_count(void **state)
{
    (void)state;
    static double moves[4 * MOST];
    clg_hmm model = normal_stages(2);
    clg_school_moves alone, together;

    draw_moves(500, 20, true, moves);
    check_ok(clg_school_moves_fit(&model, 500, moves, 1, &alone, &err));
    for (int threads = 2; threads <= 5; threads++) {
        check_ok(clg_school_moves_fit(&model, 500, moves, threads, &together, &err));
        assert_memory_equal(alone.concentration, together.concentration,
                            2 * sizeof *alone.concentration);
        assert_memory_equal(alone.transition, together.transition,
                            2000 * sizeof *alone.transition);
        clg_school_moves_clear(&together);
    }
    clg_school_moves_clear(&alone);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    static double moves[4 * MOST];
    clg_hmm model = normal_stages(2);
    clg_status status = CLG_ERROR_MEMORY;

    draw_moves(10, 8, true, moves);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_school_moves result;
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_school_moves_fit(&model, 10, moves, 1, &result, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK) {
            assert_int_equal(status, CLG_ERROR_MEMORY);
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        }
        clg_school_moves_clear(&result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concentration_is_the_maximum_of_the_likelihood),
        cmocka_unit_test(concentration_is_recovered_from_simulated_schools),
        cmocka_unit_test(equal_schools_are_homogeneous),
        cmocka_unit_test(states_without_moves_or_data_keep_those_of_all),
        cmocka_unit_test(same_bits_for_any_thread_count),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
