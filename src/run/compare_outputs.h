/* A folder of compared schools on disk. */
#ifndef CLG_RUN_COMPARE_OUTPUTS_H
#define CLG_RUN_COMPARE_OUTPUTS_H

#include "compare/tables.h"
#include "run/table_place.h"

enum { CLG_COMPARE_PLACE_ROOM = 9 };

/* Where the tables go: those of effects, cycles and phases only if there
 * are any. Beside those
 * of a run their files have other names. */
size_t clg_compare_list_places(const clg_compare_tables *tables, bool is_beside_run,
                               clg_table_place places[CLG_COMPARE_PLACE_ROOM]);

/* Writes the tables, datapackage.json, compare.json and results.h5 into the folder. */
clg_status clg_compare_write(const clg_compare_tables *tables, const char *json,
                             const char *folder, int threads,
                             clg_error *err) CLG_NODISCARD;

#endif
