#include "graph/two_mode.h"

#include "base/fail.h"
#include "base/memory.h"
#include "study/windows.h"

#include <math.h>
#include <string.h>

static clg_status reserve(clg_two_mode *b, size_t meetings, size_t vertices,
                          size_t rows, clg_error *err)
{
    clg_status status;

#define GROW(array, count)                                                             \
    clg_array_reserve(&b->array, &b->array##_room, count, sizeof *b->array, err)
    status = GROW(meeting_first, meetings + 1);
    if (status == CLG_OK)
        status = GROW(attendee, rows);
    if (status == CLG_OK)
        status = GROW(attendee_row, rows);
    if (status == CLG_OK)
        status = GROW(vertex_first, vertices + 1);
    if (status == CLG_OK)
        status = GROW(meeting, rows);
    if (status == CLG_OK)
        status = GROW(meeting_row, rows);
#undef GROW
    return status;
}

static void fill_meetings(clg_two_mode *b, const clg_attendances *attendances,
                          const clg_members *members)
{
    size_t next = 0;

    for (uint32_t m = 0; m < b->meeting_count; m++) {
        size_t row = attendances->first[b->meeting_begin + m];
        size_t end = attendances->first[b->meeting_begin + m + 1];

        b->meeting_first[m] = next;
        for (; row < end; row++) {
            uint32_t vertex = clg_members_vertex(members, attendances->person[row]);
            if (vertex == CLG_NO_VERTEX || !clg_is_present(attendances->presence[row]))
                continue;
            b->attendee[next] = vertex;
            b->attendee_row[next++] = row;
        }
    }
    b->meeting_first[b->meeting_count] = next;
    b->presence_count = next;
}

/* Counting sort by vertex; going backwards leaves row starts and ascending meetings. */
static void fill_vertices(clg_two_mode *b)
{
    memset(b->vertex_first, 0, ((size_t)b->vertex_count + 1) * sizeof *b->vertex_first);
    for (size_t e = 0; e < b->presence_count; e++)
        b->vertex_first[b->attendee[e]]++;
    for (uint32_t v = 0; v < b->vertex_count; v++)
        b->vertex_first[v + 1] += b->vertex_first[v];
    for (uint32_t m = b->meeting_count; m-- > 0;) {
        for (size_t e = b->meeting_first[m]; e < b->meeting_first[m + 1]; e++) {
            size_t slot = --b->vertex_first[b->attendee[e]];
            b->meeting[slot] = m;
            b->meeting_row[slot] = b->attendee_row[e];
        }
    }
}

double clg_decay(double days, double half_life)
{
    return exp2(-days / half_life);
}

/* Age counts from the period's end, never from now. */
static clg_status weigh_by_age(clg_two_mode *b, const clg_study *study, int64_t end,
                               clg_error *err)
{
    double half_life = study->settings.half_life;
    clg_status status = CLG_OK;

    b->is_weighted = half_life > 0.0;
    if (!b->is_weighted)
        return CLG_OK;
    status = clg_array_reserve(&b->weight, &b->weight_room, b->meeting_count + 1,
                               sizeof *b->weight, err);
    for (uint32_t m = 0; status == CLG_OK && m < b->meeting_count; m++) {
        int64_t start = study->meetings.start[b->meeting_begin + m];
        b->weight[m] = clg_decay((double)(end - start) / 86400.0, half_life);
    }
    return status;
}

clg_status clg_two_mode_build(clg_two_mode *two_mode, const clg_study *study,
                              uint32_t school, int64_t begin, int64_t end,
                              const clg_members *members, clg_error *err)
{
    const clg_meetings *meetings = &study->meetings;
    size_t low = study->schools.meeting_first[school];
    size_t high = study->schools.meeting_first[school + 1];
    size_t first = clg_lower_bound(meetings->start, low, high, begin);
    size_t last = clg_lower_bound(meetings->start, first, high, end);
    size_t rows = first < last
                      ? study->attendances.first[last] - study->attendances.first[first]
                      : 0;
    clg_status status;

    two_mode->vertex_count = two_mode->meeting_count = 0;
    two_mode->presence_count = 0;
    if (last - first >= UINT32_MAX)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "%zu meetings in one school and window, expected fewer than %u",
                        last - first, UINT32_MAX);
    status = reserve(two_mode, last - first, members->count, rows, err);
    if (status != CLG_OK)
        return status;

    two_mode->vertex_count = members->count;
    two_mode->meeting_count = (uint32_t)(last - first);
    two_mode->meeting_begin = first;
    fill_meetings(two_mode, &study->attendances, members);
    fill_vertices(two_mode);
    return weigh_by_age(two_mode, study, end, err);
}

/* Counting sort by meeting; as vertices come in order, attendees ascend. */
void clg_two_mode_turn(clg_two_mode *b)
{
    memset(b->meeting_first, 0,
           ((size_t)b->meeting_count + 1) * sizeof *b->meeting_first);
    for (size_t e = 0; e < b->presence_count; e++)
        b->meeting_first[b->meeting[e]]++;
    for (uint32_t m = 0; m < b->meeting_count; m++)
        b->meeting_first[m + 1] += b->meeting_first[m];
    for (uint32_t v = b->vertex_count; v-- > 0;)
        for (size_t e = b->vertex_first[v + 1]; e-- > b->vertex_first[v];) {
            size_t place = --b->meeting_first[b->meeting[e]];
            b->attendee[place] = v;
            b->attendee_row[place] = e;
        }
}

clg_status clg_two_mode_from_pairs(clg_two_mode *b, uint32_t vertex_count,
                                   uint32_t meeting_count, const uint32_t *vertex,
                                   const uint32_t *meeting, size_t count,
                                   clg_error *err)
{
    clg_status status = reserve(b, meeting_count, vertex_count, count, err);

    if (status != CLG_OK)
        return status;
    b->vertex_count = vertex_count;
    b->meeting_count = meeting_count;
    b->meeting_begin = 0;
    b->presence_count = count;
    b->is_weighted = false;
    for (size_t e = 0, v = 0; v <= vertex_count; v++) {
        while (e < count && vertex[e] < v)
            e++;
        b->vertex_first[v] = e;
    }
    b->vertex_first[vertex_count] = count;
    for (size_t e = 0; e < count; e++) {
        b->meeting[e] = meeting[e];
        b->meeting_row[e] = e;
    }
    clg_two_mode_turn(b);
    return CLG_OK;
}

clg_status clg_two_mode_copy(const clg_two_mode *b, clg_two_mode *out, clg_error *err)
{
    size_t entries = b->presence_count;
    clg_status status = reserve(out, b->meeting_count, b->vertex_count, entries, err);

    if (status != CLG_OK)
        return status;
    out->vertex_count = b->vertex_count;
    out->meeting_count = b->meeting_count;
    out->meeting_begin = b->meeting_begin;
    out->presence_count = entries;
    out->is_weighted = b->is_weighted;
    if (b->is_weighted)
        status = clg_array_reserve(&out->weight, &out->weight_room,
                                   b->meeting_count + 1, sizeof *out->weight, err);
    if (status != CLG_OK)
        return status;
    if (b->is_weighted)
        memcpy(out->weight, b->weight, b->meeting_count * sizeof *b->weight);
    memcpy(out->meeting_first, b->meeting_first,
           ((size_t)b->meeting_count + 1) * sizeof *b->meeting_first);
    memcpy(out->vertex_first, b->vertex_first,
           ((size_t)b->vertex_count + 1) * sizeof *b->vertex_first);
    if (entries == 0)
        return CLG_OK;
    memcpy(out->attendee, b->attendee, entries * sizeof *b->attendee);
    memcpy(out->attendee_row, b->attendee_row, entries * sizeof *b->attendee_row);
    memcpy(out->meeting, b->meeting, entries * sizeof *b->meeting);
    memcpy(out->meeting_row, b->meeting_row, entries * sizeof *b->meeting_row);
    return CLG_OK;
}

void clg_two_mode_clear(clg_two_mode *two_mode)
{
    clg_free(two_mode->meeting_first);
    clg_free(two_mode->attendee);
    clg_free(two_mode->attendee_row);
    clg_free(two_mode->vertex_first);
    clg_free(two_mode->meeting);
    clg_free(two_mode->meeting_row);
    clg_free(two_mode->weight);
    *two_mode = (clg_two_mode){0};
}
