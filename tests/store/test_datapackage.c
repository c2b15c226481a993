/* clg_datapackage_write: fields, types and keys of two tables that belong together. */
#include "check.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/datapackage.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/collegium-package-XXXXXX";

static char id_bytes[] = "north\0south";
static size_t id_first[] = {0, 6, 12};
static const clg_texts ids = {2, id_first, id_bytes, 3, 12};

static clg_table schools, by_window;

static int make_tables(void **state)
{
    int file = mkstemp(path);

    (void)state;
    close(file);
    check_ok(clg_table_init(&schools, "school", "the schools", 2, false, &err));
    check_ok(clg_table_add(&schools, CLG_COLUMN_TEXT, "school", "", "id", &ids, &err));
    check_ok(
        clg_table_add(&schools, CLG_COLUMN_COUNT, "people", "people", "", NULL, &err));
    check_ok(clg_table_init(&by_window, "school_window", "by window", 4, false, &err));
    check_ok(
        clg_table_add(&by_window, CLG_COLUMN_CATEGORY, "school", "", "id", &ids, &err));
    check_ok(clg_table_add(&by_window, CLG_COLUMN_DAY, "window", "", "", NULL, &err));
    check_ok(clg_table_add(&by_window, CLG_COLUMN_MEASURE, "density", "1", "ties", NULL,
                           &err));
    return file < 0;
}

static int clear_tables(void **state)
{
    (void)state;
    clg_table_clear(&schools);
    clg_table_clear(&by_window);
    return unlink(path);
}

static const char *const window_key[] = {"school", "window"};

static json_t *written(const char *name)
{
    const clg_resource resources[] = {{&schools, "school.csv", NULL, 0},
                                      {&by_window, "school_window.csv", window_key, 2}};
    json_t *document;

    check_ok(clg_datapackage_write(path, name, resources, 2, &err));
    document = json_load_file(path, 0, NULL);
    assert_non_null(document);
    return document;
}

static json_t *resource(json_t *document, size_t index)
{
    return json_array_get(json_object_get(document, "resources"), index);
}

static json_t *in_schema(json_t *document, size_t index, const char *key)
{
    return json_object_get(json_object_get(resource(document, index), "schema"), key);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void fields_follow_the_columns_of_the_csv(void **state)
{
    (void)state;
    const char *const expected[][2] = {{"school", "string"},
                                       {"window", "date"},
                                       {"density", "number"},
                                       {"density_status", "string"}};
    json_t *document = written("davis");
    json_t *fields = in_schema(document, 1, "fields");

    assert_string_equal(text_of(document, "name"), "davis");
    assert_string_equal(text_of(resource(document, 1), "path"), "school_window.csv");
    assert_int_equal(json_array_size(fields), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_string_equal(text_of(json_array_get(fields, i), "name"), expected[i][0]);
        assert_string_equal(text_of(json_array_get(fields, i), "type"), expected[i][1]);
    }
    assert_string_equal(text_of(json_array_get(fields, 2), "unit"), "1");
    assert_string_equal(text_of(json_array_get(fields, 2), "description"), "ties");
    json_decref(document);
}

static void keys_join_the_tables(void **state)
{
    (void)state;
    json_t *document = written("davis");
    json_t *key = in_schema(document, 0, "primaryKey"), *foreign, *reference;

    assert_int_equal(json_array_size(key), 1);
    assert_string_equal(json_string_value(json_array_get(key, 0)), "school");
    assert_null(in_schema(document, 0, "foreignKeys"));
    key = in_schema(document, 1, "primaryKey");
    assert_int_equal(json_array_size(key), 2);
    foreign = in_schema(document, 1, "foreignKeys");
    assert_int_equal(json_array_size(foreign), 1);
    reference = json_object_get(json_array_get(foreign, 0), "reference");
    assert_string_equal(text_of(reference, "resource"), "school");
    json_decref(document);
}

static void a_name_takes_only_the_characters_allowed(void **state)
{
    (void)state;
    json_t *document = written("My Study/2026");

    assert_string_equal(text_of(document, "name"), "my-study-2026");
    json_decref(document);
    document = written("");
    assert_string_equal(text_of(document, "name"), "study");
    json_decref(document);
}

static void a_folder_that_is_missing_is_reported(void **state)
{
    (void)state;
    clg_error err = CLG_ERROR_INIT;

    assert_int_equal(clg_datapackage_write("/no/such/folder.json", "a", NULL, 0, &err),
                     CLG_ERROR_IO);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    const clg_resource resource_of_schools = {&schools, "school.csv", NULL, 0};
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_datapackage_write(path, "a", &resource_of_schools, 1, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_follow_the_columns_of_the_csv),
        cmocka_unit_test(keys_join_the_tables),
        cmocka_unit_test(a_name_takes_only_the_characters_allowed),
        cmocka_unit_test(a_folder_that_is_missing_is_reported),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, make_tables, clear_tables);
}
