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
uint64_t clg_random_bits(clg_random *random);
double clg_random_uniform(clg_random *random);                 /* [0, 1), 53 bits */
uint32_t clg_random_below(clg_random *random, uint32_t limit); /* unbiased; limit > 0 */

/* 64-bit hash of bytes (FNV-1a finished by splitmix64); stable across builds. */
uint64_t clg_hash_bytes(const void *bytes, size_t length, uint64_t seed);

#endif
