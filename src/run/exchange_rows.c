#include "run/exchange_rows.h"

#include <stdlib.h>

static int compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_ends_and_kind(const void *a, const void *b)
{
    const clg_tie_row *left = a, *right = b;
    int order = compare(left->from, right->from);

    if (order == 0)
        order = compare(left->to, right->to);
    if (order == 0)
        order = compare(left->kind, right->kind);
    /* then by weight, so that the sum doesn't depend on how qsort orders equals */
    if (order == 0)
        order = (left->weight > right->weight) - (left->weight < right->weight);
    return order;
}

static uint32_t collect(const clg_study *study, uint32_t school, int64_t begin,
                        int64_t end, const clg_members *members, clg_tie_row *rows)
{
    const clg_exchanges *exchanges = &study->exchanges;
    const size_t *first = study->schools.exchange_first;
    size_t e =
        clg_lower_bound(exchanges->time, first[school], first[school + 1], begin);
    uint32_t count = 0;

    for (; e < first[school + 1] && exchanges->time[e] < end; e++) {
        uint32_t from = exchanges->from[e], to = exchanges->to[e];
        if (clg_members_vertex(members, from) == CLG_NO_VERTEX ||
            clg_members_vertex(members, to) == CLG_NO_VERTEX)
            continue;
        rows[count++] = (clg_tie_row){
            from, to, exchanges->kind[e], 1, (double)exchanges->weight[e], 0.0};
    }
    return count;
}

static bool is_same(const clg_tie_row *a, const clg_tie_row *b)
{
    return a->from == b->from && a->to == b->to && a->kind == b->kind;
}

uint32_t clg_exchange_rows(const clg_study *study, uint32_t school, int64_t begin,
                           int64_t end, const clg_members *members, clg_tie_row *rows)
{
    uint32_t count = collect(study, school, begin, end, members, rows), kept = 0;

    if (count == 0)
        return 0;
    qsort(rows, count, sizeof *rows, by_ends_and_kind);
    for (uint32_t i = 1; i < count; i++) {
        if (is_same(&rows[kept], &rows[i])) {
            rows[kept].count += rows[i].count;
            rows[kept].weight += rows[i].weight;
        } else {
            rows[++kept] = rows[i];
        }
    }
    return kept + 1;
}
