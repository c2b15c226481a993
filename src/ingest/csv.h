/* CSV records: where they begin and end, what their fields hold, and where in the
 * file a field stands.
 *
 * A scanner walks over the text from one record to the next by looking for quotes
 * and line ends only; a reader hands each record to libcsv, which splits and
 * unquotes it. Both follow the rules of libcsv's strict mode:
 *
 * - LF, CR and CRLF end a record outside quotes; lines without any field (empty or
 *   only blanks) are skipped.
 * - A field is quoted if its first byte that is not a blank is a quote. Inside it a
 *   doubled quote stands for one; delimiters and line ends are text. Blanks around
 *   the quotes are dropped, and so are those around an unquoted field.
 * - Any other quote is misplaced. The record is bad as a whole and ends at the next
 *   line end after the byte at which the rule was broken.
 *
 * Blanks are space and tab, less the delimiter. Since the state between two records
 * is always the same, a text can be cut at any record's end and the parts read in
 * parallel with the same result. */
#ifndef CLG_INGEST_CSV_H
#define CLG_INGEST_CSV_H

#include "collegium/error.h"

#include <stdbool.h>

typedef enum clg_csv_trouble {
    CLG_CSV_SOUND,
    CLG_CSV_STRAY_QUOTE, /* a quote inside a field that does not begin with one */
    CLG_CSV_AFTER_QUOTE, /* text between a closing quote and the field's end */
    CLG_CSV_UNCLOSED     /* the text ends inside a quoted field */
} clg_csv_trouble;

/* A record's bytes are [begin, end), without its line end; the scan goes on at next. */
typedef struct clg_csv_record {
    size_t begin, end, next;
    clg_csv_trouble trouble;
    size_t
        wrong_at; /* the byte that breaks the rules; of an unclosed field, its quote */
} clg_csv_record;

typedef struct clg_csv_scanner {
    const char *bytes;
    size_t size, at;
    char delimiter;
    /* Next quote, CR and LF at or after `at`, or size: found once, used often. */
    size_t quote, cr, lf;
} clg_csv_scanner;

/* Scans bytes[begin .. size). */
clg_csv_scanner clg_csv_scan(const char *bytes, size_t begin, size_t size,
                             char delimiter);
/* The next record, blank lines skipped; false at the end. O(length). */
bool clg_csv_scanner_next(clg_csv_scanner *scanner, clg_csv_record *record);

/* Cuts bytes[begin .. size) into parts of about part_size bytes, each ending at a
 * record's end: part i is [cuts[i], cuts[i + 1]). *cuts has *part_count + 1 elements
 * and is freed with clg_free. CLG_ERROR_MEMORY; CLG_ERROR_PARSE (at name, line and
 * column of the opening quote) if the text ends inside a quoted field. */
clg_status clg_csv_split(const char *bytes, size_t begin, size_t size, char delimiter,
                         size_t part_size, const char *name, size_t **cuts,
                         size_t *part_count, clg_error *err) CLG_NODISCARD;

/* Physical line and byte column, from 1, of an offset; CRLF is one line end. O(offset).
 * The second form goes on from a place known before: *line and *line_begin are those
 * of an earlier offset (start with 1 and 0). */
void clg_csv_locate(const char *bytes, size_t offset, uint64_t *line, uint64_t *column);
uint64_t clg_csv_locate_on(const char *bytes, size_t from, size_t offset,
                           uint64_t *line, size_t *line_begin);

/* Offset at which field number `field` (from 0) of a sound record begins: its opening
 * quote or its first byte that is not a blank. */
size_t clg_csv_field_offset(const char *bytes, const clg_csv_record *record,
                            char delimiter, size_t field);

/* What is wrong with such a record, as a sentence. */
const char *clg_csv_explain(clg_csv_trouble trouble);

/* The fields of one record: field i is bytes + first[i], ended by NUL, of length
 * first[i + 1] - first[i] - 1. Valid until the next record is parsed. */
typedef struct clg_csv_fields {
    size_t count;
    size_t *first;
    char *bytes;
    size_t first_room, bytes_room;
} clg_csv_fields;

typedef struct clg_csv_reader clg_csv_reader;

clg_status clg_csv_reader_new(char delimiter, clg_csv_reader **out,
                              clg_error *err) CLG_NODISCARD;
void clg_csv_reader_free(clg_csv_reader *reader);

/* Splits and unquotes one sound record of `bytes`; *fields is the reader's.
 * CLG_ERROR_MEMORY. */
clg_status clg_csv_reader_parse(clg_csv_reader *reader, const char *bytes,
                                const clg_csv_record *record,
                                const clg_csv_fields **fields,
                                clg_error *err) CLG_NODISCARD;

static inline const char *clg_csv_field(const clg_csv_fields *fields, size_t index)
{
    return fields->bytes + fields->first[index];
}

static inline size_t clg_csv_field_length(const clg_csv_fields *fields, size_t index)
{
    return fields->first[index + 1] - fields->first[index] - 1;
}

#endif
