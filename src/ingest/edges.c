#include "ingest/edges.h"

#include "ingest/edges_draft.h"
#include "ingest/field.h"
#include "ingest/row_reader.h"

#include "base/fail.h"
#include "base/memory.h"

static clg_status read_node(const clg_row_reader *list, long id, long group,
                            clg_edges_draft *draft, clg_error *err)
{
    const char *text = clg_csv_field(list->fields, (size_t)id);
    size_t length = clg_csv_field_length(list->fields, (size_t)id);
    uint32_t code = 0, before = (uint32_t)draft->vertices.texts.count;
    clg_status status;

    if (length == 0)
        return clg_rows_fail_empty(list, id, err);
    status = clg_dictionary_code(&draft->vertices, 0, text, length, &code, err);
    if (status == CLG_OK && code < before)
        return clg_rows_fail(list, id, err, "this vertex is listed before");
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
    clg_row_reader nodes;
    long id = -1, group = -1;
    bool is_row = true;
    clg_status status = clg_rows_open(&nodes, options->nodes, err);

    if (status == CLG_OK)
        status = clg_rows_find(&nodes, "id", false, &id, err);
    if (status == CLG_OK && options->group != NULL)
        status = clg_rows_find(&nodes, options->group, true, &group, err);
    if (id < 0)
        id = 0;
    while (status == CLG_OK) {
        status = clg_rows_next(&nodes, &is_row, err);
        if (status != CLG_OK || !is_row)
            break;
        status = read_node(&nodes, id, group, draft, err);
    }
    clg_rows_close(&nodes);
    return status;
}

/* The columns of the two ends. */
static clg_status find_ends(const clg_row_reader *edges, bool is_two_mode, long ends[2],
                            clg_error *err)
{
    static const char *const names[][2] = {
        {"from", "to"}, {"source", "target"}, {"person", "meeting"}};
    int first = is_two_mode ? 2 : 0, last = is_two_mode ? 3 : 2;
    clg_status status = CLG_OK;

    for (int i = first; i < last; i++) {
        status = clg_rows_find(edges, names[i][0], false, &ends[0], err);
        if (status == CLG_OK)
            status = clg_rows_find(edges, names[i][1], false, &ends[1], err);
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

static clg_status read_end(const clg_row_reader *edges,
                           const clg_edges_options *options, long field,
                           clg_edges_draft *draft, uint32_t *code, clg_error *err)
{
    const char *text = clg_csv_field(edges->fields, (size_t)field);
    size_t length = clg_csv_field_length(edges->fields, (size_t)field);
    char clipped[CLG_CLIP_SIZE];

    if (length == 0)
        return clg_rows_fail_empty(edges, field, err);
    if (options->nodes == NULL)
        return clg_dictionary_code(&draft->vertices, 0, text, length, code, err);
    *code = clg_dictionary_find(&draft->vertices, 0, text, length);
    if (*code != CLG_NO_CODE)
        return CLG_OK;
    return clg_rows_fail(edges, field, err, "the vertex '%s' is not in %s",
                         clg_clip(text, length, clipped), options->nodes);
}

static clg_status read_meeting(const clg_row_reader *list, long field,
                               clg_edges_draft *draft, uint32_t *code, clg_error *err)
{
    if (clg_csv_field_length(list->fields, (size_t)field) == 0)
        return clg_rows_fail_empty(list, field, err);
    return clg_dictionary_code(
        &draft->meetings, 0, clg_csv_field(list->fields, (size_t)field),
        clg_csv_field_length(list->fields, (size_t)field), code, err);
}

static clg_status read_weight(const clg_row_reader *edges, long field, double *weight,
                              clg_error *err)
{
    char clipped[CLG_CLIP_SIZE];
    const char *text;
    size_t length;

    *weight = 1.0;
    if (field < 0)
        return CLG_OK;
    text = clg_csv_field(edges->fields, (size_t)field);
    length = clg_csv_field_length(edges->fields, (size_t)field);
    if (length == 0)
        return clg_rows_fail_empty(edges, field, err);
    if (clg_number_parse(text, length, weight) && *weight >= 0.0)
        return CLG_OK;
    return clg_rows_fail(edges, field, err,
                         "expected a weight of 0 or more, found '%s'",
                         clg_clip(text, length, clipped));
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

static clg_status read_edge(const clg_row_reader *list,
                            const clg_edges_options *options, const long ends[2],
                            long weight_field, clg_edges_draft *draft, clg_edges *edges,
                            clg_error *err)
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
    clg_row_reader list;
    long ends[2] = {-1, -1}, weight = -1;
    bool is_row = true;
    clg_status status = clg_rows_open(&list, options->edges, err);

    if (status == CLG_OK)
        status = find_ends(&list, options->is_two_mode, ends, err);
    if (status == CLG_OK && options->weight != NULL)
        status = clg_rows_find(&list, options->weight, true, &weight, err);
    while (status == CLG_OK) {
        status = clg_rows_next(&list, &is_row, err);
        if (status != CLG_OK || !is_row)
            break;
        status = read_edge(&list, options, ends, weight, draft, edges, err);
    }
    clg_rows_close(&list);
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
