/* The indicators of stages: known measures, how they are read, panels from tables in
 * memory and from results files, silent windows, reasons, starting values. */
#include "check.h"
#include "panel_reading.h"
#include "study_folder.h"

#include "base/memory.h"
#include "base/text_list.h"
#include "measures/registry.h"
#include "run/panel_table.h"
#include "run/trajectory_indicators.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

enum { SCHOOLS = 2, WINDOWS = 4, ROWS = SCHOOLS * WINDOWS };

static bool is_measured(const char *id, const char *wanted)
{
    clg_texts words = names_of(wanted);
    clg_measure_list list;
    bool found = false;

    check_ok(clg_measure_select("school", CLG_FOR_WINDOW, &words, &list, &err));
    for (size_t i = 0; i < list.count; i++)
        found = found || strcmp(list.items[i]->id, id) == 0;
    clg_measure_list_clear(&list);
    clg_texts_clear(&words);
    return found;
}

static void indicators_are_measured_in_windows_by_default(void **state)
{
    (void)state;
    size_t count, fitted = 0;
    const clg_indicator *indicators = clg_trajectory_indicators(&count);

    for (size_t i = 0; i < count; i++) {
        assert_true(is_measured(indicators[i].measure, "default"));
        if (indicators[i].trials != NULL)
            assert_true(is_measured(indicators[i].trials, "default"));
        assert_ptr_equal(clg_indicator_find(indicators[i].measure), &indicators[i]);
        fitted += indicators[i].is_default;
    }
    assert_int_equal(fitted, 4);
    assert_true(is_measured("active", "default"));
    assert_null(clg_indicator_find("density"));
}

static double read_as(const char *measure, double value, double trials)
{
    return clg_indicator_read(clg_indicator_find(measure), value, trials);
}

static void values_are_read_by_hand(void **state)
{
    (void)state;
    double least = read_as("outside_share", 0.0, 300.0);

    check_near(read_as("activity_rate", 0.25, NAN), log(0.25), 1e-15);
    assert_true(isnan(read_as("activity_rate", 0.0, NAN)));
    assert_true(isnan(read_as("activity_rate", NAN, NAN)));
    check_near(read_as("outside_share", 0.25, 8.0), asin(sqrt(2.25 / 8.5)), 1e-15);
    check_near(read_as("outside_share", 0.25, NAN), asin(0.5), 1e-15);
    assert_true(isnan(read_as("outside_share", 1.5, 8.0)));
    assert_true(isnan(read_as("outside_share", NAN, 8.0)));
    assert_true(0.0 < least && least < read_as("outside_share", 0.0, 3.0));
    check_near(read_as("core_share", 0.3, 8.0), 0.3, 0.0);
    check_near(read_as("density", 7.0, 8.0), 7.0, 0.0);
}

/* ---- tables ---- */

static clg_texts ids, dates, flags, kinds;
static clg_table school, school_window;

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "", "a column", levels, &err));
    return &table->columns[table->column_count - 1];
}

/* NAN: a break. */
static void add_measure(const char *name, const double values[ROWS])
{
    clg_column *column = add(&school_window, CLG_COLUMN_MEASURE, name, NULL);

    for (size_t i = 0; i < ROWS; i++)
        clg_cell_set(column, i, values[i],
                     isnan(values[i]) ? CLG_VALUE_BREAK : CLG_VALUE_OK);
}

/* Window 2 of the first school is silent, window 0 of the second a break. */
static int make_tables(void **state)
{
    clg_column *c;

    ids = names_of("north south");
    dates = names_of("2026-09-01 2026-10-01 2026-11-01 2026-12-01");
    flags = names_of("0 1");
    kinds = names_of("rural urban");
    check_ok(clg_table_init(&school, "school", "", SCHOOLS, false, &err));
    add(&school, CLG_COLUMN_TEXT, "school", &ids);
    c = add(&school, CLG_COLUMN_CATEGORY, "founded_in_window_1", &flags);
    c->codes[0] = 1;
    add(&school, CLG_COLUMN_COUNT, "size", NULL)->codes[1] = 40;
    c = add(&school, CLG_COLUMN_CATEGORY, "kind", &kinds);
    c->codes[0] = 1;
    check_ok(clg_table_init(&school_window, "school_window", "", ROWS, false, &err));
    c = add(&school_window, CLG_COLUMN_CATEGORY, "school", &ids);
    for (int i = 0; i < ROWS; i++)
        c->codes[i] = i / WINDOWS;
    c = add(&school_window, CLG_COLUMN_CATEGORY, "window", &dates);
    for (int i = 0; i < ROWS; i++)
        c->codes[i] = i % WINDOWS;
    add_measure("active", (double[]){5, 6, 0, 4, NAN, 3, 2, 1});
    add_measure("exchanges", (double[]){8, 4, 0, 2, NAN, 4, 4, 4});
    add_measure("activity_rate", (double[]){1, 2, 0, 4, NAN, 1, 3, 2});
    add_measure("outside_share", (double[]){.5, .25, NAN, 0, NAN, 1, 0, .5});
    add_measure("isolate_share", (double[]){.5, .25, 1, .5, NAN, 0, 0, .5});
    return new_folder(state);
}

static int clear_tables(void **state)
{
    clg_table_clear(&school);
    clg_table_clear(&school_window);
    clg_texts_clear(&ids);
    clg_texts_clear(&dates);
    clg_texts_clear(&flags);
    clg_texts_clear(&kinds);
    return remove_folder(state);
}

static clg_status take(const char *indicators, const char *extras, reading *r,
                       clg_error *error)
{
    clg_texts wanted = names_of(indicators), more = names_of(extras);
    clg_panel_request request = {
        .indicators = &wanted, .extras = &more, .is_irregular = false};
    clg_status status = clg_panel_from_tables(&school_window, &school, "run", &request,
                                              &r->panel, &r->notes, error);

    clg_texts_clear(&wanted);
    clg_texts_clear(&more);
    return status;
}

static void check_cell(const reading *r, uint32_t s, uint32_t t, uint32_t d,
                       double expected)
{
    assert_int_equal(clg_panel_has(&r->panel, s, t, d), !isnan(expected));
    if (!isnan(expected))
        check_near(clg_panel_value(&r->panel, s, t, d), expected, 1e-15);
}

static void the_default_set_is_taken_as_far_as_it_is_there(void **state)
{
    (void)state;
    reading r;

    check_ok(take("", "exchanges", &r, &err));
    assert_int_equal(r.panel.indicator_count, 2);
    assert_string_equal(clg_texts_at(&r.panel.indicators, 0), "activity_rate");
    assert_int_equal(r.panel.length[0], 4);
    assert_int_equal(r.panel.length[1], 3); /* a break before the first window */
    assert_int_equal(r.notes.leading, 1);
    check_cell(&r, 0, 3, 0, log(4.0));
    check_cell(&r, 0, 2, 0, NAN);
    check_cell(&r, 0, 0, 1, asin(sqrt(4.25 / 8.5)));
    check_cell(&r, 1, 1, 1, asin(sqrt(0.25 / 4.5)));
    check_near(r.panel.extra[0][0], 8.0, 0.0);
    assert_string_equal(clg_texts_at(&r.notes.transforms, 0), "log");
    assert_string_equal(clg_texts_at(&r.notes.transforms, 1), "arcsine");
    assert_int_equal(r.panel.is_founded[0], 1);
    assert_int_equal(r.panel.is_founded[1], 0);
    reading_clear(&r);
}

static void columns_of_schools_are_extras(void **state)
{
    (void)state;
    reading r;

    check_ok(take("activity_rate", "kind size", &r, &err));
    for (uint32_t s = 0; s < SCHOOLS; s++)
        for (uint32_t t = 0; t < r.panel.length[s]; t++) {
            size_t row = r.panel.first[s] + t;

            check_near(r.panel.extra[0][row], s == 0 ? 1.0 : 0.0, 0.0);
            check_near(r.panel.extra[1][row], s == 0 ? 0.0 : 40.0, 0.0);
        }
    assert_int_equal(r.notes.two_valued.count, 1);
    assert_string_equal(clg_texts_at(&r.notes.two_words, 1), "urban");
    reading_clear(&r);
}

/* Everyone is an isolate of a window in which nothing happens. */
static void silent_windows_are_missing(void **state)
{
    (void)state;
    reading r;

    check_ok(take("isolate_share", "", &r, &err));
    check_cell(&r, 0, 1, 0, asin(0.5));
    check_cell(&r, 0, 2, 0, NAN);
    check_cell(&r, 1, 0, 0, 0.0);
    reading_clear(&r);
}

static void indicators_of_no_use_are_left_out_with_the_reason(void **state)
{
    (void)state;
    clg_column *unlogged = add(&school_window, CLG_COLUMN_MEASURE, "core_share", NULL);
    reading r;

    for (size_t i = 0; i < ROWS; i++)
        clg_cell_set(unlogged, i, NAN, CLG_VALUE_NO_LOG);
    add_measure("density", (double[]){1, 1, 1, 1, NAN, 1, 1, 1});
    add_measure("transitivity", (double[]){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN});
    check_ok(take("density core_share activity_rate transitivity", "", &r, &err));
    assert_int_equal(r.panel.indicator_count, 1);
    assert_int_equal(r.notes.constant_indicators.count, 3);
    assert_string_equal(clg_texts_at(&r.notes.constant_indicators, 1), "core_share");
    assert_string_equal(clg_texts_at(&r.notes.constant_reasons, 0), "constant");
    assert_string_equal(clg_texts_at(&r.notes.constant_reasons, 1),
                        "its log was not given");
    assert_string_equal(clg_texts_at(&r.notes.constant_reasons, 2), "nowhere observed");
    reading_clear(&r);
}

static void what_was_not_measured_is_refused(void **state)
{
    (void)state;
    clg_error error = CLG_ERROR_INIT;
    reading r;

    check_fails(take("density", "", &r, &err), CLG_ERROR_SCHEMA,
                "'density' was not measured in windows");
    check_fails(take("size", "", &r, &err), CLG_ERROR_SCHEMA,
                "'size' was not measured in windows");
    check_fails(take("size", "size", &r, &err), CLG_ERROR_SCHEMA,
                "'size' was not measured in windows");
    check_fails(take("", "height", &r, &err), CLG_ERROR_SCHEMA,
                "'height' is neither measured in windows nor a column of /school");
    check_fails(take("window", "", &r, &err), CLG_ERROR_SCHEMA,
                "the column 'window' of school_window does not hold numbers");
    clg_table_clear(&school_window);
    check_ok(clg_table_init(&school_window, "school_window", "", 0, false, &err));
    assert_int_equal(take("", "", &r, &error), CLG_ERROR_SCHEMA);
    assert_string_equal(error.message, "none of the measures that stages are fitted to "
                                       "is in it, such as activity_rate");
}

static void a_results_file_gives_the_same_panel(void **state)
{
    (void)state;
    clg_store *store = NULL;
    reading memory, file;

    check_ok(clg_store_create(in_folder("r.h5"), NULL, &store, &err));
    check_ok(clg_store_write_table(store, "/school", &school, &err));
    check_ok(clg_store_write_table(store, "/measure/school", &school_window, &err));
    check_ok(clg_store_commit(&store, &err));
    check_ok(take("", "exchanges", &memory, &err));
    check_ok(read_panel("r.h5", "", "exchanges", false, &file, &err));
    assert_int_equal(file.panel.indicator_count, memory.panel.indicator_count);
    assert_int_equal(file.notes.transforms.count, memory.notes.transforms.count);
    assert_int_equal(clg_panel_rows(&file.panel), clg_panel_rows(&memory.panel));
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        assert_int_equal(file.panel.is_founded[s], memory.panel.is_founded[s]);
        for (uint32_t t = 0; t < memory.panel.length[s]; t++)
            for (uint32_t d = 0; d < memory.panel.indicator_count; d++)
                check_cell(&file, s, t, d,
                           clg_panel_has(&memory.panel, s, t, d)
                               ? clg_panel_value(&memory.panel, s, t, d)
                               : (double)NAN);
    }
    reading_clear(&memory);
    reading_clear(&file);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_texts wanted = CLG_TEXTS_INIT, extras = names_of("exchanges kind");
    clg_panel_request request = {
        .indicators = &wanted, .extras = &extras, .is_irregular = false};
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_error error = CLG_ERROR_INIT;
        reading r;

        clg_test_allocations_left = allowed;
        status = clg_panel_from_tables(&school_window, &school, "run", &request,
                                       &r.panel, &r.notes, &error);
        clg_test_allocations_left = -1;
        assert_int_equal(status, error.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        reading_clear(&r);
    }
    assert_true(allowed > 20);
    clg_texts_clear(&extras);
}

/* ---- starting values ---- */

static clg_fit_spec spec_of(const clg_panel *panel, const char *stages)
{
    clg_fit_spec spec = {.em = CLG_EM_OPTIONS_INIT};

    check_ok(clg_stage_set_parse(stages, &spec.stages, &err));
    clg_hmm_init(&spec.shape, spec.stages.count, panel->indicator_count,
                 CLG_TOPOLOGY_BAKIS1);
    return spec;
}

/* log activity of the six windows: 0, log 2, log 4, 0, log 3, log 2. */
static void the_search_begins_with_the_profile(void **state)
{
    (void)state;
    const double mean = log(48.0) / 6.0;
    const double logs[] = {0.0, log(2.0), log(4.0), 0.0, log(3.0), log(2.0)};
    double variance = 0.0;
    clg_fit_spec spec;
    reading r;

    for (size_t i = 0; i < COUNT_OF(logs); i++)
        variance += (logs[i] - mean) * (logs[i] - mean) / 6.0;
    check_ok(take("activity_rate", "", &r, &err));
    spec = spec_of(&r.panel, "wenger");
    clg_indicator_defaults(&r.panel, &spec);
    check_near(spec.energy[0], 2.0, 0.0);
    check_near(spec.visibility[0], 0.0, 0.0);
    clg_indicator_start(&r.panel, &spec);
    assert_true(spec.has_start && spec.start_is_profile);
    check_near(spec.shape.theta[0][0][0], mean - 1.3 * sqrt(variance), 1e-12);
    check_near(spec.shape.theta[0][3][0], mean + 0.8 * sqrt(variance), 1e-12);
    check_near(spec.shape.theta[0][4][1], 0.3 * variance, 1e-12);
    for (uint32_t i = 0; i < 5; i++) {
        double sum = 0.0;
        for (uint32_t j = 0; j < 5; j++) {
            sum += spec.shape.transition[i][j];
            assert_true(spec.shape.allowed[i][j] || spec.shape.transition[i][j] == 0.0);
        }
        check_near(sum, 1.0, 1e-15);
        check_near(spec.shape.transition[i][i], 0.9, 1e-15);
        check_near(spec.shape.initial[i], 0.2, 1e-15);
    }
    assert_true(spec.shape.allowed[4][0] && spec.shape.allowed[3][2]);
    reading_clear(&r);
}

static void the_profile_is_for_normal_indicators_of_its_stages(void **state)
{
    (void)state;
    clg_fit_spec spec;
    reading r;

    check_ok(take("activity_rate exchanges", "", &r, &err));
    spec = spec_of(&r.panel, "wenger");
    clg_indicator_start(&r.panel, &spec);
    assert_false(spec.has_start); /* exchanges has no profile */
    reading_clear(&r);
    check_ok(take("activity_rate", "", &r, &err));
    spec = spec_of(&r.panel, "lifecycle");
    clg_indicator_start(&r.panel, &spec);
    assert_false(spec.has_start);
    spec = spec_of(&r.panel, "wenger");
    spec.shape.family[0] = CLG_FAMILY_GAMMA;
    clg_indicator_start(&r.panel, &spec);
    assert_false(spec.has_start);
    spec = spec_of(&r.panel, "wenger");
    spec.is_parity = true;
    clg_indicator_start(&r.panel, &spec);
    assert_false(spec.has_start);
    reading_clear(&r);
}

#define WITH_TABLES(test)                                                              \
    cmocka_unit_test_setup_teardown(test, make_tables, clear_tables)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators_are_measured_in_windows_by_default),
        cmocka_unit_test(values_are_read_by_hand),
        WITH_TABLES(the_default_set_is_taken_as_far_as_it_is_there),
        WITH_TABLES(columns_of_schools_are_extras),
        WITH_TABLES(silent_windows_are_missing),
        WITH_TABLES(indicators_of_no_use_are_left_out_with_the_reason),
        WITH_TABLES(what_was_not_measured_is_refused),
        WITH_TABLES(a_results_file_gives_the_same_panel),
        WITH_TABLES(every_failed_allocation_is_reported),
        WITH_TABLES(the_search_begins_with_the_profile),
        WITH_TABLES(the_profile_is_for_normal_indicators_of_its_stages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
