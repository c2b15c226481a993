/* Core and periphery: how deep in the middle of a network people are. */
#include "graph/igraph_bridge.h"
#include "measures/core/degree.h"
#include "measures/registry.h"
#include "measures/report.h"

static clg_status degeneracy(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const uint32_t *coreness = NULL;
    uint32_t n = network->graph->vertex_count;
    clg_status status = clg_network_coreness(network, &coreness, err);

    if (status == CLG_OK)
        clg_value_store(n > 0 ? clg_value_of((double)clg_largest(coreness, n))
                              : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

static clg_status degree(clg_network *network, double *values, uint8_t *statuses,
                         clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);

    if (status == CLG_OK)
        clg_report_counts(degrees, network->graph->vertex_count, values, statuses);
    return status;
}

static clg_status strength(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    (void)err;
    clg_strengths(network->graph, CLG_ARCS_ALL, values);
    clg_report_numbers(values, network->graph->vertex_count, values, statuses);
    return CLG_OK;
}

static clg_status coreness(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    const uint32_t *numbers = NULL;
    clg_status status = clg_network_coreness(network, &numbers, err);

    if (status == CLG_OK)
        clg_report_counts(numbers, network->graph->vertex_count, values, statuses);
    return status;
}

static clg_status degree_by(clg_network *network, clg_arcs arcs, double *values,
                            uint8_t *statuses, clg_error *err)
{
    uint32_t *marks = NULL;
    clg_status status = clg_network_marks(network, &marks, err);

    if (status != CLG_OK)
        return status;
    clg_degrees(network->graph, arcs, marks);
    clg_report_counts(marks, network->graph->vertex_count, values, statuses);
    return CLG_OK;
}

static clg_status indegree(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    return degree_by(network, CLG_ARCS_IN, values, statuses, err);
}

static clg_status outdegree(clg_network *network, double *values, uint8_t *statuses,
                            clg_error *err)
{
    return degree_by(network, CLG_ARCS_OUT, values, statuses, err);
}

static clg_status coreness_by(clg_network *network, clg_arcs arcs, double *values,
                              uint8_t *statuses, clg_error *err)
{
    uint32_t *marks = NULL;
    clg_status status = clg_network_marks(network, &marks, err);

    if (status == CLG_OK)
        status = clg_coreness(network->graph, arcs, marks, err);
    if (status == CLG_OK)
        clg_report_counts(marks, network->graph->vertex_count, values, statuses);
    return status;
}

static clg_status coreness_in(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    return coreness_by(network, CLG_ARCS_IN, values, statuses, err);
}

static clg_status coreness_out(clg_network *network, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return coreness_by(network, CLG_ARCS_OUT, values, statuses, err);
}

static const clg_measure measures[] = {
    {.id = "degeneracy",
     .name = "Degeneracy",
     .unit = "ties",
     .range = "0 to people - 1",
     .direction = "higher: a denser innermost group; at least the largest meeting "
                  "less 1",
     .level = "school",
     .definition = "the largest coreness of any member",
     .source = "Seidman 1983, Soc. Networks 5:269",
     .undefined_when = "no people",
     .cost = "O(n + m)",
     .of_network = degeneracy,
     .plain = CLG_PLAIN_BOTH},
    {.id = "degree",
     .name = "Degree",
     .unit = "ties",
     .range = "0 to people - 1",
     .direction = "higher: meets more different people",
     .level = "person",
     .definition = "d_i = members with whom i has a tie; a tie joins members who "
                   "attended a meeting together (without attendance: who exchanged "
                   "anything)",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "never",
     .cost = "O(n)",
     .of_network = degree,
     .plain = CLG_PLAIN_BOTH},
    {.id = "strength",
     .name = "Strength",
     .unit = "tie weight",
     .range = "0 or more",
     .direction = "higher: more shared work",
     .level = "person",
     .definition = "s_i = sum of w_ij; with newman weights, w_ij = sum 1 / (N_m - 1) "
                   "over shared meetings, the meetings of two or more that i attended",
     .source = "Newman 2001, PRE 64:016132",
     .undefined_when = "never",
     .cost = "O(m)",
     .of_network = strength,
     .plain = CLG_PLAIN_BOTH},
    {.id = "coreness",
     .name = "Coreness",
     .unit = "ties",
     .range = "0 to degree",
     .direction = "higher: deeper in a densely tied group",
     .level = "person",
     .definition = "the largest k such that i is in a subgraph in which everyone has "
                   "at least k ties",
     .source = "Seidman 1983, Soc. Networks 5:269",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = coreness,
     .plain = CLG_PLAIN_BOTH},
    {.id = "indegree",
     .name = "Indegree",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: contacted by more others",
     .level = "vertex",
     .definition = "arcs that end in i",
     .source = "Wasserman & Faust 1994, p. 126",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = indegree,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "outdegree",
     .name = "Outdegree",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: contacts more others",
     .level = "vertex",
     .definition = "arcs that begin in i",
     .source = "Wasserman & Faust 1994, p. 126",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = outdegree,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "coreness_in",
     .name = "In-coreness",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: deeper in a group whose members are contacted by many of it",
     .level = "vertex",
     .definition = "the largest k such that i is in a subgraph in which everyone has "
                   "indegree k or more",
     .source = "Seidman 1983, Soc. Networks 5:269",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = coreness_in,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "coreness_out",
     .name = "Out-coreness",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: deeper in a group whose members contact many of it",
     .level = "vertex",
     .definition = "the largest k such that i is in a subgraph in which everyone has "
                   "outdegree k or more",
     .source = "Seidman 1983, Soc. Networks 5:269",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = coreness_out,
     .plain = CLG_PLAIN_DIRECTED},
};

const clg_measure *clg_core_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
