/* A folder of compared schools on disk. */
#ifndef CLG_RUN_COMPARE_OUTPUTS_H
#define CLG_RUN_COMPARE_OUTPUTS_H

#include "compare/tables.h"

/* Writes the tables, datapackage.json, compare.json and results.h5 into the folder. */
clg_status clg_compare_write(const clg_compare_tables *tables, const char *json,
                             const char *folder, int threads,
                             clg_error *err) CLG_NODISCARD;

#endif
