/* Panels from CSV and from results files: the order of schools and windows, holes and
 * ends, constant indicators, extra columns, irregular times, failures at a row. */
#include "check.h"
#include "panel_reading.h"
#include "study_folder.h"

#include "base/memory.h"
#include "base/random.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

static reading read_sound(const char *content, const char *indicators,
                          const char *extras)
{
    reading r;

    put("p.csv", content);
    check_ok(read_panel("p.csv", indicators, extras, false, &r, &err));
    return r;
}

static void check_texts(const clg_texts *texts, const char *expected)
{
    char found[256] = "";

    for (size_t i = 0; i < texts->count; i++) {
        strcat(found, i > 0 ? " " : "");
        strcat(found, clg_texts_at(texts, i));
    }
    assert_string_equal(found, expected);
}

/* "window=a|b window=..." of a school, "-" where missing. */
static void check_school(const reading *r, uint32_t school, const char *expected)
{
    const clg_panel *panel = &r->panel;
    char found[512] = "";
    size_t used = 0;

    for (uint32_t t = 0; t < panel->length[school]; t++) {
        uint32_t window = panel->window[panel->first[school] + t];

        used += (size_t)snprintf(found + used, sizeof found - used,
                                 "%s%s=", t > 0 ? " " : "",
                                 clg_texts_at(&panel->windows, window));
        for (uint32_t d = 0; d < panel->indicator_count; d++) {
            char value[32] = "-";

            if (clg_panel_has(panel, school, t, d))
                snprintf(value, sizeof value, "%g",
                         clg_panel_value(panel, school, t, d));
            used += (size_t)snprintf(found + used, sizeof found - used, "%s%s",
                                     d > 0 ? "|" : "", value);
        }
    }
    assert_string_equal(found, expected);
}

static void schools_go_by_bytes_and_numbered_windows_by_value(void **state)
{
    (void)state;
    reading r = read_sound("window,school,a,b\n10,zeta,1,2\n9,zeta,3,\n9,Alpha,5,6\n"
                           "10,Alpha,,7\n11,Alpha,8,\n",
                           "", "");

    check_texts(&r.panel.schools, "Alpha zeta");
    check_texts(&r.panel.windows, "9 10 11");
    check_texts(&r.panel.indicators, "a b");
    check_school(&r, 0, "9=5|6 10=-|7 11=8|-");
    check_school(&r, 1, "9=3|- 10=1|2");
    assert_int_equal(r.notes.lines[r.panel.first[1]], 3);
    assert_int_equal(r.notes.lines[r.panel.first[0] + 1], 5);
    assert_int_equal(r.notes.row_count, 5);
    assert_int_equal(r.notes.added + r.notes.leading + r.notes.trailing, 0);
    assert_null(r.panel.time);
    reading_clear(&r);
}

static void dates_and_other_names_have_their_order(void **state)
{
    (void)state;
    reading r = read_sound("school,window,a\nx,2026-10-01,1\nx,2025-12-01,2\n"
                           "x,2026-02-01,3\n",
                           "", "");

    check_school(&r, 0, "2025-12-01=2 2026-02-01=3 2026-10-01=1");
    reading_clear(&r);
    r = read_sound("school,window,a\nx,w10,1\nx,w09,2\nx,w11,3\n", "", "");
    check_school(&r, 0, "w09=2 w10=1 w11=3");
    reading_clear(&r);
    /* "2" and "2.0" are one window. */
    r = read_sound("school,window,a\nx,2.0,1\nx,3,2\ny,2,5\n", "", "");
    check_texts(&r.panel.windows, "2 3");
    check_school(&r, 0, "2=1 3=2");
    check_school(&r, 1, "2=5");
    reading_clear(&r);
}

static void holes_are_filled_and_unobserved_ends_left_out(void **state)
{
    (void)state;
    reading r = read_sound("school,window,a,b,e\n"
                           "x,1,,,4\nx,2,1,,5\nx,5,2,1,6\nx,6,,,7\nx,7,,,8\n"
                           "y,3,,,1\ny,4,,,\n"
                           "z,1,3,2,9\n",
                           "", "e");

    check_texts(&r.panel.windows, "1 2 3 4 5 6 7");
    check_school(&r, 0, "1=-|- 2=1|- 3=-|- 4=-|- 5=2|1");
    check_school(&r, 1, "3=-|- 4=-|-");
    check_school(&r, 2, "1=3|2");
    assert_int_equal(r.notes.leading, 0);
    assert_int_equal(r.notes.trailing, 2);
    assert_int_equal(r.notes.added, 2);
    assert_int_equal(r.notes.unobserved_schools, 1);
    assert_int_equal(r.notes.lines[r.panel.first[0] + 1], 3);
    assert_int_equal(r.notes.lines[r.panel.first[0] + 2], 0);
    assert_int_equal(clg_panel_find_extra(&r.panel, "e"), 0);
    check_near(r.panel.extra[0][1], 5.0, 0.0);
    assert_true(isnan(r.panel.extra[0][2]));
    check_near(r.panel.extra[0][4], 6.0, 0.0);
    assert_true(isnan(r.panel.extra[0][6]));
    reading_clear(&r);
}

static void a_founded_school_keeps_its_first_window(void **state)
{
    (void)state;
    reading r = read_sound("school,window,a,founded_in_window_1\nx,1,,1\nx,2,5,\n"
                           "y,1,,0\ny,2,4,0\nz,2,3,\n",
                           "", "");

    check_texts(&r.panel.indicators, "a");
    check_school(&r, 0, "1=- 2=5");
    check_school(&r, 1, "1=- 2=4"); /* a row says that it was there */
    assert_int_equal(r.panel.is_founded[0], 1);
    assert_int_equal(r.panel.is_founded[1], 0);
    assert_int_equal(r.panel.is_founded[2], 0);
    reading_clear(&r);
}

static void constant_indicators_are_dropped_and_named(void **state)
{
    (void)state;
    reading r = read_sound("school,window,c,a,empty,near\nx,1,3,1,,1e9\n"
                           "x,2,3,2,,1000000000.0001\nx,3,,2,,1e9\n",
                           "", "");

    check_texts(&r.panel.indicators, "a");
    check_texts(&r.notes.constant_indicators, "c empty near");
    reading_clear(&r);
}

static void indicators_and_extras_are_chosen_by_name(void **state)
{
    (void)state;
    reading r = read_sound("school,window,note,a,b,days\nx,1,hm,1,2,20\nx,2,,3,5,21\n",
                           "b a", "days b");

    check_texts(&r.panel.indicators, "b a");
    check_texts(&r.panel.extra_names, "days b");
    check_school(&r, 0, "1=2|1 2=5|3");
    check_near(r.panel.extra[0][1], 21.0, 0.0);
    check_near(r.panel.extra[1][1], 5.0, 0.0);
    reading_clear(&r);
}

static void irregular_windows_are_times_and_none_is_added(void **state)
{
    (void)state;
    reading r;

    put("p.csv", "school,window,a\nx,0.5,1\nx,2.25,2\ny,1,3\ny,7,4\nx,4,\n");
    check_ok(read_panel("p.csv", "", "", true, &r, &err));
    check_school(&r, 0, "0.5=1 2.25=2");
    check_school(&r, 1, "1=3 7=4");
    check_near(r.panel.time[0], 0.5, 0.0);
    check_near(r.panel.time[1], 2.25, 0.0);
    check_near(r.panel.time[3], 7.0, 0.0);
    assert_int_equal(r.notes.trailing, 1);
    reading_clear(&r);

    put("p.csv", "school,window,a\nx,1970-01-11,1\nx,1970-03-01,2\n");
    check_ok(read_panel("p.csv", "", "", true, &r, &err));
    check_near(r.panel.time[0], 10.0, 0.0);
    check_near(r.panel.time[1], 59.0, 0.0);
    reading_clear(&r);
}

static void a_failure_at_a_row_names_school_window_and_line(void **state)
{
    (void)state;
    reading r = read_sound("school,window,a\ny,1,2\nx,1,1\nx,2,4\nz,5,1\n", "", "");
    clg_error err = CLG_ERROR_INIT;

    for (size_t row = 0; row < clg_panel_rows(&r.panel); row++) {
        const char *const expected[] = {"3: school 'x', window '1': no count",
                                        "4: school 'x', window '2': no count",
                                        "2: school 'y', window '1': no count",
                                        "5: school 'z', window '5': no count"};
        char found[1024];

        assert_int_equal(clg_panel_fail_at(&r.panel, &r.notes, row, &err,
                                           CLG_ERROR_PARSE, "no %s", "count"),
                         CLG_ERROR_PARSE);
        snprintf(found, sizeof found, "%d: %s", (int)err.line, err.message);
        assert_string_equal(found, expected[row]);
        assert_string_equal(err.path, in_folder("p.csv"));
    }
    reading_clear(&r);
}

/* ---- results files ---- */

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "", "a column", levels, &err));
    return &table->columns[table->column_count - 1];
}

static const double energies[] = {1.5, 2.5, NAN, 3.5, NAN, 4.5};

static void write_results(const char *path)
{
    clg_texts ids = names_of("north south"), windows = names_of("2026-09-01 2026-10-01 "
                                                                "2026-11-01");
    clg_texts flags = names_of("0 1"), kinds = names_of("urban rural");
    clg_texts sizes = names_of("250 80.5"), regions = names_of("a b c");
    clg_table school, panel;
    clg_store *store = NULL;
    clg_column *c;

    check_ok(clg_table_init(&school, "school", "", 2, false, &err));
    add(&school, CLG_COLUMN_TEXT, "school", &ids);
    c = add(&school, CLG_COLUMN_CATEGORY, "founded_in_window_1", &flags);
    c->codes[1] = 1;
    c = add(&school, CLG_COLUMN_CATEGORY, "kind", &kinds);
    c->codes[1] = 1;
    c = add(&school, CLG_COLUMN_CATEGORY, "size", &sizes);
    c->codes[1] = 1;
    c = add(&school, CLG_COLUMN_CATEGORY, "few", &sizes);
    c->codes[0] = -1;
    add(&school, CLG_COLUMN_CATEGORY, "region", &regions);
    add(&school, CLG_COLUMN_DAY, "opened", NULL);
    add(&school, CLG_COLUMN_COUNT, "meetings", NULL); /* windows know more */
    add(&school, CLG_COLUMN_REAL, "budget", NULL)->values[1] = -2.5;
    check_ok(clg_table_init(&panel, "school_window", "", 6, false, &err));
    c = add(&panel, CLG_COLUMN_CATEGORY, "school", &ids);
    for (int i = 0; i < 6; i++)
        c->codes[i] = i / 3;
    c = add(&panel, CLG_COLUMN_CATEGORY, "window", &windows);
    for (int i = 0; i < 6; i++)
        c->codes[i] = i % 3;
    c = add(&panel, CLG_COLUMN_MEASURE, "energy", NULL);
    for (size_t i = 0; i < 6; i++)
        clg_cell_set(c, i, energies[i],
                     isnan(energies[i]) ? CLG_VALUE_BREAK : CLG_VALUE_OK);
    c = add(&panel, CLG_COLUMN_COUNT, "meetings", NULL);
    for (int i = 0; i < 6; i++)
        c->codes[i] = 10 + i;
    check_ok(clg_store_create(path, NULL, &store, &err));
    check_ok(clg_store_write_table(store, "/school", &school, &err));
    check_ok(clg_store_write_table(store, "/measure/school", &panel, &err));
    check_ok(clg_store_commit(&store, &err));
    clg_table_clear(&school);
    clg_table_clear(&panel);
    clg_texts_clear(&ids);
    clg_texts_clear(&windows);
    clg_texts_clear(&flags);
    clg_texts_clear(&kinds);
    clg_texts_clear(&sizes);
    clg_texts_clear(&regions);
}

static void measures_of_a_results_file_are_a_panel(void **state)
{
    (void)state;
    clg_error error = CLG_ERROR_INIT;
    reading r;

    write_results(in_folder("r.h5"));
    check_ok(read_panel("r.h5", "energy", "meetings", false, &r, &err));
    check_texts(&r.panel.schools, "north south");
    check_school(&r, 0, "2026-09-01=1.5 2026-10-01=2.5");
    check_school(&r, 1, "2026-09-01=3.5 2026-10-01=- 2026-11-01=4.5");
    check_near(r.panel.extra[0][4], 15.0, 0.0);
    assert_int_equal(r.panel.is_founded[0], 0);
    assert_int_equal(r.panel.is_founded[1], 1);
    assert_int_equal(r.notes.trailing, 1);
    assert_null(r.notes.lines);
    reading_clear(&r);

    assert_int_equal(read_panel("r.h5", "enregy", "", false, &r, &error),
                     CLG_ERROR_SCHEMA);
    assert_string_equal(error.message, "/measure/school has no column 'enregy'");
    assert_string_equal(error.hint, "did you mean 'energy'?");
    assert_int_equal(read_panel("r.h5", "", "", false, &r, &error), CLG_ERROR_SCHEMA);
    assert_string_equal(error.message,
                        "none of the measures that stages are fitted to is in it, such "
                        "as activity_rate");
    assert_int_equal(read_panel("r.h5", "window", "", false, &r, &error),
                     CLG_ERROR_SCHEMA);
}

static void check_extra(const reading *r, const char *name, double north, double south)
{
    int extra = clg_panel_find_extra(&r->panel, name);

    assert_true(extra >= 0);
    for (uint32_t s = 0; s < 2; s++)
        for (uint32_t t = 0; t < r->panel.length[s]; t++) {
            double found = r->panel.extra[extra][r->panel.first[s] + t];
            double expected = s == 0 ? north : south;

            assert_int_equal(isnan(found), isnan(expected));
            if (!isnan(expected))
                check_near(found, expected, 0.0);
        }
}

static void columns_of_schools_are_repeated_over_windows(void **state)
{
    (void)state;
    reading r;

    write_results(in_folder("r.h5"));
    check_ok(read_panel("r.h5", "energy",
                        "meetings size kind budget few "
                        "founded_in_window_1",
                        false, &r, &err));
    assert_int_equal(r.panel.length[0], 2);
    assert_int_equal(r.panel.length[1], 3);
    check_near(r.panel.extra[0][4], 15.0, 0.0);
    check_extra(&r, "size", 250.0, 80.5);
    check_extra(&r, "kind", 1.0, 0.0); /* rural comes before urban */
    check_extra(&r, "budget", 0.0, -2.5);
    check_extra(&r, "few", NAN, 250.0);
    check_extra(&r, "founded_in_window_1", 0.0, 1.0);
    check_texts(&r.notes.two_valued, "kind");
    check_texts(&r.notes.two_words, "rural urban");
    assert_int_equal(r.panel.is_founded[1], 1);
    reading_clear(&r);
}

static void check_extra_refused(const char *name, const char *message, const char *hint)
{
    clg_error error = CLG_ERROR_INIT;
    reading r;

    assert_int_equal(read_panel("r.h5", "energy", name, false, &r, &error),
                     CLG_ERROR_SCHEMA);
    assert_string_equal(error.message, message);
    assert_string_equal(error.hint, hint);
    assert_string_equal(error.path, in_folder("r.h5"));
}

static void columns_of_schools_that_are_no_numbers_are_refused(void **state)
{
    (void)state;

    write_results(in_folder("r.h5"));
    check_extra_refused(
        "region", "'region' of /school is neither a number nor one of two values", "");
    check_extra_refused(
        "opened", "'opened' of /school is neither a number nor one of two values", "");
    check_extra_refused(
        "sizes", "'sizes' is neither measured in windows nor a column of /school",
        "did you mean 'size'?");
    check_extra_refused(
        "meetinks", "'meetinks' is neither measured in windows nor a column of /school",
        "did you mean 'meetings'?");
}

/* ---- any order of rows ---- */

enum { SCHOOLS = 40, WINDOWS = 12 };

static double cell(int school, int window)
{
    return (double)(school * 100 + window);
}

/* A quarter of the rows is not there. */
static bool has_row(int school, int window)
{
    return (school * 7 + window * 5) % 4 != 0;
}

/* Fisher and Yates. */
static void write_shuffled(char *content, clg_random *random)
{
    int rows[SCHOOLS * WINDOWS];
    size_t used = (size_t)sprintf(content, "school,window,a\n");

    for (uint32_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t j = clg_random_below(random, i + 1);

        rows[i] = rows[j];
        rows[j] = (int)i;
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int school = rows[i] / WINDOWS, window = rows[i] % WINDOWS;

        if (has_row(school, window))
            used += (size_t)sprintf(content + used, "s%02d,%d,%g\n", school, window,
                                    cell(school, window));
    }
}

static void rows_in_any_order_give_the_same_panel(void **state)
{
    (void)state;
    static char content[SCHOOLS * WINDOWS * 32];

    for (uint64_t seed = 0; seed < 20; seed++) {
        clg_random random = clg_random_stream(seed, "rows", 0, 0, 0);
        reading r;

        write_shuffled(content, &random);
        r = read_sound(content, "", "");
        assert_int_equal(r.panel.school_count, SCHOOLS);
        for (uint32_t s = 0; s < SCHOOLS; s++)
            for (uint32_t t = 0; t < r.panel.length[s]; t++) {
                int window = (int)r.panel.window[r.panel.first[s] + t];

                assert_int_equal(clg_panel_has(&r.panel, s, t, 0),
                                 has_row((int)s, window));
                if (has_row((int)s, window))
                    check_near(clg_panel_value(&r.panel, s, t, 0), cell((int)s, window),
                               0.0);
            }
        reading_clear(&r);
    }
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    const char *const names[] = {"p.csv", "r.h5"};

    put("p.csv", "school,window,energy,meetings,founded_in_window_1\nx,1,2,1,\n"
                 "y,2,,4,1\ny,3,5,,\n");
    write_results(in_folder("r.h5"));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        clg_status status = CLG_ERROR_MEMORY;
        clg_texts wanted = names_of("energy");
        clg_texts extras = names_of(i == 0 ? "meetings" : "meetings size kind");
        clg_panel_request request = {
            .indicators = &wanted, .extras = &extras, .is_irregular = true};

        for (long allowed = 0; status != CLG_OK; allowed++) {
            clg_error err = CLG_ERROR_INIT;
            reading r;

            clg_test_allocations_left = allowed;
            status =
                clg_panel_read(in_folder(names[i]), &request, &r.panel, &r.notes, &err);
            clg_test_allocations_left = -1;
            assert_int_equal(status, err.code);
            assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
            reading_clear(&r);
        }
        clg_texts_clear(&wanted);
        clg_texts_clear(&extras);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(schools_go_by_bytes_and_numbered_windows_by_value),
        IN_FOLDER(dates_and_other_names_have_their_order),
        IN_FOLDER(holes_are_filled_and_unobserved_ends_left_out),
        IN_FOLDER(a_founded_school_keeps_its_first_window),
        IN_FOLDER(constant_indicators_are_dropped_and_named),
        IN_FOLDER(indicators_and_extras_are_chosen_by_name),
        IN_FOLDER(irregular_windows_are_times_and_none_is_added),
        IN_FOLDER(a_failure_at_a_row_names_school_window_and_line),
        IN_FOLDER(measures_of_a_results_file_are_a_panel),
        IN_FOLDER(columns_of_schools_are_repeated_over_windows),
        IN_FOLDER(columns_of_schools_that_are_no_numbers_are_refused),
        IN_FOLDER(rows_in_any_order_give_the_same_panel),
        IN_FOLDER(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
