/* Filling in a clg_error at the spot that knows what happened. */
#ifndef CLG_BASE_FAIL_H
#define CLG_BASE_FAIL_H

#include "collegium/error.h"

/* Records code and message, clears any place, returns code. err may be NULL. */
clg_status clg_fail(clg_error *err, clg_status code, const char *format, ...)
    CLG_PRINTF(3, 4);

/* The same with a place in a file; line and column count from 1, 0 = unknown. */
clg_status clg_fail_at(clg_error *err, clg_status code, const char *path, uint64_t line,
                       uint64_t column, const char *format, ...) CLG_PRINTF(6, 7);

/* Adds the second sentence to a record that clg_fail has filled. */
void clg_hint(clg_error *err, const char *format, ...) CLG_PRINTF(2, 3);

#endif
