/* The file that says which school has which code name. */
#ifndef CLG_RUN_REPORT_KEY_H
#define CLG_RUN_REPORT_KEY_H

#include "base/text.h"

/* CSV with the columns code and school, in the order of codes, for its owner alone. It
 * appears complete or not at all. CLG_ERROR_IO, CLG_ERROR_MEMORY. */
clg_status clg_report_key_write(const char *path, const clg_texts *codes,
                                const clg_texts *schools, clg_error *err) CLG_NODISCARD;

#endif
