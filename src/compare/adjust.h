/* Peers by size: what a measure is expected to be in a school of this size, and what is
 * left when that is taken off.
 *
 * Nearly every index of a network changes with its size alone, and so would any order
 * of schools by it. Over schools, with the logarithms of their sizes (people, meetings,
 * people a meeting),
 *
 *     y_i = b_0 + sum b_j (log size_ij - mean log size_j) + u_i + e_i,
 *     Var u_i = tau2,  Var e_i = v_i known
 *
 * by weighted least squares, w_i = 1 / (v_i + tau2), with tau2 such that
 * sum w r^2 = n - p (Paule & Mandel 1982, with p coefficients). The residual r_i = y_i
 * - x_i b estimates u_i: how far the school is from its peers. With C = (X'WX)^-1,
 *
 *     Var(r_i - u_i) = v_i + (1 - 2 w_i v_i) x_i C x_i'
 *
 * that of the line included, so that residuals and variances can go on to shrinkage and
 * ranks. Berkey et al. (1995), Stat. Med. 14:395; Anderson, Butts & Carley (1999), Soc.
 * Networks 21:239. */
#ifndef CLG_COMPARE_ADJUST_H
#define CLG_COMPARE_ADJUST_H

#include "collegium/error.h"

enum {
    CLG_MOST_SIZES = 4,
    CLG_SCHOOLS_A_COEFFICIENT = 5 /* with fewer, nothing is adjusted */
};

typedef enum clg_size_status {
    CLG_SIZE_OK,
    CLG_SIZE_TOO_FEW /* schools for the sizes that differ: residuals are NaN */
} clg_size_status;

typedef struct clg_size_fit {
    clg_size_status status;
    uint32_t used_count;           /* schools with a value, a variance and all sizes */
    uint32_t coefficient_count;    /* p, the constant among them */
    double typical, typical_error; /* b_0: expected at the mean of all log sizes */
    double slope[CLG_MOST_SIZES];  /* b_j; times log 2: what doubling the size adds. NaN
        for a size that is equal in all schools, or follows from the sizes before it */
    double slope_error[CLG_MOST_SIZES];
    double tau2;      /* between schools of equal size; residual variance without v */
    double explained; /* share of the weighted variance, 0 to 1 */
} clg_size_fit;

typedef struct clg_size_residual {
    double expected; /* of a school of its sizes */
    double residual; /* y - expected; add `typical` to have it in y's place */
    double error;    /* standard error of the residual */
} clg_size_residual;

/* y [count]; v [count] sampling variances, or NULL: unknown and equal, then w = 1 and
 * the error is that of an ordinary residual, sqrt(tau2 (1 - h_i)); sizes [j][count]
 * above 0. A school with a NaN among them, or a size of 0, is missing and has NaN; so
 * has the residual of a school that sets the line alone (h_i = 1).
 * CLG_ERROR_ARGUMENT: more than CLG_MOST_SIZES sizes, an infinite number, a negative
 * size, a v that is not above 0; CLG_ERROR_MEMORY. O(count p^2), some 10 times. */
clg_status clg_size_adjust(const double *y, const double *v, const double *const *sizes,
                           uint32_t size_count, uint32_t count, clg_size_fit *fit,
                           clg_size_residual *schools, clg_error *err) CLG_NODISCARD;

#endif
