#include "graph/exchange.h"

#include "base/memory.h"
#include "study/windows.h"

#include <math.h>

static size_t collect(clg_tie *ties, const clg_exchanges *exchanges, size_t first,
                      size_t last, int32_t kind, const clg_members *members)
{
    size_t count = 0;

    for (size_t x = first; x < last; x++) {
        uint32_t from = clg_members_vertex(members, exchanges->from[x]);
        uint32_t to = clg_members_vertex(members, exchanges->to[x]);
        double weight = (double)exchanges->weight[x];

        if (kind != CLG_ALL_KINDS && exchanges->kind[x] != kind)
            continue;
        if (from == CLG_NO_VERTEX || to == CLG_NO_VERTEX || from == to)
            continue;
        if (weight > 0.0 && isfinite(weight))
            ties[count++] = (clg_tie){from, to, weight};
    }
    return count;
}

/* The exchanges of the period into network->ties. */
static clg_status gather(clg_exchange_network *network, const clg_study *study,
                         uint32_t school, int64_t begin, int64_t end, int32_t kind,
                         const clg_members *members, size_t *count, clg_error *err)
{
    const clg_exchanges *exchanges = &study->exchanges;
    size_t low = study->schools.exchange_first[school];
    size_t high = study->schools.exchange_first[school + 1];
    size_t first = clg_lower_bound(exchanges->time, low, high, begin);
    size_t last = clg_lower_bound(exchanges->time, first, high, end);
    clg_status status = clg_array_reserve(&network->ties, &network->tie_room,
                                          last - first, sizeof *network->ties, err);

    if (status == CLG_OK)
        *count = collect(network->ties, exchanges, first, last, kind, members);
    return status;
}

clg_status clg_exchange_network_build(clg_exchange_network *network,
                                      const clg_study *study, uint32_t school,
                                      int64_t begin, int64_t end, int32_t kind,
                                      const clg_members *members, clg_error *err)
{
    size_t count;
    clg_status status =
        gather(network, study, school, begin, end, kind, members, &count, err);

    return status == CLG_OK ? clg_graph_from_ties(&network->graph, members->count, true,
                                                  network->ties, count, err)
                            : status;
}

clg_status clg_exchange_network_count(clg_exchange_network *network,
                                      const clg_study *study, uint32_t school,
                                      int64_t begin, int64_t end,
                                      const clg_members *members, clg_error *err)
{
    size_t count;
    clg_status status =
        gather(network, study, school, begin, end, CLG_ALL_KINDS, members, &count, err);

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        network->ties[i].weight = 1.0;
    return status == CLG_OK ? clg_graph_from_ties(&network->graph, members->count, true,
                                                  network->ties, count, err)
                            : status;
}

void clg_exchange_network_clear(clg_exchange_network *network)
{
    clg_graph_clear(&network->graph);
    clg_free(network->ties);
    *network = (clg_exchange_network){0};
}
