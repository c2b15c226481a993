/* clg_store: what h5py and anndata read back (check_h5.py), same bytes on every run
 * and for any number of threads, empty tables, refused places, a full disk, and
 * exhausted memory. */
#include "check.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/store.h"
#include "store/table_csv.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/collegium-store-XXXXXX";

static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static clg_texts texts_of(const char *const *list, size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;

    for (size_t i = 0; i < count; i++)
        check_ok(clg_texts_append(&texts, list[i], strlen(list[i]), &err));
    return texts;
}

static clg_texts numbered(const char *stem, size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;
    char name[64];

    for (size_t i = 0; i < count; i++) {
        int length = snprintf(name, sizeof name, "%s%zu", stem, i);
        check_ok(clg_texts_append(&texts, name, (size_t)length, &err));
    }
    return texts;
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "unit of it", "a column", levels, &err));
    return &table->columns[table->column_count - 1];
}

/* Every type of column, with missing cells; values vary with the row. */
static void fill_long(clg_table *table, size_t rows, const clg_texts *schools,
                      const clg_texts *people)
{
    clg_column *c;

    check_ok(
        clg_table_init(table, "person_window", "people by window", rows, false, &err));
    c = add(table, CLG_COLUMN_CATEGORY, "school", schools);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i % (schools->count + 1)) - 1;
    c = add(table, CLG_COLUMN_DAY, "window", NULL);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = 20000 + (int32_t)(i % 700);
    c = add(table, CLG_COLUMN_ROW, "person", people);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i % people->count);
    c = add(table, CLG_COLUMN_COUNT, "meetings", NULL);
    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)(i * 7 % 100);
    c = add(table, CLG_COLUMN_MEASURE, "degree", NULL);
    for (size_t i = 0; i < rows; i++)
        clg_cell_set(c, i, (double)i / 3.0,
                     (clg_value_status)(i % 4 == 3 ? 1 + i % 9 : 0));
    c = add(table, CLG_COLUMN_REAL, "minutes", NULL);
    for (size_t i = 0; i < rows; i++)
        c->values[i] = i % 5 == 4 ? NAN : (double)i * 1.25;
    c = add(table, CLG_COLUMN_INSTANT, "begin", NULL);
    for (size_t i = 0; i < rows; i++)
        c->values[i] = i % 6 == 5 ? NAN : 1.7e9 + (double)i;
    c = add(table, CLG_COLUMN_FLAG, "isolated", NULL);
    for (size_t i = 0; i < rows; i++)
        c->status[i] = i % 3 == 1;
}

static void fill_schools(clg_table *table, const clg_texts *schools)
{
    clg_column *c;

    check_ok(
        clg_table_init(table, "school", "the schools", schools->count, false, &err));
    add(table, CLG_COLUMN_TEXT, "school", schools);
    c = add(table, CLG_COLUMN_COUNT, "people", NULL);
    for (size_t i = 0; i < schools->count; i++)
        c->codes[i] = (int32_t)i;
}

static const char *const school_names[] = {"north, \"old\"", "süd", "west"};

/* The two tables as results.h5 and, if wanted, as CSV. */
static void write_all(const char *path, int threads, size_t rows, bool with_csv)
{
    clg_texts schools = texts_of(school_names, COUNT_OF(school_names));
    clg_texts people = numbered("p", 300);
    const int64_t offsets[] = {0, 5, INT64_MAX};
    clg_store_options options = {threads, true};
    clg_table by_window, by_school;
    clg_store *store = NULL;

    fill_long(&by_window, rows, &schools, &people);
    fill_schools(&by_school, &schools);
    check_ok(clg_store_create(path, &options, &store, &err));
    check_ok(clg_store_set_text(store, "created_by", "collegium test", &err));
    check_ok(clg_store_set_number(store, "seed", UINT64_MAX, &err));
    check_ok(clg_store_write_table(store, "/school", &by_school, &err));
    check_ok(clg_store_write_table(store, "/measure/person", &by_window, &err));
    check_ok(clg_store_write_array_i64(store, "/tie_offset", offsets, 3, "rows", &err));
    check_ok(clg_store_commit(&store, &err));
    assert_null(store);
    if (with_csv) {
        check_ok(clg_table_write_csv(&by_window, in_folder("person.csv"), NULL, &err));
        check_ok(clg_table_write_csv(&by_school, in_folder("school.csv"), NULL, &err));
    }
    clg_table_clear(&by_window);
    clg_table_clear(&by_school);
    clg_texts_clear(&schools);
    clg_texts_clear(&people);
}

static void assert_same_file(const char *a, const char *b)
{
    clg_input first, second;

    check_ok(clg_input_open(a, a, &first, &err));
    check_ok(clg_input_open(b, b, &second, &err));
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    clg_input_close(&first);
    clg_input_close(&second);
}

static void python_reads_what_was_written(void **state)
{
    (void)state;
    char command[1024];
    int ended;

    for (size_t rows = 0; rows < 200000; rows = rows == 0 ? 1 : rows * 433) {
        write_all(in_folder("a.h5"), 2, rows, true);
        snprintf(command, sizeof command,
                 "/usr/bin/python3 %s/tests/store/check_h5.py %s/a.h5 "
                 "/school=%s/school.csv /measure/person=%s/person.csv",
                 PROJECT_FOLDER, folder, folder, folder);
        ended = system(command);
        if (WIFEXITED(ended) && (WEXITSTATUS(ended) == 77 || WEXITSTATUS(ended) == 127))
            skip(); /* the script has said why */
        assert_int_equal(ended, 0);
    }
}

static void bytes_do_not_depend_on_run_or_threads(void **state)
{
    (void)state;

    write_all(in_folder("a.h5"), 1, 150000, false);
    write_all(in_folder("b.h5"), 1, 150000, false);
    write_all(in_folder("c.h5"), 3, 150000, false);
    assert_same_file(in_folder("a.h5"), in_folder("b.h5"));
    assert_same_file(in_folder("a.h5"), in_folder("c.h5"));
}

static void a_private_file_is_its_owners(void **state)
{
    (void)state;
    struct stat about;

    write_all(in_folder("a.h5"), 1, 3, false);
    assert_int_equal(stat(in_folder("a.h5"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_discarded_file_never_appears(void **state)
{
    (void)state;
    clg_store *store = NULL;

    check_ok(clg_store_create(in_folder("never.h5"), NULL, &store, &err));
    clg_store_discard(store);
    clg_store_discard(NULL);
    assert_int_equal(access(in_folder("never.h5"), F_OK), -1);
}

static void a_place_is_written_once(void **state)
{
    (void)state;
    clg_store *store = NULL;
    const int64_t one = 1;

    check_ok(clg_store_create(in_folder("twice.h5"), NULL, &store, &err));
    check_ok(clg_store_write_array_i64(store, "/a/b", &one, 1, "", &err));
    check_fails(clg_store_write_array_i64(store, "/a/b", &one, 1, "", &err),
                CLG_ERROR_ARGUMENT, "/a/b was written already");
    clg_store_discard(store);
}

static void a_missing_folder_is_named(void **state)
{
    (void)state;
    clg_store *store = NULL;
    clg_error err = CLG_ERROR_INIT;

    assert_int_equal(clg_store_create(in_folder("no/such.h5"), NULL, &store, &err),
                     CLG_ERROR_IO);
    assert_null(store);
}

static clg_status write_limited(const clg_table *table, rlim_t limit, clg_error *err)
{
    struct rlimit before, small;
    clg_store *store = NULL;
    clg_status status;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = limit;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    status = clg_store_create(in_folder("full.h5"), NULL, &store, err);
    if (status == CLG_OK)
        status = clg_store_write_table(store, "/school", table, err);
    if (status == CLG_OK)
        status = clg_store_commit(&store, err);
    clg_store_discard(store);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    return status;
}

/* A limit on the size of files stands in for a disk without room, wherever in the
 * file that happens. */
static void a_full_disk_is_reported_and_leaves_nothing(void **state)
{
    (void)state;
    const rlim_t limits[] = {0, 90, 700, 2500, 5000, 50000, 100000, 500000, 2500000};
    clg_texts schools = numbered("school", 200000);
    clg_table table;

    fill_schools(&table, &schools);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        clg_error err = CLG_ERROR_INIT;

        assert_int_equal(write_limited(&table, limits[i], &err), CLG_ERROR_IO);
        assert_string_equal(err.message, "cannot write: File too large");
        assert_string_equal(err.path, in_folder("full.h5"));
        assert_int_equal(access(in_folder("full.h5"), F_OK), -1);
    }
    write_all(in_folder("a.h5"), 1, 3, false); /* HDF5 is still sound */
    clg_table_clear(&table);
    clg_texts_clear(&schools);
}

static clg_status write_one(const clg_table *table, clg_error *err)
{
    clg_store *store = NULL;
    clg_status status = clg_store_create(in_folder("m.h5"), NULL, &store, err);

    if (status == CLG_OK)
        status = clg_store_write_table(store, "/measure/person", table, err);
    if (status == CLG_OK)
        return clg_store_commit(&store, err);
    clg_store_discard(store);
    return status;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_texts schools = texts_of(school_names, COUNT_OF(school_names));
    clg_texts people = numbered("p", 3);
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;
    clg_table table;

    fill_long(&table, 5, &schools, &people);
    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = write_one(&table, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
    }
    assert_true(allowed > 10);
    clg_table_clear(&table);
    clg_texts_clear(&schools);
    clg_texts_clear(&people);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char command[64];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_reads_what_was_written),
        cmocka_unit_test(bytes_do_not_depend_on_run_or_threads),
        cmocka_unit_test(a_private_file_is_its_owners),
        cmocka_unit_test(a_discarded_file_never_appears),
        cmocka_unit_test(a_place_is_written_once),
        cmocka_unit_test(a_missing_folder_is_named),
        cmocka_unit_test(a_full_disk_is_reported_and_leaves_nothing),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
