#include "store/datapackage.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

#include <jansson.h>
#include <string.h>

typedef struct package {
    const char *name;
    const clg_resource *resources;
    size_t count;
} package;

/* Jansson's setters take over their argument and pass failures on: a value that
 * could not be made makes the whole NULL in the end. */
static json_t *put(json_t *object, const char *key, json_t *value)
{
    if (object != NULL && json_object_set_new(object, key, value) == 0)
        return object;
    if (object == NULL)
        json_decref(value);
    json_decref(object);
    return NULL;
}

static json_t *append(json_t *array, json_t *value)
{
    if (array != NULL && json_array_append_new(array, value) == 0)
        return array;
    if (array == NULL)
        json_decref(value);
    json_decref(array);
    return NULL;
}

static const char *type_name(clg_column_type type)
{
    switch (type) {
    case CLG_COLUMN_MEASURE:
    case CLG_COLUMN_REAL: return "number";
    case CLG_COLUMN_COUNT: return "integer";
    case CLG_COLUMN_INSTANT: return "datetime";
    case CLG_COLUMN_DAY: return "date";
    case CLG_COLUMN_FLAG: return "boolean";
    case CLG_COLUMN_CATEGORY:
    case CLG_COLUMN_ROW:
    case CLG_COLUMN_TEXT: break;
    }
    return "string";
}

static json_t *field_of(const clg_column *column)
{
    json_t *field = put(json_object(), "name", json_string(column->name));

    field = put(field, "type", json_string(type_name(column->type)));
    if (column->definition[0] != '\0')
        field = put(field, "description", json_string(column->definition));
    if (column->unit[0] != '\0')
        field = put(field, "unit", json_string(column->unit));
    return field;
}

static json_t *status_field_of(const clg_column *column)
{
    json_t *names = json_array(), *field = json_object();

    for (int s = 0; s < CLG_VALUE_STATUS_COUNT; s++)
        names = append(names, json_string(clg_value_status_name((clg_value_status)s)));
    field = put(field, "name", json_sprintf("%s_status", column->name));
    field = put(field, "type", json_string("string"));
    field = put(field, "description",
                json_sprintf("why %s is missing, or OK", column->name));
    return put(field, "constraints", put(json_object(), "enum", names));
}

static json_t *fields_of(const clg_table *table)
{
    json_t *fields = json_array();

    for (size_t c = 0; c < table->column_count; c++) {
        fields = append(fields, field_of(&table->columns[c]));
        if (table->columns[c].type == CLG_COLUMN_MEASURE)
            fields = append(fields, status_field_of(&table->columns[c]));
    }
    return fields;
}

/* ---- keys ---- */

static const clg_column *text_column(const clg_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].type == CLG_COLUMN_TEXT)
            return &table->columns[c];
    return NULL;
}

/* NULL if jansson has no memory; an empty array if the table has no key. */
static json_t *key_of(const clg_resource *resource)
{
    const clg_column *text = text_column(resource->table);
    json_t *key = json_array();

    for (size_t k = 0; resource->key != NULL && k < resource->key_count; k++)
        key = append(key, json_string(resource->key[k]));
    if (resource->key == NULL && text != NULL)
        key = append(key, json_string(text->name));
    return key;
}

/* Entities are the tables with a column of texts; a table that has all columns of an
 * entity's key speaks of that entity. */
static bool refers_to(const clg_table *table, const clg_resource *entity,
                      const json_t *key)
{
    const json_t *name;
    size_t k;

    if (table == entity->table || text_column(entity->table) == NULL ||
        json_array_size(key) == 0)
        return false;
    json_array_foreach(key, k, name)
    {
        if (clg_table_column(table, json_string_value(name)) == NULL)
            return false;
    }
    return true;
}

static json_t *foreign_key(const clg_resource *entity, json_t *key)
{
    json_t *reference =
        put(json_object(), "resource", json_string(entity->table->name));

    reference = put(reference, "fields", json_incref(key));
    return put(put(json_object(), "fields", json_incref(key)), "reference", reference);
}

static json_t *foreign_keys_of(const package *p, const clg_table *table)
{
    json_t *keys = json_array();

    for (size_t r = 0; r < p->count; r++) {
        json_t *key = key_of(&p->resources[r]);

        if (key == NULL) {
            json_decref(keys);
            return NULL;
        }
        if (refers_to(table, &p->resources[r], key))
            keys = append(keys, foreign_key(&p->resources[r], key));
        json_decref(key);
    }
    return keys;
}

/* ---- the document ---- */

static json_t *put_if_any(json_t *object, const char *key, json_t *list)
{
    if (list == NULL || json_array_size(list) > 0)
        return put(object, key, list);
    json_decref(list);
    return object;
}

static json_t *schema_of(const package *p, const clg_resource *resource)
{
    json_t *schema = put(json_object(), "fields", fields_of(resource->table));

    schema = put(schema, "missingValues", append(json_array(), json_string("")));
    schema = put_if_any(schema, "primaryKey", key_of(resource));
    return put_if_any(schema, "foreignKeys", foreign_keys_of(p, resource->table));
}

static json_t *resource_of(const package *p, const clg_resource *resource)
{
    json_t *object = put(json_object(), "name", json_string(resource->table->name));

    object = put(object, "path", json_string(resource->path));
    object = put(object, "description", json_string(resource->table->definition));
    object = put(object, "profile", json_string("tabular-data-resource"));
    object = put(object, "format", json_string("csv"));
    object = put(object, "mediatype", json_string("text/csv"));
    object = put(object, "encoding", json_string("utf-8"));
    object =
        put(object, "dialect", put(json_object(), "lineTerminator", json_string("\n")));
    return put(object, "schema", schema_of(p, resource));
}

static json_t *document_of(const package *p)
{
    json_t *resources = json_array();
    json_t *document = put(json_object(), "name", json_string(p->name));

    for (size_t r = 0; r < p->count; r++)
        resources = append(resources, resource_of(p, &p->resources[r]));
    document = put(document, "profile", json_string("tabular-data-package"));
    return put(document, "resources", resources);
}

/* The characters that the standard allows in a name; others become "-". */
static char *package_name(const char *name, clg_error *err)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    const char *source = name != NULL && name[0] != '\0' ? name : "study";
    char *out = clg_text_copy(source, strlen(source), err);

    for (char *c = out; c != NULL && *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
        else if (strchr(allowed, *c) == NULL)
            *c = '-';
    }
    return out;
}

static clg_status write_document(const package *p, FILE *stream, clg_error *err)
{
    json_t *document = document_of(p);

    if (document == NULL)
        return clg_fail(err, CLG_ERROR_MEMORY, "no memory for datapackage.json");
    (void)json_dumpf(document, stream, JSON_INDENT(2)); /* commit sees failed writes */
    fputc('\n', stream);
    json_decref(document);
    return CLG_OK;
}

clg_status clg_datapackage_write(const char *path, const char *name,
                                 const clg_resource *resources, size_t resource_count,
                                 clg_error *err)
{
    char *safe_name = package_name(name, err);
    package p = {safe_name, resources, resource_count};
    clg_output output;
    clg_status status;

    if (safe_name == NULL)
        return CLG_ERROR_MEMORY;
    status = clg_output_open(path, &output, err);
    if (status == CLG_OK)
        status = write_document(&p, output.stream, err);
    if (status == CLG_OK)
        status = clg_output_commit(&output, err);
    clg_output_discard(&output);
    clg_free(safe_name);
    return status;
}
