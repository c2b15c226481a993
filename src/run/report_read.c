#include "run/report_read.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/text_list.h"
#include "report/strings.h"
#include "store/table_read.h"

#include <jansson.h>
#include <string.h>

/* Columns of a table that are read where the table has them; "" ends. "*" stands for
 * all measures that have a plain name. */
typedef struct wanted {
    const char *where;
    const char *columns[16];
} wanted;

static const wanted school = {
    "/school",
    {"school", "name", "people", "meetings", "attendances", "exchanges", "*"}};
static const wanted window = {"/window", {"window", "start", "end", "label"}};
static const wanted school_window = {
    "/measure/school", {"school", "window", "status", "meetings", "exchanges", "*"}};
static const wanted trajectory = {"/trajectory/window",
                                  {"school", "window", "stage", "stage_name", "p_1",
                                   "p_2", "p_3", "p_4", "p_5", "p_6", "p_7", "p_8"}};
static const wanted trajectory_school = {
    "/trajectory/school",
    {"school", "stage", "stage_name", "probability", "since", "next_stage"}};
static const wanted transition = {"/trajectory/transition", {"from", "to"}};
static const wanted attribute = {"/attribute",
                                 {"school", "attribute", "ei_index", "ei_expected"}};
static const wanted disease = {"/disease",
                               {"school", "disease", "indicator", "grade", "sign"}};
static const wanted ladder = {"/ladder", {"school", "by", "circle", "place"}};
static const wanted attention = {"/attention",
                                 {"school", "concern", "measure", "attribute", "named",
                                  "value", "typical", "p", "q", "since", "event"}};
static const wanted asked = {"/assessment/scale",
                             {"school", "wave", "instrument", "scale", "people", "mean",
                              "sd", "low", "high", "rwg"}};
static const wanted asked_reliability = {"/assessment/reliability",
                                         {"wave", "instrument", "scale", "people",
                                          "alpha", "alpha_low", "alpha_high", "omega",
                                          "icc1", "icc2"}};
static const wanted asked_change = {"/assessment/change",
                                    {"school", "wave", "next_wave", "instrument",
                                     "scale", "pairs", "first_only", "second_only",
                                     "change", "low", "high", "q"}};
static const wanted asked_log = {
    "/assessment/log",
    {"wave", "instrument", "scale", "measure", "schools", "r", "low", "high", "q"}};
static const wanted provenance = {
    "/provenance",
    {"file", "table", "sha256", "rows", "used", "duplicates", "set_aside", "bad"}};
static const wanted comparison = {"/comparison/school",
                                  {"school", "window", "measure", "n", "shrunk", "lo",
                                   "hi", "rank_lo", "rank_hi", "funnel_z", "flag"}};
static const wanted compared = {
    "/comparison/measure", {"measure", "window", "varies", "flags", "discoveries"}};
static const wanted event = {"/event", {"school", "day", "label", "is_cycle_step"}};
static const wanted cycle_step = {"/cycle_step",
                                  {"school", "cycle", "kind", "step", "start"}};
static const wanted phase = {
    "/comparison/phase",
    {"school", "measure", "first", "last", "centre", "lower", "upper"}};
static const wanted cycle = {"/comparison/cycle", {"school", "state", "length"}};
static const wanted cycle_effect = {"/comparison/cycle_effect",
                                    {"school", "shift", "by_chance"}};
static const wanted charts = {"/comparison/chart",
                              {"school", "measure", "centre", "lower", "upper",
                               "useful", "longest_run", "longest_run_most", "crossings",
                               "crossings_least", "by_chance", "signal"}};

static const wanted person = {"/person",
                              {"person", "school", "status", "level", "core"}};
static const wanted tie = {"/tie_period", {"school", "from", "to", "weight"}};

/* ---- one table ---- */

static bool lists(const clg_texts *texts, const char *name)
{
    return clg_texts_find(texts, name, strlen(name)) != SIZE_MAX;
}

static clg_status add_column(const clg_texts *offered, const char *name,
                             clg_texts *columns, clg_error *err)
{
    if (!lists(offered, name))
        return CLG_OK;
    return clg_texts_add_once(columns, name, strlen(name), err);
}

static clg_status list_columns(const wanted *w, const clg_texts *offered,
                               clg_texts *columns, clg_error *err)
{
    const clg_plain_name *plain;
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && w->columns[i] != NULL; i++) {
        bool is_all = strcmp(w->columns[i], "*") == 0;
        if (!is_all)
            status = add_column(offered, w->columns[i], columns, err);
        for (size_t m = 0; status == CLG_OK && is_all; m++) {
            if ((plain = clg_plain_name_at(m)) == NULL)
                break;
            status = add_column(offered, plain->id, columns, err);
        }
    }
    return status;
}

static clg_status read_table(const char *path, const wanted *w, clg_table *table,
                             clg_error *err)
{
    clg_texts offered = CLG_TEXTS_INIT, columns = CLG_TEXTS_INIT;
    clg_status status = clg_store_list_columns(path, w->where, &offered, err);

    if (status == CLG_OK)
        status = list_columns(w, &offered, &columns, err);
    if (status == CLG_OK)
        status = clg_store_read_table(path, w->where, &columns, table, err);
    clg_texts_clear(&offered);
    clg_texts_clear(&columns);
    return status;
}

static clg_status read_if_there(const char *path, const wanted *w, clg_table *table,
                                clg_error *err)
{
    bool is_there;
    clg_status status = clg_store_has_table(path, w->where, &is_there, err);

    return status == CLG_OK && is_there ? read_table(path, w, table, err) : status;
}

/* ---- texts ---- */

/* What the study calls itself, or its folder's name. */
static clg_status find_title(const char *path, clg_report_source *source,
                             clg_error *err)
{
    json_t *settings = json_loads(source->settings, 0, NULL);
    const char *title = json_string_value(json_object_get(settings, "title"));
    clg_status status = CLG_OK;

    if (title != NULL && title[0] != '\0') {
        source->title = clg_text_copy(title, strlen(title), err);
        status = source->title != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    } else {
        status = clg_store_read_text(path, school.where, "study", &source->title, err);
    }
    json_decref(settings);
    return status;
}

static clg_status read_texts(const char *path, clg_report_source *source,
                             clg_error *err)
{
    char *roster = NULL;
    clg_status status =
        clg_store_read_text(path, school.where, "created_by", &source->created_by, err);

    if (status == CLG_OK)
        status =
            clg_store_read_text(path, school.where, "settings", &source->settings, err);
    if (status == CLG_OK)
        status = clg_store_read_text(path, school.where, "roster", &roster, err);
    if (status == CLG_OK)
        status = find_title(path, source, err);
    source->data.has_roster = roster != NULL && strncmp(roster, "given", 5) == 0;
    source->data.title = source->title;
    source->data.created_by = source->created_by;
    source->data.settings = source->settings;
    clg_free(roster);
    return status;
}

/* ---- all of it ---- */

static clg_status read_further(const char *path, clg_report_data *data, clg_error *err)
{
    const struct {
        const wanted *w;
        clg_table *table;
    } all[] = {{&trajectory, &data->trajectory},
               {&trajectory_school, &data->trajectory_school},
               {&transition, &data->transition},
               {&attribute, &data->attribute},
               {&disease, &data->disease},
               {&ladder, &data->ladder},
               {&attention, &data->attention},
               {&person, &data->person},
               {&tie, &data->tie},
               {&asked, &data->asked},
               {&asked_reliability, &data->asked_reliability},
               {&asked_change, &data->asked_change},
               {&asked_log, &data->asked_log},
               {&event, &data->event},
               {&cycle_step, &data->cycle_step},
               {&provenance, &data->provenance}};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof all / sizeof all[0]; i++)
        status = read_if_there(path, all[i].w, all[i].table, err);
    return status;
}

static clg_status read_comparison(const char *path, bool is_wanted,
                                  clg_report_data *data, clg_error *err)
{
    clg_status (*const read)(const char *, const wanted *, clg_table *, clg_error *) =
        is_wanted ? read_table : read_if_there;
    clg_status status = read(path, &comparison, &data->comparison, err);

    if (status == CLG_OK)
        status = read(path, &compared, &data->compared, err);
    if (status == CLG_OK)
        status = read(path, &charts, &data->charts, err);
    if (status == CLG_OK)
        status = read_if_there(path, &phase, &data->phase, err);
    if (status == CLG_OK)
        status = read_if_there(path, &cycle, &data->cycle, err);
    if (status == CLG_OK)
        status = read_if_there(path, &cycle_effect, &data->cycle_effect, err);
    return status;
}

/* A comparison of other schools would be shown as one without differences. */
static clg_status check_schools(const char *path, const clg_report_data *data,
                                clg_error *err)
{
    const clg_column *ours = clg_table_column(&data->school, "school");
    const clg_column *theirs = clg_table_column(&data->comparison, "school");
    clg_dictionary known = CLG_DICTIONARY_INIT;
    clg_status status;

    if (ours == NULL || ours->levels == NULL || theirs == NULL ||
        theirs->levels == NULL)
        return CLG_OK; /* drawing says what is wrong */
    status = clg_dictionary_add(&known, ours->levels, err);
    for (size_t i = 0; status == CLG_OK && i < theirs->levels->count; i++)
        if (clg_dictionary_find(&known, 0, clg_texts_at(theirs->levels, i),
                                clg_texts_length(theirs->levels, i)) == CLG_NO_CODE)
            status = clg_fail_at(err, CLG_ERROR_SCHEMA, path, 0, 0,
                                 "school '%s' is compared, but not in the results",
                                 clg_texts_at(theirs->levels, i));
    clg_dictionary_clear(&known);
    return status;
}

clg_status clg_report_read(const char *results, const char *comparison_path,
                           clg_report_source *source, clg_error *err)
{
    clg_report_data *data = &source->data;
    clg_status status = read_table(results, &school, &data->school, err);

    if (status == CLG_OK)
        status = read_table(results, &window, &data->window, err);
    if (status == CLG_OK)
        status = read_table(results, &school_window, &data->school_window, err);
    if (status == CLG_OK)
        status = read_texts(results, source, err);
    if (status == CLG_OK)
        status = read_further(results, data, err);
    if (status == CLG_OK)
        status = read_comparison(comparison_path != NULL ? comparison_path : results,
                                 comparison_path != NULL, data, err);
    if (status == CLG_OK && comparison_path != NULL)
        status = check_schools(comparison_path, data, err);
    return status;
}

void clg_report_source_clear(clg_report_source *source)
{
    clg_table *tables[CLG_REPORT_TABLES];

    clg_report_tables(&source->data, tables);
    for (size_t i = 0; i < CLG_REPORT_TABLES; i++)
        clg_table_clear(tables[i]);
    clg_free(source->title);
    clg_free(source->created_by);
    clg_free(source->settings);
    *source = (clg_report_source){0};
}
