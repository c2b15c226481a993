/* The steps of collegium/report.h: read, draw, put in place. */
#include "collegium/report.h"

#include "base/fail.h"
#include "base/file.h"
#include "run/report_read.h"

#include <stdlib.h>
#include <string.h>

static clg_status parse_min_group(const char *text, uint32_t *min_group, clg_error *err)
{
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;
    unsigned long value;

    *min_group = CLG_REPORT_LEAST_GROUP;
    if (text == NULL)
        return CLG_OK;
    value = strtoul(text, NULL, 10);
    if (digits == 0 || text[digits] != '\0' || value > CLG_REPORT_MOST_GROUP)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--min-group is '%s', expected %d to %d", text,
                        CLG_REPORT_LEAST_GROUP, CLG_REPORT_MOST_GROUP);
    if (value < CLG_REPORT_LEAST_GROUP)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "--min-group is %s, and the floor is %d: smaller groups could "
                        "be recognised",
                        text, CLG_REPORT_LEAST_GROUP);
    *min_group = (uint32_t)value;
    return CLG_OK;
}

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

static clg_status write(const clg_report_source *source, uint32_t min_group,
                        const char *out, clg_error *err)
{
    clg_output file = {NULL, NULL, NULL};
    clg_status status = clg_output_open(out, &file, err);

    if (status == CLG_OK)
        status = clg_report_draw(&source->data, min_group, file.stream, err);
    if (status == CLG_OK)
        return clg_output_commit(&file, err);
    clg_output_discard(&file);
    return status;
}

clg_status clg_report(const char *results, const char *out,
                      const clg_report_options *options, clg_error *err)
{
    static const clg_report_options defaults = {NULL, NULL, false};
    clg_report_source source = {.title = NULL};
    uint32_t min_group;
    clg_status status;

    if (options == NULL)
        options = &defaults;
    status = parse_min_group(options->min_group, &min_group, err);
    if (status == CLG_OK)
        status = check_out(out, options->force, err);
    if (status == CLG_OK)
        status = clg_report_read(results, options->comparison, &source, err);
    if (status == CLG_OK)
        status = write(&source, min_group, out, err);
    clg_report_source_clear(&source);
    return status;
}
