/* What speaks for a core, and against it: chance, other ways to look, the middle of
 * closeness, people who meet people who meet. */
#include "base/memory.h"
#include "measures/core/attendance_core.h"
#include "measures/core/closeness_core.h"
#include "measures/core/core_null.h"
#include "measures/core/rombach.h"
#include "measures/core/splittance.h"
#include "measures/registry.h"
#include "measures/report.h"

enum { COPIES = 199, CLOSENESS_COPIES = 20, GRID = 10, ROMBACH_STARTS = 20 };

/* Searches of larger networks, with so many copies, would take minutes. */
enum { MOST_ARCS = 40000 };
static const double most_visits = 1e10;

static clg_status core_starts_agreeing(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_core *core = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        clg_value_store(core->fit.status == CLG_VALUE_OK
                            ? clg_value_share((double)core->hits, (double)core->starts)
                            : core->fit,
                        0, values, statuses);
    return status;
}

static clg_status find_null(clg_network *network, clg_core_chance chance,
                            const clg_core_null **out, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_core_null *null = &network->core_null[chance];
    clg_status status = clg_network_symmetric(network, &graph, err);

    *out = null;
    if (status != CLG_OK || network->found.core_null[chance])
        return status;
    if (graph->arc_count > MOST_ARCS) {
        *null = (clg_core_null){.status = CLG_VALUE_NOT_CONVERGED};
        return CLG_OK;
    }
    status = clg_core_null_find(graph, chance, COPIES, 1, &network->core_null_room,
                                null, err);
    network->found.core_null[chance] = status == CLG_OK;
    return status;
}

typedef clg_value null_reading(const clg_monte_carlo *test);

static clg_value mean_of(const clg_monte_carlo *test)
{
    return clg_value_of(test->mean);
}

static clg_status report_null(clg_network *network, clg_core_chance chance,
                              null_reading *read, double *values, uint8_t *statuses,
                              clg_error *err)
{
    const clg_core_null *null = NULL;
    clg_status status = find_null(network, chance, &null, err);

    if (status == CLG_OK)
        clg_value_store(null->status == CLG_VALUE_OK ? read(&null->test)
                                                     : clg_value_none(null->status),
                        0, values, statuses);
    return status;
}

static clg_status random_mean(clg_network *network, double *values, uint8_t *statuses,
                              clg_error *err)
{
    return report_null(network, CLG_CHANCE_RANDOM, mean_of, values, statuses, err);
}

static clg_status random_z(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    return report_null(network, CLG_CHANCE_RANDOM, clg_monte_carlo_z, values, statuses,
                       err);
}

static clg_status random_p(clg_network *network, double *values, uint8_t *statuses,
                           clg_error *err)
{
    return report_null(network, CLG_CHANCE_RANDOM, clg_monte_carlo_p, values, statuses,
                       err);
}

static clg_status rewired_mean(clg_network *network, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return report_null(network, CLG_CHANCE_REWIRED, mean_of, values, statuses, err);
}

static clg_status rewired_z(clg_network *network, double *values, uint8_t *statuses,
                            clg_error *err)
{
    return report_null(network, CLG_CHANCE_REWIRED, clg_monte_carlo_z, values, statuses,
                       err);
}

static clg_status rewired_p(clg_network *network, double *values, uint8_t *statuses,
                            clg_error *err)
{
    return report_null(network, CLG_CHANCE_REWIRED, clg_monte_carlo_p, values, statuses,
                       err);
}

static clg_status split_core_smallest(clg_network *network, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    const uint32_t *degrees = NULL;
    uint32_t *marks = NULL;
    clg_status status = clg_network_degrees(network, &degrees, err);

    if (status == CLG_OK)
        status = clg_network_marks(network, &marks, err);
    if (status == CLG_OK) {
        clg_split split = clg_split_find(degrees, network->graph->vertex_count, marks);
        clg_value_store(split.splittance.status == CLG_VALUE_OK
                            ? clg_value_of((double)split.smallest)
                            : split.splittance,
                        0, values, statuses);
    }
    return status;
}

static clg_status closeness_core_ratio(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_closeness_room room = {0};
    clg_closeness_core core = {.ratio = clg_value_undefined()};
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_closeness_core_find(graph, &room, &core, err);
    if (status == CLG_OK)
        clg_value_store(core.ratio, 0, values, statuses);
    clg_closeness_room_clear(&room);
    return status;
}

static clg_status closeness_core_excess(clg_network *network, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_closeness_room room = {0};
    clg_monte_carlo test;
    clg_value excess = clg_value_none(CLG_VALUE_NOT_CONVERGED);
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK &&
        (double)graph->vertex_count * (double)graph->arc_count * CLOSENESS_COPIES <=
            most_visits)
        status = clg_closeness_core_excess(graph, CLOSENESS_COPIES, 1, &room, &test,
                                           &excess, err);
    if (status == CLG_OK)
        clg_value_store(excess, 0, values, statuses);
    clg_closeness_room_clear(&room);
    return status;
}

static clg_status rombach_quality(clg_network *network, double *values,
                                  uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_rombach_room room = {0};
    clg_value quality = clg_value_undefined();
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status =
            clg_rombach_find(graph, 0.5, 0.8, ROMBACH_STARTS, &room, &quality, err);
    if (status == CLG_OK)
        clg_value_store(quality, 0, values, statuses);
    clg_rombach_room_clear(&room);
    return status;
}

static clg_status rombach_score(clg_network *network, double *values, uint8_t *statuses,
                                clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_rombach_room room = {0};
    clg_value_status found = CLG_VALUE_UNDEFINED;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_rombach_scores(graph, GRID, &room, values, &found, err);
    for (uint32_t v = 0; status == CLG_OK && v < graph->vertex_count; v++)
        clg_value_store(found == CLG_VALUE_OK ? clg_value_of(values[v])
                                              : clg_value_none(found),
                        v, values, statuses);
    clg_rombach_room_clear(&room);
    return status;
}

static clg_status attendance_coreness(clg_affiliation *attendance, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    const clg_two_mode *table = attendance->table;
    clg_attendance_core_room room = {0};
    uint32_t *coreness = clg_array_new(table->vertex_count + 1U, sizeof *coreness, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (coreness != NULL)
        status = clg_attendance_coreness(table, &room, coreness, err);
    if (status == CLG_OK)
        clg_report_counts(coreness, table->vertex_count, values, statuses);
    clg_free(coreness);
    clg_attendance_core_room_clear(&room);
    return status;
}

static const clg_measure measures[] = {
    {.id = "core_starts_agreeing",
     .name = "Starts that end at the best core",
     .unit = "1",
     .range = "(0, 1]",
     .direction = "higher: more certain that no better core exists",
     .level = "school",
     .definition = "starts whose r is the largest found / starts: by strength, up to "
                   "5 prefixes to each side, 20 at random; up to 2,000 people",
     .source = "own, for Borgatti & Everett 2000",
     .undefined_when = "the core is undefined",
     .cost = "as core_fit",
     .of_network = core_starts_agreeing,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core_fit_random",
     .name = "Fit of a core among random ties",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "the r that as many ties between any people would show",
     .level = "school",
     .definition = "mean of the largest r found, one start, in 199 networks with the "
                   "same ties and weights between random pairs",
     .source = "Borgatti & Everett 2000; Erdos & Renyi 1959",
     .undefined_when = "the core is undefined; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = random_mean,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "core_fit_random_z",
     .name = "Core beyond random ties",
     .unit = "standard deviations",
     .range = "any",
     .direction = "above 2: participation is unequal",
     .level = "school",
     .definition = "(r - mean) / sd, r of one start, mean and sd over the networks of "
                   "core_fit_random",
     .source = "Borgatti & Everett 2000; Erdos & Renyi 1959",
     .undefined_when =
         "the core is undefined, or sd is 0; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = random_z,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "core_fit_random_p",
     .name = "Chance of such a core among random ties",
     .unit = "1",
     .range = "(0, 1]",
     .direction = "lower: participation is unequal, or oddly equal",
     .level = "school",
     .definition =
         "2 min(share of r at least, at most that of the network), the network "
         "counted in, over the networks of core_fit_random",
     .source = "Phipson & Smyth 2010; Erdos & Renyi 1959",
     .undefined_when = "the core is undefined; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = random_p,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "core_fit_rewired",
     .name = "Fit of a core that degrees alone give",
     .unit = "1",
     .range = "[-1, 1]",
     .direction = "the r that people as active as these would show",
     .level = "school",
     .definition =
         "mean of the largest r found, one start, in 199 copies in which ties "
         "exchanged ends 10 times a tie",
     .source = "Kojaku & Masuda 2018; Maslov & Sneppen 2002",
     .undefined_when = "the core is undefined; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = rewired_mean,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "core_fit_rewired_z",
     .name = "Core beyond degrees",
     .unit = "standard deviations",
     .range = "any",
     .direction = "above 2: there is a core beyond unequal participation",
     .level = "school",
     .definition = "(r - mean) / sd, r of one start, mean and sd over the copies of "
                   "core_fit_rewired",
     .source = "Kojaku & Masuda 2018; Maslov & Sneppen 2002",
     .undefined_when =
         "the core is undefined, or sd is 0; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = rewired_z,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "core_fit_rewired_p",
     .name = "Chance of such a core by degrees",
     .unit = "1",
     .range = "(0, 1]",
     .direction = "lower: more, or less, of a core than participation alone gives",
     .level = "school",
     .definition =
         "2 min(share of r at least, at most that of the network), the network "
         "counted in, over the copies of core_fit_rewired",
     .source = "Phipson & Smyth 2010; Kojaku & Masuda 2018",
     .undefined_when = "the core is undefined; NOT_CONVERGED above 20,000 ties",
     .cost = "O(199 (n + m) steps)",
     .of_network = rewired_p,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "split_core_smallest",
     .name = "Size of the smallest split core",
     .unit = "people",
     .range = "0 to split_core_size",
     .direction = "far below split_core_size: where the core ends is a matter of taste",
     .level = "school",
     .definition = "the last i with d_(i) > i - 1, d falling: the smallest core with "
                   "the least splittance",
     .source = "Lip 2011, arXiv:1102.5511",
     .undefined_when = "no people",
     .cost = "O(n)",
     .of_network = split_core_smallest,
     .plain = CLG_PLAIN_UNDIRECTED,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "closeness_core_ratio",
     .name = "Closeness of the innermost group",
     .unit = "1",
     .range = "1 or more",
     .direction = "higher: an inner group is nearer to everyone than people are on "
                  "average",
     .level = "school",
     .definition =
         "C(core) / C(V), C(U) = 1 / mean distance from U to V, V the largest "
         "component, core its k-core of largest C",
     .source = "Holme 2005, PRE 72:046111",
     .undefined_when = "no ties",
     .cost = "O(n m)",
     .of_network = closeness_core_ratio,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "closeness_core_excess",
     .name = "Holme's core-periphery coefficient",
     .unit = "1",
     .range = "any",
     .direction = "above 0: a middle that holds the network together, beyond what "
                  "degrees give; below 0: less of one",
     .level = "school",
     .definition = "closeness_core_ratio - its mean in 20 copies in which ties "
                   "exchanged ends 10 times a tie",
     .source = "Holme 2005, PRE 72:046111",
     .undefined_when = "no ties; NOT_CONVERGED above n m = 250,000,000",
     .cost = "O(20 n m)",
     .of_network = closeness_core_excess,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "rombach_quality",
     .name = "Quality of a graded core",
     .unit = "tie weight",
     .range = "0 or more",
     .direction = "higher: more weight among those high in the best order; only for "
                  "networks of one size and weight",
     .level = "school",
     .definition =
         "largest R found = sum over ordered pairs of w_ij C_i C_j, C by rank "
         "with a = 0.5, b = 0.8; 21 starts",
     .source = "Rombach et al. 2014, SIAM J. Appl. Math. 74:167",
     .undefined_when = "no ties; NOT_CONVERGED above 300 people",
     .cost = "O(n^2 + m) a swap",
     .of_network = rombach_quality,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "rombach_score",
     .name = "Core score over many shapes of core",
     .unit = "1",
     .range = "[0, 1]",
     .direction = "higher: in the core of more shapes",
     .level = "person",
     .definition = "sum over a, b = 0.05, 0.15 .. 0.95 of C_i R at the best order "
                   "found, scaled to maximum 1",
     .source = "Rombach et al. 2014, SIAM J. Appl. Math. 74:167",
     .undefined_when = "no ties; NOT_CONVERGED above 300 people",
     .cost = "O(100 (n^2 + m)) a swap",
     .of_network = rombach_score,
     .plain = CLG_PLAIN_BOTH,
     .measured = CLG_MEASURED_PERIOD_ON_DEMAND},
    {.id = "attendance_coreness",
     .name = "Coreness in meetings",
     .unit = "meetings",
     .range = "0 to meetings attended",
     .direction = "higher: often with many who come often",
     .level = "person",
     .definition = "the largest k such that i is left when people with fewer than k "
                   "meetings and meetings with fewer than k people are dropped again "
                   "and again",
     .source = "Ahmed et al. 2007; Liu et al. 2019, (alpha, beta)-core",
     .undefined_when = "never",
     .cost = "O(k (n + M) + attendances)",
     .of_attendance = attendance_coreness,
     .measured = CLG_MEASURED_PERIOD},
};

const clg_measure *clg_core_evidence_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
