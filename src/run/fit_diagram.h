/* The diagram of stages of a fit (report/stage_diagram.h), as an SVG file. */
#ifndef CLG_RUN_FIT_DIAGRAM_H
#define CLG_RUN_FIT_DIAGRAM_H

#include "trajectory/fit/fitted.h"

/* `schools`: identifiers with commas between, drawn one by one; NULL: none.
 * CLG_ERROR_ARGUMENT: a school that the panel lacks, or more than 12. */
clg_status clg_fit_draw(const clg_fitted *fitted, const char *schools, const char *path,
                        clg_error *err) CLG_NODISCARD;

#endif
