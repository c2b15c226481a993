/* The catalogue of measures for people and for programs. */
#define _POSIX_C_SOURCE 200809L
#include "collegium/catalogue.h"
#include "collegium/run.h"
#include "collegium/suggest.h"

#include "base/fail.h"
#include "base/memory.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static clg_status fail_unknown(const char *id, clg_error *err)
{
    size_t count = clg_catalogue_count();
    const char **names = clg_array_new(count + 1, sizeof *names, err);
    const char *nearest = NULL;

    if (names == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        names[i] = clg_catalogue_entry_at(i)->id;
    nearest = clg_nearest_name(id, names);
    clg_fail(err, CLG_ERROR_ARGUMENT, "no measure is called '%s'%s%s%s", id,
             nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
             nearest != NULL ? "'?" : "");
    clg_free(names);
    return CLG_ERROR_ARGUMENT;
}

static bool is_wanted(const clg_catalogue_entry *entry, const char *id)
{
    return id == NULL || strcmp(entry->id, id) == 0;
}

static json_t *entry_json(const clg_catalogue_entry *entry)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "id",
                     entry->id, "name", entry->name, "level", entry->level, "unit",
                     entry->unit, "range", entry->range, "direction", entry->direction,
                     "definition", entry->definition, "source", entry->source,
                     "undefined_when", entry->undefined_when, "cost", entry->cost);
}

static char *catalogue_json(const char *id)
{
    json_t *measures = json_array();

    for (size_t i = 0; i < clg_catalogue_count(); i++)
        if (is_wanted(clg_catalogue_entry_at(i), id))
            json_array_append_new(measures, entry_json(clg_catalogue_entry_at(i)));

    json_t *root = json_pack("{s:i, s:o}", "schema_version", 1, "measures", measures);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(2)) : NULL;
    json_decref(root);
    return text;
}

static void print_entry(const clg_catalogue_entry *entry, FILE *stream)
{
    fprintf(stream, "%s (%s): %s\n", entry->id, entry->level, entry->name);
    fprintf(stream, "  definition  %s\n", entry->definition);
    fprintf(stream, "  unit        %s\n",
            entry->unit[0] != '\0' ? entry->unit : "none");
    fprintf(stream, "  range       %s\n", entry->range);
    fprintf(stream, "  direction   %s\n", entry->direction);
    fprintf(stream, "  undefined   %s\n", entry->undefined_when);
    fprintf(stream, "  cost        %s\n", entry->cost);
    fprintf(stream, "  source      %s\n", entry->source);
}

static void print_list(FILE *stream)
{
    const char *level = "";

    for (size_t i = 0; i < clg_catalogue_count(); i++) {
        const clg_catalogue_entry *entry = clg_catalogue_entry_at(i);
        if (strcmp(level, entry->level) != 0)
            fprintf(stream, "%sper %s\n", i > 0 ? "\n" : "", entry->level);
        level = entry->level;
        fprintf(stream, "  %-24s %s\n", entry->id, entry->name);
    }
    fprintf(stream,
            "\n'collegium catalogue ID' shows the formula and source of one.\n");
}

static char *catalogue_lines(const char *id)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL)
        return NULL;
    if (id == NULL)
        print_list(stream);
    for (size_t i = 0; id != NULL && i < clg_catalogue_count(); i++)
        if (is_wanted(clg_catalogue_entry_at(i), id))
            print_entry(clg_catalogue_entry_at(i), stream);
    if (fclose(stream) == 0)
        return text;
    clg_text_free(text);
    return NULL;
}

char *clg_catalogue_text(const char *id, bool as_json, clg_error *err)
{
    char *text;

    if (id != NULL && clg_catalogue_find(id) == NULL) {
        fail_unknown(id, err);
        return NULL;
    }
    text = as_json ? catalogue_json(id) : catalogue_lines(id);
    if (text == NULL)
        clg_fail(err, CLG_ERROR_MEMORY, "cannot make the catalogue");
    return text;
}
