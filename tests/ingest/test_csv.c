/* CSV records: their ends, fields and places; agreement with libcsv fed as a whole;
 * parts of any size give the same records. */
#include "check.h"

#include "ingest/csv.h"
#include "ingest/encoding.h"

#include "base/memory.h"
#include "base/random.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

enum { ROOM = 4096 };

/* Records as "[field|field]" one after the other; bad ones as "<offset>". */
typedef struct transcript {
    char text[ROOM];
    size_t length, field_count;
} transcript;

static void add(transcript *out, const char *text, size_t length)
{
    assert_true(out->length + length < ROOM);
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = '\0';
}

static void add_bad(transcript *out, size_t offset)
{
    char text[32];

    add(out, text, (size_t)snprintf(text, sizeof text, "<%zu>", offset));
}

static void scan_part(const char *text, size_t begin, size_t end, char delimiter,
                      transcript *out)
{
    clg_csv_scanner scanner = clg_csv_scan(text, begin, end, delimiter);
    clg_csv_record record;
    clg_csv_reader *reader = NULL;
    const clg_csv_fields *fields = NULL;

    check_ok(clg_csv_reader_new(delimiter, &reader, &err));
    while (clg_csv_scanner_next(&scanner, &record)) {
        if (record.trouble != CLG_CSV_SOUND) {
            add_bad(out, record.wrong_at);
            continue;
        }
        check_ok(clg_csv_reader_parse(reader, text, &record, &fields, &err));
        for (size_t i = 0; i < fields->count; i++) {
            add(out, i == 0 ? "[" : "|", 1);
            add(out, clg_csv_field(fields, i), clg_csv_field_length(fields, i));
        }
        add(out, "]", 1);
    }
    clg_csv_reader_free(reader);
}

static void check_records(const char *text, char delimiter, const char *expected)
{
    transcript out = {.text = ""};

    scan_part(text, 0, strlen(text), delimiter, &out);
    assert_string_equal(out.text, expected);
}

static void lf_cr_and_crlf_end_records(void **state)
{
    (void)state;
    check_records("a,b\n1,2\r3,4\r\n5,6", ',', "[a|b][1|2][3|4][5|6]");
}

static void blank_lines_are_skipped(void **state)
{
    (void)state;
    check_records("\n\n a \n  \t \r\n\rb\n \n", ',', "[a][b]");
    check_records("", ',', "");
    check_records("\t\n", '\t', "[|]");
}

static void quoted_fields_hold_delimiters_quotes_and_line_ends(void **state)
{
    (void)state;
    check_records("\"a,b\",\"c\"\"d\",\"e\r\nf\"\n1", ',', "[a,b|c\"d|e\r\nf][1]");
    check_records("  \"a\" \t, b c  ,\"\"", ',', "[a|b c|]");
    check_records("a\t \"b\tc\"\t\"d\"", '\t', "[a|b\tc|d]");
}

static void a_misplaced_quote_costs_its_line_only(void **state)
{
    (void)state;
    check_records("a\"b,c\n1,2\n", ',', "<1>[1|2]");
    check_records("\"a\"b,c\n1,2\n", ',', "<3>[1|2]");
    check_records("\"a\" \"b\",c\n1,2\n", ',', "<4>[1|2]");
    check_records("x,\"a\nb\" c\n1,2\n", ',', "<8>[1|2]");
}

static void an_unclosed_quote_is_told_with_its_place(void **state)
{
    (void)state;
    static const char text[] = "a,b\n1,\"x\"\r\n2, \"y\n3,4\n";
    clg_error err = CLG_ERROR_INIT;
    size_t *cuts = NULL, count = 0;

    for (size_t size = 1; size < sizeof text; size++) {
        assert_int_equal(clg_csv_split(text, 0, strlen(text), ',', size, "x.csv", &cuts,
                                       &count, &err),
                         CLG_ERROR_PARSE);
        assert_string_equal(err.message,
                            "the quoted field that opens here is never closed");
        assert_string_equal(err.path, "x.csv");
        assert_int_equal(err.line, 3);
        assert_int_equal(err.column, 4);
        assert_null(cuts);
    }
}

/* The same by libcsv alone, fed with everything up to the first byte it refuses. */
static void take_field(void *text, size_t length, void *payload)
{
    transcript *out = payload;

    add(out, out->field_count++ == 0 ? "[" : "|", 1);
    add(out, text, length);
}

static void take_record(int end, void *payload)
{
    transcript *out = payload;

    (void)end;
    add(out, "]", 1);
    out->field_count = 0;
}

static void take_back_fields(transcript *out)
{
    while (out->field_count > 0 && out->text[--out->length] != '[')
        continue;
    out->field_count = 0;
}

static bool parse_plainly(const char *text, size_t size, char delimiter,
                          transcript *out)
{
    size_t at = 0;
    bool is_closed = true;

    while (at < size) {
        struct csv_parser parser;

        assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
        csv_set_delim(&parser, (unsigned char)delimiter);
        at += csv_parse(&parser, text + at, size - at, take_field, take_record, out);
        if (csv_error(&parser) == CSV_SUCCESS) {
            is_closed = csv_fini(&parser, take_field, take_record, out) == 0;
        } else {
            take_back_fields(out);
            add_bad(out, at);
            at += strcspn(text + at, "\r\n");
        }
        csv_free(&parser);
    }
    return is_closed;
}

static void random_text(clg_random *random, const char *alphabet, char *text,
                        size_t size)
{
    uint32_t letters = (uint32_t)strlen(alphabet);

    for (size_t i = 0; i < size; i++)
        text[i] = alphabet[clg_random_below(random, letters)];
    text[size] = '\0';
}

static void check_all_part_sizes(const char *text, size_t size, char delimiter,
                                 const char *expected)
{
    for (size_t part = 1; part <= size + 1; part++) {
        transcript out = {.text = ""};
        size_t *cuts = NULL, count = 0;

        check_ok(
            clg_csv_split(text, 0, size, delimiter, part, "", &cuts, &count, &err));
        assert_int_equal(cuts[count], size);
        for (size_t i = 0; i < count; i++)
            scan_part(text, cuts[i], cuts[i + 1], delimiter, &out);
        clg_free(cuts);
        if (strcmp(out.text, expected) != 0)
            fail_msg("part size %zu of '%s': '%s', expected '%s'", part, text, out.text,
                     expected);
    }
}

static void random_texts_agree_with_libcsv_at_any_part_size(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "csv", 0, 0, 0);
    char text[64];

    for (int round = 0; round < 20000; round++) {
        char delimiter = round % 2 == 0 ? ',' : '\t';
        size_t size = clg_random_below(&random, 30);
        transcript plain = {.text = ""};
        size_t *cuts = NULL, count = 0;

        random_text(&random, round % 3 == 0 ? "a,\"\n\r \t" : "ab,,\"\"\n ", text,
                    size);
        if (parse_plainly(text, size, delimiter, &plain)) {
            check_all_part_sizes(text, size, delimiter, plain.text);
            continue;
        }
        for (size_t part = 1; part <= size; part++)
            assert_int_equal(
                clg_csv_split(text, 0, size, delimiter, part, "", &cuts, &count, NULL),
                CLG_ERROR_PARSE);
    }
}

static void fields_are_found_again(void **state)
{
    (void)state;
    static const char text[] = "  a, \"b,\n\"\"c\" ,,d,";
    static const size_t expected[] = {2, 5, 15, 16, 18};
    clg_csv_scanner scanner = clg_csv_scan(text, 0, strlen(text), ',');
    clg_csv_record record;

    assert_true(clg_csv_scanner_next(&scanner, &record));
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        assert_int_equal(clg_csv_field_offset(text, &record, ',', i), expected[i]);
    assert_int_equal(clg_csv_field_offset(text, &record, ',', 9), 18);
}

static void places_count_every_kind_of_line_end_once(void **state)
{
    (void)state;
    static const char text[] = "a\r\nb\rc\n\nd";
    uint64_t line, column;

    clg_csv_locate(text, 0, &line, &column);
    assert_int_equal(line, 1);
    clg_csv_locate(text, 5, &line, &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 1);
    clg_csv_locate(text, 8, &line, &column);
    assert_int_equal(line, 5);
    assert_int_equal(column, 1);
}

static clg_status check_text(const char *bytes, size_t size, clg_error *err)
{
    size_t begin = 0;

    return clg_encoding_check(bytes, size, "x.csv", &begin, err);
}

static void files_that_are_not_utf8_text_are_refused(void **state)
{
    (void)state;
    clg_error place = CLG_ERROR_INIT;

    check_fails(check_text("", 0, &err), CLG_ERROR_PARSE,
                "the file is empty, expected a header row");
    check_fails(check_text("\xFF\xFE\0a", 4, &err), CLG_ERROR_PARSE,
                "this is UTF-16 text, expected UTF-8; convert it, for example with "
                "iconv");
    check_fails(check_text("a\0,\0b\0", 6, &err), CLG_ERROR_PARSE,
                "this is UTF-16 text, expected UTF-8; convert it, for example with "
                "iconv");
    check_fails(check_text("a,b,c,d\nefg\0\0hijklm", 18, &err), CLG_ERROR_PARSE,
                "this is not a text file (byte 0x00 at offset 11)");
    check_fails(check_text("school\nit\x92s", 11, &err), CLG_ERROR_PARSE,
                "not UTF-8 text: byte 0x92");
    assert_int_equal(check_text("school\nit\x92s", 11, &place), CLG_ERROR_PARSE);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 3);
}

static void a_byte_order_mark_is_skipped(void **state)
{
    (void)state;
    size_t begin = 0;

    check_ok(clg_encoding_check("\xEF\xBB\xBF\xC3\xA4", 5, "x", &begin, &err));
    assert_int_equal(begin, 3);
}

static void overlong_and_surrogate_sequences_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xC0\xAF",     "\xE0\x80\xAF",
                                      "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                      "\xE2\x82",     "\x80"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(check_text(bad[i], strlen(bad[i]), NULL), CLG_ERROR_PARSE);
    check_ok(check_text("\xE2\x82\xAC\xF0\x9F\x8F\xAB\xED\x9F\xBF", 10, &err));
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    static const char text[] = "a,b\n\"c\",d";
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_csv_scanner scanner = clg_csv_scan(text, 0, strlen(text), ',');
        clg_csv_record record;
        clg_csv_reader *reader = NULL;
        const clg_csv_fields *fields = NULL;
        clg_error err = CLG_ERROR_INIT;

        assert_true(clg_csv_scanner_next(&scanner, &record));
        clg_test_allocations_left = allowed;
        status = clg_csv_reader_new(',', &reader, &err);
        if (status == CLG_OK)
            status = clg_csv_reader_parse(reader, text, &record, &fields, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        clg_csv_reader_free(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lf_cr_and_crlf_end_records),
        cmocka_unit_test(blank_lines_are_skipped),
        cmocka_unit_test(quoted_fields_hold_delimiters_quotes_and_line_ends),
        cmocka_unit_test(a_misplaced_quote_costs_its_line_only),
        cmocka_unit_test(an_unclosed_quote_is_told_with_its_place),
        cmocka_unit_test(random_texts_agree_with_libcsv_at_any_part_size),
        cmocka_unit_test(fields_are_found_again),
        cmocka_unit_test(places_count_every_kind_of_line_end_once),
        cmocka_unit_test(files_that_are_not_utf8_text_are_refused),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(overlong_and_surrogate_sequences_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
