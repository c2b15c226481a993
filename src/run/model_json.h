/* model.json: everything about a fit that is no table. */
#ifndef CLG_RUN_MODEL_JSON_H
#define CLG_RUN_MODEL_JSON_H

#include "run/panel_read.h"
#include "trajectory/fit/fitted.h"

/* NULL and CLG_ERROR_MEMORY on failure; clg_text_free() releases it. notes may be
 * NULL. */
char *clg_model_json(const clg_fitted *fitted, const clg_panel_notes *notes,
                     clg_error *err);

#endif
