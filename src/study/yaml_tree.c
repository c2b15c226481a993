#include "study/yaml_tree.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>
#include <yaml.h>

typedef struct builder {
    yaml_parser_t parser;
    clg_yaml_tree *tree;
    clg_dictionary keys; /* prefix: the mapping's node */
    const char *name;
    clg_error *err;
} builder;

static clg_status fail_at_mark(builder *build, yaml_mark_t mark, const char *message)
{
    return clg_fail_at(build->err, CLG_ERROR_PARSE, build->name, mark.line + 1,
                       mark.column + 1, "%s", message);
}

static clg_status fail_syntax(builder *build)
{
    const yaml_parser_t *parser = &build->parser;
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
    yaml_mark_t mark = parser->problem_mark;

    if (parser->error == YAML_MEMORY_ERROR)
        return clg_fail(build->err, CLG_ERROR_MEMORY, "cannot allocate for YAML");
    if (parser->error == YAML_READER_ERROR) /* knows the place in the whole only */
        mark = parser->mark;
    return clg_fail_at(build->err, CLG_ERROR_PARSE, build->name, mark.line + 1,
                       mark.column + 1, "not YAML: %s%s%s", problem,
                       parser->context != NULL ? " " : "",
                       parser->context != NULL ? parser->context : "");
}

static clg_status next_event(builder *build, yaml_event_t *event)
{
    if (yaml_parser_parse(&build->parser, event) == 0) {
        memset(event, 0, sizeof *event);
        return fail_syntax(build);
    }
    return CLG_OK;
}

/* What is left out of the language, told from the event alone. */
static const char *reason_against(const yaml_event_t *event)
{
    static const char tags[] = "tags such as !!str are not read";
    static const char anchors[] = "anchors and aliases are not read";

    switch (event->type) {
    case YAML_ALIAS_EVENT: return anchors;
    case YAML_SCALAR_EVENT:
        if (event->data.scalar.anchor != NULL)
            return anchors;
        if (strlen((const char *)event->data.scalar.value) != event->data.scalar.length)
            return "a text can't hold a NUL character";
        return event->data.scalar.tag != NULL ? tags : NULL;
    case YAML_SEQUENCE_START_EVENT:
        if (event->data.sequence_start.anchor != NULL)
            return anchors;
        return event->data.sequence_start.tag != NULL ? tags : NULL;
    case YAML_MAPPING_START_EVENT:
        if (event->data.mapping_start.anchor != NULL)
            return anchors;
        return event->data.mapping_start.tag != NULL ? tags : NULL;
    default: return NULL;
    }
}

/* Appends the node of one event, without children. */
static clg_status add_node(builder *build, const yaml_event_t *event, size_t *index)
{
    clg_yaml_tree *tree = build->tree;
    clg_yaml_node *node;
    clg_status status = clg_array_reserve(&tree->nodes, &tree->room, tree->count + 1,
                                          sizeof *tree->nodes, build->err);

    if (status != CLG_OK)
        return status;
    *index = tree->count++;
    node = &tree->nodes[*index];
    *node = (clg_yaml_node){.kind = CLG_YAML_TEXT,
                            .line = event->start_mark.line + 1,
                            .column = event->start_mark.column + 1,
                            .text = tree->texts.count};
    if (event->type == YAML_SEQUENCE_START_EVENT)
        node->kind = CLG_YAML_LIST;
    else if (event->type == YAML_MAPPING_START_EVENT)
        node->kind = CLG_YAML_MAPPING;
    else
        status = clg_texts_append(&tree->texts, (const char *)event->data.scalar.value,
                                  event->data.scalar.length, build->err);
    return status;
}

static clg_status check_key(builder *build, size_t mapping, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length, known = build->keys.texts.count;
    uint32_t code;
    clg_status status;

    if (event->type != YAML_SCALAR_EVENT)
        return fail_at_mark(build, event->start_mark, "expected a name as key");
    status = clg_dictionary_code(&build->keys, (uint32_t)mapping, text, length, &code,
                                 build->err);
    if (status == CLG_OK && build->keys.texts.count == known)
        status = clg_fail_at(build->err, CLG_ERROR_PARSE, build->name,
                             event->start_mark.line + 1, event->start_mark.column + 1,
                             "key '%.60s' occurs twice", text);
    return status;
}

static clg_status read_node(builder *build, const yaml_event_t *event, int depth,
                            size_t *index);

static bool is_end(const yaml_event_t *event)
{
    return event->type == YAML_SEQUENCE_END_EVENT ||
           event->type == YAML_MAPPING_END_EVENT;
}

static clg_status read_children(builder *build, size_t parent, int depth)
{
    bool is_mapping = build->tree->nodes[parent].kind == CLG_YAML_MAPPING;
    size_t before = 0, child = 0;
    clg_status status = CLG_OK;

    for (size_t place = 0; status == CLG_OK; place++) {
        yaml_event_t event;
        bool is_done;

        status = next_event(build, &event);
        is_done = status == CLG_OK && is_end(&event);
        if (status == CLG_OK && !is_done && is_mapping && place % 2 == 0)
            status = check_key(build, parent, &event);
        if (status == CLG_OK && !is_done)
            status = read_node(build, &event, depth, &child);
        yaml_event_delete(&event);
        if (status != CLG_OK || is_done)
            return status;

        if (before == 0)
            build->tree->nodes[parent].first = child;
        else
            build->tree->nodes[before].next = child;
        before = child;
    }
    return status;
}

static clg_status read_node(builder *build, const yaml_event_t *event, int depth,
                            size_t *index)
{
    const char *reason = reason_against(event);
    clg_status status;

    if (reason != NULL)
        return fail_at_mark(build, event->start_mark, reason);
    if (depth == CLG_YAML_DEPTH)
        return fail_at_mark(build, event->start_mark, "nested too deeply");
    status = add_node(build, event, index);
    if (status != CLG_OK || event->type == YAML_SCALAR_EVENT)
        return status;
    return read_children(build, *index, depth + 1);
}

static clg_status read_document(builder *build)
{
    yaml_event_t event;
    size_t root;
    clg_status status = next_event(build, &event);

    if (status == CLG_OK)
        status = read_node(build, &event, 0, &root);
    yaml_event_delete(&event);
    if (status != CLG_OK)
        return status;
    status = next_event(build, &event); /* the document's end */
    yaml_event_delete(&event);
    return status;
}

/* The stream's start; then a document and the end, or the end at once. */
static clg_status read_stream(builder *build)
{
    int documents = 0;

    for (;;) {
        yaml_event_t event;
        yaml_event_type_t type;
        yaml_mark_t mark;
        clg_status status = next_event(build, &event);

        type = event.type;
        mark = event.start_mark;
        yaml_event_delete(&event);
        if (status != CLG_OK || type == YAML_STREAM_END_EVENT)
            return status;
        if (type != YAML_DOCUMENT_START_EVENT)
            continue;
        if (documents++ > 0)
            return fail_at_mark(build, mark, "expected one document, found another");
        status = read_document(build);
        if (status != CLG_OK)
            return status;
    }
}

clg_status clg_yaml_parse(const char *bytes, size_t size, const char *name,
                          clg_yaml_tree *tree, clg_error *err)
{
    builder build = {
        .tree = tree, .keys = CLG_DICTIONARY_INIT, .name = name, .err = err};
    clg_status status;

    *tree = (clg_yaml_tree){.texts = CLG_TEXTS_INIT};
    if (size > CLG_YAML_LARGEST)
        return clg_fail_at(err, CLG_ERROR_PARSE, name, 0, 0,
                           "expected settings of at most 1 MiB, found %zu bytes", size);
    if (yaml_parser_initialize(&build.parser) == 0)
        return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate for YAML");
    yaml_parser_set_input_string(&build.parser, (const unsigned char *)bytes, size);
    status = read_stream(&build);
    yaml_parser_delete(&build.parser);
    clg_dictionary_clear(&build.keys);
    if (status != CLG_OK)
        clg_yaml_clear(tree);
    return status;
}

void clg_yaml_clear(clg_yaml_tree *tree)
{
    clg_free(tree->nodes);
    clg_texts_clear(&tree->texts);
    *tree = (clg_yaml_tree){.texts = CLG_TEXTS_INIT};
}
