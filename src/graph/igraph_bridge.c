#include "graph/igraph_bridge.h"

#include "base/fail.h"
#include "base/memory.h"

#include <igraph.h>
#include <math.h>

/* By default igraph ends the process on error. Cheap, so said at every entry. */
static void silence_igraph(void)
{
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
}

static clg_status fail_igraph(clg_error *err, igraph_error_t code)
{
    if (code == IGRAPH_ENOMEM)
        return clg_fail(err, CLG_ERROR_MEMORY, "igraph ran out of memory");
    return clg_fail(err, CLG_ERROR_DEPENDENCY, "igraph failed: %s",
                    igraph_strerror(code));
}

const char *clg_igraph_version(void)
{
    const char *text = "";

    igraph_version(&text, NULL, NULL, NULL);
    return text;
}

static void list_edges(const clg_graph *graph, igraph_vector_int_t *edges)
{
    igraph_integer_t next = 0;

    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            if (!graph->is_directed && graph->target[e] < v)
                continue;
            VECTOR(*edges)[next++] = v;
            VECTOR(*edges)[next++] = graph->target[e];
        }
    }
}

static igraph_error_t to_igraph(const clg_graph *graph, igraph_t *out)
{
    igraph_integer_t ends = (igraph_integer_t)(2 * clg_graph_tie_count(graph));
    igraph_vector_int_t edges;
    igraph_error_t code = igraph_vector_int_init(&edges, ends);

    if (code != IGRAPH_SUCCESS)
        return code;
    list_edges(graph, &edges);
    code = igraph_create(out, &edges, graph->vertex_count, graph->is_directed);
    igraph_vector_int_destroy(&edges);
    return code;
}

/* What every entry does: a graph and a vector of results for one igraph call. */
typedef struct session {
    igraph_t graph;
    igraph_vector_int_t results;
} session;

static clg_status session_open(session *s, const clg_graph *graph, clg_error *err)
{
    igraph_error_t code;

    silence_igraph();
    code = to_igraph(graph, &s->graph);
    if (code != IGRAPH_SUCCESS)
        return fail_igraph(err, code);
    code = igraph_vector_int_init(&s->results, 0);
    if (code != IGRAPH_SUCCESS) {
        igraph_destroy(&s->graph);
        return fail_igraph(err, code);
    }
    return CLG_OK;
}

static void session_close(session *s)
{
    igraph_vector_int_destroy(&s->results);
    igraph_destroy(&s->graph);
}

static void copy_results(const session *s, uint32_t *to)
{
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&s->results); i++)
        to[i] = (uint32_t)VECTOR(s->results)[i];
}

static igraph_error_t find_components(session *s, uint32_t *membership, uint32_t *count)
{
    igraph_integer_t components = 0;
    igraph_error_t code = igraph_connected_components(&s->graph, &s->results, NULL,
                                                      &components, IGRAPH_WEAK);

    if (code != IGRAPH_SUCCESS)
        return code;
    copy_results(s, membership);
    *count = (uint32_t)components;
    return code;
}

static igraph_neimode_t mode_of(clg_arcs arcs)
{
    switch (arcs) {
    case CLG_ARCS_IN: return IGRAPH_IN;
    case CLG_ARCS_OUT: return IGRAPH_OUT;
    case CLG_ARCS_ALL: break;
    }
    return IGRAPH_ALL;
}

static igraph_error_t find_coreness(session *s, clg_arcs arcs, uint32_t *coreness)
{
    igraph_error_t code = igraph_coreness(&s->graph, &s->results, mode_of(arcs));

    if (code == IGRAPH_SUCCESS)
        copy_results(s, coreness);
    return code;
}

clg_status clg_components(const clg_graph *graph, uint32_t *membership, uint32_t *count,
                          clg_error *err)
{
    session s;
    igraph_error_t code;
    clg_status status = session_open(&s, graph, err);

    if (status != CLG_OK)
        return status;
    code = find_components(&s, membership, count);
    session_close(&s);
    return code == IGRAPH_SUCCESS ? CLG_OK : fail_igraph(err, code);
}

clg_status clg_coreness(const clg_graph *graph, clg_arcs arcs, uint32_t *coreness,
                        clg_error *err)
{
    session s;
    igraph_error_t code;
    clg_status status = session_open(&s, graph, err);

    if (status != CLG_OK)
        return status;
    code = find_coreness(&s, arcs, coreness);
    session_close(&s);
    return code == IGRAPH_SUCCESS ? CLG_OK : fail_igraph(err, code);
}

clg_status clg_components_and_coreness(const clg_graph *graph, uint32_t *membership,
                                       uint32_t *count, uint32_t *coreness,
                                       clg_error *err)
{
    session s;
    igraph_error_t code;
    clg_status status = session_open(&s, graph, err);

    if (status != CLG_OK)
        return status;
    code = find_components(&s, membership, count);
    if (code == IGRAPH_SUCCESS)
        code = find_coreness(&s, CLG_ARCS_ALL, coreness);
    session_close(&s);
    return code == IGRAPH_SUCCESS ? CLG_OK : fail_igraph(err, code);
}

/* ---- Leiden ---- */

static void list_weights(const clg_graph *graph, igraph_vector_t *weights,
                         igraph_vector_t *strengths, double *sum)
{
    igraph_integer_t next = 0;

    *sum = 0.0;
    for (uint32_t v = 0; v < graph->vertex_count; v++) {
        double strength = 0.0;
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++) {
            strength += graph->weight[e];
            if (graph->target[e] >= v)
                VECTOR(*weights)[next++] = graph->weight[e];
        }
        VECTOR(*strengths)[v] = strength;
        *sum += strength;
    }
}

/* Names the groups in the order of their first vertices. */
static void copy_groups(const session *s, uint32_t n, uint32_t *name, uint32_t *group,
                        uint32_t *count)
{
    *count = 0;
    for (uint32_t v = 0; v < n; v++)
        name[v] = UINT32_MAX;
    for (uint32_t v = 0; v < n; v++) {
        uint32_t *own = &name[VECTOR(s->results)[v]];
        if (*own == UINT32_MAX)
            *own = (*count)++;
        group[v] = *own;
    }
}

static igraph_error_t search_groups(session *s, const igraph_vector_t *weights,
                                    const igraph_vector_t *strengths, double sum,
                                    uint32_t seed, double *quality)
{
    igraph_real_t found = 0.0;
    igraph_error_t code = igraph_rng_seed(igraph_rng_default(), seed);

    if (code == IGRAPH_SUCCESS) /* negative: until nothing changes */
        code = igraph_community_leiden(&s->graph, weights, strengths, 1.0 / sum, 0.01,
                                       false, -1, &s->results, NULL, &found);
    *quality = found;
    return code;
}

static igraph_error_t search_from_starts(session *s, const clg_graph *graph,
                                         uint32_t starts, uint32_t *scratch,
                                         uint32_t *group, uint32_t *count,
                                         double *modularity)
{
    igraph_vector_t weights, strengths;
    igraph_error_t code =
        igraph_vector_init(&weights, (igraph_integer_t)clg_graph_tie_count(graph));
    double sum, quality;

    if (code != IGRAPH_SUCCESS)
        return code;
    code = igraph_vector_init(&strengths, graph->vertex_count);
    if (code != IGRAPH_SUCCESS) {
        igraph_vector_destroy(&weights);
        return code;
    }
    list_weights(graph, &weights, &strengths, &sum);
    for (uint32_t i = 0; code == IGRAPH_SUCCESS && i < starts; i++) {
        code = search_groups(s, &weights, &strengths, sum, i + 1, &quality);
        if (code == IGRAPH_SUCCESS && (i == 0 || quality > *modularity + 1e-12)) {
            *modularity = quality;
            copy_groups(s, graph->vertex_count, scratch, group, count);
        }
    }
    igraph_vector_destroy(&strengths);
    igraph_vector_destroy(&weights);
    return code;
}

clg_status clg_leiden(const clg_graph *graph, uint32_t starts, uint32_t *group,
                      uint32_t *count, double *modularity, clg_error *err)
{
    uint32_t *scratch;
    igraph_error_t code;
    session s;
    clg_status status;

    *modularity = (double)NAN;
    *count = graph->vertex_count;
    for (uint32_t v = 0; v < graph->vertex_count; v++)
        group[v] = v;
    if (graph->arc_count == 0)
        return CLG_OK;
    scratch = clg_array_new(graph->vertex_count, sizeof *scratch, err);
    status = scratch != NULL ? session_open(&s, graph, err) : CLG_ERROR_MEMORY;
    if (status == CLG_OK) {
        code = search_from_starts(&s, graph, starts, scratch, group, count, modularity);
        session_close(&s);
        status = code == IGRAPH_SUCCESS ? CLG_OK : fail_igraph(err, code);
    }
    clg_free(scratch);
    return status;
}
