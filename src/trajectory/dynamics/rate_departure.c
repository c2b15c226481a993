#include "trajectory/dynamics/rate_departure.h"

#include <math.h>

static double still_there(const clg_rates *rate, const double *now, uint32_t states,
                          double time)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < states; k++)
        if (rate->at[k][k] < 0.0)
            sum += now[k] * exp(rate->at[k][k] * time);
    return sum;
}

static double departure_quantile(const clg_rates *rate, const double *now,
                                 uint32_t states, double left, double expected)
{
    double low = 0.0, high = expected > 0.0 ? expected : 1.0;

    while (still_there(rate, now, states, high) > left && high < 1e300)
        high *= 2.0;
    for (int i = 0; i < 200 && low < high; i++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if (still_there(rate, now, states, middle) > left)
            low = middle;
        else
            high = middle;
    }
    return high;
}

clg_departure clg_departure_by_rates(const clg_rates *rate, const double *now,
                                     uint32_t states, uint32_t stage)
{
    clg_departure d = {.status = CLG_DEPARTURE_NONE, .next = stage};
    double next[CLG_MOST_STATES] = {0}, total = 0.0;

    for (uint32_t k = 0; k < states; k++) {
        double leave = -rate->at[k][k];
        if (!(leave > 1e-12))
            continue;
        d.probability += now[k];
        d.expected += now[k] / leave;
        for (uint32_t j = 0; j < states; j++)
            next[j] += j != k && j != stage ? now[k] * rate->at[k][j] / leave : 0.0;
    }
    for (uint32_t j = 0; j < states; j++) {
        total += next[j];
        d.next = next[j] > next[d.next] ? j : d.next;
    }
    if (!(d.probability > 0.0) || !(total > 0.0))
        return d;
    d.status = CLG_DEPARTURE_EXPECTED;
    d.next_probability = next[d.next] / total;
    d.expected /= d.probability;
    d.low = departure_quantile(rate, now, states, 0.975 * d.probability, d.expected);
    d.high = departure_quantile(rate, now, states, 0.025 * d.probability, d.expected);
    return d;
}
