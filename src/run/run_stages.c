#include "run/run_stages.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/monitor.h"
#include "run/fit_check.h"
#include "run/model_json.h"
#include "run/panel_table.h"
#include "trajectory/hmm/criteria.h"

#include <stdio.h>

/* Windows in which some school's logs are open. */
static uint32_t open_windows(const clg_results *results)
{
    const clg_windows *windows = results->windows;
    uint32_t count = 0;

    for (uint32_t w = 0; w < windows->count; w++)
        for (uint32_t s = 0; s < results->study->schools.count; s++)
            if (windows->state[(size_t)s * windows->count + w] == CLG_WINDOW_OPEN) {
                count++;
                break;
            }
    return count;
}

/* Writes the reason and returns false if there is nothing to fit. */
static bool is_enough(const clg_results *results, clg_run_stages *stages)
{
    uint32_t schools = results->study->schools.count, windows = open_windows(results);

    if (results->study->settings.trajectory.is_off)
        snprintf(stages->reason, sizeof stages->reason,
                 "study.yaml says trajectory: "
                 "none");
    else if (schools < CLG_LEAST_FIT_SCHOOLS || windows < CLG_LEAST_FIT_WINDOWS)
        snprintf(stages->reason, sizeof stages->reason,
                 "%u school%s and %u window%s outside breaks; a fit needs %d and %d",
                 schools, schools == 1 ? "" : "s", windows, windows == 1 ? "" : "s",
                 CLG_LEAST_FIT_SCHOOLS, CLG_LEAST_FIT_WINDOWS);
    return stages->reason[0] == '\0';
}

static clg_status read_panel(const clg_results *results, clg_run_stages *stages,
                             clg_error *err)
{
    const clg_trajectory_settings *settings = &results->study->settings.trajectory;
    const clg_panel_request request = {.indicators = &settings->indicators};
    clg_status status;

    stages->options.stages = settings->stages;
    stages->options.topology = settings->topology;
    status = clg_fit_request_parse(&stages->options, &stages->request, err);
    if (status == CLG_OK)
        status = clg_panel_from_tables(&results->school_window, &results->school,
                                       "the measures", &request, &stages->panel,
                                       &stages->notes, err);
    if (status == CLG_OK)
        status =
            clg_fit_request_bind(&stages->request, &stages->panel, &stages->notes, err);
    if (status == CLG_OK)
        status = clg_criteria_check(&stages->panel, &stages->request.spec.shape, err);
    return status;
}

static clg_status fit(clg_run_stages *stages, clg_error *err)
{
    clg_status status =
        clg_fitted_find(&stages->panel, &stages->request.spec, &stages->fitted, err);

    if (status == CLG_OK)
        status = clg_fit_tables_make(&stages->fitted, &stages->tables, err);
    if (status != CLG_OK)
        return status;
    stages->json = clg_model_json(&stages->fitted, &stages->notes, err);
    stages->is_fitted = stages->json != NULL;
    return stages->is_fitted ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_run_stages_fit(const clg_results *results, int jobs,
                              const clg_monitor *monitor, clg_run_stages *stages,
                              clg_error *err)
{
    clg_error cause = CLG_ERROR_INIT;
    clg_status status;

    *stages = (clg_run_stages){.options = {.jobs = jobs}};
    if (monitor != NULL)
        stages->options.monitor = *monitor;
    if (!is_enough(results, stages))
        return CLG_OK;
    status = read_panel(results, stages, &cause);
    if (status == CLG_ERROR_MEMORY)
        return clg_fail(err, status, "%s", cause.message);
    if (status != CLG_OK) {
        snprintf(stages->reason, sizeof stages->reason, "%s", cause.message);
        return CLG_OK;
    }
    return fit(stages, err);
}

void clg_run_stages_clear(clg_run_stages *stages)
{
    clg_text_free(stages->json);
    clg_fit_tables_clear(&stages->tables);
    clg_fitted_clear(&stages->fitted);
    clg_panel_clear(&stages->panel);
    clg_panel_notes_clear(&stages->notes);
    clg_fit_request_clear(&stages->request);
    *stages = (clg_run_stages){.is_fitted = false};
}
