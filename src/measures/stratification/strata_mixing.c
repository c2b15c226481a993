#include "measures/stratification/strata_functions.h"

#include "base/memory.h"
#include "measures/stratification/assortativity.h"
#include "measures/stratification/ego_mixing.h"
#include "measures/stratification/mixing.h"

typedef clg_value mixing_reading(const clg_mixing *mixing);

static clg_status find_mixing(clg_network *network, const clg_groups *groups,
                              clg_mixing *mixing, clg_error *err)
{
    return clg_mixing_find(network->graph, groups->code, groups->group_count,
                           &network->mixing_room, mixing, err);
}

static clg_status read_mixing(clg_network *network, const clg_groups *groups,
                              mixing_reading *read, double *values, uint8_t *statuses,
                              clg_error *err)
{
    clg_mixing mixing;
    clg_status status = find_mixing(network, groups, &mixing, err);

    if (status == CLG_OK)
        clg_value_store(read(&mixing), 0, values, statuses);
    return status;
}

clg_status clg_strata_ei_index(clg_network *network, const clg_groups *groups,
                               double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_ei, values, statuses, err);
}

clg_status clg_strata_ei_rescaled(clg_network *network, const clg_groups *groups,
                                  double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_ei_rescaled, values, statuses, err);
}

clg_status clg_strata_ei_expected(clg_network *network, const clg_groups *groups,
                                  double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_ei_expected, values, statuses, err);
}

clg_status clg_strata_assortativity(clg_network *network, const clg_groups *groups,
                                    double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_assortativity, values, statuses,
                       err);
}

clg_status clg_strata_modularity(clg_network *network, const clg_groups *groups,
                                 double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_modularity, values, statuses, err);
}

clg_status clg_strata_freeman_segregation(clg_network *network,
                                          const clg_groups *groups, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_freeman, values, statuses, err);
}

clg_status clg_strata_gam_segregation(clg_network *network, const clg_groups *groups,
                                      double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_gam, values, statuses, err);
}

clg_status clg_strata_odds_ratio(clg_network *network, const clg_groups *groups,
                                 double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_odds_ratio, values, statuses, err);
}

clg_status clg_strata_silo_ratio(clg_network *network, const clg_groups *groups,
                                 double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_silo_ratio, values, statuses, err);
}

clg_status clg_strata_untied_pairs(clg_network *network, const clg_groups *groups,
                                   double *values, uint8_t *statuses, clg_error *err)
{
    return read_mixing(network, groups, clg_mixing_untied_pairs, values, statuses, err);
}

clg_status clg_strata_assortativity_error(clg_network *network,
                                          const clg_groups *groups, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    uint32_t k = groups->group_count;
    double *margins = clg_array_new(2 * (size_t)k + 1, sizeof *margins, err);
    clg_value value = clg_value_undefined();
    clg_mixing mixing;
    clg_status status = CLG_ERROR_MEMORY;

    if (margins != NULL)
        status = find_mixing(network, groups, &mixing, err);
    if (status == CLG_OK && clg_mixing_assortativity(&mixing).status == CLG_VALUE_OK)
        value = clg_assortativity_error(network->graph, groups->code, k, margins);
    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    clg_free(margins);
    return status;
}

clg_status clg_strata_numeric_assortativity(clg_network *network,
                                            const clg_groups *groups, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    double *numbers = NULL;
    clg_status status = clg_network_numbers(network, &numbers, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < groups->vertex_count; v++)
        numbers[v] = groups->code[v] < 0 || groups->number == NULL
                         ? (double)NAN
                         : groups->number[groups->code[v]];
    clg_value_store(clg_assortativity(network->graph, numbers, numbers, true), 0,
                    values, statuses);
    return CLG_OK;
}

typedef clg_value group_reading(const clg_mixing *mixing, uint32_t group);

static clg_status read_groups(clg_network *network, const clg_groups *groups,
                              group_reading *read, double *values, uint8_t *statuses,
                              clg_error *err)
{
    clg_mixing mixing;
    clg_status status = find_mixing(network, groups, &mixing, err);

    for (uint32_t g = 0; status == CLG_OK && g < groups->group_count; g++)
        clg_value_store(read(&mixing, g), g, values, statuses);
    return status;
}

clg_status clg_strata_group_ei(clg_network *network, const clg_groups *groups,
                               double *values, uint8_t *statuses, clg_error *err)
{
    return read_groups(network, groups, clg_mixing_group_ei, values, statuses, err);
}

clg_status clg_strata_coleman(clg_network *network, const clg_groups *groups,
                              double *values, uint8_t *statuses, clg_error *err)
{
    return read_groups(network, groups, clg_mixing_coleman, values, statuses, err);
}

/* One index a vertex; means by group on demand. */
static clg_status find_segregation(clg_network *network, const clg_groups *groups,
                                   double **ssi, clg_error *err)
{
    const clg_graph *graph = NULL;
    clg_status status = clg_network_symmetric(network, &graph, err);

    if (status == CLG_OK)
        status = clg_network_numbers(network, ssi, err);
    if (status == CLG_OK)
        status = clg_spectral_segregation(graph, groups, *ssi, err);
    return status;
}

clg_status clg_strata_group_segregation(clg_network *network, const clg_groups *groups,
                                        double *values, uint8_t *statuses,
                                        clg_error *err)
{
    double *ssi = NULL;
    clg_status status = find_segregation(network, groups, &ssi, err);

    for (uint32_t g = 0; status == CLG_OK && g < groups->group_count; g++)
        values[g] = 0.0;
    for (uint32_t v = 0; status == CLG_OK && v < groups->vertex_count; v++)
        if (groups->code[v] >= 0)
            values[groups->code[v]] += ssi[v];
    for (uint32_t g = 0; status == CLG_OK && g < groups->group_count; g++)
        clg_value_store(clg_groups_occupied(groups) < 2
                            ? clg_value_undefined()
                            : clg_value_share(values[g], (double)groups->size[g]),
                        g, values, statuses);
    return status;
}

clg_status clg_strata_ego_segregation(clg_network *network, const clg_groups *groups,
                                      double *values, uint8_t *statuses, clg_error *err)
{
    double *ssi = NULL;
    clg_status status = find_segregation(network, groups, &ssi, err);

    for (uint32_t v = 0; status == CLG_OK && v < groups->vertex_count; v++)
        clg_value_store(groups->code[v] < 0 || clg_groups_occupied(groups) < 2
                            ? clg_value_undefined()
                            : clg_value_of(ssi[v]),
                        v, values, statuses);
    return status;
}

typedef clg_value ego_reading(const clg_ego_mixing *ego, uint32_t groups);

static clg_status read_egos(clg_network *network, const clg_groups *groups,
                            ego_reading *read, double *values, uint8_t *statuses,
                            clg_error *err)
{
    uint32_t occupied = clg_groups_occupied(groups);
    double *shares =
        clg_array_new((size_t)groups->group_count + 1, sizeof *shares, err);

    if (shares == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t v = 0; v < groups->vertex_count; v++) {
        clg_ego_mixing ego = clg_ego_mixing_find(network->graph, groups, v, shares);
        bool is_known = groups->code[v] >= 0 && ego.all > 0.0 && occupied >= 2;
        clg_value_store(is_known ? read(&ego, occupied) : clg_value_undefined(), v,
                        values, statuses);
    }
    clg_free(shares);
    return CLG_OK;
}

static clg_value same_of(const clg_ego_mixing *ego, uint32_t groups)
{
    (void)groups;
    return clg_value_of(ego->same / ego->all);
}

static clg_value ei_of(const clg_ego_mixing *ego, uint32_t groups)
{
    (void)groups;
    return clg_value_of((ego->all - 2.0 * ego->same) / ego->all);
}

static clg_value diversity_of(const clg_ego_mixing *ego, uint32_t groups)
{
    double k = (double)groups;

    return clg_value_of((1.0 - ego->squares) * k / (k - 1.0));
}

clg_status clg_strata_ego_same_share(clg_network *network, const clg_groups *groups,
                                     double *values, uint8_t *statuses, clg_error *err)
{
    return read_egos(network, groups, same_of, values, statuses, err);
}

clg_status clg_strata_ego_ei(clg_network *network, const clg_groups *groups,
                             double *values, uint8_t *statuses, clg_error *err)
{
    return read_egos(network, groups, ei_of, values, statuses, err);
}

clg_status clg_strata_ego_diversity(clg_network *network, const clg_groups *groups,
                                    double *values, uint8_t *statuses, clg_error *err)
{
    return read_egos(network, groups, diversity_of, values, statuses, err);
}
