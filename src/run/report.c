/* The steps of collegium/report.h: read, draw, put in place. */
#include "collegium/report.h"

#include "base/fail.h"
#include "base/file.h"
#include "report/blind.h"
#include "run/report_data.h"
#include "run/report_key.h"
#include "run/report_read.h"
#include "run/report_request.h"

#include <stdlib.h>

static clg_status check_out(const char *out, bool force, clg_error *err)
{
    clg_status status;

    if (clg_path_is_folder(out))
        return clg_fail_at(err, CLG_ERROR_IO, out, 0, 0, "it is a folder");
    if (force || !clg_path_exists(out))
        return CLG_OK;
    status = clg_fail_at(err, CLG_ERROR_IO, out, 0, 0, "it exists already");
    clg_hint(err, "--force replaces it");
    return status;
}

/* No output may replace what is read, nor another output. */
static clg_status check_apart(const char *results, const char *out,
                              const clg_report_options *options, clg_error *err)
{
    const char *const outs[] = {options->data, options->blind_key, out};
    const char *const others[] = {results, options->comparison, out,
                                  options->blind_key};
    clg_status status = CLG_OK;

    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 4 && status == CLG_OK && outs[i] != NULL; k++)
            if (outs[i] != others[k])
                status = clg_path_spares(outs[i], others[k], err);
    return status;
}

/* Code names in place of names, and the file that says whose they are. */
static clg_status make_blind(clg_report_data *data, const clg_report_options *options,
                             clg_error *err)
{
    clg_texts codes = CLG_TEXTS_INIT;
    clg_status status = clg_blind_codes(data, options->seed, &codes, err);

    if (status == CLG_OK && options->blind_key != NULL)
        status = clg_report_key_write(options->blind_key, &codes,
                                      clg_table_column(&data->school, "school")->levels,
                                      err);
    if (status == CLG_OK)
        status = clg_blind_apply(data, &codes, err);
    clg_texts_clear(&codes);
    return status;
}

static clg_status prepare(const char *results, const clg_report_options *options,
                          clg_report_request *request, clg_report_data *data,
                          clg_error *err)
{
    clg_status status = clg_report_request_find(options, data, results, request, err);

    data->chosen = request->chosen;
    data->chosen_count = request->chosen_count;
    data->names_people = request->names_people;
    if (status == CLG_OK && options->blind)
        status = make_blind(data, options, err);
    return status;
}

/* The page in memory first, since the tables are read off it. */
static clg_status draw_with_tables(const clg_report_data *data, uint32_t min_group,
                                   FILE *out, const clg_output_folder *folder,
                                   clg_error *err)
{
    char *page = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&page, &length);
    clg_status status;

    if (stream == NULL)
        return clg_fail(err, CLG_ERROR_MEMORY, "no memory for the page");
    status = clg_report_draw(data, min_group, stream, err);
    if (fclose(stream) != 0 && status == CLG_OK)
        status = clg_fail(err, CLG_ERROR_MEMORY, "no memory for the page");
    if (status == CLG_OK)
        status = clg_report_data_write(page, length, data, min_group, folder, err);
    if (status == CLG_OK)
        fwrite(page, 1, length, out); /* checked by the commit */
    free(page);
    return status;
}

/* Both are complete before either is put in place. */
static clg_status write(const clg_report_data *data, const clg_report_request *request,
                        const char *out, const clg_report_options *options,
                        clg_error *err)
{
    clg_output file = {NULL, NULL, NULL};
    clg_output_folder folder = {NULL, NULL, false};
    clg_status status = request->names_people ? clg_output_open_private(out, &file, err)
                                              : clg_output_open(out, &file, err);

    if (status == CLG_OK && options->data != NULL)
        status = clg_output_folder_open(options->data, options->force, &folder, err);
    if (status == CLG_OK)
        status =
            options->data != NULL
                ? draw_with_tables(data, request->min_group, file.stream, &folder, err)
                : clg_report_draw(data, request->min_group, file.stream, err);
    if (status == CLG_OK)
        status = clg_output_commit(&file, err);
    if (status == CLG_OK && options->data != NULL)
        status = clg_output_folder_commit(&folder, err);
    clg_output_folder_discard(&folder);
    clg_output_discard(&file);
    return status;
}

clg_status clg_report(const char *results, const char *out,
                      const clg_report_options *options, clg_error *err)
{
    static const clg_report_options defaults = {.comparison = NULL};
    clg_report_source source = {.title = NULL};
    clg_report_request request = {.chosen = NULL};
    clg_status status;

    if (options == NULL)
        options = &defaults;
    status = clg_report_request_check(options, &request, err);
    if (status == CLG_OK)
        status = check_apart(results, out, options, err);
    if (status == CLG_OK)
        status = check_out(out, options->force, err);
    if (status == CLG_OK && options->blind_key != NULL)
        status = check_out(options->blind_key, options->force, err);
    if (status == CLG_OK)
        status = clg_report_read(results, options->comparison, &source, err);
    if (status == CLG_OK)
        status = prepare(results, options, &request, &source.data, err);
    if (status == CLG_OK)
        status = write(&source.data, &request, out, options, err);
    clg_report_source_clear(&source);
    clg_report_request_clear(&request);
    return status;
}
