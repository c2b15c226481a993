#include "measures/stratification/nestedness.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <math.h>

/* One side of the table as bits over the other. */
typedef struct side {
    uint32_t rows;
    size_t words;
    const size_t *first;
    const uint32_t *entry;
    uint64_t *bits;
} side;

static clg_status fill_bits(side *s, clg_error *err)
{
    s->bits = clg_array_new(s->rows * s->words + 1, sizeof *s->bits, err);
    if (s->bits == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t r = 0; r < s->rows; r++)
        for (size_t e = s->first[r]; e < s->first[r + 1]; e++)
            clg_bit_set(s->bits + r * s->words, s->entry[e]);
    return CLG_OK;
}

static uint32_t overlap(const side *s, uint32_t a, uint32_t b)
{
    const uint64_t *left = s->bits + a * s->words, *right = s->bits + b * s->words;
    uint32_t count = 0;

    for (size_t w = 0; w < s->words; w++)
        count += clg_bit_count(left[w] & right[w]);
    return count;
}

/* Sum over pairs; 100 for a pair in which the smaller is contained. */
static double sum_of_pairs(const side *s)
{
    double sum = 0.0;

    for (uint32_t a = 0; a < s->rows; a++)
        for (uint32_t b = a + 1; b < s->rows; b++) {
            size_t left = s->first[a + 1] - s->first[a];
            size_t right = s->first[b + 1] - s->first[b];
            size_t smaller = left < right ? left : right;
            if (left != right && smaller > 0)
                sum += 100.0 * (double)overlap(s, a, b) / (double)smaller;
        }
    return sum;
}

clg_status clg_nestedness_find(const clg_two_mode *b, clg_nestedness *nestedness,
                               clg_error *err)
{
    side people = {b->vertex_count, ((size_t)b->meeting_count + 63) / 64,
                   b->vertex_first, b->meeting, NULL};
    side meetings = {b->meeting_count, ((size_t)b->vertex_count + 63) / 64,
                     b->meeting_first, b->attendee, NULL};
    double n = (double)people.rows, m = (double)meetings.rows;
    double pairs_n = n * (n - 1.0) / 2.0, pairs_m = m * (m - 1.0) / 2.0;
    clg_status status = fill_bits(&people, err);

    if (status == CLG_OK)
        status = fill_bits(&meetings, err);
    if (status == CLG_OK) {
        double of_people = sum_of_pairs(&people), of_meetings = sum_of_pairs(&meetings);
        nestedness->people = clg_value_share(of_people, pairs_n);
        nestedness->meetings = clg_value_share(of_meetings, pairs_m);
        nestedness->both = clg_value_share(of_people + of_meetings, pairs_n + pairs_m);
    }
    clg_free(people.bits);
    clg_free(meetings.bits);
    return status;
}

enum { MOST_ROUNDS = 2000 };

/* next = B B' now; the norm of next. */
static double multiply(const clg_two_mode *b, const double *now, double *next,
                       double *meetings)
{
    double norm = 0.0;

    for (uint32_t m = 0; m < b->meeting_count; m++) {
        meetings[m] = 0.0;
        for (size_t e = b->meeting_first[m]; e < b->meeting_first[m + 1]; e++)
            meetings[m] += now[b->attendee[e]];
    }
    for (uint32_t v = 0; v < b->vertex_count; v++) {
        next[v] = 0.0;
        for (size_t e = b->vertex_first[v]; e < b->vertex_first[v + 1]; e++)
            next[v] += meetings[b->meeting[e]];
        norm += next[v] * next[v];
    }
    return sqrt(norm);
}

clg_status clg_spectral_nestedness(const clg_two_mode *b, clg_value *value,
                                   clg_error *err)
{
    size_t n = b->vertex_count, cells = 2 * n + b->meeting_count + 1;
    double *now = clg_array_new(cells, sizeof *now, err), norm = 0.0, before = -1.0;

    *value = clg_value_undefined();
    if (now == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t v = 0; v < n; v++)
        now[v] = 1.0 / sqrt((double)n);
    for (int round = 0; b->presence_count > 0 && round < MOST_ROUNDS &&
                        fabs(norm - before) > 1e-14 * norm;
         round++) {
        before = norm;
        norm = multiply(b, now, now + n, now + 2 * n);
        for (size_t v = 0; v < n; v++)
            now[v] = now[n + v] / norm;
    }
    if (b->presence_count > 0)
        *value = clg_value_of(norm / (double)b->presence_count);
    clg_free(now);
    return CLG_OK;
}
