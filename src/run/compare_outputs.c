#include "run/compare_outputs.h"

#include "base/file.h"
#include "base/memory.h"
#include "run/table_place.h"

enum { PLACE_ROOM = 6 };

/* Tables of effects only where changes were given. */
static size_t list_places(const clg_compare_tables *tables,
                          clg_table_place places[PLACE_ROOM])
{
    // clang-format off
    const clg_table_place all[PLACE_ROOM] = {
        {&tables->comparison, "/comparison/school", "comparison.csv", {"school", "window", "measure"}, 3, false},
        {&tables->measures, "/comparison/measure", "measures.csv", {"measure", "window"}, 2, false},
        {&tables->charts, "/comparison/chart", "charts.csv", {"school", "measure"}, 2, false},
        {&tables->signals, "/comparison/signal", "signals.csv", {"school", "measure", "rule", "side"}, 4, false},
        {&tables->effects, "/comparison/effect", "effects.csv", {"label", "measure", "part", "lead"}, 4, false},
        {&tables->school_effects, "/comparison/school_effect", "school_effects.csv", {"label", "measure", "school"}, 3, false},
    };
    // clang-format on
    size_t count = 0;

    for (int i = 0; i < PLACE_ROOM; i++)
        if (i < 4 || all[i].table->row_count > 0)
            places[count++] = all[i];
    return count;
}

static clg_status fill_store(clg_store *store, const clg_table_place *places,
                             size_t count, const char *json, clg_error *err)
{
    clg_status status =
        clg_store_set_text(store, "created_by", "collegium " COLLEGIUM_VERSION, err);

    if (status == CLG_OK)
        status = clg_store_set_text(store, "comparison", json, err);
    return status == CLG_OK ? clg_places_store(places, count, store, err) : status;
}

static clg_status write_store(const clg_table_place *places, size_t count,
                              const char *json, const char *folder, int threads,
                              clg_error *err)
{
    const clg_store_options options = {threads, false};
    char *path = clg_path_join(folder, "results.h5", err);
    clg_store *store = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (path != NULL)
        status = clg_store_create(path, &options, &store, err);
    if (status == CLG_OK)
        status = fill_store(store, places, count, json, err);
    if (status == CLG_OK)
        status = clg_store_commit(&store, err);
    clg_store_discard(store);
    clg_free(path);
    return status;
}

clg_status clg_compare_write(const clg_compare_tables *tables, const char *json,
                             const char *folder, int threads, clg_error *err)
{
    clg_table_place places[PLACE_ROOM];
    size_t count = list_places(tables, places);
    clg_status status =
        clg_places_write(places, count, "comparison", folder, threads, err);

    if (status == CLG_OK)
        status = clg_text_write(folder, "compare.json", json, err);
    if (status == CLG_OK)
        status = write_store(places, count, json, folder, threads, err);
    return status;
}
