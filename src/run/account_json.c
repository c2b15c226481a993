/* The account of a step as JSON; run.json is this without what changes from run to
 * run. */
#include "run/summary.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"
#include "run/compare_summary.h"
#include "run/coverage.h"
#include "run/versions.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { SCHEMA_VERSION = 1 };

static json_t *count_of(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *text_or_null(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

static json_t *inputs_of(const clg_reading *reading)
{
    json_t *inputs = json_array();

    for (size_t i = 0; i < reading->source_count; i++) {
        const clg_source *source = &reading->sources[i];
        json_array_append_new(
            inputs,
            json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "path",
                      source->path, "table", clg_table_kind_name(source->kind), "bytes",
                      count_of(source->bytes), "sha256", source->sha256, "rows",
                      count_of(source->rows), "used", count_of(source->used),
                      "duplicates", count_of(source->duplicates), "set_aside",
                      count_of(source->set_aside), "bad", count_of(source->bad)));
    }
    return inputs;
}

static json_t *tallies_of(const clg_reading *reading, clg_error *err)
{
    json_t *array = json_array();
    clg_tally *tallies = NULL;
    size_t count;

    if (clg_tally_rejects(reading, &tallies, &count, err) != CLG_OK) {
        json_decref(array);
        clg_free(tallies);
        return NULL;
    }
    for (size_t t = 0; t < count; t++)
        json_array_append_new(
            array, json_pack("{s:s, s:s%, s:b, s:o, s:o}", "file",
                             reading->sources[tallies[t].source].path, "reason",
                             clg_texts_at(&reading->reasons, tallies[t].reason),
                             tallies[t].stem, "bad", tallies[t].is_bad, "rows",
                             count_of(tallies[t].rows), "first_line",
                             count_of(tallies[t].first_line)));
    clg_free(tallies);
    return array;
}

static json_t *list_of(const clg_texts *texts)
{
    json_t *list = json_array();

    for (size_t i = 0; i < texts->count; i++)
        json_array_append_new(list, json_string(clg_texts_at(texts, i)));
    return list;
}

static json_t *counts_of(const clg_study *study)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "schools",
                     count_of(study->schools.count), "people",
                     count_of(study->people.count), "meetings",
                     count_of(study->meetings.count), "attendances",
                     count_of(study->attendances.count), "exchanges",
                     count_of(study->exchanges.count), "outside_contacts",
                     count_of(study->outside.count), "has_roster", study->has_roster);
}

static json_t *windows_of(const clg_windows *windows)
{
    char unit[16], step[16];
    json_t *array = json_array();

    clg_span_format(windows->window, unit);
    clg_span_format(windows->step, step);
    for (uint32_t w = 0; w < windows->count; w++) {
        char start[CLG_DATE_SIZE], end[CLG_DATE_SIZE];
        clg_format_date(windows->start_day[w], start);
        clg_format_date(windows->end_day[w], end);
        json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s}", "window",
                                               clg_texts_at(&windows->ids, w), "start",
                                               start, "end", end, "label",
                                               clg_texts_at(&windows->labels, w)));
    }
    return json_pack("{s:s, s:s, s:o}", "length", unit, "step", step, "list", array);
}

static json_t *failures_of(const clg_results *results)
{
    json_t *failures = json_array();

    for (uint32_t s = 0; s < results->outcomes.count; s++)
        if (results->outcomes.state[s] == CLG_UNIT_FAILED)
            json_array_append_new(
                failures, json_pack("{s:s, s:s}", "school",
                                    clg_texts_at(&results->study->schools.ids, s),
                                    "reason", results->outcomes.error[s].message));
    return failures;
}

static json_t *assessments_of(const clg_assessment_tables *tables)
{
    return json_pack("{s:i, s:i, s:o, s:o, s:o}", "instruments",
                     (int)tables->instruments, "waves", (int)tables->wave_count,
                     "answered", count_of(tables->answered), "asked",
                     count_of(tables->asked), "notes", list_of(&tables->notes));
}

/* What was fitted is in model.json; why nothing was, is said here. */
static json_t *stages_of(const clg_run_stages *stages)
{
    return json_pack("{s:b, s:o}", "fitted", (int)stages->is_fitted, "reason",
                     text_or_null(stages->is_fitted ? NULL : stages->reason));
}

/* The same of compare.json. */
static json_t *comparison_of(const clg_run_comparison *comparison)
{
    const char *reason = comparison->is_made
                             ? clg_compare_reason(&comparison->work.data)
                             : comparison->reason;

    return json_pack("{s:b, s:o}", "compared", (int)(reason == NULL), "reason",
                     text_or_null(reason));
}

static json_t *timings_of(const clg_findings *findings)
{
    return json_pack("{s:f, s:f, s:f}", "read", findings->seconds_reading, "measure",
                     findings->seconds_measuring, "write", findings->seconds_writing);
}

/* The moment of the run, from SOURCE_DATE_EPOCH if that is set. */
static json_t *moment(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t now = epoch != NULL ? strtoll(epoch, NULL, 10) : (int64_t)time(NULL);
    char text[CLG_INSTANT_SIZE];

    clg_format_local(now, text);
    return json_sprintf("%sZ", text);
}

static json_t *build(const clg_findings *findings, bool as_summary, clg_error *err)
{
    const clg_study *study = findings->study;
    char *settings = clg_settings_json(&study->settings, err);
    json_t *tallies = tallies_of(&study->reading, err);
    json_t *root = NULL;

    if (settings != NULL && tallies != NULL)
        root = json_pack("{s:i, s:s, s:s, s:o?, s:o, s:o, s:o, s:O, s:o, s:o}",
                         "schema_version", SCHEMA_VERSION, "collegium", clg_version(),
                         "study", study->settings.study_name, "title",
                         text_or_null(study->settings.title), "libraries",
                         clg_library_versions(), "settings",
                         json_loads(settings, 0, NULL), "inputs",
                         inputs_of(&study->reading), "not_used", tallies, "notes",
                         list_of(&study->reading.notes), "counts", counts_of(study));
    json_decref(tallies);
    clg_free(settings);
    if (root == NULL)
        return NULL;
    if (findings->windows != NULL)
        json_object_set_new(root, "windows", windows_of(findings->windows));
    if (findings->results != NULL) {
        json_object_set_new(root, "failed_schools", failures_of(findings->results));
        json_object_set_new(root, "stages", stages_of(findings->stages));
        json_object_set_new(root, "comparison", comparison_of(findings->comparison));
        if (findings->results->assessment.instruments > 0)
            json_object_set_new(root, "assessments",
                                assessments_of(&findings->results->assessment));
    }
    if (as_summary) {
        json_object_set_new(root, "command", json_string(findings->command));
        json_object_set_new(root, "out", text_or_null(findings->out));
        json_object_set_new(root, "seconds", timings_of(findings));
        if (findings->windows != NULL && findings->results == NULL)
            json_object_set_new(root, "coverage",
                                clg_coverage_json(study, findings->windows));
    } else if (findings->stamp) {
        json_object_set_new(root, "made_at", moment());
        json_object_set_new(root, "jobs", json_integer(findings->jobs));
        json_object_set_new(root, "seconds", timings_of(findings));
    }
    return root;
}

char *clg_account_json(const clg_findings *findings, bool as_summary, clg_error *err)
{
    json_t *root = build(findings, as_summary, err);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(2)) : NULL;

    json_decref(root);
    if (text == NULL)
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make the account of the run");
    return text;
}
