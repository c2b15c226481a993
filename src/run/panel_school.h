/* What is known of schools themselves, such as the columns of schools.csv, repeated
 * over the windows of each: the table /school of a run.
 *
 * Attributes of a study are kept as they were written, as categories. One whose levels
 * are all numbers is read as numbers; of two levels the first in byte order is 0 and
 * the other 1, which is noted. */
#ifndef CLG_RUN_PANEL_SCHOOL_H
#define CLG_RUN_PANEL_SCHOOL_H

#include "results/table.h"
#include "run/panel_build.h"

/* Nobody is founded yet. CLG_ERROR_MEMORY. */
clg_status clg_panel_founded_new(clg_panel_source *source,
                                 clg_error *err) CLG_NODISCARD;

/* Fills the columns source->of_schools of source->table, whose schools are known by
 * now, and source->is_founded. A school that is not among `schools`, which may be NULL
 * if there are no such columns, has missing values. CLG_ERROR_SCHEMA: a column that
 * holds neither numbers nor two values. CLG_ERROR_MEMORY. O(schools + rows x columns).
 */
clg_status clg_panel_take_schools(clg_panel_source *source, const clg_table *schools,
                                  clg_panel_notes *notes, clg_error *err) CLG_NODISCARD;

#endif
