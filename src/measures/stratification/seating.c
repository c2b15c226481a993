#include "measures/stratification/seating.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Sums of each group, and the meeting that is looked at. */
typedef struct seats {
    const clg_two_mode *table;
    const clg_groups *groups;
    double *own;                 /* x_m; 0 between meetings */
    double *x, *inside;          /* X; sum x_m^2 / t_m */
    double *shared, *apart;      /* over t_m >= 2: sum x_m; x_m (x_m - 1) / (t_m - 1) */
    double *uneven, *met;        /* terms of D, and t_m, of meetings with the group */
    double all, total;           /* t_m, T */
    uint32_t *present, presents; /* groups in the meeting */
} seats;

enum { SUMS = 7 };

static void seat(seats *s, uint32_t meeting)
{
    const clg_two_mode *b = s->table;

    s->all = 0.0;
    s->presents = 0;
    for (size_t e = b->meeting_first[meeting]; e < b->meeting_first[meeting + 1]; e++) {
        int32_t code = s->groups->code[b->attendee[e]];
        if (code < 0)
            continue;
        if (!(s->own[code] > 0.0))
            s->present[s->presents++] = (uint32_t)code;
        s->own[code] += 1.0;
        s->all += 1.0;
    }
}

static void rise(seats *s)
{
    for (uint32_t i = 0; i < s->presents; i++)
        s->own[s->present[i]] = 0.0;
}

static void add_up(seats *s)
{
    for (uint32_t m = 0; m < s->table->meeting_count; m++) {
        seat(s, m);
        s->total += s->all;
        for (uint32_t i = 0; i < s->presents; i++) {
            uint32_t g = s->present[i];
            double own = s->own[g];
            s->x[g] += own;
            s->inside[g] += own * own / s->all;
            s->met[g] += s->all;
            if (s->all > 1.0) {
                s->shared[g] += own;
                s->apart[g] += own * (own - 1.0) / (s->all - 1.0);
            }
        }
        rise(s);
    }
}

/* Of meetings with the group; all others add t_m / (T - X) each. */
static void compare(seats *s)
{
    for (uint32_t m = 0; m < s->table->meeting_count; m++) {
        seat(s, m);
        for (uint32_t i = 0; i < s->presents; i++) {
            uint32_t g = s->present[i];
            double others = s->total - s->x[g];
            if (others > 0.0)
                s->uneven[g] +=
                    fabs(s->own[g] / s->x[g] - (s->all - s->own[g]) / others);
        }
        rise(s);
    }
}

static clg_seating describe(const seats *s, uint32_t g)
{
    clg_value none = clg_value_undefined();
    clg_seating seating = {none, none, none, none, none};
    double x = s->x[g], others = s->total - x, chance, isolation, uneven;

    if (!(x > 0.0))
        return seating;
    isolation = s->inside[g] / x;
    seating.isolation = clg_value_of(isolation);
    seating.without_self = clg_value_share(s->apart[g], s->shared[g]);
    if (!(others > 0.0))
        return seating;
    chance = x / s->total;
    uneven = s->uneven[g] + (s->total - s->met[g]) / others;
    seating.exposure = clg_value_of(1.0 - isolation);
    seating.eta2 = clg_value_of((isolation - chance) / (1.0 - chance));
    seating.dissimilarity = clg_value_of(fmin(1.0, uneven / 2.0));
    return seating;
}

static clg_status reserve(clg_seating_room *room, size_t groups, clg_error *err)
{
    clg_status status = clg_array_reserve(&room->sums, &room->sums_room,
                                          SUMS * groups + 1, sizeof *room->sums, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&room->all, &room->all_room, groups + 1,
                                   sizeof *room->all, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&room->present, &room->present_room, groups + 1,
                                   sizeof *room->present, err);
    return status;
}

clg_status clg_seating_find(const clg_two_mode *attendance, const clg_groups *groups,
                            clg_seating_room *room, const clg_seating **out,
                            clg_error *err)
{
    size_t k = groups->group_count;
    clg_status status = reserve(room, k, err);
    double *at = room->sums;
    seats s = {.table = attendance, .groups = groups};

    *out = NULL;
    if (status != CLG_OK)
        return status;
    memset(at, 0, SUMS * k * sizeof *at);
    s.own = at;
    s.x = at + k;
    s.inside = at + 2 * k;
    s.shared = at + 3 * k;
    s.apart = at + 4 * k;
    s.uneven = at + 5 * k;
    s.met = at + 6 * k;
    s.present = room->present;
    add_up(&s);
    compare(&s);
    for (uint32_t g = 0; g < groups->group_count; g++)
        room->all[g] = describe(&s, g);
    *out = room->all;
    return CLG_OK;
}

void clg_seating_room_clear(clg_seating_room *room)
{
    clg_free(room->sums);
    clg_free(room->all);
    clg_free(room->present);
    *room = (clg_seating_room){0};
}
