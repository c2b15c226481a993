/* The parts of a file: parsed by themselves, joined in order. Private to the table. */
#ifndef CLG_INGEST_TABLE_PART_H
#define CLG_INGEST_TABLE_PART_H

#include "ingest/table.h"

typedef struct clg_part {
    size_t begin, end;   /* bytes of the file */
    size_t record_count; /* rows seen */
    size_t row_count;    /* rows kept */
    void **values;       /* one array a column; NULL if the file lacks it */
    size_t *rooms;
    uint64_t *offsets;
    size_t offset_room;
    clg_fingerprint *fingerprints;
    size_t fingerprint_room;
    clg_dictionary *names; /* the shared ones, then one a column */
    uint32_t **maps;       /* part codes to table codes, made when parts are joined */
    clg_draft *drafts;
    size_t draft_count, draft_room;
    clg_texts reasons;
    uint64_t repeated_times;
} clg_part;

/* Bytes of one value of a column. */
size_t clg_column_size(clg_field_kind kind);
/* Writes "no value", or the cell's value, at values[row]. */
void clg_column_store(clg_field_kind kind, void *values, size_t row,
                      const clg_cell *cell);

/* Index into part->names of a column's dictionary. */
static inline size_t clg_part_names(const clg_input_table *table, size_t column)
{
    int names = table->columns[column].spec.names;

    return names == CLG_NAMES_OWN ? CLG_NAMES_COUNT + column : (size_t)names;
}

/* Parses bytes [part->begin, part->end) of the file. Several may run at once. */
clg_status clg_part_parse(const clg_intake *intake, const clg_input_table *table,
                          size_t file_index, clg_part *part,
                          clg_error *err) CLG_NODISCARD;

/* Appends the parts' rows to the table and empties the parts. */
clg_status clg_parts_join(clg_intake *intake, clg_input_table *table, size_t file_index,
                          clg_part *parts, size_t count, clg_error *err) CLG_NODISCARD;

void clg_part_clear(const clg_input_table *table, clg_part *part);

#endif
