/* Code names: no name of a school is left in any table, whatever column it hides in;
 * the order of codes is not that of names, and follows from the results and the seed.
 */
#include "check.h"
#include "tied_schools.h"

#include "base/memory.h"
#include "report/blind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static clg_column *add_texts(clg_table *table, const char *name,
                             const char *const *texts, size_t count)
{
    clg_texts levels = CLG_TEXTS_INIT;
    clg_column *column;

    for (size_t i = 0; i < count; i++)
        check_ok(clg_texts_append(&levels, texts[i], strlen(texts[i]), &err));
    check_ok(clg_table_add_owned(table, CLG_COLUMN_CATEGORY, name, "", "texts", &levels,
                                 &err));
    column = &table->columns[table->column_count - 1];
    for (size_t row = 0; row < table->row_count; row++)
        column->codes[row] = (int32_t)(row % count);
    return column;
}

static const char *text_at(const clg_table *table, const char *column, size_t row)
{
    const clg_column *c = clg_table_column(table, column);

    return clg_texts_at(c->levels,
                        c->type == CLG_COLUMN_TEXT ? row : (size_t)c->codes[row]);
}

static void make_blind(fixture *f, const char *seed, clg_texts *codes)
{
    check_ok(clg_blind_codes(&f->data, seed, codes, &err));
    check_ok(clg_blind_apply(&f->data, codes, &err));
}

/* What schools.csv calls them: the first is Lakeside, the others have no name. */
static void name_schools(clg_table *table)
{
    clg_texts names = CLG_TEXTS_INIT;

    for (size_t row = 0; row < table->row_count; row++)
        check_ok(clg_texts_append(&names, "Lakeside", row == 0 ? 8 : 0, &err));
    check_ok(clg_table_add_owned(table, CLG_COLUMN_TEXT, "name", "", "called", &names,
                                 &err));
}

static void no_table_keeps_a_name(void **state)
{
    static const char *const kinds[] = {"staff meeting", "SCHOOL 03 and friends",
                                        "School 031", "(School 11)", "lakeside lunch"};
    static const char *const files[] = {"attendance.csv.gz", "lakeside.csv",
                                        "people.csv"};
    static const char *const events[] = {"Lakeside gets a new head"};
    static fixture f;
    clg_texts codes = CLG_TEXTS_INIT;

    (void)state;
    clg_test_make_schools(&f, 1, FEW);
    clg_test_put_tables(&f, 0);
    f.data.title = "Lakeside and others";
    name_schools(&f.data.school);
    check_ok(clg_table_init(&f.data.ladder, "ladder", "rows", 5, false, &err));
    add_texts(&f.data.ladder, "circle", kinds, 5);
    check_ok(clg_table_init(&f.data.provenance, "provenance", "rows", 3, false, &err));
    add_texts(&f.data.provenance, "file", files, 3);
    check_ok(clg_table_init(&f.data.attention, "attention", "rows", 1, false, &err));
    add_texts(&f.data.attention, "event", events, 1);
    make_blind(&f, NULL, &codes);
    assert_null(f.data.title);
    assert_true(f.data.is_blind);
    for (size_t row = 0; row < SCHOOLS; row++) {
        /* schools are called "School NN" themselves, so codes are not */
        assert_memory_equal(text_at(&f.data.school, "school", row), "Code ", 5);
        assert_string_equal(text_at(&f.data.school, "school", row),
                            clg_texts_at(&codes, row));
    }
    for (size_t row = 0; row < f.data.tie.row_count; row++)
        assert_memory_equal(text_at(&f.data.tie, "school", row), "Code ", 5);
    assert_string_equal(text_at(&f.data.window, "window", 0), "2026-01");
    assert_string_equal(text_at(&f.data.ladder, "circle", 0), "staff meeting");
    assert_string_equal(text_at(&f.data.ladder, "circle", 1), "hidden");
    assert_string_equal(text_at(&f.data.ladder, "circle", 2), "School 031");
    assert_string_equal(text_at(&f.data.ladder, "circle", 3), "hidden");
    assert_string_equal(text_at(&f.data.ladder, "circle", 4), "hidden");
    assert_string_equal(text_at(&f.data.school, "name", 0), "");
    assert_string_equal(text_at(&f.data.provenance, "file", 0), "attendance.csv.gz");
    assert_string_equal(text_at(&f.data.provenance, "file", 1), "hidden");
    assert_string_equal(text_at(&f.data.attention, "event", 0), "an event");
    clg_table_clear(&f.data.ladder);
    clg_table_clear(&f.data.provenance);
    clg_table_clear(&f.data.attention);
    clg_texts_clear(&codes);
    clg_test_forget_tables(&f);
}

/* The codes of the schools in order of their names, as one text. */
static void codes_of(uint64_t schools, const char *seed, char *room, size_t size)
{
    static fixture f;
    clg_texts codes = CLG_TEXTS_INIT;

    clg_test_make_schools(&f, schools, FEW);
    clg_test_put_tables(&f, 0);
    check_ok(clg_blind_codes(&f.data, seed, &codes, &err));
    room[0] = '\0';
    for (size_t i = 0; i < codes.count; i++)
        snprintf(room + strlen(room), size - strlen(room), "%s;",
                 clg_texts_at(&codes, i));
    clg_texts_clear(&codes);
    clg_test_forget_tables(&f);
}

static void order_follows_from_results_and_seed_and_not_from_names(void **state)
{
    char first[256], again[256], other_seed[256], other_results[256];
    char in_order[256] = "";

    (void)state;
    codes_of(1, NULL, first, sizeof first);
    codes_of(1, NULL, again, sizeof again);
    codes_of(1, "7", other_seed, sizeof other_seed);
    codes_of(2, NULL, other_results, sizeof other_results);
    for (int s = 0; s < SCHOOLS; s++)
        snprintf(in_order + strlen(in_order), sizeof in_order - strlen(in_order),
                 "Code %02d;", s + 1);
    assert_string_equal(first, again);
    assert_string_not_equal(first, other_seed);
    assert_string_not_equal(first, other_results);
    assert_string_not_equal(first, in_order);
    assert_string_not_equal(other_seed, in_order);
    assert_int_equal(strlen(first), strlen(in_order));
}

static void schools_without_names_are_refused(void **state)
{
    static fixture f;
    clg_texts codes = CLG_TEXTS_INIT;

    (void)state;
    check_fails(clg_blind_codes(&f.data, NULL, &codes, &err), CLG_ERROR_SCHEMA,
                "the results are damaged: schools without names");
}

static void failing_allocations_are_reported(void **state)
{
    clg_status status = CLG_ERROR_MEMORY;

    (void)state;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        static fixture f;
        clg_texts codes = CLG_TEXTS_INIT;
        clg_error err = CLG_ERROR_INIT;
        clg_test_make_schools(&f, 3, FEW);
        clg_test_put_tables(&f, 0);
        clg_test_allocations_left = allowed;
        status = clg_blind_codes(&f.data, "x", &codes, &err);
        if (status == CLG_OK)
            status = clg_blind_apply(&f.data, &codes, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_texts_clear(&codes);
        clg_test_forget_tables(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_table_keeps_a_name),
        cmocka_unit_test(order_follows_from_results_and_seed_and_not_from_names),
        cmocka_unit_test(schools_without_names_are_refused),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
