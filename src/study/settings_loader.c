#include "study/settings_loader.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"
#include "study/settings_values.h"

#include <stdio.h>
#include <string.h>

enum { MOST_KEYS = 32, SHOWN = 64 };

static void describe(const clg_loader *loader, const clg_yaml_node *node, char *found,
                     size_t size)
{
    const char *text;

    if (node->kind == CLG_YAML_LIST) {
        snprintf(found, size, "a list");
    } else if (node->kind == CLG_YAML_MAPPING) {
        snprintf(found, size, "a mapping");
    } else {
        text = clg_yaml_text(loader->tree, node);
        snprintf(found, size, *text != '\0' ? "'%.40s'" : "nothing", text);
    }
}

clg_status clg_loader_expected(const clg_loader *loader, const char *key,
                               const clg_yaml_node *node, const char *expected)
{
    char found[SHOWN];

    describe(loader, node, found, sizeof found);
    if (key == NULL)
        return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                           node->column, "expected %s, found %s", expected, found);
    return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                       node->column, "expected %s for '%s', found %s", expected, key,
                       found);
}

/* "known are title, data, ..." as far as there is room. */
static void hint_at_names(const clg_loader *loader, const char *const *names)
{
    char hint[sizeof loader->err->hint] = "known are ";
    size_t length = strlen(hint);

    for (size_t i = 0; names[i] != NULL; i++) {
        size_t needed = strlen(names[i]) + 3;
        if (length + needed >= sizeof hint)
            break;
        length += (size_t)snprintf(hint + length, sizeof hint - length, "%s%s",
                                   i > 0 ? ", " : "", names[i]);
    }
    clg_hint(loader->err, "%s", hint);
}

clg_status clg_loader_unknown(const clg_loader *loader, const char *what,
                              const clg_yaml_node *node, const char *const *names)
{
    const char *word = clg_yaml_text(loader->tree, node);
    const char *nearest = clg_nearest_name(word, names);

    if (nearest != NULL)
        return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                           node->column, "unknown %s '%.40s'; did you mean '%s'?", what,
                           word, nearest);
    clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line, node->column,
                "unknown %s '%.40s'", what, word);
    hint_at_names(loader, names);
    return CLG_ERROR_PARSE;
}

static clg_status fail_unknown_key(const clg_loader *loader, const clg_yaml_node *node,
                                   const clg_loader_key *keys)
{
    const char *names[MOST_KEYS + 1] = {NULL};

    for (size_t i = 0; i < MOST_KEYS && keys[i].name != NULL; i++)
        names[i] = keys[i].name;
    return clg_loader_unknown(loader, "key", node, names);
}

clg_status clg_loader_mapping(const clg_loader *loader, const char *key,
                              const clg_yaml_node *node, const clg_loader_key *keys,
                              void *target)
{
    const clg_yaml_node *name, *value;

    if (node->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, node, "a mapping");
    for (name = clg_yaml_first(loader->tree, node); name != NULL;
         name = clg_yaml_next(loader->tree, value)) {
        const char *word = clg_yaml_text(loader->tree, name);
        const clg_loader_key *known = keys;
        clg_status status;

        value = clg_yaml_next(loader->tree, name);
        while (known->name != NULL && strcmp(known->name, word) != 0)
            known++;
        if (known->name == NULL)
            return fail_unknown_key(loader, name, keys);
        status = known->read(loader, known->name, value, target);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

clg_status clg_loader_text(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, const char *expected,
                           const char **text)
{
    if (node->kind != CLG_YAML_TEXT || *clg_yaml_text(loader->tree, node) == '\0')
        return clg_loader_expected(loader, key, node, expected);
    *text = clg_yaml_text(loader->tree, node);
    return CLG_OK;
}

clg_status clg_loader_copy(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, const char *expected, char **slot)
{
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, node, expected, &text);
    char *copy;

    if (status != CLG_OK)
        return status;
    copy = clg_text_copy(text, strlen(text), loader->err);
    if (copy == NULL)
        return CLG_ERROR_MEMORY;
    clg_free(*slot);
    *slot = copy;
    return CLG_OK;
}

clg_status clg_loader_list(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, clg_texts *texts)
{
    const clg_yaml_node *item;

    if (node->kind != CLG_YAML_LIST)
        return clg_loader_expected(loader, key, node, "a list");
    for (item = clg_yaml_first(loader->tree, node); item != NULL;
         item = clg_yaml_next(loader->tree, item)) {
        const char *text;
        clg_status status;

        if (item->kind != CLG_YAML_TEXT)
            return clg_loader_expected(loader, key, item, "a list of texts");
        text = clg_yaml_text(loader->tree, item);
        status = clg_texts_append(texts, text, strlen(text), loader->err);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

clg_status clg_loader_formats(const clg_loader *loader, const char *key,
                              const clg_yaml_node *node, clg_texts *formats)
{
    const clg_yaml_node *item;

    if (node->kind != CLG_YAML_LIST)
        return clg_loader_expected(loader, key, node, "a list");
    for (item = clg_yaml_first(loader->tree, node); item != NULL;
         item = clg_yaml_next(loader->tree, item))
        if (item->kind != CLG_YAML_TEXT ||
            !clg_time_format_is_known(clg_yaml_text(loader->tree, item)))
            return clg_loader_expected(loader, key, item,
                                       "a time format such as %d.%m.%Y %H:%M");
    return clg_loader_list(loader, key, node, formats);
}

clg_status clg_loader_zone(const clg_loader *loader, const char *key,
                           const clg_yaml_node *node, char **slot)
{
    clg_status status = clg_loader_copy(loader, key, node, CLG_EXPECTED_ZONE, slot);

    if (status != CLG_OK)
        return status;
    status = clg_zone_check(*slot, loader->err);
    if (status == CLG_ERROR_ARGUMENT)
        return clg_loader_expected(loader, key, node, CLG_EXPECTED_ZONE);
    return status;
}

clg_status clg_loader_time(const clg_loader *loader, const char *key,
                           const clg_yaml_node *value, clg_time *time)
{
    static const char expected[] = "a date such as 2026-12-23";
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, expected, &text);

    if (status == CLG_OK && !clg_time_parse_iso(text, strlen(text), time))
        status = clg_loader_expected(loader, key, value, expected);
    return status;
}
