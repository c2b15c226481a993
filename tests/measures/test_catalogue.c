/* The catalogue: complete, in order, found by id. */
#include "check.h"

#include "collegium/catalogue.h"

#include <string.h>

static void every_entry_says_everything(void **state)
{
    (void)state;
    assert_int_equal(clg_catalogue_count(), 20 + 13 + 13);
    for (size_t i = 0; i < clg_catalogue_count(); i++) {
        const clg_catalogue_entry *entry = clg_catalogue_entry_at(i);
        const char *texts[] = {entry->id,         entry->name,   entry->level,
                               entry->unit,       entry->range,  entry->direction,
                               entry->definition, entry->source, entry->undefined_when,
                               entry->cost};
        for (size_t t = 0; t < COUNT_OF(texts); t++) {
            assert_non_null(texts[t]);
            assert_true(strlen(texts[t]) > 0);
        }
    }
}

static void tables_come_in_their_order(void **state)
{
    (void)state;
    assert_string_equal(clg_catalogue_entry_at(0)->id, "people");
    assert_string_equal(clg_catalogue_entry_at(0)->level, "school");
    assert_string_equal(clg_catalogue_entry_at(20)->id, "attended");
    assert_string_equal(clg_catalogue_entry_at(20)->level, "person");
    assert_string_equal(clg_catalogue_entry_at(33)->level, "network");
    assert_string_equal(clg_catalogue_entry_at(45)->id, "coreness_out");
    assert_null(clg_catalogue_entry_at(46));
}

static void no_id_occurs_twice_on_a_level(void **state)
{
    (void)state;
    for (size_t i = 0; i < clg_catalogue_count(); i++) {
        const clg_catalogue_entry *a = clg_catalogue_entry_at(i);
        for (size_t j = 0; j < i; j++) {
            const clg_catalogue_entry *b = clg_catalogue_entry_at(j);
            assert_false(strcmp(a->id, b->id) == 0 && strcmp(a->level, b->level) == 0);
        }
    }
}

static void entries_are_found_by_id(void **state)
{
    (void)state;
    assert_string_equal(clg_catalogue_find("betweenness")->source,
                        "Freeman 1977; Brandes 2001, J. Math. Sociol. 25:163");
    assert_string_equal(clg_catalogue_find("attendance_rate")->level, "school");
    assert_null(clg_catalogue_find("popularity"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_says_everything),
        cmocka_unit_test(tables_come_in_their_order),
        cmocka_unit_test(no_id_occurs_twice_on_a_level),
        cmocka_unit_test(entries_are_found_by_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
