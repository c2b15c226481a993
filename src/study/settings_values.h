/* The values that study.yaml and flags share: how they are read, and how an error
 * says what was expected. */
#ifndef CLG_STUDY_SETTINGS_VALUES_H
#define CLG_STUDY_SETTINGS_VALUES_H

#include "study/settings.h"

#define CLG_EXPECTED_WINDOW "month, week, quarter, terms or days such as 14d"
#define CLG_EXPECTED_STEP "month, week, quarter or days such as 14d"
#define CLG_EXPECTED_SHARE "a share such as 1% or 0.01"
#define CLG_EXPECTED_SEED "a whole number such as 1"
#define CLG_EXPECTED_PROJECTION "newman, count, minutes, jaccard or ochiai"
#define CLG_EXPECTED_HALF_LIFE "days such as 60, or none"
#define CLG_EXPECTED_RESAMPLE                                                          \
    "a whole number up to 100000, such as 199, or two as in 199,19"
#define CLG_EXPECTED_INTERVAL "a coverage such as 95%, or none"
#define CLG_EXPECTED_STAGES "wenger, lifecycle or a number of 1 to 8"
#define CLG_EXPECTED_TOPOLOGY                                                          \
    "bakis1, bakis2, regress, renew, cyclic or ergodic, or several such as "           \
    "renew+regress"
#define CLG_EXPECTED_ZONE "a time zone such as Europe/Berlin"

/* A decimal number such as 12, 0.25 or 1e-05, in no locale: no sign, at most 15
 * digits, so that the value is the nearest there is. */
bool clg_decimal_parse(const char *text, double *value);

/* "1%" or "0.01", from 0 to 1. */
bool clg_share_parse(const char *text, double *share);

/* A number above 1 to 100 without a percent sign: most likely one is missing. */
bool clg_share_lacks_percent(const char *text);

bool clg_seed_parse(const char *text, uint64_t *seed); /* 64 bits, decimal */
bool clg_projection_parse(const char *text, clg_projection *projection);
bool clg_half_life_parse(const char *text, double *days); /* "none" is 0 */
/* "199", or "199,19": copies of a school, and of each of its windows. */
bool clg_resample_parse(const char *text, uint32_t *resample, uint32_t *in_windows);
bool clg_interval_parse(const char *text, double *interval); /* "none" is 0 */
bool clg_step_parse(const char *text, clg_span *step); /* a span other than terms */

/* The words that the model of stages understands. */
bool clg_stages_check(const char *text);
bool clg_topology_check(const char *text);

/* CLG_OK, CLG_ERROR_ARGUMENT if there is no such zone, or what opening it gave. */
clg_status clg_zone_check(const char *name, clg_error *err) CLG_NODISCARD;

#endif
