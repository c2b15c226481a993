/* The tables of a comparison: their rows and codes by hand, exhausted memory. */
#include "check.h"

#include "compare/tables.h"
#include "small_network.h"

#include "base/memory.h"

#include <string.h>

typedef struct found {
    clg_network_data data;
    clg_change_starts changes;
    clg_compared_network compared;
    clg_network_charts charts;
    clg_network_effects effects;
    clg_network_cycles cycles;
    clg_compare_findings findings;
} found;

static void find(found *f)
{
    const clg_network_options options = {.comparison = CLG_COMPARISON_OPTIONS_INIT,
                                         .first_window = SMALL_WINDOWS - 1,
                                         .last_window = SMALL_WINDOWS};
    const clg_chart_options rules = {CLG_RULES_IHI, 0};
    const clg_network_effect_options effects = {CLG_TAU2_PM, 20, 1, 1, NULL};

    f->cycles = (clg_network_cycles){0};
    small_network(&f->data);
    small_changes(&f->changes);
    f->data.of[0].varies = "se";
    f->data.of[1].varies = "binomial";
    check_ok(clg_network_compare(&f->data, &options, &f->compared, &err));
    check_ok(clg_network_chart_all(&f->data, &rules, 1, &f->charts, &err));
    check_ok(
        clg_network_find_effects(&f->data, &f->changes, &effects, &f->effects, &err));
    f->findings = (clg_compare_findings){&f->data,    &f->compared, &f->charts,
                                         &f->changes, &f->effects,  &f->cycles};
}

static void forget(found *f)
{
    clg_network_effects_clear(&f->effects);
    clg_network_charts_clear(&f->charts);
    clg_compared_network_clear(&f->compared);
    clg_change_starts_clear(&f->changes);
    clg_network_data_clear(&f->data);
}

static const char *text(const clg_table *table, const char *name, size_t row)
{
    const clg_column *column = clg_table_column(table, name);

    assert_non_null(column);
    return column->codes[row] < 0
               ? ""
               : clg_texts_at(column->levels, (size_t)column->codes[row]);
}

static double number(const clg_table *table, const char *name, size_t row)
{
    const clg_column *column = clg_table_column(table, name);

    assert_non_null(column);
    return column->type == CLG_COLUMN_COUNT ? column->codes[row] : column->values[row];
}

static void a_row_a_school_window_and_measure_compared(void **state)
{
    (void)state;
    enum { ROW = SMALL_SCHOOLS + 2 }; /* score over the period, school 2 */
    clg_compare_tables tables;
    found f;

    find(&f);
    check_ok(clg_compare_tables_make(&f.findings, &tables, &err));
    assert_int_equal(tables.comparison.row_count, 2 * 2 * SMALL_SCHOOLS);
    assert_string_equal(text(&tables.comparison, "school", ROW), "s2");
    assert_string_equal(text(&tables.comparison, "window", ROW), "period");
    assert_string_equal(text(&tables.comparison, "measure", ROW), "score");
    assert_string_equal(text(&tables.comparison, "status", ROW), "ok");
    assert_string_equal(text(&tables.comparison, "flag", ROW), "within");
    check_near(number(&tables.comparison, "n", ROW), 12.0, 0.0);
    check_near(number(&tables.comparison, "raw", ROW),
               f.data.of[0].value[SMALL_WINDOWS * SMALL_SCHOOLS + 2], 0.0);
    check_near(number(&tables.comparison, "shrunk", ROW),
               f.compared.sets[1].result.schools[2].shrunk, 0.0);
    check_near(number(&tables.comparison, "p_top", ROW),
               f.compared.sets[1].result.schools[2].rank.top, 0.0);
    clg_compare_tables_clear(&tables);
    forget(&f);
}

static void a_row_a_measure_and_window_also_where_nothing_is_compared(void **state)
{
    (void)state;
    clg_compare_tables tables;
    found f;

    find(&f);
    check_ok(clg_compare_tables_make(&f.findings, &tables, &err));
    assert_int_equal(tables.measures.row_count, 2 * SMALL_MEASURES);
    assert_string_equal(text(&tables.measures, "varies", 0), "se");
    assert_string_equal(text(&tables.measures, "family", 2), "beta-binomial");
    assert_string_equal(text(&tables.measures, "limits", 2), "share");
    assert_string_equal(text(&tables.measures, "limits", 0), "estimate");
    assert_string_equal(text(&tables.measures, "size_use", 2), "in_counts");
    assert_string_equal(text(&tables.measures, "status", 4), "no_model");
    assert_string_equal(text(&tables.measures, "size_use", 4), "");
    assert_string_equal(text(&tables.measures, "limits", 4), "none");
    assert_true(isnan(number(&tables.measures, "mean", 4)));
    check_near(number(&tables.measures, "schools", 0), SMALL_SCHOOLS, 0.0);
    check_near(number(&tables.measures, "flags_by_chance", 0), 0.002 * SMALL_SCHOOLS,
               1e-15);
    clg_compare_tables_clear(&tables);
    forget(&f);
}

static void charts_signals_and_effects(void **state)
{
    (void)state;
    clg_compare_tables tables;
    found f;

    find(&f);
    check_ok(clg_compare_tables_make(&f.findings, &tables, &err));
    assert_int_equal(tables.charts.row_count, SMALL_MEASURES * SMALL_SCHOOLS);
    assert_string_equal(text(&tables.charts, "measure", SMALL_SCHOOLS), "share");
    check_near(number(&tables.charts, "points", 0), SMALL_WINDOWS, 0.0);
    assert_int_equal(tables.signals.row_count, f.charts.signal_count);
    for (size_t i = 0; i < f.charts.signal_count; i++)
        assert_string_equal(text(&tables.signals, "rule", i),
                            clg_rule_name(f.charts.signals[i].signal.rule));
    assert_string_equal(text(&tables.effects, "label", 0), "reform");
    assert_string_equal(text(&tables.effects, "method", 0), "segmented");
    assert_string_equal(text(&tables.effects, "part", 1), "slope");
    assert_int_equal(tables.school_effects.row_count, 4 * SMALL_MEASURES);
    assert_string_equal(text(&tables.school_effects, "start", 0), "w2");
    assert_string_equal(text(&tables.school_effects, "status", 0),
                        clg_value_status_name(f.effects.schools[0].fit.status));
    check_near(number(&tables.school_effects, "before", 1), 3.0, 0.0);
    clg_compare_tables_clear(&tables);
    forget(&f);
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    found f;

    find(&f);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_compare_tables tables;
        clg_test_allocations_left = allowed;
        status = clg_compare_tables_make(&f.findings, &tables, &err);
        clg_test_allocations_left = -1;
        if (status == CLG_OK)
            clg_compare_tables_clear(&tables);
        else
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
    }
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_a_school_window_and_measure_compared),
        cmocka_unit_test(a_row_a_measure_and_window_also_where_nothing_is_compared),
        cmocka_unit_test(charts_signals_and_effects),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
