/* Numbers as options give them. */
#ifndef CLG_RUN_OPTION_NUMBER_H
#define CLG_RUN_OPTION_NUMBER_H

#include "collegium/error.h"

/* A whole number from `least` to `most`; as it was if the text is NULL.
 * CLG_ERROR_ARGUMENT: anything else. */
clg_status clg_option_whole(const char *option, const char *text, uint64_t least,
                            uint64_t most, uint64_t *value,
                            clg_error *err) CLG_NODISCARD;
/* The same for a small one. */
clg_status clg_option_small(const char *option, const char *text, uint32_t least,
                            uint32_t most, uint32_t *value,
                            clg_error *err) CLG_NODISCARD;
/* The least number of people that is shown; as it was if the text is NULL.
 * CLG_ERROR_ARGUMENT: no number up to 1000; CLG_ERROR_PRIVACY: below 5. */
clg_status clg_option_min_group(const char *text, uint32_t *min_group,
                                clg_error *err) CLG_NODISCARD;

#endif
