/* A folder of fitted stages on disk, and the same tables beside those of a run. */
#ifndef CLG_RUN_FIT_OUTPUTS_H
#define CLG_RUN_FIT_OUTPUTS_H

#include "run/table_place.h"
#include "trajectory/fit/tables.h"

enum { CLG_FIT_PLACE_ROOM = 10 };

/* Where the tables go that have rows, and how many they are: by themselves, or beside
 * those of a run, whose files have other names. */
size_t clg_fit_list_places(const clg_fit_tables *tables, bool is_beside_run,
                           clg_table_place places[CLG_FIT_PLACE_ROOM]);

/* Writes the tables, datapackage.json, model.json and results.h5 into the folder. */
clg_status clg_fit_write(const clg_fit_tables *tables, const char *model_json,
                         const char *folder, int threads, clg_error *err) CLG_NODISCARD;

#endif
