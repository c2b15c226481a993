/* What a user asks of a report, checked: for whom it is, and of which schools. */
#ifndef CLG_RUN_REPORT_REQUEST_H
#define CLG_RUN_REPORT_REQUEST_H

#include "collegium/report.h"
#include "report/report.h"

typedef struct clg_report_request {
    uint32_t min_group;
    bool names_people;
    uint32_t *chosen; /* rows of school, in the order asked for, each once */
    uint32_t chosen_count;
} clg_report_request;

/* All that can be told without the results. CLG_ERROR_ARGUMENT; CLG_ERROR_PRIVACY: what
 * would name people to more than their school, or groups below the floor. */
clg_status clg_report_request_check(const clg_report_options *options,
                                    clg_report_request *request,
                                    clg_error *err) CLG_NODISCARD;
/* The schools asked for, by what they are called. CLG_ERROR_SCHEMA: not in the results,
 * which are called `path`, with the nearest as a hint. */
clg_status clg_report_request_find(const clg_report_options *options,
                                   const clg_report_data *data, const char *path,
                                   clg_report_request *request,
                                   clg_error *err) CLG_NODISCARD;
void clg_report_request_clear(clg_report_request *request);

#endif
