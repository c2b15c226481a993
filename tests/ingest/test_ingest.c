/* From files to a study: what sound tables mean, worked by hand; the same study
 * whatever the threads and part sizes; what happens when memory runs out. */
#include "check.h"
#include "study_folder.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static const char *person_id(const clg_study *study, size_t person)
{
    return clg_texts_at(&study->people.ids, person);
}

static void tables_become_columns_in_canonical_order(void **state)
{
    (void)state;
    clg_study *study;

    put("attendance.csv", "school,meeting,person,start\n"
                          "b,m2,zoe,2026-09-02T10:00Z\n"
                          "b,m1,zoe,2026-09-01T10:00Z\n"
                          "b,m1,ann,2026-09-01T10:00Z\n"
                          "a,m1,kim,2026-09-03T10:00+02:00\n");
    study = study_of_folder();
    assert_int_equal(study->schools.count, 2);
    assert_string_equal(clg_texts_at(&study->schools.ids, 0), "a");
    assert_int_equal(study->people.count, 3);
    assert_string_equal(person_id(study, 0), "kim");
    assert_string_equal(person_id(study, 1), "ann");
    assert_string_equal(person_id(study, 2), "zoe");
    assert_int_equal(study->schools.person_first[1], 1);
    assert_int_equal(study->schools.meeting_first[1], 1);
    assert_int_equal(study->meetings.count, 3);
    assert_int_equal(study->meetings.start[0], 1788422400); /* 08:00 UTC */
    assert_int_equal(study->meetings.start[1], 1788256800);
    assert_string_equal(clg_texts_at(&study->meetings.ids, 2), "m2");
    assert_int_equal(study->attendances.count, 4);
    assert_int_equal(study->attendances.person[1], 1);
    assert_int_equal(study->attendances.person[2], 2);
    assert_int_equal(study->attendances.presence[0], CLG_PRESENT_UNTIMED);
    assert_true(isnan(study->attendances.minutes[0]));
    assert_null(study->attendances.interval_first);
    check_source(study, 0, 4, 4, 0, 0, 0);
    check_note(study, "no time zone is given: times are read as UTC");
    check_note(study,
               "no roster (people.csv): people who appear in no log can't be seen");
    check_note(study, "4 attendances of unknown duration: counted as present");
    assert_false(study->has_roster);
    clg_study_free(study);
}

static void a_network_qualifies_meetings(void **state)
{
    (void)state;
    clg_study *study;

    put("attendance.csv", "school,meeting,person,start,network\n"
                          "a,m,ann,2026-09-01T10:00,nic\n"
                          "a,m,bob,2026-09-01T10:00,\n"
                          "b,m,eve,2026-09-01T10:00,nic\n");
    study = study_of_folder();
    assert_int_equal(study->meetings.count, 3); /* (a,m), (a,nic,m), (b,nic,m) */
    assert_string_equal(study->meetings.attributes[0].name, "network");
    assert_int_equal(study->meetings.attributes[0].codes[0], -1);
    assert_int_equal(study->meetings.attributes[0].codes[1], 0);
    assert_int_equal(study->meetings.attributes[0].codes[2], 0);
    assert_string_equal(person_id(study, study->attendances.person[0]), "bob");
    clg_study_free(study);
}

static void exchanges_are_ordered_and_equal_rows_counted_once(void **state)
{
    (void)state;
    clg_study *study;

    put("exchanges.csv", "school,from,to,time,kind,note,to_school,weight\n"
                         "s,b,a,2026-09-02T10:00Z,aid,x,,\n"
                         "s,a,b,2026-09-02T10:00Z,aid,x,,\n"
                         "s,a,b,2026-09-02T10:00Z,aid,y,,\n"
                         "s,a,b,2026-09-02T10:00Z,aid,x,,\n"
                         "s,a,b,2026-09-01,aid,x,,2.5\n"
                         "s,a,b,2026-09-01,aid,x,,2.5\n"
                         "s,a,a,2026-09-01,aid,x,,\n"
                         "s,a,c,2026-09-03T00:00Z,,x,t,\n");
    study = study_of_folder();
    assert_int_equal(study->exchanges.count, 5);
    assert_int_equal(study->exchanges.from[4], 1);
    check_near(study->exchanges.weight[0], 2.5, 0.0);
    check_near(study->exchanges.weight[4], 1.0, 0.0);
    assert_int_equal(study->exchange_kinds.count, 2);
    assert_string_equal(clg_texts_at(&study->exchange_kinds, 0), "");
    assert_int_equal(study->exchanges.kind[0], 1);
    assert_int_equal(study->schools.count, 2);
    assert_int_equal(study->schools.exchange_first[1], 5);
    assert_int_equal(study->schools.exchange_first[2], 5);
    assert_int_equal(study->outside.count, 2);
    assert_int_equal(study->schools.outside_first[1], 1);
    assert_true(study->outside.is_sent[0]);
    assert_false(study->outside.is_sent[1]);
    assert_string_equal(person_id(study, study->outside.person[1]), "c");
    assert_string_equal(person_id(study, study->outside.other[1]), "a");
    check_source(study, 0, 8, 6, 1, 1, 0);
    check_reject(study, 0, "8:5: from and to are the same person");
    assert_string_equal(clg_texts_at(&study->reading.rows, 0),
                        "s,a,a,2026-09-01,aid,x,,");
    clg_study_free(study);
}

static void the_roster_says_who_belongs_and_when(void **state)
{
    (void)state;
    clg_study *study;
    const clg_people *people;

    put("study.yaml", "time_zone: Europe/Berlin\n");
    put("people.csv", "school,person,role,joined,left,member,grade\n"
                      "s,ann,teacher,2026-09-01,2026-09-30,,5\n"
                      "s,bob,,,,no,\n"
                      "s,eve,head,,,yes,7\n");
    put("attendance.csv", "school,meeting,person,start,minutes\n"
                          "s,m,ann,2026-08-01T10:00,30\n"
                          "s,m,zoe,2026-08-01T10:00,30\n"
                          "s,n,ann,2026-09-30T23:00,30\n");
    study = study_of_folder();
    people = &study->people;
    assert_true(study->has_roster);
    assert_int_equal(people->count, 4);
    assert_int_equal(people->joined[0], 1788213600); /* 2026-08-31T22:00Z */
    assert_int_equal(people->left[0], 1790805600);   /* 2026-09-30T22:00Z */
    assert_int_equal(people->joined[1], CLG_SINCE_EVER);
    assert_int_equal(people->standing[0], CLG_STANDING_MEMBER);
    assert_int_equal(people->standing[1], CLG_STANDING_NON_MEMBER);
    assert_int_equal(people->standing[3], CLG_STANDING_OFF_ROSTER);
    assert_int_equal(people->attribute_count, 2);
    assert_string_equal(people->attributes[0].name, "role");
    assert_string_equal(people->attributes[1].name, "grade");
    assert_int_equal(people->attributes[0].codes[0], 1);
    assert_int_equal(people->attributes[0].codes[1], -1);
    assert_int_equal(people->attributes[0].codes[2], 0);
    check_note(study, "1 attendances and 0 exchanges of 1 people who are not on the "
                      "roster: kept in the person tables, outside the school measures");
    check_note(study, "1 attendances and exchanges of 1 people lie outside the time of "
                      "their membership");
    clg_study_free(study);
}

static void who_refused_consent_leaves_no_trace(void **state)
{
    (void)state;
    clg_ingest_options options = {.tolerate = true};
    clg_study *study = NULL;

    put("people.csv", "school,person,consent\ns,ann,yes\ns,bob,no\n");
    put("attendance.csv", "school,meeting,person,start\n"
                          "s,m,ann,2026-09-01\ns,m,bob,2026-09-01\ns,m,bob,soon\n");
    put("exchanges.csv", "school,from,to,time\ns,ann,bob,2026-09-01\n");
    check_ok(read_folder(&options, &study, &err));
    assert_int_equal(study->people.count, 1);
    assert_int_equal(study->attendances.count, 1);
    assert_int_equal(study->exchanges.count, 0);
    check_source(study, 0, 2, 1, 0, 1, 0);
    check_source(study, 1, 3, 1, 0, 1, 1);
    check_source(study, 2, 1, 0, 0, 1, 0);
    check_reject(study, 0, "3:0: no consent");
    for (size_t i = 0; i < study->reading.rows.count; i++)
        assert_string_equal(clg_texts_at(&study->reading.rows, i), "");
    clg_study_free(study);
}

static void each_school_has_its_zone_and_covariates(void **state)
{
    (void)state;
    clg_study *study;

    put("study.yaml", "time_zone: America/New_York\n");
    put("schools.csv", "school,name,time_zone,size\nb,Bee,Asia/Tokyo,9\nc,,,\n");
    put("attendance.csv", "school,meeting,person,start\n"
                          "b,m,ann,2026-09-01T09:00\na,m,ann,2026-09-01T09:00\n"
                          "a,n,ann,2026-11-01T01:30\n");
    study = study_of_folder();
    assert_int_equal(study->schools.count, 3);
    assert_string_equal(clg_texts_at(&study->schools.names, 1), "Bee");
    assert_int_equal(study->meetings.start[0], 1788267600);
    assert_int_equal(study->meetings.start[2], 1788220800);
    assert_int_equal(study->zone_count, 2);
    assert_int_equal(study->schools.zone[0], 0);
    assert_int_equal(study->schools.zone[1], 1);
    assert_int_equal(study->schools.attribute_count, 1);
    assert_string_equal(study->schools.attributes[0].name, "size");
    check_note(study, "1 local times that the clocks showed twice: read as the first");
    clg_study_free(study);
}

static void breaks_events_and_assessments_are_read(void **state)
{
    (void)state;
    clg_study *study;

    put("calendar.csv", "start,end,school,label\n2026-12-24,2027-01-06,,winter\n"
                        "2026-10-01,2026-10-01,s,\n");
    put("events.csv", "school,time,label,end\ns,2026-10-02,later,\n"
                      "s,2026-10-01,coach,2026-10-05\n");
    put("assessments.csv", "school,person,time,instrument,item,score\n"
                           "s,bob,2026-10-01,PLC,1,3.5\ns,ann,2026-10-01,PLC,2,-1\n");
    put("attendance.csv", "school,meeting,person,start\ns,m,ann,2026-09-01\n");
    study = study_of_folder();
    assert_int_equal(study->break_count, 2);
    assert_int_equal(study->breaks[0].end_day - study->breaks[0].first_day, 14);
    assert_null(study->breaks[0].school);
    assert_string_equal(study->breaks[0].label, "winter");
    assert_string_equal(study->breaks[1].school, "s");
    assert_int_equal(study->events.count, 2);
    assert_string_equal(clg_texts_at(&study->events.labels, 0), "coach");
    assert_int_equal(study->events.end[0] - study->events.time[0], 5 * 86400);
    assert_int_equal(study->events.end[1], study->events.time[1]);
    assert_int_equal(study->assessments.count, 2);
    check_near(study->assessments.score[0], -1.0, 0.0);
    assert_string_equal(clg_texts_at(&study->assessments.item.levels, 1), "2");
    assert_int_equal(study->assessments.item.codes[0], 1);
    clg_study_free(study);
}

static void settings_map_columns_values_kinds_and_missing_tokens(void **state)
{
    (void)state;
    clg_study *study;

    put("study.yaml", "missing: ['#N/A']\n"
                      "time_zone: America/New_York\n"
                      "exchange_kinds: {ask: [question, Q]}\n"
                      "files:\n"
                      "  exchanges:\n"
                      "    path: log.txt\n"
                      "    columns: {from: Sender, to: Reciever, time: When}\n"
                      "    values: {school: s}\n"
                      "    time_formats: ['%m/%d/%y %H:%M']\n");
    put("log.txt", "Sender;Reciever;WHEN;kind;weight\r"
                   "a;b;9/1/26 10:30;Q;#N/A\rb;a;9/1/26 10:31;question;2\r");
    study = study_of_folder();
    assert_int_equal(study->exchanges.count, 2);
    assert_int_equal(study->exchanges.time[0], 1788273000);
    check_near(study->exchanges.weight[0], 1.0, 0.0);
    assert_int_equal(study->exchange_kinds.count, 1);
    assert_string_equal(clg_texts_at(&study->exchange_kinds, 0), "ask");
    clg_study_free(study);
}

/* Enough rows for many parts: some bad, some doubled, quoted line ends, two files. */
static void put_many_rows(void)
{
    static char text[200000];
    size_t used = 0;

    used += (size_t)snprintf(text, sizeof text,
                             "school,meeting,person,start,minutes,joined,left,kind\n");
    for (unsigned row = 0; row < 1500; row++) {
        unsigned i = row - (row % 50 == 1); /* every 50th twice */

        used += (size_t)snprintf(
            text + used, sizeof text - used,
            "\"s%u\",m%u,\"p\n%u\",2026-09-%02uT10:%02u,%s%u,%s,%s,k%u\r\n", i % 3,
            i % 77, i % 29, i % 77 % 28 + 1, i % 7, i % 211 == 5 ? "-" : "", i % 60,
            i % 2 ? "2026-09-01T10:00" : "", i % 2 ? "2026-09-01T10:40" : "", i % 5);
    }
    put("attendance.csv", text);
    used = (size_t)snprintf(text, sizeof text, "school,from,to,time,kind,to_school\n");
    for (unsigned i = 0; i < 1500; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "s%u,\"p\n%u\",\"p\n%u\",2026-09-%02uT11:00,k%u,%s\n",
                                 i % 3, i % 7, i % 11, i % 28 + 1, i % 4,
                                 i % 13 == 0 ? "s1" : "");
    put("exchanges.csv", text);
}

static void check_same(const void *a, const void *b, size_t count, size_t size)
{
    if (count > 0)
        assert_memory_equal(a, b, count * size);
}

static void check_same_texts(const clg_texts *a, const clg_texts *b)
{
    assert_int_equal(a->count, b->count);
    if (a->count > 0) {
        check_same(a->first, b->first, a->count + 1, sizeof *a->first);
        check_same(a->bytes, b->bytes, a->first[a->count], 1);
    }
}

static void check_same_study(const clg_study *a, const clg_study *b)
{
    const clg_attendances *x = &a->attendances, *y = &b->attendances;
    const clg_exchanges *e = &a->exchanges, *f = &b->exchanges;

    check_same_texts(&a->people.ids, &b->people.ids);
    check_same_texts(&a->meetings.ids, &b->meetings.ids);
    check_same_texts(&a->reading.reasons, &b->reading.reasons);
    check_same_texts(&a->reading.rows, &b->reading.rows);
    check_same_texts(&a->reading.notes, &b->reading.notes);
    assert_int_equal(x->count, y->count);
    assert_int_equal(e->count, f->count);
    assert_int_equal(a->outside.count, b->outside.count);
    check_same(a->meetings.start, b->meetings.start, a->meetings.count, 8);
    check_same(a->meetings.length, b->meetings.length, a->meetings.count, 4);
    check_same(a->meetings.attributes[0].codes, b->meetings.attributes[0].codes,
               a->meetings.count, 4);
    check_same(x->first, y->first, a->meetings.count + 1, sizeof *x->first);
    check_same(x->person, y->person, x->count, 4);
    check_same(x->presence, y->presence, x->count, 1);
    check_same(x->minutes, y->minutes, x->count, 4);
    check_same(x->interval_begin, y->interval_begin, x->interval_count, 4);
    check_same(e->time, f->time, e->count, 8);
    check_same(e->from, f->from, e->count, 4);
    check_same(e->kind, f->kind, e->count, 2);
    check_same(a->outside.person, b->outside.person, a->outside.count, 4);
    for (size_t i = 0; i < a->reading.source_count; i++)
        check_source(b, i, a->reading.sources[i].rows, a->reading.sources[i].used,
                     a->reading.sources[i].duplicates, a->reading.sources[i].set_aside,
                     a->reading.sources[i].bad);
}

static void the_study_does_not_depend_on_threads_or_parts(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 97, 1000, 4096, 1 << 20};
    static const int threads[] = {1, 2, 7};
    clg_study *first = NULL;

    put_many_rows();
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t t = 0; t < COUNT_OF(threads); t++) {
            clg_ingest_options options = {threads[t], true, sizes[i], NULL};
            clg_study *study = NULL;

            check_ok(read_folder(&options, &study, &err));
            if (first == NULL) {
                first = study;
                continue;
            }
            check_same_study(first, study);
            clg_study_free(study);
        }
    assert_true(first->reading.sources[0].bad > 0);
    assert_true(first->reading.sources[0].duplicates > 0);
    assert_true(first->reading.sources[1].set_aside > 0);
    clg_study_free(first);
}

static bool always(void *payload)
{
    ++*(int *)payload;
    return true;
}

static void a_monitor_can_stop_the_reading(void **state)
{
    (void)state;
    int asked = 0;
    clg_monitor monitor = {NULL, always, &asked};
    clg_ingest_options options = {.threads = 1, .monitor = &monitor};
    clg_study *study = NULL;

    put("attendance.csv", "school,meeting,person,start\ns,m,ann,2026-09-01\n");
    check_fails(read_folder(&options, &study, &err), CLG_ERROR_INTERRUPTED,
                "interrupted");
    assert_true(asked > 0);
    clg_study_free(study);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    clg_ingest_options options = {.threads = 1, .tolerate = true};
    clg_status status = CLG_ERROR_MEMORY;

    put("schools.csv", "school,name,time_zone,size\ns,Ess,Asia/Tokyo,9\n");
    put("people.csv", "school,person,role,consent\ns,ann,x,\ns,bob,y,no\ns,ann,z,\n");
    put("calendar.csv", "start,end,school,label\n2026-12-24,2027-01-06,s,winter\n");
    put("events.csv", "school,time,label\ns,2026-10-02,later\n");
    put("assessments.csv", "school,person,time,instrument,item,score\n"
                           "s,ann,2026-10-01,PLC,1,3.5\n");
    put("attendance.csv", "school,meeting,person,start,joined,left,kind,network\n"
                          "s,m,ann,2026-09-01,2026-09-01T00:00,2026-09-01T01:00,k,n\n"
                          "s,m,bob,soon,,,,\n");
    put("exchanges.csv", "school,from,to,time,to_school\n"
                         "s,ann,zoe,2026-09-01,\ns,ann,zoe,2026-09-01,t\n");
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_study *study = NULL;

        clg_test_allocations_left = allowed;
        status = read_folder(&options, &study, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(status, err.code);
        if (status != CLG_OK && status != CLG_ERROR_MEMORY)
            fail_msg("%s after %ld allocations", err.message, allowed);
        clg_study_free(study);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(tables_become_columns_in_canonical_order),
        IN_FOLDER(a_network_qualifies_meetings),
        IN_FOLDER(exchanges_are_ordered_and_equal_rows_counted_once),
        IN_FOLDER(the_roster_says_who_belongs_and_when),
        IN_FOLDER(who_refused_consent_leaves_no_trace),
        IN_FOLDER(each_school_has_its_zone_and_covariates),
        IN_FOLDER(breaks_events_and_assessments_are_read),
        IN_FOLDER(settings_map_columns_values_kinds_and_missing_tokens),
        IN_FOLDER(the_study_does_not_depend_on_threads_or_parts),
        IN_FOLDER(a_monitor_can_stop_the_reading),
        IN_FOLDER(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
