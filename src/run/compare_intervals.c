#include "run/compare_intervals.h"

#include "base/memory.h"
#include "base/special.h"
#include "base/text_list.h"
#include "measures/variation.h"
#include "store/table_read.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const char where[] = "/significance";

/* As the settings of the run say; 95 % if they don't. */
static clg_status read_coverage(const char *path, double *coverage, clg_error *err)
{
    char *text = NULL;
    clg_status status = clg_store_read_text(path, where, "settings", &text, err);
    json_t *settings = NULL;

    *coverage = 0.95;
    if (status == CLG_OK) {
        settings = json_loads(text, 0, NULL);
        if (json_is_real(json_object_get(settings, "interval")))
            *coverage = json_real_value(json_object_get(settings, "interval"));
    }
    json_decref(settings);
    clg_free(text);
    return status;
}

static clg_status read_table(const char *path, clg_table *table, clg_error *err)
{
    static const char *const names[] = {"school", "measure", "attribute", "low",
                                        "high"};
    clg_texts columns = CLG_TEXTS_INIT;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof names / sizeof names[0]; i++)
        status = clg_texts_append(&columns, names[i], strlen(names[i]), err);
    if (status == CLG_OK)
        status = clg_store_read_table(path, where, &columns, table, err);
    clg_texts_clear(&columns);
    return status;
}

/* Codes of a category as places in a list; UINT32_MAX where it is not there. */
static uint32_t *map_of(const clg_texts *levels, const clg_texts *list, clg_error *err)
{
    uint32_t *map = clg_array_new(levels->count + 1, sizeof *map, err);

    for (size_t i = 0; map != NULL && i < levels->count; i++) {
        size_t found =
            clg_texts_find(list, clg_texts_at(levels, i), clg_texts_length(levels, i));
        map[i] = found == SIZE_MAX ? UINT32_MAX : (uint32_t)found;
    }
    return map;
}

static void take_rows(const clg_table *table, const uint32_t *measures,
                      const clg_dictionary *schools, double quantile,
                      clg_network_data *data)
{
    const clg_column *school = clg_table_column(table, "school");
    const clg_column *measure = clg_table_column(table, "measure");
    const clg_column *attribute = clg_table_column(table, "attribute");
    const double *low = clg_table_column(table, "low")->values;
    const double *high = clg_table_column(table, "high")->values;
    size_t first = (size_t)data->window_count * data->school_count;

    for (size_t row = 0; row < table->row_count; row++) {
        uint32_t m, s;
        if (attribute->codes[row] >= 0 || school->codes[row] < 0 ||
            measure->codes[row] < 0)
            continue;
        m = measures[measure->codes[row]];
        s = clg_dictionary_find(
            schools, 0, clg_texts_at(school->levels, (size_t)school->codes[row]),
            clg_texts_length(school->levels, (size_t)school->codes[row]));
        if (m != UINT32_MAX && s != CLG_NO_CODE && data->of[m].scale != NULL &&
            strcmp(data->of[m].varies, clg_variation_name(CLG_VARIES_INTERVAL)) == 0)
            data->of[m].scale[first + s] = (high[row] - low[row]) / (2.0 * quantile);
    }
}

clg_status clg_compare_read_intervals(const char *path, clg_table *significance,
                                      double *coverage, clg_error *err)
{
    bool is_there;
    clg_status status = clg_store_has_table(path, where, &is_there, err);

    if (status == CLG_OK && is_there)
        status = read_coverage(path, coverage, err);
    if (status == CLG_OK && is_there)
        status = read_table(path, significance, err);
    return status;
}

clg_status clg_compare_take_intervals(const clg_table *significance, double coverage,
                                      clg_network_data *data,
                                      const clg_dictionary *schools, clg_error *err)
{
    const clg_column *measure = clg_table_column(significance, "measure");
    uint32_t *measures;

    if (measure == NULL || !(coverage > 0.0 && coverage < 1.0))
        return CLG_OK;
    measures = map_of(measure->levels, &data->measures, err);
    if (measures == NULL)
        return CLG_ERROR_MEMORY;
    take_rows(significance, measures, schools,
              clg_normal_quantile(0.5 + coverage / 2.0), data);
    clg_free(measures);
    return CLG_OK;
}
