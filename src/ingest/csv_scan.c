/* Record ends without parsing: from quote to quote and from line end to line end by
 * memchr, with the byte rules of libcsv's strict mode only around quotes. */
#include "ingest/csv.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

enum { QUOTE = '"' };

static size_t find(const char *bytes, size_t from, size_t size, char wanted)
{
    const char *hit = from < size ? memchr(bytes + from, wanted, size - from) : NULL;

    return hit != NULL ? (size_t)(hit - bytes) : size;
}

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

clg_csv_scanner clg_csv_scan(const char *bytes, size_t begin, size_t size,
                             char delimiter)
{
    clg_csv_scanner scanner = {bytes, size, begin, delimiter, 0, 0, 0};

    scanner.quote = find(bytes, begin, size, QUOTE);
    scanner.cr = find(bytes, begin, size, '\r');
    scanner.lf = find(bytes, begin, size, '\n');
    return scanner;
}

static void advance(clg_csv_scanner *scanner, size_t to)
{
    scanner->at = to;
    if (scanner->quote < to)
        scanner->quote = find(scanner->bytes, to, scanner->size, QUOTE);
    if (scanner->cr < to)
        scanner->cr = find(scanner->bytes, to, scanner->size, '\r');
    if (scanner->lf < to)
        scanner->lf = find(scanner->bytes, to, scanner->size, '\n');
}

static size_t line_end(const clg_csv_scanner *scanner)
{
    return scanner->cr < scanner->lf ? scanner->cr : scanner->lf;
}

/* A quote opens a field if only blanks stand between it and the field's start. */
static bool opens_field(const char *bytes, size_t floor, size_t quote, char delimiter)
{
    size_t at = quote;

    while (at > floor && is_blank(bytes[at - 1], delimiter))
        at--;
    return at == floor || bytes[at - 1] == delimiter || is_line_end(bytes[at - 1]);
}

/* From an opening quote to the byte after the field: a delimiter, a line end or the
 * end of the text, or else a byte that should not be there. */
static clg_csv_trouble skip_quoted(const char *bytes, size_t size, char delimiter,
                                   size_t *at)
{
    size_t quote = find(bytes, *at + 1, size, QUOTE);

    while (quote + 1 < size && bytes[quote + 1] == QUOTE)
        quote = find(bytes, quote + 2, size, QUOTE);
    *at = quote;
    if (quote == size)
        return CLG_CSV_UNCLOSED;
    ++*at;
    while (*at < size && is_blank(bytes[*at], delimiter))
        ++*at;
    if (*at < size && bytes[*at] != delimiter && !is_line_end(bytes[*at]))
        return CLG_CSV_AFTER_QUOTE;
    return CLG_CSV_SOUND;
}

/* Leaves the scanner at the record's line end. */
static void find_end(clg_csv_scanner *scanner, clg_csv_record *record)
{
    while (scanner->quote < line_end(scanner)) {
        size_t quote = scanner->quote, at = quote;
        clg_csv_trouble trouble = CLG_CSV_STRAY_QUOTE;

        if (opens_field(scanner->bytes, record->begin, quote, scanner->delimiter))
            trouble =
                skip_quoted(scanner->bytes, scanner->size, scanner->delimiter, &at);
        advance(scanner, at);
        if (trouble != CLG_CSV_SOUND) {
            record->trouble = trouble;
            record->wrong_at = trouble == CLG_CSV_UNCLOSED ? quote : at;
            break;
        }
    }
    advance(scanner, line_end(scanner));
}

static bool holds_only_blanks(const clg_csv_scanner *scanner,
                              const clg_csv_record *record)
{
    size_t at = record->begin;

    while (at < record->end && is_blank(scanner->bytes[at], scanner->delimiter))
        at++;
    return at == record->end;
}

bool clg_csv_scanner_next(clg_csv_scanner *scanner, clg_csv_record *record)
{
    while (scanner->at < scanner->size) {
        *record = (clg_csv_record){.begin = scanner->at};
        find_end(scanner, record);
        record->end = scanner->at;
        record->next = record->end < scanner->size ? record->end + 1 : record->end;
        advance(scanner, record->next);
        if (!holds_only_blanks(scanner, record))
            return true;
    }
    return false;
}

/* Moves the scanner on to the first record that begins at or after target. Up to the
 * next quote any line end ends a record, so those far from the target are not looked
 * at one by one. */
static clg_status seek(clg_csv_scanner *scanner, size_t target, const char *name,
                       clg_error *err)
{
    uint64_t line, column;

    while (scanner->at < target && scanner->at < scanner->size) {
        clg_csv_record record = {.begin = scanner->at};
        size_t near = scanner->quote < target ? scanner->quote : target;

        if (near > scanner->at + 1)
            advance(scanner, near - 1);
        find_end(scanner, &record);
        if (record.trouble == CLG_CSV_UNCLOSED) {
            clg_csv_locate(scanner->bytes, record.wrong_at, &line, &column);
            return clg_fail_at(err, CLG_ERROR_PARSE, name, line, column, "%s",
                               clg_csv_explain(record.trouble));
        }
        if (scanner->at < scanner->size)
            advance(scanner, scanner->at + 1);
    }
    return CLG_OK;
}

clg_status clg_csv_split(const char *bytes, size_t begin, size_t size, char delimiter,
                         size_t part_size, const char *name, size_t **cuts,
                         size_t *part_count, clg_error *err)
{
    clg_csv_scanner scanner = clg_csv_scan(bytes, begin, size, delimiter);
    size_t room = 0, count = 0, *list = NULL;
    clg_status status;

    *cuts = NULL;
    *part_count = 0;
    status = clg_array_reserve(&list, &room, 1, sizeof *list, err);
    if (status != CLG_OK)
        return status;
    list[0] = begin;
    while (scanner.at < size) {
        size_t target = part_size < size - scanner.at ? scanner.at + part_size : size;

        status = seek(&scanner, target, name, err);
        if (status == CLG_OK)
            status = clg_array_reserve(&list, &room, count + 2, sizeof *list, err);
        if (status != CLG_OK) {
            clg_free(list);
            return status;
        }
        list[++count] = scanner.at;
    }
    *cuts = list;
    *part_count = count;
    return CLG_OK;
}

/* Without branches and dependences, so that compilers make vectors of it. */
static uint64_t line_ends(const char *bytes, size_t from, size_t to)
{
    uint64_t ends = 0;

    for (size_t at = from; at + 1 < to; at++)
        ends += (bytes[at] == '\n') | ((bytes[at] == '\r') & (bytes[at + 1] != '\n'));
    return ends + (to > from && (bytes[to - 1] == '\n' || bytes[to - 1] == '\r'));
}

uint64_t clg_csv_locate_on(const char *bytes, size_t from, size_t offset,
                           uint64_t *line, size_t *line_begin)
{
    uint64_t ends = line_ends(bytes, from, offset);

    if (ends > 0) {
        *line += ends;
        *line_begin = offset;
        while (bytes[*line_begin - 1] != '\n' && bytes[*line_begin - 1] != '\r')
            --*line_begin;
    }
    return offset - *line_begin + 1;
}

void clg_csv_locate(const char *bytes, size_t offset, uint64_t *line, uint64_t *column)
{
    size_t line_begin = 0;

    *line = 1;
    *column = clg_csv_locate_on(bytes, 0, offset, line, &line_begin);
}

size_t clg_csv_field_offset(const char *bytes, const clg_csv_record *record,
                            char delimiter, size_t field)
{
    size_t at = record->begin;

    for (;; field--) {
        while (at < record->end && is_blank(bytes[at], delimiter))
            at++;
        if (field == 0 || at == record->end)
            return at;
        if (bytes[at] == QUOTE)
            (void)skip_quoted(bytes, record->end, delimiter, &at);
        at = find(bytes, at, record->end, delimiter);
        if (at < record->end)
            at++;
    }
}

const char *clg_csv_explain(clg_csv_trouble trouble)
{
    switch (trouble) {
    case CLG_CSV_SOUND: return "";
    case CLG_CSV_STRAY_QUOTE:
        return "misplaced quote: a field that holds quotes must be quoted as a whole "
               "and its quotes doubled";
    case CLG_CSV_AFTER_QUOTE:
        return "misplaced quote: after a closing quote, a delimiter or the end of the "
               "line was expected";
    case CLG_CSV_UNCLOSED: return "the quoted field that opens here is never closed";
    }
    return "";
}
