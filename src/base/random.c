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
