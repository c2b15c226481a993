#include "run/outputs.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/monitor.h"
#include "collegium/report.h"
#include "run/compare_outputs.h"
#include "run/fit_outputs.h"
#include "run/provenance.h"
#include "run/table_place.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* The tables of measures; those of assessments, of stages and of the comparison follow
 * where they were made. */
enum {
    MEASURE_PLACES = 15,
    ASSESSMENT_PLACES = 4,
    EVENT_PLACES = 2,
    PLACE_ROOM = MEASURE_PLACES + ASSESSMENT_PLACES + EVENT_PLACES +
                 CLG_FIT_PLACE_ROOM + CLG_COMPARE_PLACE_ROOM
};

/* Tables by stratum, and what chance would give. */
static void list_further_places(const clg_results *results,
                                clg_table_place places[PLACE_ROOM])
{
    places[5] = (clg_table_place){&results->attribute,
                                  "/attribute",
                                  "attribute.csv",
                                  {"school", "attribute"},
                                  2,
                                  false};
    places[6] = (clg_table_place){&results->attribute_window,
                                  "/measure/attribute",
                                  "attribute_window.csv",
                                  {"school", "window", "attribute"},
                                  3,
                                  false};
    places[7] = (clg_table_place){&results->stratum,
                                  "/stratum",
                                  "stratum.csv",
                                  {"school", "attribute", "stratum"},
                                  3,
                                  false};
    places[8] = (clg_table_place){&results->stratum_window,
                                  "/measure/stratum",
                                  "stratum_window.csv",
                                  {"school", "window", "attribute", "stratum"},
                                  4,
                                  false};
    places[9] = (clg_table_place){&results->person_stratum,
                                  "/person_stratum",
                                  "person_stratum.csv",
                                  {"school", "person", "attribute"},
                                  3,
                                  true};
    places[10] = (clg_table_place){&results->significance,
                                   "/significance",
                                   "significance.csv",
                                   {"school", "measure", "attribute"},
                                   3,
                                   false};
    places[11] = (clg_table_place){&results->disease,
                                   "/disease",
                                   "disease.csv",
                                   {"school", "disease", "indicator"},
                                   3,
                                   false};
    places[12] = (clg_table_place){&results->ladder,           "/ladder", "ladder.csv",
                                   {"school", "by", "circle"}, 3,         false};
    places[13] = (clg_table_place){&results->ladder_overlap,
                                   "/ladder_overlap",
                                   "ladder_overlap.csv",
                                   {"school", "place", "other"},
                                   3,
                                   false};
    places[14] = (clg_table_place){&results->attention,
                                   "/attention",
                                   "attention.csv",
                                   {"school", "measure", "attribute"},
                                   3,
                                   false};
}

/* What people say; nothing if nobody was asked. Few people stand behind some of these
 * numbers, so the tables of schools are kept private. */
static size_t list_assessments(const clg_assessment_tables *tables,
                               clg_table_place places[ASSESSMENT_PLACES])
{
    const clg_table_place all[ASSESSMENT_PLACES] = {
        {&tables->scale,
         "/assessment/scale",
         "assessment.csv",
         {"school", "wave", "instrument", "scale"},
         4,
         true},
        {&tables->change,
         "/assessment/change",
         "assessment_change.csv",
         {"school", "wave", "instrument", "scale"},
         4,
         true},
        {&tables->reliability,
         "/assessment/reliability",
         "assessment_reliability.csv",
         {"wave", "instrument", "scale"},
         3,
         false},
        {&tables->log,
         "/assessment/log",
         "assessment_log.csv",
         {"wave", "instrument", "scale", "measure"},
         4,
         false}};
    size_t count = 0;

    for (int i = 0; i < ASSESSMENT_PLACES; i++)
        if (all[i].table->row_count > 0)
            places[count++] = all[i];
    return count;
}

/* What happened; nothing if nothing was noted. */
static size_t list_events(const clg_event_tables *tables,
                          clg_table_place places[EVENT_PLACES])
{
    const clg_table_place all[EVENT_PLACES] = {
        {&tables->event, "/event", "event.csv", {"school", "event"}, 2, false},
        {&tables->cycle_step,
         "/cycle_step",
         "cycle_step.csv",
         {"school", "cycle", "step", "start"},
         4,
         false}};
    size_t count = 0;

    for (int i = 0; i < EVENT_PLACES; i++)
        if (all[i].table->row_count > 0)
            places[count++] = all[i];
    return count;
}

static size_t list_places(const clg_findings *findings,
                          clg_table_place places[PLACE_ROOM])
{
    const clg_results *results = findings->results;
    size_t count = MEASURE_PLACES;

    places[0] = (clg_table_place){&results->school, "/school", "school.csv",
                                  {"school"},       1,         false};
    places[1] = (clg_table_place){&results->person,     "/person", "person.csv",
                                  {"school", "person"}, 2,         true};
    places[2] = (clg_table_place){&results->window, "/window", "window.csv",
                                  {"window"},       1,         false};
    places[3] = (clg_table_place){&results->school_window,
                                  "/measure/school",
                                  "school_window.csv",
                                  {"school", "window"},
                                  2,
                                  false};
    places[4] = (clg_table_place){&results->person_window,
                                  "/measure/person",
                                  "person_window.csv",
                                  {"school", "window", "person"},
                                  3,
                                  true};
    list_further_places(results, places);
    count += list_assessments(&results->assessment, &places[count]);
    count += list_events(&results->events, &places[count]);
    if (findings->stages->is_fitted)
        count += clg_fit_list_places(&findings->stages->tables, true, &places[count]);
    if (findings->comparison->is_made)
        count += clg_compare_list_places(&findings->comparison->work.tables, true,
                                         &places[count]);
    return count;
}

static clg_status set_root(clg_store *store, const clg_findings *findings,
                           clg_error *err)
{
    const clg_settings *settings = &findings->study->settings;
    char *json = clg_settings_json(settings, err);
    clg_status status = json != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = clg_store_set_text(store, "created_by", "collegium " COLLEGIUM_VERSION,
                                    err);
    if (status == CLG_OK)
        status = clg_store_set_text(store, "study", settings->study_name, err);
    if (status == CLG_OK)
        status = clg_store_set_text(store, "settings", json, err);
    if (status == CLG_OK)
        status = clg_store_set_number(store, "seed", settings->seed, err);
    if (status == CLG_OK)
        status = clg_store_set_text(store, "privacy", "identified", err);
    if (status == CLG_OK)
        status =
            clg_store_set_text(store, "roster",
                               findings->study->has_roster
                                   ? "given: people in no log are isolates"
                                   : "none: people who appear in no log can't be seen",
                               err);
    clg_free(json);
    return status;
}

static clg_status write_offsets(clg_store *store, const clg_study *study,
                                clg_error *err)
{
    size_t count = (size_t)study->schools.count + 1;
    int64_t *offsets = clg_array_new(count, sizeof *offsets, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (offsets == NULL)
        return status;
    for (size_t s = 0; s < count; s++)
        offsets[s] = (int64_t)study->schools.person_first[s];
    status = clg_store_write_array_i64(
        store, "/school_offset", offsets, count,
        "people of school s are rows [school_offset[s], school_offset[s + 1])", err);
    clg_free(offsets);
    return status;
}

static clg_status write_period_ties(clg_store *store, const clg_tie_list *list,
                                    const clg_study *study, const char *where,
                                    bool is_exchange, clg_error *err)
{
    clg_table table = {0};
    clg_status status =
        clg_tie_list_period_table(list, study, is_exchange, &table, err);

    if (status == CLG_OK)
        status = clg_store_write_table(store, where, &table, err);
    clg_table_clear(&table);
    return status;
}

static clg_status write_window_ties(clg_store *store, const clg_tie_list *list,
                                    const clg_results *results, int threads,
                                    const char *where, const char *where_offset,
                                    bool is_exchange, clg_error *err)
{
    clg_table table = {0};
    int64_t *offsets = NULL;
    size_t cells = (size_t)results->windows->count * results->study->schools.count;
    clg_status status = clg_tie_list_table(list, results->study, results->windows,
                                           is_exchange, threads, &table, &offsets, err);

    if (status == CLG_OK)
        status = clg_store_write_table(store, where, &table, err);
    if (status == CLG_OK)
        status = clg_store_write_array_i64(
            store, where_offset, offsets, cells + 1,
            "ties of window w and school s are rows [o[w * schools + s], o[w * schools "
            "+ s + 1])",
            err);
    clg_free(offsets);
    clg_table_clear(&table);
    return status;
}

static clg_status write_ties(clg_store *store, const clg_results *results, int threads,
                             clg_error *err)
{
    const clg_study *study = results->study;
    clg_status status = write_window_ties(store, &results->ties, results, threads,
                                          "/tie", "/tie_offset", false, err);

    if (status == CLG_OK)
        status =
            write_period_ties(store, &results->ties, study, "/tie_period", false, err);
    if (status == CLG_OK && study->has_exchanges)
        status = write_window_ties(store, &results->exchanges, results, threads,
                                   "/exchange_tie", "/exchange_tie_offset", true, err);
    if (status == CLG_OK && study->has_exchanges)
        status = write_period_ties(store, &results->exchanges, study,
                                   "/exchange_tie_period", true, err);
    return status;
}

static clg_status fill_store(clg_store *store, const clg_findings *findings,
                             const clg_table_place *places, size_t place_count,
                             clg_error *err)
{
    clg_status status = set_root(store, findings, err);

    if (status == CLG_OK && findings->stages->is_fitted)
        status =
            clg_store_set_text(store, "trajectory_model", findings->stages->json, err);
    if (status == CLG_OK && findings->comparison->is_made)
        status = clg_store_set_text(store, "comparison",
                                    findings->comparison->work.json, err);
    if (status == CLG_OK)
        status = clg_places_store(places, place_count, store, err);
    if (status == CLG_OK)
        status = write_offsets(store, findings->study, err);
    if (status == CLG_OK)
        status = write_ties(store, findings->results, findings->jobs, err);
    if (status == CLG_OK)
        status = clg_provenance_write(store, &findings->study->reading, err);
    return status;
}

static clg_status write_store(const clg_findings *findings,
                              const clg_table_place *places, size_t place_count,
                              const char *folder, clg_error *err)
{
    clg_store_options options = {findings->jobs, true};
    char *path = clg_path_join(folder, "results.h5", err);
    clg_store *store = NULL;
    clg_status status = path != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = clg_store_create(path, &options, &store, err);
    if (status == CLG_OK)
        status = fill_store(store, findings, places, place_count, err);
    if (status == CLG_OK)
        status = clg_store_commit(&store, err);
    clg_store_discard(store);
    clg_free(path);
    return status;
}

static clg_status write_account(const clg_findings *findings, const char *folder,
                                clg_error *err)
{
    char *json = clg_account_json(findings, false, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (json != NULL)
        status = clg_text_write(folder, "run.json", json, err);
    clg_text_free(json);
    return status;
}

/* From what has just been written, so that the page is that of `collegium report`. */
static clg_status draw_report(const char *folder, clg_error *err)
{
    char *results = clg_path_join(folder, "results.h5", err);
    char *report = clg_path_join(folder, "report.html", err);
    clg_status status = CLG_ERROR_MEMORY;

    if (results != NULL && report != NULL)
        status = clg_report(results, report, NULL, err);
    clg_free(results);
    clg_free(report);
    return status;
}

static clg_status make_tables_folder(const char *folder, char **tables, clg_error *err)
{
    *tables = clg_path_join(folder, "tables", err);
    if (*tables == NULL)
        return CLG_ERROR_MEMORY;
    if (mkdir(*tables, 0777) != 0)
        return clg_fail_at(err, CLG_ERROR_IO, *tables, 0, 0,
                           "cannot make the folder: %s", strerror(errno));
    return CLG_OK;
}

static clg_status write_documents(const clg_findings *findings, const char *folder,
                                  clg_error *err)
{
    clg_status status = clg_rejects_write(&findings->study->reading, folder, err);

    if (status == CLG_OK && findings->stages->is_fitted)
        status = clg_text_write(folder, "model.json", findings->stages->json, err);
    if (status == CLG_OK && findings->comparison->is_made)
        status = clg_text_write(folder, "compare.json", findings->comparison->work.json,
                                err);
    if (status == CLG_OK)
        status = write_account(findings, folder, err);
    return status;
}

clg_status clg_outputs_write(const clg_findings *findings, const char *folder,
                             const clg_monitor *monitor, clg_error *err)
{
    clg_table_place places[PLACE_ROOM];
    size_t place_count = list_places(findings, places);
    char *tables = NULL;
    clg_status status = make_tables_folder(folder, &tables, err);

    clg_monitor_report(monitor, "write", 0, 4);
    if (status == CLG_OK)
        status = write_store(findings, places, place_count, folder, err);
    if (status == CLG_OK)
        status = clg_monitor_check(monitor, err);
    clg_monitor_report(monitor, "write", 1, 4);
    if (status == CLG_OK)
        status =
            clg_places_write(places, place_count, findings->study->settings.study_name,
                             tables, findings->jobs, err);
    clg_monitor_report(monitor, "write", 2, 4);
    if (status == CLG_OK)
        status = write_documents(findings, folder, err);
    if (status == CLG_OK)
        status = clg_monitor_check(monitor, err);
    clg_monitor_report(monitor, "write", 3, 4);
    if (status == CLG_OK && findings->has_report)
        status = draw_report(folder, err);
    clg_monitor_report(monitor, "write", 4, 4);
    clg_free(tables);
    return status;
}
