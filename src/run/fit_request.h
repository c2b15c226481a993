/* What clg_fit() is asked for, from texts to a specification.
 *
 * Names of columns are looked up in the panel, so that the reading comes in between:
 * clg_fit_request_parse() understands everything that needs no panel. */
#ifndef CLG_RUN_FIT_REQUEST_H
#define CLG_RUN_FIT_REQUEST_H

#include "collegium/fit.h"
#include "run/panel_read.h"
#include "trajectory/fit/spec.h"

typedef struct clg_fit_request {
    const clg_fit_options *options; /* borrowed */
    clg_fit_spec spec;              /* complete after clg_fit_request_bind */
    bool has_states;                /* --stages was given */
    /* Columns by name, each once. */
    clg_texts indicators;  /* empty: all */
    clg_texts extras;      /* exposures, covariates, events */
    clg_texts with_family; /* indicators that --emission names */
} clg_fit_request;

/* CLG_ERROR_ARGUMENT names the option: "--stages: expected ..., found 'x'". */
clg_status clg_fit_request_parse(const clg_fit_options *options,
                                 clg_fit_request *request,
                                 clg_error *err) CLG_NODISCARD;

/* Families, exposures, covariates, weights and the anchor, by the names of the panel,
 * and starting values from --start. Indicators that the reading left out, as the notes
 * say, are passed over. CLG_ERROR_ARGUMENT: a name that the panel lacks
 * (with the nearest as a hint), an unknown family. */
clg_status clg_fit_request_bind(clg_fit_request *request, const clg_panel *panel,
                                const clg_panel_notes *notes,
                                clg_error *err) CLG_NODISCARD;
void clg_fit_request_clear(clg_fit_request *request);

#endif
