/* Row by row: the meetings of i are walked, and each attendee j after i receives its
 * share in a row of sums, which is then read off in order of j. What i shares with
 * those before stands in their rows already, next in each: every row is read from the
 * other end only once, in order. So rows are sorted, and both ends of a tie carry the
 * same bits. */
#include "graph/projection.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static bool has_intervals(const clg_attendances *attendances, size_t row)
{
    return attendances->interval_first != NULL &&
           attendances->interval_first[row] < attendances->interval_first[row + 1];
}

/* Both lists ascend and do not overlap in themselves. */
static double overlap_minutes(const clg_attendances *attendances, size_t a, size_t b)
{
    const int32_t *begin = attendances->interval_begin;
    const int32_t *end = attendances->interval_end;
    size_t i = attendances->interval_first[a], j = attendances->interval_first[b];
    int64_t seconds = 0;

    while (i < attendances->interval_first[a + 1] &&
           j < attendances->interval_first[b + 1]) {
        int32_t from = begin[i] > begin[j] ? begin[i] : begin[j];
        int32_t to = end[i] < end[j] ? end[i] : end[j];
        if (from < to)
            seconds += (int64_t)to - from;
        if (end[i] <= end[j])
            i++;
        else
            j++;
    }
    return (double)seconds / 60.0;
}

double clg_minutes_together(const clg_attendances *attendances, size_t a, size_t b)
{
    float minutes_a = attendances->minutes[a], minutes_b = attendances->minutes[b];

    if (has_intervals(attendances, a) && has_intervals(attendances, b))
        return overlap_minutes(attendances, a, b);
    if (isnan(minutes_a) || isnan(minutes_b))
        return NAN;
    return (double)(minutes_a < minutes_b ? minutes_a : minutes_b);
}

/* Time has to be looked up pair by pair, so it is a walk of its own, taken only for
 * meetings whose length is known. */
static void add_minutes(clg_projected *p, const clg_study *study, const clg_two_mode *b,
                        uint32_t vertex, size_t entry)
{
    uint32_t m = b->meeting[entry];
    size_t own = b->meeting_row[entry];
    double others = (double)clg_meeting_size(b, m) - 1.0, length;

    if (study == NULL)
        return;
    length = (double)study->meetings.length[b->meeting_begin + m];
    if (!(length > 0.0))
        return;
    for (size_t e = b->meeting_first[m + 1]; b->attendee[--e] > vertex;) {
        double together =
            clg_minutes_together(&study->attendances, own, b->attendee_row[e]);
        if (together > 0.0)
            p->row_minutes[b->attendee[e]] += together / length / others;
    }
}

/* Attendees ascend, and the vertex is among them: it ends the walk. */
static void add_row(clg_projected *p, const clg_study *study, const clg_two_mode *b,
                    clg_projection projection, uint32_t vertex)
{
    for (size_t k = b->vertex_first[vertex]; k < b->vertex_first[vertex + 1]; k++) {
        uint32_t m = b->meeting[k];
        size_t size = clg_meeting_size(b, m);
        double weight = b->is_weighted ? b->weight[m] : 1.0;

        if (size < 2)
            continue;
        if (projection != CLG_PROJECTION_COUNT)
            weight /= (double)(size - 1);
        for (size_t e = b->meeting_first[m + 1]; b->attendee[--e] > vertex;) {
            p->row_weight[b->attendee[e]] += weight;
            p->row_meetings[b->attendee[e]]++;
        }
        add_minutes(p, study, b, vertex, k);
    }
}

static double chosen_weight(const clg_projected *p, clg_projection projection,
                            const clg_two_mode *b, uint32_t vertex, uint32_t other)
{
    double shared = (double)p->row_meetings[other];
    double own = (double)(b->vertex_first[vertex + 1] - b->vertex_first[vertex]);
    double others = (double)(b->vertex_first[other + 1] - b->vertex_first[other]);

    switch (projection) {
    case CLG_PROJECTION_MINUTES: return p->row_minutes[other];
    case CLG_PROJECTION_JACCARD: return shared / (own + others - shared);
    case CLG_PROJECTION_OCHIAI: return shared / sqrt(own * others);
    case CLG_PROJECTION_COUNT:
    case CLG_PROJECTION_NEWMAN: break;
    }
    return p->row_weight[other];
}

static void add_arc(clg_projected *p, uint32_t other, double weight, int32_t meetings,
                    double minutes)
{
    size_t next = p->graph.arc_count++;

    p->graph.target[next] = other;
    p->graph.weight[next] = weight;
    p->meetings[next] = meetings;
    p->minutes[next] = minutes;
}

static void mirror_rows(clg_projected *p, uint32_t vertex)
{
    for (uint32_t other = 0; other < vertex; other++) {
        size_t e = p->unread[other];
        if (e == p->graph.first[other + 1] || p->graph.target[e] != vertex)
            continue;
        add_arc(p, other, p->graph.weight[e], p->meetings[e], p->minutes[e]);
        p->unread[other]++;
    }
}

static void read_row_off(clg_projected *p, clg_projection projection,
                         const clg_two_mode *b, uint32_t vertex)
{
    for (uint32_t other = vertex + 1; other < b->vertex_count; other++) {
        double weight = chosen_weight(p, projection, b, vertex, other);
        if (p->row_meetings[other] > 0 && weight > 0.0)
            add_arc(p, other, weight, p->row_meetings[other], p->row_minutes[other]);
    }
}

static void clear_row(clg_projected *p, uint32_t vertices)
{
    memset(p->row_weight, 0, vertices * sizeof *p->row_weight);
    memset(p->row_minutes, 0, vertices * sizeof *p->row_minutes);
    memset(p->row_meetings, 0, vertices * sizeof *p->row_meetings);
}

/* Room for the arcs so far and one full row more. */
static clg_status reserve_arcs(clg_projected *p, uint32_t vertices, clg_error *err)
{
    size_t arcs = p->graph.arc_count + vertices;
    clg_status status = clg_array_reserve(&p->graph.target, &p->graph.target_room, arcs,
                                          sizeof *p->graph.target, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&p->graph.weight, &p->graph.weight_room, arcs,
                                   sizeof *p->graph.weight, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&p->meetings, &p->meetings_room, arcs,
                                   sizeof *p->meetings, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&p->minutes, &p->minutes_room, arcs,
                                   sizeof *p->minutes, err);
    return status;
}

static clg_status reserve_rows(clg_projected *p, uint32_t vertices, clg_error *err)
{
    clg_status status = clg_graph_reserve(&p->graph, vertices, 0, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&p->row_weight, &p->row_weight_room, vertices,
                                   sizeof *p->row_weight, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&p->row_minutes, &p->row_minutes_room, vertices,
                                   sizeof *p->row_minutes, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&p->row_meetings, &p->row_meetings_room, vertices,
                                   sizeof *p->row_meetings, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&p->unread, &p->unread_room, vertices,
                                   sizeof *p->unread, err);
    return status;
}

clg_status clg_project(clg_projected *projected, const clg_study *study,
                       const clg_two_mode *two_mode, clg_projection projection,
                       clg_error *err)
{
    uint32_t vertices = two_mode->vertex_count;
    clg_graph *graph = &projected->graph;
    clg_status status = reserve_rows(projected, vertices, err);

    graph->is_directed = false;
    for (uint32_t v = 0; v < vertices && status == CLG_OK; v++) {
        status = reserve_arcs(projected, vertices, err);
        if (status != CLG_OK)
            break;
        graph->first[v] = graph->arc_count;
        mirror_rows(projected, v);
        projected->unread[v] = graph->arc_count;
        clear_row(projected, vertices);
        add_row(projected, study, two_mode, projection, v);
        read_row_off(projected, projection, two_mode, v);
    }
    if (status != CLG_OK) {
        graph->arc_count = 0;
        return status;
    }
    graph->first[vertices] = graph->arc_count;
    graph->vertex_count = vertices;
    return CLG_OK;
}

void clg_projected_clear(clg_projected *projected)
{
    clg_graph_clear(&projected->graph);
    clg_free(projected->meetings);
    clg_free(projected->minutes);
    clg_free(projected->row_weight);
    clg_free(projected->row_minutes);
    clg_free(projected->row_meetings);
    clg_free(projected->unread);
    *projected = (clg_projected){0};
}

void clg_resource_allocation(const clg_two_mode *b, double *allocation)
{
    size_t n = b->vertex_count;

    memset(allocation, 0, n * n * sizeof *allocation);
    for (uint32_t j = 0; j < n; j++) {
        double own = (double)(b->vertex_first[j + 1] - b->vertex_first[j]);
        for (size_t k = b->vertex_first[j]; k < b->vertex_first[j + 1]; k++) {
            uint32_t m = b->meeting[k];
            for (size_t e = b->meeting_first[m]; e < b->meeting_first[m + 1]; e++)
                allocation[b->attendee[e] * n + j] +=
                    1.0 / own / (double)clg_meeting_size(b, m);
        }
    }
}
