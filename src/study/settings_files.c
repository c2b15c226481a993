/* The `files:` of study.yaml: which files, and how their columns are called. */
#include "study/settings_loader.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

/* The columns of DESIGN.md, section 2; NULL where every other one is an attribute. */
static const char *const calendar_columns[] = {"start", "end", "school", "label", NULL};
static const char *const attendance_columns[] = {
    "school", "meeting", "person", "start", "minutes", "joined",  "left", "status",
    "role",   "kind",    "phase",  "focus", "length",  "network", NULL};
static const char *const exchange_columns[] = {"school", "from",   "to",        "time",
                                               "kind",   "weight", "to_school", NULL};
static const char *const event_columns[] = {"school", "time", "label", "end", NULL};
static const char *const assessment_columns[] = {
    "school", "person", "time", "instrument", "item", "score", NULL};

static const char *const *columns_of(clg_table_kind kind)
{
    switch (kind) {
    case CLG_TABLE_CALENDAR: return calendar_columns;
    case CLG_TABLE_ATTENDANCE: return attendance_columns;
    case CLG_TABLE_EXCHANGES: return exchange_columns;
    case CLG_TABLE_EVENTS: return event_columns;
    case CLG_TABLE_ASSESSMENTS: return assessment_columns;
    default: return NULL;
    }
}

static bool is_listed(const char *const *names, const char *word)
{
    while (*names != NULL && strcmp(*names, word) != 0)
        names++;
    return *names != NULL;
}

static bool holds(const clg_texts *texts, const char *word)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(clg_texts_at(texts, i), word) == 0)
            return true;
    return false;
}

/* A canonical column that gets its values from here may not get them elsewhere. */
static clg_status check_column(const clg_loader *loader, const clg_file_settings *file,
                               const clg_yaml_node *name)
{
    const char *const *known = columns_of(file->kind);
    const char *word = clg_yaml_text(loader->tree, name);

    if (known != NULL && !is_listed(known, word))
        return clg_loader_unknown(loader, "column", name, known);
    if (holds(&file->columns_to, word) || holds(&file->values_to, word))
        return clg_fail_at(
            loader->err, CLG_ERROR_PARSE, loader->name, name->line, name->column,
            "column '%.40s' stands in both 'columns' and 'values'", word);
    return CLG_OK;
}

static clg_status append_pair(const clg_loader *loader, const clg_yaml_node *name,
                              const char *text, clg_texts *to, clg_texts *from)
{
    const char *word = clg_yaml_text(loader->tree, name);
    clg_status status = clg_texts_append(to, word, strlen(word), loader->err);

    if (status != CLG_OK)
        return status;
    return clg_texts_append(from, text, strlen(text), loader->err);
}

static clg_status read_pairs(const clg_loader *loader, const char *key,
                             const clg_yaml_node *node, const clg_file_settings *file,
                             const char *expected, clg_texts *to, clg_texts *from)
{
    const clg_yaml_node *name, *value;
    clg_texts names = CLG_TEXTS_INIT; /* kept apart until checked against the file's */
    clg_status status = CLG_OK;

    if (node->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, node, "a mapping");
    for (name = clg_yaml_first(loader->tree, node); name != NULL && status == CLG_OK;
         name = clg_yaml_next(loader->tree, value)) {
        const char *text = NULL;

        value = clg_yaml_next(loader->tree, name);
        status = check_column(loader, file, name);
        if (status == CLG_OK)
            status = clg_loader_text(loader, clg_yaml_text(loader->tree, name), value,
                                     expected, &text);
        if (status == CLG_OK)
            status = append_pair(loader, name, text, &names, from);
    }
    *to = names;
    return status;
}

static clg_status read_path(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    clg_file_settings *file = target;

    return clg_loader_copy(loader, key, value, "a path", &file->path);
}

static clg_status read_columns(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    clg_file_settings *file = target;

    return read_pairs(loader, key, value, file, "the name of a column",
                      &file->columns_to, &file->columns_from);
}

static clg_status read_values(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    clg_file_settings *file = target;

    return read_pairs(loader, key, value, file, "a text", &file->values_to,
                      &file->values);
}

static clg_status read_formats(const clg_loader *loader, const char *key,
                               const clg_yaml_node *value, void *target)
{
    clg_file_settings *file = target;

    return clg_loader_formats(loader, key, value, &file->time_formats);
}

static clg_status read_zone(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    clg_file_settings *file = target;

    return clg_loader_zone(loader, key, value, &file->time_zone);
}

static clg_status read_delimiter(const clg_loader *loader, const char *key,
                                 const clg_yaml_node *value, void *target)
{
    static const char expected[] = "comma, tab, semicolon or one character";
    clg_file_settings *file = target;
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, expected, &text);

    if (status != CLG_OK)
        return status;
    if (strcmp(text, "comma") == 0)
        file->delimiter = ',';
    else if (strcmp(text, "semicolon") == 0)
        file->delimiter = ';';
    else if (strcmp(text, "tab") == 0)
        file->delimiter = '\t';
    else if (strlen(text) == 1 && strchr(",;\t|:^~", *text) != NULL)
        file->delimiter = *text;
    else
        return clg_loader_expected(loader, key, value, expected);
    return CLG_OK;
}

static const clg_loader_key file_keys[] = {{"path", read_path},
                                           {"columns", read_columns},
                                           {"values", read_values},
                                           {"time_formats", read_formats},
                                           {"time_zone", read_zone},
                                           {"delimiter", read_delimiter},
                                           {NULL, NULL}};

static clg_status add_file(const clg_loader *loader, clg_table_kind kind,
                           const clg_yaml_node *node)
{
    const char *name = clg_table_kind_name(kind);
    clg_settings *settings = loader->settings;
    clg_file_settings *file;
    clg_status status = clg_array_reserve(&settings->files, &settings->file_room,
                                          settings->file_count + 1,
                                          sizeof *settings->files, loader->err);

    if (status != CLG_OK)
        return status;
    file = &settings->files[settings->file_count++];
    *file = (clg_file_settings){.kind = kind};
    if (node->kind == CLG_YAML_TEXT)
        return read_path(loader, name, node, file);
    if (node->kind == CLG_YAML_LIST)
        return clg_loader_expected(loader, name, node, "a path or a mapping");
    status = clg_loader_mapping(loader, name, node, file_keys, file);
    if (status == CLG_OK && file->path == NULL)
        status = clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                             node->column, "no 'path' for '%s'", name);
    return status;
}

/* One file, or a list of them. */
static clg_status add_table(const clg_loader *loader, clg_table_kind kind,
                            const clg_yaml_node *node)
{
    const clg_yaml_node *item;
    clg_status status = CLG_OK;

    if (node->kind != CLG_YAML_LIST)
        return add_file(loader, kind, node);
    if (node->first == 0)
        return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                           node->column, "the list for '%s' is empty",
                           clg_table_kind_name(kind));
    for (item = clg_yaml_first(loader->tree, node); item != NULL && status == CLG_OK;
         item = clg_yaml_next(loader->tree, item))
        status = add_file(loader, kind, item);
    return status;
}

clg_status clg_loader_files(const clg_loader *loader, const char *key,
                            const clg_yaml_node *value, void *target)
{
    const char *names[CLG_TABLE_KIND_COUNT + 1] = {NULL};
    const clg_yaml_node *name, *node;
    clg_status status = CLG_OK;

    (void)target;
    for (int kind = 0; kind < CLG_TABLE_KIND_COUNT; kind++)
        names[kind] = clg_table_kind_name((clg_table_kind)kind);
    if (value->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, value, "a mapping");

    for (name = clg_yaml_first(loader->tree, value); name != NULL && status == CLG_OK;
         name = clg_yaml_next(loader->tree, node)) {
        int kind = 0;

        node = clg_yaml_next(loader->tree, name);
        while (names[kind] != NULL &&
               strcmp(names[kind], clg_yaml_text(loader->tree, name)) != 0)
            kind++;
        status = names[kind] != NULL ? add_table(loader, (clg_table_kind)kind, node)
                                     : clg_loader_unknown(loader, "table", name, names);
    }
    return status;
}
