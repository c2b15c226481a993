#include "measures/stratification/strata_functions.h"

#include "measures/core/degree.h"
#include "measures/stratification/inequality.h"
#include "measures/stratification/seating.h"

static clg_status find_attended(clg_affiliation *attendance, const clg_groups *groups,
                                clg_between *between, clg_error *err)
{
    const size_t *first = attendance->table->vertex_first;
    double *attended = NULL;
    clg_status status = clg_affiliation_numbers(attendance, &attended, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < attendance->table->vertex_count; v++)
        attended[v] = (double)(first[v + 1] - first[v]);
    return clg_between_groups(attended, groups, &attendance->between_room, between,
                              err);
}

clg_status clg_strata_attendance_theil_between(clg_affiliation *attendance,
                                               const clg_groups *groups, double *values,
                                               uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_attended(attendance, groups, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.between, 0, values, statuses);
    return status;
}

clg_status clg_strata_attendance_theil_within(clg_affiliation *attendance,
                                              const clg_groups *groups, double *values,
                                              uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_attended(attendance, groups, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.within, 0, values, statuses);
    return status;
}

clg_status clg_strata_attendance_theil_share(clg_affiliation *attendance,
                                             const clg_groups *groups, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_attended(attendance, groups, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.share, 0, values, statuses);
    return status;
}

clg_status clg_strata_attendance_eta2(clg_affiliation *attendance,
                                      const clg_groups *groups, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_attended(attendance, groups, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.eta2, 0, values, statuses);
    return status;
}

clg_status clg_strata_attendance_omega2(clg_affiliation *attendance,
                                        const clg_groups *groups, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_attended(attendance, groups, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.omega2, 0, values, statuses);
    return status;
}

static clg_status find_begun(clg_network *network, const clg_groups *groups,
                             clg_arcs arcs, clg_between *between, clg_error *err)
{
    double *numbers = NULL;
    clg_status status = clg_network_numbers(network, &numbers, err);

    if (status != CLG_OK)
        return status;
    clg_strengths(network->graph, arcs, numbers);
    return clg_between_groups(numbers, groups, &network->between_room, between, err);
}

clg_status clg_strata_initiation_theil_share(clg_network *network,
                                             const clg_groups *groups, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_begun(network, groups, CLG_ARCS_OUT, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.share, 0, values, statuses);
    return status;
}

clg_status clg_strata_initiation_eta2(clg_network *network, const clg_groups *groups,
                                      double *values, uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_begun(network, groups, CLG_ARCS_OUT, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.eta2, 0, values, statuses);
    return status;
}

clg_status clg_strata_indegree_theil_between(clg_network *network,
                                             const clg_groups *groups, double *values,
                                             uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_begun(network, groups, CLG_ARCS_IN, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.between, 0, values, statuses);
    return status;
}

clg_status clg_strata_indegree_theil_within(clg_network *network,
                                            const clg_groups *groups, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_begun(network, groups, CLG_ARCS_IN, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.within, 0, values, statuses);
    return status;
}

clg_status clg_strata_indegree_eta2(clg_network *network, const clg_groups *groups,
                                    double *values, uint8_t *statuses, clg_error *err)
{
    clg_between between;
    clg_status status = find_begun(network, groups, CLG_ARCS_IN, &between, err);

    if (status == CLG_OK)
        clg_value_store(between.eta2, 0, values, statuses);
    return status;
}

typedef clg_value seat_reading(const clg_seating *seating);

static clg_status read_seats(clg_affiliation *attendance, const clg_groups *groups,
                             seat_reading *read, double *values, uint8_t *statuses,
                             clg_error *err)
{
    const clg_seating *seating = NULL;
    clg_status status = clg_seating_find(attendance->table, groups,
                                         &attendance->seating_room, &seating, err);

    for (uint32_t g = 0; status == CLG_OK && g < groups->group_count; g++)
        clg_value_store(read(&seating[g]), g, values, statuses);
    return status;
}

static clg_value isolation_of(const clg_seating *seating)
{
    return seating->isolation;
}

static clg_value without_self_of(const clg_seating *seating)
{
    return seating->without_self;
}

static clg_value exposure_of(const clg_seating *seating)
{
    return seating->exposure;
}

static clg_value eta2_of(const clg_seating *seating)
{
    return seating->eta2;
}

static clg_value dissimilarity_of(const clg_seating *seating)
{
    return seating->dissimilarity;
}

clg_status clg_strata_seat_isolation(clg_affiliation *attendance,
                                     const clg_groups *groups, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    return read_seats(attendance, groups, isolation_of, values, statuses, err);
}

clg_status clg_strata_seat_isolation_without_self(clg_affiliation *attendance,
                                                  const clg_groups *groups,
                                                  double *values, uint8_t *statuses,
                                                  clg_error *err)
{
    return read_seats(attendance, groups, without_self_of, values, statuses, err);
}

clg_status clg_strata_seat_exposure(clg_affiliation *attendance,
                                    const clg_groups *groups, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    return read_seats(attendance, groups, exposure_of, values, statuses, err);
}

clg_status clg_strata_seat_eta2(clg_affiliation *attendance, const clg_groups *groups,
                                double *values, uint8_t *statuses, clg_error *err)
{
    return read_seats(attendance, groups, eta2_of, values, statuses, err);
}

clg_status clg_strata_seat_dissimilarity(clg_affiliation *attendance,
                                         const clg_groups *groups, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    return read_seats(attendance, groups, dissimilarity_of, values, statuses, err);
}

clg_status clg_strata_mean_attended(clg_affiliation *attendance,
                                    const clg_groups *groups, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    const size_t *first = attendance->table->vertex_first;

    (void)err;
    for (uint32_t g = 0; g < groups->group_count; g++)
        values[g] = 0.0;
    for (uint32_t v = 0; v < groups->vertex_count; v++)
        if (groups->code[v] >= 0)
            values[groups->code[v]] += (double)(first[v + 1] - first[v]);
    for (uint32_t g = 0; g < groups->group_count; g++)
        clg_value_store(clg_value_share(values[g], (double)groups->size[g]), g, values,
                        statuses);
    return CLG_OK;
}
