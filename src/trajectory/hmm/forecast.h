/* What is to be expected of schools after their last window.
 *
 * With phi_h = gamma_T A^h,
 *
 *     mean      sum_k phi_h(k) m_k
 *     variance  sum_k phi_h(k) (v_k + m_k^2) - mean^2
 *     interval  by inversion of the mixture sum_k phi_h(k) F_k,
 *
 * m_k, v_k and F_k those of the indicator in state k. Parameters count as known: the
 * interval is that of the values themselves. Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_FORECAST_H
#define CLG_TRAJECTORY_HMM_FORECAST_H

#include "trajectory/hmm/decode.h"

typedef struct clg_forecast {
    uint32_t school_count, horizon, states, indicator_count;
    double *state; /* [(s * horizon + h - 1) * K + k] phi_h */
    /* [(s * horizon + h - 1) * D + d]; counts for the school's typical exposure. */
    double *mean, *variance, *low, *high;
} clg_forecast;

/* From the posterior of the last windows. level: of the interval, such as 0.95, between
 * equal tails. The same bits for any number of threads. CLG_ERROR_MEMORY;
 * CLG_ERROR_ARGUMENT: horizon 0, a level not inside (0, 1). */
clg_status clg_forecast_schools(const clg_panel *panel, const clg_hmm *model,
                                const clg_decode_options *options,
                                const clg_decoded *decoded, uint32_t horizon,
                                double level, clg_forecast *forecast,
                                clg_error *err) CLG_NODISCARD;
void clg_forecast_clear(clg_forecast *forecast);

#endif
