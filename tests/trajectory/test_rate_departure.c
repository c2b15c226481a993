/* clg_departure_by_rates: cases worked by hand, and the quantiles' definition. */
#include "check.h"

#include "base/random.h"
#include "trajectory/dynamics/rate_departure.h"

static void one_stage_is_left_exponentially(void **state)
{
    (void)state;
    const clg_rates rate = {{{-0.5, 0.5}, {0.0, 0.0}}};
    const double now[] = {1.0, 0.0};
    clg_departure d = clg_departure_by_rates(&rate, now, 2, 0);

    assert_int_equal(d.status, CLG_DEPARTURE_EXPECTED);
    assert_int_equal(d.next, 1);
    check_near(d.next_probability, 1.0, 0.0);
    check_near(d.expected, 2.0, 1e-15);
    check_near(d.low, -log(0.975) / 0.5, 1e-12);
    check_near(d.high, -log(0.025) / 0.5, 1e-12);
}

static void moves_compete_by_their_rates(void **state)
{
    (void)state;
    const clg_rates rate = {{{-0.4, 0.1, 0.3}, {0.0, -1.0, 1.0}, {0.0, 0.0, 0.0}}};
    const double now[] = {0.5, 0.3, 0.2};
    clg_departure d = clg_departure_by_rates(&rate, now, 3, 0);

    assert_int_equal(d.next, 2); /* .5 x .75 + .3 against .5 x .25 */
    check_near(d.next_probability, 0.675 / 0.8, 1e-15);
    check_near(d.probability, 0.8, 1e-15);
    check_near(d.expected, (0.5 / 0.4 + 0.3 / 1.0) / 0.8, 1e-15);
}

static void an_absorbing_stage_has_nothing_after_it(void **state)
{
    (void)state;
    const clg_rates rate = {{{0.0}}};
    const double now[] = {1.0};

    assert_int_equal(clg_departure_by_rates(&rate, now, 1, 0).status,
                     CLG_DEPARTURE_NONE);
}

static void quantiles_solve_their_equation(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(2, "rates", 0, 0, 0);

    for (int i = 0; i < 500; i++) {
        clg_rates rate = {{{0.0}}};
        double now[3], sum = 0.0, left[2] = {0.0, 0.0};
        clg_departure d;

        for (int k = 0; k < 3; k++) {
            now[k] = clg_random_uniform(&random);
            sum += now[k];
            rate.at[k][(k + 1) % 3] = 0.01 + 5.0 * clg_random_uniform(&random);
            rate.at[k][k] = -rate.at[k][(k + 1) % 3];
        }
        for (int k = 0; k < 3; k++)
            now[k] /= sum;
        d = clg_departure_by_rates(&rate, now, 3, 0);
        for (int k = 0; k < 3; k++) {
            left[0] += now[k] * exp(rate.at[k][k] * d.low);
            left[1] += now[k] * exp(rate.at[k][k] * d.high);
        }
        check_near(left[0], 0.975, 1e-12);
        check_near(left[1], 0.025, 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_stage_is_left_exponentially),
        cmocka_unit_test(moves_compete_by_their_rates),
        cmocka_unit_test(an_absorbing_stage_has_nothing_after_it),
        cmocka_unit_test(quantiles_solve_their_equation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
