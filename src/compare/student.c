#include "compare/student.h"

#include "base/special.h"
#include "compare/quantile.h"

#include <math.h>

/* T^2 / (df + T^2) is Beta(1/2, df/2). */
double clg_t_quantile(double p, double df)
{
    double within = 2.0 * p - 1.0, x;

    if (!(within > 0.0))
        return 0.0;
    x = clg_beta_quantile(within, 0.5, 0.5 * df);
    return sqrt(df * x / (1.0 - x));
}

double clg_t_tails(double t, double df)
{
    double square = t * t, all = df + square, upper;

    if (isnan(t) || isinf(all))
        return isnan(t) ? (double)NAN : 0.0;
    return clg_incomplete_beta(0.5 * df, 0.5, df / all, square / all, &upper);
}

/* df1 F / (df2 + df1 F) is Beta(df1/2, df2/2). */
double clg_f_quantile(double p, double df1, double df2)
{
    double x = clg_beta_quantile(p, 0.5 * df1, 0.5 * df2);

    return df2 * x / (df1 * (1.0 - x));
}
