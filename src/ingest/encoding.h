/* Is this a text that can be read as a table at all? */
#ifndef CLG_INGEST_ENCODING_H
#define CLG_INGEST_ENCODING_H

#include "collegium/error.h"

/* Accepts UTF-8 without NUL bytes; *begin is where the text starts, after a byte
 * order mark if there is one. `name` is how errors call the file. CLG_ERROR_PARSE:
 * the file is empty, UTF-16, not a text, or not UTF-8 (with line and column of the
 * first bad byte). O(size). */
clg_status clg_encoding_check(const char *bytes, size_t size, const char *name,
                              size_t *begin, clg_error *err) CLG_NODISCARD;

#endif
