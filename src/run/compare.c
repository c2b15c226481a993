/* The steps of collegium/compare.h: ask, read, compare, chart, write. */
#include "collegium/compare.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "run/compare_json.h"
#include "run/compare_outputs.h"
#include "run/compare_read.h"
#include "run/compare_summary.h"
#include "store/table_read.h"

/* Everything that a comparison holds, released together. */
typedef struct comparison {
    clg_compare_request request;
    clg_output_folder folder;
    clg_network_data data;
    double *times;
    clg_change_starts changes;
    clg_compared_network compared;
    clg_network_charts charts;
    clg_network_effects effects;
    clg_compare_findings findings;
    clg_compare_tables tables;
    char *json;
    double begun;
} comparison;

static void end_comparison(comparison *c)
{
    clg_text_free(c->json);
    clg_compare_tables_clear(&c->tables);
    clg_network_effects_clear(&c->effects);
    clg_network_charts_clear(&c->charts);
    clg_compared_network_clear(&c->compared);
    clg_change_starts_clear(&c->changes);
    clg_network_data_clear(&c->data);
    clg_free(c->times);
    clg_output_folder_discard(&c->folder);
    clg_compare_request_clear(&c->request);
}

static clg_status read_inputs(comparison *c, const char *panel, clg_error *err)
{
    const char *events = c->request.options->events;
    clg_status status =
        clg_store_is_hdf5(panel)
            ? clg_compare_read_results(panel, &c->request, &c->data, &c->times, err)
            : clg_compare_read_csv(panel, &c->request, &c->data, &c->times, err);

    if (status == CLG_OK && events != NULL)
        status = clg_compare_read_events(events, &c->data, c->times, &c->changes, err);
    return status;
}

static clg_status compare(comparison *c, clg_error *err)
{
    clg_network_options options = {.comparison = c->request.comparison,
                                   .threads = c->request.options->jobs,
                                   .monitor = &c->request.options->monitor};
    clg_status status = clg_compare_request_windows(
        &c->request, &c->data, &options.first_window, &options.last_window, err);

    if (status == CLG_OK)
        status = clg_network_compare(&c->data, &options, &c->compared, err);
    if (status == CLG_OK)
        status = clg_network_chart_all(&c->data, &c->request.charts, c->request.seed,
                                       &c->charts, err);
    return status;
}

static clg_status find_effects(comparison *c, clg_error *err)
{
    const clg_network_effect_options options = {
        c->request.comparison.tau2, c->request.bootstrap, c->request.seed,
        c->request.options->jobs, &c->request.options->monitor};

    return clg_network_find_effects(&c->data, &c->changes, &options, &c->effects, err);
}

static clg_status write(comparison *c, clg_error *err)
{
    clg_status status = clg_compare_tables_make(&c->findings, &c->tables, err);

    if (status == CLG_OK) {
        c->json = clg_compare_json(&c->findings, &c->request, err);
        status = c->json != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    if (status == CLG_OK)
        status = clg_compare_write(&c->tables, c->json, c->folder.temporary,
                                   c->request.options->jobs, err);
    return status;
}

/* The summary first, so that after a failure no folder is left. */
static clg_status hand_over(comparison *c, const char *panel, const char *out,
                            clg_summary **summary, clg_error *err)
{
    clg_status status = clg_compare_summary_new(&c->findings, panel, out, c->json,
                                                clg_clock() - c->begun, summary, err);

    if (status == CLG_OK)
        status = clg_output_folder_commit(&c->folder, err);
    if (status != CLG_OK) {
        clg_summary_free(*summary);
        *summary = NULL;
    }
    return status;
}

clg_status clg_compare(const char *panel, const char *out,
                       const clg_compare_options *options, clg_summary **summary,
                       clg_error *err)
{
    static const clg_compare_options defaults = {.measures = NULL};
    comparison c = {.begun = clg_clock()};
    clg_status status;

    *summary = NULL;
    if (options == NULL)
        options = &defaults;
    status = clg_jobs_check(options->jobs, err);
    if (status != CLG_OK)
        return status;
    c.findings =
        (clg_compare_findings){&c.data, &c.compared, &c.charts, &c.changes, &c.effects};
    status = clg_compare_request_parse(options, &c.request, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(out, options->force, &c.folder, err);
    if (status == CLG_OK)
        status = read_inputs(&c, panel, err);
    if (status == CLG_OK)
        status = compare(&c, err);
    if (status == CLG_OK)
        status = find_effects(&c, err);
    if (status == CLG_OK)
        status = write(&c, err);
    if (status == CLG_OK)
        status = hand_over(&c, panel, out, summary, err);
    end_comparison(&c);
    return status;
}
