/* What clg_simulate writes: the same bytes for the same options, schools that do not
 * depend on those after them, days without school, mess within its bounds. */
#include "check.h"

#include "collegium/simulate.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char root[] = "/tmp/collegium-simulate-XXXXXX";

typedef struct text {
    char *bytes;
    size_t size;
} text;

static const char *const names[] = {"attendance.csv", "exchanges.csv", "people.csv",
                                    "schools.csv",    "calendar.csv",  "events.csv",
                                    "truth.csv",      "study.yaml",    "README.md"};

static const char *path_of(const char *folder, const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s%s%s", root, folder, name[0] ? "/" : "", name);
    return path;
}

static text read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    text content = {NULL, 0};

    if (file == NULL)
        fail_msg("cannot open %s", path);
    fseek(file, 0, SEEK_END);
    content.size = (size_t)ftell(file);
    rewind(file);
    content.bytes = malloc(content.size + 1);
    assert_int_equal(fread(content.bytes, 1, content.size, file), content.size);
    content.bytes[content.size] = '\0';
    fclose(file);
    return content;
}

static clg_simulate_counts simulate(const char *folder, uint32_t schools,
                                    uint32_t months, uint32_t people, uint64_t seed)
{
    clg_simulate_options options = CLG_SIMULATE_OPTIONS_INIT;
    clg_simulate_counts counts;
    char path[512];

    snprintf(path, sizeof path, "%s", path_of(folder, ""));
    options.folder = path;
    options.schools = schools;
    options.months = months;
    options.people = people;
    options.seed = seed;
    check_ok(clg_simulate(&options, &counts, &err));
    return counts;
}

static uint64_t count_lines(const char *folder, const char *name)
{
    text content = read_text(path_of(folder, name));
    uint64_t count = 0;

    for (size_t i = 0; i < content.size; i++)
        count += content.bytes[i] == '\n';
    free(content.bytes);
    return count;
}

static int compare_file(const char *a, const char *b, const char *name)
{
    text left = read_text(path_of(a, name)), right = read_text(path_of(b, name));
    int difference =
        left.size != right.size || memcmp(left.bytes, right.bytes, left.size) != 0;

    free(left.bytes);
    free(right.bytes);
    return difference;
}

static void same_options_give_the_same_bytes(void **state)
{
    (void)state;
    simulate("once", 5, 14, 20, 7);
    simulate("again", 5, 14, 20, 7);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (compare_file("once", "again", names[i]) != 0)
            fail_msg("%s differs", names[i]);
}

static void another_seed_gives_other_logs(void **state)
{
    (void)state;
    simulate("seed-1", 2, 6, 20, 1);
    simulate("seed-2", 2, 6, 20, 2);
    assert_int_equal(compare_file("seed-1", "seed-2", "attendance.csv"), 1);
    assert_int_equal(compare_file("seed-1", "seed-2", "exchanges.csv"), 1);
}

/* Rows of tables that go school by school come in that order, so the smaller study
 * is how the larger one begins. */
static void a_school_does_not_depend_on_those_after_it(void **state)
{
    (void)state;
    static const char *const by_school[] = {
        "attendance.csv", "exchanges.csv", "people.csv", "schools.csv",
        "calendar.csv",   "events.csv",    "truth.csv"};

    simulate("three", 3, 14, 20, 7);
    simulate("five", 5, 14, 20, 7);
    for (size_t i = 0; i < COUNT_OF(by_school); i++) {
        text three = read_text(path_of("three", by_school[i]));
        text five = read_text(path_of("five", by_school[i]));
        assert_true(three.size < five.size);
        assert_memory_equal(three.bytes, five.bytes, three.size);
        free(three.bytes);
        free(five.bytes);
    }
}

static void counts_are_those_of_the_files(void **state)
{
    (void)state;
    clg_simulate_counts counts = simulate("counted", 6, 12, 24, 3);

    assert_int_equal(counts.attendance_rows + 1,
                     count_lines("counted", "attendance.csv"));
    assert_int_equal(counts.exchange_rows + 1, count_lines("counted", "exchanges.csv"));
    assert_int_equal(counts.people + 1, count_lines("counted", "people.csv"));
    assert_int_equal(7, count_lines("counted", "schools.csv"));
    assert_int_equal(6 * 12 + 1, count_lines("counted", "truth.csv"));
    assert_true(counts.meetings > 0);
}

/* The field `index` of a line, quotes kept. */
static char *field_of(const char *line, int index, char *field, size_t size)
{
    bool is_quoted = false;
    size_t length = 0;

    for (; *line != '\0' && *line != '\n' && index >= 0; line++) {
        is_quoted ^= *line == '"';
        if (*line == ',' && !is_quoted)
            index--;
        else if (index == 0 && length + 1 < size)
            field[length++] = *line;
    }
    field[length] = '\0';
    return field;
}

/* Calls check for each line below the header. */
static void for_each_line(const char *folder, const char *name,
                          void (*check)(const char *line, void *payload), void *payload)
{
    text content = read_text(path_of(folder, name));
    char *line = strchr(content.bytes, '\n') + 1;

    while (*line != '\0') {
        char *end = strchr(line, '\n');
        *end = '\0';
        check(line, payload);
        line = end + 1;
    }
    free(content.bytes);
}

typedef struct calendar {
    struct {
        int64_t first, last;
        char school[16];
    } breaks[400];
    size_t count;
    int column; /* of the time in the rows to check */
    uint64_t unreadable;
} calendar;

static int64_t day_of(const char *date)
{
    clg_time time;

    assert_true(clg_time_parse_iso(date, strlen(date), &time));
    return clg_day_of_seconds(time.local);
}

static void add_break(const char *line, void *payload)
{
    calendar *all = payload;
    char field[64];

    assert_true(all->count < COUNT_OF(all->breaks));
    all->breaks[all->count].first = day_of(field_of(line, 0, field, sizeof field));
    all->breaks[all->count].last = day_of(field_of(line, 1, field, sizeof field));
    field_of(line, 2, all->breaks[all->count].school, 16);
    all->count++;
}

static void check_school_day(const char *line, void *payload)
{
    calendar *all = payload;
    char school[16], field[64];
    clg_time time;
    int64_t day;

    field_of(line, 0, school, sizeof school);
    field_of(line, all->column, field, sizeof field);
    if (!clg_time_parse_iso(field, strlen(field), &time)) {
        all->unreadable++;
        return;
    }
    day = clg_day_of_seconds(time.local);
    if (clg_weekday(day) >= 5)
        fail_msg("on a weekend: %s", line);
    for (size_t b = 0; b < all->count; b++)
        if (day >= all->breaks[b].first && day <= all->breaks[b].last &&
            (!all->breaks[b].school[0] || strcmp(all->breaks[b].school, school) == 0))
            fail_msg("in a break: %s", line);
}

static void nothing_happens_on_weekends_and_in_breaks(void **state)
{
    (void)state;
    calendar all = {.count = 0};
    clg_simulate_counts counts = simulate("days", 8, 26, 20, 11);

    for_each_line("days", "calendar.csv", add_break, &all);
    assert_true(all.count > 8);
    all.column = 3;
    for_each_line("days", "attendance.csv", check_school_day, &all);
    assert_int_equal(all.unreadable, counts.bad_rows);
    for_each_line("days", "exchanges.csv", check_school_day, &all);
    assert_int_equal(all.unreadable, counts.bad_rows);
}

static void check_membership_day(const char *line, void *payload)
{
    uint64_t *dates = payload;
    char field[64];
    int year;
    unsigned month, day;

    for (int column = 4; column <= 5; column++) {
        field_of(line, column, field, sizeof field);
        if (field[0] == '\0')
            continue;
        assert_int_equal(clg_weekday(day_of(field)), 5);
        clg_civil_of_day(day_of(field), &year, &month, &day);
        assert_in_range(day, 2, clg_days_in_month(year, month) - 1);
        ++*dates;
    }
}

static void people_join_and_leave_on_saturdays_within_a_month(void **state)
{
    (void)state;
    uint64_t dates = 0;

    simulate("turnover", 6, 24, 30, 5);
    for_each_line("turnover", "people.csv", check_membership_day, &dates);
    assert_true(dates > 20);
}

static void note_size(const char *line, void *payload)
{
    uint32_t *range = payload;
    char field[64];
    uint32_t size = (uint32_t)strtoul(field_of(line, 6, field, sizeof field), NULL, 10);

    range[0] = size < range[0] ? size : range[0];
    range[1] = size > range[1] ? size : range[1];
}

static void sizes_vary_from_school_to_school(void **state)
{
    (void)state;
    uint32_t range[] = {UINT32_MAX, 0};

    simulate("sizes", 20, 1, 36, 1);
    for_each_line("sizes", "schools.csv", note_size, range);
    assert_in_range(range[0], 3, 30);
    assert_in_range(range[1], 42, 144);
}

static void mess_is_there_and_rare(void **state)
{
    (void)state;
    clg_simulate_counts counts = simulate("mess", 12, 18, 36, 2);

    assert_true(counts.doubled_rows > 0);
    assert_true(counts.bad_rows > 0);
    assert_true(counts.own_exchanges > 0);
    assert_true(1000 * counts.bad_rows < 3 * counts.attendance_rows);
    assert_true(1000 * counts.own_exchanges < 3 * counts.exchange_rows);
}

static void the_smallest_studies_work(void **state)
{
    (void)state;
    simulate("tiny", 3, 1, 3, 1);
    simulate("summer", 2, 36, 3, 9);
}

static int make_root(void **state)
{
    (void)state;
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_options_give_the_same_bytes),
        cmocka_unit_test(another_seed_gives_other_logs),
        cmocka_unit_test(a_school_does_not_depend_on_those_after_it),
        cmocka_unit_test(counts_are_those_of_the_files),
        cmocka_unit_test(nothing_happens_on_weekends_and_in_breaks),
        cmocka_unit_test(people_join_and_leave_on_saturdays_within_a_month),
        cmocka_unit_test(sizes_vary_from_school_to_school),
        cmocka_unit_test(mess_is_there_and_rare),
        cmocka_unit_test(the_smallest_studies_work),
    };

    return cmocka_run_group_tests(tests, make_root, remove_root);
}
