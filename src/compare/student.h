/* Quantiles of Student's t and of Fisher's F, by way of the beta distribution. */
#ifndef CLG_COMPARE_STUDENT_H
#define CLG_COMPARE_STUDENT_H

/* x with P(T <= x) = p, .5 <= p < 1, at `df` > 0 degrees of freedom, whole or not. */
double clg_t_quantile(double p, double df);
/* P(|T| >= |t|); NaN if t is. */
double clg_t_tails(double t, double df);
/* x with P(F <= x) = p, 0 < p < 1. */
double clg_f_quantile(double p, double df1, double df2);

#endif
