#include "measures/community/labels.h"

#include "base/memory.h"
#include "measures/core/partition.h"

#include <stdlib.h>
#include <string.h>

/* Greene, Doyle & Cunningham 2010 found .3 to serve; a half is too strict where a
 * third of a staff goes every year. */
static const double least_jaccard = 0.3;

#define NOT_THERE UINT32_MAX

/* A group may take a label that it resembles. */
typedef struct claim {
    double jaccard;
    uint32_t label, group;
} claim;

typedef struct claims {
    claim *items;
    size_t count, room;
    uint32_t *before; /* the label of each vertex then: 0 none, or NOT_THERE */
    uint32_t *size, *shared;
    uint32_t last; /* the largest label so far */
} claims;

static void claims_clear(claims *c)
{
    clg_free(c->items);
    clg_free(c->before);
    clg_free(c->size);
    clg_free(c->shared);
}

static clg_status claims_start(claims *c, uint32_t n, uint32_t groups, clg_error *err)
{
    bool ok = (c->before = clg_array_new((size_t)n + 1, sizeof *c->before, err)) &&
              (c->size = clg_array_new((size_t)groups + 1, sizeof *c->size, err)) &&
              (c->shared = clg_array_new((size_t)groups + 1, sizeof *c->shared, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

/* Claims of all groups to a label, by who bore it as c->before says. */
static clg_status add_claims(claims *c, const clg_communities *now, uint32_t n,
                             uint32_t label, clg_error *err)
{
    uint32_t bearers = 0;
    clg_status status = clg_array_reserve(&c->items, &c->room, c->count + now->count,
                                          sizeof *c->items, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t g = 0; g < now->count; g++)
        c->size[g] = c->shared[g] = 0;
    for (uint32_t v = 0; v < n; v++) {
        bool bore = c->before[v] == label;
        if (c->before[v] == NOT_THERE)
            continue;
        bearers += bore;
        if (now->group[v] < 0)
            continue;
        c->size[now->group[v]]++;
        c->shared[now->group[v]] += bore;
    }
    for (uint32_t g = 0; g < now->count; g++) {
        double both = c->shared[g], either = (double)bearers + c->size[g] - both;
        if (both > least_jaccard * either)
            c->items[c->count++] = (claim){both / either, label, g};
    }
    return CLG_OK;
}

/* The best claim first; the older label, then the first group, among equals. */
static int by_merit(const void *a, const void *b)
{
    const claim *left = a, *right = b;

    if (left->jaccard != right->jaccard)
        return left->jaccard < right->jaccard ? 1 : -1;
    if (left->label != right->label)
        return left->label < right->label ? -1 : 1;
    return (left->group > right->group) - (left->group < right->group);
}

static clg_status settle(claims *c, const clg_communities *now, uint32_t n,
                         uint32_t *label, clg_error *err)
{
    uint32_t *of_group = c->size;
    uint8_t *is_taken = clg_array_new((size_t)c->last + 1, sizeof *is_taken, err);

    if (is_taken == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t g = 0; g < now->count; g++)
        of_group[g] = 0;
    if (c->count > 0)
        qsort(c->items, c->count, sizeof *c->items, by_merit);
    for (size_t i = 0; i < c->count; i++) {
        const claim *best = &c->items[i];
        if (of_group[best->group] != 0 || is_taken[best->label])
            continue;
        of_group[best->group] = best->label;
        is_taken[best->label] = 1;
    }
    for (uint32_t g = 0; g < now->count; g++)
        if (of_group[g] == 0)
            of_group[g] = ++c->last;
    for (uint32_t v = 0; v < n; v++)
        label[v] = now->group[v] < 0 ? 0 : of_group[now->group[v]];
    clg_free(is_taken);
    return CLG_OK;
}

static void look_back(const clg_snapshot *window, const uint32_t *person, uint32_t n,
                      uint32_t *before)
{
    for (uint32_t v = 0; v < n; v++) {
        uint32_t then = clg_snapshot_vertex(window, person[v]);
        before[v] = then == CLG_NO_VERTEX ? NOT_THERE : window->community[then];
    }
}

static uint32_t largest_label(const clg_history *windows)
{
    uint32_t largest = 0;

    for (size_t w = 0; w < windows->count; w++)
        for (uint32_t v = 0; v < windows->windows[w].vertex_count; v++)
            if (windows->windows[w].community[v] > largest)
                largest = windows->windows[w].community[v];
    return largest;
}

/* last[l]: one more than the last window in which label l was borne. */
static void find_last_windows(const clg_history *earlier, size_t *last)
{
    for (size_t w = 0; w < earlier->count; w++)
        for (uint32_t v = 0; v < earlier->windows[w].vertex_count; v++)
            last[earlier->windows[w].community[v]] = w + 1;
}

clg_status clg_communities_label(const clg_communities *communities,
                                 const uint32_t *person, uint32_t vertex_count,
                                 const clg_history *earlier, uint32_t *label,
                                 clg_error *err)
{
    claims c = {.last = largest_label(earlier)};
    size_t *last = clg_array_new((size_t)c.last + 1, sizeof *last, err);
    clg_status status = last != NULL
                            ? claims_start(&c, vertex_count, communities->count, err)
                            : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        find_last_windows(earlier, last);
    for (uint32_t l = 1; status == CLG_OK && l <= c.last; l++) {
        look_back(&earlier->windows[last[l] - 1], person, vertex_count, c.before);
        status = add_claims(&c, communities, vertex_count, l, err);
    }
    if (status == CLG_OK)
        status = settle(&c, communities, vertex_count, label, err);
    clg_free(last);
    claims_clear(&c);
    return status;
}

/* The label that a person bore in most windows; the older among equals. */
static uint32_t usual_label(const clg_history *windows, uint32_t person,
                            uint32_t *times, uint32_t labels)
{
    uint32_t usual = 0;

    memset(times, 0, ((size_t)labels + 1) * sizeof *times);
    for (size_t w = 0; w < windows->count; w++) {
        uint32_t v = clg_snapshot_vertex(&windows->windows[w], person);
        if (v != CLG_NO_VERTEX && windows->windows[w].community[v] > 0)
            times[windows->windows[w].community[v]]++;
    }
    for (uint32_t l = 1; l <= labels; l++)
        if (times[l] > times[usual])
            usual = l;
    return usual;
}

clg_status clg_communities_label_period(const clg_communities *communities,
                                        const uint32_t *person, uint32_t vertex_count,
                                        const clg_history *windows, uint32_t *label,
                                        clg_error *err)
{
    claims c = {.last = largest_label(windows)};
    uint32_t *times = clg_array_new((size_t)c.last + 1, sizeof *times, err);
    uint32_t labels = c.last;
    clg_status status = times != NULL
                            ? claims_start(&c, vertex_count, communities->count, err)
                            : CLG_ERROR_MEMORY;

    for (uint32_t v = 0; status == CLG_OK && v < vertex_count; v++)
        c.before[v] = usual_label(windows, person[v], times, labels);
    for (uint32_t l = 1; status == CLG_OK && l <= labels; l++)
        status = add_claims(&c, communities, vertex_count, l, err);
    if (status == CLG_OK)
        status = settle(&c, communities, vertex_count, label, err);
    clg_free(times);
    claims_clear(&c);
    return status;
}

/* ---- stability ---- */

/* The groups of both windows, in codes of the vertices of the later. */
typedef struct pair {
    clg_communities groups[2];
    int32_t *earlier;
    size_t earlier_room;
} pair;

static clg_status agree(pair *p, const clg_snapshot *before, const clg_snapshot *now,
                        clg_value *ami, clg_error *err)
{
    clg_agreement agreement;
    uint32_t parts = p->groups[0].count > p->groups[1].count ? p->groups[0].count
                                                             : p->groups[1].count;
    clg_status status = clg_array_reserve(
        &p->earlier, &p->earlier_room, now->vertex_count + 1, sizeof *p->earlier, err);

    for (uint32_t v = 0; status == CLG_OK && v < now->vertex_count; v++) {
        uint32_t then = clg_snapshot_vertex(before, now->person[v]);
        p->earlier[v] = then == CLG_NO_VERTEX ? -1 : p->groups[0].group[then];
    }
    if (status == CLG_OK)
        status = clg_agreement_find(p->earlier, p->groups[1].group, now->vertex_count,
                                    parts, &agreement, err);
    if (status == CLG_OK)
        *ami = agreement.ami;
    return status;
}

clg_status clg_communities_stability(const clg_history *windows, clg_value *stability,
                                     clg_error *err)
{
    pair p = {0};
    double sum = 0.0, count = 0.0;
    clg_status status = CLG_OK;

    for (size_t w = 0; status == CLG_OK && w < windows->count; w++) {
        clg_communities earlier = p.groups[0];
        clg_value ami = clg_value_undefined();
        p.groups[0] = p.groups[1];
        p.groups[1] = earlier;
        status = clg_communities_find(&p.groups[1], &windows->windows[w].ties, 1, err);
        if (status == CLG_OK && w > 0)
            status =
                agree(&p, &windows->windows[w - 1], &windows->windows[w], &ami, err);
        if (status == CLG_OK && ami.status == CLG_VALUE_OK) {
            sum += ami.value;
            count += 1.0;
        }
    }
    clg_communities_clear(&p.groups[0]);
    clg_communities_clear(&p.groups[1]);
    clg_free(p.earlier);
    *stability = clg_value_share(sum, count);
    return status;
}
