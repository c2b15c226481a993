#include "simulate/staff.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

enum { ROLE_TEACHER, ROLE_LEADER, ROLE_COACH, ROLE_ASSISTANT };

static const char *const roles[] = {"teacher", "leader", "coach", "assistant"};
static const char *const seniorities[] = {"early", "middle", "late"};

const char *clg_role_name(uint8_t role)
{
    return roles[role];
}

const char *clg_seniority_name(uint8_t seniority)
{
    return seniorities[seniority];
}

bool clg_is_here(const clg_member *member, int64_t day)
{
    return member->joined_day < day && day < member->left_day;
}

bool clg_takes_part(const clg_member *member, int64_t day)
{
    return !member->is_isolate && clg_is_here(member, day);
}

uint32_t clg_hub_of(const clg_staff *staff)
{
    return staff->plan.has_hub ? 0 : CLG_NOBODY;
}

static uint8_t draw_role(clg_dice *dice, uint32_t index)
{
    static const double shares[] = {0.82, 0.0, 0.06, 0.12};

    if (index == 0)
        return ROLE_LEADER;
    return (uint8_t)clg_dice_weighted(dice, shares, 4);
}

static double draw_zest(clg_dice *dice)
{
    double zest = clg_dice_gamma(dice, 3.0, 1.0 / 3.0);

    return fmin(fmax(zest, 0.15), 2.0);
}

static clg_status hire(clg_staff *staff, clg_dice *dice, uint32_t slot,
                       int64_t joined_day, clg_error *err)
{
    uint32_t index = staff->member_count;
    clg_member *member = NULL;
    clg_status status;

    status = clg_array_reserve(&staff->members, &staff->member_room, index + 1u,
                               sizeof *staff->members, err);
    if (status != CLG_OK)
        return status;
    member = &staff->members[index];
    *member = (clg_member){.slot = slot,
                           .department = slot % staff->plan.departments,
                           .joined_day = joined_day,
                           .left_day = INT64_MAX};
    member->field_length =
        (uint8_t)clg_person_field(&staff->plan, index, member->field);
    member->role = draw_role(dice, index);
    member->seniority = (uint8_t)clg_dice_below(dice, 3);
    member->score = clg_dice_normal(dice);
    member->zest = draw_zest(dice);
    member->aloofness = clg_dice_uniform(dice);
    staff->occupant[slot] = index;
    staff->member_count++;
    return CLG_OK;
}

/* Half of the first staff have been there since before the roster was kept. */
static int64_t draw_arrival(clg_dice *dice, int first_year)
{
    int year = first_year - (int)clg_dice_between(dice, 1, 15);

    return clg_dice_chance(dice, 0.5) ? INT64_MIN : clg_second_saturday(year, 9);
}

static clg_status hire_first_staff(clg_staff *staff, uint64_t seed, int first_year,
                                   clg_error *err)
{
    clg_dice dice = clg_dice_of(seed, staff->plan.id, UINT32_MAX, CLG_DICE_STAFF);

    for (uint32_t slot = 0; slot < staff->plan.slots; slot++) {
        int64_t arrival = draw_arrival(&dice, first_year);
        clg_status status = hire(staff, &dice, slot, arrival, err);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

/* Teams of about five: across departments, but a silo's people keep together. */
static void form_teams(clg_staff *staff)
{
    enum { TEAM_SIZE = 5 };
    uint32_t in_team = 0;

    for (uint32_t slot = 0; slot < staff->plan.slots; slot++) {
        if (clg_is_silo(&staff->plan, slot % staff->plan.departments))
            continue;
        staff->team[slot] = staff->team_count + in_team++ / TEAM_SIZE;
    }
    staff->team_count += (in_team + TEAM_SIZE - 1) / TEAM_SIZE;
    for (uint32_t d = 0; d < staff->plan.departments; d++) {
        if (!clg_is_silo(&staff->plan, d))
            continue;
        in_team = 0;
        for (uint32_t slot = d; slot < staff->plan.slots;
             slot += staff->plan.departments)
            staff->team[slot] = staff->team_count + in_team++ / TEAM_SIZE;
        staff->team_count += (in_team + TEAM_SIZE - 1) / TEAM_SIZE;
    }
}

clg_status clg_staff_new(uint64_t seed, const clg_plan *plan, int first_year,
                         clg_staff *staff, clg_error *err)
{
    clg_status status = CLG_ERROR_MEMORY;

    *staff = (clg_staff){.plan = *plan};
    staff->occupant = clg_array_new(plan->slots, sizeof *staff->occupant, err);
    if (staff->occupant == NULL)
        goto cleanup;
    staff->team = clg_array_new(plan->slots, sizeof *staff->team, err);
    if (staff->team == NULL)
        goto cleanup;
    form_teams(staff);
    status = hire_first_staff(staff, seed, first_year, err);

cleanup:
    if (status != CLG_OK)
        clg_staff_clear(staff);
    return status;
}

void clg_staff_clear(clg_staff *staff)
{
    clg_free(staff->members);
    clg_free(staff->occupant);
    clg_free(staff->team);
    clg_free(staff->present);
    clg_free(staff->order);
    *staff = (clg_staff){.members = NULL};
}

static clg_status turn_over(clg_staff *staff, clg_dice *dice, const clg_month *month,
                            clg_error *err)
{
    enum { JULY = 7 };
    double leaving = month->number == JULY ? 0.10 : 0.006;
    clg_status status = CLG_OK;

    for (uint32_t slot = CLG_COORDINATORS; slot < staff->plan.slots; slot++) {
        uint32_t who = staff->occupant[slot];
        bool was_vacant = who == CLG_NOBODY;
        if (!was_vacant && !clg_dice_chance(dice, leaving))
            continue;
        if (!was_vacant)
            staff->members[who].left_day = month->leaving_day;
        staff->occupant[slot] = CLG_NOBODY;
        if (clg_dice_chance(dice, was_vacant ? 0.25 : 0.85))
            status = hire(staff, dice, slot, month->joining_day, err);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

static clg_status list_present(clg_staff *staff, const clg_month *month, clg_error *err)
{
    clg_status status;

    status = clg_array_reserve(&staff->present, &staff->present_room,
                               staff->member_count, sizeof *staff->present, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&staff->order, &staff->order_room,
                                   staff->member_count, sizeof *staff->order, err);
    if (status != CLG_OK)
        return status;
    staff->present_count = 0;
    for (uint32_t i = 0; i < staff->member_count; i++)
        if (staff->members[i].left_day > month->first_day)
            staff->present[staff->present_count++] = i;
    return CLG_OK;
}

static void drift_scores(clg_staff *staff, clg_dice *dice)
{
    const double memory = 0.92, shock = 0.39; /* stationary with variance 1 */

    for (uint32_t p = 0; p < staff->present_count; p++) {
        clg_member *member = &staff->members[staff->present[p]];
        member->score = memory * member->score + shock * clg_dice_normal(dice);
    }
}

/* Coordinators stand 1.5 standard deviations above others. */
static double standing_of(const clg_staff *staff, uint32_t member)
{
    return staff->members[member].score + (member < CLG_COORDINATORS ? 1.5 : 0.0);
}

static bool stands_above(const clg_staff *staff, uint32_t a, uint32_t b)
{
    double standing_a = standing_of(staff, a), standing_b = standing_of(staff, b);

    return standing_a > standing_b || (standing_a == standing_b && a < b);
}

/* Moves the `count` highest of order[0 .. total) to its front, in any order. */
static void select_highest(clg_staff *staff, uint32_t total, uint32_t count)
{
    for (uint32_t first = 0; first < count; first++) {
        uint32_t best = first;
        for (uint32_t i = first + 1; i < total; i++)
            if (stands_above(staff, staff->order[i], staff->order[best]))
                best = i;
        uint32_t chosen = staff->order[best];
        staff->order[best] = staff->order[first];
        staff->order[first] = chosen;
    }
}

/* Only those who are here all month can be of its core. */
static void choose_core(clg_staff *staff, const clg_month *month, double share)
{
    uint32_t total = 0, count;

    for (uint32_t p = 0; p < staff->present_count; p++) {
        clg_member *member = &staff->members[staff->present[p]];
        member->is_core = false;
        if (clg_is_here(member, month->first_day) &&
            clg_is_here(member, month->last_day))
            staff->order[total++] = staff->present[p];
    }
    count = (uint32_t)(share * total + 0.5);
    if (count < 1)
        count = 1;
    select_highest(staff, total, count);
    for (uint32_t i = 0; i < count; i++)
        staff->members[staff->order[i]].is_core = true;
}

static void choose_isolates(clg_staff *staff, double share)
{
    for (uint32_t p = 0; p < staff->present_count; p++) {
        uint32_t index = staff->present[p];
        clg_member *member = &staff->members[index];
        member->is_isolate =
            !member->is_core && index >= CLG_COORDINATORS && member->aloofness < share;
    }
}

clg_status clg_staff_enter_month(clg_staff *staff, uint64_t seed,
                                 const clg_month *month, const clg_stage_traits *stage,
                                 clg_error *err)
{
    clg_dice dice = clg_dice_of(seed, staff->plan.id, month->index, CLG_DICE_STAFF);
    clg_status status;

    status = turn_over(staff, &dice, month, err);
    if (status == CLG_OK)
        status = list_present(staff, month, err);
    if (status != CLG_OK)
        return status;
    drift_scores(staff, &dice);
    choose_core(staff, month, stage->core_share);
    choose_isolates(staff, stage->isolate_share);
    return CLG_OK;
}
