/**
 * @file collegium/monitor.h
 * @brief How a long call tells how far it is, and learns that it should stop.
 *
 * The library never prints and installs no signal handler: the caller hands in a
 * ::clg_monitor, draws what it is told and answers whether to go on.
 */
#ifndef COLLEGIUM_MONITOR_H
#define COLLEGIUM_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Two callbacks and what they need; either callback may be NULL. */
typedef struct clg_monitor {
    /**
     * Progress: @p done of @p total units (bytes, schools, ...) of @p stage, a
     * lower-case name that lives until the call returns. Never called by two
     * threads at once, but not always by the thread that made the call.
     */
    void (*report)(void *payload, const char *stage, uint64_t done, uint64_t total);

    /**
     * True asks the call to end soon with CLG_ERROR_INTERRUPTED. May be called by
     * several threads at once, so it should only read a flag.
     */
    bool (*is_cancelled)(void *payload);

    void *payload; /**< handed to both callbacks, owned by the caller */
} clg_monitor;

#ifdef __cplusplus
}
#endif

#endif
