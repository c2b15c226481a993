/* Schools under code names: "School 01" and so on instead of what they are called.
 *
 * Names are replaced in the tables before anything is drawn, so no part of a report
 * can show one. Codes do not follow the order of names: their order is drawn by a key
 * made from the results in full precision, and from the seed. Who has the results can
 * make them again; who has the report alone can't. */
#ifndef CLG_REPORT_BLIND_H
#define CLG_REPORT_BLIND_H

#include "report/report.h"

/* The codes of the schools, by their rows. seed: any text, or NULL for none.
 * CLG_ERROR_SCHEMA, CLG_ERROR_MEMORY. To be cleared also after a failure. */
clg_status clg_blind_codes(const clg_report_data *data, const char *seed,
                           clg_texts *codes, clg_error *err) CLG_NODISCARD;

/* Puts them in place of names in all tables. The title, the settings and texts of the
 * study that could name a school go too: all events, files with names of their own,
 * and whatever holds what a school is called as a word.
 * CLG_ERROR_MEMORY; the tables are of no use then. O(schools * texts). */
clg_status clg_blind_apply(clg_report_data *data, const clg_texts *codes,
                           clg_error *err) CLG_NODISCARD;

#endif
