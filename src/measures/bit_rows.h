/* The adjacency of a graph as one bit a pair: row v has bit w if v -> w. Schools are
 * small and their projections dense, so that set operations on whole words do the work
 * of walks over neighbours, 64 at a time. */
#ifndef CLG_MEASURES_BIT_ROWS_H
#define CLG_MEASURES_BIT_ROWS_H

#include "graph/graph.h"

/* Above this many vertices (2 MiB of bits) kernels walk over neighbours instead. */
#define CLG_BIT_ROWS_LIMIT 4096

typedef struct clg_bit_rows {
    uint32_t vertex_count;
    size_t words; /* in a row */
    uint64_t *bits;
    size_t room;
} clg_bit_rows;

clg_status clg_bit_rows_fill(clg_bit_rows *rows, const clg_graph *graph,
                             clg_error *err) CLG_NODISCARD;
void clg_bit_rows_clear(clg_bit_rows *rows);

static inline const uint64_t *clg_bit_row(const clg_bit_rows *rows, uint32_t vertex)
{
    return rows->bits + (size_t)vertex * rows->words;
}

static inline void clg_bit_set(uint64_t *bits, uint32_t index)
{
    bits[index / 64] |= UINT64_C(1) << (index % 64);
}

static inline bool clg_bit_is_set(const uint64_t *bits, uint32_t index)
{
    return (bits[index / 64] >> (index % 64) & 1) != 0;
}

/* Ones in a word, without asking for a processor that can count them. */
static inline uint32_t clg_bit_count(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) +
           (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

/* Place of the lowest one; word is not 0. */
static inline uint32_t clg_bit_lowest(uint64_t word)
{
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(word);
#else
    return clg_bit_count((word & (~word + 1)) - 1);
#endif
}

#endif
