/* Asking a caller's monitor, which may be NULL or half empty. */
#ifndef CLG_BASE_MONITOR_H
#define CLG_BASE_MONITOR_H

#include "base/fail.h"
#include "collegium/monitor.h"

#include <stddef.h>

static inline void clg_monitor_report(const clg_monitor *monitor, const char *stage,
                                      uint64_t done, uint64_t total)
{
    if (monitor != NULL && monitor->report != NULL)
        monitor->report(monitor->payload, stage, done, total);
}

/* CLG_ERROR_INTERRUPTED if the caller wants to stop. */
static inline clg_status clg_monitor_check(const clg_monitor *monitor, clg_error *err)
{
    if (monitor != NULL && monitor->is_cancelled != NULL &&
        monitor->is_cancelled(monitor->payload))
        return clg_fail(err, CLG_ERROR_INTERRUPTED, "interrupted");
    return CLG_OK;
}

#endif
