/* Being cut off, and standing between. */
#include "measures/core/degree.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/paths.h"
#include "measures/isolation/pieces.h"
#include "measures/registry.h"
#include "measures/report.h"

static clg_status isolates(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);
    uint32_t n = network->graph->vertex_count;

    if (status == CLG_OK)
        clg_value_store(clg_value_of((double)clg_zero_count(degrees, n)), 0, values,
                        statuses);
    return status;
}

static clg_status isolate_share(clg_network *network, double *values, uint8_t *statuses,
                                clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);
    uint32_t n = network->graph->vertex_count;

    if (status == CLG_OK)
        clg_value_store(clg_value_share((double)clg_zero_count(degrees, n), (double)n),
                        0, values, statuses);
    return status;
}

typedef clg_value piece_reading(clg_pieces pieces);

static clg_status read_pieces(clg_network *network, piece_reading *read, double *values,
                              uint8_t *statuses, clg_error *err)
{
    clg_pieces pieces = {0, 0, 0, 0.0};
    clg_status status = clg_network_pieces(network, &pieces, err);

    if (status == CLG_OK)
        clg_value_store(read(pieces), 0, values, statuses);
    return status;
}

static clg_value count_of(clg_pieces pieces)
{
    return clg_value_of((double)pieces.count);
}

static clg_status components(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    return read_pieces(network, count_of, values, statuses, err);
}

static clg_status largest_component_share(clg_network *network, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return read_pieces(network, clg_largest_component_share, values, statuses, err);
}

static clg_status fragmentation(clg_network *network, double *values, uint8_t *statuses,
                                clg_error *err)
{
    return read_pieces(network, clg_fragmentation, values, statuses, err);
}

typedef clg_value path_reading(const clg_paths *paths, uint32_t vertex);

static clg_status read_paths(clg_network *network, path_reading *read, double *values,
                             uint8_t *statuses, clg_error *err)
{
    const clg_paths *paths = NULL;
    clg_status status = clg_network_paths(network, &paths, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(read(paths, v), v, values, statuses);
    return status;
}

static clg_status harmonic(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    return read_paths(network, clg_harmonic, values, statuses, err);
}

static clg_status betweenness(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    return read_paths(network, clg_betweenness, values, statuses, err);
}

static clg_status constraint(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const clg_graph *symmetric = NULL;
    clg_status status = clg_network_symmetric(network, &symmetric, err);

    if (status == CLG_OK)
        status = clg_constraint(symmetric, &network->constraint_room, values, err);
    if (status == CLG_OK)
        clg_report_numbers(values, symmetric->vertex_count, values, statuses);
    return status;
}

static clg_status isolated(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    const uint32_t *degrees = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(clg_value_of(degrees[v] == 0 ? 1.0 : 0.0), v, values, statuses);
    return status;
}

static const clg_measure measures[] = {
    {.id = "isolates",
     .name = "Isolates",
     .unit = "people",
     .range = "0 to people",
     .direction = "higher: more people without any tie",
     .level = "school",
     .definition = "members of degree 0",
     .source = "Wasserman & Faust 1994, p. 128",
     .undefined_when = "never",
     .cost = "O(n)",
     .of_network = isolates,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_SUBSAMPLE},
    {.id = "isolate_share",
     .name = "Share of isolates",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more of the people without any tie",
     .level = "school",
     .definition = "isolates / n",
     .source = "own",
     .undefined_when = "no people",
     .cost = "O(n)",
     .of_network = isolate_share,
     .plain = CLG_PLAIN_BOTH},
    {.id = "components",
     .name = "Components",
     .unit = "components",
     .range = "0 to people",
     .direction = "higher: more separate pieces",
     .level = "school",
     .definition = "connected components of the ties, isolates included",
     .source = "Wasserman & Faust 1994, p. 109",
     .undefined_when = "never",
     .cost = "O(n + m)",
     .of_network = components,
     .plain = CLG_PLAIN_BOTH,
     .interval = CLG_INTERVAL_SUBSAMPLE},
    {.id = "largest_component_share",
     .name = "Share of the largest component",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more people in one piece",
     .level = "school",
     .definition = "people in the largest component / n",
     .source = "own",
     .undefined_when = "no people",
     .cost = "O(n + m)",
     .of_network = largest_component_share,
     .plain = CLG_PLAIN_BOTH},
    {.id = "fragmentation",
     .name = "Fragmentation",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more pairs can't reach each other",
     .level = "school",
     .definition = "F = 1 - sum C_k (C_k - 1) / (n (n - 1)), C_k = component sizes",
     .source = "Borgatti 2006, CMOT 12:21",
     .undefined_when = "fewer than 2 people",
     .cost = "O(n + m)",
     .of_network = fragmentation,
     .plain = CLG_PLAIN_BOTH,
     .null = CLG_NULL_ATTENDANCE,
     .interval = CLG_INTERVAL_SUBSAMPLE},
    {.id = "harmonic",
     .name = "Harmonic closeness",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: nearer to everyone; 0 for an isolate",
     .level = "person",
     .definition = "(1 / (n - 1)) sum over j of 1 / d_ij, d in ties, 0 where j can't "
                   "be reached",
     .source = "Marchiori & Latora 2000; Rochat 2009",
     .undefined_when = "fewer than 2 people",
     .cost = "O(n m)",
     .of_network = harmonic,
     .plain = CLG_PLAIN_BOTH},
    {.id = "constraint",
     .name = "Constraint",
     .unit = "1",
     .range = "above 0; may exceed 1",
     .direction = "higher: contacts are few or know one another; low: spans holes",
     .level = "person",
     .definition = "sum over neighbours j of (p_ij + sum over q of p_iq p_qj)^2, "
                   "p_ij = w_ij / s_i",
     .source = "Burt 1992, Structural Holes, ch. 2",
     .undefined_when = "the person has no tie",
     .cost = "O(sum over ties i-q of d_q)",
     .of_network = constraint,
     .plain = CLG_PLAIN_BOTH},
    {.id = "betweenness",
     .name = "Betweenness",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more shortest paths between others lead through the person",
     .level = "person",
     .definition = "sum over pairs j, k of the share of shortest paths through i, "
                   "divided by (n - 1) (n - 2) / 2; paths in ties",
     .source = "Freeman 1977; Brandes 2001, J. Math. Sociol. 25:163",
     .undefined_when = "fewer than 3 people",
     .cost = "O(n m)",
     .of_network = betweenness,
     .plain = CLG_PLAIN_BOTH},
    {.id = "isolated",
     .name = "Isolated",
     .unit = "1",
     .range = "0 or 1",
     .direction = "1: no tie with anyone",
     .level = "person",
     .definition = "1 if the degree is 0, else 0",
     .source = "own",
     .undefined_when = "never",
     .cost = "O(1)",
     .of_network = isolated,
     .plain = CLG_PLAIN_BOTH},
};

const clg_measure *clg_isolation_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
