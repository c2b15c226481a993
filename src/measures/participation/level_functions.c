#include "measures/participation/level_functions.h"

#include "measures/participation/levels.h"
#include "measures/participation/rate.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

#include <gsl/gsl_cdf.h>

enum { SAMPLES = 99 };

static const clg_level_rules rules = CLG_LEVEL_RULES_INIT;

static clg_beta prior_of(const clg_scope *scope, const clg_participation *counts)
{
    return clg_beta_of(counts->attended, counts->eligible, scope->row_count);
}

static bool has_levels(const clg_scope *scope)
{
    return scope->history != NULL && scope->study->has_attendance &&
           scope->history->count > 0;
}

static clg_value_status why_not(const clg_scope *scope)
{
    return scope->study->has_attendance ? CLG_VALUE_UNDEFINED : CLG_VALUE_NO_LOG;
}

clg_status clg_scope_levels(clg_scope *scope, const clg_levels **levels, clg_error *err)
{
    const clg_participation *counts = NULL;
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;

    *levels = NULL;
    if (!has_levels(scope))
        return CLG_OK;
    if (!parts->has_levels) {
        status = clg_scope_participation(scope, &counts, err);
        if (status == CLG_OK)
            status =
                clg_levels_find(&parts->levels, scope->history, scope->vertex_person,
                                scope->vertex_count, prior_of(scope, counts), &rules,
                                SAMPLES, scope->study->settings.seed, err);
    }
    parts->has_levels = status == CLG_OK;
    *levels = &parts->levels;
    return status;
}

static bool is_seen(const clg_participation *counts, uint32_t row)
{
    return counts->attended[row] + counts->sent[row] + counts->received[row] > 0;
}

clg_status clg_person_level(clg_scope *scope, double *values, uint8_t *statuses,
                            clg_error *err)
{
    const clg_participation *counts = NULL;
    const clg_levels *levels = NULL;
    clg_status status = clg_scope_levels(scope, &levels, err);

    if (status == CLG_OK)
        status = clg_scope_participation(scope, &counts, err);
    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = scope->row_vertex[row];
        if (levels == NULL)
            clg_value_store(clg_value_none(why_not(scope)), row, values, statuses);
        else if (v != CLG_NO_VERTEX)
            clg_value_store(clg_value_of((double)levels->level[v]), row, values,
                            statuses);
        else if (is_seen(counts, row))
            clg_value_store(clg_value_of((double)CLG_TRANSACTIONAL), row, values,
                            statuses);
        else
            (void)clg_report_vertex(scope, row, values, statuses);
    }
    return status;
}

static clg_status chance_of(clg_scope *scope, clg_level_of level, bool of_likeliest,
                            double *values, uint8_t *statuses, clg_error *err)
{
    const clg_levels *levels = NULL;
    clg_status status = clg_scope_levels(scope, &levels, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        double highest = 0.0;
        if (v == CLG_NO_VERTEX)
            continue;
        for (int l = 0; levels != NULL && l < CLG_LEVELS; l++)
            highest = fmax(highest, levels->chance[v * CLG_LEVELS + (uint32_t)l]);
        if (levels != NULL && !of_likeliest)
            highest = levels->chance[v * CLG_LEVELS + level];
        clg_value_store(levels != NULL ? clg_value_of(highest)
                                       : clg_value_none(why_not(scope)),
                        row, values, statuses);
    }
    return status;
}

clg_status clg_person_level_core(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    return chance_of(scope, CLG_CORE, false, values, statuses, err);
}

clg_status clg_person_level_active(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return chance_of(scope, CLG_ACTIVE, false, values, statuses, err);
}

clg_status clg_person_level_occasional(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return chance_of(scope, CLG_OCCASIONAL, false, values, statuses, err);
}

clg_status clg_person_level_peripheral(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return chance_of(scope, CLG_PERIPHERAL, false, values, statuses, err);
}

clg_status clg_person_level_absent(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return chance_of(scope, CLG_ABSENT, false, values, statuses, err);
}

clg_status clg_person_level_certainty(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    return chance_of(scope, CLG_CORE, true, values, statuses, err);
}

/* ---- schools ---- */

static clg_status share_of(clg_scope *scope, clg_level_of level, double *values,
                           uint8_t *statuses, clg_error *err)
{
    const clg_levels *levels = NULL;
    double count = 0.0;
    clg_status status = clg_scope_levels(scope, &levels, err);

    for (size_t v = 0; status == CLG_OK && levels != NULL && v < levels->count; v++)
        count += levels->level[v] == level;
    if (status == CLG_OK)
        clg_value_store(levels != NULL
                            ? clg_value_share(count, (double)scope->vertex_count)
                            : clg_value_none(why_not(scope)),
                        0, values, statuses);
    return status;
}

clg_status clg_school_core_share(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    return share_of(scope, CLG_CORE, values, statuses, err);
}

clg_status clg_school_active_share(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return share_of(scope, CLG_ACTIVE, values, statuses, err);
}

clg_status clg_school_occasional_share(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return share_of(scope, CLG_OCCASIONAL, values, statuses, err);
}

clg_status clg_school_peripheral_share(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return share_of(scope, CLG_PERIPHERAL, values, statuses, err);
}

clg_status clg_school_absent_share(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return share_of(scope, CLG_ABSENT, values, statuses, err);
}

clg_status clg_school_transactional(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    const clg_participation *counts = NULL;
    double count = 0.0;
    clg_status status = clg_scope_participation(scope, &counts, err);

    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++)
        count += scope->row_vertex[row] == CLG_NO_VERTEX && is_seen(counts, row);
    if (status == CLG_OK)
        clg_value_store(clg_value_of(count), 0, values, statuses);
    return status;
}

clg_status clg_school_level_mobility(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    const clg_participation *counts = NULL;
    clg_core_history cores = {0};
    clg_value value = clg_value_none(why_not(scope));
    clg_status status = clg_scope_participation(scope, &counts, err);

    if (status == CLG_OK && has_levels(scope)) {
        status = clg_core_history_find(&cores, scope->history, err);
        if (status == CLG_OK)
            value = clg_level_mobility(scope->history, &cores, prior_of(scope, counts),
                                       &rules);
    }
    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    clg_core_history_clear(&cores);
    return status;
}

/* side: -1 and 1 for the ends of the interval, 0 for the slope itself. */
static clg_status core_after_outer(clg_scope *scope, double side, double *values,
                                   uint8_t *statuses, clg_error *err)
{
    clg_value slope = clg_value_undefined(), error = clg_value_undefined();
    clg_core_history cores = {0};
    clg_status status = CLG_OK;

    if (has_levels(scope))
        status = clg_core_history_find(&cores, scope->history, err);
    if (has_levels(scope) && status == CLG_OK)
        clg_core_after_outer(scope->history, &cores, &slope, &error);
    if (slope.status == CLG_VALUE_OK) {
        double freedom = (double)scope->history->count - 4.0;
        slope.value += side * error.value * gsl_cdf_tdist_Pinv(0.975, freedom);
    }
    if (status == CLG_OK)
        clg_value_store(slope, 0, values, statuses);
    clg_core_history_clear(&cores);
    return status;
}

clg_status clg_school_core_after_outer(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return core_after_outer(scope, 0.0, values, statuses, err);
}

clg_status clg_school_core_after_outer_low(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return core_after_outer(scope, -1.0, values, statuses, err);
}

clg_status clg_school_core_after_outer_high(clg_scope *scope, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    return core_after_outer(scope, 1.0, values, statuses, err);
}
