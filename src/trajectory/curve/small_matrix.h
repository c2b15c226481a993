/* Small symmetric positive definite systems: a handful of parameters, solved a million
 * times. Matrices are n x n, row by row, on the caller's stack; nothing is allocated
 * and nothing can be reported but "not positive definite". */
#ifndef CLG_TRAJECTORY_CURVE_SMALL_MATRIX_H
#define CLG_TRAJECTORY_CURVE_SMALL_MATRIX_H

#include <stdbool.h>
#include <stdint.h>

/* a = L L' in place; only the lower triangle is read and written. False, with a spoilt,
 * if a pivot is not above 1e-14 times its diagonal. */
bool clg_cholesky(uint32_t n, double *a);
/* x = a^-1 b from the factor, in place. */
void clg_cholesky_solve(uint32_t n, const double *factor, double *b);
/* Only the first half: b = L^-1 b, so that b'b = b'a^-1 b. */
void clg_cholesky_forward(uint32_t n, const double *factor, double *b);
double clg_cholesky_log_determinant(uint32_t n, const double *factor);
/* a^-1, both triangles. */
void clg_cholesky_inverse(uint32_t n, const double *factor, double *inverse);

#endif
