/* A table, where it goes, and what identifies a row. */
#ifndef CLG_RUN_TABLE_PLACE_H
#define CLG_RUN_TABLE_PLACE_H

#include "store/store.h"

typedef struct clg_table_place {
    const clg_table *table;
    const char *in_store; /* path in results.h5 */
    const char *file;     /* CSV in the folder of tables */
    const char *key[4];
    size_t key_count;
    bool is_private; /* names people */
} clg_table_place;

/* Every table at its place in the store. */
clg_status clg_places_store(const clg_table_place *places, size_t count,
                            clg_store *store, clg_error *err) CLG_NODISCARD;

/* Every table as CSV into the folder, with their datapackage.json; `name` names the
 * package. */
clg_status clg_places_write(const clg_table_place *places, size_t count,
                            const char *name, const char *folder, int threads,
                            clg_error *err) CLG_NODISCARD;

/* A folder of tables and a JSON document. */
typedef struct clg_table_folder {
    const clg_table_place *places;
    size_t count;
    const char *package;   /* name of the data package */
    const char *json;      /* the document, */
    const char *json_file; /* its file, */
    const char *attribute; /* and where it is in results.h5: an attribute of the root */
} clg_table_folder;

/* Writes the tables as above, the document, and results.h5 with all of it. */
clg_status clg_table_folder_write(const clg_table_folder *content, const char *folder,
                                  int threads, clg_error *err) CLG_NODISCARD;

/* A text and a line end as FOLDER/NAME. */
clg_status clg_text_write(const char *folder, const char *name, const char *text,
                          clg_error *err) CLG_NODISCARD;

#endif
