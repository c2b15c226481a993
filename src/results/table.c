/* Columns are kept apart, not as an array of rows: a measure fills one column at a
 * time, and the store writes one column at a time.
 *
 * With is_shared the cells are pages shared with every process forked later; names
 * and levels need no sharing, as they are complete before the fork. */
#include "results/table.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

const char *clg_value_status_name(clg_value_status status)
{
    switch (status) {
    case CLG_VALUE_OK: return "OK";
    case CLG_VALUE_UNDEFINED: return "UNDEFINED";
    case CLG_VALUE_DEGENERATE: return "DEGENERATE";
    case CLG_VALUE_NOT_CONVERGED: return "NOT_CONVERGED";
    case CLG_VALUE_TOO_SMALL: return "TOO_SMALL";
    case CLG_VALUE_BREAK: return "break";
    case CLG_VALUE_NOT_IN_WINDOW: return "not_in_window";
    case CLG_VALUE_OFF_ROSTER: return "off_roster";
    case CLG_VALUE_NON_MEMBER: return "non_member";
    case CLG_VALUE_NO_LOG: return "no_log";
    case CLG_VALUE_FAILED: return "failed";
    case CLG_VALUE_STATUS_COUNT: break;
    }
    return "unknown";
}

static void *cells_new(const clg_table *table, size_t size, clg_error *err)
{
    return table->is_shared ? clg_shared_new(table->row_count, size, err)
                            : clg_array_new(table->row_count, size, err);
}

static void cells_free(const clg_table *table, void *cells, size_t size)
{
    if (table->is_shared)
        clg_shared_free(cells, table->row_count, size);
    else
        clg_free(cells);
}

static void column_clear(const clg_table *table, clg_column *column)
{
    cells_free(table, column->values, sizeof *column->values);
    cells_free(table, column->status, sizeof *column->status);
    cells_free(table, column->codes, sizeof *column->codes);
    clg_free(column->name);
    clg_free(column->unit);
    clg_free(column->definition);
    if (column->own_levels != NULL)
        clg_texts_clear(column->own_levels);
    clg_free(column->own_levels);
    *column = (clg_column){0};
}

static char *copy_of(const char *text, clg_error *err)
{
    const char *source = text != NULL ? text : "";

    return clg_text_copy(source, strlen(source), err);
}

clg_status clg_table_init(clg_table *table, const char *name, const char *definition,
                          size_t row_count, bool is_shared, clg_error *err)
{
    *table = (clg_table){.row_count = row_count, .is_shared = is_shared};
    table->name = copy_of(name, err);
    if (table->name != NULL)
        table->definition = copy_of(definition, err);
    if (table->definition != NULL)
        return CLG_OK;
    clg_table_clear(table);
    return CLG_ERROR_MEMORY;
}

void clg_table_clear(clg_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        column_clear(table, &table->columns[c]);
    clg_free(table->columns);
    clg_free(table->name);
    clg_free(table->definition);
    *table = (clg_table){0};
}

static bool has_values(clg_column_type type)
{
    return type == CLG_COLUMN_MEASURE || type == CLG_COLUMN_REAL ||
           type == CLG_COLUMN_INSTANT;
}

static bool has_status(clg_column_type type)
{
    return type == CLG_COLUMN_MEASURE || type == CLG_COLUMN_FLAG;
}

static bool has_codes(clg_column_type type)
{
    return type == CLG_COLUMN_CATEGORY || type == CLG_COLUMN_COUNT ||
           type == CLG_COLUMN_DAY || type == CLG_COLUMN_ROW;
}

static bool needs_levels(clg_column_type type)
{
    return type == CLG_COLUMN_CATEGORY || type == CLG_COLUMN_ROW ||
           type == CLG_COLUMN_TEXT;
}

static clg_status column_fill(const clg_table *table, clg_column *column,
                              const char *name, const char *unit,
                              const char *definition, clg_error *err)
{
    clg_column_type type = column->type;
    bool ok = (column->name = copy_of(name, err)) &&
              (column->unit = copy_of(unit, err)) &&
              (column->definition = copy_of(definition, err)) &&
              (!has_values(type) ||
               (column->values = cells_new(table, sizeof *column->values, err))) &&
              (!has_status(type) ||
               (column->status = cells_new(table, sizeof *column->status, err))) &&
              (!has_codes(type) ||
               (column->codes = cells_new(table, sizeof *column->codes, err)));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status check_column(const clg_table *table, clg_column_type type,
                               const char *name, const clg_texts *levels,
                               clg_error *err)
{
    if (clg_table_column(table, name) != NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "table %s has a column %s already",
                        table->name, name);
    if (needs_levels(type) && levels == NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "column %s of table %s has no levels",
                        name, table->name);
    if (type == CLG_COLUMN_TEXT && levels->count != table->row_count)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "column %s of table %s has %zu texts, expected %zu", name,
                        table->name, levels->count, table->row_count);
    return CLG_OK;
}

clg_status clg_table_add(clg_table *table, clg_column_type type, const char *name,
                         const char *unit, const char *definition,
                         const clg_texts *levels, clg_error *err)
{
    clg_column column = {.type = type, .levels = levels};
    clg_status status = check_column(table, type, name, levels, err);

    if (status != CLG_OK)
        return status;
    status = clg_array_reserve(&table->columns, &table->column_room,
                               table->column_count + 1, sizeof *table->columns, err);
    if (status != CLG_OK)
        return status;
    status = column_fill(table, &column, name, unit, definition, err);
    if (status != CLG_OK) {
        column_clear(table, &column);
        return status;
    }
    table->columns[table->column_count++] = column;
    return CLG_OK;
}

clg_status clg_table_add_owned(clg_table *table, clg_column_type type, const char *name,
                               const char *unit, const char *definition,
                               clg_texts *levels, clg_error *err)
{
    clg_texts *owned = clg_array_new(1, sizeof *owned, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (owned != NULL) {
        *owned = *levels;
        *levels = (clg_texts)CLG_TEXTS_INIT;
        status = clg_table_add(table, type, name, unit, definition, owned, err);
    }
    if (status == CLG_OK) {
        table->columns[table->column_count - 1].own_levels = owned;
        return CLG_OK;
    }
    clg_texts_clear(owned != NULL ? owned : levels);
    clg_free(owned);
    return status;
}

clg_column *clg_table_column(const clg_table *table, const char *name)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].name, name) == 0)
            return &table->columns[c];
    return NULL;
}

bool clg_column_is_numeric(const clg_column *column)
{
    return column->type == CLG_COLUMN_MEASURE || column->type == CLG_COLUMN_REAL ||
           column->type == CLG_COLUMN_COUNT || column->type == CLG_COLUMN_FLAG;
}

double clg_column_number(const clg_column *column, size_t row)
{
    if (column->type == CLG_COLUMN_COUNT)
        return column->codes[row];
    return column->type == CLG_COLUMN_FLAG ? column->status[row] : column->values[row];
}

void clg_cell_set(clg_column *column, size_t row, double value, clg_value_status status)
{
    column->values[row] = status == CLG_VALUE_OK ? value : NAN;
    column->status[row] = (uint8_t)status;
}
