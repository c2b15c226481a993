/* clg_exponential: the closed form of two states, GSL's exponentials of random
 * intensities and of the augmented matrix that holds the integral. */
#include "check.h"

#include "base/random.h"
#include "trajectory/dynamics/exponential.h"

#include <gsl/gsl_linalg.h>

static void exponential_of_two_states_has_its_closed_form(void **state)
{
    (void)state;
    const double q[] = {-0.7, 0.7, 0.2, -0.2};
    double power[4];

    for (double time = 0.0; time < 200.0; time = 3.0 * time + 0.01) {
        double gone = exp(-0.9 * time);
        clg_exponential(2, q, time, NULL, power, NULL);
        check_near(power[0], (0.2 + 0.7 * gone) / 0.9, 1e-14);
        check_near(power[1], (0.7 - 0.7 * gone) / 0.9, 1e-14);
        check_near(power[2], (0.2 - 0.2 * gone) / 0.9, 1e-14);
        check_near(power[3], (0.7 + 0.2 * gone) / 0.9, 1e-14);
    }
}

static void draw_intensities(clg_random *random, uint32_t n, double *q)
{
    for (uint32_t i = 0; i < n; i++) {
        q[i * n + i] = 0.0;
        for (uint32_t j = 0; j < n; j++)
            if (j != i) {
                q[i * n + j] = clg_random_below(random, 3) == 0
                                   ? 0.0
                                   : 2.0 * clg_random_uniform(random);
                q[i * n + i] -= q[i * n + j];
            }
    }
}

static void exponential_agrees_with_gsl(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(3, "exponential", 0, 0, 0);

    for (int trial = 0; trial < 60; trial++) {
        uint32_t n = 1 + clg_random_below(&random, CLG_MOST_STATES);
        double q[CLG_MOST_CELLS], scaled[CLG_MOST_CELLS], power[CLG_MOST_CELLS];
        double expected[CLG_MOST_CELLS], time = 6.0 * clg_random_uniform(&random);
        gsl_matrix_view from, to;

        draw_intensities(&random, n, q);
        for (uint32_t c = 0; c < n * n; c++)
            scaled[c] = time * q[c];
        from = gsl_matrix_view_array(scaled, n, n);
        to = gsl_matrix_view_array(expected, n, n);
        gsl_linalg_exponential_ss(&from.matrix, &to.matrix, GSL_PREC_DOUBLE);
        clg_exponential(n, q, time, NULL, power, NULL);
        for (uint32_t c = 0; c < n * n; c++)
            check_near(power[c], expected[c], 1e-12);
    }
}

/* M of the augmented matrix [[Q, W], [0, Q]], whose exponential GSL finds as a whole.
 */
static void integral_agrees_with_the_augmented_matrix(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(4, "integral", 0, 0, 0);

    for (int trial = 0; trial < 40; trial++) {
        uint32_t n = 1 + clg_random_below(&random, 5);
        double q[25], w[25], power[25], integral[25], large[100] = {0}, expected[100];
        double time = 8.0 * clg_random_uniform(&random);
        gsl_matrix_view from = gsl_matrix_view_array(large, 2 * n, 2 * n);
        gsl_matrix_view to = gsl_matrix_view_array(expected, 2 * n, 2 * n);

        draw_intensities(&random, n, q);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++) {
                w[i * n + j] = clg_random_uniform(&random);
                large[i * 2 * n + j] = large[(n + i) * 2 * n + n + j] =
                    time * q[i * n + j];
                large[i * 2 * n + n + j] = time * w[i * n + j];
            }
        gsl_linalg_exponential_ss(&from.matrix, &to.matrix, GSL_PREC_DOUBLE);
        clg_exponential(n, q, time, w, power, integral);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = 0; j < n; j++)
                check_near(integral[i * n + j], expected[i * 2 * n + n + j], 1e-10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponential_of_two_states_has_its_closed_form),
        cmocka_unit_test(exponential_agrees_with_gsl),
        cmocka_unit_test(integral_agrees_with_the_augmented_matrix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
