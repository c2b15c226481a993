#include "ingest/edges.h"

#include "ingest/csv.h"
#include "ingest/edges_draft.h"
#include "ingest/encoding.h"
#include "ingest/field.h"
#include "ingest/header.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

#include <string.h>

/* A file being read row by row. */
typedef struct edge_list {
    const char *name;
    clg_input input;
    clg_header header;
    clg_csv_scanner scanner;
    clg_csv_reader *reader;
    clg_csv_record record;
    const clg_csv_fields *fields;
} edge_list;

static clg_status open_list(const char *path, edge_list *list, clg_error *err)
{
    clg_file_settings none = {.kind = CLG_TABLE_EXCHANGES};
    size_t begin = 0;
    clg_status status;

    list->name = path;
    status = clg_input_open(path, path, &list->input, err);
    if (status == CLG_OK)
        status =
            clg_encoding_check(list->input.bytes, list->input.size, path, &begin, err);
    if (status == CLG_OK)
        status = clg_header_read(list->input.bytes, begin, list->input.size, &none,
                                 path, &list->header, err);
    if (status == CLG_OK)
        status = clg_csv_reader_new(list->header.delimiter, &list->reader, err);
    if (status == CLG_OK)
        list->scanner = clg_csv_scan(list->input.bytes, list->header.body,
                                     list->input.size, list->header.delimiter);
    return status;
}

static void close_list(edge_list *list)
{
    clg_csv_reader_free(list->reader);
    clg_header_clear(&list->header);
    clg_input_close(&list->input);
}

static clg_status find_column(const edge_list *list, const char *wanted,
                              bool is_required, long *field, clg_error *err)
{
    clg_file_settings none = {.kind = CLG_TABLE_EXCHANGES};
    clg_binding binding = {-1, NULL, 0};
    clg_status status = clg_header_bind(&list->header, &none, list->name, wanted,
                                        is_required, &binding, err);

    *field = binding.field;
    return status;
}

static clg_status fail_at(const edge_list *list, size_t place, const char *reason,
                          clg_error *err)
{
    uint64_t line, column;

    clg_csv_locate(list->input.bytes, place, &line, &column);
    return clg_fail_at(err, CLG_ERROR_PARSE, list->name, line, column, "%s", reason);
}

static clg_status fail_at_field(const edge_list *list, long field, const char *reason,
                                clg_error *err)
{
    return fail_at(list,
                   clg_csv_field_offset(list->input.bytes, &list->record,
                                        list->header.delimiter, (size_t)field),
                   reason, err);
}

/* *is_row is false at the end. */
static clg_status next_row(edge_list *list, bool *is_row, clg_error *err)
{
    clg_status status;
    uint64_t line, column;

    *is_row = clg_csv_scanner_next(&list->scanner, &list->record);
    if (!*is_row)
        return CLG_OK;
    if (list->record.trouble != CLG_CSV_SOUND)
        return fail_at(list, list->record.wrong_at,
                       clg_csv_explain(list->record.trouble), err);
    status = clg_csv_reader_parse(list->reader, list->input.bytes, &list->record,
                                  &list->fields, err);
    if (status != CLG_OK || list->fields->count == list->header.names.count)
        return status;
    clg_csv_locate(list->input.bytes, list->record.begin, &line, &column);
    return clg_fail_at(err, CLG_ERROR_PARSE, list->name, line, 0,
                       "expected %zu fields as in the header, found %zu",
                       list->header.names.count, list->fields->count);
}

static clg_status fail_empty(const edge_list *list, long field, clg_error *err)
{
    char reason[CLG_REASON_SIZE] = "no value for '", clipped[CLG_CLIP_SIZE];

    strcat(reason,
           clg_clip(clg_texts_at(&list->header.names, (size_t)field),
                    clg_texts_length(&list->header.names, (size_t)field), clipped));
    strcat(reason, "'");
    return fail_at_field(list, field, reason, err);
}

static clg_status read_node(const edge_list *list, long id, long group,
                            clg_edges_draft *draft, clg_error *err)
{
    const char *text = clg_csv_field(list->fields, (size_t)id);
    size_t length = clg_csv_field_length(list->fields, (size_t)id);
    uint32_t code = 0, before = (uint32_t)draft->vertices.texts.count;
    clg_status status;

    if (length == 0)
        return fail_empty(list, id, err);
    status = clg_dictionary_code(&draft->vertices, 0, text, length, &code, err);
    if (status == CLG_OK && code < before)
        return fail_at_field(list, id, "this vertex is listed before", err);
    if (status == CLG_OK)
        status = clg_array_reserve(&draft->group, &draft->group_room, (size_t)code + 1,
                                   sizeof *draft->group, err);
    if (status != CLG_OK)
        return status;
    draft->group[code] = CLG_NO_CODE;
    if (group < 0 || clg_csv_field_length(list->fields, (size_t)group) == 0)
        return CLG_OK;
    return clg_dictionary_code(
        &draft->groups, 0, clg_csv_field(list->fields, (size_t)group),
        clg_csv_field_length(list->fields, (size_t)group), &draft->group[code], err);
}

static clg_status read_nodes(const clg_edges_options *options, clg_edges_draft *draft,
                             clg_error *err)
{
    edge_list nodes = {.input = {.bytes = ""}};
    long id = -1, group = -1;
    bool is_row = true;
    clg_status status = open_list(options->nodes, &nodes, err);

    if (status == CLG_OK)
        status = find_column(&nodes, "id", false, &id, err);
    if (status == CLG_OK && options->group != NULL)
        status = find_column(&nodes, options->group, true, &group, err);
    if (id < 0)
        id = 0;
    while (status == CLG_OK) {
        status = next_row(&nodes, &is_row, err);
        if (status != CLG_OK || !is_row)
            break;
        status = read_node(&nodes, id, group, draft, err);
    }
    close_list(&nodes);
    return status;
}

/* The columns of the two ends. */
static clg_status find_ends(const edge_list *edges, bool is_two_mode, long ends[2],
                            clg_error *err)
{
    static const char *const names[][2] = {
        {"from", "to"}, {"source", "target"}, {"person", "meeting"}};
    int first = is_two_mode ? 2 : 0, last = is_two_mode ? 3 : 2;
    clg_status status = CLG_OK;

    for (int i = first; i < last; i++) {
        status = find_column(edges, names[i][0], false, &ends[0], err);
        if (status == CLG_OK)
            status = find_column(edges, names[i][1], false, &ends[1], err);
        if (status != CLG_OK || (ends[0] >= 0 && ends[1] >= 0))
            return status;
    }
    ends[0] = 0;
    ends[1] = 1;
    if (edges->header.names.count < 2)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, edges->name, edges->header.line, 0,
                           "expected columns %s and %s, found one column only",
                           names[first][0], names[first][1]);
    return CLG_OK;
}

static clg_status read_end(const edge_list *edges, const clg_edges_options *options,
                           long field, clg_edges_draft *draft, uint32_t *code,
                           clg_error *err)
{
    const char *text = clg_csv_field(edges->fields, (size_t)field);
    size_t length = clg_csv_field_length(edges->fields, (size_t)field);
    char clipped[CLG_CLIP_SIZE];
    clg_status status;

    if (length == 0)
        return fail_empty(edges, field, err);
    if (options->nodes == NULL)
        return clg_dictionary_code(&draft->vertices, 0, text, length, code, err);
    *code = clg_dictionary_find(&draft->vertices, 0, text, length);
    if (*code != CLG_NO_CODE)
        return CLG_OK;
    status = fail_at_field(edges, field, "", err);
    if (err != NULL) {
        clg_error place = *err;
        status = clg_fail_at(err, CLG_ERROR_PARSE, edges->name, place.line,
                             place.column, "the vertex '%s' is not in %s",
                             clg_clip(text, length, clipped), options->nodes);
    }
    return status;
}

static clg_status read_meeting(const edge_list *list, long field,
                               clg_edges_draft *draft, uint32_t *code, clg_error *err)
{
    if (clg_csv_field_length(list->fields, (size_t)field) == 0)
        return fail_empty(list, field, err);
    return clg_dictionary_code(
        &draft->meetings, 0, clg_csv_field(list->fields, (size_t)field),
        clg_csv_field_length(list->fields, (size_t)field), code, err);
}

static clg_status read_weight(const edge_list *edges, long field, double *weight,
                              clg_error *err)
{
    char reason[CLG_REASON_SIZE] = "expected a weight of 0 or more, found '";
    char clipped[CLG_CLIP_SIZE];
    const char *text;
    size_t length;

    *weight = 1.0;
    if (field < 0)
        return CLG_OK;
    text = clg_csv_field(edges->fields, (size_t)field);
    length = clg_csv_field_length(edges->fields, (size_t)field);
    if (length == 0)
        return fail_empty(edges, field, err);
    if (clg_number_parse(text, length, weight) && *weight >= 0.0)
        return CLG_OK;
    strcat(reason, clg_clip(text, length, clipped));
    strcat(reason, "'");
    return fail_at_field(edges, field, reason, err);
}

static clg_status append(clg_edges_draft *draft, uint32_t from, uint32_t to,
                         double weight, clg_error *err)
{
    size_t needed = draft->count + 1;
    clg_status status = clg_array_reserve(&draft->from, &draft->from_room, needed,
                                          sizeof *draft->from, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&draft->to, &draft->to_room, needed,
                                   sizeof *draft->to, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&draft->weight, &draft->weight_room, needed,
                                   sizeof *draft->weight, err);
    if (status != CLG_OK)
        return status;
    draft->from[draft->count] = from;
    draft->to[draft->count] = to;
    draft->weight[draft->count++] = weight;
    return CLG_OK;
}

static clg_status read_edge(const edge_list *list, const clg_edges_options *options,
                            const long ends[2], long weight_field,
                            clg_edges_draft *draft, clg_edges *edges, clg_error *err)
{
    uint32_t from = 0, to = 0;
    double weight = 1.0;
    clg_status status = read_end(list, options, ends[0], draft, &from, err);

    if (status == CLG_OK)
        status = options->is_two_mode
                     ? read_meeting(list, ends[1], draft, &to, err)
                     : read_end(list, options, ends[1], draft, &to, err);
    if (status == CLG_OK)
        status = read_weight(list, weight_field, &weight, err);
    if (status != CLG_OK)
        return status;
    if (options->is_two_mode)
        return append(draft, from, to, weight, err);
    edges->loop_count += from == to;
    edges->zero_count += from != to && !(weight > 0.0);
    return from != to && weight > 0.0 ? append(draft, from, to, weight, err) : CLG_OK;
}

static clg_status read_edges(const clg_edges_options *options, clg_edges_draft *draft,
                             clg_edges *edges, clg_error *err)
{
    edge_list list = {.input = {.bytes = ""}};
    long ends[2] = {-1, -1}, weight = -1;
    bool is_row = true;
    clg_status status = open_list(options->edges, &list, err);

    if (status == CLG_OK)
        status = find_ends(&list, options->is_two_mode, ends, err);
    if (status == CLG_OK && options->weight != NULL)
        status = find_column(&list, options->weight, true, &weight, err);
    while (status == CLG_OK) {
        status = next_row(&list, &is_row, err);
        if (status != CLG_OK || !is_row)
            break;
        status = read_edge(&list, options, ends, weight, draft, edges, err);
    }
    close_list(&list);
    return status;
}

clg_status clg_edges_read(const clg_edges_options *options, clg_edges *edges,
                          clg_error *err)
{
    clg_edges_draft draft = {.vertices = CLG_DICTIONARY_INIT,
                             .groups = CLG_DICTIONARY_INIT,
                             .meetings = CLG_DICTIONARY_INIT};
    clg_status status = CLG_OK;

    *edges = (clg_edges){.ids = CLG_TEXTS_INIT, .group_levels = CLG_TEXTS_INIT};
    if (options->group != NULL && options->nodes == NULL)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the group '%s' needs a nodes file to be found in",
                        options->group);
    if (options->nodes != NULL)
        status = read_nodes(options, &draft, err);
    if (status == CLG_OK)
        status = read_edges(options, &draft, edges, err);
    if (status == CLG_OK)
        status = clg_edges_order(options, &draft, edges, err);
    if (status != CLG_OK)
        clg_edges_clear(edges);
    clg_dictionary_clear(&draft.vertices);
    clg_dictionary_clear(&draft.groups);
    clg_dictionary_clear(&draft.meetings);
    clg_free(draft.group);
    clg_free(draft.from);
    clg_free(draft.to);
    clg_free(draft.weight);
    return status;
}

void clg_edges_clear(clg_edges *edges)
{
    clg_texts_clear(&edges->ids);
    clg_free(edges->from);
    clg_free(edges->to);
    clg_free(edges->weight);
    clg_free(edges->group);
    clg_texts_clear(&edges->group_levels);
    *edges = (clg_edges){.ids = CLG_TEXTS_INIT, .group_levels = CLG_TEXTS_INIT};
}
