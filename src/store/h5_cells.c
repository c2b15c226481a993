/* Numeric datasets. Deflate takes far longer than the disk, and HDF5 would run it on
 * one thread. So the filters are applied here, on many chunks at once, just as HDF5
 * applies them (shuffle, deflate 4, Fletcher-32), and the finished chunks are handed
 * over one by one. Readers see no difference. */
#include "store/h5.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"

#include <string.h>
#include <zlib.h>

enum { DEFLATE_LEVEL = 4, BATCH = 32, CHECKSUM_SIZE = 4 };

/* Bytes of equal significance side by side: they resemble each other. */
static void shuffle(const unsigned char *cells, size_t size, size_t count,
                    unsigned char *out)
{
    for (size_t byte = 0; byte < size; byte++)
        for (size_t i = 0; i < count; i++)
            *out++ = cells[i * size + byte];
}

/* Fletcher-32 over big-endian 16-bit words, as H5_checksum_fletcher32 counts it. Its
 * 360 words are the most that cannot overflow between two reductions. */
static uint32_t fletcher32(const unsigned char *bytes, size_t size)
{
    uint32_t sum1 = 0, sum2 = 0;
    size_t words = size / 2;

    while (words > 0) {
        size_t run = words < 360 ? words : 360;

        words -= run;
        for (; run > 0; run--, bytes += 2) {
            sum1 += (uint32_t)bytes[0] << 8 | bytes[1];
            sum2 += sum1;
        }
        sum1 = (sum1 & 0xffff) + (sum1 >> 16);
        sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    if (size % 2 != 0) {
        sum1 += (uint32_t)*bytes << 8;
        sum2 += sum1;
        sum1 = (sum1 & 0xffff) + (sum1 >> 16);
        sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    sum1 = (sum1 & 0xffff) + (sum1 >> 16);
    sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    return sum2 << 16 | sum1;
}

/* The room of one chunk in work, and what came of it. */
typedef struct slot {
    unsigned char *plain, *shuffled, *packed;
    size_t packed_size; /* 0: zlib found no memory */
} slot;

/* One column on its way into the file. */
typedef struct column {
    const unsigned char *bytes;
    size_t size, count; /* of one cell; cells */
    size_t chunk_rows, chunk_count;
    unsigned char *room; /* all slots' */
    slot slots[BATCH];
} column;

static size_t packed_room(const column *c)
{
    return compressBound((uLong)(c->chunk_rows * c->size)) + CHECKSUM_SIZE;
}

static clg_status slots_new(column *c, clg_error *err)
{
    size_t slot_count = c->chunk_count < BATCH ? c->chunk_count : BATCH;
    size_t chunk_size = c->chunk_rows * c->size;
    size_t one = 2 * chunk_size + packed_room(c);

    c->room = clg_array_new(slot_count, one, err);
    if (c->room == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t s = 0; s < slot_count; s++) {
        c->slots[s].plain = c->room + s * one;
        c->slots[s].shuffled = c->slots[s].plain + chunk_size;
        c->slots[s].packed = c->slots[s].shuffled + chunk_size;
    }
    return CLG_OK;
}

/* The last chunk is filled up with zeros: HDF5 stores whole chunks. */
static const unsigned char *chunk_cells(const column *c, size_t chunk, slot *work)
{
    size_t first = chunk * c->chunk_rows, rows = c->count - first;

    if (rows >= c->chunk_rows)
        return c->bytes + first * c->size;
    memset(work->plain, 0, c->chunk_rows * c->size);
    memcpy(work->plain, c->bytes + first * c->size, rows * c->size);
    return work->plain;
}

static void pack(const column *c, size_t chunk, slot *work)
{
    const unsigned char *cells = chunk_cells(c, chunk, work);
    uLong size = (uLong)(c->chunk_rows * c->size);
    uLongf packed_size = (uLongf)(packed_room(c) - CHECKSUM_SIZE);
    uint32_t sum;

    work->packed_size = 0;
    if (c->size > 1) {
        shuffle(cells, c->size, c->chunk_rows, work->shuffled);
        cells = work->shuffled;
    }
    if (compress2(work->packed, &packed_size, cells, size, DEFLATE_LEVEL) != Z_OK)
        return;
    sum = fletcher32(work->packed, packed_size);
    for (size_t byte = 0; byte < CHECKSUM_SIZE; byte++)
        work->packed[packed_size + byte] = (unsigned char)(sum >> (8 * byte));
    work->packed_size = packed_size + CHECKSUM_SIZE;
}

static clg_status write_packed(hid_t dataset, const column *c, size_t first,
                               size_t chunks, const char *name, clg_error *err)
{
    for (size_t s = 0; s < chunks; s++) {
        const slot *done = &c->slots[s];
        const hsize_t offset = (first + s) * c->chunk_rows;

        if (done->packed_size == 0)
            return clg_fail(err, CLG_ERROR_MEMORY, "no memory to compress %s", name);
        if (H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, &offset, done->packed_size,
                           done->packed) < 0)
            return clg_h5_fail(err, "write %s", name);
    }
    return CLG_OK;
}

/* The file's own check gives the reason. */
static bool disk_is_full(const clg_h5_kit *kit)
{
    return kit->sink != NULL && kit->sink->failure != 0;
}

static int threads_of(const clg_h5_kit *kit)
{
#ifdef _OPENMP
    return kit->threads > 0 ? kit->threads : omp_get_max_threads();
#else
    (void)kit;
    return 1;
#endif
}

static clg_status write_column(const clg_h5_kit *kit, hid_t dataset, column *c,
                               const char *name, clg_error *err)
{
    int threads = threads_of(kit);
    clg_status status = slots_new(c, err);

    (void)threads; /* without OpenMP */
    for (size_t first = 0; status == CLG_OK && first < c->chunk_count; first += BATCH) {
        if (disk_is_full(kit))
            break;
        size_t left = c->chunk_count - first;
        size_t chunks = left < BATCH ? left : BATCH;

#pragma omp parallel for num_threads(threads) schedule(dynamic) if (chunks > 1)
        for (size_t s = 0; s < chunks; s++)
            pack(c, first + s, &c->slots[s]);
        status = write_packed(dataset, c, first, chunks, name, err);
    }
    clg_free(c->room);
    return status;
}

/* Numbers lie little-endian in the file; another machine lets HDF5 turn them. */
static bool machine_is_little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;

    memcpy(&first, &one, 1);
    return first == 1;
}

static hid_t dataset_new(const clg_h5_kit *kit, hid_t parent, const char *name,
                         clg_cells cells, size_t count)
{
    const hsize_t extent = count, chunk = count < CLG_H5_CHUNK ? count : CLG_H5_CHUNK;
    hid_t space = H5Screate_simple(1, &extent, NULL);
    hid_t list = H5Pcreate(H5P_DATASET_CREATE), dataset = H5I_INVALID_HID;
    bool ok = space >= 0 && list >= 0 && H5Pset_obj_track_times(list, false) >= 0;

    if (ok && count > 0) /* a chunk can't be larger than a dataset of no rows */
        ok = H5Pset_chunk(list, 1, &chunk) >= 0 && H5Pset_shuffle(list) >= 0 &&
             H5Pset_deflate(list, DEFLATE_LEVEL) >= 0 && H5Pset_fletcher32(list) >= 0;
    if (ok)
        dataset = H5Dcreate2(parent, name, clg_h5_file_type(kit, cells), space,
                             H5P_DEFAULT, list, H5P_DEFAULT);
    clg_h5_close(list);
    clg_h5_close(space);
    return dataset;
}

clg_status clg_h5_write_cells(const clg_h5_kit *kit, hid_t parent, const char *name,
                              clg_cells cells, const void *values, size_t count,
                              hid_t *dataset, clg_error *err)
{
    column c = {.bytes = values, .size = clg_cells_size(cells), .count = count};
    clg_status status = CLG_OK;

    c.chunk_rows = count < CLG_H5_CHUNK ? count : CLG_H5_CHUNK;
    *dataset = dataset_new(kit, parent, name, cells, count);
    if (*dataset < 0)
        return clg_h5_fail(err, "make %s", name);
    if (count > 0 && machine_is_little_endian()) {
        c.chunk_count = (count - 1) / CLG_H5_CHUNK + 1;
        status = write_column(kit, *dataset, &c, name, err);
    } else if (count > 0 && H5Dwrite(*dataset, clg_h5_memory_type(kit, cells), H5S_ALL,
                                     H5S_ALL, H5P_DEFAULT, values) < 0) {
        status = clg_h5_fail(err, "write %s", name);
    }
    if (status != CLG_OK) {
        clg_h5_close(*dataset);
        *dataset = H5I_INVALID_HID;
    }
    return status;
}
