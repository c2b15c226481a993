#include "run/fit_outputs.h"

size_t clg_fit_list_places(const clg_fit_tables *tables, bool is_beside_run,
                           clg_table_place places[CLG_FIT_PLACE_ROOM])
{
    // clang-format off
    const struct {
        const clg_table *table;
        const char *in_store, *file, *beside_run, *key[3];
        size_t key_count;
    } all[CLG_FIT_PLACE_ROOM] = {
        {&tables->trajectory, "/trajectory/window", "trajectory.csv", "trajectory.csv", {"school", "window"}, 2},
        {&tables->schools, "/trajectory/school", "schools.csv", "trajectory_school.csv", {"school"}, 1},
        {&tables->forecast, "/trajectory/forecast", "forecast.csv", "forecast.csv", {"school", "ahead"}, 2},
        {&tables->indicators, "/trajectory/indicator", "indicators.csv", "trajectory_indicator.csv", {"indicator"}, 1},
        {&tables->transitions, "/trajectory/transition", "transitions.csv", "trajectory_transition.csv", {"from", "to"}, 2},
        {&tables->curve, "/trajectory/curve", "curve.csv", "trajectory_curve.csv", {"position"}, 1},
        {&tables->selection, "/trajectory/selection", "selection.csv", "trajectory_selection.csv", {"stages"}, 1},
        {&tables->effects, "/trajectory/effect", "effects.csv", "trajectory_effect.csv", {"from", "to", "covariate"}, 3},
        {&tables->durations, "/trajectory/duration", "durations.csv", "trajectory_duration.csv", {"stage"}, 1},
        {&tables->groups, "/trajectory/group", "groups.csv", "trajectory_group.csv", {"group"}, 1},
    };
    // clang-format on
    size_t count = 0;

    for (int i = 0; i < CLG_FIT_PLACE_ROOM; i++)
        if (all[i].table->row_count > 0)
            places[count++] =
                (clg_table_place){all[i].table,
                                  all[i].in_store,
                                  is_beside_run ? all[i].beside_run : all[i].file,
                                  {all[i].key[0], all[i].key[1], all[i].key[2]},
                                  all[i].key_count,
                                  false};
    return count;
}

clg_status clg_fit_write(const clg_fit_tables *tables, const char *model_json,
                         const char *folder, int threads, clg_error *err)
{
    clg_table_place places[CLG_FIT_PLACE_ROOM];
    const clg_table_folder content = {
        .places = places,
        .count = clg_fit_list_places(tables, false, places),
        .package = "trajectory",
        .json = model_json,
        .json_file = "model.json",
        .attribute = "trajectory_model",
    };

    return clg_table_folder_write(&content, folder, threads, err);
}
