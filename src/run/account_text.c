/* The account of a step as a few lines that can be read aloud. */
#define _POSIX_C_SOURCE 200809L
#include "run/summary.h"

#include "base/count_text.h"
#include "base/fail.h"
#include "base/memory.h"
#include "run/compare_summary.h"
#include "run/coverage.h"
#include "run/fit_summary.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static int widest_path(const clg_reading *reading)
{
    size_t width = 4;

    for (size_t i = 0; i < reading->source_count; i++)
        if (strlen(reading->sources[i].path) > width)
            width = strlen(reading->sources[i].path);
    return (int)width;
}

static void print_sources(const clg_reading *reading, FILE *stream)
{
    int width = widest_path(reading);
    char rows[CLG_COUNT_TEXT_SIZE], used[CLG_COUNT_TEXT_SIZE],
        twice[CLG_COUNT_TEXT_SIZE], aside[CLG_COUNT_TEXT_SIZE],
        bad[CLG_COUNT_TEXT_SIZE];

    fprintf(stream, "read\n  %-*s %12s %12s %10s %10s %8s\n", width, "file", "rows",
            "used", "duplicate", "set aside", "bad");
    for (size_t i = 0; i < reading->source_count; i++) {
        const clg_source *source = &reading->sources[i];
        fprintf(stream, "  %-*s %12s %12s %10s %10s %8s\n", width, source->path,
                clg_count_text(source->rows, rows), clg_count_text(source->used, used),
                clg_count_text(source->duplicates, twice),
                clg_count_text(source->set_aside, aside),
                clg_count_text(source->bad, bad));
    }
}

static clg_status print_rejects(const clg_reading *reading, FILE *stream,
                                clg_error *err)
{
    char rows[CLG_COUNT_TEXT_SIZE];
    clg_tally *tallies = NULL;
    size_t count;
    clg_status status = clg_tally_rejects(reading, &tallies, &count, err);

    if (status == CLG_OK && count > 0)
        fprintf(stream, "not used, and why (all of them in rejects.csv)\n");
    for (size_t t = 0; status == CLG_OK && t < count; t++) {
        const clg_tally *tally = &tallies[t];
        fprintf(stream, "  %6s %s  %s: %.*s (first in line %" PRIu64 ")\n",
                clg_count_text(tally->rows, rows),
                tally->is_bad ? "bad      " : "set aside",
                reading->sources[tally->source].path, (int)tally->stem,
                clg_texts_at(&reading->reasons, tally->reason), tally->first_line);
    }
    clg_free(tallies);
    return status;
}

/* Every bad row with its place, as `collegium check` lists them. */
static void print_bad_rows(const clg_reading *reading, FILE *stream)
{
    enum { MOST = 50 };
    size_t shown = 0, bad = 0;

    for (size_t r = 0; r < reading->reject_count; r++)
        bad += reading->rejects[r].is_bad;
    if (bad > 0)
        fprintf(stream, "bad rows\n");
    for (size_t r = 0; r < reading->reject_count && shown < MOST; r++) {
        const clg_reject *reject = &reading->rejects[r];
        if (!reject->is_bad)
            continue;
        fprintf(stream, "  %s:%" PRIu64, reading->sources[reject->source].path,
                reject->line);
        if (reject->column > 0)
            fprintf(stream, ":%" PRIu64, reject->column);
        fprintf(stream, ": %s\n", clg_texts_at(&reading->reasons, reject->reason));
        shown++;
    }
    if (bad > shown)
        fprintf(stream, "  and %zu more\n", bad - shown);
}

/* Those of reading, then those of the assessments, if they were looked into. */
static void print_notes(const clg_findings *findings, FILE *stream)
{
    const clg_texts *notes[] = {
        &findings->study->reading.notes,
        findings->results != NULL ? &findings->results->assessment.notes : NULL};
    bool is_first = true;

    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; notes[k] != NULL && i < notes[k]->count; i++) {
            fprintf(stream, "%s  %s\n", is_first ? "note\n" : "",
                    clg_texts_at(notes[k], i));
            is_first = false;
        }
}

static uint32_t windows_in_state(const clg_windows *windows, uint32_t schools,
                                 clg_window_state state, bool everywhere)
{
    uint32_t count = 0;

    for (uint32_t w = 0; w < windows->count; w++) {
        uint32_t in_state = 0;
        for (uint32_t s = 0; s < schools; s++)
            in_state += windows->state[(size_t)s * windows->count + w] == state;
        count += everywhere ? in_state == schools : in_state > 0;
    }
    return count;
}

static void print_windows(const clg_study *study, const clg_windows *windows,
                          FILE *stream)
{
    char unit[16];
    uint32_t schools = study->schools.count;
    uint32_t breaks = windows_in_state(windows, schools, CLG_WINDOW_BREAK, true);
    uint32_t silent = windows_in_state(windows, schools, CLG_WINDOW_INACTIVE, true);

    clg_span_format(windows->window, unit);
    fprintf(stream, "  %u window%s (%s)", windows->count, plural(windows->count), unit);
    if (windows->count > 0)
        fprintf(stream, " from %s to %s", clg_texts_at(&windows->labels, 0),
                clg_texts_at(&windows->labels, windows->count - 1));
    if (breaks > 0)
        fprintf(stream, "; %u lie%s in breaks", breaks, breaks == 1 ? "s" : "");
    if (silent > 0)
        fprintf(stream,
                "; in %u no school shows any activity: taken as a break, not as zero",
                silent);
    fprintf(stream, "\n");
}

static void print_counts(const clg_study *study, FILE *stream)
{
    char schools[CLG_COUNT_TEXT_SIZE], people[CLG_COUNT_TEXT_SIZE],
        meetings[CLG_COUNT_TEXT_SIZE], exchanges[CLG_COUNT_TEXT_SIZE];

    fprintf(stream, "  %s school%s, %s people%s",
            clg_count_text(study->schools.count, schools), plural(study->schools.count),
            clg_count_text(study->people.count, people),
            study->has_roster ? "" : " (no roster)");
    if (study->has_attendance)
        fprintf(stream, ", %s meetings",
                clg_count_text(study->meetings.count, meetings));
    if (study->has_exchanges)
        fprintf(stream, ", %s exchanges",
                clg_count_text(study->exchanges.count + study->outside.count / 2,
                               exchanges));
    fprintf(stream, "\n");
}

static void print_assessments(const clg_study *study,
                              const clg_assessment_tables *tables, FILE *stream)
{
    char answered[CLG_COUNT_TEXT_SIZE], asked[CLG_COUNT_TEXT_SIZE];

    if (tables->instruments == 0)
        return;
    fprintf(stream, "  assessments: %u instrument%s, %u wave%s; ", tables->instruments,
            plural(tables->instruments), tables->wave_count,
            plural(tables->wave_count));
    clg_count_text(tables->answered, answered);
    if (study->has_roster && tables->asked > 0)
        fprintf(stream, "%s of %s members answered (%.0f %%)\n", answered,
                clg_count_text(tables->asked, asked),
                100.0 * (double)tables->answered / (double)tables->asked);
    else
        fprintf(stream, "%s answered\n", answered);
}

/* The values of a measure that are defined, in ascending order; how many. */
static size_t defined_values(const clg_table *school, const char *id, double *values)
{
    const clg_column *column = clg_table_column(school, id);
    size_t n = 0;

    for (size_t s = 0; column != NULL && s < school->row_count; s++)
        if (column->status[s] == CLG_VALUE_OK)
            values[n++] = column->values[s];
    gsl_sort(values, 1, n);
    return n;
}

static const char *const shown_measures[] = {"people",           "active",
                                             "attendance_rate",  "mean_meeting_size",
                                             "density",          "isolate_share",
                                             "fragmentation",    "transitivity",
                                             "exchange_density", "exchange_reciprocity",
                                             "attendance_gini"};
enum { SHOWN_COUNT = sizeof shown_measures / sizeof shown_measures[0] };

/* Median and quartiles over schools: how the network lies, without ranking anybody. */
static clg_status print_findings(const clg_results *results, FILE *stream,
                                 clg_error *err)
{
    double *values = clg_array_new(results->school.row_count + 1, sizeof *values, err);
    const char *missing[SHOWN_COUNT];
    size_t missing_count = 0;

    if (values == NULL)
        return CLG_ERROR_MEMORY;
    fprintf(stream,
            "over the whole period, across schools\n  %-24s %10s %10s %10s %8s\n",
            "measure", "quarter", "median", "3 quarters", "schools");
    for (size_t i = 0; i < SHOWN_COUNT; i++) {
        size_t n = defined_values(&results->school, shown_measures[i], values);
        if (n > 0)
            fprintf(stream, "  %-24s %10.4g %10.4g %10.4g %8zu\n", shown_measures[i],
                    gsl_stats_quantile_from_sorted_data(values, 1, n, 0.25),
                    gsl_stats_quantile_from_sorted_data(values, 1, n, 0.5),
                    gsl_stats_quantile_from_sorted_data(values, 1, n, 0.75), n);
        else
            missing[missing_count++] = shown_measures[i];
    }
    for (size_t i = 0; i < missing_count; i++)
        fprintf(stream, "%s%s%s", i == 0 ? "  no school has a value of " : ", ",
                missing[i], i + 1 == missing_count ? "\n" : "");
    fprintf(stream,
            "  values depend on size and density: don't rank schools by them\n");
    clg_free(values);
    return CLG_OK;
}

/* Events that no window holds are kept and charted by nothing: they are counted. */
static void print_events(const clg_table *event, FILE *stream)
{
    static const char *const places[CLG_EVENT_PLACES] = {
        NULL,
        "in breaks",
        "in windows without any activity",
        "before the first window",
        "after the last",
        "between windows"};
    const clg_column *place = clg_table_column(event, "place");
    uint64_t counts[CLG_EVENT_PLACES] = {0};
    char number[CLG_COUNT_TEXT_SIZE];
    bool is_first = true;

    for (size_t row = 0; row < event->row_count; row++)
        counts[place->codes[row]]++;
    if (event->row_count > counts[CLG_EVENT_IN_WINDOW])
        fprintf(stream, "  of %s events", clg_count_text(event->row_count, number));
    for (int p = 0; p < CLG_EVENT_PLACES; p++)
        if (places[p] != NULL && counts[p] > 0) {
            fprintf(stream, "%s %s %s %s", is_first ? "" : ",",
                    clg_count_text(counts[p], number), counts[p] == 1 ? "lies" : "lie",
                    places[p]);
            is_first = false;
        }
    if (!is_first)
        fprintf(stream, ": all are kept in tables/event.csv\n");
}

static bool is_known_by_events_only(const clg_study *study, uint32_t s)
{
    const clg_schools *schools = &study->schools;

    return schools->person_first[s] == schools->person_first[s + 1] &&
           schools->meeting_first[s] == schools->meeting_first[s + 1] &&
           schools->exchange_first[s] == schools->exchange_first[s + 1] &&
           schools->outside_first[s] == schools->outside_first[s + 1];
}

/* Schools with events that have no people and are in no log. */
static void print_unseen_schools(const clg_study *study, FILE *stream)
{
    enum { MOST = 5 };
    const clg_events *events = &study->events;
    uint32_t count = 0;

    for (size_t e = 0; e < events->count; e++) {
        uint32_t s = events->school[e];
        if ((e > 0 && events->school[e - 1] == s) || !is_known_by_events_only(study, s))
            continue;
        if (count < MOST)
            fprintf(stream, "%s%s",
                    count == 0 ? "  nothing but events is known of " : ", ",
                    clg_texts_at(&study->schools.ids, s));
        count++;
    }
    if (count > MOST)
        fprintf(stream, " and %u more", count - MOST);
    if (count > 0)
        fprintf(stream, "\n");
}

static void print_failures(const clg_results *results, FILE *stream)
{
    const clg_outcomes *outcomes = &results->outcomes;

    if (clg_outcomes_failed(outcomes) > 0)
        fprintf(stream, "failed: these schools have no measures in the tables\n");
    for (uint32_t s = 0; s < outcomes->count; s++)
        if (outcomes->state[s] == CLG_UNIT_FAILED)
            fprintf(stream, "  %s: %s\n", clg_texts_at(&results->study->schools.ids, s),
                    outcomes->error[s].message);
}

static void print_stages(const clg_run_stages *stages, FILE *stream)
{
    if (stages->is_fitted)
        clg_fit_print_stages(&stages->fitted, stream);
    else
        fprintf(stream, "no stages of development: %s\n", stages->reason);
}

static void print_schools_compared(const clg_run_comparison *comparison, FILE *stream)
{
    if (comparison->is_made)
        clg_compare_print(&comparison->work.findings, stream);
    else
        fprintf(stream, "schools are not compared: %s\n", comparison->reason);
}

static void print_out(const clg_findings *findings, FILE *stream)
{
    char rows[CLG_COUNT_TEXT_SIZE], people[CLG_COUNT_TEXT_SIZE];

    fprintf(stream, "written to %s\n", findings->out);
    if (findings->results == NULL)
        return;
    fprintf(stream,
            "  results.h5                 everything, for h5py, anndata, pandas, R\n"
            "  tables/school_window.csv   %s rows; also school.csv, window.csv\n"
            "  tables/person_window.csv   %s rows; also person.csv (names people: keep "
            "private)\n"
            "%s%s%s%s%s"
            "  run.json, rejects.csv      what was read, how, and what was not used\n",
            clg_count_text(findings->results->school_window.row_count, rows),
            clg_count_text(findings->results->person_window.row_count, people),
            findings->results->assessment.scale.row_count > 0
                ? "  tables/assessment.csv      what people say; also assessment_*.csv "
                  "(keep private)\n"
                : "",
            findings->stages->is_fitted
                ? "  tables/trajectory.csv      stages; also trajectory_school.csv, "
                  "forecast.csv; model.json\n"
                : "",
            findings->comparison->is_made
                ? "  tables/comparison.csv      schools side by side; also "
                  "comparison_*.csv; compare.json\n"
                : "",
            findings->results->events.event.row_count > 0
                ? "  tables/event.csv           what happened, and in which window\n"
                : "",
            findings->has_report
                ? "  report.html                a page to read, share and print\n"
                : "");
}

static clg_status print_all(const clg_findings *findings, FILE *stream, clg_error *err)
{
    const clg_study *study = findings->study;
    bool is_check = strcmp(findings->command, "check") == 0;
    clg_status status;

    print_sources(&study->reading, stream);
    status = print_rejects(&study->reading, stream, err);
    if (is_check)
        print_bad_rows(&study->reading, stream);
    print_notes(findings, stream);
    fprintf(stream, "found\n");
    print_counts(study, stream);
    if (findings->windows != NULL)
        print_windows(study, findings->windows, stream);
    if (findings->results != NULL)
        print_assessments(study, &findings->results->assessment, stream);
    if (is_check && findings->windows != NULL)
        clg_coverage_print(study, findings->windows, stream);
    if (status == CLG_OK && findings->results != NULL) {
        print_events(&findings->results->events.event, stream);
        print_unseen_schools(study, stream);
        status = print_findings(findings->results, stream, err);
        print_failures(findings->results, stream);
        print_stages(findings->stages, stream);
        print_schools_compared(findings->comparison, stream);
    }
    if (findings->out != NULL)
        print_out(findings, stream);
    fprintf(stream, "%.2f s: read %.2f",
            findings->seconds_reading + findings->seconds_measuring +
                findings->seconds_writing,
            findings->seconds_reading);
    if (findings->results != NULL)
        fprintf(stream, ", measured %.2f", findings->seconds_measuring);
    if (findings->out != NULL)
        fprintf(stream, ", wrote %.2f", findings->seconds_writing);
    fprintf(stream, "\n");
    return status;
}

char *clg_account_text(const clg_findings *findings, clg_error *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    clg_status status;

    if (stream == NULL) {
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the run");
        return NULL;
    }
    status = print_all(findings, stream, err);
    if (fclose(stream) == 0 && status == CLG_OK)
        return text;
    clg_text_free(text);
    if (status == CLG_OK)
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the run");
    return NULL;
}
