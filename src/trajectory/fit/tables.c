#include "trajectory/fit/tables.h"

#include "trajectory/fit/tables_part.h"
#include "trajectory/hmm/emission.h"

#include <math.h>
#include <string.h>

void clg_cut_at_one(clg_table_maker *maker)
{
    double *values;

    if (maker->status != CLG_OK)
        return;
    values = maker->table->columns[maker->table->column_count - 1].values;
    for (size_t row = 0; row < maker->table->row_count; row++)
        values[row] = fmin(values[row], 1.0);
}

const char *clg_fit_transform(const clg_fit_spec *spec, uint32_t indicator)
{
    bool is_known = spec->transforms != NULL && indicator < spec->transforms->count;

    return is_known ? clg_texts_at(spec->transforms, indicator) : "none";
}

static clg_status append(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_append(texts, name, strlen(name), err);
}

static clg_status fill_names(const clg_fitted *fitted, clg_fit_tables *tables,
                             clg_error *err)
{
    const clg_stage_set *stages = &fitted->spec->stages;
    static const char *const states[] = {"ok", "no_data", "impossible"};
    static const char *const transforms[] = {"none", "log", "arcsine"};
    clg_status status = CLG_OK;

    for (uint32_t k = 0; status == CLG_OK && k < stages->count; k++)
        status = append(&tables->stage_names, stages->stages[k], err);
    for (int f = 0; status == CLG_OK && f < CLG_FAMILY_COUNT; f++)
        status = append(&tables->family_names, clg_family_name((clg_family)f), err);
    for (int i = 0; status == CLG_OK && i < 3; i++)
        status = append(&tables->status_names, states[i], err);
    for (int i = 0; status == CLG_OK && i < 3; i++)
        status = append(&tables->transform_names, transforms[i], err);
    for (int c = 0; status == CLG_OK && c < CLG_COURSE_KIND_COUNT; c++)
        status = append(&tables->course_names, clg_course_kind_name((clg_course_kind)c),
                        err);
    return status;
}

/* Names of the covariates, in the order asked for. */
static clg_status fill_covariates(const clg_fitted *fitted, clg_fit_tables *tables,
                                  clg_error *err)
{
    const clg_fit_spec *spec = fitted->spec;
    clg_status status = CLG_OK;

    for (uint32_t c = 0; status == CLG_OK && c < spec->covariate_count; c++)
        status = append(
            &tables->covariate_names,
            clg_texts_at(&fitted->panel->extra_names, (size_t)spec->covariates[c]),
            err);
    for (int e = 0; status == CLG_OK && e <= CLG_EFFECT_NOT_IDENTIFIED; e++)
        status = append(&tables->effect_names,
                        clg_effect_status_name((clg_effect_status)e), err);
    return status;
}

clg_status clg_fit_tables_make(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err)
{
    typedef clg_status make(const clg_fitted *, clg_fit_tables *, clg_error *);
    static make *const all[] = {
        fill_names,         fill_covariates,     clg_make_trajectory,  clg_make_schools,
        clg_make_forecast,  clg_make_indicators, clg_make_transitions, clg_make_curve,
        clg_make_selection, clg_make_effects,    clg_make_durations,   clg_make_groups};
    clg_status status = CLG_OK;

    *tables = (clg_fit_tables){.stage_names = CLG_TEXTS_INIT};
    for (size_t i = 0; status == CLG_OK && i < sizeof all / sizeof all[0]; i++)
        status = all[i](fitted, tables, err);
    if (status != CLG_OK)
        clg_fit_tables_clear(tables);
    return status;
}

void clg_fit_tables_clear(clg_fit_tables *tables)
{
    clg_table_clear(&tables->trajectory);
    clg_table_clear(&tables->schools);
    clg_table_clear(&tables->forecast);
    clg_table_clear(&tables->indicators);
    clg_table_clear(&tables->transitions);
    clg_table_clear(&tables->curve);
    clg_table_clear(&tables->selection);
    clg_table_clear(&tables->effects);
    clg_table_clear(&tables->durations);
    clg_table_clear(&tables->groups);
    clg_texts_clear(&tables->stage_names);
    clg_texts_clear(&tables->family_names);
    clg_texts_clear(&tables->status_names);
    clg_texts_clear(&tables->course_names);
    clg_texts_clear(&tables->covariate_names);
    clg_texts_clear(&tables->effect_names);
    clg_texts_clear(&tables->transform_names);
}
