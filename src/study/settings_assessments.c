/* The key `assessments` of study.yaml: when people were asked, and how the answers to
 * an instrument become scales. */
#include "study/settings_loader.h"
#include "study/settings_values.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { LONGEST_GAP = 3660, MOST_NAMES = 1000 }; /* names are held against all others */

static clg_status fail_at(const clg_loader *loader, const clg_yaml_node *node,
                          const char *message)
{
    return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                       node->column, "%s", message);
}

static clg_status refuse_many(const clg_loader *loader, const clg_yaml_node *node)
{
    return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                       node->column, "more than %d names", MOST_NAMES);
}

static bool has_many(const clg_loader *loader, const clg_yaml_node *mapping)
{
    const clg_yaml_node *node = clg_yaml_first(loader->tree, mapping);
    size_t count = 0;

    for (; node != NULL; node = clg_yaml_next(loader->tree, node))
        count++;
    return count > 2 * MOST_NAMES;
}

/* The key of a mapping that follows `after` in byte order (NULL: the first), or NULL.
 * Names are taken in this order, so that how they stand in the file changes nothing. */
static const clg_yaml_node *next_name(const clg_loader *loader,
                                      const clg_yaml_node *mapping,
                                      const clg_yaml_node *after)
{
    const clg_yaml_node *name, *next = NULL;

    for (name = clg_yaml_first(loader->tree, mapping); name != NULL;
         name = clg_yaml_next(loader->tree, clg_yaml_next(loader->tree, name))) {
        const char *word = clg_yaml_text(loader->tree, name);
        if ((after == NULL || strcmp(word, clg_yaml_text(loader->tree, after)) > 0) &&
            (next == NULL || strcmp(word, clg_yaml_text(loader->tree, next)) < 0))
            next = name;
    }
    return next;
}

/* ---- waves ---- */

static clg_status read_gap(const clg_loader *loader, const char *key,
                           const clg_yaml_node *value, void *target)
{
    static const char expected[] = "days from 1 to 3660, such as 21";
    clg_assessment_settings *assessments = target;
    const char *text = NULL;
    uint64_t days = 0;
    clg_status status = clg_loader_text(loader, key, value, expected, &text);

    if (status == CLG_OK &&
        (!clg_seed_parse(text, &days) || days < 1 || days > LONGEST_GAP))
        return clg_loader_expected(loader, key, value, expected);
    assessments->gap = (uint32_t)days;
    return status;
}

static clg_status add_wave(const clg_loader *loader, const char *key,
                           const clg_yaml_node *item,
                           clg_assessment_settings *assessments)
{
    clg_time time;
    clg_status status = clg_loader_time(loader, key, item, &time);
    size_t count = assessments->wave_count;

    if (status == CLG_OK)
        status = clg_array_reserve(&assessments->waves, &assessments->wave_room,
                                   count + 1, sizeof *assessments->waves, loader->err);
    if (status != CLG_OK)
        return status;
    assessments->waves[count] = clg_day_of_seconds(time.local);
    if (count > 0 && assessments->waves[count] <= assessments->waves[count - 1])
        return fail_at(loader, item, "a wave begins no later than the one before");
    assessments->wave_count++;
    return CLG_OK;
}

static clg_status read_waves(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    static const char expected[] = "a list of dates such as [2026-09-01, 2027-06-01]";
    const clg_yaml_node *item =
        value->kind == CLG_YAML_LIST ? clg_yaml_first(loader->tree, value) : NULL;
    clg_status status = CLG_OK;

    if (item == NULL)
        return clg_loader_expected(loader, key, value, expected);
    for (; item != NULL && status == CLG_OK; item = clg_yaml_next(loader->tree, item))
        status = add_wave(loader, key, item, target);
    return status;
}

/* ---- an instrument ---- */

static bool parse_signed(const char *text, double *value)
{
    bool is_negative = *text == '-', is_number;

    is_number = clg_decimal_parse(text + is_negative, value);
    *value = is_negative ? -*value : *value;
    return is_number;
}

static clg_status read_scale(const clg_loader *loader, const char *key,
                             const clg_yaml_node *value, void *target)
{
    static const char expected[] = "the least and the most of an answer such as [1, 5]";
    clg_instrument_settings *instrument = target;
    double ends[2] = {NAN, NAN};
    size_t count = 0;
    const clg_yaml_node *item =
        value->kind == CLG_YAML_LIST ? clg_yaml_first(loader->tree, value) : NULL;

    for (; item != NULL; item = clg_yaml_next(loader->tree, item), count++)
        if (count >= 2 || item->kind != CLG_YAML_TEXT ||
            !parse_signed(clg_yaml_text(loader->tree, item), &ends[count]))
            return clg_loader_expected(loader, key, item, expected);
    if (count != 2)
        return clg_loader_expected(loader, key, value, expected);
    if (!(ends[0] < ends[1]))
        return fail_at(loader, value, "a scale of answers runs from less to more");
    instrument->low = ends[0];
    instrument->high = ends[1];
    return CLG_OK;
}

static clg_status read_reversed(const clg_loader *loader, const char *key,
                                const clg_yaml_node *value, void *target)
{
    clg_instrument_settings *instrument = target;

    return clg_loader_list(loader, key, value, &instrument->reversed);
}

static clg_status read_anonymous(const clg_loader *loader, const char *key,
                                 const clg_yaml_node *value, void *target)
{
    clg_instrument_settings *instrument = target;
    const char *text = NULL;
    clg_status status = clg_loader_text(loader, key, value, "true or false", &text);

    if (status != CLG_OK)
        return status;
    instrument->is_anonymous = strcmp(text, "true") == 0;
    if (!instrument->is_anonymous && strcmp(text, "false") != 0)
        return clg_loader_expected(loader, key, value, "true or false");
    return CLG_OK;
}

static bool has_item(const clg_instrument_settings *instrument, const char *scale,
                     const char *item)
{
    for (size_t i = 0; i < instrument->scales.count; i++)
        if (strcmp(clg_texts_at(&instrument->scales, i), scale) == 0 &&
            strcmp(clg_texts_at(&instrument->items, i), item) == 0)
            return true;
    return false;
}

static clg_status add_item(const clg_loader *loader, const char *scale,
                           const clg_yaml_node *node,
                           clg_instrument_settings *instrument)
{
    const char *item = NULL;
    clg_status status = clg_loader_text(loader, scale, node, "a list of items", &item);

    if (status != CLG_OK)
        return status;
    if (instrument->items.count >= MOST_NAMES)
        return refuse_many(loader, node);
    if (has_item(instrument, scale, item))
        return clg_fail_at(loader->err, CLG_ERROR_PARSE, loader->name, node->line,
                           node->column, "item '%.40s' stands twice in '%.40s'", item,
                           scale);
    status = clg_texts_append(&instrument->scales, scale, strlen(scale), loader->err);
    return status == CLG_OK
               ? clg_texts_append(&instrument->items, item, strlen(item), loader->err)
               : status;
}

static clg_status read_scales(const clg_loader *loader, const char *key,
                              const clg_yaml_node *value, void *target)
{
    const clg_yaml_node *name, *items, *item;
    clg_status status = CLG_OK;

    if (value->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, value, "scales and their items");
    if (has_many(loader, value))
        return refuse_many(loader, value);
    for (name = next_name(loader, value, NULL); name != NULL;
         name = next_name(loader, value, name)) {
        const char *scale = clg_yaml_text(loader->tree, name);

        items = clg_yaml_next(loader->tree, name);
        if (items->kind != CLG_YAML_LIST || items->first == 0)
            return clg_loader_expected(loader, scale, items, "a list of items");
        for (item = clg_yaml_first(loader->tree, items);
             item != NULL && status == CLG_OK; item = clg_yaml_next(loader->tree, item))
            status = add_item(loader, scale, item, target);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

static clg_status add_instrument(const clg_loader *loader, const char *name,
                                 const clg_yaml_node *value,
                                 clg_assessment_settings *assessments)
{
    static const clg_loader_key keys[] = {{"scale", read_scale},
                                          {"reversed", read_reversed},
                                          {"scales", read_scales},
                                          {"anonymous", read_anonymous},
                                          {NULL, NULL}};
    clg_instrument_settings *instrument;
    clg_status status =
        clg_array_reserve(&assessments->instruments, &assessments->instrument_room,
                          assessments->instrument_count + 1,
                          sizeof *assessments->instruments, loader->err);

    if (status != CLG_OK)
        return status;
    instrument = &assessments->instruments[assessments->instrument_count];
    *instrument = (clg_instrument_settings){.low = NAN, .high = NAN};
    instrument->name = clg_text_copy(name, strlen(name), loader->err);
    if (instrument->name == NULL)
        return CLG_ERROR_MEMORY;
    assessments->instrument_count++;
    return clg_loader_mapping(loader, name, value, keys, instrument);
}

static clg_status read_instruments(const clg_loader *loader, const char *key,
                                   const clg_yaml_node *value, void *target)
{
    const clg_yaml_node *name, *node;
    clg_status status = CLG_OK;

    if (value->kind != CLG_YAML_MAPPING)
        return clg_loader_expected(loader, key, value, "a mapping");
    if (has_many(loader, value))
        return refuse_many(loader, value);
    for (name = next_name(loader, value, NULL); name != NULL && status == CLG_OK;
         name = next_name(loader, value, name)) {
        node = clg_yaml_next(loader->tree, name);
        status =
            add_instrument(loader, clg_yaml_text(loader->tree, name), node, target);
    }
    return status;
}

clg_status clg_loader_assessments(const clg_loader *loader, const char *key,
                                  const clg_yaml_node *value, void *target)
{
    static const clg_loader_key keys[] = {{"gap", read_gap},
                                          {"waves", read_waves},
                                          {"instruments", read_instruments},
                                          {NULL, NULL}};
    clg_assessment_settings *assessments = &loader->settings->assessments;
    const clg_yaml_node *name;
    int ways = 0;
    clg_status status = clg_loader_mapping(loader, key, value, keys, assessments);

    (void)target;
    if (status != CLG_OK)
        return status;
    for (name = clg_yaml_first(loader->tree, value); name != NULL;
         name = clg_yaml_next(loader->tree, clg_yaml_next(loader->tree, name))) {
        const char *word = clg_yaml_text(loader->tree, name);
        ways += strcmp(word, "gap") == 0 || strcmp(word, "waves") == 0;
    }
    return ways < 2 ? CLG_OK
                    : fail_at(loader, value, "give 'gap' or 'waves', not both");
}
