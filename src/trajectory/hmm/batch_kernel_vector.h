/* Vectors of KERNEL_WIDTH doubles, by the compilers' vector extensions, and their
 * exponential. A mask is a vector of all ones or all zeros. */
#ifndef CLG_TRAJECTORY_HMM_BATCH_KERNEL_VECTOR_H
#define CLG_TRAJECTORY_HMM_BATCH_KERNEL_VECTOR_H

#include <stdint.h>

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

INLINE vector larger(vector a, vector b)
{
    return choose((bits)(a > b), a, b);
}

/* e^x of x <= 0, to 4e-16 relative; 0 below -708 and of NaN.
 *
 * x = n log 2 + r with log 2 in two parts (Cody & Waite 1980), |r| <= log(2) / 2, a
 * Taylor polynomial of degree 13 (next term: 4e-18), n added to the exponent. */
INLINE vector exponential(vector x)
{
    static const double term[] = {1.0 / 6227020800.0,
                                  1.0 / 479001600.0,
                                  1.0 / 39916800.0,
                                  1.0 / 3628800.0,
                                  1.0 / 362880.0,
                                  1.0 / 40320.0,
                                  1.0 / 5040.0,
                                  1.0 / 720.0,
                                  1.0 / 120.0,
                                  1.0 / 24.0,
                                  1.0 / 6.0,
                                  0.5,
                                  1.0,
                                  1.0};
    const double to_integer = 0x1.8p52;
    vector shifted = x * 0x1.71547652b82fep0 + to_integer; /* n in the lowest bits */
    vector n = shifted - to_integer;
    vector r = x - n * 0x1.62e42feep-1 - n * 0x1.a39ef35793c76p-33;
    vector y = r * term[0] + term[1];

#pragma GCC unroll 12
    for (int i = 2; i < 14; i++)
        y = y * r + term[i];
    y = (vector)((bits)y + ((bits)shifted << 52));
    return keep(y, (bits)(x >= -708.0));
}

#endif
