/* The windows of a panel in their order in time, whatever they are called. */
#ifndef CLG_RUN_PANEL_WINDOWS_H
#define CLG_RUN_PANEL_WINDOWS_H

#include "base/text.h"

typedef struct clg_window_order {
    clg_texts names; /* in order; of equal ones the first in byte order */
    uint32_t *place; /* [code] of the window among `names` */
    double *time;    /* [place] number, or date in days since 1970; NULL: neither */
} clg_window_order;

/* Numbers by value if all are numbers, ISO dates likewise; otherwise labels of one
 * form, such as 2026-W36 or w07, that differ in digits only, by bytes. "1" and "1.0"
 * are the same window. To be cleared also after a failure. CLG_ERROR_PARSE: windows
 * whose order is not known, such as jan and feb; CLG_ERROR_MEMORY. */
clg_status clg_window_order_init(clg_window_order *order, const clg_texts *windows,
                                 clg_error *err) CLG_NODISCARD;
void clg_window_order_clear(clg_window_order *order);

#endif
