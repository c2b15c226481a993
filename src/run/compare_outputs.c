#include "run/compare_outputs.h"

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

clg_status clg_compare_write(const clg_compare_tables *tables, const char *json,
                             const char *folder, int threads, clg_error *err)
{
    clg_table_place places[PLACE_ROOM];
    const clg_table_folder content = {
        .places = places,
        .count = list_places(tables, places),
        .package = "comparison",
        .json = json,
        .json_file = "compare.json",
        .attribute = "comparison",
    };

    return clg_table_folder_write(&content, folder, threads, err);
}
