/* Vectors of KERNEL_WIDTH doubles, by the compilers' vector extensions: masks, which
 * are all ones or all zeros, the exponential, the lanes of a block that a vector is. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_KERNEL_VECTOR_H
#define CLG_TRAJECTORY_HMM_BATCH_KERNEL_VECTOR_H

#include <stdint.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#ifndef KERNEL_WIDTH
#define KERNEL_WIDTH 2
#endif
#define INLINE static inline __attribute__((always_inline))

typedef double vector __attribute__((vector_size(8 * KERNEL_WIDTH)));
typedef uint64_t bits __attribute__((vector_size(8 * KERNEL_WIDTH)));
/* The same in memory: rows of the panel are aligned as doubles only. */
typedef double vector_at __attribute__((vector_size(8 * KERNEL_WIDTH), aligned(8)));
typedef uint64_t bits_at __attribute__((vector_size(8 * KERNEL_WIDTH), aligned(8)));

INLINE vector load(const double *at)
{
    return *(const vector_at *)at;
}

INLINE void store(double *at, vector x)
{
    *(vector_at *)at = x;
}

INLINE vector all(double x)
{
    return x - (vector){0};
}

INLINE vector keep(vector x, bits mask)
{
    return (vector)((bits)x & mask);
}

INLINE vector choose(bits mask, vector yes, vector no)
{
    return (vector)(((bits)yes & mask) | ((bits)no & ~mask));
}

/* b where one is not a number. */
INLINE vector larger(vector a, vector b)
{
#if defined __AVX512F__ && KERNEL_WIDTH == 8
    return _mm512_max_pd(a, b);
#elif defined __AVX2__ && KERNEL_WIDTH == 4
    return _mm256_max_pd(a, b);
#elif defined __x86_64__ && KERNEL_WIDTH == 2
    return _mm_max_pd(a, b);
#else
    return choose((bits)(a > b), a, b);
#endif
}

/* e^r - 1 - r over r^2, |r| <= log(2) / 2: the polynomial that meets it at the ten
 * Chebyshev points, off by 1e-16. By pairs of terms, then pairs of pairs (Estrin), as
 * few steps wait for one another that way. */
INLINE vector exponential_rest(vector r)
{
    vector r2 = r * r, r4 = r2 * r2;
    vector a = 0x1.0000000000001p-1 + 0x1.5555555555556p-3 * r;
    vector b = 0x1.5555555553d68p-5 + 0x1.11111111109b5p-7 * r;
    vector c = 0x1.6c16c17889ef1p-10 + 0x1.a01a01a7c2efep-13 * r;
    vector d = 0x1.a019b9149a41cp-16 + 0x1.71de0db2f6b19p-19 * r;
    vector e = 0x1.28917c89a43a7p-22 + 0x1.af389ecfc4b9cp-26 * r;

    return (a + b * r2) + (c + d * r2 + e * r4) * r4;
}

/* e^x of x <= 0, to 4e-16 relative; 0 below -708 and of NaN: of x = n log 2 + r, with
 * log 2 in two parts (Cody & Waite 1980), e^r with n added to its exponent. */
INLINE vector exponential(vector x)
{
    const double to_integer = 0x1.8p52;
    vector shifted = x * 0x1.71547652b82fep0 + to_integer; /* n in the lowest bits */
    vector n = shifted - to_integer;
    vector r = x - n * 0x1.62e42feep-1 - n * 0x1.a39ef35793c76p-33;
    vector y = 1.0 + (r + r * r * exponential_rest(r));

    y = (vector)((bits)y + ((bits)shifted << 52));
    return keep(y, (bits)(x >= -708.0));
}

/* The lanes of one register. */
typedef struct lanes {
    uint32_t offset;
    uint32_t shortest, longest; /* windows of all lanes, of any */
    vector length;
    bits bit; /* of each lane in `observed` */
} lanes;

/* All ones where the lane's bit is set in `observed` of a cell. */
INLINE bits seen(const lanes *at, uint16_t observed)
{
    return (bits)((at->bit & (uint64_t)observed) != 0);
}

INLINE bits alive(const lanes *at, uint32_t t)
{
    return (bits)(at->length > (double)t);
}

/* Asks for what lies 32 KB further on, about one block: memory is slow to notice a walk
 * that takes every other line. The address need not exist. */
INLINE void fetch_ahead(const double *values)
{
    __builtin_prefetch((const void *)((uintptr_t)values + 32768));
}

#endif
