/* Texts, dictionaries, the nearest name: order by bytes, codes in order of
 * appearance, growth, and exhausted memory. */
#include "check.h"

#include "base/count_text.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

static uint32_t code_of(clg_dictionary *dictionary, uint32_t prefix, const char *text)
{
    uint32_t code = CLG_NO_CODE;

    check_ok(clg_dictionary_code(dictionary, prefix, text, strlen(text), &code, &err));
    return code;
}

static void texts_keep_what_was_appended(void **state)
{
    (void)state;
    clg_texts texts = CLG_TEXTS_INIT;

    append(&texts, "Müller");
    append(&texts, "");
    check_ok(clg_texts_append(&texts, "cut here", 3, &err));
    assert_int_equal(texts.count, 3);
    assert_string_equal(clg_texts_at(&texts, 0), "Müller");
    assert_int_equal(clg_texts_length(&texts, 0), 7);
    assert_string_equal(clg_texts_at(&texts, 1), "");
    assert_int_equal(clg_texts_length(&texts, 1), 0);
    assert_string_equal(clg_texts_at(&texts, 2), "cut");

    clg_texts_clear(&texts);
    assert_int_equal(texts.count, 0);
}

static void bytes_are_ordered_as_unsigned_and_the_shorter_first(void **state)
{
    (void)state;

    assert_true(clg_bytes_compare("a", 1, "b", 1) < 0);
    assert_true(clg_bytes_compare("z", 1, "\xc3\xa4", 2) < 0);
    assert_true(clg_bytes_compare("ab", 2, "a", 1) > 0);
    assert_int_equal(clg_bytes_compare("a", 1, "a", 1), 0);
    assert_int_equal(clg_bytes_compare(NULL, 0, NULL, 0), 0);
    assert_true(clg_bytes_compare(NULL, 0, "a", 1) < 0);
}

static void ranks_are_places_in_byte_order(void **state)
{
    (void)state;
    clg_texts texts = CLG_TEXTS_INIT;
    uint32_t ranks[4];

    append(&texts, "p10");
    append(&texts, "p2");
    append(&texts, "P1");
    append(&texts, "p1");
    check_ok(clg_texts_rank(&texts, ranks, &err));
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 3);
    assert_int_equal(ranks[2], 0);
    assert_int_equal(ranks[3], 1);

    clg_texts_clear(&texts);
}

static void codes_count_up_in_order_of_appearance(void **state)
{
    (void)state;
    clg_dictionary dictionary = CLG_DICTIONARY_INIT;

    assert_int_equal(clg_dictionary_find(&dictionary, 0, "anna", 4), CLG_NO_CODE);
    assert_int_equal(code_of(&dictionary, 0, "anna"), 0);
    assert_int_equal(code_of(&dictionary, 0, "ben"), 1);
    assert_int_equal(code_of(&dictionary, 0, "anna"), 0);
    assert_int_equal(code_of(&dictionary, 1, "anna"), 2); /* of another school */
    assert_int_equal(code_of(&dictionary, 0, ""), 3);
    assert_int_equal(clg_dictionary_find(&dictionary, 1, "anna", 4), 2);
    assert_int_equal(clg_dictionary_find(&dictionary, 1, "ben", 3), CLG_NO_CODE);
    assert_string_equal(clg_texts_at(&dictionary.texts, 2), "anna");
    assert_int_equal(dictionary.prefixes[2], 1);

    clg_dictionary_clear(&dictionary);
}

static void a_list_is_coded_in_its_order(void **state)
{
    (void)state;
    clg_dictionary dictionary = CLG_DICTIONARY_INIT;
    clg_texts texts = CLG_TEXTS_INIT;

    append(&texts, "ben");
    append(&texts, "anna");
    append(&texts, "ben");
    assert_int_equal(code_of(&dictionary, 0, "eva"), 0);
    check_ok(clg_dictionary_add(&dictionary, &texts, &err));
    assert_int_equal(clg_dictionary_find(&dictionary, 0, "ben", 3), 1);
    assert_int_equal(clg_dictionary_find(&dictionary, 0, "anna", 4), 2);
    assert_int_equal(dictionary.texts.count, 3);
    clg_texts_clear(&texts);
    clg_dictionary_clear(&dictionary);
}

static void a_large_dictionary_finds_every_text(void **state)
{
    (void)state;
    clg_dictionary dictionary = CLG_DICTIONARY_INIT;
    char name[32];

    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(name, sizeof name, "person-%u", i);
        assert_int_equal(code_of(&dictionary, i % 7, name), i);
    }
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(name, sizeof name, "person-%u", i);
        assert_int_equal(clg_dictionary_find(&dictionary, i % 7, name, strlen(name)),
                         i);
        assert_int_equal(clg_dictionary_find(&dictionary, 7, name, strlen(name)),
                         CLG_NO_CODE);
    }
    clg_dictionary_clear(&dictionary);
}

static void the_nearest_name_is_suggested_only_if_it_is_near(void **state)
{
    (void)state;
    static const char *const names[] = {"window", "step", "seed", "time_zone", NULL};

    assert_string_equal(clg_nearest_name("windw", names), "window");
    assert_string_equal(clg_nearest_name("widnow", names), "window");
    assert_string_equal(clg_nearest_name("Window", names), "window");
    assert_string_equal(clg_nearest_name("sead", names), "seed");
    assert_string_equal(clg_nearest_name("timezone", names), "time_zone");
    assert_null(clg_nearest_name("colour", names));
    assert_null(clg_nearest_name("", names));
    assert_null(
        clg_nearest_name("windowwindowwindowwindowwindowwindowwindowwindow!", names));
}

static clg_status fill(clg_dictionary *dictionary, clg_error *err)
{
    char name[32];

    for (uint32_t i = 0; i < 200; i++) {
        uint32_t code = 0;
        snprintf(name, sizeof name, "%u", i);
        clg_status status =
            clg_dictionary_code(dictionary, 0, name, strlen(name), &code, err);
        if (status != CLG_OK)
            return status;
        assert_int_equal(code, i);
    }
    return CLG_OK;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    for (; status != CLG_OK; allowed++) {
        clg_dictionary dictionary = CLG_DICTIONARY_INIT;
        uint32_t ranks[200];
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = fill(&dictionary, &err);
        if (status == CLG_OK)
            status = clg_texts_rank(&dictionary.texts, ranks, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
        clg_dictionary_clear(&dictionary);
    }
    assert_true(allowed > 10);
}

static void counts_are_grouped_by_thousands(void **state)
{
    (void)state;
    char text[CLG_COUNT_TEXT_SIZE];

    assert_string_equal(clg_count_text(0, text), "0");
    assert_string_equal(clg_count_text(999, text), "999");
    assert_string_equal(clg_count_text(1000, text), "1,000");
    assert_string_equal(clg_count_text(UINT64_MAX, text), "18,446,744,073,709,551,615");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_keep_what_was_appended),
        cmocka_unit_test(bytes_are_ordered_as_unsigned_and_the_shorter_first),
        cmocka_unit_test(ranks_are_places_in_byte_order),
        cmocka_unit_test(codes_count_up_in_order_of_appearance),
        cmocka_unit_test(a_list_is_coded_in_its_order),
        cmocka_unit_test(a_large_dictionary_finds_every_text),
        cmocka_unit_test(the_nearest_name_is_suggested_only_if_it_is_near),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
        cmocka_unit_test(counts_are_grouped_by_thousands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
