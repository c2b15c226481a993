/* The data sets that come with collegium are what they claim to be. */
#include "check.h"

#include "collegium/simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WOMEN = 18, EVENTS = 14 };

typedef struct davis {
    char women[WOMEN][32]; /* as on the roster */
    int month[EVENTS + 1], day[EVENTS + 1];
    int attended[WOMEN][EVENTS + 1]; /* how often */
    int rows;
} davis;

static FILE *open_table(const char *path)
{
    char header[256];
    FILE *file = fopen(path, "r");

    if (file == NULL)
        fail_msg("cannot open %s", path);
    assert_non_null(fgets(header, sizeof header, file));
    return file;
}

static int woman_of(const davis *data, const char *name)
{
    for (int w = 0; w < WOMEN; w++)
        if (strcmp(data->women[w], name) == 0)
            return w;
    fail_msg("%s is not on the roster", name);
    return -1;
}

static void read_davis(davis *data)
{
    FILE *people = open_table(PROJECT_FOLDER "/datasets/davis/people.csv");
    FILE *rows = open_table(PROJECT_FOLDER "/datasets/davis/attendance.csv");
    char name[32], line[128];
    int event, month, day, w = 0;

    memset(data, 0, sizeof *data);
    for (; fgets(line, sizeof line, people) != NULL; w++) {
        assert_in_range(w, 0, WOMEN - 1);
        assert_int_equal(sscanf(line, "old-city,%31[^,],", data->women[w]), 1);
    }
    assert_int_equal(w, WOMEN);
    while (fscanf(rows, "old-city,E%d,%31[^,],1936-%d-%d\n", &event, name, &month,
                  &day) == 4) {
        assert_in_range(event, 1, EVENTS);
        data->attended[woman_of(data, name)][event]++;
        data->month[event] = month;
        data->day[event] = day;
        data->rows++;
    }
    assert_true(feof(rows));
    fclose(people);
    fclose(rows);
}

static void davis_has_89_attendances_of_18_women_at_14_events(void **state)
{
    (void)state;
    static const int of_woman[WOMEN] = {8, 7, 8, 7, 4, 4, 4, 3, 4,
                                        4, 4, 6, 7, 8, 5, 2, 2, 2};
    static const int of_event[EVENTS] = {3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3};
    davis data;

    read_davis(&data);
    assert_int_equal(data.rows, 89);
    for (int w = 0; w < WOMEN; w++) {
        int count = 0;
        for (int e = 1; e <= EVENTS; e++)
            count += data.attended[w][e];
        assert_int_equal(count, of_woman[w]);
    }
    for (int e = 1; e <= EVENTS; e++) {
        int count = 0;
        for (int w = 0; w < WOMEN; w++)
            count += data.attended[w][e];
        assert_int_equal(count, of_event[e - 1]);
    }
}

/* There women have the numbers 1 to 18 in the same order, events 19 to 32, and the
 * year is 1930: see the README of the data set. */
static void davis_agrees_with_another_copy(void **state)
{
    (void)state;
    const char *path = SHARED_FOLDER "/data/davis_southern_women/davisDyn_spells.csv";
    int event, woman, edge, rows = 0;
    long long onset, terminus;
    FILE *file = NULL;
    davis data;

    if (access(path, R_OK) != 0) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    read_davis(&data);
    file = open_table(path);
    while (fscanf(file, "%d,%d,%lld,%lld,%d\n", &event, &woman, &onset, &terminus,
                  &edge) == 5) {
        time_t instant = (time_t)onset;
        struct tm civil;
        gmtime_r(&instant, &civil);
        assert_int_equal(data.attended[woman - 1][event - 18], 1);
        assert_int_equal(data.month[event - 18], civil.tm_mon + 1);
        assert_int_equal(data.day[event - 18], civil.tm_mday);
        assert_int_equal(civil.tm_year, 30);
        rows++;
    }
    assert_int_equal(rows, data.rows);
    fclose(file);
}

static char *content_of(const char *folder, const char *name, size_t *size)
{
    char path[512], *bytes = NULL;
    FILE *file = NULL;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void check_same_file(const char *folder, const char *name)
{
    size_t made_size = 0, kept_size = 0;
    char *made = content_of(folder, name, &made_size);
    char *kept = content_of(PROJECT_FOLDER "/datasets/network", name, &kept_size);

    if (made_size != kept_size || memcmp(made, kept, made_size) != 0)
        fail_msg("%s is not what the simulator writes now", name);
    free(made);
    free(kept);
}

static void the_network_is_what_the_simulator_writes(void **state)
{
    (void)state;
    static const char *const names[] = {"attendance.csv", "exchanges.csv", "people.csv",
                                        "schools.csv",    "calendar.csv",  "events.csv",
                                        "truth.csv",      "study.yaml",    "README.md"};
    char root[] = "/tmp/collegium-datasets-XXXXXX", folder[64], command[128];
    clg_simulate_options options = CLG_SIMULATE_OPTIONS_INIT;

    assert_non_null(mkdtemp(root));
    snprintf(folder, sizeof folder, "%s/network", root);
    options.folder = folder;
    options.schools = 24;
    options.months = 24;
    options.people = 20;
    options.seed = 1941;
    check_ok(clg_simulate(&options, NULL, &err));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        check_same_file(folder, names[i]);
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(davis_has_89_attendances_of_18_women_at_14_events),
        cmocka_unit_test(davis_agrees_with_another_copy),
        cmocka_unit_test(the_network_is_what_the_simulator_writes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
