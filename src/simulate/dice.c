/* GSL's samplers take a gsl_rng. One is put together on the stack around the
 * caller's stream, so nothing is allocated and GSL's error handler, which would
 * end the process, is never reached. */
#include "simulate/dice.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <limits.h>

static void keep_state(void *state, unsigned long seed)
{
    (void)state; /* streams are seeded by their key, see clg_random_stream */
    (void)seed;
}

static unsigned long next_bits(void *state)
{
    return (unsigned long)clg_random_bits(state);
}

static double next_double(void *state)
{
    return clg_random_uniform(state);
}

static const gsl_rng_type generator = {
    "clg_random", ULONG_MAX, 0, sizeof(clg_random), keep_state, next_bits, next_double};

static gsl_rng around(clg_dice *dice)
{
    gsl_rng rng = {&generator, &dice->random};

    return rng;
}

clg_dice clg_dice_of(uint64_t seed, const char *school, uint32_t month,
                     clg_dice_purpose purpose)
{
    clg_dice dice = {clg_random_stream(seed, school, month, (uint64_t)purpose, 0)};

    return dice;
}

double clg_dice_uniform(clg_dice *dice)
{
    return clg_random_uniform(&dice->random);
}

bool clg_dice_chance(clg_dice *dice, double probability)
{
    return clg_random_uniform(&dice->random) < probability;
}

uint32_t clg_dice_below(clg_dice *dice, uint32_t limit)
{
    return clg_random_below(&dice->random, limit);
}

uint32_t clg_dice_between(clg_dice *dice, uint32_t low, uint32_t high)
{
    return low + clg_random_below(&dice->random, high - low + 1);
}

double clg_dice_normal(clg_dice *dice)
{
    gsl_rng rng = around(dice);

    return gsl_ran_ugaussian(&rng);
}

double clg_dice_gamma(clg_dice *dice, double shape, double scale)
{
    gsl_rng rng = around(dice);

    return gsl_ran_gamma(&rng, shape, scale);
}

uint32_t clg_dice_poisson(clg_dice *dice, double mean)
{
    gsl_rng rng = around(dice);

    return gsl_ran_poisson(&rng, mean);
}

uint32_t clg_dice_weighted(clg_dice *dice, const double *weights, uint32_t count)
{
    double sum = 0.0, point;
    uint32_t i = 0;

    for (i = 0; i < count; i++)
        sum += weights[i];
    point = clg_dice_uniform(dice) * sum;
    for (i = 0; i + 1 < count; i++) {
        if (point < weights[i])
            break;
        point -= weights[i];
    }
    return i;
}
