/* Cubic B-splines on even knots that go on beyond both ends: the basis of P-splines.
 *
 * With even knots all splines are one function, moved; and second differences of the
 * coefficients are nothing exactly where the curve is a line, which is what their
 * penalty rests on. (Knots heaped up at the ends, as of gsl_bspline, lack that.)
 * Eilers & Marx (1996), Statist. Sci. 11:89. */
#ifndef CLG_TRAJECTORY_CURVE_SPLINE_BASIS_H
#define CLG_TRAJECTORY_CURVE_SPLINE_BASIS_H

#include <stdint.h>

typedef struct clg_spline_basis {
    double low, high;
    uint32_t segments; /* segments + 3 splines */
} clg_spline_basis;

/* The four splines that are not 0 at t, which is taken into [low, high]; returns the
 * number of the first. They sum to 1. */
uint32_t clg_spline_basis_at(const clg_spline_basis *basis, double t, double values[4]);

#endif
