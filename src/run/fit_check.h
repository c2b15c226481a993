/* Whether a panel can be fitted as asked, before anything is fitted. */
#ifndef CLG_RUN_FIT_CHECK_H
#define CLG_RUN_FIT_CHECK_H

#include "run/panel_read.h"
#include "trajectory/hmm/model.h"

/* Every observed cell against its family: CLG_ERROR_PARSE at the first that is
 * impossible, with its line, such as a negative or fractional count. */
clg_status clg_fit_check_values(const clg_panel *panel, const clg_panel_notes *notes,
                                const clg_hmm *shape, clg_error *err) CLG_NODISCARD;

#endif
