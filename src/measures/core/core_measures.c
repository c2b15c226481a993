/* Core and periphery: how deep in the middle of a network people are. */
#include "graph/igraph_bridge.h"
#include "measures/core/borgatti_everett.h"
#include "measures/core/core_missing.h"
#include "measures/core/degree.h"
#include "measures/core/splittance.h"
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

static clg_status core_fit(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    const clg_core *core = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        clg_value_store(core->fit, 0, values, statuses);
    return status;
}

static clg_status core_share(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const clg_core *core = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        clg_value_store(core->fit.status == CLG_VALUE_OK
                            ? clg_value_share((double)core->size,
                                              (double)network->graph->vertex_count)
                            : core->fit,
                        0, values, statuses);
    return status;
}

static clg_status block_density(clg_network *network, int block, double *values,
                                uint8_t *statuses, clg_error *err)
{
    const clg_core *core = NULL;
    const clg_graph *graph = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    if (status != CLG_OK)
        return status;
    if (core->fit.status != CLG_VALUE_OK) {
        clg_value_store(core->fit, 0, values, statuses);
        return CLG_OK;
    }
    clg_core_blocks blocks = clg_core_count_blocks(graph, core->member);
    clg_value_store(clg_core_density(&blocks, block), 0, values, statuses);
    return CLG_OK;
}

static clg_status core_density(clg_network *network, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return block_density(network, 0, values, statuses, err);
}

static clg_status core_periphery_density(clg_network *network, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    return block_density(network, 1, values, statuses, err);
}

static clg_status periphery_density(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return block_density(network, 2, values, statuses, err);
}

static clg_status core_member(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    const clg_core *core = NULL;
    clg_status status = clg_network_core(network, &core, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(core->fit.status == CLG_VALUE_OK
                            ? clg_value_of((double)core->member[v])
                            : core->fit,
                        v, values, statuses);
    return status;
}

/* In another room: the core that was found stays. */
static clg_status core_fit_missing(clg_network *network, double *values,
                                   uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_core core;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_core_find_missing(
            graph, clg_core_effort_for(graph->vertex_count, network->is_thorough),
            &network->core_null_room.core, &core, err);
    if (status == CLG_OK)
        clg_value_store(core.fit, 0, values, statuses);
    return status;
}

static clg_status find_split(clg_network *network, clg_split *split, clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *marks = NULL;
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_degrees(network, &degrees, err);
    if (status == CLG_OK)
        status = clg_network_marks(network, &marks, err);
    if (status == CLG_OK)
        *split = clg_split_find(degrees, graph->vertex_count, marks);
    return status;
}

static clg_status splittance(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    clg_split split;
    clg_status status = find_split(network, &split, err);

    if (status == CLG_OK)
        clg_value_store(split.splittance, 0, values, statuses);
    return status;
}

static clg_status split_fit(clg_network *network, double *values, uint8_t *statuses,
                            clg_error *err)
{
    clg_split split;
    clg_status status = find_split(network, &split, err);

    if (status == CLG_OK)
        clg_value_store(split.fit, 0, values, statuses);
    return status;
}

static clg_status split_core_size(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    clg_split split;
    clg_status status = find_split(network, &split, err);

    if (status == CLG_OK)
        clg_value_store(split.splittance.status == CLG_VALUE_OK
                            ? clg_value_of((double)split.largest)
                            : split.splittance,
                        0, values, statuses);
    return status;
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
    {.id = "core_fit",
     .name = "Fit of a discrete core",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "higher: more like a dense core whose members everyone else is tied "
                  "to; compare with its null: it is large without any core",
     .level = "school",
     .definition = "largest r found = correlation over pairs of w_ij and x_i + x_j - "
                   "x_i x_j, x = 1 in the core",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "fewer than 3 people, or all pairs weigh the same",
     .cost = "O((n + m) steps)",
     .of_network = core_fit,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_MEETINGS},
    {.id = "core_share",
     .name = "Share of people in the core",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: a wider core",
     .level = "school",
     .definition = "k / n, k = people in the core of the largest r found",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "the core is undefined",
     .cost = "O((n + m) steps)",
     .of_network = core_share,
     .plain = CLG_PLAIN_BOTH,
     .interval = CLG_INTERVAL_MEETINGS},
    {.id = "core_density",
     .name = "Density of the core",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more pairs inside the core are tied",
     .level = "school",
     .definition = "ties inside the core / (k (k - 1) / 2)",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "the core is undefined, or the block has no pairs",
     .cost = "O(n + m)",
     .of_network = core_density,
     .plain = CLG_PLAIN_BOTH},
    {.id = "core_periphery_density",
     .name = "Density between core and periphery",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: the periphery is tied to more of the core",
     .level = "school",
     .definition = "ties between core and periphery / (k (n - k))",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "the core is undefined, or the block has no pairs",
     .cost = "O(n + m)",
     .of_network = core_periphery_density,
     .plain = CLG_PLAIN_BOTH},
    {.id = "periphery_density",
     .name = "Density of the periphery",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more pairs in the periphery are tied",
     .level = "school",
     .definition = "ties inside the periphery / ((n - k) (n - k - 1) / 2)",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "the core is undefined, or the block has no pairs",
     .cost = "O(n + m)",
     .of_network = periphery_density,
     .plain = CLG_PLAIN_BOTH},
    {.id = "core_fit_missing",
     .name = "Fit of a core, mixed pairs left out",
     .unit = "1",
     .range = "[-1, 1]",
     .direction =
         "higher: people in the core are tied to each other, the others are not",
     .level = "school",
     .definition = "largest r found = correlation of w_ij and x_i x_j over the pairs "
                   "inside the core and inside the periphery",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "fewer than 4 people, or all pairs weigh the same",
     .cost = "O(k (n - k) + m) a step, 31 starts",
     .of_network = core_fit_missing,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "splittance",
     .name = "Distance from a split network",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: farther from a core in which all are tied and a periphery "
                  "in which nobody is",
     .level = "school",
     .definition = "Z = (m* (m* - 1) - sum of d_(i) up to m* + sum of d_(i) beyond) / "
                   "2, m* = the last i with d_(i) >= i - 1, d falling",
     .source = "Hammer & Simeone 1981, Combinatorica 1:275; Lip 2011, arXiv:1102.5511",
     .undefined_when = "no people",
     .cost = "O(n)",
     .of_network = splittance,
     .plain = CLG_PLAIN_UNDIRECTED},
    {.id = "split_fit",
     .name = "Fit of a split network",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: nearer to a core in which all are tied and a periphery in "
                  "which nobody is",
     .level = "school",
     .definition = "1 - Z / min(m, N2 - m), Z = splittance, N2 = n (n - 1) / 2",
     .source = "own, after Hammer & Simeone 1981",
     .undefined_when = "no ties, or all pairs tied",
     .cost = "O(n)",
     .of_network = split_fit,
     .plain = CLG_PLAIN_UNDIRECTED},
    {.id = "split_core_size",
     .name = "Size of the split core",
     .unit = "people",
     .range = "0 to people",
     .direction = "higher: a wider core",
     .level = "school",
     .definition = "m* = the last i with d_(i) >= i - 1, d falling",
     .source = "Lip 2011, arXiv:1102.5511",
     .undefined_when = "no people",
     .cost = "O(n)",
     .of_network = split_core_size,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core",
     .name = "In the core",
     .unit = "1",
     .range = "0 or 1",
     .direction = "1: in the core of the largest r found",
     .level = "person",
     .definition = "x_i of core_fit",
     .source = "Borgatti & Everett 2000, Soc. Networks 21:375",
     .undefined_when = "the core is undefined",
     .cost = "O((n + m) steps)",
     .of_network = core_member,
     .plain = CLG_PLAIN_BOTH},
};

const clg_measure *clg_core_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
