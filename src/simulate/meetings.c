/* Every kind of meeting has its weekdays, so that one person is seldom wanted at
 * two places at once: staff on Monday, teams on Tuesday or Thursday, departments on
 * Wednesday, projects on Friday. */
#include "simulate/meetings.h"

#include "base/memory.h"
#include "base/time.h"

#include <stdlib.h>

enum { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY };

typedef struct workshop { /* what the steps below share */
    clg_diary *diary;
    clg_staff *staff;
    const clg_month *month;
    const clg_stage_traits *stage;
    clg_dice dice;
} workshop;

static const char *const phases[] = {"inquire", "design", "prototype",
                                     "launch",  "grow",   "sustain"};
static const char *const kind_names[] = {"staff", "department", "plc", "project"};

const char *clg_meeting_kind_name(clg_meeting_kind kind)
{
    return kind_names[kind];
}

clg_status clg_diary_new(const clg_plan *plan, clg_diary *diary, clg_error *err)
{
    *diary = (clg_diary){.project_count = 1 + plan->slots / 12};
    diary->projects = clg_array_new(diary->project_count, sizeof *diary->projects, err);
    return diary->projects != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

void clg_diary_clear(clg_diary *diary)
{
    clg_free(diary->meetings);
    clg_free(diary->invited);
    clg_free(diary->projects);
    *diary = (clg_diary){.meetings = NULL};
}

/* The nth school day of the month on that weekday, or 0 if there is none. */
static int64_t nth_weekday(const clg_month *month, unsigned weekday, uint32_t nth)
{
    for (uint32_t d = 0; d < month->school_day_count; d++)
        if (clg_weekday(month->school_days[d]) == weekday && nth-- == 0)
            return month->school_days[d];
    return 0;
}

static uint32_t count_weekday(const clg_month *month, unsigned weekday)
{
    uint32_t count = 0;

    for (uint32_t d = 0; d < month->school_day_count; d++)
        count += clg_weekday(month->school_days[d]) == weekday;
    return count;
}

static clg_status begin_meeting(workshop *shop, clg_meeting_kind kind, int64_t day,
                                uint32_t minute, uint32_t length, clg_error *err)
{
    clg_diary *diary = shop->diary;
    bool is_learning =
        clg_dice_chance(&shop->dice, kind >= CLG_MEETING_TEAM ? 0.8 : 0.3);
    clg_status status;

    status = clg_array_reserve(&diary->meetings, &diary->meeting_room,
                               diary->meeting_count + 1, sizeof *diary->meetings, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&diary->invited, &diary->invited_room,
                                   diary->invited_count + shop->staff->present_count,
                                   sizeof *diary->invited, err);
    if (status != CLG_OK)
        return status;
    diary->meetings[diary->meeting_count++] =
        (clg_meeting){.day = day,
                      .minute = minute,
                      .length = length,
                      .kind = kind,
                      .focus = is_learning ? "learning" : "management",
                      .phase = "",
                      .first_invited = diary->invited_count};
    return CLG_OK;
}

/* begin_meeting has made room for everyone. */
static void invite(workshop *shop, uint32_t member)
{
    clg_diary *diary = shop->diary;
    clg_meeting *meeting = &diary->meetings[diary->meeting_count - 1];

    if (!clg_takes_part(&shop->staff->members[member], meeting->day))
        return;
    diary->invited[diary->invited_count++] = member;
    meeting->invited_count++;
}

static clg_status plan_staff_meeting(workshop *shop, clg_error *err)
{
    int64_t day = nth_weekday(shop->month, MONDAY, 0);
    uint32_t length = 15 * clg_dice_between(&shop->dice, 4, 8);
    clg_status status;

    if (day == 0)
        return CLG_OK;
    status = begin_meeting(shop, CLG_MEETING_STAFF, day, 15 * 60 + 30, length, err);
    for (uint32_t p = 0; status == CLG_OK && p < shop->staff->present_count; p++)
        invite(shop, shop->staff->present[p]);
    return status;
}

static clg_status plan_department(workshop *shop, uint32_t department, clg_error *err)
{
    const clg_staff *staff = shop->staff;
    uint32_t weeks = count_weekday(shop->month, WEDNESDAY);
    uint32_t length = 15 * clg_dice_between(&shop->dice, 3, 6);
    clg_status status;
    int64_t day;

    if (!clg_dice_chance(&shop->dice, shop->stage->department_rate) || weeks == 0)
        return CLG_OK;
    day = nth_weekday(shop->month, WEDNESDAY, clg_dice_below(&shop->dice, weeks));
    status =
        begin_meeting(shop, CLG_MEETING_DEPARTMENT, day, 15 * 60 + 15, length, err);
    for (uint32_t p = 0; status == CLG_OK && p < staff->present_count; p++)
        if (staff->members[staff->present[p]].department == department)
            invite(shop, staff->present[p]);
    return status;
}

static clg_status plan_team_meeting(workshop *shop, uint32_t team, int64_t day,
                                    clg_error *err)
{
    const clg_staff *staff = shop->staff;
    uint32_t minute = 14 * 60 + 45 + 15 * (team % 4);
    uint32_t length = 5 * clg_dice_between(&shop->dice, 6, 12);
    clg_status status;

    status = begin_meeting(shop, CLG_MEETING_TEAM, day, minute, length, err);
    for (uint32_t p = 0; status == CLG_OK && p < staff->present_count; p++)
        if (staff->team[staff->members[staff->present[p]].slot] == team)
            invite(shop, staff->present[p]);
    return status;
}

/* How often in a month with that many fitting days. */
static uint32_t draw_count(workshop *shop, double rate, uint32_t days)
{
    double share = shop->month->school_day_count / 21.0; /* of a full month */
    double mean = rate * shop->staff->plan.vitality * share;
    uint32_t count = clg_dice_poisson(&shop->dice, mean);

    return count < days ? count : days;
}

static clg_status plan_team(workshop *shop, uint32_t team, clg_error *err)
{
    unsigned weekday = team % 2 == 0 ? TUESDAY : THURSDAY;
    uint32_t weeks = count_weekday(shop->month, weekday);
    uint32_t count = draw_count(shop, shop->stage->team_rate, weeks);
    clg_status status = CLG_OK;

    for (uint32_t week = 0; week < weeks && count > 0 && status == CLG_OK; week++) {
        if (!clg_dice_chance(&shop->dice, (double)count / (weeks - week)))
            continue;
        status =
            plan_team_meeting(shop, team, nth_weekday(shop->month, weekday, week), err);
        count--;
    }
    return status;
}

static double wish_for(const clg_staff *staff, const clg_member *member,
                       const clg_month *month)
{
    if (clg_is_silo(&staff->plan, member->department) ||
        !clg_takes_part(member, month->last_day))
        return 0.0;
    return member->is_core ? 4.0 : member->zest;
}

static bool is_in_project(const clg_project *project, uint32_t member)
{
    for (uint32_t i = 0; i < project->count; i++)
        if (project->people[i] == member)
            return true;
    return false;
}

/* Tries a few times; a small school may get a smaller group. */
static void form_project(workshop *shop, clg_project *project)
{
    const double greatest_wish = 4.0;
    clg_staff *staff = shop->staff;
    uint32_t wanted = clg_dice_between(&shop->dice, 4, CLG_PROJECT_LIMIT);

    *project = (clg_project){.count = 0};
    for (uint32_t tries = 0; tries < 12 * wanted && project->count < wanted; tries++) {
        uint32_t pick = clg_dice_below(&shop->dice, staff->present_count);
        uint32_t member = staff->present[pick];
        double wish = wish_for(staff, &staff->members[member], shop->month);
        if (!clg_dice_chance(&shop->dice, wish / greatest_wish) ||
            is_in_project(project, member))
            continue;
        project->people[project->count++] = member;
    }
}

static clg_status meet_project(workshop *shop, const clg_project *project, int64_t day,
                               uint32_t minute, clg_error *err)
{
    uint32_t length = 15 * clg_dice_between(&shop->dice, 4, 6);
    clg_status status;

    status = begin_meeting(shop, CLG_MEETING_PROJECT, day, minute, length, err);
    if (status != CLG_OK)
        return status;
    shop->diary->meetings[shop->diary->meeting_count - 1].phase =
        phases[project->phase];
    for (uint32_t i = 0; i < project->count; i++)
        invite(shop, project->people[i]);
    return CLG_OK;
}

static clg_status plan_project(workshop *shop, uint32_t index, clg_error *err)
{
    clg_project *project = &shop->diary->projects[index];
    uint32_t weeks = count_weekday(shop->month, FRIDAY);
    uint32_t minute = 14 * 60 + 30 + 60 * (index % 3);
    clg_status status = CLG_OK;
    uint32_t count;

    if (project->count == 0 ||
        clg_dice_chance(&shop->dice, 0.5 * (1.0 - shop->stage->persistence)))
        form_project(shop, project);
    else if (project->phase < 5 && clg_dice_chance(&shop->dice, 0.4))
        project->phase++;
    count = draw_count(shop, shop->stage->project_rate, weeks);
    for (uint32_t week = 0; week < count && status == CLG_OK; week++)
        status = meet_project(shop, project, nth_weekday(shop->month, FRIDAY, week),
                              minute, err);
    return status;
}

static int compare_meetings(const void *left, const void *right)
{
    const clg_meeting *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->minute != b->minute)
        return a->minute < b->minute ? -1 : 1;
    if (a->first_invited != b->first_invited)
        return a->first_invited < b->first_invited ? -1 : 1;
    return (a->invited_count > b->invited_count) -
           (a->invited_count < b->invited_count);
}

clg_status clg_diary_fill(clg_diary *diary, clg_staff *staff, uint64_t seed,
                          const clg_month *month, const clg_stage_traits *stage,
                          clg_error *err)
{
    workshop shop = {
        diary, staff, month, stage,
        clg_dice_of(seed, staff->plan.id, month->index, CLG_DICE_MEETINGS)};
    clg_status status;

    diary->meeting_count = 0;
    diary->invited_count = 0;
    status = plan_staff_meeting(&shop, err);
    for (uint32_t d = 0; d < staff->plan.departments && status == CLG_OK; d++)
        status = plan_department(&shop, d, err);
    for (uint32_t t = 0; t < staff->team_count && status == CLG_OK; t++)
        status = plan_team(&shop, t, err);
    for (uint32_t p = 0; p < diary->project_count && status == CLG_OK; p++)
        status = plan_project(&shop, p, err);
    if (status == CLG_OK && diary->meeting_count > 0)
        qsort(diary->meetings, diary->meeting_count, sizeof *diary->meetings,
              compare_meetings);
    return status;
}
