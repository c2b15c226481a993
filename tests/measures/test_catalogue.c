/* The catalogue: complete, in order, found by id. */
#include "check.h"

#include "measures/registry.h"

#include <string.h>

static void every_entry_says_everything(void **state)
{
    (void)state;
    assert_true(clg_catalogue_count() >= 46);
    assert_null(clg_catalogue_entry_at(clg_catalogue_count()));
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

static void levels_come_in_their_order(void **state)
{
    (void)state;
    const char *const levels[] = {"school",         "person",  "attribute", "stratum",
                                  "person_stratum", "network", "vertex"};
    size_t level = 0;

    assert_string_equal(clg_catalogue_entry_at(0)->id, "people");
    for (size_t i = 0; i < clg_catalogue_count(); i++) {
        const char *name = clg_catalogue_entry_at(i)->level;
        while (level < COUNT_OF(levels) && strcmp(levels[level], name) != 0)
            level++;
        assert_true(level < COUNT_OF(levels));
    }
}

/* A measure is a function of one subject. */
static void every_measure_can_be_computed_in_one_way(void **state)
{
    (void)state;
    const clg_measure *m;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++) {
        int ways = (m->of_network != NULL) + (m->of_groups != NULL) +
                   (m->of_attendance != NULL) + (m->of_attendance_groups != NULL) +
                   (m->of_scope != NULL) + (m->of_scope_groups != NULL);
        assert_int_equal(ways, 1);
        if (m->plain != CLG_PLAIN_NEVER)
            assert_true(m->of_network != NULL || m->of_groups != NULL);
    }
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
        cmocka_unit_test(levels_come_in_their_order),
        cmocka_unit_test(every_measure_can_be_computed_in_one_way),
        cmocka_unit_test(no_id_occurs_twice_on_a_level),
        cmocka_unit_test(entries_are_found_by_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
