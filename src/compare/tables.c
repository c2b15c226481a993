#include "compare/tables_part.h"

#include "base/text_list.h"

#include <string.h>

void clg_fill_codes(clg_table_maker *maker, clg_column_type type, const char *name,
                    const char *unit, const char *definition, const clg_texts *levels,
                    clg_code_of *at, const void *rows)
{
    clg_column *column = clg_make_column(maker, type, name, unit, definition, levels);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->codes[row] = at(rows, row);
}

void clg_fill_reals(clg_table_maker *maker, const char *name, const char *unit,
                    const char *definition, clg_number_of *at, const void *rows)
{
    clg_column *column =
        clg_make_column(maker, CLG_COLUMN_REAL, name, unit, definition, NULL);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->values[row] = at(rows, row);
}

/* ---- names of levels ---- */

typedef const char *namer(int value);

static const char *name_of_status(int i)
{
    return clg_compared_status_name((clg_compared_status)i);
}

static const char *name_of_set(int i)
{
    return clg_set_status_name((clg_set_status)i);
}

static const char *name_of_family(int i)
{
    return clg_estimate_family_name((clg_estimate_family)i);
}

static const char *name_of_use(int i)
{
    return clg_size_use_name((clg_size_use)i);
}

static const char *name_of_rule(int i)
{
    return clg_rule_name(1u << i);
}

static const char *name_of_method(int i)
{
    return clg_effect_method_name((clg_effect_method)i);
}

static const char *name_of_part(int i)
{
    return clg_effect_part_name((clg_effect_part)i);
}

static const char *name_of_fit(int i)
{
    return clg_value_status_name((clg_value_status)i);
}

static const char *name_of_flag(int i)
{
    static const char *const names[] = {"low", "within", "high"};

    return i < 3 ? names[i] : NULL;
}

static const char *name_of_side(int i)
{
    static const char *const names[] = {"low", "chart", "high"};

    return i < 3 ? names[i] : NULL;
}

static const char *name_of_state(int i)
{
    return clg_cycle_state_name((clg_cycle_state)i);
}

static const char *name_of_shift(int i)
{
    static const char *const names[] = {"down", "none", "up"};

    return i < 3 ? names[i] : NULL;
}

static const char *name_of_limits(int i)
{
    static const char *const names[] = {"none", "share", "ratio_log", "ratio_root",
                                        "estimate"};

    return i < 5 ? names[i] : NULL;
}

static clg_status fill_names(const clg_compare_findings *findings,
                             clg_compare_tables *tables, clg_error *err)
{
    const struct {
        clg_texts *texts;
        namer *name;
        int count;
    } lists[] = {
        {&tables->school_statuses, name_of_status, CLG_COMPARED_STATUS_COUNT},
        {&tables->set_statuses, name_of_set, CLG_SET_STATUS_COUNT},
        {&tables->families, name_of_family, CLG_ESTIMATE_FAMILY_COUNT},
        {&tables->size_uses, name_of_use, CLG_SIZE_USE_COUNT},
        {&tables->spreads, name_of_limits, 5},
        {&tables->flags, name_of_flag, 3},
        {&tables->rules, name_of_rule, CLG_RULE_COUNT},
        {&tables->sides, name_of_side, 3},
        {&tables->fits, name_of_fit, CLG_VALUE_STATUS_COUNT},
        {&tables->methods, name_of_method, CLG_EFFECT_METHOD_COUNT},
        {&tables->parts, name_of_part, CLG_EFFECT_PART_COUNT},
        {&tables->cycle_states, name_of_state, CLG_CYCLE_STATE_COUNT},
        {&tables->shifts, name_of_shift, 3},
    };
    clg_status status = CLG_OK;

    (void)findings;
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++)
        for (int i = 0; status == CLG_OK && i < lists[l].count; i++) {
            const char *name = lists[l].name(i);
            status = clg_texts_append(lists[l].texts, name, strlen(name), err);
        }
    return status;
}

static clg_status fill_varies(const clg_compare_findings *findings,
                              clg_compare_tables *tables, clg_error *err)
{
    const clg_network_data *data = findings->data;
    clg_status status = CLG_OK;

    for (uint32_t m = 0; status == CLG_OK && m < data->measure_count; m++)
        status = clg_texts_add_once(&tables->varies, data->of[m].varies,
                                    strlen(data->of[m].varies), err);
    return status;
}

clg_status clg_compare_tables_make(const clg_compare_findings *findings,
                                   clg_compare_tables *tables, clg_error *err)
{
    typedef clg_status make(const clg_compare_findings *, clg_compare_tables *,
                            clg_error *);
    static make *const all[] = {fill_names,
                                fill_varies,
                                clg_make_comparison,
                                clg_make_measures,
                                clg_make_charts,
                                clg_make_signals,
                                clg_make_network_effects,
                                clg_make_school_effects,
                                clg_make_cycles,
                                clg_make_cycle_effects,
                                clg_make_phases};
    clg_status status = CLG_OK;

    *tables = (clg_compare_tables){.flags = CLG_TEXTS_INIT};
    for (size_t i = 0; status == CLG_OK && i < sizeof all / sizeof all[0]; i++)
        status = all[i](findings, tables, err);
    if (status != CLG_OK)
        clg_compare_tables_clear(tables);
    return status;
}

void clg_compare_tables_clear(clg_compare_tables *tables)
{
    clg_texts *const texts[] = {&tables->school_statuses, &tables->set_statuses,
                                &tables->families,        &tables->size_uses,
                                &tables->spreads,         &tables->varies,
                                &tables->flags,           &tables->rules,
                                &tables->sides,           &tables->fits,
                                &tables->methods,         &tables->parts,
                                &tables->cycle_states,    &tables->cycle_steps,
                                &tables->shifts};

    clg_table_clear(&tables->comparison);
    clg_table_clear(&tables->measures);
    clg_table_clear(&tables->charts);
    clg_table_clear(&tables->signals);
    clg_table_clear(&tables->effects);
    clg_table_clear(&tables->school_effects);
    clg_table_clear(&tables->cycles);
    clg_table_clear(&tables->cycle_effects);
    clg_table_clear(&tables->phases);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        clg_texts_clear(texts[i]);
}
