#include "base/random.h"

#include <string.h>

/* The output function of splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t finished(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static uint64_t next_of_splitmix(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    return finished(*state);
}

static uint64_t rotated(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

uint64_t clg_hash_bytes(const void *bytes, size_t length, uint64_t seed)
{
    const unsigned char *byte = bytes;
    uint64_t hash = 0xcbf29ce484222325u ^ finished(seed);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * 0x100000001b3u;
    return finished(hash);
}

/* Each part of the key is absorbed through splitmix64, so that streams whose keys
 * differ in one small number share nothing. */
clg_random clg_random_stream(uint64_t seed, const char *text, uint64_t window,
                             uint64_t purpose, uint64_t replicate)
{
    const uint64_t parts[] = {window, purpose, replicate};
    uint64_t key = clg_hash_bytes(text, strlen(text), seed);
    clg_random random;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        key ^= parts[i];
        key = next_of_splitmix(&key);
    }
    for (size_t i = 0; i < 4; i++)
        random.state[i] = next_of_splitmix(&key);
    return random;
}

uint64_t clg_random_bits(clg_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotated(s[1] * 5, 7) * 9, shifted = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotated(s[3], 45);
    return result;
}

double clg_random_uniform(clg_random *random)
{
    return (double)(clg_random_bits(random) >> 11) * 0x1.0p-53;
}

/* The high half of a 32 x 32 bit product, without the draws that would make the
 * first values likelier (Lemire 2019, ACM TOMACS 29:3). These are fewer than limit, so
 * that most draws need no division. */
uint32_t clg_random_below(clg_random *random, uint32_t limit)
{
    uint64_t product = (clg_random_bits(random) >> 32) * limit;

    if ((uint32_t)product < limit) {
        uint32_t rejected_below = (0u - limit) % limit;
        while ((uint32_t)product < rejected_below)
            product = (clg_random_bits(random) >> 32) * limit;
    }
    return (uint32_t)(product >> 32);
}
