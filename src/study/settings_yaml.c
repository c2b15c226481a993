/* The keys of study.yaml. */
#include "study/settings_loader.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"
#include "study/settings_values.h"

#include <string.h>

static clg_status read_title(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_copy(loader, key, value, "a text", &loader->settings->title);
}

static clg_status read_data(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_copy(loader, key, value, "a path", &loader->settings->folder);
}

static clg_status read_zone(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_zone(loader, key, value, &loader->settings->time_zone);
}

static clg_status read_formats(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_formats(loader, key, value, &loader->settings->time_formats);
}

static clg_status read_missing(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_list(loader, key, value, &loader->settings->missing);
}

static clg_status read_strata(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_list(loader, key, value, &loader->settings->strata);
}

static clg_status read_measures(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_list(loader, key, value, &loader->settings->measures);
}

static clg_status read_resample(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status =
        clg_loader_text(loader, key, value, CLG_EXPECTED_RESAMPLE, &text);

    (void)target;
    if (status == CLG_OK && !clg_resample_parse(text, &loader->settings->resample,
                                                &loader->settings->resample_windows))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_RESAMPLE);
    return status;
}

static clg_status read_interval(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status =
        clg_loader_text(loader, key, value, CLG_EXPECTED_INTERVAL, &text);

    (void)target;
    if (status == CLG_OK && !clg_interval_parse(text, &loader->settings->interval))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_INTERVAL);
    return status;
}

static clg_status read_terms(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    (void)target;
    return clg_loader_copy(loader, key, value, "a path", &loader->settings->terms_path);
}

static clg_status read_window(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, CLG_EXPECTED_WINDOW, &text);

    (void)target;
    if (status == CLG_OK && !clg_span_parse(text, &loader->settings->window))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_WINDOW);
    return status;
}

static clg_status read_step(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, CLG_EXPECTED_STEP, &text);

    (void)target;
    if (status == CLG_OK && !clg_step_parse(text, &loader->settings->step))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_STEP);
    loader->settings->has_step = status == CLG_OK;
    return status;
}

static clg_status read_projection(const clg_loader *loader, const char *key,
                                  const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status =
        clg_loader_text(loader, key, value, CLG_EXPECTED_PROJECTION, &text);

    (void)target;
    if (status == CLG_OK && !clg_projection_parse(text, &loader->settings->projection))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_PROJECTION);
    return status;
}

static clg_status read_half_life(const clg_loader *loader, const char *key,
                                 const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status =
        clg_loader_text(loader, key, value, CLG_EXPECTED_HALF_LIFE, &text);

    (void)target;
    if (status == CLG_OK && !clg_half_life_parse(text, &loader->settings->half_life))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_HALF_LIFE);
    return status;
}

static clg_status read_seed(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, CLG_EXPECTED_SEED, &text);

    (void)target;
    if (status == CLG_OK && !clg_seed_parse(text, &loader->settings->seed))
        status = clg_loader_expected(loader, key, value, CLG_EXPECTED_SEED);
    return status;
}

static clg_status read_share(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, double *share)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, CLG_EXPECTED_SHARE, &text);

    if (status != CLG_OK || clg_share_parse(text, share))
        return status;
    status = clg_loader_expected(loader, key, value, CLG_EXPECTED_SHARE);
    if (clg_share_lacks_percent(text))
        clg_hint(loader->err, "did you mean '%s%%'?", text);
    return status;
}

static clg_status read_max_bad(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    (void)target;
    return read_share(loader, key, value, &loader->settings->max_bad);
}

static clg_status read_strict(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, "true or false", &text);

    (void)target;
    if (status != CLG_OK)
        return status;
    loader->settings->strict = strcmp(text, "true") == 0;
    if (!loader->settings->strict && strcmp(text, "false") != 0)
        return clg_loader_expected(loader, key, value, "true or false");
    return CLG_OK;
}

static clg_status read_minutes(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    static const char expected[] = "a number of minutes such as 5";
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, expected, &text);

    (void)target;
    if (status == CLG_OK &&
        !clg_decimal_parse(text, &loader->settings->presence_minutes))
        status = clg_loader_expected(loader, key, value, expected);
    return status;
}

static clg_status read_presence_share(const clg_loader *loader, const char *key,
                                      const clg_yaml_node *value, void *target)
{
    (void)target;
    return read_share(loader, key, value, &loader->settings->presence_share);
}

static clg_status read_presence(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    static const clg_loader_key keys[] = {
        {"minutes", read_minutes}, {"share", read_presence_share}, {NULL, NULL}};

    return clg_loader_mapping(loader, key, value, keys, target);
}

/* ---- exchange_kinds ---- */

static clg_status add_kind(const clg_loader *loader, const char *kind,
                           const clg_yaml_node *value)
{
    clg_settings *settings = loader->settings;
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, kind, value, "a text", &text);

    for (size_t i = 0; status == CLG_OK && i < settings->kinds_from.count; i++)
        if (strcmp(clg_texts_at(&settings->kinds_from, i), text) == 0)
            status = clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name,
                                 value->line, value->column,
                                 "'%.40s' is given for '%.40s' and for '%.40s'", text,
                                 clg_texts_at(&settings->kinds_to, i), kind);
    if (status == CLG_OK)
        status = clg_texts_append(&settings->kinds_to, kind, strlen(kind), loader->err);
    if (status == CLG_OK)
        status =
            clg_texts_append(&settings->kinds_from, text, strlen(text), loader->err);
    return status;
}

enum { MOST_KINDS = 1000 }; /* each is held against all others */

static clg_status add_kinds(const clg_loader *loader, const char *kind,
                            const clg_yaml_node *value)
{
    const clg_yaml_node *item;
    clg_status status = CLG_OK;

    if (loader->settings->kinds_from.count > MOST_KINDS)
        return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, value->line,
                           value->column, "more than %d values of exchange kinds",
                           MOST_KINDS);
    if (value->kind == CLG_YAML_TEXT)
        return add_kind(loader, kind, value);
    if (value->kind != CLG_YAML_LIST)
        return clg_loader_expected(loader, kind, value, "a text or a list");
    for (item = clg_yaml_first(loader->tree, value); item != NULL && status == CLG_OK;
         item = clg_yaml_next(loader->tree, item))
        status = item->kind == CLG_YAML_TEXT
                     ? add_kinds(loader, kind, item)
                     : clg_loader_expected(loader, kind, item, "a text");
    return status;
}

static clg_status read_kinds(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    const clg_yaml_node *name, *values;
    clg_status status = CLG_OK;

    (void)target;
    if (value->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, value, "a mapping");
    for (name = clg_yaml_first(loader->tree, value); name != NULL && status == CLG_OK;
         name = clg_yaml_next(loader->tree, values)) {
        values = clg_yaml_next(loader->tree, name);
        status = add_kinds(loader, clg_yaml_text(loader->tree, name), values);
    }
    return status;
}

/* ---- breaks ---- */

/* Days of which a part only is free are school days. */
static clg_status read_start(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    clg_break *pause = target;
    clg_time time;
    clg_status status = clg_loader_time(loader, key, value, &time);

    if (status == CLG_OK)
        pause->first_day = clg_day_of_seconds(time.local + CLG_DAY - 1);
    return status;
}

static clg_status read_end(const clg_loader *loader, const char *key,
                           const clg_yaml_node *value, void *target)
{
    clg_break *pause = target;
    clg_time time;
    clg_status status = clg_loader_time(loader, key, value, &time);

    if (status == CLG_OK) /* a bare date is the last free day */
        pause->end_day = clg_day_of_seconds(time.local) + (time.has_clock ? 0 : 1);
    return status;
}

static clg_status read_label(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    clg_break *pause = target;

    return clg_loader_copy(loader, key, value, "a text", &pause->label);
}

static clg_status read_school(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    clg_break *pause = target;

    return clg_loader_copy(loader, key, value, "a text", &pause->school);
}

static clg_status add_break(const clg_loader *loader, const clg_yaml_node *node)
{
    static const clg_loader_key keys[] = {{"start", read_start},
                                          {"end", read_end},
                                          {"label", read_label},
                                          {"school", read_school},
                                          {NULL, NULL}};
    clg_settings *settings = loader->settings;
    clg_break *pause;
    const char *problem = NULL;
    clg_status status = clg_array_reserve(&settings->breaks, &settings->break_room,
                                          settings->break_count + 1,
                                          sizeof *settings->breaks, loader->err);

    if (status != CLG_OK)
        return status;
    pause = &settings->breaks[settings->break_count++];
    *pause = (clg_break){INT64_MIN, INT64_MIN, NULL, NULL};
    status = clg_loader_mapping(loader, "breaks", node, keys, pause);
    if (status != CLG_OK)
        return status;
    if (pause->first_day == INT64_MIN)
        problem = "a break needs 'start'";
    else if (pause->end_day == INT64_MIN)
        problem = "a break needs 'end'";
    else if (pause->end_day <= pause->first_day)
        problem = "a break ends before it begins";
    if (problem != NULL)
        status = clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                             node->column, "%s", problem);
    return status;
}

static clg_status read_breaks(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    const clg_yaml_node *item;
    clg_status status = CLG_OK;

    (void)target;
    if (value->kind != CLG_YAML_LIST)
        return clg_loader_expected(loader, key, value, "a list");
    for (item = clg_yaml_first(loader->tree, value); item != NULL && status == CLG_OK;
         item = clg_yaml_next(loader->tree, item))
        status = add_break(loader, item);
    return status;
}

static const clg_loader_key study_keys[] = {{"title", read_title},
                                            {"data", read_data},
                                            {"time_zone", read_zone},
                                            {"time_formats", read_formats},
                                            {"missing", read_missing},
                                            {"window", read_window},
                                            {"step", read_step},
                                            {"terms", read_terms},
                                            {"breaks", read_breaks},
                                            {"presence", read_presence},
                                            {"projection", read_projection},
                                            {"half_life", read_half_life},
                                            {"exchange_kinds", read_kinds},
                                            {"strata", read_strata},
                                            {"measures", read_measures},
                                            {"resample", read_resample},
                                            {"interval", read_interval},
                                            {"seed", read_seed},
                                            {"trajectory", clg_loader_trajectory},
                                            {"assessments", clg_loader_assessments},
                                            {"max_bad", read_max_bad},
                                            {"strict", read_strict},
                                            {"files", clg_loader_files},
                                            {NULL, NULL}};

static bool is_empty(const clg_yaml_tree *tree)
{
    return tree->count == 0 || (tree->nodes[0].kind == CLG_YAML_TEXT &&
                                *clg_yaml_text(tree, tree->nodes) == 0);
}

clg_status clg_settings_parse(const char *bytes, size_t size, const char *name,
                              clg_settings *settings, clg_error *err)
{
    clg_yaml_tree tree;
    clg_loader loader = {&tree, name, settings, err};
    clg_status status = clg_yaml_parse(bytes, size, name, &tree, err);

    if (status != CLG_OK)
        return status;
    if (!is_empty(&tree) && tree.nodes[0].kind != CLG_YAML_MAPPING)
        status =
            clg_loader_expected(&loader, NULL, tree.nodes, "keys and their values");
    else if (!is_empty(&tree))
        status = clg_loader_mapping(&loader, NULL, tree.nodes, study_keys, settings);
    clg_yaml_clear(&tree);
    return status;
}
