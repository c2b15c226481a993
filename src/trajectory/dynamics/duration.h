/* How long a stage lasts, in windows: 1, 2, ...
 *
 * A duration is kept as hazards, c(j) = P(D = j | D >= j) for j = 1 .. m; from m on the
 * hazard stays c(m), a geometric tail. Families:
 *
 *     geometric    c(j) = c, what a plain Markov model has
 *     free         every c(j) by itself
 *     poisson      D - 1 ~ Poisson(mean)
 *     negbin       D - 1 ~ negative binomial(mean, size); size 1 is geometric
 *     weibull      P(D > j) = exp(-scale j^shape) (Nakagawa and Osaki 1975, IEEE
 *                  Transactions on Reliability 24:300); shape 1 is geometric
 *
 * each up to j = m. Spec: trajectories, 1.12. */
#ifndef CLG_TRAJECTORY_DYNAMICS_DURATION_H
#define CLG_TRAJECTORY_DYNAMICS_DURATION_H

#include <stdbool.h>
#include <stdint.h>

enum { CLG_MOST_SUBSTATES = 32 };

typedef enum clg_duration_family {
    CLG_DURATION_GEOMETRIC,
    CLG_DURATION_FREE,
    CLG_DURATION_POISSON, /* parameters: mean of D - 1 */
    CLG_DURATION_NEGBIN,  /* mean of D - 1, size */
    CLG_DURATION_WEIBULL, /* scale, shape */
    CLG_DURATION_COUNT
} clg_duration_family;

const char *clg_duration_family_name(clg_duration_family family); /* "negbin", ... */
bool clg_duration_family_find(const char *name, clg_duration_family *family);
/* Free parameters of one stage with m hazards. */
uint32_t clg_duration_free_parameters(clg_duration_family family, uint32_t m);

/* hazard[m] of a family's parameters; free and geometric ones are left as they are. */
void clg_duration_hazards(clg_duration_family family, const double *parameters,
                          uint32_t m, double *hazard);
/* Parameters (if the family has any) and hazards with the same mean as a geometric
 * duration of this hazard; the same distribution where the family holds it. */
void clg_duration_start(clg_duration_family family, double hazard, uint32_t m,
                        double *parameters, double *hazards);
/* The maximum of sum exits[j] log c(j) + stays[j] log(1 - c(j)): stages that ended at
 * j, and that went on, those cut off by the last window among the latter as long as
 * they were seen. Never worse than what parameters and hazard hold. A free c(j) that no
 * stage reached stays as it is. */
void clg_duration_maximise(clg_duration_family family, const double *exits,
                           const double *stays, uint32_t m, double *parameters,
                           double *hazard);

/* p[d - 1] = P(D = d), d = 1 .. count. */
void clg_duration_distribution(const double *hazard, uint32_t m, uint32_t count,
                               double *p);
/* sum over j of P(D >= j), the tail in closed form; INFINITY if it may never end. */
double clg_duration_mean(const double *hazard, uint32_t m);
/* The smallest d with P(D <= d) >= p, 0 < p < 1; INFINITY if there is none. */
double clg_duration_quantile(const double *hazard, uint32_t m, double p);

#endif
