/* Tables read back from a results file: every type of column as it was written, chosen
 * columns, and what is refused: foreign, older, damaged and cut files. */
#include "check.h"
#include "study_folder.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/h5.h"
#include "store/store.h"
#include "store/study_h5.h"
#include "store/table_read.h"

#include <hdf5.h>
#include <stdio.h>
#include <string.h>

static clg_texts list_of(const char *const *list, size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;

    for (size_t i = 0; i < count; i++)
        check_ok(clg_texts_append(&texts, list[i], strlen(list[i]), &err));
    return texts;
}

static clg_texts numbered(size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;
    char name[32];

    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "p%zu", i);
        check_ok(clg_texts_append(&texts, name, strlen(name), &err));
    }
    return texts;
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const char *unit, const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, unit, "a column", levels, &err));
    return &table->columns[table->column_count - 1];
}

/* Every type of column; values vary with the row. */
static void fill_long(clg_table *table, size_t rows, const clg_texts *schools,
                      const clg_texts *people)
{
    clg_column *c;

    check_ok(clg_table_init(table, "person", "people by window", rows, false, &err));
    c = add(table, CLG_COLUMN_CATEGORY, "school", "", schools);
    c->is_ordered = true;
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i % (schools->count + 1)) - 1;
    c = add(table, CLG_COLUMN_DAY, "window", "", NULL);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = 20000 - (int32_t)(i % 700);
    c = add(table, CLG_COLUMN_ROW, "person", "row of person", people);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i % people->count);
    c = add(table, CLG_COLUMN_CATEGORY, "friend", "", people);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i * 3 % people->count);
    c = add(table, CLG_COLUMN_COUNT, "meetings", "meetings", NULL);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i * 7 % 100);
    c = add(table, CLG_COLUMN_MEASURE, "degree", "people", NULL);
    for (size_t i = 0; i < rows; i++)
        clg_cell_set(c, i, (double)i / 3.0,
                     (clg_value_status)(i % 4 == 3 ? 1 + i % 9 : 0));
    c = add(table, CLG_COLUMN_REAL, "minutes", "min", NULL);
    for (size_t i = 0; i < rows; i++)
        c->values[i] = i % 5 == 4 ? NAN : (double)i * 1.25;
    c = add(table, CLG_COLUMN_INSTANT, "begin", "", NULL);
    for (size_t i = 0; i < rows; i++)
        c->values[i] = i % 6 == 5 ? NAN : 1.7e9 + (double)i;
    c = add(table, CLG_COLUMN_FLAG, "isolated", "", NULL);
    for (size_t i = 0; i < rows; i++)
        c->status[i] = i % 3 == 1;
}

static const char *const school_names[] = {"north, \"old\"", "süd", "west"};

typedef struct sample {
    clg_texts schools, people;
    clg_table by_window, of_people;
} sample;

/* The tables point into the sample. */
static void sample_fill(sample *s, size_t rows, size_t people)
{
    *s = (sample){.schools = list_of(school_names, COUNT_OF(school_names)),
                  .people = numbered(people)};
    fill_long(&s->by_window, rows, &s->schools, &s->people);
    check_ok(
        clg_table_init(&s->of_people, "person", "the people", people, false, &err));
    add(&s->of_people, CLG_COLUMN_TEXT, "person", "", &s->people);
}

static void sample_clear(sample *s)
{
    clg_table_clear(&s->by_window);
    clg_table_clear(&s->of_people);
    clg_texts_clear(&s->schools);
    clg_texts_clear(&s->people);
}

static void write_sample(const sample *s, const char *path)
{
    clg_store *store = NULL;

    check_ok(clg_store_create(path, NULL, &store, &err));
    check_ok(clg_store_write_table(store, "/person", &s->of_people, &err));
    check_ok(clg_store_write_table(store, "/measure/person", &s->by_window, &err));
    check_ok(clg_store_commit(&store, &err));
}

static void assert_same_texts(const clg_texts *a, const clg_texts *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_string_equal(clg_texts_at(a, i), clg_texts_at(b, i));
}

static void assert_same_column(const clg_column *a, const clg_column *b, size_t rows)
{
    assert_int_equal(a->type, b->type);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->definition, b->definition);
    assert_true((a->values == NULL) == (b->values == NULL));
    assert_true((a->codes == NULL) == (b->codes == NULL));
    if (a->values != NULL)
        assert_memory_equal(a->values, b->values, rows * sizeof *a->values);
    if (a->status != NULL)
        assert_memory_equal(a->status, b->status, rows * sizeof *a->status);
    if (a->codes != NULL)
        assert_memory_equal(a->codes, b->codes, rows * sizeof *a->codes);
    if (a->levels != NULL)
        assert_same_texts(a->levels, b->levels);
    assert_int_equal(a->is_ordered, b->is_ordered);
}

static void assert_same_table(const clg_table *a, const clg_table *b)
{
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->column_count, b->column_count);
    assert_string_equal(a->name, b->name);
    assert_string_equal(a->definition, b->definition);
    for (size_t c = 0; c < a->column_count; c++)
        assert_same_column(&a->columns[c], &b->columns[c], a->row_count);
}

static void every_type_of_column_comes_back_as_it_was(void **state)
{
    (void)state;
    const size_t lengths[][2] = {{0, 1}, {1, 1}, {250, 130}, {70001, 40000}};

    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        const char *path = in_folder("r.h5");
        sample s;
        clg_table back;

        sample_fill(&s, lengths[i][0], lengths[i][1]);
        write_sample(&s, path);
        check_ok(clg_store_read_table(path, "/measure/person", NULL, &back, &err));
        assert_same_table(&s.by_window, &back);
        clg_table_clear(&back);
        check_ok(clg_store_read_table(path, "/person", NULL, &back, &err));
        assert_same_table(&s.of_people, &back);
        clg_table_clear(&back);
        sample_clear(&s);
    }
}

static void columns_are_chosen_by_name(void **state)
{
    (void)state;
    const char *const chosen[] = {"degree", "school"}, *const wrong[] = {"degre"};
    const char *path = in_folder("r.h5");
    sample s;
    clg_texts names = CLG_TEXTS_INIT, wanted = list_of(chosen, 2);
    clg_texts unknown = list_of(wrong, 1);
    clg_error error = CLG_ERROR_INIT;
    clg_table back;

    sample_fill(&s, 10, 3);
    write_sample(&s, path);
    check_ok(clg_store_read_table(path, "/measure/person", &wanted, &back, &err));
    assert_int_equal(back.column_count, 2);
    assert_same_column(clg_table_column(&s.by_window, "degree"), &back.columns[0], 10);
    assert_same_column(clg_table_column(&s.by_window, "school"), &back.columns[1], 10);
    clg_table_clear(&back);
    check_ok(clg_store_list_columns(path, "/measure/person", &names, &err));
    assert_int_equal(names.count, s.by_window.column_count);
    for (size_t c = 0; c < names.count; c++)
        assert_string_equal(clg_texts_at(&names, c), s.by_window.columns[c].name);
    assert_int_equal(
        clg_store_read_table(path, "/measure/person", &unknown, &back, &error),
        CLG_ERROR_SCHEMA);
    assert_string_equal(error.message, "/measure/person has no column 'degre'");
    assert_string_equal(error.hint, "did you mean 'degree'?");
    assert_int_equal(back.column_count, 0);
    clg_texts_clear(&names);
    clg_texts_clear(&wanted);
    clg_texts_clear(&unknown);
    sample_clear(&s);
}

/* ---- what is refused ---- */

static void check_table_refused(const char *name, const char *where, clg_status code,
                                const char *expected)
{
    clg_table back;
    clg_error err = CLG_ERROR_INIT;

    assert_int_equal(clg_store_read_table(in_folder(name), where, NULL, &back, &err),
                     code);
    assert_string_equal(err.message, expected);
    assert_string_equal(err.path, in_folder(name));
    assert_int_equal(back.column_count, 0);
}

static void set_version(const char *path, const char *version)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t attribute = H5Aopen(file, "encoding-version", H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute);

    assert_true(H5Awrite(attribute, type, &version) >= 0);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
}

static void foreign_files_are_refused(void **state)
{
    (void)state;
    sample s;
    hid_t file =
        H5Fcreate(in_folder("other.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

    H5Fclose(file);
    sample_fill(&s, 10, 3);
    write_sample(&s, in_folder("r.h5"));
    put("t.csv", "school,window\n");
    check_table_refused("none.h5", "/person", CLG_ERROR_IO, "no such file");
    check_table_refused("", "/person", CLG_ERROR_IO,
                        "is a folder, expected a results file");
    check_table_refused(
        "t.csv", "/person", CLG_ERROR_SCHEMA,
        "not an HDF5 file: expected a results file that 'collegium run' "
        "wrote");
    check_table_refused("other.h5", "/person", CLG_ERROR_SCHEMA,
                        "an HDF5 file, but not results: expected one that 'collegium "
                        "run' wrote");
    check_table_refused("r.h5", "/school", CLG_ERROR_SCHEMA,
                        "there is no table /school in it");
    check_table_refused("r.h5", "/no/such/table", CLG_ERROR_SCHEMA,
                        "there is no table /no/such/table in it");
    check_table_refused("r.h5", "/measure", CLG_ERROR_SCHEMA,
                        "this results file is damaged: /measure is not a table");
    set_version(in_folder("r.h5"), "0.9");
    check_table_refused("r.h5", "/person", CLG_ERROR_SCHEMA,
                        "a results file of version '0.9', expected version 1.0");
    assert_true(clg_store_is_hdf5(in_folder("r.h5")));
    assert_false(clg_store_is_hdf5(in_folder("t.csv")));
    assert_false(clg_store_is_hdf5(in_folder("none.h5")));
    sample_clear(&s);
}

static void write_code(const char *path, const char *dataset, int8_t code)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t set = H5Dopen2(file, dataset, H5P_DEFAULT);
    int8_t codes[10] = {0};

    codes[3] = code;
    assert_true(H5Dwrite(set, H5T_NATIVE_INT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, codes) >=
                0);
    H5Dclose(set);
    H5Fclose(file);
}

static void codes_without_levels_and_missing_columns_are_damage(void **state)
{
    (void)state;
    sample s;
    hid_t file;

    sample_fill(&s, 10, 3);
    write_sample(&s, in_folder("r.h5"));
    write_code(in_folder("r.h5"), "/measure/person/school/codes", 3);
    check_table_refused(
        "r.h5", "/measure/person", CLG_ERROR_SCHEMA,
        "this results file is damaged: /measure/person/school/codes has "
        "the code 3, of 3 levels");
    write_code(in_folder("r.h5"), "/measure/person/school/codes", -2);
    check_table_refused(
        "r.h5", "/measure/person", CLG_ERROR_SCHEMA,
        "this results file is damaged: /measure/person/school/codes has "
        "the code -2, of 3 levels");
    write_code(in_folder("r.h5"), "/measure/person/school/codes", -1);
    write_code(in_folder("r.h5"), "/measure/person/degree_status/codes", -1);
    check_table_refused("r.h5", "/measure/person", CLG_ERROR_SCHEMA,
                        "this results file is damaged: /measure/person/degree_status/"
                        "codes has the code -1, of 11 statuses");
    file = H5Fopen(in_folder("r.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    H5Ldelete(file, "/measure/person/window", H5P_DEFAULT);
    H5Fclose(file);
    check_table_refused(
        "r.h5", "/measure/person", CLG_ERROR_SCHEMA,
        "this results file is damaged: /measure/person/window is missing "
        "or not what it should be");
    sample_clear(&s);
}

static void a_file_that_is_cut_short_is_refused(void **state)
{
    (void)state;
    sample s;
    clg_input whole;

    sample_fill(&s, 250, 130);
    write_sample(&s, in_folder("r.h5"));
    check_ok(clg_input_open(in_folder("r.h5"), "r.h5", &whole, &err));
    for (size_t size = 8; size < whole.size; size += whole.size / 20) {
        clg_table back;
        clg_error err = CLG_ERROR_INIT;

        put_bytes("cut.h5", whole.bytes, size);
        assert_int_equal(clg_store_read_table(in_folder("cut.h5"), "/measure/person",
                                              NULL, &back, &err),
                         CLG_ERROR_SCHEMA);
        assert_int_equal(err.code, CLG_ERROR_SCHEMA);
        assert_int_equal(back.column_count, 0);
    }
    clg_input_close(&whole);
    sample_clear(&s);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    const char *path = in_folder("r.h5");
    sample s;
    clg_status status = CLG_ERROR_MEMORY;
    char copy[256];

    snprintf(copy, sizeof copy, "%s", path);
    sample_fill(&s, 20, 3);
    write_sample(&s, copy);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_table back;

        clg_test_allocations_left = allowed;
        status = clg_store_read_table(copy, "/measure/person", NULL, &back, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_table_clear(&back);
    }
    sample_clear(&s);
}

/* HDF5 1.10 lets a file's driver go, and reads it then: somebody else has to keep it.
 */
static void the_driver_outlives_its_file(void **state)
{
    clg_h5_file file;
    hid_t driver;

    (void)state;
    check_ok(
        clg_h5_file_new(in_folder("x.h5"), "x.h5", H5F_LIBVER_EARLIEST, &file, &err));
    driver = file.sink->driver;
    check_ok(clg_h5_file_finish(&file, &err));
    assert_true(H5Iis_valid(driver) > 0);
    clg_h5_file_drop(&file);
    assert_true(H5Iis_valid(driver) <= 0);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(every_type_of_column_comes_back_as_it_was),
        IN_FOLDER(columns_are_chosen_by_name),
        IN_FOLDER(foreign_files_are_refused),
        IN_FOLDER(codes_without_levels_and_missing_columns_are_damage),
        IN_FOLDER(a_file_that_is_cut_short_is_refused),
        IN_FOLDER(every_failed_allocation_is_reported),
        IN_FOLDER(the_driver_outlives_its_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
