#include "measures/stratification/stratification_functions.h"

#include "graph/igraph_bridge.h"
#include "measures/core/degree.h"
#include "measures/report.h"
#include "measures/stratification/assortativity.h"
#include "measures/stratification/centralization.h"
#include "measures/stratification/gini.h"
#include "measures/stratification/inequality.h"
#include "measures/stratification/nestedness.h"
#include "measures/stratification/rich_club.h"

/* Of larger networks so many copies would take long. */
enum { RICH_CLUB_COPIES = 99, MOST_ARCS = 40000 };

/* Meetings attended by each. */
static clg_status find_attended(clg_affiliation *attendance, double **attended,
                                clg_error *err)
{
    const size_t *first = attendance->table->vertex_first;
    clg_status status = clg_affiliation_numbers(attendance, attended, err);

    for (uint32_t v = 0; status == CLG_OK && v < attendance->table->vertex_count; v++)
        (*attended)[v] = (double)(first[v + 1] - first[v]);
    return status;
}

clg_status clg_stratification_attendance_gini(clg_affiliation *attendance,
                                              double *values, uint8_t *statuses,
                                              clg_error *err)
{
    double *attended = NULL;
    clg_status status = find_attended(attendance, &attended, err);

    if (status == CLG_OK)
        clg_value_store(clg_gini(attended, attendance->table->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_attendance_theil(clg_affiliation *attendance,
                                               double *values, uint8_t *statuses,
                                               clg_error *err)
{
    double *attended = NULL;
    clg_status status = find_attended(attendance, &attended, err);

    if (status == CLG_OK)
        clg_value_store(clg_theil(attended, attendance->table->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_attendance_hhi(clg_affiliation *attendance,
                                             double *values, uint8_t *statuses,
                                             clg_error *err)
{
    double *attended = NULL;
    clg_status status = find_attended(attendance, &attended, err);

    if (status == CLG_OK)
        clg_value_store(clg_hhi(attended, attendance->table->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_attendance_top_share(clg_affiliation *attendance,
                                                   double *values, uint8_t *statuses,
                                                   clg_error *err)
{
    double *attended = NULL;
    clg_status status = find_attended(attendance, &attended, err);

    if (status == CLG_OK)
        clg_value_store(clg_top_fifth_share(attended, attendance->table->vertex_count),
                        0, values, statuses);
    return status;
}

/* Exchanges begun by each, within the school. */
static clg_status find_begun(clg_network *network, double **begun, clg_error *err)
{
    clg_status status = clg_network_numbers(network, begun, err);

    if (status == CLG_OK)
        clg_strengths(network->graph, CLG_ARCS_OUT, *begun);
    return status;
}

clg_status clg_stratification_initiation_gini(clg_network *network, double *values,
                                              uint8_t *statuses, clg_error *err)
{
    double *begun = NULL;
    clg_status status = find_begun(network, &begun, err);

    if (status == CLG_OK)
        clg_value_store(clg_gini(begun, network->graph->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_initiation_theil(clg_network *network, double *values,
                                               uint8_t *statuses, clg_error *err)
{
    double *begun = NULL;
    clg_status status = find_begun(network, &begun, err);

    if (status == CLG_OK)
        clg_value_store(clg_theil(begun, network->graph->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_initiation_hhi(clg_network *network, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    double *begun = NULL;
    clg_status status = find_begun(network, &begun, err);

    if (status == CLG_OK)
        clg_value_store(clg_hhi(begun, network->graph->vertex_count), 0, values,
                        statuses);
    return status;
}

clg_status clg_stratification_initiation_top_share(clg_network *network, double *values,
                                                   uint8_t *statuses, clg_error *err)
{
    double *begun = NULL;
    clg_status status = find_begun(network, &begun, err);

    if (status == CLG_OK)
        clg_value_store(clg_top_fifth_share(begun, network->graph->vertex_count), 0,
                        values, statuses);
    return status;
}

clg_status clg_stratification_busiest_share(clg_network *network, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    const uint32_t count = network->graph->vertex_count;
    double *begun = NULL, *received = NULL, all = 0.0, most = 0.0;
    clg_status status = find_begun(network, &begun, err);

    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &received, err);
    if (status != CLG_OK)
        return status;
    clg_strengths(network->graph, CLG_ARCS_IN, received);
    for (uint32_t v = 0; v < count; v++) {
        all += begun[v];
        most = fmax(most, begun[v] + received[v]);
    }
    clg_value_store(clg_value_share(most, all), 0, values, statuses);
    return CLG_OK;
}

clg_status clg_stratification_degree_centralization(clg_network *network,
                                                    double *values, uint8_t *statuses,
                                                    clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);

    if (status == CLG_OK)
        clg_value_store(
            clg_degree_centralization(degrees, network->graph->vertex_count), 0, values,
            statuses);
    return status;
}

static clg_status arc_centralization(clg_network *network, clg_arcs arcs,
                                     double *values, uint8_t *statuses, clg_error *err)
{
    uint32_t *marks = NULL;
    clg_status status = clg_network_marks(network, &marks, err);

    if (status != CLG_OK)
        return status;
    clg_degrees(network->graph, arcs, marks);
    clg_value_store(clg_arc_centralization(marks, network->graph->vertex_count), 0,
                    values, statuses);
    return CLG_OK;
}

clg_status clg_stratification_indegree_centralization(clg_network *network,
                                                      double *values, uint8_t *statuses,
                                                      clg_error *err)
{
    return arc_centralization(network, CLG_ARCS_IN, values, statuses, err);
}

clg_status clg_stratification_outdegree_centralization(clg_network *network,
                                                       double *values,
                                                       uint8_t *statuses,
                                                       clg_error *err)
{
    return arc_centralization(network, CLG_ARCS_OUT, values, statuses, err);
}

clg_status clg_stratification_betweenness_centralization(clg_network *network,
                                                         double *values,
                                                         uint8_t *statuses,
                                                         clg_error *err)
{
    const clg_paths *paths = NULL;
    double *numbers = NULL;
    uint32_t n = network->graph->vertex_count;
    clg_status status = clg_network_paths(network, &paths, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &numbers, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < n; v++)
        numbers[v] = clg_betweenness(paths, v).value;
    clg_value_store(clg_betweenness_centralization(numbers, n), 0, values, statuses);
    return CLG_OK;
}

clg_status clg_stratification_closeness_centralization(clg_network *network,
                                                       double *values,
                                                       uint8_t *statuses,
                                                       clg_error *err)
{
    uint32_t *distance = NULL, *queue = NULL;
    clg_status status = clg_network_marks(network, &distance, err);

    if (status == CLG_OK)
        status = clg_network_more_marks(network, &queue, err);
    if (status == CLG_OK)
        clg_value_store(clg_closeness_centralization(network->graph, distance, queue),
                        0, values, statuses);
    return status;
}

clg_status clg_stratification_degree_assortativity(clg_network *network, double *values,
                                                   uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = network->graph;
    double *from = NULL, *to = NULL;
    clg_status status = clg_network_numbers(network, &from, err);

    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &to, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        from[v] = (double)(graph->first[v + 1] - graph->first[v]);
        to[v] = graph->is_directed ? 0.0 : from[v];
    }
    for (size_t e = 0; graph->is_directed && e < graph->arc_count; e++)
        to[graph->target[e]] += 1.0;
    clg_value_store(clg_assortativity(graph, from, to, false), 0, values, statuses);
    return CLG_OK;
}

static clg_status find_nestedness(clg_affiliation *attendance,
                                  clg_nestedness *nestedness, clg_error *err)
{
    return clg_nestedness_find(attendance->table, nestedness, err);
}

clg_status clg_stratification_nestedness(clg_affiliation *attendance, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    clg_nestedness nestedness;
    clg_status status = find_nestedness(attendance, &nestedness, err);

    if (status == CLG_OK)
        clg_value_store(nestedness.both, 0, values, statuses);
    return status;
}

clg_status clg_stratification_nestedness_people(clg_affiliation *attendance,
                                                double *values, uint8_t *statuses,
                                                clg_error *err)
{
    clg_nestedness nestedness;
    clg_status status = find_nestedness(attendance, &nestedness, err);

    if (status == CLG_OK)
        clg_value_store(nestedness.people, 0, values, statuses);
    return status;
}

clg_status clg_stratification_nestedness_meetings(clg_affiliation *attendance,
                                                  double *values, uint8_t *statuses,
                                                  clg_error *err)
{
    clg_nestedness nestedness;
    clg_status status = find_nestedness(attendance, &nestedness, err);

    if (status == CLG_OK)
        clg_value_store(nestedness.meetings, 0, values, statuses);
    return status;
}

clg_status clg_stratification_spectral_nestedness(clg_affiliation *attendance,
                                                  double *values, uint8_t *statuses,
                                                  clg_error *err)
{
    clg_value value;
    clg_status status = clg_spectral_nestedness(attendance->table, &value, err);

    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    return status;
}

static clg_status read_rich_club(clg_network *network, uint32_t copies, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_value value = clg_value_undefined();
    clg_status status = clg_network_symmetric(network, &graph, err);
    uint32_t k;

    if (status != CLG_OK)
        return status;
    k = clg_rich_club_degree(graph);
    if (copies > 0 && graph->arc_count > MOST_ARCS)
        value = clg_value_none(CLG_VALUE_NOT_CONVERGED);
    else if (copies == 0)
        value = clg_rich_club(graph, k);
    else
        status = clg_rich_club_ratio(graph, k, copies,
                                     &network->core_null_room.rewiring, &value, err);
    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    return status;
}

clg_status clg_stratification_rich_club(clg_network *network, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    return read_rich_club(network, 0, values, statuses, err);
}

clg_status clg_stratification_rich_club_ratio(clg_network *network, double *values,
                                              uint8_t *statuses, clg_error *err)
{
    return read_rich_club(network, RICH_CLUB_COPIES, values, statuses, err);
}
