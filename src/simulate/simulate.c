#include "collegium/simulate.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/monitor.h"
#include "simulate/attendance.h"
#include "simulate/describe.h"
#include "simulate/exchanges.h"
#include "simulate/school.h"

static const char *const sheet_names[CLG_SHEET_COUNT] = {
    "attendance.csv", "exchanges.csv", "people.csv", "schools.csv",
    "calendar.csv",   "events.csv",    "truth.csv"};

static const char *const sheet_headers[CLG_SHEET_COUNT] = {
    CLG_ATTENDANCE_HEADER,
    CLG_EXCHANGES_HEADER,
    "school,person,role,department,joined,left,member,consent,seniority",
    "school,name,network,time_zone,founded,level,size",
    "start,end,school,label",
    "school,time,label,end",
    "school,month,stage,core,silos,isolates,hub"};

static clg_status check_range(const char *option, int64_t value, int64_t low,
                              int64_t high, clg_error *err)
{
    if (value >= low && value <= high)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT, "%s: expected %lld to %lld, found %lld",
                    option, (long long)low, (long long)high, (long long)value);
}

static clg_status check_options(const clg_simulate_options *options, clg_error *err)
{
    clg_status status;

    if (options->folder == NULL || options->folder[0] == '\0')
        return clg_fail(err, CLG_ERROR_ARGUMENT, "expected a folder to write to");
    status = check_range("--schools", options->schools, 1, 100000, err);
    if (status == CLG_OK)
        status = check_range("--months", options->months, 1, 600, err);
    if (status == CLG_OK)
        status = check_range("--people", options->people, 3, 2000, err);
    if (status == CLG_OK)
        status = check_range("first year", options->first_year, 1900, 2400, err);
    if (status == CLG_OK)
        status = check_range("first month", options->first_month, 1, 12, err);
    return status;
}

static clg_status open_sheets(const char *folder, clg_sheet *sheets, clg_error *err)
{
    clg_status status = CLG_OK;

    for (int s = 0; s < CLG_SHEET_COUNT && status == CLG_OK; s++)
        status =
            clg_sheet_open(folder, sheet_names[s], sheet_headers[s], &sheets[s], err);
    return status;
}

static clg_status close_sheets(clg_sheet *sheets, clg_error *err)
{
    clg_status status = CLG_OK;

    for (int s = 0; s < CLG_SHEET_COUNT && status == CLG_OK; s++)
        status = clg_sheet_close(&sheets[s], err);
    return status;
}

/* Also stops early when the disk is full. */
static clg_status report(const clg_simulate_options *options, const clg_sheet *sheets,
                         uint32_t done, clg_error *err)
{
    clg_status status = clg_monitor_check(&options->monitor, err);

    if (status != CLG_OK)
        return status;
    clg_monitor_report(&options->monitor, "simulate", done, options->schools);
    for (int s = 0; s < CLG_SHEET_COUNT; s++)
        if (sheets[s].failure != 0)
            return clg_sheet_failure(&sheets[s], err);
    return CLG_OK;
}

static clg_status write_schools(const clg_simulate_options *options, clg_sheet *sheets,
                                clg_simulate_counts *counts, clg_error *err)
{
    clg_status status = report(options, sheets, 0, err);

    for (uint32_t number = 0; number < options->schools && status == CLG_OK; number++) {
        status = clg_simulate_school(options, number, sheets, counts, err);
        if (status == CLG_OK)
            status = report(options, sheets, number + 1, err);
    }
    return status;
}

static clg_status write_study(const clg_simulate_options *options, const char *folder,
                              clg_simulate_counts *counts, clg_error *err)
{
    clg_sheet sheets[CLG_SHEET_COUNT] = {{.name = NULL}};
    clg_status status;

    status = clg_write_study_yaml(folder, options, err);
    if (status == CLG_OK)
        status = clg_write_readme(folder, options, err);
    if (status == CLG_OK)
        status = open_sheets(folder, sheets, err);
    if (status != CLG_OK)
        goto cleanup;
    clg_write_holidays(&sheets[CLG_SHEET_CALENDAR], options);
    status = write_schools(options, sheets, counts, err);
    if (status == CLG_OK)
        status = close_sheets(sheets, err);

cleanup:
    for (int s = 0; s < CLG_SHEET_COUNT; s++)
        clg_sheet_discard(&sheets[s]);
    return status;
}

clg_status clg_simulate(const clg_simulate_options *options,
                        clg_simulate_counts *counts, clg_error *err)
{
    clg_output_folder folder = {.path = NULL};
    clg_simulate_counts written = {0};
    clg_status status;

    status = check_options(options, err);
    if (status == CLG_OK)
        status = clg_output_folder_open(options->folder, options->force, &folder, err);
    if (status != CLG_OK)
        return status;
    status = write_study(options, folder.temporary, &written, err);
    if (status == CLG_OK)
        status = clg_output_folder_commit(&folder, err);
    if (status == CLG_OK && counts != NULL)
        *counts = written;
    clg_output_folder_discard(&folder);
    return status;
}
