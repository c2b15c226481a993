#include "run/fit_outputs.h"

#include "base/file.h"
#include "base/memory.h"

void clg_fit_list_places(const clg_fit_tables *tables, bool is_beside_run,
                         clg_table_place places[CLG_FIT_PLACE_COUNT])
{
    const clg_table_place all[CLG_FIT_PLACE_COUNT] = {
        {&tables->trajectory,
         "/trajectory/window",
         "trajectory.csv",
         {"school", "window"},
         2,
         false},
        {&tables->schools,
         "/trajectory/school",
         is_beside_run ? "trajectory_school.csv" : "schools.csv",
         {"school"},
         1,
         false},
        {&tables->forecast,
         "/trajectory/forecast",
         "forecast.csv",
         {"school", "ahead"},
         2,
         false},
        {&tables->indicators,
         "/trajectory/indicator",
         is_beside_run ? "trajectory_indicator.csv" : "indicators.csv",
         {"indicator"},
         1,
         false},
        {&tables->transitions,
         "/trajectory/transition",
         is_beside_run ? "trajectory_transition.csv" : "transitions.csv",
         {"from", "to"},
         2,
         false},
    };

    for (int i = 0; i < CLG_FIT_PLACE_COUNT; i++)
        places[i] = all[i];
}

static clg_status fill_store(clg_store *store, const clg_table_place *places,
                             const char *model_json, clg_error *err)
{
    clg_status status =
        clg_store_set_text(store, "created_by", "collegium " COLLEGIUM_VERSION, err);

    if (status == CLG_OK)
        status = clg_store_set_text(store, "trajectory_model", model_json, err);
    return status == CLG_OK ? clg_places_store(places, CLG_FIT_PLACE_COUNT, store, err)
                            : status;
}

static clg_status write_store(const clg_table_place *places, const char *model_json,
                              const char *folder, int threads, clg_error *err)
{
    const clg_store_options options = {threads, false};
    char *path = clg_path_join(folder, "results.h5", err);
    clg_store *store = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (path != NULL)
        status = clg_store_create(path, &options, &store, err);
    if (status == CLG_OK)
        status = fill_store(store, places, model_json, err);
    if (status == CLG_OK)
        status = clg_store_commit(&store, err);
    clg_store_discard(store);
    clg_free(path);
    return status;
}

clg_status clg_fit_write(const clg_fit_tables *tables, const char *model_json,
                         const char *folder, int threads, clg_error *err)
{
    clg_table_place places[CLG_FIT_PLACE_COUNT];
    clg_status status;

    clg_fit_list_places(tables, false, places);
    status = clg_places_write(places, CLG_FIT_PLACE_COUNT, "trajectory", folder,
                              threads, err);
    if (status == CLG_OK)
        status = clg_text_write(folder, "model.json", model_json, err);
    if (status == CLG_OK)
        status = write_store(places, model_json, folder, threads, err);
    return status;
}
