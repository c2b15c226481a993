/* Records of any bytes: they cover the text in order, parse when found sound, and do
 * not depend on where the text is cut. The first byte chooses delimiter and cut. */
#include "fuzz.h"

#include "ingest/csv.h"
#include "ingest/encoding.h"

#include "base/memory.h"

#include <stdlib.h>

static size_t read_part(const char *bytes, size_t begin, size_t end, char delimiter)
{
    clg_csv_scanner scanner = clg_csv_scan(bytes, begin, end, delimiter);
    clg_csv_record record;
    clg_csv_reader *reader = NULL;
    const clg_csv_fields *fields = NULL;
    size_t sum = 0, at = begin;

    if (clg_csv_reader_new(delimiter, &reader, NULL) != CLG_OK)
        abort();
    while (clg_csv_scanner_next(&scanner, &record)) {
        if (record.begin < at || record.end < record.begin || record.next > end)
            abort();
        at = record.next;
        sum += record.end - record.begin;
        if (record.trouble != CLG_CSV_SOUND)
            continue;
        if (clg_csv_reader_parse(reader, bytes, &record, &fields, NULL) != CLG_OK)
            abort();
        for (size_t i = 0; i < fields->count; i++)
            sum += clg_csv_field_length(fields, i) * (i + 1) +
                   clg_csv_field_offset(bytes, &record, delimiter, i) - record.begin;
    }
    clg_csv_reader_free(reader);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {',', '\t', ';'};
    const char *bytes = (const char *)data + 1;
    size_t *cuts = NULL, count = 0, begin = 0, sum = 0;
    char delimiter;

    if (size < 2)
        return 0;
    size--;
    delimiter = delimiters[data[0] % 3];
    (void)!clg_encoding_check(bytes, size, "", &begin, NULL);
    if (clg_csv_split(bytes, 0, size, delimiter, 1 + data[0] / 3, "", &cuts, &count,
                      NULL) != CLG_OK)
        return 0;
    for (size_t i = 0; i < count; i++)
        sum += read_part(bytes, cuts[i], cuts[i + 1], delimiter);
    clg_free(cuts);
    if (sum != read_part(bytes, 0, size, delimiter))
        abort();
    return 0;
}
