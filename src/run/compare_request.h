/* What clg_compare() is asked for, from texts to numbers. */
#ifndef CLG_RUN_COMPARE_REQUEST_H
#define CLG_RUN_COMPARE_REQUEST_H

#include "collegium/compare.h"
#include "compare/network.h"
#include "compare/network_charts.h"

typedef struct clg_compare_request {
    const clg_compare_options *options; /* borrowed */
    clg_comparison_options comparison;
    clg_chart_options charts;
    clg_estimate_family family; /* CLG_ESTIMATES_NONE: by the columns */
    uint32_t bootstrap;
    uint32_t min_group; /* 0: nothing is held back */
    uint64_t seed;
    clg_texts measures; /* distinct; empty: all */
} clg_compare_request;

/* CLG_ERROR_ARGUMENT names the option: "--rules: expected ..., found 'x'". To be
 * cleared also after a failure. */
clg_status clg_compare_request_parse(const clg_compare_options *options,
                                     clg_compare_request *request,
                                     clg_error *err) CLG_NODISCARD;
void clg_compare_request_clear(clg_compare_request *request);

/* First and last window to compare. CLG_ERROR_ARGUMENT: the data lack it. */
clg_status clg_compare_request_windows(const clg_compare_request *request,
                                       const clg_network_data *data, uint32_t *first,
                                       uint32_t *last, clg_error *err) CLG_NODISCARD;

/* CLG_ERROR_ARGUMENT: "--OPTION: there is no WHAT 'name' in ...", with the nearest of
 * those offered as a hint. */
clg_status clg_compare_fail_unknown(const char *option, const char *what,
                                    const char *name, const clg_texts *offered,
                                    clg_error *err);

/* Names of the choices, for compare.json. */
const char *clg_tau2_rule_name(clg_tau2_rule rule);
const char *clg_funnel_spread_name(clg_funnel_spread spread);

#endif
