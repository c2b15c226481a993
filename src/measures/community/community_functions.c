#include "measures/community/community_functions.h"

#include "base/memory.h"
#include "measures/community/labels.h"
#include "measures/core/partition.h"
#include "measures/history.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

/* Searches for the groups of a graph; more where there is time. */
enum { STARTS_QUICK = 1, STARTS_THOROUGH = 5 };

static clg_status find(clg_network *network, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status != CLG_OK || network->found.communities)
        return status;
    status = clg_communities_find(&network->communities, graph,
                                  network->is_thorough ? STARTS_THOROUGH : STARTS_QUICK,
                                  err);
    network->found.communities = status == CLG_OK;
    return status;
}

clg_status clg_community_communities(clg_network *network, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    clg_status status = find(network, err);

    if (status == CLG_OK)
        clg_report_counts(&network->communities.count, 1, values, statuses);
    return status;
}

clg_status clg_community_modularity(clg_network *network, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    clg_status status = find(network, err);

    if (status == CLG_OK)
        clg_report_numbers(&network->communities.modularity, 1, values, statuses);
    return status;
}

static clg_status agree(clg_network *network, const clg_groups *groups,
                        clg_agreement *agreement, clg_error *err)
{
    clg_status status = find(network, err);
    uint32_t parts = network->communities.count;

    if (status != CLG_OK)
        return status;
    parts = groups->group_count > parts ? groups->group_count : parts;
    return clg_agreement_find(network->communities.group, groups->code,
                              groups->vertex_count, parts, agreement, err);
}

clg_status clg_community_nmi(clg_network *network, const clg_groups *groups,
                             double *values, uint8_t *statuses, clg_error *err)
{
    clg_agreement agreement;
    clg_status status = agree(network, groups, &agreement, err);

    if (status == CLG_OK)
        clg_value_store(agreement.nmi, 0, values, statuses);
    return status;
}

clg_status clg_community_ami(clg_network *network, const clg_groups *groups,
                             double *values, uint8_t *statuses, clg_error *err)
{
    clg_agreement agreement;
    clg_status status = agree(network, groups, &agreement, err);

    if (status == CLG_OK)
        clg_value_store(agreement.ami, 0, values, statuses);
    return status;
}

clg_status clg_community_stability(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    clg_value value = clg_value_undefined();
    clg_status status = CLG_OK;

    if (scope->history != NULL)
        status = clg_communities_stability(scope->history, &value, err);
    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    return status;
}

/* Labels of the open period: in windows after those of the windows before. */
static clg_status find_labels(clg_scope *scope, clg_error *err)
{
    static const clg_history none = {0};
    clg_scope_parts *parts = scope->parts;
    clg_network *network = clg_scope_network(scope, CLG_OF_TIES);
    clg_status status = find(network, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&parts->community, &parts->community_room,
                                   (size_t)scope->vertex_count + 1,
                                   sizeof *parts->community, err);
    if (status != CLG_OK)
        return status;
    if (scope->history != NULL)
        status = clg_communities_label_period(&network->communities,
                                              scope->vertex_person, scope->vertex_count,
                                              scope->history, parts->community, err);
    else
        status = clg_communities_label(
            &network->communities, scope->vertex_person, scope->vertex_count,
            scope->earlier != NULL ? scope->earlier : &none, parts->community, err);
    parts->has_community = status == CLG_OK;
    return status;
}

clg_status clg_community_label(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    clg_status status = find_labels(scope, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        if (v == CLG_NO_VERTEX)
            continue;
        clg_value_store(scope->parts->community[v] > 0
                            ? clg_value_of((double)scope->parts->community[v])
                            : clg_value_undefined(),
                        row, values, statuses);
    }
    return status;
}
