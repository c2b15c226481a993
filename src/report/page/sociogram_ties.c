/* Which ties of a school are drawn: the strongest of each person, then the strongest of
 * all, as many as an eye can follow. */
#include "report/page/sociogram_part.h"

#include "base/memory.h"
#include "report/disclosure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct strongest {
    uint32_t person;
    double weight; /* of the strongest tie, 0 without any */
} strongest;

static int weakest_first(const void *a, const void *b)
{
    const strongest *x = a, *y = b;

    if (x->weight < y->weight || x->weight > y->weight)
        return x->weight < y->weight ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

static int strongest_first(const void *a, const void *b)
{
    const clg_layout_tie *x = a, *y = b;

    if (x->weight < y->weight || x->weight > y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void find_strongest(const clg_sociogram *s, strongest *all)
{
    for (uint32_t v = 0; v < s->count; v++)
        all[v] = (strongest){v, 0.0};
    for (size_t t = 0; t < s->tie_count; t++) {
        const clg_layout_tie *tie = &s->ties[t];
        all[tie->a].weight = fmax(all[tie->a].weight, tie->weight);
        all[tie->b].weight = fmax(all[tie->b].weight, tie->weight);
    }
    qsort(all, s->count, sizeof *all, weakest_first);
}

/* is_out: people none of whose ties are drawn, so that those without any can't be
 * counted. Too few with ties could be, whatever is drawn. */
static clg_status leave_out(clg_sociogram *s, uint8_t *is_out, clg_error *err)
{
    strongest *all = clg_array_new(s->count, sizeof *all, err);
    uint32_t without = 0;

    if (all == NULL)
        return CLG_ERROR_MEMORY;
    find_strongest(s, all);
    while (without < s->count && all[without].weight <= 0.0)
        without++;
    s->hides_lone = without > s->known_absent &&
                    clg_disclosure_is_small(without - s->known_absent, s->least);
    for (uint32_t k = 0; s->hides_lone && k < s->known_absent + s->least; k++)
        if (k < s->count)
            is_out[all[k].person] = 1;
    if (!s->is_named &&
        (without == s->count || clg_disclosure_is_small(s->count - without, s->least)))
        s->kind = CLG_SOCIOGRAM_NONE;
    clg_free(all);
    return CLG_OK;
}

/* Moves the ties to draw to the front, in the order of `drawn`. */
static void keep_strongest(clg_sociogram *s, size_t offered, uint8_t *has_tie,
                           uint8_t *is_kept)
{
    size_t kept = 0, count = 0;

    for (size_t t = 0; t < offered; t++) {
        const clg_layout_tie *tie = &s->drawn[t];
        is_kept[t] = !has_tie[tie->a] || !has_tie[tie->b];
        has_tie[tie->a] = has_tie[tie->b] = 1;
        kept += is_kept[t];
    }
    for (size_t t = 0; t < offered && kept < CLG_SOCIOGRAM_TIES; t++)
        if (!is_kept[t]) {
            is_kept[t] = 1;
            kept++;
        }
    for (size_t t = 0; t < offered; t++)
        if (is_kept[t])
            s->drawn[count++] = s->drawn[t];
    s->drawn_count = count;
}

/* The strongest tenth, three tenths more, and the others; ties of one weight are of one
 * strength. */
static void grade(clg_sociogram *s)
{
    double before = NAN, strength = CLG_SOCIOGRAM_STRENGTHS;

    for (size_t t = 0; t < s->drawn_count; t++) {
        double weight = s->drawn[t].weight;
        if (!(weight >= before))
            strength = 10 * t < s->drawn_count       ? 3.0
                       : 10 * t < 4 * s->drawn_count ? 2.0
                                                     : 1.0;
        before = weight;
        s->drawn[t].weight = strength;
    }
}

static bool is_worth_drawing(clg_sociogram *s, const uint8_t *has_tie)
{
    uint32_t with = 0;

    for (uint32_t v = 0; v < s->count; v++)
        with += has_tie[v];
    s->lone = s->count - with;
    return !clg_disclosure_is_small(with, s->least);
}

clg_status clg_sociogram_choose_ties(clg_sociogram *s, clg_error *err)
{
    uint8_t *is_out = clg_array_new(s->count, 1, err);
    uint8_t *has_tie = clg_array_new(s->count, 1, err);
    uint8_t *is_kept = clg_array_new(s->tie_count, 1, err);
    bool ok = is_out != NULL && has_tie != NULL && is_kept != NULL;
    clg_status status = ok ? leave_out(s, is_out, err) : CLG_ERROR_MEMORY;
    size_t offered = 0;

    if (status == CLG_OK) {
        for (size_t t = 0; t < s->tie_count; t++)
            if (!is_out[s->ties[t].a] && !is_out[s->ties[t].b])
                s->drawn[offered++] = s->ties[t];
        qsort(s->drawn, offered, sizeof *s->drawn, strongest_first);
        keep_strongest(s, offered, has_tie, is_kept);
        grade(s);
        if (s->kind == CLG_SOCIOGRAM_PEOPLE && !is_worth_drawing(s, has_tie))
            s->kind = CLG_SOCIOGRAM_BLOCKS;
    }
    clg_free(is_out);
    clg_free(has_tie);
    clg_free(is_kept);
    return status;
}
