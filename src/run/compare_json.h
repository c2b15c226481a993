/* compare.json: what was asked for and what came out, for programs. */
#ifndef CLG_RUN_COMPARE_JSON_H
#define CLG_RUN_COMPARE_JSON_H

#include "compare/tables.h"
#include "run/compare_request.h"

/* The caller's, released by clg_text_free(); NULL and CLG_ERROR_MEMORY. */
char *clg_compare_json(const clg_compare_findings *findings,
                       const clg_compare_request *request, clg_error *err);

#endif
