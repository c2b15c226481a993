#include "measures/core/core_model_functions.h"

#include "base/memory.h"
#include "base/multiplicity.h"
#include "measures/core/core_history.h"
#include "measures/core/description_length.h"
#include "measures/core/km_config.h"
#include "measures/core/partition.h"
#include "measures/core/two_mode_core.h"
#include "measures/report.h"

enum { KM_RUNS = 5, KM_MOST_RUNS = 10000, KM_COPIES = 199, TWO_MODE_STARTS = 20 };

/* Random for what is searched for: the same for the same network. */
static clg_random stream_of(const clg_graph *graph, const char *purpose)
{
    return clg_random_stream(1, purpose, graph->vertex_count, graph->arc_count, 0);
}

/* As many runs as a second or so allows, where everything is to be tried. */
static uint32_t runs_for(const clg_network *network, const clg_graph *graph)
{
    size_t runs = (size_t)2000000 / (graph->arc_count + 1);

    if (!network->is_exhaustive || runs < KM_RUNS)
        return KM_RUNS;
    return runs < KM_MOST_RUNS ? (uint32_t)runs : KM_MOST_RUNS;
}

static clg_status find_km(clg_network *network, const clg_graph **graph, clg_error *err)
{
    clg_status status = clg_network_symmetric(network, graph, err);
    clg_random random;

    if (status != CLG_OK || network->found.km)
        return status;
    random = stream_of(*graph, "km");
    status = clg_km_find(&network->km, *graph, runs_for(network, *graph), &random, err);
    network->found.km = status == CLG_OK;
    return status;
}

clg_status clg_core_model_core_pairs(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = find_km(network, &graph, err);

    if (status == CLG_OK)
        clg_value_store(graph->arc_count > 0 ? clg_value_of((double)network->km.pairs)
                                             : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

clg_status clg_core_model_core_pairs_quality(clg_network *network, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = find_km(network, &graph, err);

    if (status == CLG_OK)
        clg_report_numbers(&network->km.quality, 1, values, statuses);
    return status;
}

clg_status clg_core_model_significant_core_pairs(clg_network *network, double *values,
                                                 uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    double *p = NULL, count = 0.0, level;
    clg_random random;
    clg_status status = find_km(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, &p, err);
    if (status != CLG_OK)
        return status;
    if (graph->arc_count == 0 || graph->vertex_count < 10) {
        clg_value_store(clg_value_none(graph->arc_count == 0 ? CLG_VALUE_UNDEFINED
                                                             : CLG_VALUE_TOO_SMALL),
                        0, values, statuses);
        return CLG_OK;
    }
    random = stream_of(graph, "km test");
    status = clg_km_test(&network->km, graph, KM_RUNS, KM_COPIES, &random, p, err);
    level = clg_sidak(0.05, network->km.pairs > 0 ? (double)network->km.pairs : 1.0);
    for (uint32_t c = 0; status == CLG_OK && c < network->km.pairs; c++)
        count += p[c] <= level;
    if (status == CLG_OK)
        clg_value_store(clg_value_of(count), 0, values, statuses);
    return status;
}

clg_status clg_core_model_core_pair(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = find_km(network, &graph, err);

    for (uint32_t v = 0; status == CLG_OK && v < graph->vertex_count; v++)
        clg_value_store(network->km.pair[v] < network->km.pairs
                            ? clg_value_of((double)network->km.pair[v] + 1.0)
                            : clg_value_undefined(),
                        v, values, statuses);
    return status;
}

clg_status clg_core_model_core_of_pair(clg_network *network, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = find_km(network, &graph, err);

    for (uint32_t v = 0; status == CLG_OK && v < graph->vertex_count; v++)
        clg_value_store(network->km.pair[v] < network->km.pairs
                            ? clg_value_of((double)network->km.in_core[v])
                            : clg_value_undefined(),
                        v, values, statuses);
    return status;
}

static clg_status agree_with_pairs(clg_network *network, const clg_groups *groups,
                                   clg_agreement *agreement, clg_error *err)
{
    const clg_graph *graph = NULL;
    uint32_t n = groups->vertex_count, parts;
    int32_t *codes = clg_array_new((size_t)n + 1, sizeof *codes, err);
    clg_status status =
        codes != NULL ? find_km(network, &graph, err) : CLG_ERROR_MEMORY;

    if (status == CLG_OK) {
        parts = network->km.pairs > groups->group_count ? network->km.pairs
                                                        : groups->group_count;
        for (uint32_t v = 0; v < n; v++)
            codes[v] = network->km.pair[v] < network->km.pairs
                           ? (int32_t)network->km.pair[v]
                           : -1;
        status = clg_agreement_find(codes, groups->code, n, parts, agreement, err);
    }
    clg_free(codes);
    return status;
}

clg_status clg_core_model_core_pairs_nmi(clg_network *network, const clg_groups *groups,
                                         double *values, uint8_t *statuses,
                                         clg_error *err)
{
    clg_agreement agreement;
    clg_status status = agree_with_pairs(network, groups, &agreement, err);

    if (status == CLG_OK)
        clg_value_store(agreement.nmi, 0, values, statuses);
    return status;
}

clg_status clg_core_model_core_pairs_ami(clg_network *network, const clg_groups *groups,
                                         double *values, uint8_t *statuses,
                                         clg_error *err)
{
    clg_agreement agreement;
    clg_status status = agree_with_pairs(network, groups, &agreement, err);

    if (status == CLG_OK)
        clg_value_store(agreement.ami, 0, values, statuses);
    return status;
}

/* Nats saved by a core with a periphery over no structure. */
static clg_status find_lengths(clg_network *network, double *without, double *hub,
                               bool *is_found, clg_error *err)
{
    const clg_graph *graph = NULL;
    const clg_core *core = NULL;
    clg_status status = clg_network_core(network, &core, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    *is_found = status == CLG_OK && core->fit.status == CLG_VALUE_OK;
    if (!*is_found)
        return status;
    *without = clg_length_without_structure((double)graph->vertex_count,
                                            (double)clg_graph_tie_count(graph));
    return clg_length_hub_spoke(graph, core->member, hub, err);
}

clg_status clg_core_model_hub_spoke_gain(clg_network *network, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    double without = 0.0, hub = 0.0;
    bool is_found;
    clg_status status = find_lengths(network, &without, &hub, &is_found, err);

    if (status == CLG_OK)
        clg_value_store(is_found ? clg_value_of(without - hub) : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

/* Coreness as layers, the innermost 0; how many there are. */
static uint32_t number_layers(const uint32_t *coreness, uint32_t n, uint32_t *layer)
{
    uint32_t count = 0;

    for (uint32_t left = n, next = UINT32_MAX; left > 0; count++) {
        uint32_t highest = 0;
        for (uint32_t v = 0; v < n; v++)
            if (coreness[v] < next && coreness[v] > highest)
                highest = coreness[v];
        for (uint32_t v = 0; v < n; v++)
            if (coreness[v] == highest) {
                layer[v] = count;
                left--;
            }
        next = highest;
    }
    return count;
}

clg_status clg_core_model_layers_gain(clg_network *network, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    const clg_graph *graph = NULL;
    const uint32_t *coreness = NULL;
    uint32_t *layer = NULL, count;
    double without = 0.0, hub = 0.0, layers = 0.0;
    bool is_found;
    clg_status status = find_lengths(network, &without, &hub, &is_found, err);

    if (status == CLG_OK)
        status = clg_network_symmetric(network, &graph, err);
    if (status == CLG_OK)
        status = clg_network_coreness(network, &coreness, err);
    if (status == CLG_OK)
        status = clg_network_more_marks(network, &layer, err);
    if (status == CLG_OK && is_found) {
        count = number_layers(coreness, graph->vertex_count, layer);
        status = clg_length_layers(graph, layer, count, &layers, err);
    }
    if (status == CLG_OK)
        clg_value_store(is_found ? clg_value_of(hub - layers) : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

static clg_status search_two_modes(clg_affiliation *attendance, clg_pattern pattern,
                                   uint8_t *people, clg_value *fit, clg_error *err)
{
    const clg_two_mode *table = attendance->table;
    uint8_t *meetings = clg_array_new((size_t)table->meeting_count + 1, 1, err);
    uint32_t starts = attendance->is_exhaustive ? TWO_MODE_STARTS : 1;
    clg_random random = clg_random_stream(1, "two modes", table->vertex_count,
                                          table->presence_count, 0);
    clg_status status = CLG_ERROR_MEMORY;

    if (meetings != NULL)
        status = clg_two_mode_core_find(table, pattern, starts, &random, people,
                                        meetings, fit, err);
    clg_free(meetings);
    return status;
}

/* The core block, found once a table. */
static clg_status find_two_mode(clg_affiliation *attendance, clg_error *err)
{
    clg_value fit = clg_value_undefined();
    clg_status status = clg_array_reserve(&attendance->core, &attendance->core_room,
                                          (size_t)attendance->table->vertex_count + 1,
                                          sizeof *attendance->core, err);

    if (status != CLG_OK || attendance->has_core)
        return status;
    status =
        search_two_modes(attendance, CLG_PATTERN_BLOCK, attendance->core, &fit, err);
    attendance->core_fit = fit.value;
    attendance->has_core = status == CLG_OK;
    return status;
}

clg_status clg_core_model_two_mode_core_fit(clg_affiliation *attendance, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    clg_status status = find_two_mode(attendance, err);

    if (status == CLG_OK)
        clg_report_numbers(&attendance->core_fit, 1, values, statuses);
    return status;
}

clg_status clg_core_model_two_mode_core_l_fit(clg_affiliation *attendance,
                                              double *values, uint8_t *statuses,
                                              clg_error *err)
{
    clg_value fit = clg_value_undefined();
    uint8_t *people =
        clg_array_new((size_t)attendance->table->vertex_count + 1, 1, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (people != NULL)
        status = search_two_modes(attendance, CLG_PATTERN_L, people, &fit, err);
    if (status == CLG_OK)
        clg_value_store(fit, 0, values, statuses);
    clg_free(people);
    return status;
}

clg_status clg_core_model_two_mode_core(clg_affiliation *attendance, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    clg_status status = find_two_mode(attendance, err);

    for (uint32_t v = 0; status == CLG_OK && v < attendance->table->vertex_count; v++)
        clg_value_store(isnan(attendance->core_fit)
                            ? clg_value_undefined()
                            : clg_value_of((double)attendance->core[v]),
                        v, values, statuses);
    return status;
}

/* ---- over windows ---- */

typedef clg_value history_reading(const clg_core_history *cores,
                                  const clg_history *history);

static clg_status read_history(clg_scope *scope, history_reading *read, double *values,
                               uint8_t *statuses, clg_error *err)
{
    clg_core_history cores = {0};
    clg_status status = CLG_OK;

    clg_value_store(clg_value_undefined(), 0, values, statuses);
    if (scope->history == NULL)
        return CLG_OK;
    status = clg_core_history_find(&cores, scope->history, err);
    if (status == CLG_OK)
        clg_value_store(read(&cores, scope->history), 0, values, statuses);
    clg_core_history_clear(&cores);
    return status;
}

clg_status clg_core_model_core_stability(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    return read_history(scope, clg_core_stability, values, statuses, err);
}

clg_status clg_core_model_core_entry_rate(clg_scope *scope, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return read_history(scope, clg_core_entry_rate, values, statuses, err);
}

clg_status clg_core_model_core_exit_rate(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    return read_history(scope, clg_core_exit_rate, values, statuses, err);
}

static clg_status read_people(clg_scope *scope, bool longest_run, double *values,
                              uint8_t *statuses, clg_error *err)
{
    clg_core_history cores = {0};
    clg_status status = CLG_OK;

    if (scope->history != NULL)
        status = clg_core_history_find(&cores, scope->history, err);
    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        double persistence = (double)NAN;
        uint32_t longest = 0, v = clg_report_vertex(scope, row, values, statuses);
        if (v == CLG_NO_VERTEX)
            continue;
        if (scope->history != NULL)
            clg_core_of_person(&cores, scope->history, scope->row_person[row],
                               &persistence, &longest);
        clg_value_store(isnan(persistence)
                            ? clg_value_undefined()
                            : clg_value_of(longest_run ? (double)longest : persistence),
                        row, values, statuses);
    }
    clg_core_history_clear(&cores);
    return status;
}

clg_status clg_core_model_core_persistence(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return read_people(scope, false, values, statuses, err);
}

clg_status clg_core_model_core_tenure(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    return read_people(scope, true, values, statuses, err);
}
