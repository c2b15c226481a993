/* Group-based trajectories: schools fall into a few groups, and each group has one
 * polynomial course. Schools of a group differ by chance only.
 *
 *     P(y_s) = sum over g of w_g prod over t of f(y_st | x_t'b_g, spread_g)
 *
 * fitted by EM. Normal data enter by X'X, X'y and y'y of each school, so that an
 * iteration does not see the windows; counts by the distinct (time, count, exposure)
 * of the study, so that a density is computed once for all schools that share it.
 * Time runs from -1 to 1 and the polynomials are orthonormal over the observed rows:
 * raw powers of time would cancel. Groups are ordered by their value in the middle.
 * Spec: trajectories, 2.6. Nagin (2005), Group-Based Modeling of Development. */
#ifndef CLG_TRAJECTORY_CURVE_GROUPS_H
#define CLG_TRAJECTORY_CURVE_GROUPS_H

#include "trajectory/curve/series.h"

enum { CLG_MOST_GROUPS = 8, CLG_MOST_DEGREE = 4, CLG_NO_GROUP = CLG_MOST_GROUPS };

typedef enum clg_course_groups_family {
    CLG_GROUPS_NORMAL,  /* spread: variance; mean x'b */
    CLG_GROUPS_POISSON, /* mean e exp(x'b); no spread */
    CLG_GROUPS_ZIP,     /* the same, but 0 for sure with probability spread */
    CLG_GROUPS_NEGBIN   /* spread: size; variance m + m^2 / size */
} clg_course_groups_family;

typedef struct clg_course_group {
    double share; /* w */
    double coefficient[CLG_MOST_DEGREE + 1];
    double spread;
} clg_course_group;

/* A plain value: parameters, and the polynomials they are coefficients of. */
typedef struct clg_course_groups_model {
    clg_course_groups_family family;
    uint32_t group_count, degree;
    bool has_common_spread;
    double middle, half; /* x = (t - middle) / half */
    double level;        /* normal: the mean of y, which the polynomials are about */
    double centre[CLG_MOST_DEGREE + 1], norm[CLG_MOST_DEGREE + 1]; /* recurrence */
    clg_course_group group[CLG_MOST_GROUPS];
} clg_course_groups_model;

/* Bits of a set. */
typedef enum clg_course_groups_flag {
    CLG_GROUPS_NOT_CONVERGED = 1,  /* the iterations ran out */
    CLG_GROUPS_SINGLE_MAXIMUM = 2, /* no other start reached the best maximum */
    CLG_GROUPS_COLLAPSED = 4,      /* a group holds less than one school */
    CLG_GROUPS_SMALL = 8,          /* a group holds less than 5 % of the schools */
    CLG_GROUPS_UNSURE = 16,        /* APP below .7 or OCC below 5 in a group */
    CLG_GROUPS_SPREAD_FLOOR = 32,  /* a variance is at its floor */
    CLG_GROUPS_LOWER_DEGREE = 64   /* fewer distinct times than the degree needs */
} clg_course_groups_flag;

typedef struct clg_course_groups_options {
    clg_course_groups_family family;
    uint32_t group_count, degree;
    bool has_common_spread;    /* normal only */
    uint32_t starts;           /* 2 by level and by trend, the rest random */
    uint32_t short_iterations; /* of every start */
    uint32_t kept;             /* starts that go on to the end */
    uint32_t most_iterations;
    double tolerance; /* of the log-likelihood, relative */
    uint64_t seed;
    int threads; /* 0: as many as OpenMP offers */
} clg_course_groups_options;

#define CLG_GROUPS_OPTIONS_INIT                                                        \
    {                                                                                  \
        .group_count = 3, .degree = 2, .starts = 20, .short_iterations = 15,           \
        .kept = 4, .most_iterations = 2000, .tolerance = 1e-11, .seed = 1              \
    }

typedef struct clg_course_groups {
    clg_course_groups_model model;
    uint32_t school_count, parameter_count;
    uint32_t used_schools; /* with anything observed */
    size_t used_rows;
    double loglik, aic, bic_schools, bic_windows;
    double entropy;          /* - sum of p log p over schools and groups */
    double relative_entropy; /* 1 - entropy / (S log G); NaN for one group */
    double icl;              /* bic_schools + 2 entropy */
    double *posterior; /* [s * group_count + g]; the shares if nothing is observed */
    uint8_t *group;    /* [s] the likeliest, CLG_NO_GROUP if nothing is observed */
    double assigned[CLG_MOST_GROUPS]; /* share of schools whose likeliest it is */
    double app[CLG_MOST_GROUPS];      /* their mean posterior; NaN if there are none */
    double occ[CLG_MOST_GROUPS]; /* odds of correct classification; INFINITY: sure */
    double smallest_share;
    uint32_t start_count, reached_best; /* starts within 1e-4 of the best */
    uint32_t iterations;                /* of all starts */
    uint32_t flags;                     /* clg_course_groups_flag */
} clg_course_groups;

/* CLG_ERROR_ARGUMENT: groups or degree out of range, fewer schools with data than
 * groups, counts that are no whole numbers from 0 or exposures not above 0, times or
 * values that are not finite; CLG_ERROR_MEMORY. The same bits for any number of
 * threads. O(schools groups degree^2) an iteration, for counts O(rows groups). */
clg_status clg_course_groups_fit(const clg_series *series,
                                 const clg_course_groups_options *options,
                                 clg_course_groups *groups,
                                 clg_error *err) CLG_NODISCARD;
void clg_course_groups_clear(clg_course_groups *groups);

/* What the groups are at time t: the expected value (with exposure 1). */
double clg_course_groups_mean(const clg_course_groups_model *model, uint32_t group,
                              double t);

typedef struct clg_course_groups_choice {
    uint32_t group_count, parameter_count, flags;
    double loglik, bic_schools, bic_windows, icl, smallest_share;
} clg_course_groups_choice;

/* Fits 1 to most groups (not more than schools with data) and keeps the number with
 * the lowest BIC by schools; choices has room for most, *choice_count is how many. */
clg_status clg_course_groups_choose(const clg_series *series,
                                    const clg_course_groups_options *options,
                                    uint32_t most, clg_course_groups_choice *choices,
                                    uint32_t *choice_count, clg_course_groups *groups,
                                    clg_error *err) CLG_NODISCARD;

#endif
