#include "store/h5_driver.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* HDF5 reads its own structures back while it closes a file, so those it could not
 * write must not be lost. */
struct clg_h5_late_write {
    clg_h5_late_write *next;
    haddr_t address;
    size_t size;
    char *bytes;
};

static void keep(clg_h5_sink *file, haddr_t address, size_t size, const void *bytes)
{
    clg_h5_late_write *late = clg_array_new(1, sizeof *late, NULL);

    if (late != NULL)
        late->bytes = clg_text_copy(bytes, size, NULL);
    if (late == NULL || late->bytes == NULL) {
        clg_free(late); /* HDF5 will find out */
        return;
    }
    late->address = address;
    late->size = size;
    *file->late_end = late;
    file->late_end = &late->next;
}

static void overlay(const clg_h5_late_write *late, haddr_t address, size_t size,
                    char *buffer)
{
    haddr_t first = late->address > address ? late->address : address;
    haddr_t late_end = late->address + late->size, end = address + size;

    if (late_end < end)
        end = late_end;
    if (first < end)
        memcpy(buffer + (first - address), late->bytes + (first - late->address),
               end - first);
}

static void forget(clg_h5_sink *file)
{
    clg_h5_late_write *late = file->late;

    while (late != NULL) {
        clg_h5_late_write *next = late->next;

        clg_free(late->bytes);
        clg_free(late);
        late = next;
    }
    file->late = NULL;
    file->late_end = &file->late;
}

/* HDF5 keeps a copy of this and hands it to sink_open. */
typedef struct sink_info {
    clg_h5_sink *sink;
} sink_info;

static H5FD_t *sink_open(const char *name, unsigned flags, hid_t access, haddr_t limit)
{
    const sink_info *info = H5Pget_driver_info(access);

    (void)limit;
    if (info == NULL || (flags & H5F_ACC_TRUNC) == 0)
        return NULL;
    info->sink->descriptor = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (info->sink->descriptor < 0)
        return NULL;
    info->sink->allocated = info->sink->written = 0;
    info->sink->late_end = &info->sink->late;
    return &info->sink->common;
}

static void remember(clg_h5_sink *file, int code)
{
    if (file->failure == 0)
        file->failure = code;
}

static herr_t sink_close(H5FD_t *common)
{
    clg_h5_sink *file = (clg_h5_sink *)common;

    if (close(file->descriptor) != 0) /* NFS reports a full disk here */
        remember(file, errno);
    forget(file);
    return 0;
}

static herr_t sink_query(const H5FD_t *common, unsigned long *flags)
{
    (void)common;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
             H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
             H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

static haddr_t sink_get_eoa(const H5FD_t *common, H5FD_mem_t type)
{
    (void)type;
    return ((const clg_h5_sink *)common)->allocated;
}

static herr_t sink_set_eoa(H5FD_t *common, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((clg_h5_sink *)common)->allocated = address;
    return 0;
}

static haddr_t sink_get_eof(const H5FD_t *common, H5FD_mem_t type)
{
    (void)type;
    return ((const clg_h5_sink *)common)->written;
}

/* What lies beyond the end reads as zeros. */
static herr_t read_stored(const clg_h5_sink *file, haddr_t address, size_t size,
                          char *at)
{
    while (size > 0) {
        ssize_t count = pread(file->descriptor, at, size, (off_t)address);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        if (count == 0) {
            memset(at, 0, size);
            return 0;
        }
        at += count;
        size -= (size_t)count;
        address += (haddr_t)count;
    }
    return 0;
}

static herr_t sink_read(H5FD_t *common, H5FD_mem_t type, hid_t transfer,
                        haddr_t address, size_t size, void *buffer)
{
    const clg_h5_sink *file = (const clg_h5_sink *)common;
    herr_t done = read_stored(file, address, size, buffer);

    (void)type;
    (void)transfer;
    for (const clg_h5_late_write *late = file->late; late != NULL; late = late->next)
        overlay(late, address, size, buffer);
    return done;
}

/* 0, or the reason why not everything was written. */
static int write_through(int descriptor, haddr_t address, size_t size, const char *at)
{
    while (size > 0) {
        ssize_t count = pwrite(descriptor, at, size, (off_t)address);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : ENOSPC;
        at += count;
        size -= (size_t)count;
        address += (haddr_t)count;
    }
    return 0;
}

static herr_t sink_write(H5FD_t *common, H5FD_mem_t type, hid_t transfer,
                         haddr_t address, size_t size, const void *buffer)
{
    clg_h5_sink *file = (clg_h5_sink *)common;

    (void)type;
    (void)transfer;
    if (file->failure == 0)
        file->failure = write_through(file->descriptor, address, size, buffer);
    if (file->failure != 0)
        keep(file, address, size, buffer);
    if (address + size > file->written)
        file->written = address + size;
    return 0;
}

static herr_t sink_truncate(H5FD_t *common, hid_t transfer, hbool_t closing)
{
    clg_h5_sink *file = (clg_h5_sink *)common;

    (void)transfer;
    (void)closing;
    if (file->allocated == file->written)
        return 0;
    if (file->failure == 0 && ftruncate(file->descriptor, (off_t)file->allocated) != 0)
        remember(file, errno);
    file->written = file->allocated;
    return 0;
}

static const H5FD_class_t sink_class = {
#ifdef H5FD_CLASS_VERSION /* HDF5 1.14 */
    .version = H5FD_CLASS_VERSION,
    .value = 400,
#endif
    .name = "collegium",
    .maxaddr = (haddr_t)INT64_MAX,
    .fc_degree = H5F_CLOSE_WEAK,
    .fapl_size = sizeof(sink_info),
    .open = sink_open,
    .close = sink_close,
    .query = sink_query,
    .get_eoa = sink_get_eoa,
    .set_eoa = sink_set_eoa,
    .get_eof = sink_get_eof,
    .read = sink_read,
    .write = sink_write,
    .truncate = sink_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

herr_t clg_h5_use_sink(hid_t access, clg_h5_sink *sink)
{
    const sink_info info = {sink};

    sink->driver = H5FDregister(&sink_class);
    return sink->driver < 0 ? -1 : H5Pset_driver(access, sink->driver, &info);
}

void clg_h5_sink_release(clg_h5_sink *sink)
{
    if (sink->driver > 0)
        H5FDunregister(sink->driver);
    sink->driver = H5I_INVALID_HID;
}
