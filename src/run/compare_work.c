#include "run/compare_work.h"

#include "base/memory.h"
#include "run/compare_hide.h"
#include "run/compare_json.h"

clg_status clg_compare_work_begin(clg_compare_work *work,
                                  const clg_compare_options *options, clg_error *err)
{
    *work = (clg_compare_work){.times = NULL};
    work->findings =
        (clg_compare_findings){&work->data,    &work->compared, &work->charts,
                               &work->changes, &work->effects,  &work->cycles};
    return clg_compare_request_parse(options, &work->request, err);
}

static clg_status compare(clg_compare_work *work, clg_error *err)
{
    const clg_compare_request *request = &work->request;
    clg_network_options options = {.comparison = request->comparison,
                                   .threads = request->options->jobs,
                                   .monitor = &request->options->monitor};
    clg_status status = clg_compare_request_windows(
        request, &work->data, &options.first_window, &options.last_window, err);

    if (status == CLG_OK)
        status = clg_network_compare(&work->data, &options, &work->compared, err);
    if (status == CLG_OK)
        status = clg_network_chart_all(&work->data, &request->charts, request->seed,
                                       &work->charts, err);
    return status;
}

static clg_status find_effects(clg_compare_work *work, clg_error *err)
{
    const clg_compare_request *request = &work->request;
    const clg_network_effect_options options = {
        request->comparison.tau2, request->bootstrap, request->seed,
        request->options->jobs, &request->options->monitor};

    return clg_network_find_effects(&work->data, &work->changes, &options,
                                    &work->effects, err);
}

clg_status clg_compare_work_finish(clg_compare_work *work, clg_error *err)
{
    clg_status status = compare(work, err);

    if (status == CLG_OK)
        status = find_effects(work, err);
    if (status == CLG_OK)
        status = clg_network_find_cycles(&work->data, work->times, work->request.seed,
                                         &work->cycles, err);
    if (status == CLG_OK) {
        clg_compare_hide(work);
        status = clg_compare_tables_make(&work->findings, &work->tables, err);
    }
    if (status != CLG_OK)
        return status;
    work->json = clg_compare_json(&work->findings, &work->request, err);
    return work->json != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

void clg_compare_work_clear(clg_compare_work *work)
{
    clg_text_free(work->json);
    clg_compare_tables_clear(&work->tables);
    clg_network_effects_clear(&work->effects);
    clg_network_charts_clear(&work->charts);
    clg_compared_network_clear(&work->compared);
    clg_network_cycles_clear(&work->cycles);
    clg_change_starts_clear(&work->changes);
    clg_network_data_clear(&work->data);
    clg_free(work->times);
    clg_compare_request_clear(&work->request);
    work->times = NULL;
    work->json = NULL;
}
