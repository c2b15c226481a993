/* Rows are formatted by several threads, each a block of rows of its own, and the
 * blocks are written in their order. A row never needs more room than is reserved
 * for it, since only texts have no bound and those are measured beforehand. */
#include "store/table_csv.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/threads.h"
#include "base/time.h"
#include "store/number_text.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK_ROWS = 4096, BATCH = 32, STATUS_ROOM = 16 };

static const clg_csv_options default_options = {0, false};

static bool needs_quotes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

static char *put_text(char *at, const char *text, size_t length)
{
    if (!needs_quotes(text, length)) {
        memcpy(at, text, length);
        return at + length;
    }
    *at++ = '"';
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            *at++ = '"';
        *at++ = text[i];
    }
    *at++ = '"';
    return at;
}

static char *put_name(char *at, const char *name)
{
    return put_text(at, name, strlen(name));
}

static char *put_level(char *at, const clg_texts *levels, size_t index)
{
    return put_text(at, clg_texts_at(levels, index), clg_texts_length(levels, index));
}

static char *put_real(char *at, double value)
{
    return isfinite(value) ? at + clg_real_text(value, at) : at;
}

static char *put_instant(char *at, double seconds)
{
    char text[CLG_INSTANT_SIZE];

    if (!isfinite(seconds))
        return at;
    clg_format_local((int64_t)floor(seconds), text);
    at = put_name(at, text);
    *at++ = 'Z';
    return at;
}

static char *put_day(char *at, int32_t day)
{
    char text[CLG_DATE_SIZE];

    clg_format_date(day, text);
    return put_name(at, text);
}

static char *put_measure(char *at, const clg_column *column, size_t row)
{
    if (column->status[row] == CLG_VALUE_OK)
        at = put_real(at, column->values[row]);
    *at++ = ',';
    return put_name(at, clg_value_status_name((clg_value_status)column->status[row]));
}

static char *put_cell(char *at, const clg_column *column, size_t row)
{
    switch (column->type) {
    case CLG_COLUMN_MEASURE: return put_measure(at, column, row);
    case CLG_COLUMN_REAL: return put_real(at, column->values[row]);
    case CLG_COLUMN_INSTANT: return put_instant(at, column->values[row]);
    case CLG_COLUMN_COUNT: return at + clg_integer_text(column->codes[row], at);
    case CLG_COLUMN_DAY: return put_day(at, column->codes[row]);
    case CLG_COLUMN_FLAG: return put_name(at, column->status[row] ? "true" : "false");
    case CLG_COLUMN_CATEGORY:
    case CLG_COLUMN_ROW:
        if (column->codes[row] < 0)
            return at;
        return put_level(at, column->levels, (size_t)column->codes[row]);
    case CLG_COLUMN_TEXT: break;
    }
    return put_level(at, column->levels, row);
}

static char *put_row(char *at, const clg_table *table, size_t row)
{
    for (size_t c = 0; c < table->column_count; c++) {
        if (c > 0)
            *at++ = ',';
        at = put_cell(at, &table->columns[c], row);
    }
    *at++ = '\n';
    return at;
}

/* ---- how much room a row may need ---- */

static size_t longest_text(const clg_texts *texts)
{
    size_t longest = 0;

    for (size_t i = 0; i < texts->count; i++)
        if (clg_texts_length(texts, i) > longest)
            longest = clg_texts_length(texts, i);
    return longest;
}

static size_t column_room(const clg_column *column)
{
    if (column->levels != NULL) /* every byte a quote, and two around */
        return 2 * longest_text(column->levels) + 2;
    return CLG_NUMBER_TEXT_SIZE + STATUS_ROOM;
}

static size_t row_room(const clg_table *table)
{
    size_t room = 1;

    for (size_t c = 0; c < table->column_count; c++)
        room += column_room(&table->columns[c]) + 1;
    return room;
}

/* ---- blocks ---- */

typedef struct blocks {
    const clg_table *table;
    char *room;        /* BATCH blocks */
    size_t block_room; /* bytes of one */
    size_t rows;       /* of one; the last may have fewer */
    size_t used[BATCH];
} blocks;

/* Long texts make rows long: fewer of them to a block then. */
static clg_status blocks_new(blocks *b, clg_error *err)
{
    size_t room = row_room(b->table), limit = (size_t)1 << 21;

    b->rows = room * BLOCK_ROWS <= limit ? BLOCK_ROWS : limit / room + 1;
    b->block_room = b->rows * room;
    b->room = clg_array_new(BATCH, b->block_room, err);
    return b->room != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

static void format_block(blocks *b, size_t block, size_t slot)
{
    size_t first = block * b->rows, left = b->table->row_count - first;
    size_t end = first + (left < b->rows ? left : b->rows);
    char *start = b->room + slot * b->block_room, *at = start;

    for (size_t row = first; row < end; row++)
        at = put_row(at, b->table, row);
    b->used[slot] = (size_t)(at - start);
}

static int threads_of(const clg_csv_options *options)
{
#ifdef _OPENMP
    return options->threads > 0 ? options->threads : omp_get_max_threads();
#else
    (void)options;
    return 1;
#endif
}

/* Failed writes are seen when the output is committed; only time would be lost. */
static void write_rows(blocks *b, const clg_csv_options *options, FILE *stream)
{
    size_t rows = b->table->row_count,
           block_count = rows == 0 ? 0 : (rows - 1) / b->rows + 1;
    int threads = threads_of(options);

    (void)threads; /* without OpenMP */
    for (size_t first = 0; first < block_count && !ferror(stream); first += BATCH) {
        size_t left = block_count - first, count = left < BATCH ? left : BATCH;

#pragma omp parallel for num_threads(threads) schedule(dynamic) if (count > 1)
        for (size_t slot = 0; slot < count; slot++)
            format_block(b, first + slot, slot);
        for (size_t slot = 0; slot < count; slot++)
            fwrite(b->room + slot * b->block_room, 1, b->used[slot], stream);
    }
}

static clg_status write_header(const clg_table *table, FILE *stream, clg_error *err)
{
    for (size_t c = 0; c < table->column_count; c++) {
        const clg_column *column = &table->columns[c];
        char *line = clg_array_new(4 * strlen(column->name) + 16, 1, err), *at = line;

        if (line == NULL)
            return CLG_ERROR_MEMORY;
        if (c > 0)
            *at++ = ',';
        at = put_name(at, column->name);
        if (column->type == CLG_COLUMN_MEASURE) {
            *at++ = ',';
            at = put_name(at, column->name);
            memcpy(at, "_status", 7);
            at += 7;
        }
        fwrite(line, 1, (size_t)(at - line), stream);
        clg_free(line);
    }
    fputc('\n', stream);
    return CLG_OK;
}

clg_status clg_table_write_csv(const clg_table *table, const char *path,
                               const clg_csv_options *options, clg_error *err)
{
    const clg_csv_options *how = options != NULL ? options : &default_options;
    blocks b = {.table = table};
    clg_output output;
    clg_status status = clg_output_open(path, &output, err);

    if (status != CLG_OK)
        return status;
    if (how->is_private && output.temporary != NULL &&
        fchmod(fileno(output.stream), S_IRUSR | S_IWUSR) != 0)
        status = clg_fail(err, CLG_ERROR_IO, "cannot make %s private", path);
    if (status == CLG_OK)
        status = write_header(table, output.stream, err);
    if (status == CLG_OK)
        status = blocks_new(&b, err);
    if (status == CLG_OK) {
        write_rows(&b, how, output.stream);
        status = clg_output_commit(&output, err);
    }
    clg_free(b.room);
    clg_output_discard(&output);
    return status;
}
