/* The default set of measures of one window: school-months of about 60 people and 300
 * ties, with two stratum attributes and without resampling. rows are school-months.
 *
 *     bench_windows FOLDER [--schools N] [--repeats R]
 *
 * FOLDER is made and filled with the logs: 41 meetings of five a month, of whom three
 * are of one department. Months are measured one after the other by one thread. */
#include "bench.h"

#include "base/memory.h"
#include "base/random.h"
#include "ingest/ingest.h"
#include "measures/compute.h"
#include "run/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PEOPLE = 60, MONTHS = 12, MEETINGS = 41, EXCHANGES = 60, DEPARTMENTS = 6 };

typedef struct window_subject {
    clg_study *study;
    clg_windows windows;
    clg_results results;
    clg_scope *scope;
    clg_groups groups;
    double values[4 * PEOPLE];
    uint8_t statuses[4 * PEOPLE];
    uint64_t months, ties;
} window_subject;

static FILE *create(const char *folder, const char *name, const char *header)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
    fputs(header, file);
    return file;
}

static void write_month(FILE *attendance, FILE *exchanges, int school, int month,
                        clg_random *random)
{
    for (int m = 0; m < MEETINGS; m++) {
        uint32_t department = clg_random_below(random, DEPARTMENTS);
        for (int i = 0; i < 5; i++) {
            uint32_t who = clg_random_below(random, PEOPLE);
            if (i < 3)
                who = who / DEPARTMENTS * DEPARTMENTS + department;
            fprintf(attendance, "s%d,m%d-%d,p%u,2025-%02d-%02uT10:00,45\n", school,
                    month, m, who, month, 1 + (unsigned)m % 28);
        }
    }
    for (int i = 0; i < EXCHANGES; i++) {
        uint32_t from = clg_random_below(random, PEOPLE);
        fprintf(exchanges, "s%d,p%u,p%u,2025-%02d-%02dT12:00\n", school, from,
                (from + 1 + clg_random_below(random, PEOPLE - 1)) % PEOPLE, month,
                1 + i % 28);
    }
}

static void write_study(const char *folder, int schools)
{
    FILE *people, *attendance, *exchanges, *settings;

    mkdir(folder, 0777);
    settings = create(folder, "study.yaml",
                      "time_zone: UTC\n"
                      "strata: [role, department]\n");
    people = create(folder, "people.csv", "school,person,role,department\n");
    attendance =
        create(folder, "attendance.csv", "school,meeting,person,start,minutes\n");
    exchanges = create(folder, "exchanges.csv", "school,from,to,time\n");
    for (int s = 0; s < schools; s++) {
        clg_random random = clg_random_stream(1, "windows", (uint64_t)s, 0, 0);
        for (int p = 0; p < PEOPLE; p++)
            fprintf(people, "s%d,p%d,r%d,d%d\n", s, p, p % 4, p % DEPARTMENTS);
        for (int month = 1; month <= MONTHS; month++)
            write_month(attendance, exchanges, s, month, &random);
    }
    fclose(settings);
    fclose(people);
    fclose(attendance);
    fclose(exchanges);
}

static clg_status read_study(window_subject *subject, const char *folder,
                             clg_error *err)
{
    clg_overrides overrides = {0};
    clg_ingest_options options = {.threads = 1, .tolerate = true};
    clg_status status = CLG_ERROR_MEMORY;

    subject->study = clg_study_new(err);
    if (subject->study != NULL)
        status = clg_settings_read(folder, &overrides, &subject->study->settings, err);
    if (status == CLG_OK)
        status = clg_ingest(subject->study, &options, err);
    if (status == CLG_OK)
        status = clg_windows_new(subject->study, &subject->windows, err);
    if (status == CLG_OK)
        status =
            clg_results_init(&subject->results, subject->study, &subject->windows, err);
    if (status == CLG_OK)
        status = clg_scope_new(subject->study, &subject->scope, err);
    return status;
}

static clg_status compute(window_subject *subject, clg_level level,
                          const clg_groups *groups)
{
    const clg_measure_list *list = &subject->results.measures[level][CLG_FOR_WINDOW];
    clg_status status = CLG_OK;

    for (size_t i = 0; i < list->count && status == CLG_OK; i++)
        status = clg_measure_compute(list->items[i], subject->scope, groups,
                                     subject->values, subject->statuses, NULL);
    return status;
}

static clg_status measure_month(window_subject *subject, uint32_t school,
                                uint32_t window)
{
    clg_results *r = &subject->results;
    clg_status status = clg_scope_open(
        subject->scope, school,
        clg_window_begin(&subject->windows, subject->study, school, window),
        clg_window_end(&subject->windows, subject->study, school, window), NULL);

    if (status == CLG_OK)
        status = compute(subject, CLG_LEVEL_SCHOOL, NULL);
    if (status == CLG_OK)
        status = compute(subject, CLG_LEVEL_PERSON, NULL);
    for (size_t a = 0; a < r->strata.attribute_count && status == CLG_OK; a++) {
        status =
            clg_strata_groups(&r->strata, subject->scope, a, &subject->groups, NULL);
        if (status == CLG_OK)
            status = compute(subject, CLG_LEVEL_ATTRIBUTE, &subject->groups);
        if (status == CLG_OK)
            status = compute(subject, CLG_LEVEL_STRATUM, &subject->groups);
    }
    subject->ties += subject->scope->ties->arc_count / 2;
    subject->months++;
    return status;
}

static int measure_all(void *payload)
{
    window_subject *subject = payload;
    clg_status status = CLG_OK;

    subject->months = subject->ties = 0;
    for (uint32_t s = 0; s < subject->study->schools.count; s++)
        for (uint32_t w = 0; w < subject->windows.count && status == CLG_OK; w++)
            status = measure_month(subject, s, w);
    return status != CLG_OK;
}

int main(int argc, char **argv)
{
    static window_subject subject;
    bench_result own = {.name = "default set of a window", .threads = 1};
    clg_error err = CLG_ERROR_INIT;
    char parameter[96];

    if (argc < 2) {
        fputs("usage: bench_windows FOLDER [--schools N] [--repeats R]\n", stderr);
        return 2;
    }
    write_study(argv[1], (int)bench_option(argc, argv, "schools", 40));
    if (read_study(&subject, argv[1], &err) != CLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    bench_measure(&own, (int)bench_option(argc, argv, "repeats", 5), measure_all,
                  &subject);
    own.rows = subject.months;
    snprintf(parameter, sizeof parameter, "%d people, %.0f ties, two attributes",
             PEOPLE, (double)subject.ties / (double)subject.months);
    own.parameter = parameter;
    bench_print(&own, NULL);
    return 0;
}
