/* Random draws for the simulator: a stream of base/random.h behind GSL's
 * distributions. Nothing here can fail. */
#ifndef CLG_SIMULATE_DICE_H
#define CLG_SIMULATE_DICE_H

#include "base/random.h"

#include <stdbool.h>

/* What a stream is for; part of its key, so the numbers are fixed for good. */
typedef enum clg_dice_purpose {
    CLG_DICE_PLAN = 1,
    CLG_DICE_STAGES = 2,
    CLG_DICE_STAFF = 3,
    CLG_DICE_MEETINGS = 4,
    CLG_DICE_ATTENDANCE = 5,
    CLG_DICE_EXCHANGES = 6,
    CLG_DICE_EVENTS = 7,
    CLG_DICE_MESS = 8
} clg_dice_purpose;

typedef struct clg_dice {
    clg_random random;
} clg_dice;

clg_dice clg_dice_of(uint64_t seed, const char *school, uint32_t month,
                     clg_dice_purpose purpose);

double clg_dice_uniform(clg_dice *dice); /* [0, 1) */
bool clg_dice_chance(clg_dice *dice, double probability);
uint32_t clg_dice_below(clg_dice *dice, uint32_t limit); /* 0 .. limit - 1 */
uint32_t clg_dice_between(clg_dice *dice, uint32_t low, uint32_t high); /* both in */
double clg_dice_normal(clg_dice *dice); /* mean 0, sd 1 */
double clg_dice_gamma(clg_dice *dice, double shape, double scale);
uint32_t clg_dice_poisson(clg_dice *dice, double mean);
/* An index, with probability proportional to its weight; the sum is positive. */
uint32_t clg_dice_weighted(clg_dice *dice, const double *weights, uint32_t count);

#endif
