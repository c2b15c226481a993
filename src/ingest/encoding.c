#include "ingest/encoding.h"

#include "ingest/csv.h"

#include "base/fail.h"

#include <string.h>

enum { SAMPLE = 4096 };

static bool begins_with(const char *bytes, size_t size, const char *mark, size_t length)
{
    return size >= length && memcmp(bytes, mark, length) == 0;
}

/* UTF-16 of mostly ASCII text: every other byte is NUL, always on the same side. */
static bool looks_like_utf16(const char *bytes, size_t size)
{
    size_t sample = size < SAMPLE ? size : SAMPLE, zeros[2] = {0, 0};

    for (size_t at = 0; at < sample; at++)
        zeros[at % 2] += bytes[at] == '\0';
    return (zeros[0] == 0 || zeros[1] == 0) && (zeros[0] + zeros[1]) * 4 > sample;
}

/* Length of the sound UTF-8 sequence at `at`, 0 if there is none (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char first = at[0], least = 0x80, most = 0xBF;
    size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    if (first < 0xC2 || first > 0xF4 || left < length)
        return 0;
    if (first == 0xE0)
        least = 0xA0;
    else if (first == 0xF0)
        least = 0x90;
    else if (first == 0xED)
        most = 0x9F;
    else if (first == 0xF4)
        most = 0x8F;
    if (at[1] < least || at[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xBF)
            return 0;
    return length;
}

/* Offset of the first byte that is not UTF-8; size if there is none. */
static size_t find_bad_byte(const char *bytes, size_t size)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t at = 0;

    while (at < size) {
        uint64_t eight = 0;
        size_t length = 1;

        if (size - at >= sizeof eight) {
            memcpy(&eight, text + at, sizeof eight);
            if ((eight & 0x8080808080808080u) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        if (text[at] >= 0x80)
            length = sequence_length(text + at, size - at);
        if (length == 0)
            return at;
        at += length;
    }
    return size;
}

clg_status clg_encoding_check(const char *bytes, size_t size, const char *name,
                              size_t *begin, clg_error *err)
{
    const char *zero;
    uint64_t line, column;
    size_t bad;

    *begin = 0;
    if (size == 0)
        return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                           "the file is empty, expected a header row");
    if (begins_with(bytes, size, "\xFF\xFE", 2) ||
        begins_with(bytes, size, "\xFE\xFF", 2) || looks_like_utf16(bytes, size))
        return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                           "this is UTF-16 text, expected UTF-8; convert it, for "
                           "example with iconv");
    zero = memchr(bytes, 0, size);
    if (zero != NULL)
        return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                           "this is not a text file (byte 0x00 at offset %zu)",
                           (size_t)(zero - bytes));
    bad = find_bad_byte(bytes, size);
    if (bad < size) {
        clg_csv_locate(bytes, bad, &line, &column);
        return clg_fail_at(err, CLG_ERROR_PARSE, name, line, column,
                           "not UTF-8 text: byte 0x%02X", (unsigned char)bytes[bad]);
    }
    if (begins_with(bytes, size, "\xEF\xBB\xBF", 3))
        *begin = 3;
    return CLG_OK;
}
