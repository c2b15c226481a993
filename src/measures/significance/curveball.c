#include "measures/significance/curveball.h"

#include "base/memory.h"

#include <string.h>

enum { BOTH, ONLY_A, ONLY_B, POOL }; /* who keeps an entry of a trade */

static uint32_t block_of(const clg_curveball *c, uint32_t meeting)
{
    return c->limits.block != NULL ? c->limits.block[meeting] : 0;
}

static clg_status reserve(clg_curveball *c, const clg_two_mode *table, clg_error *err)
{
    size_t rows = table->vertex_count, entries = table->presence_count;
    size_t blocks = c->block_count;
    clg_status status;

#define GROW(array, count)                                                             \
    clg_array_reserve(&c->array, &c->array##_room, count, sizeof *c->array, err)
    status = GROW(offset, rows * (blocks + 1) + 1);
    if (status == CLG_OK)
        status = GROW(row, rows * blocks < entries ? rows * blocks + 1 : entries + 1);
    if (status == CLG_OK)
        status = GROW(first_row, blocks + 1);
    if (status == CLG_OK)
        status = GROW(merged, 2 * (size_t)table->meeting_count + 1);
    if (status == CLG_OK)
        status = GROW(way, 2 * (size_t)table->meeting_count + 1);
    if (status == CLG_OK)
        status = GROW(dealt, 2 * (size_t)table->meeting_count + 1);
#undef GROW
    return status;
}

/* Entries of a row by block, then meeting: counts, then places. */
static void sort_row(clg_curveball *c, const clg_two_mode *table, uint32_t v)
{
    size_t blocks = c->block_count, *offset = c->offset + v * (blocks + 1);
    uint32_t *entries = c->table.meeting;

    memset(offset, 0, (blocks + 1) * sizeof *offset);
    for (size_t e = table->vertex_first[v]; e < table->vertex_first[v + 1]; e++)
        offset[block_of(c, table->meeting[e])]++;
    for (size_t b = 0, next = table->vertex_first[v]; b <= blocks; b++) {
        size_t count = offset[b];
        offset[b] = next;
        next += count;
    }
    for (size_t e = table->vertex_first[v]; e < table->vertex_first[v + 1]; e++)
        entries[offset[block_of(c, table->meeting[e])]++] = table->meeting[e];
    for (size_t b = blocks; b > 0; b--)
        offset[b] = offset[b - 1];
    offset[0] = table->vertex_first[v];
}

static void list_rows(clg_curveball *c)
{
    size_t blocks = c->block_count, count = 0;

    for (size_t b = 0; b < blocks; b++) {
        c->first_row[b] = count;
        for (uint32_t v = 0; v < c->table.vertex_count; v++) {
            const size_t *offset = c->offset + v * (blocks + 1) + b;
            if (offset[1] > offset[0])
                c->row[count++] = v;
        }
    }
    c->first_row[blocks] = count;
}

static uint32_t count_blocks(const clg_two_mode *table, const uint32_t *block)
{
    uint32_t count = 1;

    for (uint32_t m = 0; block != NULL && m < table->meeting_count; m++)
        count = block[m] >= count ? block[m] + 1 : count;
    return count;
}

clg_status clg_curveball_start(clg_curveball *c, const clg_two_mode *table,
                               clg_curveball_limits limits, clg_error *err)
{
    clg_status status = clg_two_mode_copy(table, &c->table, err);

    c->limits = limits;
    c->block_count = count_blocks(table, limits.block);
    if (status == CLG_OK)
        status = reserve(c, table, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < table->vertex_count; v++)
        sort_row(c, table, v);
    list_rows(c);
    clg_two_mode_turn(&c->table);
    return CLG_OK;
}

void clg_curveball_clear(clg_curveball *c)
{
    clg_two_mode_clear(&c->table);
    clg_free(c->offset);
    clg_free(c->row);
    clg_free(c->first_row);
    clg_free(c->merged);
    clg_free(c->way);
    clg_free(c->dealt);
    *c = (clg_curveball){0};
}

static bool may_attend(const clg_curveball_limits *limits, uint32_t v, uint32_t meeting)
{
    return limits->start == NULL || (limits->joined[v] <= limits->start[meeting] &&
                                     limits->start[meeting] < limits->left[v]);
}

/* Both rows in one order, with who may have each entry; *pool entries are dealt anew,
 * *own of which were a's. */
static size_t merge(clg_curveball *c, uint32_t a, uint32_t b, size_t block,
                    size_t *pool, size_t *own)
{
    const size_t *rows = c->offset + block;
    size_t stride = c->block_count + 1, count = 0;
    size_t i = rows[a * stride], i_end = rows[a * stride + 1];
    size_t j = rows[b * stride], j_end = rows[b * stride + 1];
    const uint32_t *entry = c->table.meeting;

    *pool = *own = 0;
    for (; i < i_end || j < j_end; count++) {
        bool take_a = i < i_end && (j == j_end || entry[i] <= entry[j]);
        bool take_b = j < j_end && (i == i_end || entry[j] <= entry[i]);
        uint32_t meeting = take_a ? entry[i] : entry[j];
        i += take_a;
        j += take_b;
        c->merged[count] = meeting;
        c->way[count] = take_a && take_b ? BOTH : take_a ? ONLY_A : ONLY_B;
        if (c->way[count] == BOTH || !may_attend(&c->limits, take_a ? b : a, meeting))
            continue;
        c->dealt[(*pool)++] = take_a;
        *own += take_a;
        c->way[count] = POOL;
    }
    return count;
}

/* `own` ones among `pool` places, each choice equally likely. */
static void deal(uint8_t *dealt, size_t pool, clg_random *random)
{
    for (size_t left = pool; left > 1; left--) {
        size_t place = clg_random_below(random, (uint32_t)left);
        uint8_t held = dealt[left - 1];
        dealt[left - 1] = dealt[place];
        dealt[place] = held;
    }
}

static void trade(clg_curveball *c, uint32_t a, uint32_t b, size_t block,
                  clg_random *random)
{
    const size_t *rows = c->offset + block;
    size_t stride = c->block_count + 1, pool, own, next = 0;
    size_t i = rows[a * stride], j = rows[b * stride];
    size_t count = merge(c, a, b, block, &pool, &own);

    if (own == 0 || own == pool)
        return;
    deal(c->dealt, pool, random);
    for (size_t k = 0; k < count; k++) {
        bool to_a = c->way[k] == ONLY_A || (c->way[k] == POOL && c->dealt[next]);
        next += c->way[k] == POOL;
        if (to_a || c->way[k] == BOTH)
            c->table.meeting[i++] = c->merged[k];
        if (!to_a)
            c->table.meeting[j++] = c->merged[k];
    }
}

void clg_curveball_sample(clg_curveball *c, uint32_t trades_a_row, clg_random *random)
{
    for (size_t b = 0; b < c->block_count; b++) {
        const uint32_t *row = c->row + c->first_row[b];
        uint32_t count = (uint32_t)(c->first_row[b + 1] - c->first_row[b]);
        uint64_t trades = (uint64_t)trades_a_row * count;
        for (uint64_t t = 0; count > 1 && t < trades; t++) {
            uint32_t x = clg_random_below(random, count);
            uint32_t y = clg_random_below(random, count - 1);
            trade(c, row[x], row[y + (y >= x)], b, random);
        }
    }
    clg_two_mode_turn(&c->table);
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
