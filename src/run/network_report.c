/* The measures of one plain network, for people and for programs. */
#define _POSIX_C_SOURCE 200809L
#include "collegium/network.h"
#include "collegium/run.h"

#include "base/fail.h"
#include "base/memory.h"
#include "graph/projection.h"
#include "ingest/edges.h"
#include "ingest/field.h"
#include "measures/plain_network.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

typedef struct network {
    const clg_network_options *options;
    clg_edges edges;
    clg_graph graph;
    clg_two_mode attendance;
    clg_projected projected;
    double *numbers; /* what the names of the groups say, if they all are numbers */
    clg_network_measures measures;
} network;

static clg_status build_graph(network *net, clg_error *err)
{
    size_t count = net->edges.count;
    clg_tie *ties = clg_array_new(count + 1, sizeof *ties, err);
    clg_status status;

    if (ties == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        ties[i] = (clg_tie){net->edges.from[i], net->edges.to[i], net->edges.weight[i]};
    status = clg_graph_from_ties(&net->graph, (uint32_t)net->edges.ids.count,
                                 net->options->is_directed, ties, count, err);
    clg_free(ties);
    return status;
}

static clg_status project(network *net, clg_error *err)
{
    const clg_edges *edges = &net->edges;
    clg_status status = clg_two_mode_from_pairs(
        &net->attendance, (uint32_t)edges->ids.count, edges->meeting_count, edges->from,
        edges->to, edges->count, err);

    if (status == CLG_OK)
        status = clg_project(&net->projected, NULL, &net->attendance,
                             CLG_PROJECTION_NEWMAN, err);
    return status;
}

/* The names of the groups as numbers; NULL if one is none. */
static clg_status read_numbers(network *net, clg_error *err)
{
    const clg_texts *levels = &net->edges.group_levels;

    if (net->options->group == NULL)
        return CLG_OK;
    net->numbers = clg_array_new(levels->count + 1, sizeof *net->numbers, err);
    if (net->numbers == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t g = 0; net->numbers != NULL && g < levels->count; g++)
        if (!clg_number_parse(clg_texts_at(levels, g), clg_texts_length(levels, g),
                              &net->numbers[g])) {
            clg_free(net->numbers);
            net->numbers = NULL;
        }
    return CLG_OK;
}

static clg_status check_options(const clg_network_options *o, clg_error *err)
{
    const char *needless = o->is_directed ? "--directed" : "--weight";

    if ((o->edges == NULL) == (o->attendance == NULL))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "expected either edges or attendance");
    if (o->attendance != NULL && (o->is_directed || o->weight != NULL))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%s: a table of attendances has none, it goes with --edges",
                        needless);
    return CLG_OK;
}

static clg_status measure(network *net, clg_error *err)
{
    const clg_network_options *o = net->options;
    bool is_two_mode = o->attendance != NULL;
    clg_edges_options source = {is_two_mode ? o->attendance : o->edges,
                                o->nodes,
                                o->weight,
                                o->group,
                                o->is_directed,
                                is_two_mode};
    clg_status status = check_options(o, err);

    if (status == CLG_OK)
        status = clg_edges_read(&source, &net->edges, err);
    if (status == CLG_OK)
        status = is_two_mode ? project(net, err) : build_graph(net, err);
    if (status == CLG_OK)
        status = read_numbers(net, err);
    if (status == CLG_OK)
        status = clg_plain_measure(
            &(clg_plain_subject){is_two_mode ? &net->projected.graph : &net->graph,
                                 is_two_mode ? &net->attendance : NULL,
                                 net->edges.group, net->numbers},
            &net->measures, err);
    return status;
}

static const char *name_of(const network *net, uint32_t vertex)
{
    return clg_texts_at(&net->edges.ids, vertex);
}

/* ---- JSON ---- */

static json_t *value_json(double value, unsigned status)
{
    return json_pack("{s:o, s:s}", "value",
                     status == CLG_VALUE_OK ? json_real(value) : json_null(), "status",
                     clg_value_status_name((clg_value_status)status));
}

static json_t *graph_json(const clg_network_measures *m)
{
    json_t *graph = json_object();

    for (size_t i = 0; i < m->value_count; i++)
        json_object_set_new(
            graph, m->values[i].id,
            value_json(m->values[i].value.value, m->values[i].value.status));
    return graph;
}

static json_t *vertex_json(const network *net, uint32_t v)
{
    const clg_network_measures *m = &net->measures;
    const int32_t *group = net->edges.group;
    json_t *vertex = json_object();

    json_object_set_new(vertex, "id", json_string(name_of(net, v)));
    if (group != NULL)
        json_object_set_new(vertex, "group",
                            group[v] < 0
                                ? json_null()
                                : json_string(clg_texts_at(&net->edges.group_levels,
                                                           (size_t)group[v])));
    for (size_t c = 0; c < m->column_count; c++)
        json_object_set_new(
            vertex, m->columns[c].id,
            value_json(m->columns[c].values[v], m->columns[c].statuses[v]));
    return vertex;
}

static const char *name_of_group(const network *net, uint32_t group)
{
    return clg_texts_at(&net->edges.group_levels, group);
}

static json_t *group_json(const network *net, uint32_t g)
{
    const clg_network_measures *m = &net->measures;
    json_t *group = json_object();
    json_int_t size = 0;

    for (uint32_t v = 0; v < m->vertex_count; v++)
        size += net->edges.group[v] == (int32_t)g;
    json_object_set_new(group, "group", json_string(name_of_group(net, g)));
    json_object_set_new(group, "vertices", json_integer(size));
    for (size_t c = 0; c < m->stratum_count; c++)
        json_object_set_new(
            group, m->strata[c].id,
            value_json(m->strata[c].values[g], m->strata[c].statuses[g]));
    return group;
}

static json_t *groups_json(const network *net)
{
    json_t *groups = json_array();

    for (uint32_t g = 0; g < net->measures.group_count; g++)
        json_array_append_new(groups, group_json(net, g));
    return groups;
}

static json_t *rows_json(const clg_edges *edges, bool is_two_mode)
{
    if (is_two_mode)
        return json_pack("{s:I, s:I, s:I}", "attendances", (json_int_t)edges->count,
                         "meetings", (json_int_t)edges->meeting_count, "doubled",
                         (json_int_t)edges->doubled_count);
    return json_pack("{s:I, s:I, s:I, s:I}", "ties", (json_int_t)edges->count, "loops",
                     (json_int_t)edges->loop_count, "doubled",
                     (json_int_t)edges->doubled_count, "zero_weight",
                     (json_int_t)edges->zero_count);
}

static char *network_json(const network *net)
{
    json_t *vertices = json_array();
    json_t *root;
    char *text;

    for (uint32_t v = 0; v < net->measures.vertex_count; v++)
        json_array_append_new(vertices, vertex_json(net, v));
    root =
        json_pack("{s:i, s:b, s:b, s:o, s:o, s:o}", "schema_version", 1, "directed",
                  net->options->is_directed, "weighted", net->options->weight != NULL,
                  "rows", rows_json(&net->edges, net->options->attendance != NULL),
                  "graph", graph_json(&net->measures), "vertices", vertices);
    if (net->options->group != NULL)
        json_object_set_new(root, "groups", groups_json(net));
    text = root != NULL ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(17))
                        : NULL;
    json_decref(root);
    return text;
}

/* ---- for people ---- */

static void print_cell(FILE *stream, int width, double value, unsigned status)
{
    if (status == CLG_VALUE_OK)
        fprintf(stream, " %*.6g", width, value);
    else
        fprintf(stream, " %*s", width, clg_value_status_name((clg_value_status)status));
}

static void print_rows(const network *net, FILE *stream)
{
    const clg_edges *edges = &net->edges;
    const char *ties = net->options->attendance != NULL ? "attendances"
                       : net->options->is_directed      ? "arcs"
                                                        : "ties";

    fprintf(stream, "%zu vertices and %zu %s", edges->ids.count, edges->count, ties);
    if (net->options->attendance != NULL)
        fprintf(stream, " in %u meetings", edges->meeting_count);
    if (edges->loop_count > 0)
        fprintf(stream, "; %llu loops left out", (unsigned long long)edges->loop_count);
    if (edges->doubled_count > 0)
        fprintf(stream, "; %llu rows listed again%s",
                (unsigned long long)edges->doubled_count,
                net->options->weight != NULL ? ", their weights added" : "");
    if (edges->zero_count > 0)
        fprintf(stream, "; %llu rows of weight 0 left out",
                (unsigned long long)edges->zero_count);
    fprintf(stream, "\n%s",
            net->options->nodes == NULL
                ? "no --nodes: people without ties cannot be seen\n\n"
                : "\n");
}

static int width_of_names(const char *title, uint32_t rows,
                          const char *(*name)(const network *net, uint32_t row),
                          const network *net)
{
    size_t width = strlen(title);

    for (uint32_t row = 0; row < rows; row++)
        if (strlen(name(net, row)) > width)
            width = strlen(name(net, row));
    return width < 40 ? (int)width : 40;
}

static int width_of_column(const char *id)
{
    return strlen(id) > 9 ? (int)strlen(id) : 9;
}

/* A table of one row a vertex or a group. */
static void print_table(const char *title, uint32_t rows,
                        const clg_network_column *columns, size_t count,
                        const char *(*name)(const network *net, uint32_t row),
                        const network *net, FILE *stream)
{
    int width = width_of_names(title, rows, name, net);

    if (count == 0)
        return;
    fprintf(stream, "\n%-*s", width, title);
    for (size_t c = 0; c < count; c++)
        fprintf(stream, " %*s", width_of_column(columns[c].id), columns[c].id);
    fputc('\n', stream);
    for (uint32_t row = 0; row < rows; row++) {
        fprintf(stream, "%-*s", width, name(net, row));
        for (size_t c = 0; c < count; c++)
            print_cell(stream, width_of_column(columns[c].id), columns[c].values[row],
                       columns[c].statuses[row]);
        fputc('\n', stream);
    }
}

static char *network_lines(const network *net)
{
    const clg_network_measures *m = &net->measures;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    if (stream == NULL)
        return NULL;
    print_rows(net, stream);
    for (size_t i = 0; i < m->value_count; i++) {
        fprintf(stream, "%-24s", m->values[i].id);
        print_cell(stream, 12, m->values[i].value.value, m->values[i].value.status);
        fputc('\n', stream);
    }
    print_table("group", m->group_count, m->strata, m->stratum_count, name_of_group,
                net, stream);
    print_table("vertex", m->vertex_count, m->columns, m->column_count, name_of, net,
                stream);
    if (fclose(stream) == 0)
        return text;
    clg_text_free(text);
    return NULL;
}

clg_status clg_measure_network(const clg_network_options *options, bool as_json,
                               char **text, clg_error *err)
{
    network net = {.options = options, .graph = CLG_GRAPH_INIT};
    clg_status status;

    *text = NULL;
    status = measure(&net, err);
    if (status == CLG_OK) {
        *text = as_json ? network_json(&net) : network_lines(&net);
        if (*text == NULL)
            status = clg_fail(err, CLG_ERROR_MEMORY, "no memory for the answer");
    }
    clg_network_measures_clear(&net.measures);
    clg_free(net.numbers);
    clg_two_mode_clear(&net.attendance);
    clg_projected_clear(&net.projected);
    clg_graph_clear(&net.graph);
    clg_edges_clear(&net.edges);
    return status;
}
