/* clg_table_write_csv and the texts of numbers: quoting, missing cells, times, the
 * shortest decimals, a locale with a comma, blocks of several threads, exhausted
 * memory. */
#include "check.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/number_text.h"
#include "store/table_csv.h"

#include <float.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/collegium-csv-XXXXXX";

static clg_texts texts_of(const char *const *list, size_t count)
{
    clg_texts texts = CLG_TEXTS_INIT;

    for (size_t i = 0; i < count; i++)
        check_ok(clg_texts_append(&texts, list[i], strlen(list[i]), &err));
    return texts;
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "", "", levels, &err));
    return &table->columns[table->column_count - 1];
}

static clg_table table_of(size_t rows)
{
    clg_table table;

    check_ok(clg_table_init(&table, "t", "", rows, false, &err));
    return table;
}

static void check_written(const clg_table *table, const char *expected)
{
    clg_input input;

    check_ok(clg_table_write_csv(table, path, NULL, &err));
    check_ok(clg_input_open(path, path, &input, &err));
    assert_int_equal(input.size, strlen(expected));
    assert_memory_equal(input.bytes, expected, input.size);
    clg_input_close(&input);
}

static void cells_are_written_by_type(void **state)
{
    (void)state;
    const char *const names[] = {"north", "south"};
    clg_texts levels = texts_of(names, 2);
    clg_table table = table_of(2);
    clg_column *c;

    add(&table, CLG_COLUMN_TEXT, "school", &levels);
    c = add(&table, CLG_COLUMN_CATEGORY, "area", &levels);
    c->codes[0] = -1;
    c->codes[1] = 1;
    c = add(&table, CLG_COLUMN_ROW, "other", &levels);
    c->codes[0] = 1;
    c = add(&table, CLG_COLUMN_COUNT, "n", NULL);
    c->codes[1] = -12;
    c = add(&table, CLG_COLUMN_DAY, "window", NULL);
    c->codes[0] = 20697;
    c->codes[1] = -1;
    c = add(&table, CLG_COLUMN_INSTANT, "begin", NULL);
    c->values[0] = 1788276600.75;
    c->values[1] = NAN;
    c = add(&table, CLG_COLUMN_FLAG, "isolated", NULL);
    c->status[0] = 1;
    c = add(&table, CLG_COLUMN_REAL, "x", NULL);
    c->values[0] = INFINITY;
    c->values[1] = -0.25;
    check_written(&table, "school,area,other,n,window,begin,isolated,x\n"
                          "north,,south,0,2026-09-01,2026-09-01T15:30:00Z,true,\n"
                          "south,south,north,-12,1969-12-31,,false,-0.25\n");
    clg_table_clear(&table);
    clg_texts_clear(&levels);
}

static void an_undefined_measure_is_an_empty_cell_with_its_reason(void **state)
{
    (void)state;
    clg_table table = table_of(3);
    clg_column *c = add(&table, CLG_COLUMN_MEASURE, "density", NULL);

    clg_cell_set(c, 0, 1.0 / 3.0, CLG_VALUE_OK);
    clg_cell_set(c, 1, 0.5, CLG_VALUE_BREAK);
    c->status[2] = CLG_VALUE_TOO_SMALL; /* whatever the value, it is not shown */
    check_written(&table, "density,density_status\n0.3333333333333333,OK\n,break\n"
                          ",TOO_SMALL\n");
    clg_table_clear(&table);
}

static void texts_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    const char *const names[] = {"a,b",   "say \"hi\"", "two\nlines",
                                 " lead", "plain",      ""};
    clg_texts ids = texts_of(names, COUNT_OF(names));
    clg_table table = table_of(COUNT_OF(names));

    add(&table, CLG_COLUMN_TEXT, "id", &ids);
    add(&table, CLG_COLUMN_COUNT, "n, of all", NULL);
    check_written(&table, "id,\"n, of all\"\n\"a,b\",0\n\"say \"\"hi\"\"\",0\n"
                          "\"two\nlines\",0\n\" lead\",0\nplain,0\n,0\n");
    clg_table_clear(&table);
    clg_texts_clear(&ids);
}

static void a_table_without_rows_has_a_header(void **state)
{
    (void)state;
    clg_table table = table_of(0);

    add(&table, CLG_COLUMN_MEASURE, "x", NULL);
    check_written(&table, "x,x_status\n");
    clg_table_clear(&table);
}

static void rows_keep_their_order_over_many_blocks(void **state)
{
    (void)state;
    const size_t rows = 300000;
    clg_csv_options options = {3, true};
    clg_table table = table_of(rows);
    clg_column *c = add(&table, CLG_COLUMN_COUNT, "n", NULL);
    clg_input input;
    struct stat about;
    char *at;

    for (size_t i = 0; i < rows; i++)
        c->codes[i] = (int32_t)i;
    check_ok(clg_table_write_csv(&table, path, &options, &err));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    check_ok(clg_input_open(path, path, &input, &err));
    at = (char *)input.bytes + strlen("n\n");
    for (size_t i = 0; i < rows; i++, at++)
        assert_int_equal(strtol(at, &at, 10), i);
    assert_int_equal(at - input.bytes, input.size);
    clg_input_close(&input);
    clg_table_clear(&table);
}

/* ---- numbers ---- */

static const char *number_text(double value)
{
    static char text[CLG_NUMBER_TEXT_SIZE + 1];

    text[clg_real_text(value, text)] = '\0';
    return text;
}

static void numbers_have_no_more_digits_than_they_need(void **state)
{
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {{0.0, "0"},
                 {-0.0, "0"},
                 {1.0, "1"},
                 {-7.0, "-7"},
                 {0.1, "0.1"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {2.0 / 3.0, "0.6666666666666666"},
                 {1e5 / 3.0, "33333.333333333336"},
                 {123.456, "123.456"},
                 {1e-6, "0.000001"},
                 {1.5e-7, "0.00000015"},
                 {1e-8, "1e-8"},
                 {999999999999999.0, "999999999999999"},
                 {1e15, "1000000000000000"},
                 {9007199254740993.0, "9007199254740992"},
                 {1e20, "100000000000000000000"},
                 {1e21, "1e21"},
                 {1e23, "1e23"},
                 {1.5e-300, "1.5e-300"},
                 {DBL_MAX, "1.7976931348623157e308"},
                 {-DBL_MIN, "-2.2250738585072014e-308"}};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(number_text(cases[i].value), cases[i].text);
}

static size_t digits_in(const char *text)
{
    size_t count = 0;

    for (; *text != '\0' && *text != 'e'; text++)
        count += *text >= '0' && *text <= '9' && (count > 0 || *text != '0');
    return count;
}

static double nth_double(uint64_t i)
{
    uint64_t bits = i * 0x9e3779b97f4a7c15U;
    double value;

    if (i % 3 == 0)
        return (double)(bits >> 44) / (double)(1 + (bits & 0xfff));
    if (i % 3 == 1)
        return (double)(bits >> 11) * 0x1p-53;
    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? value : 1.0;
}

/* Against the C library: the same double, and as short as the best of its texts. */
static void every_number_reads_back(void **state)
{
    (void)state;
    char best[64];

    for (uint64_t i = 1; i <= 300000; i++) {
        double value = nth_double(i);
        const char *text = number_text(value);

        if (strtod(text, NULL) != value)
            fail_msg("%s, expected %.17g", text, value);
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(best, sizeof best, "%.*e", digits - 1, value);
            if (strtod(best, NULL) != value)
                continue;
            if (fabs(value) < 1e15 && digits_in(text) > (size_t)digits)
                fail_msg("%s, expected %d digits", text, digits);
            break;
        }
    }
}

static void the_locale_does_not_matter(void **state)
{
    (void)state;
    const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"};

    for (size_t i = 0; i < COUNT_OF(locales); i++)
        if (setlocale(LC_NUMERIC, locales[i]) != NULL)
            break;
    assert_string_equal(number_text(1.5e300), "1.5e300");
    assert_string_equal(number_text(0.25), "0.25");
    setlocale(LC_NUMERIC, "C");
}

static void integers_of_any_size_are_written(void **state)
{
    (void)state;
    char text[CLG_NUMBER_TEXT_SIZE + 1];

    text[clg_integer_text(INT64_MIN, text)] = '\0';
    assert_string_equal(text, "-9223372036854775808");
    text[clg_integer_text(INT64_MAX, text)] = '\0';
    assert_string_equal(text, "9223372036854775807");
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_table table = table_of(3);
    clg_status status = CLG_ERROR_MEMORY;

    add(&table, CLG_COLUMN_MEASURE, "x", NULL);
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_table_write_csv(&table, path, NULL, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
    }
    clg_table_clear(&table);
}

static int make_file(void **state)
{
    int file = mkstemp(path);

    (void)state;
    return file < 0 || close(file) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_written_by_type),
        cmocka_unit_test(an_undefined_measure_is_an_empty_cell_with_its_reason),
        cmocka_unit_test(texts_are_quoted_where_they_must_be),
        cmocka_unit_test(a_table_without_rows_has_a_header),
        cmocka_unit_test(rows_keep_their_order_over_many_blocks),
        cmocka_unit_test(numbers_have_no_more_digits_than_they_need),
        cmocka_unit_test(every_number_reads_back),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(integers_of_any_size_are_written),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
