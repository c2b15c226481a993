/* The top of a smooth hill over two numbers, by Newton steps that are cut back until
 * they lead upwards (Levenberg 1944; Marquardt 1963). */
#ifndef CLG_COMPARE_CLIMB_H
#define CLG_COMPARE_CLIMB_H

#include <stdbool.h>

typedef struct clg_hill {
    double height;
    double slope[2];
    double bend[3]; /* second derivatives: 00, 01, 11 */
} clg_hill;

typedef clg_hill clg_hill_function(const double at[2], const void *context);

/* Climbs from `at` to a top, at[0] at most `cap`; at the cap where that is highest.
 * False if it did not get there; `at` is then the highest point met. */
bool clg_climb(clg_hill_function *hill, const void *context, double cap, double at[2]);

#endif
