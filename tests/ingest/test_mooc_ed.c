/* Real logs, as they were published: both courses of MOOC-Ed through the study.yaml of
 * datasets/mooc-ed. The numbers were counted with Python's csv module. */
#include "check.h"
#include "study_folder.h"

#include "base/file.h"

#include <stdio.h>

static const char data[] = SHARED_FOLDER "/data/mooc_ed_dlt";

static clg_study *read_courses(void)
{
    const clg_overrides flags = {.data = data};
    clg_study *study = NULL;

    if (!clg_path_is_folder(data)) {
        print_message("skipped: %s is not there\n", data);
        skip();
    }
    check_ok((study = clg_study_new(&err)) == NULL ? CLG_ERROR_MEMORY : CLG_OK);
    check_ok(clg_settings_read(PROJECT_FOLDER "/datasets/mooc-ed", &flags,
                               &study->settings, &err));
    check_ok(clg_ingest(study, NULL, &err));
    return study;
}

static void every_row_is_used_or_set_aside_with_a_reason(void **state)
{
    (void)state;
    clg_study *study = read_courses();

    check_source(study, 0, 445, 445, 0, 0, 0);
    check_source(study, 1, 492, 492, 0, 0, 0);
    check_source(study, 2, 2529, 2441, 2, 86, 0);
    check_source(study, 3, 2584, 2559, 0, 25, 0);
    assert_int_equal(study->reading.reject_count, 86 + 25);
    for (size_t i = 0; i < study->reading.reject_count; i++)
        assert_string_equal(
            clg_texts_at(&study->reading.reasons, study->reading.rejects[i].reason),
            "from and to are the same person");
    clg_study_free(study);
}

static void courses_are_schools_with_their_people_and_replies(void **state)
{
    (void)state;
    clg_study *study = read_courses();

    assert_int_equal(study->schools.count, 2);
    assert_string_equal(clg_texts_at(&study->schools.ids, 1), "dlt2");
    assert_int_equal(study->people.count, 445 + 492);
    assert_int_equal(study->exchanges.count, 2441 + 2559);
    assert_int_equal(study->schools.exchange_first[1], 2441);
    assert_int_equal(study->exchange_kinds.count, 1);
    assert_int_equal(study->exchanges.time[0],
                     1365107520); /* 4 April 2013, 16:32 EDT */
    assert_int_equal(study->exchanges.time[2441], 1380254400); /* 27 September 2013 */
    assert_string_equal(study->people.attributes[0].name, "role");
    assert_int_equal(study->people.attributes[0].levels.count, 16);
    clg_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_used_or_set_aside_with_a_reason),
        cmocka_unit_test(courses_are_schools_with_their_people_and_replies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
