#include "measures/significance/monte_carlo.h"

clg_monte_carlo clg_monte_carlo_of(double observed)
{
    return (clg_monte_carlo){.observed = observed};
}

void clg_monte_carlo_add(clg_monte_carlo *test, clg_value value, bool may_stop)
{
    double near = 1e-9 * fmax(fabs(test->observed), 1e-3), apart;

    if (test->is_done || value.status != CLG_VALUE_OK)
        return;
    apart = value.value - test->mean;
    test->draws++;
    test->mean += apart / (double)test->draws;
    test->squares += apart * (value.value - test->mean);
    test->above += value.value >= test->observed - near;
    test->below += value.value <= test->observed + near;
    test->is_done = may_stop && test->above >= CLG_MONTE_CARLO_TAIL &&
                    test->below >= CLG_MONTE_CARLO_TAIL;
}

clg_value clg_monte_carlo_sd(const clg_monte_carlo *test)
{
    if (test->draws < 2)
        return clg_value_undefined();
    return clg_value_of(sqrt(fmax(0.0, test->squares) / ((double)test->draws - 1.0)));
}

clg_value clg_monte_carlo_z(const clg_monte_carlo *test)
{
    clg_value sd = clg_monte_carlo_sd(test);

    if (sd.status != CLG_VALUE_OK || !(sd.value > 1e-12 * fmax(1e-3, fabs(test->mean))))
        return clg_value_undefined();
    return clg_value_of((test->observed - test->mean) / sd.value);
}

clg_value clg_monte_carlo_p(const clg_monte_carlo *test)
{
    double tail = (double)(test->above < test->below ? test->above : test->below);
    double draws = (double)test->draws, p;

    if (test->draws == 0)
        return clg_value_undefined();
    p = test->is_done ? tail / draws : (1.0 + tail) / (draws + 1.0);
    return clg_value_of(fmin(1.0, 2.0 * p));
}
