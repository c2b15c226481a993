#include "measures/stratification/nestedness.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* One side of the table: rows, and what each holds of the columns. */
typedef struct side {
    uint32_t rows, columns;
    const size_t *first;
    const uint32_t *entry;
} side;

static size_t size_of(const side *s, uint32_t row)
{
    return s->first[row + 1] - s->first[row];
}

/* Rows by rising size; from[k] is where those of size k begin, up to columns + 1. */
static void order_by_size(const side *s, uint32_t *from, uint32_t *order)
{
    memset(from, 0, ((size_t)s->columns + 2) * sizeof *from);
    for (uint32_t r = 0; r < s->rows; r++)
        from[size_of(s, r) + 1]++;
    for (uint32_t k = 0; k <= s->columns; k++)
        from[k + 1] += from[k];
    for (uint32_t r = 0; r < s->rows; r++)
        order[from[size_of(s, r)]++] = r;
    for (uint32_t k = s->columns + 1; k > 0; k--)
        from[k] = from[k - 1];
    from[0] = 0;
}

/* held[c] is the sum of 1 / k over the smaller rows that have column c: what a row
 * shares with all of them, over their sizes, is the sum of held over its entries. */
static double sum_of_group(const side *s, const uint32_t *rows, uint32_t count,
                           double *held)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < count; i++)
        for (size_t e = s->first[rows[i]]; e < s->first[rows[i] + 1]; e++)
            sum += held[s->entry[e]];
    for (uint32_t i = 0; i < count; i++)
        for (size_t e = s->first[rows[i]]; e < s->first[rows[i] + 1]; e++)
            held[s->entry[e]] += 1.0 / (double)size_of(s, rows[i]);
    return sum;
}

/* Sum over pairs of rows of different size; 100 for a pair in which the smaller is
 * contained. One visit by rising size instead of all pairs. */
static clg_status sum_of_pairs(const side *s, double *sum, clg_error *err)
{
    size_t columns = s->columns;
    double *held = clg_array_new(columns + 1, sizeof *held, err);
    uint32_t *from = clg_array_new(columns + s->rows + 3, sizeof *from, err);
    clg_status status = held != NULL && from != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *sum = 0.0;
    if (status == CLG_OK) {
        uint32_t *order = from + columns + 2;
        order_by_size(s, from, order);
        for (size_t c = 0; c < columns; c++)
            held[c] = 0.0;
        for (size_t k = 1; k <= columns; k++)
            *sum +=
                100.0 * sum_of_group(s, order + from[k], from[k + 1] - from[k], held);
    }
    clg_free(held);
    clg_free(from);
    return status;
}

clg_status clg_nestedness_find(const clg_two_mode *b, clg_nestedness *nestedness,
                               clg_error *err)
{
    side people = {b->vertex_count, b->meeting_count, b->vertex_first, b->meeting};
    side meetings = {b->meeting_count, b->vertex_count, b->meeting_first, b->attendee};
    double n = (double)people.rows, m = (double)meetings.rows;
    double pairs_n = n * (n - 1.0) / 2.0, pairs_m = m * (m - 1.0) / 2.0;
    double of_people, of_meetings;
    clg_status status = sum_of_pairs(&people, &of_people, err);

    if (status == CLG_OK)
        status = sum_of_pairs(&meetings, &of_meetings, err);
    if (status != CLG_OK)
        return status;
    nestedness->people = clg_value_share(of_people, pairs_n);
    nestedness->meetings = clg_value_share(of_meetings, pairs_m);
    nestedness->both = clg_value_share(of_people + of_meetings, pairs_n + pairs_m);
    return CLG_OK;
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
