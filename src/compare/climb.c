#include "compare/climb.h"

#include <math.h>

enum { MOST_STEPS = 200 };

#define LEAST_STEP 1e-11
#define LONGEST_STEP 2.0
#define MOST_DAMPING 1e12

/* (damping - bend) step = slope, along at[1] only where at[0] is held. The damping is
 * at least what makes that matrix positive definite. */
static void solve(const clg_hill *hill, bool is_held, double damping, double step[2])
{
    double a = -hill->bend[0], b = -hill->bend[1], c = -hill->bend[2], determinant;
    double least = 0.5 * (a + c) - hypot(0.5 * (a - c), b); /* the smaller eigenvalue */

    if (is_held) {
        step[0] = 0.0;
        step[1] = hill->slope[1] / (fabs(c) + damping);
        return;
    }
    if (least < 1e-10 * (fabs(a) + fabs(c)))
        damping += 1e-10 * (fabs(a) + fabs(c)) + 2.0 * fabs(least);
    a += damping;
    c += damping;
    determinant = a * c - b * b;
    step[0] = (c * hill->slope[0] - b * hill->slope[1]) / determinant;
    step[1] = (a * hill->slope[1] - b * hill->slope[0]) / determinant;
}

static void shorten(double step[2])
{
    double longest = fmax(fabs(step[0]), fabs(step[1]));

    if (longest > LONGEST_STEP) {
        step[0] *= LONGEST_STEP / longest;
        step[1] *= LONGEST_STEP / longest;
    }
}

bool clg_climb(clg_hill_function *hill, const void *context, double cap, double at[2])
{
    clg_hill here = hill(at, context);
    double damping = 0.0;

    for (int i = 0; i < MOST_STEPS && damping < MOST_DAMPING; i++) {
        bool is_held = at[0] >= cap && here.slope[0] >= 0.0;
        double step[2], next[2];
        clg_hill there;
        solve(&here, is_held, damping, step);
        shorten(step);
        next[0] = fmin(at[0] + step[0], cap);
        next[1] = at[1] + step[1];
        there = hill(next, context);
        if (there.height >= here.height - 1e-14 * fabs(here.height)) {
            at[0] = next[0];
            at[1] = next[1];
            here = there;
            damping = damping > 1e-6 ? 0.1 * damping : 0.0;
            if (fmax(fabs(step[0]), fabs(step[1])) < LEAST_STEP)
                return true;
        } else {
            damping = fmax(10.0 * damping, 1e-3 * fabs(here.bend[0] + here.bend[2]));
        }
    }
    return false;
}
