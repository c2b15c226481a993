/* clg_study_write_h5 and clg_study_read_h5: a study with every part filled comes back
 * and is written again as the same bytes; files cut short, damaged, foreign or
 * inconsistent are refused; exhausted memory. */
#include "check.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/store.h"
#include "store/study_h5.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* HDF5 1.10 itself loses memory when it meets damage; what is asked for here is that
 * it neither crashes nor succeeds. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

static char folder[] = "/tmp/collegium-study-XXXXXX";

static const char *in_folder(const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void *heap(const void *values, size_t count, size_t size)
{
    void *copy = clg_array_new(count, size, NULL);

    assert_non_null(copy);
    if (count > 0)
        memcpy(copy, values, count * size);
    return copy;
}

#define HEAP(type, ...)                                                                \
    heap((const type[]){__VA_ARGS__},                                                  \
         sizeof((const type[]){__VA_ARGS__}) / sizeof(type), sizeof(type))

static char *text(const char *value)
{
    return heap(value, strlen(value) + 1, 1);
}

static void append(clg_texts *texts, const char *value)
{
    check_ok(clg_texts_append(texts, value, strlen(value), &err));
}

static clg_category category_of(const char *name, const char *level, int32_t *codes)
{
    clg_category category = {text(name), CLG_TEXTS_INIT, codes};

    append(&category.levels, level);
    return category;
}

static void fill_schools(clg_study *study)
{
    clg_schools *schools = &study->schools;
    clg_category area = category_of("area", "rural", HEAP(int32_t, 0, -1));

    schools->count = 2;
    append(&schools->ids, "north");
    append(&schools->ids, "süd, \"old\"");
    append(&schools->names, "");
    append(&schools->names, "South");
    schools->zone = HEAP(uint32_t, 0, 1);
    schools->attribute_count = 1;
    schools->attributes = heap(&area, 1, sizeof area);
    schools->person_first = HEAP(size_t, 0, 2, 3);
    schools->meeting_first = HEAP(size_t, 0, 1, 2);
    schools->exchange_first = HEAP(size_t, 0, 2, 2);
    schools->outside_first = HEAP(size_t, 0, 1, 2);
    study->zone_count = 2;
    study->zones = clg_array_new(2, sizeof *study->zones, NULL);
    check_ok(clg_zone_open("UTC", &study->zones[0], &err));
    check_ok(clg_zone_open("Etc/UTC", &study->zones[1], &err));
}

static void fill_people(clg_people *people)
{
    clg_category role = category_of("role", "teacher", HEAP(int32_t, 0, 0, -1));

    people->count = 3;
    append(&people->ids, "ann");
    append(&people->ids, "bob");
    append(&people->ids, "ann");
    people->school = HEAP(uint32_t, 0, 0, 1);
    people->standing = HEAP(uint8_t, 0, 1, 2);
    people->joined = HEAP(int64_t, CLG_SINCE_EVER, 1700000000, -86400);
    people->left = HEAP(int64_t, CLG_WITHOUT_END, 1710000000, CLG_WITHOUT_END);
    people->attribute_count = 1;
    people->attributes = heap(&role, 1, sizeof role);
}

static void fill_meetings(clg_study *study)
{
    clg_meetings *meetings = &study->meetings;
    clg_attendances *rows = &study->attendances;

    study->has_attendance = true;
    meetings->count = 2;
    append(&meetings->ids, "m1");
    append(&meetings->ids, "m1");
    meetings->start = HEAP(int64_t, 1700000000, 1700003600);
    meetings->length = HEAP(float, 60.0F, NAN);
    meetings->invitations_known = HEAP(uint8_t, 1, 0);
    rows->count = 3;
    rows->first = HEAP(size_t, 0, 2, 3);
    rows->person = HEAP(uint32_t, 0, 1, 2);
    rows->presence = HEAP(uint8_t, 0, 3, 1);
    rows->minutes = HEAP(float, 42.5F, 0.0F, NAN);
    rows->interval_count = 2;
    rows->interval_first = HEAP(size_t, 0, 2, 2, 2);
    rows->interval_begin = HEAP(int32_t, 0, 1800);
    rows->interval_end = HEAP(int32_t, 900, 3450);
}

static void fill_exchanges(clg_study *study)
{
    clg_exchanges *inside = &study->exchanges;
    clg_outside *outside = &study->outside;

    study->has_exchanges = true;
    append(&study->exchange_kinds, "");
    append(&study->exchange_kinds, "advice");
    inside->count = 2;
    inside->time = HEAP(int64_t, 1700000000, 1700000001);
    inside->from = HEAP(uint32_t, 0, 1);
    inside->to = HEAP(uint32_t, 1, 0);
    inside->kind = HEAP(uint16_t, 0, 1);
    inside->weight = HEAP(float, 1.0F, 2.5F);
    outside->count = 2;
    outside->time = HEAP(int64_t, 1700000000, 1700000000);
    outside->person = HEAP(uint32_t, 0, 2);
    outside->other = HEAP(uint32_t, 2, 0);
    outside->is_sent = HEAP(uint8_t, 1, 0);
    outside->kind = HEAP(uint16_t, 1, 1);
}

static void fill_events(clg_study *study)
{
    clg_assessments *scores = &study->assessments;

    study->events.count = 1;
    study->events.school = HEAP(uint32_t, 1);
    study->events.time = HEAP(int64_t, 1700000000);
    study->events.end = HEAP(int64_t, 1700000000);
    append(&study->events.labels, "new head");
    scores->count = 1;
    scores->school = HEAP(uint32_t, 0);
    scores->person = HEAP(uint32_t, 1);
    scores->time = HEAP(int64_t, 1700000000);
    scores->instrument = category_of("instrument", "PLCA", HEAP(int32_t, 0));
    scores->item = category_of("item", "1", HEAP(int32_t, 0));
    scores->score = HEAP(double, 3.5);
}

static void fill_calendar(clg_study *study)
{
    clg_break breaks[] = {{19700, 19714, NULL, text("winter")},
                          {19800, 19801, text("north"), NULL}};
    clg_break terms[] = {{19650, 19750, NULL, text("autumn")}};

    study->breaks = heap(breaks, 2, sizeof *breaks);
    study->break_count = study->break_room = 2;
    study->terms = heap(terms, 1, sizeof *terms);
    study->term_count = study->term_room = 1;
}

static void fill_reading(clg_reading *reading)
{
    clg_source source = {.kind = CLG_TABLE_EXCHANGES,
                         .path = text("exchanges.csv.gz"),
                         .bytes = 1234,
                         .rows = 5,
                         .used = 2,
                         .duplicates = 1,
                         .set_aside = 1,
                         .bad = 1};
    clg_reject rejects[] = {{0, 2, 1, 0, true, 1}, {0, 3, 9, 1, false, 0}};

    memset(source.sha256, 'a', 64);
    reading->sources = heap(&source, 1, sizeof source);
    reading->source_count = reading->source_room = 1;
    reading->rejects = heap(rejects, 2, sizeof *rejects);
    reading->reject_count = reading->reject_room = 2;
    append(&reading->reasons, "expected a time, found 'x'");
    append(&reading->reasons, "an exchange with oneself");
    append(&reading->rows, "north,ann,ann,2023-11-14");
    append(&reading->rows, "north,ann,bob,x");
    append(&reading->notes, "2 exchanges with other schools");
}

static clg_study *empty_study(void)
{
    clg_study *study = clg_study_new(NULL);

    assert_non_null(study);
    study->settings.study_name = text("my study");
    study->schools.person_first = HEAP(size_t, 0);
    study->schools.meeting_first = HEAP(size_t, 0);
    study->schools.exchange_first = HEAP(size_t, 0);
    study->schools.outside_first = HEAP(size_t, 0);
    study->attendances.first = HEAP(size_t, 0);
    return study;
}

static clg_study *full_study(void)
{
    clg_study *study = clg_study_new(NULL);

    assert_non_null(study);
    study->settings.study_name = text("my study");
    study->settings.time_zone = text("Europe/Berlin");
    study->settings.seed = UINT64_MAX;
    study->has_roster = true;
    fill_schools(study);
    fill_people(&study->people);
    fill_meetings(study);
    fill_exchanges(study);
    fill_events(study);
    fill_calendar(study);
    fill_reading(&study->reading);
    return study;
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

static void check_round_trip(clg_study *study)
{
    clg_study *back = NULL;

    check_ok(clg_study_write_h5(study, in_folder("a.h5"), &err));
    check_ok(clg_study_read_h5(in_folder("a.h5"), &back, &err));
    check_ok(clg_study_write_h5(back, in_folder("b.h5"), &err));
    assert_same_file(in_folder("a.h5"), in_folder("b.h5"));
    clg_study_free(back);
    clg_study_free(study);
}

static void writing_what_was_read_gives_the_same_bytes(void **state)
{
    (void)state;

    check_round_trip(full_study());
    check_round_trip(empty_study());
}

static void every_part_comes_back(void **state)
{
    (void)state;
    clg_study *study = full_study(), *back = NULL;

    check_ok(clg_study_write_h5(study, in_folder("a.h5"), &err));
    check_ok(clg_study_read_h5(in_folder("a.h5"), &back, &err));
    assert_string_equal(back->settings.study_name, "my study");
    assert_string_equal(back->settings.time_zone, "Europe/Berlin");
    assert_true(back->settings.seed == UINT64_MAX);
    assert_true(back->has_roster && back->has_attendance && back->has_exchanges);
    assert_string_equal(clg_zone_name(back->zones[1]), "Etc/UTC");
    assert_string_equal(clg_texts_at(&back->schools.ids, 1), "süd, \"old\"");
    assert_string_equal(clg_texts_at(&back->schools.names, 0), "");
    assert_int_equal(back->schools.attributes[0].codes[1], -1);
    assert_true(back->people.joined[0] == CLG_SINCE_EVER);
    assert_true(isnan(back->meetings.length[1]));
    check_near(back->attendances.minutes[0], 42.5, 0.0);
    assert_int_equal(back->attendances.interval_end[1], 3450);
    assert_int_equal(back->outside.other[0], 2);
    assert_string_equal(clg_texts_at(&back->exchange_kinds, 1), "advice");
    check_near(back->assessments.score[0], 3.5, 0.0);
    assert_null(back->breaks[0].school);
    assert_string_equal(back->breaks[1].school, "north");
    assert_string_equal(back->terms[0].label, "autumn");
    assert_string_equal(back->reading.sources[0].path, "exchanges.csv.gz");
    assert_int_equal(strlen(back->reading.sources[0].sha256), 64);
    assert_int_equal(back->reading.rejects[1].column, 9);
    assert_true(back->reading.rejects[0].is_bad && !back->reading.rejects[1].is_bad);
    assert_string_equal(clg_texts_at(&back->reading.rows, 1), "north,ann,bob,x");
    clg_study_free(back);
    clg_study_free(study);
}

/* ---- what is refused ---- */

static void put_file(const char *path, const void *bytes, size_t size)
{
    FILE *stream = fopen(path, "wb");

    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

static void foreign_files_are_refused(void **state)
{
    (void)state;
    clg_study *study = NULL;
    clg_store *store = NULL;

    check_fails(clg_study_read_h5(in_folder("none.h5"), &study, &err), CLG_ERROR_IO,
                "no such file");
    check_fails(clg_study_read_h5(folder, &study, &err), CLG_ERROR_IO,
                "is a folder, expected a study file");
    put_file(in_folder("t.csv"), "school,person\n", 14);
    check_fails(
        clg_study_read_h5(in_folder("t.csv"), &study, &err), CLG_ERROR_SCHEMA,
        "not an HDF5 file: expected a study file that 'collegium ingest' wrote");
    check_ok(clg_store_create(in_folder("results.h5"), NULL, &store, &err));
    check_ok(clg_store_commit(&store, &err));
    check_fails(clg_study_read_h5(in_folder("results.h5"), &study, &err),
                CLG_ERROR_SCHEMA,
                "an HDF5 file, but not a study: expected one that 'collegium ingest' "
                "wrote");
    assert_null(study);
}

static void check_refused(const char *path)
{
    clg_study *study = NULL;
    clg_error err = CLG_ERROR_INIT;

    assert_int_equal(clg_study_read_h5(path, &study, &err), CLG_ERROR_SCHEMA);
    assert_null(study);
}

static void a_file_cut_short_is_refused(void **state)
{
    (void)state;
    clg_study *study = full_study();
    clg_input input;

    check_ok(clg_study_write_h5(study, in_folder("a.h5"), &err));
    check_ok(clg_input_open(in_folder("a.h5"), "a.h5", &input, &err));
    for (size_t size = 0; size < input.size; size += 997) {
        put_file(in_folder("cut.h5"), input.bytes, size);
        check_refused(in_folder("cut.h5"));
    }
    put_file(in_folder("cut.h5"), input.bytes, input.size - 1);
    check_refused(in_folder("cut.h5"));
    clg_input_close(&input);
    clg_study_free(study);
}

/* One byte changed: refused, or read as it was where the byte means nothing. */
static void damage_is_noticed(void **state)
{
    (void)state;
    clg_study *study = full_study(), *back = NULL;
    clg_input input;
    char *bytes = NULL;
    size_t noticed = 0, tried = 0;

    check_ok(clg_study_write_h5(study, in_folder("a.h5"), &err));
    check_ok(clg_input_open(in_folder("a.h5"), "a.h5", &input, &err));
    bytes = heap(input.bytes, input.size, 1);
    for (size_t at = 8; at < input.size; at += 61, tried++) {
        bytes[at] ^= 0x15;
        put_file(in_folder("bad.h5"), bytes, input.size);
        bytes[at] ^= 0x15;
        if (clg_study_read_h5(in_folder("bad.h5"), &back, NULL) != CLG_OK) {
            noticed++;
            continue;
        }
        check_ok(clg_study_write_h5(back, in_folder("b.h5"), &err));
        assert_same_file(in_folder("a.h5"), in_folder("b.h5"));
        clg_study_free(back);
    }
    assert_true(noticed > 0 && tried > noticed);
    clg_free(bytes);
    clg_input_close(&input);
    clg_study_free(study);
}

static void check_fault(clg_study *study, const char *message)
{
    clg_study *back = NULL;

    check_ok(clg_study_write_h5(study, in_folder("a.h5"), &err));
    check_fails(clg_study_read_h5(in_folder("a.h5"), &back, &err), CLG_ERROR_SCHEMA,
                message);
    assert_null(back);
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    clg_study *study = full_study();

    study->attendances.person[0] = 2;
    check_fault(study, "this study file is damaged: an attendance names a person of "
                       "another school");
    study->attendances.person[0] = 0;
    study->schools.person_first[1] = 4;
    check_fault(study, "this study file is damaged: the rows of a school are out of "
                       "range");
    study->schools.person_first[1] = 2;
    study->exchanges.kind[1] = 2;
    check_fault(study,
                "this study file is damaged: an exchange's kind is out of range");
    study->exchanges.kind[1] = 1;
    study->people.attributes[0].codes[1] = 1;
    check_fault(study, "this study file is damaged: a code in people is out of range");
    study->people.attributes[0].codes[1] = 0;
    study->meetings.start[0] = INT64_MAX;
    check_fault(study, "this study file is damaged: the start of a meeting is out of "
                       "range");
    study->meetings.start[0] = 1700000000;
    study->reading.rejects[1].row = 2;
    check_fault(study, "this study file is damaged: a rejected row is out of range");
    study->reading.rejects[1].row = 0;
    study->schools.zone[1] = 2;
    check_fault(study, "this study file is damaged: a school's time zone is out of "
                       "range");
    clg_study_free(study);
}

static clg_status write_and_read(const clg_study *study, clg_error *err)
{
    clg_study *back = NULL;
    clg_status status = clg_study_write_h5(study, in_folder("m.h5"), err);

    if (status == CLG_OK)
        status = clg_study_read_h5(in_folder("m.h5"), &back, err);
    clg_study_free(back);
    return status;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    clg_study *study = full_study();
    clg_status status = CLG_ERROR_MEMORY;

    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = write_and_read(study, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK && status != CLG_ERROR_MEMORY)
            fail_msg("%ld allocations: %s", allowed, err.message);
        assert_int_equal(err.code, status);
    }
    clg_study_free(study);
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
        cmocka_unit_test(writing_what_was_read_gives_the_same_bytes),
        cmocka_unit_test(every_part_comes_back),
        cmocka_unit_test(foreign_files_are_refused),
        cmocka_unit_test(a_file_cut_short_is_refused),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(numbers_out_of_range_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
