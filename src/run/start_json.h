/* Starting values of a model from a JSON file.
 *
 *     {"pi": [K], "A": [[K] K], "emissions": [{"indicator": "x", "family": "poisson",
 *      "rate": [K]}, ...]}
 *
 * Emissions stand in the order of the indicators or name them; a model.json can be read
 * as it is. Also understood: "em" and "kind" for "emissions" and "family"; "mu" or
 * "mean" and "var" or "variance", or "lam" or "rate", as matrices [K][D], or [K] for
 * one indicator. Names of parameters: those of the families, and mu, var, lam, p. */
#ifndef CLG_RUN_START_JSON_H
#define CLG_RUN_START_JSON_H

#include "trajectory/dynamics/continuous.h"

typedef struct clg_start_values {
    clg_hmm model;
    bool has_rate;
    clg_rates rate;
} clg_start_values;

/* Of the model: sets states, starts and allowed moves (those above 0), parameters, and
 * the families that the file names; exposures stay. CLG_ERROR_IO; CLG_ERROR_PARSE with
 * the place; CLG_ERROR_SCHEMA: something is missing, of the wrong size, no probability,
 * or outside the parameters' range. */
clg_status clg_start_read(const char *path, const clg_panel *panel,
                          clg_start_values *values, clg_error *err) CLG_NODISCARD;
/* The same from bytes; `name` is how errors call the file. Fuzzed. */
clg_status clg_start_parse(const char *bytes, size_t size, const char *name,
                           const clg_texts *indicators, clg_start_values *values,
                           clg_error *err) CLG_NODISCARD;

#endif
