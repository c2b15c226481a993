#include "compare/scales/rank_correlation.h"

#include "base/memory.h"
#include "compare/student.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_EXACT = 7 };

typedef struct place {
    double value;
    size_t index;
} place;

static int ascending(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* Values become ranks about their mean; their sum of squares. */
static double rank(double *values, size_t count, place *places)
{
    double square = 0.0;

    for (size_t i = 0; i < count; i++)
        places[i] = (place){values[i], i};
    qsort(places, count, sizeof *places, ascending);
    for (size_t from = 0, to = 0; from < count; from = to) {
        double apart;
        while (to < count && places[to].value == places[from].value)
            to++;
        apart = 0.5 * ((double)from + (double)to - (double)count);
        square += (double)(to - from) * apart * apart;
        for (size_t i = from; i < to; i++)
            values[places[i].index] = apart;
    }
    return square;
}

static double product(const double *x, const double *y, size_t count)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++)
        sum += x[i] * y[i];
    return sum;
}

static void swap(double *a, double *b)
{
    double kept = *a;

    *a = *b;
    *b = kept;
}

/* The share of all orders of y with as large a product; ranks are multiples of a half,
 * so that the products are exact. Orders by Heap's algorithm. */
static double exact_p(const double *x, double *y, size_t count)
{
    double found = fabs(product(x, y, count)), orders = 1.0, as_large = 1.0;
    size_t turns[MOST_EXACT] = {0};

    for (size_t i = 1; i < count;) {
        if (turns[i] >= i) {
            turns[i++] = 0;
            continue;
        }
        swap(&y[i % 2 == 0 ? 0 : turns[i]], &y[i]);
        turns[i]++;
        i = 1;
        orders++;
        as_large += fabs(product(x, y, count)) >= found;
    }
    return as_large / orders;
}

static void put_interval(clg_rank_correlation *out)
{
    double error = sqrt((1.0 + 0.5 * out->r * out->r) / (out->pairs - 3.0));

    out->interval_status = CLG_VALUE_DEGENERATE;
    if (!(fabs(out->r) < 1.0))
        return;
    out->interval_status = CLG_VALUE_OK;
    out->low = tanh(atanh(out->r) - 1.959963984540054 * error);
    out->high = tanh(atanh(out->r) + 1.959963984540054 * error);
}

static void correlate(double *x, double *y, place *places, clg_rank_correlation *out)
{
    size_t count = out->pairs;
    double spread;

    if (count < CLG_LEAST_PAIRS)
        return;
    spread = rank(x, count, places) * rank(y, count, places);
    out->status = out->interval_status = CLG_VALUE_DEGENERATE;
    if (!(spread > 0.0))
        return;
    out->status = CLG_VALUE_OK;
    out->r = fmax(fmin(product(x, y, count) / sqrt(spread), 1.0), -1.0);
    put_interval(out);
    out->p = count <= MOST_EXACT
                 ? exact_p(x, y, count)
                 : clg_t_tails(out->r * sqrt((out->pairs - 2.0) /
                                             fmax(1.0 - out->r * out->r, 1e-300)),
                               out->pairs - 2.0);
}

clg_status clg_rank_correlation_find(const double *x, const double *y, size_t count,
                                     clg_rank_correlation *out, clg_error *err)
{
    double *room = clg_array_new(2 * count, sizeof *room, err);
    place *places = clg_array_new(count, sizeof *places, err);
    clg_status status = room != NULL && places != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *out = (clg_rank_correlation){CLG_VALUE_TOO_SMALL, 0,   NAN, NAN,
                                  CLG_VALUE_TOO_SMALL, NAN, NAN};
    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        room[out->pairs] = x[i];
        room[count + out->pairs++] = y[i];
    }
    if (status == CLG_OK)
        correlate(room, room + count, places, out);
    clg_free(room);
    clg_free(places);
    return status;
}
