/* What shrinkage says of each school, and of all of them, whatever the measure. */
#ifndef CLG_COMPARE_POSTERIOR_H
#define CLG_COMPARE_POSTERIOR_H

/* How the schools' distribution came out. */
typedef enum clg_pool_status {
    CLG_POOL_OK,
    CLG_POOL_EMPTY,       /* no school has an estimate: nothing is known */
    CLG_POOL_SINGLE,      /* one school: it is its own mean */
    CLG_POOL_HOMOGENEOUS, /* no spread beyond chance: all shrunk to the mean */
    CLG_POOL_NO_EVENTS    /* counts: nothing ever happened (or always): no spread to
                             learn from, nothing is shrunk */
} clg_pool_status;

typedef enum clg_posterior_status {
    CLG_POSTERIOR_OK,
    CLG_POSTERIOR_MISSING, /* no estimate: NaN */
    CLG_POSTERIOR_PRIOR    /* nothing was exposed: what is known of any school */
} clg_posterior_status;

typedef struct clg_posterior {
    clg_posterior_status status;
    double mean, variance;
    double low, high; /* 95 % */
} clg_posterior;

/* The status in a sentence for readers of a report; never NULL. */
const char *clg_pool_status_text(clg_pool_status status);

#endif
