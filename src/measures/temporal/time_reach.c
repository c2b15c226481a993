/* Reach along time for all sources in one visit: known[v] holds, as bits, whose news v
 * has by now. */
#include "measures/temporal/contacts.h"

#include "base/memory.h"
#include "measures/bit_rows.h"

#include <string.h>

static const double day = 86400.0;

typedef struct visit {
    const clg_contacts *c;
    clg_time_reach *reach;
    size_t words;
    uint64_t *known, *before; /* a row a vertex; before the moment */
    uint64_t *news;           /* of one contact */
    double weight;            /* of a pair reached in this moment */
} visit;

static void gather_news(const visit *t, const clg_contact *contact,
                        const uint64_t *rows)
{
    size_t givers = contact->is_directed ? contact->first + 1 : contact->last;

    memset(t->news, 0, t->words * sizeof *t->news);
    for (size_t i = contact->first; i < givers; i++)
        for (size_t w = 0; w < t->words; w++)
            t->news[w] |= rows[t->c->vertex[i] * t->words + w];
}

static void hear(const visit *t, uint32_t v)
{
    uint64_t *known = t->known + v * t->words;
    uint32_t count = 0;

    for (size_t w = 0; w < t->words; w++) {
        uint64_t gained = t->news[w] & ~known[w];
        known[w] |= gained;
        count += clg_bit_count(gained);
        for (; t->reach->out != NULL && gained != 0; gained &= gained - 1)
            t->reach->out[64 * w + clg_bit_lowest(gained)] += 1.0;
    }
    t->reach->pairs += (double)count;
    t->reach->sooner += (double)count * t->weight;
    if (t->reach->in != NULL)
        t->reach->in[v] += (double)count;
}

/* Contacts of one moment all pass on what was known before it. */
static void pass_moment(const visit *t, size_t first, size_t last)
{
    const clg_contact *items = t->c->items;
    const uint64_t *rows = t->known;

    if (last - first > 1) {
        rows = t->before;
        for (size_t k = first; k < last; k++)
            for (size_t i = items[k].first; i < items[k].last; i++)
                memcpy(t->before + t->c->vertex[i] * t->words,
                       t->known + t->c->vertex[i] * t->words,
                       t->words * sizeof *t->known);
    }
    for (size_t k = first; k < last; k++) {
        gather_news(t, &items[k], rows);
        for (size_t i = items[k].first; i < items[k].last; i++)
            hear(t, t->c->vertex[i]);
    }
}

clg_status clg_contacts_reach(const clg_contacts *c, int64_t begin,
                              clg_time_reach *reach, clg_error *err)
{
    size_t n = c->vertex_count, words = (n + 63) / 64, first = 0;
    uint64_t *room = clg_array_new((2 * n + 1) * words + 1, sizeof *room, err);
    visit t = {.c = c, .reach = reach, .words = words};
    double all = (double)n * ((double)n - 1.0);

    reach->pairs = reach->sooner = 0.0;
    if (room == NULL)
        return CLG_ERROR_MEMORY;
    t.known = room;
    t.before = room + n * words;
    t.news = t.before + n * words;
    for (uint32_t v = 0; v < n; v++)
        clg_bit_set(t.known + v * words, v);
    while (first < c->count && reach->pairs < all) {
        size_t last = first + 1;
        while (last < c->count && c->items[last].time == c->items[first].time)
            last++;
        t.weight = 1.0 / ((double)(c->items[first].time - begin) / day + 1.0);
        if (c->items[first].time >= begin)
            pass_moment(&t, first, last);
        first = last;
    }
    clg_free(room);
    return CLG_OK;
}
