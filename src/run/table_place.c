#include "run/table_place.h"

#include "base/file.h"
#include "base/memory.h"
#include "store/datapackage.h"
#include "store/table_csv.h"

clg_status clg_places_store(const clg_table_place *places, size_t count,
                            clg_store *store, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        status = clg_store_write_table(store, places[i].in_store, places[i].table, err);
    return status;
}

static clg_status write_csv(const clg_table_place *place, const char *folder,
                            int threads, clg_error *err)
{
    const clg_csv_options options = {threads, place->is_private};
    char *path = clg_path_join(folder, place->file, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (path != NULL)
        status = clg_table_write_csv(place->table, path, &options, err);
    clg_free(path);
    return status;
}

static clg_status describe(const clg_table_place *places, size_t count,
                           const char *name, const char *folder, clg_error *err)
{
    clg_resource *resources = clg_array_new(count, sizeof *resources, err);
    char *path = clg_path_join(folder, "datapackage.json", err);
    clg_status status = CLG_ERROR_MEMORY;

    if (resources != NULL && path != NULL) {
        for (size_t i = 0; i < count; i++)
            resources[i] = (clg_resource){places[i].table, places[i].file,
                                          places[i].key, places[i].key_count};
        status = clg_datapackage_write(path, name, resources, count, err);
    }
    clg_free(path);
    clg_free(resources);
    return status;
}

clg_status clg_places_write(const clg_table_place *places, size_t count,
                            const char *name, const char *folder, int threads,
                            clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        status = write_csv(&places[i], folder, threads, err);
    return status == CLG_OK ? describe(places, count, name, folder, err) : status;
}

clg_status clg_text_write(const char *folder, const char *name, const char *text,
                          clg_error *err)
{
    char *path = clg_path_join(folder, name, err);
    clg_output output = {0};
    clg_status status = CLG_ERROR_MEMORY;

    if (path != NULL)
        status = clg_output_open(path, &output, err);
    if (status == CLG_OK) {
        fprintf(output.stream, "%s\n", text); /* checked by the commit */
        status = clg_output_commit(&output, err);
    }
    clg_free(path);
    return status;
}

static clg_status fill_store(clg_store *store, const clg_table_folder *content,
                             clg_error *err)
{
    clg_status status =
        clg_store_set_text(store, "created_by", "collegium " COLLEGIUM_VERSION, err);

    if (status == CLG_OK)
        status = clg_store_set_text(store, content->attribute, content->json, err);
    return status == CLG_OK
               ? clg_places_store(content->places, content->count, store, err)
               : status;
}

static clg_status write_store(const clg_table_folder *content, const char *folder,
                              int threads, clg_error *err)
{
    const clg_store_options options = {threads, false};
    char *path = clg_path_join(folder, "results.h5", err);
    clg_store *store = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (path != NULL)
        status = clg_store_create(path, &options, &store, err);
    if (status == CLG_OK)
        status = fill_store(store, content, err);
    if (status == CLG_OK)
        status = clg_store_commit(&store, err);
    clg_store_discard(store);
    clg_free(path);
    return status;
}

clg_status clg_table_folder_write(const clg_table_folder *content, const char *folder,
                                  int threads, clg_error *err)
{
    clg_status status = clg_places_write(content->places, content->count,
                                         content->package, folder, threads, err);

    if (status == CLG_OK)
        status = clg_text_write(folder, content->json_file, content->json, err);
    if (status == CLG_OK)
        status = write_store(content, folder, threads, err);
    return status;
}
