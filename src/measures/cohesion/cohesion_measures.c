/* What holds a network together: density, strength, reciprocity, closed triples. */
#include "measures/cohesion/density.h"
#include "measures/cohesion/triples.h"
#include "measures/registry.h"
#include "measures/value.h"

static clg_status give(clg_value value, double *values, uint8_t *statuses)
{
    clg_value_store(value, 0, values, statuses);
    return CLG_OK;
}

static clg_status density(clg_network *network, double *values, uint8_t *statuses,
                          clg_error *err)
{
    (void)err;
    return give(clg_density(network->graph), values, statuses);
}

static clg_status mean_degree(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    (void)err;
    return give(clg_mean_degree(network->graph), values, statuses);
}

static clg_status mean_strength(clg_network *network, double *values, uint8_t *statuses,
                                clg_error *err)
{
    (void)err;
    return give(clg_mean_strength(network->graph), values, statuses);
}

static clg_status reciprocity(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    (void)err;
    return give(clg_reciprocity(network->graph), values, statuses);
}

static clg_status weighted_reciprocity(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    (void)err;
    return give(clg_weighted_reciprocity(network->graph), values, statuses);
}

static clg_status vertices(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    (void)err;
    return give(clg_value_of((double)network->graph->vertex_count), values, statuses);
}

static clg_status ties(clg_network *network, double *values, uint8_t *statuses,
                       clg_error *err)
{
    (void)err;
    return give(clg_value_of((double)clg_graph_tie_count(network->graph)), values,
                statuses);
}

static clg_status transitivity(clg_network *network, double *values, uint8_t *statuses,
                               clg_error *err)
{
    clg_triples triples = {0, 0};
    clg_status status = clg_network_triples(network, &triples, err);

    if (status == CLG_OK)
        clg_value_store(clg_transitivity(triples), 0, values, statuses);
    return status;
}

static clg_status copresence(clg_affiliation *attendance, double *values,
                             uint8_t *statuses, clg_error *err)
{
    (void)err;
    clg_value_store(clg_copresence(attendance->table), 0, values, statuses);
    return CLG_OK;
}

static const clg_measure measures[] = {
    {.id = "density",
     .name = "Density of ties",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more pairs are tied",
     .level = "school",
     .definition = "m / (n (n - 1) / 2); a tie joins members who attended a meeting "
                   "together (without attendance: who exchanged anything)",
     .source = "Wasserman & Faust 1994, p. 101",
     .undefined_when = "fewer than 2 people",
     .cost = "O(1)",
     .of_network = density,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_SUBSAMPLE},
    {.id = "copresence",
     .name = "Meetings that a pair shared",
     .unit = "meetings",
     .range = "0 or more",
     .direction = "higher: the same people are at the same meetings; with its null: "
                  "more than their activity alone would bring together",
     .level = "school",
     .definition = "sum over meetings of N_m (N_m - 1) / (n (n - 1)), N_m members "
                   "present",
     .source = "own; the null is the row-only one of Strona et al. 2018, Methods Ecol. "
               "Evol. 9:1123",
     .undefined_when = "fewer than 2 people",
     .cost = "O(meetings)",
     .of_attendance = copresence,
     .measured = CLG_MEASURED_ON_DEMAND,
     .null = CLG_NULL_ACTIVITY,
     .interval = CLG_INTERVAL_MEETINGS},
    {.id = "mean_strength",
     .name = "Mean strength",
     .unit = "tie weight",
     .range = "0 or more",
     .direction = "higher: more shared work a person",
     .level = "school",
     .definition = "(1 / n) sum of w_ij over ordered pairs; with newman weights the "
                   "meetings of two or more attended a person",
     .source = "Newman 2001, PRE 64:016132",
     .undefined_when = "fewer than 2 people",
     .cost = "O(m)",
     .of_network = mean_strength,
     .plain = CLG_PLAIN_BOTH},
    {.id = "transitivity",
     .name = "Transitivity",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: contacts of a person know one another; raised by every "
                  "meeting of three or more",
     .level = "school",
     .definition = "3 triangles / connected triples",
     .source = "Wasserman & Faust 1994, p. 243",
     .undefined_when = "no connected triple",
     .cost = "O(m n / 64)",
     .of_network = transitivity,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_SUBSAMPLE},
    {.id = "exchange_density",
     .name = "Density of exchanges",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more ordered pairs exchange",
     .level = "school",
     .definition = "arcs / (n (n - 1)); an arc i -> j: i contacted j at least once",
     .source = "Wasserman & Faust 1994, p. 129",
     .undefined_when = "fewer than 2 people",
     .cost = "O(1)",
     .of_network = density,
     .graph = CLG_OF_EXCHANGES,
     .interval = CLG_INTERVAL_VERTICES},
    {.id = "exchange_reciprocity",
     .name = "Reciprocity of exchanges",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more contacts are returned",
     .level = "school",
     .definition = "share of the arcs i -> j with an arc j -> i",
     .source = "Wasserman & Faust 1994, p. 507",
     .undefined_when = "no exchanges between members",
     .cost = "O(arcs log n)",
     .of_network = reciprocity,
     .graph = CLG_OF_EXCHANGES,
     .null = CLG_NULL_EXCHANGES,
     .interval = CLG_INTERVAL_VERTICES},
    {.id = "vertices",
     .name = "Vertices",
     .unit = "vertices",
     .range = "0 or more",
     .direction = "size of the network",
     .level = "network",
     .definition = "n = vertices of the node list, or all that ties name",
     .source = "own",
     .undefined_when = "never",
     .cost = "O(1)",
     .of_network = vertices,
     .plain = CLG_PLAIN_BOTH},
    {.id = "ties",
     .name = "Ties",
     .unit = "ties",
     .range = "0 or more",
     .direction = "higher: more is tied",
     .level = "network",
     .definition = "m = ties, or arcs of a directed network; no loops, parallel ones "
                   "merged",
     .source = "own",
     .undefined_when = "never",
     .cost = "O(1)",
     .of_network = ties,
     .plain = CLG_PLAIN_BOTH},
    {.id = "reciprocity",
     .name = "Reciprocity",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more arcs are answered",
     .level = "network",
     .definition = "share of the arcs i -> j with an arc j -> i",
     .source = "Wasserman & Faust 1994, p. 507",
     .undefined_when = "no arcs",
     .cost = "O(m log n)",
     .of_network = reciprocity,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "weighted_reciprocity",
     .name = "Weighted reciprocity",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more of the weight comes back",
     .level = "network",
     .definition = "sum of min(w_ij, w_ji) / sum of w_ij over arcs i -> j",
     .source = "Squartini et al. 2013, Sci. Rep. 3:2729",
     .undefined_when = "no arcs",
     .cost = "O(m log n)",
     .of_network = weighted_reciprocity,
     .plain = CLG_PLAIN_DIRECTED},
    {.id = "mean_degree",
     .name = "Mean degree",
     .unit = "ties",
     .range = "0 to n - 1, directed 2 (n - 1)",
     .direction = "higher: more ties a vertex",
     .level = "network",
     .definition = "2 m / n, an arc counting at both of its ends",
     .source = "Wasserman & Faust 1994, p. 100",
     .undefined_when = "fewer than 2 vertices",
     .cost = "O(1)",
     .of_network = mean_degree,
     .plain = CLG_PLAIN_BOTH},
};

const clg_measure *clg_cohesion_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
