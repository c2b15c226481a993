#include "measures/isolation/cut_points.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static clg_status reserve(clg_cut_room *room, size_t n, clg_error *err)
{
    return clg_array_reserve(&room->block, &room->block_room, 4 * n + 1,
                             sizeof *room->block, err);
}

void clg_cut_room_clear(clg_cut_room *room)
{
    clg_free(room->block);
    clg_free(room->is_cut);
    *room = (clg_cut_room){0};
}

/* A walk: when each vertex was entered, the earliest that its branch reaches, where its
 * row goes on, and by whom it was entered. Times count from 1. */
typedef struct walk {
    const clg_graph *graph;
    uint32_t *entered, *low, *next, *parent;
    uint8_t *is_cut;
    size_t bridges;
    uint32_t time;
} walk;

static void enter(walk *w, uint32_t v, uint32_t parent)
{
    w->entered[v] = w->low[v] = ++w->time;
    w->next[v] = 0;
    w->parent[v] = parent;
}

static void leave(walk *w, uint32_t v, uint32_t root, uint32_t *root_children)
{
    uint32_t up = w->parent[v];

    if (w->low[v] < w->low[up])
        w->low[up] = w->low[v];
    w->bridges += w->low[v] > w->entered[up];
    if (up == root)
        ++*root_children;
    else if (w->low[v] >= w->entered[up])
        w->is_cut[up] = 1;
}

/* One component. Each tie is there once, so that a step back is the tie to the parent.
 */
static void walk_from(walk *w, uint32_t root)
{
    const clg_graph *graph = w->graph;
    uint32_t v = root, children = 0;

    enter(w, root, root);
    for (;;) {
        if (graph->first[v] + w->next[v] < graph->first[v + 1]) {
            uint32_t other = graph->target[graph->first[v] + w->next[v]++];
            if (w->entered[other] == 0) {
                enter(w, other, v);
                v = other;
            } else if (other != w->parent[v] && w->entered[other] < w->low[v]) {
                w->low[v] = w->entered[other];
            }
        } else {
            if (v == root)
                break;
            leave(w, v, root, &children);
            v = w->parent[v];
        }
    }
    w->is_cut[root] = children > 1;
}

clg_status clg_cut_points(const clg_graph *graph, clg_cut_room *room, uint8_t *is_cut,
                          size_t *bridges, clg_error *err)
{
    size_t n = graph->vertex_count;
    clg_status status = reserve(room, n, err);
    walk w = {.graph = graph, .is_cut = is_cut};

    if (status != CLG_OK)
        return status;
    *bridges = 0;
    if (n == 0)
        return CLG_OK;
    w.entered = room->block;
    w.low = room->block + n;
    w.next = room->block + 2 * n;
    w.parent = room->block + 3 * n;
    memset(room->block, 0, 4 * n * sizeof *room->block);
    memset(is_cut, 0, n);
    for (uint32_t v = 0; v < n; v++)
        if (w.entered[v] == 0)
            walk_from(&w, v);
    *bridges = w.bridges;
    return CLG_OK;
}

/* Rows ascend: do two of them share an entry? */
static bool have_common(const clg_graph *graph, uint32_t a, uint32_t b)
{
    size_t i = graph->first[a], j = graph->first[b];

    while (i < graph->first[a + 1] && j < graph->first[b + 1]) {
        if (graph->target[i] == graph->target[j])
            return true;
        if (graph->target[i] < graph->target[j])
            i++;
        else
            j++;
    }
    return false;
}

size_t clg_local_bridges(const clg_graph *graph)
{
    size_t count = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            if (graph->target[e] > v)
                count += !have_common(graph, v, graph->target[e]);
    return count;
}

/* Ordered pairs in one component, without one vertex (n: without none). sizes: NULL, or
 * how many are in the component of each. */
static double linked_pairs(const clg_graph *graph, uint32_t without, uint32_t *mark,
                           uint32_t *queue, uint32_t *sizes, uint32_t stamp)
{
    double pairs = 0.0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        uint32_t count = 1;
        if (v == without || mark[v] == stamp)
            continue;
        mark[v] = stamp;
        queue[0] = v;
        for (uint32_t i = 0; i < count; i++)
            for (size_t e = graph->first[queue[i]]; e < graph->first[queue[i] + 1];
                 e++) {
                uint32_t other = graph->target[e];
                if (other == without || mark[other] == stamp)
                    continue;
                mark[other] = stamp;
                queue[count++] = other;
            }
        for (uint32_t i = 0; sizes != NULL && i < count; i++)
            sizes[queue[i]] = count;
        pairs += (double)count * ((double)count - 1.0);
    }
    return pairs;
}

/* Where nothing falls apart, only the pairs of the one who leaves are lost: the others
 * are walked only without the cut points, and those are few. */
static void fill_losses(const clg_graph *graph, clg_cut_room *room, double *loss)
{
    uint32_t n = graph->vertex_count, *mark = room->block, *queue = mark + n;
    uint32_t *sizes = queue + n;
    double size = (double)n, all;

    memset(mark, 0, (size_t)n * sizeof *mark);
    all = linked_pairs(graph, n, mark, queue, sizes, n + 1);
    for (uint32_t v = 0; v < n; v++) {
        double left = room->is_cut[v] ? linked_pairs(graph, v, mark, queue, NULL, v + 1)
                                      : all - 2.0 * ((double)sizes[v] - 1.0);
        loss[v] =
            n < 3 ? (double)NAN
                  : all / (size * (size - 1.0)) - left / ((size - 1.0) * (size - 2.0));
    }
}

clg_status clg_losses(const clg_graph *graph, clg_cut_room *room, double *loss,
                      clg_error *err)
{
    size_t bridges;
    clg_status status = clg_array_reserve(&room->is_cut, &room->is_cut_room,
                                          (size_t)graph->vertex_count + 1, 1, err);

    if (status == CLG_OK)
        status = clg_cut_points(graph, room, room->is_cut, &bridges, err);
    if (status == CLG_OK)
        fill_losses(graph, room, loss);
    return status;
}
