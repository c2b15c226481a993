/* model.json: everything about a fit that is no table. */
#ifndef CLG_RUN_MODEL_JSON_H
#define CLG_RUN_MODEL_JSON_H

#include "run/panel_read.h"
#include "trajectory/fit/fitted.h"

/* NULL and CLG_ERROR_MEMORY on failure; clg_text_free() releases it. notes may be
 * NULL. */
char *clg_model_json(const clg_fitted *fitted, const clg_panel_notes *notes,
                     clg_error *err);
/* Names of the flags that are set, in order; at most CLG_FIT_FLAG_ROOM. Returns how
 * many. */
enum { CLG_FIT_FLAG_ROOM = 8 };
size_t clg_fit_flag_names(uint32_t flags, const char *names[CLG_FIT_FLAG_ROOM]);

#endif
