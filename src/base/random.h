/* Random streams named by what they are for, never by who draws them.
 *
 * A stream is keyed by (seed, text, window, purpose, replicate): the same key
 * gives the same numbers in any worker, thread or order. xoshiro256** seeded by
 * splitmix64 (Blackman & Vigna 2021, ACM TOMS 47:36). */
#ifndef CLG_BASE_RANDOM_H
#define CLG_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct clg_random {
    uint64_t state[4];
} clg_random;

clg_random clg_random_stream(uint64_t seed, const char *text, uint64_t window,
                             uint64_t purpose, uint64_t replicate);

/* Here, and not behind a call, as shuffles ask for little else. */
static inline uint64_t clg_random_bits(clg_random *random)
{
    uint64_t *s = random->state;
    uint64_t five = s[1] * 5, result = (five << 7 | five >> 57) * 9;
    uint64_t shifted = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

/* [0, 1), 53 bits. */
static inline double clg_random_uniform(clg_random *random)
{
    return (double)(clg_random_bits(random) >> 11) * 0x1.0p-53;
}

/* Unbiased; limit > 0. The high half of a 32 x 32 bit product, without the draws that
 * would make the first values likelier (Lemire 2019, ACM TOMACS 29:3). These are fewer
 * than limit, so that most draws need no division. */
static inline uint32_t clg_random_below(clg_random *random, uint32_t limit)
{
    uint64_t product = (clg_random_bits(random) >> 32) * limit;

    if ((uint32_t)product < limit) {
        uint32_t rejected_below = (0u - limit) % limit;
        while ((uint32_t)product < rejected_below)
            product = (clg_random_bits(random) >> 32) * limit;
    }
    return (uint32_t)(product >> 32);
}

/* 64-bit hash of bytes (FNV-1a finished by splitmix64); stable across builds. */
uint64_t clg_hash_bytes(const void *bytes, size_t length, uint64_t seed);

#endif
