/* One table as a group in AnnData's encoding "dataframe" 0.2.0; see store.h for the
 * layout. The way in is clg_store_write_table. */
#ifndef CLG_STORE_TABLE_H5_H
#define CLG_STORE_TABLE_H5_H

#include "results/table.h"
#include "store/h5.h"

clg_status clg_table_write_h5(const clg_h5_kit *kit, hid_t parent, const char *name,
                              const clg_table *table, clg_error *err) CLG_NODISCARD;

#endif
