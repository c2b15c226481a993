#include "run/report_request.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "run/option_number.h"

#include <stdlib.h>
#include <string.h>

static clg_status parse_audience(const clg_report_options *options, bool *names_people,
                                 clg_error *err)
{
    const char *text = options->audience;

    *names_people = text != NULL && strcmp(text, "school") == 0;
    if (text != NULL && !*names_people && strcmp(text, "shared") != 0)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--audience is '%s', expected shared or school", text);
    if (*names_people && options->blind)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "--audience school names people, and --blind hides even "
                        "schools: give one of them");
    if (*names_people && options->data != NULL)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "--audience school names people, and --data makes tables to "
                        "share: give one of them");
    if (*names_people && options->school_count == 0)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "--audience school names people: give --school with the school "
                        "that the report is for");
    return CLG_OK;
}

clg_status clg_report_request_check(const clg_report_options *options,
                                    clg_report_request *request, clg_error *err)
{
    clg_status status;

    request->min_group = CLG_REPORT_LEAST_GROUP;
    status = clg_option_min_group(options->min_group, &request->min_group, err);

    if (status == CLG_OK)
        status = parse_audience(options, &request->names_people, err);
    if (status == CLG_OK && options->blind_key != NULL && !options->blind)
        status = clg_fail(err, CLG_ERROR_ARGUMENT, "--blind-key needs --blind");
    if (status == CLG_OK && options->seed != NULL && !options->blind)
        status = clg_fail(err, CLG_ERROR_ARGUMENT,
                          "--seed orders code names and needs --blind");
    return status;
}

static clg_status add_school(const clg_texts *names, const char *name, size_t length,
                             const char *path, clg_report_request *request,
                             clg_error *err)
{
    size_t row = clg_texts_find(names, name, length);
    clg_status status;

    for (uint32_t i = 0; i < request->chosen_count; i++)
        if (request->chosen[i] == row)
            return CLG_OK;
    if (row != SIZE_MAX) {
        request->chosen[request->chosen_count++] = (uint32_t)row;
        return CLG_OK;
    }
    status = clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0,
                         "there is no school '%.200s' in it", name);
    clg_texts_hint_nearest(names, name, err);
    return status;
}

/* A name that holds commas is one name, where a school is called so. */
static clg_status add_schools(const clg_texts *names, const char *list,
                              const char *path, clg_report_request *request,
                              clg_error *err)
{
    clg_texts parts = CLG_TEXTS_INIT;
    clg_status status;

    if (clg_texts_find(names, list, strlen(list)) != SIZE_MAX)
        return add_school(names, list, strlen(list), path, request, err);
    status = clg_texts_split(&parts, list, ',', err);
    for (size_t i = 0; status == CLG_OK && i < parts.count; i++)
        status = add_school(names, clg_texts_at(&parts, i), clg_texts_length(&parts, i),
                            path, request, err);
    clg_texts_clear(&parts);
    return status;
}

clg_status clg_report_request_find(const clg_report_options *options,
                                   const clg_report_data *data, const char *path,
                                   clg_report_request *request, clg_error *err)
{
    const clg_column *names = clg_table_column(&data->school, "school");
    clg_status status = CLG_OK;

    if (options->school_count == 0)
        return CLG_OK;
    if (names == NULL || names->type != CLG_COLUMN_TEXT)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0, "schools have no names");
    request->chosen = clg_array_new(names->levels->count, sizeof *request->chosen, err);
    if (request->chosen == NULL)
        return CLG_ERROR_MEMORY;
    for (int i = 0; status == CLG_OK && i < options->school_count; i++)
        status = add_schools(names->levels, options->schools[i], path, request, err);
    return status;
}

void clg_report_request_clear(clg_report_request *request)
{
    clg_free(request->chosen);
    request->chosen = NULL;
}
