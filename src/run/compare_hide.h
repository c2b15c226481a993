/* Which measures count people, so that a comparison can be made fit to be handed on. */
#ifndef CLG_RUN_COMPARE_HIDE_H
#define CLG_RUN_COMPARE_HIDE_H

#include "run/compare_work.h"

/* Takes out of what was found what --min-group holds back (compare/network_hide.h);
 * nothing if it was not given. Before tables are made. */
void clg_compare_hide(clg_compare_work *work);

#endif
