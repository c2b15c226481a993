#include "measures/core/core_null.h"

#include <math.h>

enum { SWAPS_A_TIE = 10 };

void clg_core_null_room_clear(clg_core_null_room *room)
{
    clg_core_room_clear(&room->core);
    clg_rewiring_clear(&room->rewiring);
}

static clg_status draw(const clg_graph *graph, clg_core_chance chance, clg_rewiring *r,
                       clg_random *random, clg_error *err)
{
    clg_status status;

    if (chance == CLG_CHANCE_RANDOM)
        return clg_random_graph(r, graph, random, err);
    status = clg_rewiring_start(r, graph, err);
    if (status == CLG_OK)
        status = clg_rewire(r, SWAPS_A_TIE, random, err);
    return status;
}

clg_status clg_core_null_find(const clg_graph *graph, clg_core_chance chance,
                              uint32_t copies, uint64_t seed, clg_core_null_room *room,
                              clg_core_null *null, clg_error *err)
{
    clg_core core;
    clg_status status = clg_core_find(graph, CLG_CORE_QUICK, &room->core, &core, err);

    if (status != CLG_OK)
        return status;
    *null =
        (clg_core_null){core.fit.status, clg_monte_carlo_of(core.fit.value), -INFINITY};
    if (core.fit.status != CLG_VALUE_OK)
        return CLG_OK;
    for (uint32_t c = 0; status == CLG_OK && c < copies; c++) {
        clg_random random = clg_random_stream(seed, "core null", graph->vertex_count,
                                              graph->arc_count + (size_t)chance, c);
        status = draw(graph, chance, &room->rewiring, &random, err);
        if (status == CLG_OK)
            status = clg_core_find(&room->rewiring.graph, CLG_CORE_QUICK, &room->core,
                                   &core, err);
        if (status == CLG_OK && core.fit.status == CLG_VALUE_OK) {
            clg_monte_carlo_add(&null->test, core.fit, false);
            null->largest = fmax(null->largest, core.fit.value);
        }
    }
    if (null->test.draws == 0)
        null->status = CLG_VALUE_UNDEFINED;
    return status;
}
