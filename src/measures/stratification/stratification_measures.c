/* Who is unequal to whom: mixing of groups, inequality, centralization. */
#include "graph/igraph_bridge.h"
#include "measures/core/degree.h"
#include "measures/registry.h"
#include "measures/stratification/centralization.h"
#include "measures/stratification/gini.h"
#include "measures/stratification/mixing.h"

static clg_status attendance_gini(clg_affiliation *attendance, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    const size_t *first = attendance->table->vertex_first;
    uint32_t people = attendance->table->vertex_count;
    double *attended = NULL;
    clg_status status = clg_affiliation_numbers(attendance, &attended, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < people; v++)
        attended[v] = (double)(first[v + 1] - first[v]);
    clg_value_store(clg_gini(attended, people), 0, values, statuses);
    return CLG_OK;
}

static clg_status degree_centralization(clg_network *network, double *values,
                                        uint8_t *statuses, clg_error *err)
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

static clg_status indegree_centralization(clg_network *network, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return arc_centralization(network, CLG_ARCS_IN, values, statuses, err);
}

static clg_status outdegree_centralization(clg_network *network, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return arc_centralization(network, CLG_ARCS_OUT, values, statuses, err);
}

static clg_status ei_index(clg_network *network, const clg_groups *groups,
                           double *values, uint8_t *statuses, clg_error *err)
{
    clg_mixing mixing;
    clg_status status = clg_mixing_find(network->graph, groups->code, &mixing, err);

    if (status == CLG_OK)
        clg_value_store(mixing.ei, 0, values, statuses);
    return status;
}

static clg_status ei_expected(clg_network *network, const clg_groups *groups,
                              double *values, uint8_t *statuses, clg_error *err)
{
    clg_mixing mixing;
    clg_status status = clg_mixing_find(network->graph, groups->code, &mixing, err);

    if (status == CLG_OK)
        clg_value_store(mixing.ei_expected, 0, values, statuses);
    return status;
}

static clg_status assortativity(clg_network *network, const clg_groups *groups,
                                double *values, uint8_t *statuses, clg_error *err)
{
    clg_mixing mixing;
    clg_status status = clg_mixing_find(network->graph, groups->code, &mixing, err);

    if (status == CLG_OK)
        clg_value_store(mixing.assortativity, 0, values, statuses);
    return status;
}

static const clg_measure measures[] = {
    {.id = "attendance_gini",
     .name = "Inequality of attendance",
     .unit = "1",
     .range = "[0, 1 - 1 / n]",
     .direction = "higher: presence is more unequal",
     .level = "school",
     .definition = "Gini = sum (2 i - n - 1) k_(i) / (n sum k), k = meetings attended "
                   "by each member in ascending order, zeros included",
     .source = "Gini 1912; no small-sample correction",
     .undefined_when = "nobody attended anything",
     .cost = "O(n log n)",
     .of_attendance = attendance_gini},
    {.id = "degree_centralization",
     .name = "Degree centralization",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: ties gather around one person",
     .level = "school",
     .definition = "sum (max d - d_i) / ((n - 1) (n - 2)); 0 without ties",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "fewer than 3 people",
     .cost = "O(n)",
     .of_network = degree_centralization,
     .plain = CLG_PLAIN_UNDIRECTED,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_MEETINGS},
    {.id = "indegree_centralization",
     .name = "Indegree centralization",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: arcs end in one vertex",
     .level = "network",
     .definition = "sum (max d - d_i) / (n - 1)^2, d = arcs that end in i",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "fewer than 3 vertices",
     .cost = "O(n + m)",
     .of_network = indegree_centralization,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "outdegree_centralization",
     .name = "Outdegree centralization",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: arcs begin in one vertex",
     .level = "network",
     .definition = "sum (max d - d_i) / (n - 1)^2, d = arcs that begin in i",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "fewer than 3 vertices",
     .cost = "O(n + m)",
     .of_network = outdegree_centralization,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "ei_index",
     .name = "E-I index",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "higher: ties lead out of the own group; -1: all stay inside",
     .level = "attribute",
     .definition = "(E - I) / (E + I), E and I = weight of ties between and inside "
                   "groups",
     .source = "Krackhardt & Stern 1988, Soc. Psych. Q. 51:123",
     .undefined_when = "fewer than 2 groups, or no ties",
     .cost = "O(n + m)",
     .of_groups = ei_index,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_LABELS},
    {.id = "ei_expected",
     .name = "Expected E-I index",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "what group sizes alone would give",
     .level = "attribute",
     .definition = "(sum over p != q of n_p n_q - sum n_p (n_p - 1)) / (n (n - 1))",
     .source = "Krackhardt & Stern 1988, Soc. Psych. Q. 51:123",
     .undefined_when = "fewer than 2 groups",
     .cost = "O(n)",
     .of_groups = ei_expected,
     .plain = CLG_PLAIN_BOTH},
    {.id = "assortativity",
     .name = "Nominal assortativity",
     .unit = "1",
     .range = "above -1, to 1",
     .direction = "higher: ties stay inside groups more than chance would have it",
     .level = "attribute",
     .definition = "(sum e_pp - sum a_p b_p) / (1 - sum a_p b_p), e_pq = share of the "
                   "weight from group p to q, a and b its margins",
     .source = "Newman 2003, PRE 67:026126",
     .undefined_when = "fewer than 2 groups, no ties, or all ties in one group",
     .cost = "O(n + m)",
     .of_groups = assortativity,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_LABELS},
};

const clg_measure *clg_stratification_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
