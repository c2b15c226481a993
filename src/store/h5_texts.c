/* Variable-length texts. HDF5 wants an array of pointers, which is lent in blocks so
 * that a long column needs no second array of its length. HDF5 1.10 refuses
 * checksums on them, and deflate reaches only the references, not the texts. */
#include "store/h5.h"

#include "base/memory.h"

static const char **pointers_new(const clg_texts *texts, size_t first, size_t count,
                                 clg_error *err)
{
    const char **pointers = clg_array_new(count, sizeof *pointers, err);

    for (size_t i = 0; pointers != NULL && i < count; i++)
        pointers[i] = clg_texts_at(texts, first + i);
    return pointers;
}

clg_status clg_h5_put_texts(const clg_h5_kit *kit, hid_t object, const char *name,
                            const clg_texts *values, clg_error *err)
{
    const char **pointers = pointers_new(values, 0, values->count, err);
    const hsize_t extent = values->count;
    hid_t space = H5I_INVALID_HID, attribute = H5I_INVALID_HID;
    clg_status status = CLG_OK;

    if (pointers == NULL)
        return CLG_ERROR_MEMORY;
    space = H5Screate_simple(1, &extent, NULL);
    if (space >= 0)
        attribute =
            H5Acreate2(object, name, kit->text_type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0 ||
        (extent > 0 && H5Awrite(attribute, kit->text_type, pointers) < 0))
        status = clg_h5_fail(err, "write attribute %s", name);
    clg_h5_close(attribute);
    clg_h5_close(space);
    clg_free(pointers);
    return status;
}

static hid_t dataset_new(const clg_h5_kit *kit, hid_t parent, const char *name,
                         hid_t space, size_t count)
{
    hid_t list = H5Pcreate(H5P_DATASET_CREATE), dataset = H5I_INVALID_HID;
    const hsize_t chunk = count < CLG_H5_CHUNK ? count : CLG_H5_CHUNK;
    bool ok = list >= 0 && H5Pset_obj_track_times(list, false) >= 0;

    if (ok && count > 0)
        ok = H5Pset_chunk(list, 1, &chunk) >= 0 && H5Pset_shuffle(list) >= 0 &&
             H5Pset_deflate(list, 4) >= 0;
    if (ok)
        dataset = H5Dcreate2(parent, name, kit->text_type, space, H5P_DEFAULT, list,
                             H5P_DEFAULT);
    clg_h5_close(list);
    return dataset;
}

static bool write_block(const clg_h5_kit *kit, hid_t dataset, hid_t space,
                        const char **pointers, hsize_t first, hsize_t count)
{
    hid_t memory = H5Screate_simple(1, &count, NULL);
    bool ok =
        memory >= 0 &&
        H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0 &&
        H5Dwrite(dataset, kit->text_type, memory, space, H5P_DEFAULT, pointers) >= 0;

    clg_h5_close(memory);
    return ok;
}

static clg_status write_blocks(const clg_h5_kit *kit, hid_t dataset, hid_t space,
                               const char *name, const clg_texts *texts, clg_error *err)
{
    for (size_t first = 0; first < texts->count; first += CLG_H5_CHUNK) {
        size_t left = texts->count - first;
        size_t count = left < CLG_H5_CHUNK ? left : CLG_H5_CHUNK;
        const char **pointers = pointers_new(texts, first, count, err);
        bool ok;

        if (pointers == NULL)
            return CLG_ERROR_MEMORY;
        ok = write_block(kit, dataset, space, pointers, first, count);
        clg_free(pointers);
        if (!ok)
            return clg_h5_fail(err, "write %s", name);
    }
    return CLG_OK;
}

clg_status clg_h5_write_texts(const clg_h5_kit *kit, hid_t parent, const char *name,
                              const clg_texts *texts, hid_t *dataset, clg_error *err)
{
    const hsize_t extent = texts->count;
    hid_t space = H5Screate_simple(1, &extent, NULL);
    clg_status status;

    *dataset = H5I_INVALID_HID;
    if (space >= 0)
        *dataset = dataset_new(kit, parent, name, space, texts->count);
    status = *dataset >= 0 ? write_blocks(kit, *dataset, space, name, texts, err)
                           : clg_h5_fail(err, "make %s", name);
    clg_h5_close(space);
    if (status != CLG_OK) {
        clg_h5_close(*dataset);
        *dataset = H5I_INVALID_HID;
    }
    return status;
}
