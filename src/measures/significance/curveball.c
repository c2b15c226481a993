#include "measures/significance/curveball.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <string.h>

static uint32_t block_of(const clg_curveball *c, uint32_t meeting)
{
    return c->limits.block != NULL ? c->limits.block[meeting] : 0;
}

static uint32_t count_blocks(const clg_two_mode *table, const uint32_t *block)
{
    uint32_t count = 1;

    for (uint32_t m = 0; block != NULL && m < table->meeting_count; m++)
        count = block[m] >= count ? block[m] + 1 : count;
    return count;
}

static clg_status reserve(clg_curveball *c, const clg_two_mode *table, clg_error *err)
{
    size_t rows = table->vertex_count, entries = table->presence_count;
    size_t blocks = c->block_count, words = c->words;
    clg_status status;

#define GROW(array, count)                                                             \
    clg_array_reserve(&c->array, &c->array##_room, count, sizeof *c->array, err)
    status = GROW(bits, rows * words + 1);
    if (status == CLG_OK && c->limits.start != NULL)
        status = GROW(may, rows * words + 1);
    if (status == CLG_OK)
        status = GROW(meeting, (size_t)table->meeting_count + 1);
    if (status == CLG_OK)
        status = GROW(first_bit, blocks + 1);
    if (status == CLG_OK)
        status = GROW(row, rows * blocks < entries ? rows * blocks + 1 : entries + 1);
    if (status == CLG_OK)
        status = GROW(first_row, blocks + 1);
    if (status == CLG_OK)
        status = GROW(pool, words + 1);
    if (status == CLG_OK)
        status = GROW(chosen, words + 1);
#undef GROW
    return status;
}

/* Meetings by block, then number: counts, then places. */
static void order_meetings(clg_curveball *c)
{
    size_t *first = c->first_bit, blocks = c->block_count;

    memset(first, 0, (blocks + 1) * sizeof *first);
    for (uint32_t m = 0; m < c->table.meeting_count; m++)
        first[block_of(c, m)]++;
    for (size_t b = 0, next = 0; b <= blocks; b++) {
        size_t count = first[b];
        first[b] = next;
        next += count;
    }
    for (uint32_t m = 0; m < c->table.meeting_count; m++)
        c->meeting[first[block_of(c, m)]++] = m;
    for (size_t b = blocks; b > 0; b--)
        first[b] = first[b - 1];
    first[0] = 0;
}

static bool may_attend(const clg_curveball_limits *limits, uint32_t v, uint32_t meeting)
{
    return limits->joined[v] <= limits->start[meeting] &&
           limits->start[meeting] < limits->left[v];
}

static void fill_bits(clg_curveball *c)
{
    const clg_two_mode *table = &c->table;

    memset(c->bits, 0, table->vertex_count * c->words * sizeof *c->bits);
    for (uint32_t bit = 0; bit < table->meeting_count; bit++) {
        uint32_t m = c->meeting[bit];
        for (size_t e = table->meeting_first[m]; e < table->meeting_first[m + 1]; e++)
            clg_bit_set(c->bits + table->attendee[e] * c->words, bit);
    }
}

static void fill_may(clg_curveball *c)
{
    if (c->limits.start == NULL)
        return;
    memset(c->may, 0, c->table.vertex_count * c->words * sizeof *c->may);
    for (uint32_t v = 0; v < c->table.vertex_count; v++)
        for (uint32_t bit = 0; bit < c->table.meeting_count; bit++)
            if (may_attend(&c->limits, v, c->meeting[bit]))
                clg_bit_set(c->may + v * c->words, bit);
}

/* The words that hold a block, and which bits of a word are the block's. */
typedef struct span {
    size_t first_bit, end_bit, word, end_word;
} span;

static span span_of(const clg_curveball *c, size_t block)
{
    size_t first = c->first_bit[block], end = c->first_bit[block + 1];

    return (span){first, end, first / 64, end > first ? (end + 63) / 64 : first / 64};
}

static uint64_t mask_of(const span *s, size_t word)
{
    uint64_t mask = ~UINT64_C(0);

    if (word == s->word)
        mask &= ~UINT64_C(0) << s->first_bit % 64;
    if (word + 1 == s->end_word && s->end_bit % 64 != 0)
        mask &= (UINT64_C(1) << s->end_bit % 64) - 1;
    return mask;
}

static bool attends_any(const clg_curveball *c, uint32_t v, const span *s)
{
    for (size_t w = s->word; w < s->end_word; w++)
        if ((c->bits[v * c->words + w] & mask_of(s, w)) != 0)
            return true;
    return false;
}

static void list_rows(clg_curveball *c)
{
    size_t count = 0;

    for (size_t b = 0; b < c->block_count; b++) {
        span s = span_of(c, b);
        c->first_row[b] = count;
        for (uint32_t v = 0; v < c->table.vertex_count; v++)
            if (attends_any(c, v, &s))
                c->row[count++] = v;
    }
    c->first_row[c->block_count] = count;
}

/* Puts the bits in the place of the rows of the table. */
static void write_table(clg_curveball *c)
{
    uint32_t *entry = c->table.meeting;

    for (uint32_t v = 0; v < c->table.vertex_count; v++)
        for (size_t w = 0; w < c->words; w++)
            for (uint64_t rest = c->bits[v * c->words + w]; rest != 0; rest &= rest - 1)
                *entry++ = c->meeting[64 * w + clg_bit_lowest(rest)];
    clg_two_mode_turn(&c->table);
}

clg_status clg_curveball_start(clg_curveball *c, const clg_two_mode *table,
                               clg_curveball_limits limits, clg_error *err)
{
    clg_status status = clg_two_mode_copy(table, &c->table, err);

    c->limits = limits;
    c->block_count = count_blocks(table, limits.block);
    c->words = ((size_t)table->meeting_count + 63) / 64;
    if (status == CLG_OK)
        status = reserve(c, table, err);
    if (status != CLG_OK)
        return status;
    order_meetings(c);
    fill_bits(c);
    fill_may(c);
    list_rows(c);
    write_table(c);
    return CLG_OK;
}

void clg_curveball_clear(clg_curveball *c)
{
    clg_two_mode_clear(&c->table);
    clg_free(c->bits);
    clg_free(c->may);
    clg_free(c->meeting);
    clg_free(c->first_bit);
    clg_free(c->row);
    clg_free(c->first_row);
    clg_free(c->pool);
    clg_free(c->chosen);
    *c = (clg_curveball){0};
}

/* Fills the pool with what one attended without the other and the other may be dealt;
 * *own of these were a's. Its size. */
static uint32_t find_pool(clg_curveball *c, uint32_t a, uint32_t b, const span *s,
                          uint32_t *own)
{
    const uint64_t *x = c->bits + a * c->words, *y = c->bits + b * c->words;
    uint32_t size = 0;

    *own = 0;
    for (size_t w = s->word; w < s->end_word; w++) {
        uint64_t from_a = x[w] & ~y[w] & mask_of(s, w);
        uint64_t from_b = y[w] & ~x[w] & mask_of(s, w);
        if (c->limits.start != NULL) {
            from_a &= c->may[b * c->words + w];
            from_b &= c->may[a * c->words + w];
        }
        c->pool[w] = from_a | from_b;
        *own += clg_bit_count(from_a);
        size += clg_bit_count(c->pool[w]);
    }
    return size;
}

/* Starts with none, half (each by the toss of a coin) or all of the pool, what is
 * nearest to `own`. Returns how many are chosen. */
static uint32_t choose_roughly(clg_curveball *c, const span *s, uint32_t size,
                               uint32_t own, clg_random *random)
{
    bool is_half = 4 * own > size && 4 * own < 3 * size;
    uint64_t all = 4 * own > size ? ~UINT64_C(0) : 0;
    uint32_t count = 0;

    for (size_t w = s->word; w < s->end_word; w++) {
        c->chosen[w] = c->pool[w] & (is_half ? clg_random_bits(random) : all);
        count += clg_bit_count(c->chosen[w]);
    }
    return count;
}

/* Turns one bit of the pool, any that is (not) chosen with the same chance. */
static void turn_one(clg_curveball *c, const span *s, bool is_chosen, uint32_t count,
                     clg_random *random)
{
    uint32_t place = clg_random_below(random, count);

    for (size_t w = s->word; w < s->end_word; w++) {
        uint64_t rest = is_chosen ? c->chosen[w] : c->pool[w] & ~c->chosen[w];
        uint32_t here = clg_bit_count(rest);
        if (place >= here) {
            place -= here;
            continue;
        }
        for (; place > 0; place--)
            rest &= rest - 1;
        c->chosen[w] ^= rest & (~rest + 1);
        return;
    }
}

/* `own` bits of the pool, each choice equally likely: so are all choices of one size to
 * begin with, and adding or taking away one at random keeps that. */
static void deal(clg_curveball *c, const span *s, uint32_t size, uint32_t own,
                 clg_random *random)
{
    uint32_t count = choose_roughly(c, s, size, own, random);

    for (; count < own; count++)
        turn_one(c, s, false, size - count, random);
    for (; count > own; count--)
        turn_one(c, s, true, count, random);
}

static void trade(clg_curveball *c, uint32_t a, uint32_t b, const span *s,
                  clg_random *random)
{
    uint64_t *x = c->bits + a * c->words, *y = c->bits + b * c->words;
    uint32_t own, size = find_pool(c, a, b, s, &own);

    if (own == 0 || own == size)
        return;
    deal(c, s, size, own, random);
    for (size_t w = s->word; w < s->end_word; w++) {
        x[w] = (x[w] & ~c->pool[w]) | c->chosen[w];
        y[w] = (y[w] & ~c->pool[w]) | (c->pool[w] & ~c->chosen[w]);
    }
}

void clg_curveball_sample(clg_curveball *c, uint32_t trades_a_row, clg_random *random)
{
    for (size_t b = 0; b < c->block_count; b++) {
        const uint32_t *row = c->row + c->first_row[b];
        uint32_t count = (uint32_t)(c->first_row[b + 1] - c->first_row[b]);
        uint64_t trades = (uint64_t)trades_a_row * count;
        span s = span_of(c, b);
        for (uint64_t t = 0; count > 1 && t < trades; t++) {
            uint32_t x = clg_random_below(random, count);
            uint32_t y = clg_random_below(random, count - 1);
            trade(c, row[x], row[y + (y >= x)], &s, random);
        }
    }
    write_table(c);
}

/* What v may be dealt in a block, and how much v has of it. */
static uint32_t find_choice(clg_curveball *c, uint32_t v, const span *s, uint32_t *own)
{
    const uint64_t *x = c->bits + v * c->words;
    uint32_t size = 0;

    *own = 0;
    for (size_t w = s->word; w < s->end_word; w++) {
        uint64_t may =
            c->limits.start != NULL ? c->may[v * c->words + w] : ~UINT64_C(0);
        c->pool[w] = (may | x[w]) & mask_of(s, w);
        *own += clg_bit_count(x[w] & mask_of(s, w));
        size += clg_bit_count(c->pool[w]);
    }
    return size;
}

void clg_curveball_scatter(clg_curveball *c, clg_random *random)
{
    for (size_t b = 0; b < c->block_count; b++) {
        span s = span_of(c, b);
        for (size_t r = c->first_row[b]; r < c->first_row[b + 1]; r++) {
            uint64_t *x = c->bits + c->row[r] * c->words;
            uint32_t own, size = find_choice(c, c->row[r], &s, &own);
            if (own == size)
                continue;
            deal(c, &s, size, own, random);
            for (size_t w = s.word; w < s.end_word; w++)
                x[w] = (x[w] & ~mask_of(&s, w)) | c->chosen[w];
        }
    }
    write_table(c);
}

double clg_curveball_distance(const clg_curveball *c, const clg_two_mode *table)
{
    size_t same = 0;

    for (uint32_t m = 0; m < table->meeting_count; m++) {
        size_t i = table->meeting_first[m], j = c->table.meeting_first[m];
        while (i < table->meeting_first[m + 1] && j < c->table.meeting_first[m + 1]) {
            uint32_t a = table->attendee[i], b = c->table.attendee[j];
            same += a == b;
            i += a <= b;
            j += b <= a;
        }
    }
    return table->presence_count > 0
               ? 1.0 - (double)same / (double)table->presence_count
               : 0.0;
}
