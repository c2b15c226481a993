/* Even cubic B-splines. See spline_basis.h. */
#include "trajectory/curve/spline_basis.h"

#include <math.h>

uint32_t clg_spline_basis_at(const clg_spline_basis *basis, double t, double values[4])
{
    double share = (t - basis->low) / (basis->high - basis->low),
           place = fmax(0.0, fmin(1.0, share)) * basis->segments,
           first = fmin(floor(place), basis->segments - 1.0), u = place - first,
           v = 1.0 - u;

    values[0] = v * v * v / 6.0;
    values[1] = (4.0 - 6.0 * u * u + 3.0 * u * u * u) / 6.0;
    values[2] = (4.0 - 6.0 * v * v + 3.0 * v * v * v) / 6.0;
    values[3] = u * u * u / 6.0;
    return (uint32_t)first;
}
