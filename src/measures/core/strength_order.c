#include "measures/core/strength_order.h"

#include "measures/core/degree.h"

static void sift_down(uint32_t *heap, uint32_t count, uint32_t at,
                      const double *strength)
{
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        uint32_t held = heap[at];
        if (child + 1 < count &&
            clg_comes_before(strength, heap[child], heap[child + 1]))
            child++;
        if (!clg_comes_before(strength, held, heap[child]))
            return;
        heap[at] = heap[child];
        heap[child] = held;
    }
}

/* Heap sort: qsort() knows no scores. */
void clg_order_by(const double *score, uint32_t count, uint32_t *order)
{
    for (uint32_t v = 0; v < count; v++)
        order[v] = v;
    for (uint32_t v = count / 2; v-- > 0;)
        sift_down(order, count, v, score);
    for (uint32_t last = count; last-- > 1;) {
        uint32_t first = order[0];
        order[0] = order[last];
        order[last] = first;
        sift_down(order, last, 0, score);
    }
}

void clg_strength_order(const clg_graph *graph, uint32_t *order, double *strength)
{
    clg_strengths(graph, CLG_ARCS_ALL, strength);
    clg_order_by(strength, graph->vertex_count, order);
}
