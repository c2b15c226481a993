#include "base/sha256.h"

#include <sodium.h>
#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define SHA_TARGET __attribute__((target("sha,sse4.1")))

enum { BLOCK = 64 };

/* Fractions of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

/* Fractions of the square roots of the first 8 primes. */
static const uint32_t beginning[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static bool processor_has_sha(void)
{
    unsigned a, b, c, d, features;

    if (__get_cpuid(1, &a, &b, &features, &d) == 0 || (features & bit_SSE4_1) == 0)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

/* Four rounds. message[0..3] are the last 16 words; word group `slot` is replaced by
 * the next one, which it is the oldest of. */
SHA_TARGET static inline void four_rounds(__m128i *abef, __m128i *cdgh,
                                          __m128i *message, int slot, bool is_extended,
                                          const uint32_t *constant)
{
    __m128i last = message[(slot + 3) % 4], next = message[slot], sum;

    if (is_extended) {
        next = _mm_sha256msg1_epu32(next, message[(slot + 1) % 4]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(last, message[(slot + 2) % 4], 4));
        next = _mm_sha256msg2_epu32(next, last);
        message[slot] = next;
    }
    sum = _mm_add_epi32(next, _mm_loadu_si128((const __m128i *)constant));
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

SHA_TARGET static void digest_blocks(uint32_t state[8], const unsigned char *bytes,
                                     size_t count)
{
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i dcba = _mm_loadu_si128((const __m128i *)state);
    __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
    __m128i cdab = _mm_shuffle_epi32(dcba, 0xb1), efgh = _mm_shuffle_epi32(hgfe, 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

    for (; count > 0; count--, bytes += BLOCK) {
        __m128i message[4], abef_before = abef, cdgh_before = cdgh;

        for (int i = 0; i < 4; i++)
            message[i] = _mm_shuffle_epi8(
                _mm_loadu_si128((const __m128i *)(bytes + 16 * i)), order);
        for (int i = 0; i < 16; i += 4) {
            four_rounds(&abef, &cdgh, message, 0, i > 0, constants + 4 * i);
            four_rounds(&abef, &cdgh, message, 1, i > 0, constants + 4 * i + 4);
            four_rounds(&abef, &cdgh, message, 2, i > 0, constants + 4 * i + 8);
            four_rounds(&abef, &cdgh, message, 3, i > 0, constants + 4 * i + 12);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    efgh = _mm_shuffle_epi32(cdgh, 0xb1); /* pairs in reading order: DCHG */
    cdab = _mm_shuffle_epi32(abef, 0x1b); /* FEBA */
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(cdab, efgh, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(efgh, cdab, 8));
}

static void put_big_endian(unsigned char *to, uint64_t value, int size)
{
    for (int i = size - 1; i >= 0; i--, value >>= 8)
        to[i] = (unsigned char)(value & 0xff);
}

static void digest_here(const unsigned char *bytes, size_t size,
                        unsigned char digest[CLG_SHA256_SIZE])
{
    unsigned char end[2 * BLOCK] = {0};
    size_t rest = size % BLOCK, end_size = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    uint32_t state[8];

    memcpy(state, beginning, sizeof state);
    digest_blocks(state, bytes, size / BLOCK);
    if (rest > 0)
        memcpy(end, bytes + size - rest, rest);
    end[rest] = 0x80;
    put_big_endian(end + end_size - 8, (uint64_t)size * 8, 8);
    digest_blocks(state, end, end_size / BLOCK);
    for (int i = 0; i < 8; i++)
        put_big_endian(digest + 4 * i, state[i], 4);
}
#else
static bool processor_has_sha(void)
{
    return false;
}

static void digest_here(const unsigned char *bytes, size_t size,
                        unsigned char digest[CLG_SHA256_SIZE])
{
    crypto_hash_sha256(digest, bytes, size);
}
#endif

void clg_sha256(const void *bytes, size_t size, unsigned char digest[CLG_SHA256_SIZE])
{
    if (processor_has_sha())
        digest_here(bytes, size, digest);
    else
        crypto_hash_sha256(digest, bytes, size);
}
