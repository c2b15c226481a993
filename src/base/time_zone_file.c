/* Zones from files in TZif format (RFC 8536): a block of 32-bit data for old
 * readers, which is skipped, then the same in 64 bits, then a line with a rule. */
#include "base/time_zone_file.h"

#include "base/fail.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_SIZE = 44, LARGEST_FILE = 1 << 18 };

/* The six counts of a header. */
typedef struct block {
    size_t utc_count, standard_count, leap_count, change_count, type_count, name_size;
} block;

static size_t count_at(const unsigned char *bytes)
{
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 |
           bytes[3];
}

static int64_t seconds_at(const unsigned char *bytes)
{
    uint64_t value = (uint64_t)count_at(bytes) << 32 | count_at(bytes + 4);

    return (int64_t)value;
}

static bool read_header(const unsigned char *bytes, size_t size, block *header)
{
    if (size < HEADER_SIZE || memcmp(bytes, "TZif", 4) != 0 || bytes[4] < '2')
        return false;
    header->utc_count = count_at(bytes + 20);
    header->standard_count = count_at(bytes + 24);
    header->leap_count = count_at(bytes + 28);
    header->change_count = count_at(bytes + 32);
    header->type_count = count_at(bytes + 36);
    header->name_size = count_at(bytes + 40);
    return header->utc_count < LARGEST_FILE && header->standard_count < LARGEST_FILE &&
           header->leap_count < LARGEST_FILE && header->change_count < LARGEST_FILE &&
           header->type_count <= 256 && header->name_size < LARGEST_FILE;
}

static size_t block_size(const block *header, size_t time_size)
{
    return header->change_count * (time_size + 1) + header->type_count * 6 +
           header->name_size + header->leap_count * (time_size + 4) +
           header->standard_count + header->utc_count;
}

static bool read_offset(const unsigned char *types, size_t type_count, size_t type,
                        int32_t *offset)
{
    if (type >= type_count)
        return false;
    *offset = (int32_t)(uint32_t)count_at(types + 6 * type);
    return *offset >= -25 * 3600 && *offset <= 26 * 3600;
}

static bool read_changes(const unsigned char *data, const block *header, clg_zone *zone)
{
    const unsigned char *type = data + 8 * header->change_count;
    const unsigned char *types = type + header->change_count;

    if (!read_offset(types, header->type_count, 0, &zone->first_offset))
        return false;
    for (size_t i = 0; i < header->change_count; i++) {
        zone->changes[i].at = seconds_at(data + 8 * i);
        if (i > 0 && zone->changes[i].at <= zone->changes[i - 1].at)
            return false;
        if (!read_offset(types, header->type_count, type[i], &zone->changes[i].offset))
            return false;
    }
    zone->change_count = header->change_count;
    return true;
}

/* "\n" rule "\n"; an empty rule says that the last offset stays. */
static bool read_footer(const unsigned char *bytes, size_t size, clg_zone *zone)
{
    const unsigned char *end;

    if (size < 2 || bytes[0] != '\n')
        return false;
    end = memchr(bytes + 1, '\n', size - 1);
    if (end == NULL)
        return false;
    zone->has_footer = end > bytes + 1;
    return !zone->has_footer ||
           clg_zone_footer_parse((const char *)bytes + 1, (size_t)(end - bytes - 1),
                                 &zone->footer);
}

static clg_status fail_damaged(clg_error *err)
{
    return clg_fail(err, CLG_ERROR_PARSE,
                    "not a time zone file (TZif, version 2 or above)");
}

clg_status clg_zone_file_parse(const unsigned char *bytes, size_t size, clg_zone *zone,
                               clg_error *err)
{
    block header;
    size_t skipped, length;

    if (!read_header(bytes, size, &header))
        return fail_damaged(err);
    skipped = HEADER_SIZE + block_size(&header, 4);
    if (skipped > size || !read_header(bytes + skipped, size - skipped, &header))
        return fail_damaged(err);
    bytes += skipped + HEADER_SIZE;
    size -= skipped + HEADER_SIZE;
    length = block_size(&header, 8);
    if (length > size)
        return fail_damaged(err);
    if (header.leap_count > 0)
        return clg_fail(err, CLG_ERROR_PARSE, "the zone counts leap seconds");

    zone->changes = clg_array_new(header.change_count, sizeof *zone->changes, err);
    if (zone->changes == NULL)
        return CLG_ERROR_MEMORY;
    if (!read_changes(bytes, &header, zone) ||
        !read_footer(bytes + length, size - length, zone))
        return fail_damaged(err);
    return CLG_OK;
}

static bool name_is_sound(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL &&
           strlen(name) < 128 &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789_+-/") == strlen(name);
}

static clg_status fail_unknown(const char *name, clg_error *err)
{
    clg_status status =
        clg_fail(err, CLG_ERROR_ARGUMENT,
                 "expected a time zone such as Europe/Berlin, found '%s'", name);

    clg_hint(err, "the names are those of the tz database, in /usr/share/zoneinfo");
    return status;
}

/* The whole file, or no more than LARGEST_FILE of it. */
static clg_status read_file(const char *path, const char *name, unsigned char *bytes,
                            size_t *size, clg_error *err)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL && (errno == ENOENT || errno == ENOTDIR))
        return fail_unknown(name, err);
    if (file == NULL)
        return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "cannot read: %s",
                           strerror(errno));
    *size = fread(bytes, 1, LARGEST_FILE, file);
    fclose(file);
    return *size > 0 ? CLG_OK : fail_unknown(name, err); /* a folder reads as nothing */
}

static clg_status load(clg_zone *zone, clg_error *err)
{
    const char *folder = getenv("TZDIR");
    unsigned char *bytes = NULL;
    char path[256]; /* as a clg_error has */
    size_t size = 0;
    clg_status status = CLG_ERROR_MEMORY;
    int length =
        snprintf(path, sizeof path, "%s/%s",
                 folder != NULL && folder[0] != '\0' ? folder : "/usr/share/zoneinfo",
                 zone->name);

    if (length < 0 || (size_t)length >= sizeof path)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "TZDIR is too long a path");
    bytes = clg_array_new(LARGEST_FILE, 1, err);
    if (bytes == NULL)
        return status;
    status = read_file(path, zone->name, bytes, &size, err);
    if (status == CLG_OK)
        status = clg_zone_file_parse(bytes, size, zone, err);
    if (status == CLG_ERROR_PARSE && err != NULL) /* say which file is damaged */
        snprintf(err->path, sizeof err->path, "%s", path);
    clg_free(bytes);
    return status;
}

static bool is_utc(const char *name)
{
    return strcmp(name, "UTC") == 0 || strcmp(name, "Etc/UTC") == 0;
}

clg_status clg_zone_open(const char *name, clg_zone **out, clg_error *err)
{
    clg_zone *zone = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    *out = NULL;
    if (!name_is_sound(name))
        return fail_unknown(name, err);
    zone = clg_array_new(1, sizeof *zone, err);
    if (zone == NULL)
        goto cleanup;
    zone->name = clg_text_copy(name, strlen(name), err);
    if (zone->name == NULL)
        goto cleanup;

    status = is_utc(name) ? CLG_OK : load(zone, err);
    if (status != CLG_OK)
        goto cleanup;
    *out = zone;
    zone = NULL; /* now the caller's */

cleanup:
    clg_zone_free(zone);
    return status;
}
