#include "measures/core/attendance_core.h"

#include "base/memory.h"

/* Of what was dropped. */
static const uint32_t gone = UINT32_MAX;

void clg_attendance_core_room_clear(clg_attendance_core_room *room)
{
    clg_free(room->left);
    clg_free(room->queue);
    *room = (clg_attendance_core_room){0};
}

/* All are there. People first, then meetings. */
static clg_status start(const clg_two_mode *table, clg_attendance_core_room *room,
                        clg_error *err)
{
    size_t n = table->vertex_count, both = n + table->meeting_count;
    clg_status status = clg_array_reserve(&room->left, &room->left_room, both + 1,
                                          sizeof *room->left, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->queue, &room->queue_room, both + 1,
                                   sizeof *room->queue, err);
    if (status != CLG_OK)
        return status;
    for (size_t v = 0; v < n; v++)
        room->left[v] = (uint32_t)(table->vertex_first[v + 1] - table->vertex_first[v]);
    for (uint32_t m = 0; m < table->meeting_count; m++)
        room->left[n + m] = (uint32_t)clg_meeting_size(table, m);
    return CLG_OK;
}

/* One attendance less for a person or meeting; drops it when that is one too few. */
static size_t take_one(clg_attendance_core_room *room, size_t which, uint32_t least,
                       size_t count)
{
    if (room->left[which] == gone || --room->left[which] >= least)
        return count;
    room->left[which] = gone;
    room->queue[count] = (uint32_t)which;
    return count + 1;
}

static size_t drop(const clg_two_mode *table, uint32_t which, uint32_t alpha,
                   uint32_t beta, clg_attendance_core_room *room, size_t count)
{
    size_t n = table->vertex_count;

    if (which < n) {
        for (size_t a = table->vertex_first[which]; a < table->vertex_first[which + 1];
             a++)
            count = take_one(room, n + table->meeting[a], beta, count);
        return count;
    }
    for (size_t a = table->meeting_first[which - n];
         a < table->meeting_first[which - n + 1]; a++)
        count = take_one(room, table->attendee[a], alpha, count);
    return count;
}

/* Drops until everyone left has enough. */
static void peel(const clg_two_mode *table, uint32_t alpha, uint32_t beta,
                 clg_attendance_core_room *room)
{
    size_t n = table->vertex_count, both = n + table->meeting_count, count = 0;

    for (size_t i = 0; i < both; i++)
        if (room->left[i] != gone && room->left[i] < (i < n ? alpha : beta)) {
            room->left[i] = gone;
            room->queue[count++] = (uint32_t)i;
        }
    for (size_t i = 0; i < count; i++)
        count = drop(table, room->queue[i], alpha, beta, room, count);
}

clg_status clg_attendance_core(const clg_two_mode *table, uint32_t alpha, uint32_t beta,
                               clg_attendance_core_room *room, uint8_t *people,
                               uint8_t *meetings, clg_error *err)
{
    size_t n = table->vertex_count;
    clg_status status = start(table, room, err);

    if (status != CLG_OK)
        return status;
    peel(table, alpha, beta, room);
    for (size_t v = 0; v < n; v++)
        people[v] = room->left[v] != gone;
    for (size_t m = 0; m < table->meeting_count; m++)
        meetings[m] = room->left[n + m] != gone;
    return CLG_OK;
}

clg_status clg_attendance_coreness(const clg_two_mode *table,
                                   clg_attendance_core_room *room, uint32_t *coreness,
                                   clg_error *err)
{
    uint32_t n = table->vertex_count, kept = n;
    clg_status status = start(table, room, err);

    if (status != CLG_OK)
        return status;
    for (uint32_t v = 0; v < n; v++)
        coreness[v] = 0;
    for (uint32_t k = 1; kept > 0; k++) {
        kept = 0;
        peel(table, k, k, room);
        for (uint32_t v = 0; v < n; v++)
            if (room->left[v] != gone) {
                coreness[v] = k;
                kept++;
            }
    }
    return CLG_OK;
}
