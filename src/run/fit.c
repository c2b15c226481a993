/* The steps of collegium/fit.h: ask, read, check, fit, write. */
#include "collegium/fit.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "run/fit_check.h"
#include "run/fit_diagram.h"
#include "run/fit_outputs.h"
#include "run/fit_request.h"
#include "run/fit_summary.h"
#include "run/model_json.h"

/* Everything that a fit holds, released together. */
typedef struct fit {
    clg_fit_request request;
    clg_output_folder folder;
    clg_panel panel;
    clg_panel_notes notes;
    clg_fitted fitted;
    clg_fit_tables tables;
    char *json;
    double begun;
} fit;

static void end_fit(fit *f)
{
    clg_text_free(f->json);
    clg_fit_tables_clear(&f->tables);
    clg_fitted_clear(&f->fitted);
    clg_panel_clear(&f->panel);
    clg_panel_notes_clear(&f->notes);
    clg_output_folder_discard(&f->folder);
    clg_fit_request_clear(&f->request);
}

/* A picture that can't be written is better known before the fit than after it. */
static clg_status check_plot(const char *path, clg_error *err)
{
    clg_output output = {0};
    clg_status status = path != NULL ? clg_output_open(path, &output, err) : CLG_OK;

    clg_output_discard(&output);
    return status;
}

static clg_status read_panel(fit *f, const char *path, clg_error *err)
{
    const clg_panel_request request = {.indicators = &f->request.indicators,
                                       .extras = &f->request.extras,
                                       .as_measured = &f->request.with_family,
                                       .is_irregular =
                                           f->request.spec.has_continuous_time};

    return clg_panel_read(path, &request, &f->panel, &f->notes, err);
}

static clg_status check(const fit *f, clg_error *err)
{
    const clg_hmm *shape = &f->request.spec.shape;
    clg_status status = clg_fit_check_values(&f->panel, &f->notes, shape, err);

    if (status == CLG_OK && !f->request.spec.is_parity)
        status = clg_criteria_check(&f->panel, shape, err);
    return status;
}

static clg_status write(fit *f, clg_error *err)
{
    const clg_fit_options *options = f->request.options;
    clg_status status = clg_fit_tables_make(&f->fitted, &f->tables, err);

    if (status == CLG_OK) {
        f->json = clg_model_json(&f->fitted, &f->notes, err);
        status = f->json != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    if (status == CLG_OK)
        status =
            clg_fit_write(&f->tables, f->json, f->folder.temporary, options->jobs, err);
    if (status == CLG_OK && options->plot != NULL)
        status = clg_fit_draw(&f->fitted, options->plot_schools, options->plot, err);
    if (status == CLG_OK)
        status = clg_output_folder_commit(&f->folder, err);
    return status;
}

clg_status clg_fit(const char *panel, const char *out, const clg_fit_options *options,
                   clg_summary **summary, clg_error *err)
{
    static const clg_fit_options defaults = {.stages = NULL};
    fit f = {.begun = clg_clock()};
    clg_status status;

    *summary = NULL;
    if (options == NULL)
        options = &defaults;
    status = clg_jobs_check(options->jobs, err);
    if (status != CLG_OK)
        return status;
    status = clg_fit_request_parse(options, &f.request, err);
    if (status == CLG_OK)
        status = clg_path_spares(out, panel, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(out, options->force, &f.folder, err);
    if (status == CLG_OK)
        status = check_plot(options->plot, err);
    if (status == CLG_OK)
        status = read_panel(&f, panel, err);
    if (status == CLG_OK)
        status = clg_fit_request_bind(&f.request, &f.panel, &f.notes, err);
    if (status == CLG_OK)
        status = check(&f, err);
    if (status == CLG_OK)
        status = clg_fitted_find(&f.panel, &f.request.spec, &f.fitted, err);
    if (status == CLG_OK)
        status = write(&f, err);
    if (status == CLG_OK)
        status = clg_fit_summary_new(&f.fitted, &f.notes, out, f.json,
                                     clg_clock() - f.begun, summary, err);
    end_fit(&f);
    return status;
}
