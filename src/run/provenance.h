/* What was read and what was not used, as tables. */
#ifndef CLG_RUN_PROVENANCE_H
#define CLG_RUN_PROVENANCE_H

#include "store/store.h"
#include "study/reading.h"

/* /provenance: one row an input file. */
clg_status clg_provenance_write(clg_store *store, const clg_reading *reading,
                                clg_error *err) CLG_NODISCARD;

/* FOLDER/rejects.csv: one row for every row that was not used, as it was. Readable by
 * its owner only. */
clg_status clg_rejects_write(const clg_reading *reading, const char *folder,
                             clg_error *err) CLG_NODISCARD;

#endif
