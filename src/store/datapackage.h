/* datapackage.json: the Frictionless description of a folder of CSV tables.
 *
 * Every table becomes a resource with its fields (name, type, description, unit),
 * the primary key, and foreign keys where a column of texts is the key of another
 * table in the list. The bytes depend on nothing but the tables. */
#ifndef CLG_STORE_DATAPACKAGE_H
#define CLG_STORE_DATAPACKAGE_H

#include "results/table.h"

typedef struct clg_resource {
    const clg_table *table;
    const char *path;       /* relative to datapackage.json: "school.csv" */
    const char *const *key; /* names of the primary key's columns; NULL = its TEXT */
    size_t key_count;
} clg_resource;

/* `name` names the package: lower case, digits, "-", "_" and "." by the standard;
 * other characters are replaced by "-". CLG_ERROR_MEMORY, CLG_ERROR_IO. */
clg_status clg_datapackage_write(const char *path, const char *name,
                                 const clg_resource *resources, size_t resource_count,
                                 clg_error *err) CLG_NODISCARD;

#endif
