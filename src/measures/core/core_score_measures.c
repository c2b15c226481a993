/* How deep in the middle: scores, shells and orders of a network. */
#include "measures/core/minres.h"
#include "measures/core/nonlinear.h"
#include "measures/core/rich_core.h"
#include "measures/core/shells.h"
#include "measures/core/strength_order.h"
#include "measures/registry.h"
#include "measures/report.h"

#include <string.h>

static clg_status core_score(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const clg_graph *graph = NULL;
    double *other = NULL;
    clg_value_status found;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &other, err);
    if (status != CLG_OK)
        return status;
    found = clg_nonlinear_core(graph, values, other);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        statuses[v] = (uint8_t)found;
    return CLG_OK;
}

static clg_status strength_core(clg_network *network, double *values, uint8_t *statuses,
                                clg_error *err)
{
    const clg_graph *graph = NULL;
    double *other = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &other, err);
    if (status != CLG_OK)
        return status;
    clg_strength_core(graph, values, other);
    clg_report_numbers(values, graph->vertex_count, values, statuses);
    return CLG_OK;
}

static clg_status onion_layer(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *marks = NULL, *layers = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &marks, err);
    if (status == CLG_OK)
        status = clg_network_more_marks(network, &layers, err);
    if (status != CLG_OK)
        return status;
    clg_onion_layers(graph, layers, marks);
    clg_report_counts(layers, graph->vertex_count, values, statuses);
    return CLG_OK;
}

static clg_status rich_core(clg_network *network, double *values, uint8_t *statuses,
                            clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *order = NULL, size;
    double *strength = NULL, highest;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &order, err);
    if (status == CLG_OK)
        status = clg_network_numbers(network, &strength, err);
    if (status != CLG_OK)
        return status;
    size = clg_rich_core(graph, order, strength, &highest);
    for (uint32_t r = 0; r < graph->vertex_count; r++)
        clg_value_store(graph->arc_count > 0 ? clg_value_of(r < size ? 1.0 : 0.0)
                                             : clg_value_undefined(),
                        order[r], values, statuses);
    return CLG_OK;
}

static clg_status alpha_centralization(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *order = NULL;
    double *strength = NULL, *inside = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &order, err);
    if (status == CLG_OK)
        status = clg_network_numbers(network, &strength, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &inside, err);
    if (status == CLG_OK)
        clg_value_store(clg_alpha_centralization(graph, order, strength, inside), 0,
                        values, statuses);
    return status;
}

static clg_status alpha_coreness(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t *order = NULL;
    double *inside = NULL;
    clg_value c;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &order, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &inside, err);
    if (status != CLG_OK)
        return status;
    c = clg_alpha_centralization(graph, order, values, inside);
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        clg_value_store(c.status == CLG_VALUE_OK ? clg_value_of(values[v]) : c, v,
                        values, statuses);
    return CLG_OK;
}

/* Scores this near are equal: they differ by rounding. */
static bool is_higher(double score, double other)
{
    return score > other + 1e-9;
}

static clg_status core_score_rank(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    uint32_t n = network->graph->vertex_count, *order = NULL;
    double *scores = NULL;
    clg_status status = core_score(network, values, statuses, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &order, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &scores, err);
    if (status != CLG_OK || n == 0 || statuses[0] != CLG_VALUE_OK)
        return status;
    memcpy(scores, values, n * sizeof *scores);
    clg_order_by(scores, n, order);
    for (uint32_t first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n; last++)
            if (is_higher(scores[order[last - 1]], scores[order[last]]))
                break;
        for (uint32_t r = first; r < last; r++)
            values[order[r]] = (double)(first + last + 1) / 2.0;
    }
    return CLG_OK;
}

/* In another room: the core that was found stays. */
static clg_status core_score_fit(clg_network *network, double *values,
                                 uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    double *scores = NULL, *other = NULL;
    clg_core core = {.fit = clg_value_undefined()};
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &other, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &scores, err);
    if (status == CLG_OK && clg_nonlinear_core(graph, scores, other) == CLG_VALUE_OK)
        status =
            clg_core_of_order(graph, scores, &network->core_null_room.core, &core, err);
    if (status == CLG_OK)
        clg_value_store(core.fit, 0, values, statuses);
    return status;
}

typedef struct minres_room {
    const clg_graph *graph;
    double *coreness, *other;
} minres_room;

static clg_status find_minres(clg_network *network, minres_room *room, clg_minres *m,
                              clg_error *err)
{
    clg_status status = clg_network_symmetric(network, &room->graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &room->coreness, err);
    if (status == CLG_OK)
        status = clg_network_more_numbers(network, &room->other, err);
    if (status == CLG_OK)
        *m = clg_minres_find(room->graph, room->coreness, room->other);
    return status;
}

static clg_status minres_fit(clg_network *network, double *values, uint8_t *statuses,
                             clg_error *err)
{
    minres_room room;
    clg_minres m;
    clg_status status = find_minres(network, &room, &m, err);

    if (status == CLG_OK)
        clg_value_store(m.status == CLG_VALUE_OK ? m.correlation
                                                 : clg_value_none(m.status),
                        0, values, statuses);
    return status;
}

static clg_status minres_explained(clg_network *network, double *values,
                                   uint8_t *statuses, clg_error *err)
{
    minres_room room;
    clg_minres m;
    clg_status status = find_minres(network, &room, &m, err);

    if (status == CLG_OK)
        clg_value_store(m.status == CLG_VALUE_OK ? m.explained
                                                 : clg_value_none(m.status),
                        0, values, statuses);
    return status;
}

static clg_status minres_coreness(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    minres_room room;
    clg_minres m;
    clg_status status = find_minres(network, &room, &m, err);

    for (uint32_t v = 0; status == CLG_OK && v < network->graph->vertex_count; v++)
        clg_value_store(m.status == CLG_VALUE_OK ? clg_value_of(room.coreness[v])
                                                 : clg_value_none(m.status),
                        v, values, statuses);
    return status;
}

static const clg_measure measures[] = {
    {.id = "minres_fit",
     .name = "Fit of a continuous core",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "higher: the weight of a tie follows from the coreness of its ends",
     .level = "school",
     .definition =
         "correlation over pairs of w_ij and c_i c_j, c = the least squares coreness",
     .source = "Boyd et al. 2010, Soc. Networks 32:125",
     .undefined_when =
         "no ties; DEGENERATE where the least squares have no end, as in a star",
     .cost = "O(m) a sweep",
     .of_network = minres_fit,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "minres_explained",
     .name = "Share explained by a continuous core",
     .unit = "1",
     .range = "at most 1",
     .direction = "higher: coreness explains more of the weights",
     .level = "school",
     .definition = "1 - sum (w_ij - c_i c_j)^2 / sum (w_ij - mean)^2 over pairs",
     .source = "Boyd et al. 2010, Soc. Networks 32:125",
     .undefined_when =
         "no ties; DEGENERATE where the least squares have no end, as in a star",
     .cost = "O(m) a sweep",
     .of_network = minres_explained,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "alpha_centralization",
     .name = "Centralization of the core profile",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more like a star; 0 for a complete network",
     .level = "school",
     .definition =
         "C = 1 - 2 / (n - 2) sum over k < n of alpha_k, alpha_k = weight inside the "
         "first k of the periphery over their strength, grown so that it stays least",
     .source = "Della Rossa, Dercole & Piccardi 2013, Sci. Rep. 3:1467",
     .undefined_when = "fewer than 3 people, or more than one component",
     .cost = "O(n^2 + m)",
     .of_network = alpha_centralization,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core_score_fit",
     .name = "Fit of the core by core score",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "higher: those with the highest core scores are more like a core; "
                  "near core_fit: both views agree",
     .level = "school",
     .definition = "largest r as in core_fit over the first k by falling core score, "
                   "k = 1 .. n - 2",
     .source = "Tudisco & Higham 2019, SIAM J. Math. Data Sci. 1:269; Borgatti & "
               "Everett 2000",
     .undefined_when = "fewer than 3 people, no ties, or all pairs weigh the same",
     .cost = "O(m) a round, about 30",
     .of_network = core_score_fit,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core_score",
     .name = "Core score",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: more of the network is tied through i; ranks say more than "
                  "differences",
     .level = "person",
     .definition = "x_i at the maximum of sum w_ij (x_i^10 + x_j^10)^(1/10) under a "
                   "norm of order 20, scaled to maximum 1; 0 for isolates",
     .source = "Tudisco & Higham 2019, SIAM J. Math. Data Sci. 1:269",
     .undefined_when = "no ties at all",
     .cost = "O(m) a round, about 30",
     .of_network = core_score,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core_score_rank",
     .name = "Rank by core score",
     .unit = "rank",
     .range = "1 to people",
     .direction = "lower: nearer to the middle of the network",
     .level = "person",
     .definition = "place of core_score from the highest; equals, to 1e-9, share the "
                   "mean of their places",
     .source = "Tudisco & Higham 2019, SIAM J. Math. Data Sci. 1:269",
     .undefined_when = "no ties at all",
     .cost = "O(m) a round, about 30",
     .of_network = core_score_rank,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "alpha_coreness",
     .name = "Coreness by core profile",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: nearer to the middle of the network",
     .level = "person",
     .definition = "alpha_k with which i joins the periphery, see alpha_centralization",
     .source = "Della Rossa, Dercole & Piccardi 2013, Sci. Rep. 3:1467",
     .undefined_when = "fewer than 3 people, or more than one component",
     .cost = "O(n^2 + m)",
     .of_network = alpha_coreness,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "strength_core",
     .name = "Strength core",
     .unit = "tie weight",
     .range = "0 to strength",
     .direction = "higher: deeper in a group with much shared work",
     .level = "person",
     .definition = "the largest strength anyone had when taken, up to i, if the vertex "
                   "of least strength is taken away again and again",
     .source = "Eidsaa & Almaas 2013, PRE 88:062819",
     .undefined_when = "never",
     .cost = "O(n^2 + m)",
     .of_network = strength_core,
     .plain = CLG_PLAIN_BOTH},
    {.id = "onion_layer",
     .name = "Onion layer",
     .unit = "layers",
     .range = "1 or more",
     .direction = "higher: farther from the edge",
     .level = "person",
     .definition =
         "the round in which i is taken away, if all of the lowest degree go at once",
     .source = "Hebert-Dufresne, Grochow & Allard 2016, Sci. Rep. 6:31708",
     .undefined_when = "never",
     .cost = "O(n layers + m)",
     .of_network = onion_layer,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "rich_core",
     .name = "In the rich core",
     .unit = "1",
     .range = "0 or 1",
     .direction =
         "1: among those up to the rank at which ties to stronger people weigh most",
     .level = "person",
     .definition = "rank of i by falling strength at most argmax k+_r, k+_r = weight "
                   "of the ties of rank r to higher ranks",
     .source = "Ma & Mondragon 2015, PLOS ONE 10:e0119678",
     .undefined_when = "no ties at all",
     .cost = "O(n log n + m)",
     .of_network = rich_core,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "minres_coreness",
     .name = "Least squares coreness",
     .unit = "1",
     .range = "0 or more",
     .direction = "higher: more in the core",
     .level = "person",
     .definition = "c_i at the minimum of sum over pairs of (w_ij - c_i c_j)^2",
     .source = "Boyd et al. 2010, Soc. Networks 32:125",
     .undefined_when =
         "no ties; DEGENERATE where the least squares have no end, as in a star",
     .cost = "O(m) a sweep",
     .of_network = minres_coreness,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
};

const clg_measure *clg_core_score_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
