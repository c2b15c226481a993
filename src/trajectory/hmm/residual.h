/* How well the model foretells: pseudo-residuals, one a cell, and an outlier score, one
 * a window.
 *
 * With P(k | past) the probability of state k before the window is seen,
 *
 *     u = sum_k P(k | past) F_k(x),   z = Phi^-1(u),
 *
 * z is standard normal under the model (Zucchini, MacDonald & Langrock 2016, ch. 6); on
 * counts and other steps u is the middle, half of P(X < x) + P(X <= x). z goes from
 * -8.2 to 8.2.
 *
 * The outlier score of a window takes its indicators one after the other, P(k | past)
 * brought up to date by each (Rosenblatt 1952, Annals of Mathematical Statistics
 * 23:470): these z are independent under the model, their squares add up to chi-squared
 * with as many degrees of freedom as there are cells, and its normal score is the
 * outlier z. It is high for a window that is far from what the school's past led to
 * expect, in either direction; standard normal under the model, whatever is missing.
 *
 * Spec: trajectories, 1.8. */
#ifndef CLG_TRAJECTORY_HMM_RESIDUAL_H
#define CLG_TRAJECTORY_HMM_RESIDUAL_H

#include "trajectory/hmm/decode.h"

enum { CLG_RESIDUAL_QUANTILES = 9 };
/* Of 0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99. */
extern const double clg_residual_shares[CLG_RESIDUAL_QUANTILES];

/* What the z of one indicator look like; NaN where undefined. */
typedef struct clg_residual_summary {
    size_t count;
    double mean, sd; /* 0 and 1 under the model; sd from 2 cells on */
    /* Correlation of neighbouring windows of the same school, both about the mean over
     * all; undefined below 3 such pairs. */
    double autocorrelation;
    size_t pair_count;
    double quantile[CLG_RESIDUAL_QUANTILES]; /* of z, against those of the normal */
} clg_residual_summary;

typedef struct clg_residuals {
    uint32_t indicator_count;
    size_t row_count;
    double *z;         /* [row * D + d]; NaN where nothing counts */
    double *outlier_z; /* [row]; NaN where nothing counts */
    clg_residual_summary summary[CLG_MOST_INDICATORS];
} clg_residuals;

/* The same bits for any number of threads. CLG_ERROR_MEMORY. O(rows K D). */
clg_status clg_residuals_find(const clg_panel *panel, const clg_hmm *model,
                              const clg_decode_options *options,
                              clg_residuals *residuals, clg_error *err) CLG_NODISCARD;
void clg_residuals_clear(clg_residuals *residuals);

#endif
