/* The people of one school over the months. */
#ifndef CLG_SIMULATE_STAFF_H
#define CLG_SIMULATE_STAFF_H

#include "collegium/error.h"
#include "simulate/month.h"
#include "simulate/plan.h"
#include "simulate/stage.h"

enum { CLG_PARTNER_LIMIT = 6 };
#define CLG_NOBODY UINT32_MAX

typedef struct clg_member {
    char field[CLG_ID_SIZE]; /* the identifier as a CSV field */
    uint8_t field_length;
    uint32_t slot; /* the position; it decides department and team */
    uint32_t department;
    uint8_t role, seniority;
    int64_t joined_day;       /* INT64_MIN = before the roster was kept */
    int64_t left_day;         /* INT64_MAX = still here */
    double score;             /* the highest are the core; drifts */
    double zest;              /* how often this person comes and asks; mean 1 */
    double aloofness;         /* below the stage's share of isolates: an isolate */
    bool is_core, is_isolate; /* this month */
    uint32_t partners[CLG_PARTNER_LIMIT]; /* of earlier exchanges, latest anywhere */
    uint32_t partner_count, next_partner;
} clg_member;

typedef struct clg_staff {
    clg_plan plan;
    clg_member *members; /* everyone who ever was here, in order of arrival */
    size_t member_room;
    uint32_t member_count;
    uint32_t *occupant; /* of a slot: its latest member, or CLG_NOBODY */
    uint32_t *team;     /* of a slot */
    uint32_t team_count;
    uint32_t *present; /* members of the school on some day of this month */
    uint32_t present_count;
    uint32_t *order; /* scratch of the same size */
    size_t present_room, order_room;
} clg_staff;

clg_status clg_staff_new(uint64_t seed, const clg_plan *plan, int first_year,
                         clg_staff *staff, clg_error *err) CLG_NODISCARD;
void clg_staff_clear(clg_staff *staff);

/* Lets people leave and join, scores drift, and finds the month's core and
 * isolates. Months must come in order. */
clg_status clg_staff_enter_month(clg_staff *staff, uint64_t seed,
                                 const clg_month *month, const clg_stage_traits *stage,
                                 clg_error *err) CLG_NODISCARD;

bool clg_is_here(const clg_member *member, int64_t day);
/* Here on that day and in the logs of this month. */
bool clg_takes_part(const clg_member *member, int64_t day);
/* The person on whom a hub school depends, otherwise CLG_NOBODY. */
uint32_t clg_hub_of(const clg_staff *staff);

const char *clg_role_name(uint8_t role);
const char *clg_seniority_name(uint8_t seniority);

#endif
