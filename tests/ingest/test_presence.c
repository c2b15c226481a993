/* How long people were at a meeting, and whether that is long enough to count. */
#include "check.h"
#include "study_folder.h"

static void overlapping_stays_are_united_and_clipped(void **state)
{
    (void)state;
    clg_study *study;
    const clg_attendances *rows;

    put("attendance.csv",
        "school,meeting,person,start,joined,left\n"
        "s,m,ann,2026-09-01T10:00Z,2026-09-01T10:20Z,2026-09-01T10:40Z\n"
        "s,m,ann,2026-09-01T10:00Z,2026-09-01T09:50Z,2026-09-01T10:30Z\n"
        "s,m,ann,2026-09-01T10:00Z,2026-09-01T10:50Z,2026-09-01T11:00Z\n"
        "s,m,ann,2026-09-01T10:00Z,2026-09-01T10:50Z,2026-09-01T11:00Z\n"
        "s,m,bob,2026-09-01T10:00Z,2026-09-01T10:00Z,2026-09-01T10:11Z\n"
        "s,m,eve,2026-09-01T10:00Z,2026-09-01T10:00Z,2026-09-01T10:12Z\n");
    study = study_of_folder();
    rows = &study->attendances;
    assert_int_equal(rows->count, 3);
    check_near(study->meetings.length[0], 60.0, 0.0); /* latest leaving */
    check_near(rows->minutes[0], 50.0, 0.0);
    assert_int_equal(rows->presence[0], CLG_PRESENT);
    assert_int_equal(rows->presence[1], CLG_BELOW_THRESHOLD); /* 11 of 12 needed */
    assert_int_equal(rows->presence[2], CLG_PRESENT);
    assert_int_equal(rows->interval_first[1], 2);
    assert_int_equal(rows->interval_begin[0], 0);
    assert_int_equal(rows->interval_end[0], 2400);
    assert_int_equal(rows->interval_begin[1], 3000);
    assert_int_equal(rows->interval_end[1], 3600);
    check_source(study, 0, 6, 5, 1, 0, 0);
    check_note(study,
               "1 attendances too short to count (under 5 minutes or 20 % of the "
               "meeting)");
    clg_study_free(study);
}

static void minutes_are_summed_up_to_the_length(void **state)
{
    (void)state;
    clg_study *study;

    put("attendance.csv", "school,meeting,person,start,minutes,length,status,kind\n"
                          "s,m,ann,2026-09-01T10:00,40,60,,\n"
                          "s,m,ann,2026-09-01T10:00,30,60,present,plc\n"
                          "s,m,bob,2026-09-01T10:00,,60,invited,\n"
                          "s,m,bob,2026-09-01T10:00,20,60,,\n"
                          "s,m,eve,2026-09-01T10:00,,60,Declined,other\n"
                          "s,m,eve,2026-09-01T10:00,,60,invited,\n"
                          "s,m,zoe,2026-09-01T10:00,,60,unknown,\n"
                          "s,n,ann,2026-09-01T10:00,3,3,,\n"
                          "s,o,ann,2026-09-01T10:00,4,,,\n");
    study = study_of_folder();
    check_near(study->attendances.minutes[0], 60.0, 0.0);
    assert_int_equal(study->attendances.presence[1], CLG_PRESENT);
    assert_int_equal(study->attendances.presence[2], CLG_DECLINED);
    assert_int_equal(study->attendances.presence[3], CLG_UNKNOWN);
    assert_int_equal(study->attendances.presence[4],
                     CLG_BELOW_THRESHOLD); /* though all of the meeting */
    assert_int_equal(study->attendances.presence[5], CLG_BELOW_THRESHOLD);
    assert_true(study->meetings.invitations_known[0]);
    assert_false(study->meetings.invitations_known[1]);
    assert_int_equal(study->meetings.attribute_count, 1);
    assert_string_equal(clg_texts_at(&study->meetings.attributes[0].levels, 0), "plc");
    assert_int_equal(study->meetings.attributes[0].codes[0], 0);
    assert_int_equal(study->meetings.attributes[0].codes[1], -1);
    check_source(study, 0, 9, 9, 0, 0, 0);
    clg_study_free(study);
}

static void without_a_length_no_minutes_are_cut(void **state)
{
    (void)state;
    clg_study *study;

    put("attendance.csv", "school,meeting,person,start,minutes,joined,left,status\n"
                          "s,m,ann,2026-09-01T10:00Z,,2026-09-01T10:00Z,"
                          "2026-09-01T10:30Z,\n"
                          "s,m,bob,2026-09-01T10:00Z,60,,,\n"
                          "s,m,eve,2026-09-01T10:00Z,90,,,declined\n"
                          "s,n,ann,2026-09-02T10:00Z,30,,,\n"
                          "s,n,ann,2026-09-02T10:00Z,20,,,\n");
    study = study_of_folder();
    check_near(study->meetings.length[0], 60.0, 0.0); /* longer than the last leaving */
    check_near(study->attendances.minutes[0], 30.0, 0.0);
    check_near(study->attendances.minutes[1], 60.0, 0.0);
    check_near(study->meetings.length[1], 50.0, 0.0);
    check_near(study->attendances.minutes[3], 50.0, 0.0);
    clg_study_free(study);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(overlapping_stays_are_united_and_clipped),
        IN_FOLDER(minutes_are_summed_up_to_the_length),
        IN_FOLDER(without_a_length_no_minutes_are_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
