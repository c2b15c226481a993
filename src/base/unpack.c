#include "base/unpack.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* What is unpacked so far. */
typedef struct content {
    char *bytes;
    size_t size, room;
} content;

enum { GZIP_WINDOW = 15 + 16, SMALLEST_ROOM = 1 << 16, LARGEST_STEP = 1 << 30 };

clg_packing clg_packing_of(const unsigned char *bytes, size_t size)
{
    if (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        return CLG_PACKING_GZIP;
    if (size >= 4 && memcmp(bytes, "\x28\xb5\x2f\xfd", 4) == 0)
        return CLG_PACKING_ZSTD;
    return CLG_PACKING_NONE;
}

static clg_status fail_cut(const char *name, const char *format, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                       "the %s stream ends early (the file is cut short)", format);
}

static clg_status fail_damaged(const char *name, const char *format, const char *why,
                               clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0, "the %s stream is damaged: %s",
                       format, why);
}

/* Text packs about one to five; the room doubles when that is too little. */
static clg_status start(content *out, size_t packed_size, clg_error *err)
{
    size_t guess = packed_size < SIZE_MAX / 8 ? packed_size * 4 : packed_size;

    return clg_array_reserve(&out->bytes, &out->room,
                             guess > SMALLEST_ROOM ? guess : SMALLEST_ROOM, 1, err);
}

static uInt step_of(size_t size)
{
    return (uInt)(size < LARGEST_STEP ? size : LARGEST_STEP);
}

/* One call of inflate with as much room as there is; counts are of uInt in zlib. */
static clg_status inflate_some(z_stream *stream, const unsigned char *end, content *out,
                               int *code, clg_error *err)
{
    uInt room;
    clg_status status =
        clg_array_reserve(&out->bytes, &out->room, out->size + 1, 1, err);

    if (status != CLG_OK)
        return status;
    room = step_of(out->room - out->size);
    stream->avail_in = step_of((size_t)(end - stream->next_in));
    stream->next_out = (unsigned char *)out->bytes + out->size;
    stream->avail_out = room;
    *code = inflate(stream, Z_NO_FLUSH);
    out->size += room - stream->avail_out;
    return CLG_OK;
}

/* Behind a member comes another one, or the end; zeros may pad it (RFC 1952 and the
 * practice of tape and block writers). */
static bool is_padding(const unsigned char *at, const unsigned char *end)
{
    while (at < end && *at == 0)
        at++;
    return at == end;
}

static clg_status inflate_all(z_stream *stream, const unsigned char *end,
                              const char *name, content *out, clg_error *err)
{
    int code = Z_OK;

    while (code != Z_STREAM_END || !is_padding(stream->next_in, end)) {
        bool had_input = stream->next_in < end;
        clg_status status;

        if (code == Z_STREAM_END && inflateReset(stream) != Z_OK)
            return fail_damaged(name, "gzip", "it cannot be started again", err);
        status = inflate_some(stream, end, out, &code, err);
        if (status != CLG_OK)
            return status;
        if (code == Z_MEM_ERROR)
            return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate for gzip");
        if (code == Z_BUF_ERROR && !had_input)
            return fail_cut(name, "gzip", err);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return fail_damaged(
                name, "gzip", stream->msg != NULL ? stream->msg : "unknown error", err);
    }
    return CLG_OK;
}

static clg_status unpack_gzip(const unsigned char *bytes, size_t size, const char *name,
                              content *out, clg_error *err)
{
    z_stream stream = {.next_in = (z_const Bytef *)bytes};
    clg_status status;

    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate for gzip");
    status = inflate_all(&stream, bytes + size, name, out, err);
    inflateEnd(&stream);
    return status;
}

static clg_status decompress_all(ZSTD_DStream *stream, ZSTD_inBuffer *input,
                                 const char *name, content *out, clg_error *err)
{
    size_t left = 1; /* 0 when a frame is complete */

    while (input->pos < input->size || left != 0) {
        ZSTD_outBuffer output;
        size_t taken = input->pos;
        clg_status status =
            clg_array_reserve(&out->bytes, &out->room, out->size + 1, 1, err);

        if (status != CLG_OK)
            return status;
        output = (ZSTD_outBuffer){out->bytes, out->room, out->size};
        left = ZSTD_decompressStream(stream, &output, input);
        if (ZSTD_isError(left))
            return fail_damaged(name, "zstd", ZSTD_getErrorName(left), err);
        if (left != 0 && input->pos == taken && output.pos == out->size)
            return fail_cut(name, "zstd", err);
        out->size = output.pos;
    }
    return CLG_OK;
}

static clg_status unpack_zstd(const unsigned char *bytes, size_t size, const char *name,
                              content *out, clg_error *err)
{
    ZSTD_inBuffer input = {bytes, size, 0};
    ZSTD_DStream *stream = ZSTD_createDStream();
    clg_status status;

    if (stream == NULL)
        return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate for zstd");
    status = decompress_all(stream, &input, name, out, err);
    ZSTD_freeDStream(stream);
    return status;
}

clg_status clg_unpack(clg_packing packing, const unsigned char *bytes, size_t size,
                      const char *name, char **out, size_t *out_size, clg_error *err)
{
    content unpacked = {NULL, 0, 0};
    clg_status status = start(&unpacked, size, err);

    *out = NULL;
    *out_size = 0;
    if (status == CLG_OK)
        status = packing == CLG_PACKING_GZIP
                     ? unpack_gzip(bytes, size, name, &unpacked, err)
                     : unpack_zstd(bytes, size, name, &unpacked, err);
    if (status != CLG_OK) {
        clg_free(unpacked.bytes);
        return status;
    }
    *out = unpacked.bytes;
    *out_size = unpacked.size;
    return CLG_OK;
}
