#include "compare/caterpillar.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/special.h"

#include <math.h>

#define NORMAL_95 1.95996398454005423552
#define LEVEL 0.05

enum { MOST_PAIRED = 2000, CLASSES = 256, MOST_STEPS = 50 };

/* Standard errors, and how many schools have each. */
typedef struct errors {
    double *se, *weight;
    uint32_t count;
} errors;

/* The mean over pairs at c, less the level, and its slope. */
static double excess(const errors *all, double c, double *slope)
{
    double sum = 0.0, change = 0.0, pairs = 0.0;

    for (uint32_t i = 0; i < all->count; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double a = all->se[i], b = all->se[j];
            double weight = i != j ? all->weight[i] * all->weight[j]
                                   : 0.5 * all->weight[i] * (all->weight[i] - 1.0);
            double r = (a + b) / sqrt(a * a + b * b);
            if (weight <= 0.0)
                continue;
            pairs += weight;
            sum += weight * 2.0 * clg_normal_below(-c * r);
            change -= weight * r * exp(-0.5 * c * c * r * r);
        }
    *slope = change * 0.79788456080286535588 / pairs; /* 2 / sqrt(2 pi) */
    return sum / pairs - LEVEL;
}

/* Newton from the least that c can be, r being at most sqrt 2: the mean falls ever more
 * slowly as c grows, so that the steps don't overshoot. */
static double solve(const errors *all)
{
    double c = NORMAL_95 / sqrt(2.0);

    for (int i = 0; i < MOST_STEPS; i++) {
        double slope, step = excess(all, c, &slope);
        step /= -slope;
        c += step;
        if (fabs(step) < 1e-11)
            break;
    }
    return c;
}

/* Schools of nearly equal log se share the mean of theirs. */
static void put_in_classes(errors *all)
{
    double low = INFINITY, high = -INFINITY, width;
    double sum[CLASSES] = {0.0}, weight[CLASSES] = {0.0};
    uint32_t filled = 0;

    for (uint32_t i = 0; i < all->count; i++) {
        low = fmin(low, log(all->se[i]));
        high = fmax(high, log(all->se[i]));
    }
    width = (high - low) / CLASSES;
    for (uint32_t i = 0; i < all->count; i++) {
        double place = width > 0.0 ? (log(all->se[i]) - low) / width : 0.0;
        int k = (int)fmin(place, CLASSES - 1);
        sum[k] += all->se[i];
        weight[k] += 1.0;
    }
    for (int k = 0; k < CLASSES; k++)
        if (weight[k] > 0.0) {
            all->se[filled] = sum[k] / weight[k];
            all->weight[filled++] = weight[k];
        }
    all->count = filled;
}

static clg_status take(const double *theta, const double *se, uint32_t count,
                       errors *all, clg_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(theta[i]) || isnan(se[i]))
            continue;
        if (!(se[i] > 0.0) || isinf(se[i]))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "school %u has standard error %g, expected a finite number "
                            "above 0",
                            i, se[i]);
        all->se[all->count] = se[i];
        all->weight[all->count++] = 1.0;
    }
    return CLG_OK;
}

clg_status clg_caterpillar_make(const double *theta, const double *se, uint32_t count,
                                clg_caterpillar *caterpillar,
                                clg_caterpillar_school *schools, clg_error *err)
{
    clg_status status = CLG_ERROR_MEMORY;
    errors all = {0};

    all.se = clg_array_new(count, sizeof *all.se, err);
    all.weight = clg_array_new(count, sizeof *all.weight, err);
    if (all.se == NULL || all.weight == NULL)
        goto cleanup;
    status = take(theta, se, count, &all, err);
    if (status != CLG_OK)
        goto cleanup;

    *caterpillar = (clg_caterpillar){all.count, (double)NAN};
    if (all.count > MOST_PAIRED)
        put_in_classes(&all);
    if (caterpillar->used_count >= 2)
        caterpillar->factor = solve(&all);
    for (uint32_t i = 0; schools != NULL && i < count; i++) {
        double wide = NORMAL_95 * se[i], narrow = caterpillar->factor * se[i];
        schools[i] = (clg_caterpillar_school){theta[i] - wide, theta[i] + wide,
                                              theta[i] - narrow, theta[i] + narrow};
    }

cleanup:
    clg_free(all.se);
    clg_free(all.weight);
    return status;
}
