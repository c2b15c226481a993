#include "run/compare_outputs.h"

size_t clg_compare_list_places(const clg_compare_tables *tables, bool is_beside_run,
                               clg_table_place places[CLG_COMPARE_PLACE_ROOM])
{
    // clang-format off
    const struct {
        const clg_table *table;
        const char *in_store, *file, *beside_run, *key[4];
        size_t key_count;
        bool is_always_there;
    } all[CLG_COMPARE_PLACE_ROOM] = {
        {&tables->comparison, "/comparison/school", "comparison.csv", "comparison.csv", {"school", "window", "measure"}, 3, true},
        {&tables->measures, "/comparison/measure", "measures.csv", "comparison_measure.csv", {"measure", "window"}, 2, true},
        {&tables->charts, "/comparison/chart", "charts.csv", "comparison_chart.csv", {"school", "measure"}, 2, true},
        {&tables->signals, "/comparison/signal", "signals.csv", "comparison_signal.csv", {"school", "measure", "rule", "first"}, 4, true},
        {&tables->effects, "/comparison/effect", "effects.csv", "comparison_effect.csv", {"label", "measure", "part", "lead"}, 4, false},
        {&tables->school_effects, "/comparison/school_effect", "school_effects.csv", "comparison_school_effect.csv", {"label", "measure", "school"}, 3, false},
        {&tables->cycles, "/comparison/cycle", "cycles.csv", "comparison_cycle.csv", {"school", "cycle", "kind"}, 3, false},
        {&tables->cycle_effects, "/comparison/cycle_effect", "cycle_effects.csv", "comparison_cycle_effect.csv", {"school", "cycle", "kind", "measure"}, 4, false},
        {&tables->phases, "/comparison/phase", "phases.csv", "comparison_phase.csv", {"school", "measure", "phase"}, 3, false},
    };
    // clang-format on
    size_t count = 0;

    for (int i = 0; i < CLG_COMPARE_PLACE_ROOM; i++)
        if (all[i].is_always_there || all[i].table->row_count > 0)
            places[count++] = (clg_table_place){
                all[i].table,
                all[i].in_store,
                is_beside_run ? all[i].beside_run : all[i].file,
                {all[i].key[0], all[i].key[1], all[i].key[2], all[i].key[3]},
                all[i].key_count,
                false};
    return count;
}

clg_status clg_compare_write(const clg_compare_tables *tables, const char *json,
                             const char *folder, int threads, clg_error *err)
{
    clg_table_place places[CLG_COMPARE_PLACE_ROOM];
    const clg_table_folder content = {
        .places = places,
        .count = clg_compare_list_places(tables, false, places),
        .package = "comparison",
        .json = json,
        .json_file = "compare.json",
        .attribute = "comparison",
    };

    return clg_table_folder_write(&content, folder, threads, err);
}
