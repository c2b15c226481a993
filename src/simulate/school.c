#include "simulate/school.h"

#include "base/memory.h"
#include "base/time.h"
#include "simulate/attendance.h"
#include "simulate/exchanges.h"
#include "simulate/meetings.h"
#include "simulate/staff.h"

typedef struct school_run {
    const clg_simulate_options *options;
    clg_sheet *sheets;
    uint8_t *stages; /* of the months */
    clg_staff staff;
    clg_diary diary;
    clg_attendance_log attendance;
    clg_exchange_log exchanges;
} school_run;

static void put_number(clg_sheet *sheet, uint64_t number)
{
    clg_sheet_number(sheet, number);
    clg_sheet_bytes(sheet, ",", 1);
}

static void put_text(clg_sheet *sheet, const char *text)
{
    clg_sheet_text(sheet, text);
    clg_sheet_bytes(sheet, ",", 1);
}

static void write_school(clg_sheet *sheet, const clg_plan *plan)
{
    put_text(sheet, plan->id);
    put_text(sheet, plan->name);
    put_text(sheet, plan->network);
    put_text(sheet, plan->zone);
    put_number(sheet, plan->founded);
    put_text(sheet, plan->level);
    clg_sheet_number(sheet, plan->slots);
    clg_sheet_text(sheet, "\n");
}

/* The school's own free day, every year. */
static void write_closed_days(const school_run *run, clg_sheet *sheet)
{
    const clg_plan *plan = &run->staff.plan;
    uint32_t last_month = run->options->first_month - 1 + run->options->months - 1;
    int last_year = run->options->first_year + (int)(last_month / 12);

    for (int year = run->options->first_year; year <= last_year; year++) {
        int64_t day = clg_day_of_civil(year, plan->closed_month, plan->closed_day);
        clg_sheet_date(sheet, day);
        clg_sheet_text(sheet, ",");
        clg_sheet_date(sheet, day);
        clg_sheet_text(sheet, ",");
        clg_sheet_text(sheet, plan->id);
        clg_sheet_text(sheet, ",school closed\n");
    }
}

static void put_member_date(clg_sheet *sheet, int64_t day)
{
    if (day != INT64_MIN && day != INT64_MAX)
        clg_sheet_date(sheet, day);
    clg_sheet_bytes(sheet, ",", 1);
}

static void write_people(const clg_staff *staff, clg_sheet *sheet)
{
    for (uint32_t i = 0; i < staff->member_count; i++) {
        const clg_member *member = &staff->members[i];
        put_text(sheet, staff->plan.id);
        put_text(sheet, member->field);
        put_text(sheet, clg_role_name(member->role));
        put_text(sheet, clg_department_name(member->department));
        put_member_date(sheet, member->joined_day);
        put_member_date(sheet, member->left_day);
        clg_sheet_text(sheet, "yes,yes,");
        clg_sheet_text(sheet, clg_seniority_name(member->seniority));
        clg_sheet_text(sheet, "\n");
    }
}

/* A new stage is often marked by something that people remember. */
static void write_event(const school_run *run, clg_sheet *sheet, const clg_month *month)
{
    static const char *const labels[CLG_STAGE_COUNT] = {
        "new head of school", "kick-off retreat", "inspection, \"good\"",
        "network conference", "merger announced"};
    uint32_t index = month->index;
    clg_dice dice =
        clg_dice_of(run->options->seed, run->staff.plan.id, index, CLG_DICE_EVENTS);
    char label[CLG_ID_SIZE];
    int64_t day;

    if (index == 0 || run->stages[index] == run->stages[index - 1] ||
        month->school_day_count == 0 || clg_dice_chance(&dice, 0.3))
        return;
    day = month->school_days[clg_dice_below(&dice, month->school_day_count)];
    clg_csv_field(labels[run->stages[index]], label, sizeof label);
    put_text(sheet, run->staff.plan.id);
    clg_sheet_date(sheet, day);
    clg_sheet_text(sheet, "T09:00,");
    put_text(sheet, label);
    if (run->stages[index] == CLG_STAGE_STEWARDSHIP) {
        clg_sheet_date(sheet, day);
        clg_sheet_text(sheet, "T16:00");
    }
    clg_sheet_text(sheet, "\n");
}

/* A list of persons is one field, so it is quoted, and so are quotes within. */
static void put_list(const clg_staff *staff, clg_sheet *sheet,
                     bool (*belongs)(const clg_member *))
{
    bool is_first = true;

    clg_sheet_text(sheet, "\"");
    for (uint32_t p = 0; p < staff->present_count; p++) {
        const clg_member *member = &staff->members[staff->present[p]];
        bool is_quoted = member->field[0] == '"';
        if (!belongs(member))
            continue;
        clg_sheet_text(sheet, is_first ? "" : ";");
        clg_sheet_bytes(sheet, member->field + is_quoted,
                        member->field_length - 2u * is_quoted);
        is_first = false;
    }
    clg_sheet_text(sheet, "\",");
}

static bool belongs_to_core(const clg_member *member)
{
    return member->is_core;
}

static bool belongs_to_isolates(const clg_member *member)
{
    return member->is_isolate;
}

static void put_silos(const clg_plan *plan, clg_sheet *sheet)
{
    bool is_first = true;

    for (uint32_t d = 0; d < plan->departments; d++) {
        if (!clg_is_silo(plan, d))
            continue;
        clg_sheet_text(sheet, is_first ? "" : ";");
        clg_sheet_text(sheet, clg_department_name(d));
        is_first = false;
    }
    clg_sheet_bytes(sheet, ",", 1);
}

static void write_truth(const school_run *run, clg_sheet *sheet, const clg_month *month)
{
    const clg_staff *staff = &run->staff;

    put_text(sheet, staff->plan.id);
    clg_sheet_date(sheet, month->first_day);
    clg_sheet_bytes(sheet, ",", 1);
    put_text(sheet, clg_stage_traits_of(run->stages[month->index])->name);
    put_list(staff, sheet, belongs_to_core);
    put_silos(&staff->plan, sheet);
    put_list(staff, sheet, belongs_to_isolates);
    if (clg_hub_of(staff) != CLG_NOBODY)
        clg_sheet_text(sheet, staff->members[clg_hub_of(staff)].field);
    clg_sheet_text(sheet, "\n");
}

static clg_status live_month(school_run *run, uint32_t index, clg_error *err)
{
    const clg_plan *plan = &run->staff.plan;
    const clg_simulate_options *options = run->options;
    const clg_stage_traits *stage = clg_stage_traits_of(run->stages[index]);
    clg_month month = clg_month_of(options->first_year, options->first_month, index,
                                   plan->closed_month, plan->closed_day);
    clg_status status;

    status = clg_staff_enter_month(&run->staff, options->seed, &month, stage, err);
    if (status == CLG_OK)
        status =
            clg_diary_fill(&run->diary, &run->staff, options->seed, &month, stage, err);
    if (status == CLG_OK)
        status = clg_write_exchanges(&run->exchanges, &run->staff, options->seed,
                                     &month, run->stages[index], err);
    if (status != CLG_OK)
        return status;
    clg_write_attendance(&run->attendance, &run->staff, &run->diary, options->seed,
                         &month, stage);
    write_event(run, &run->sheets[CLG_SHEET_EVENTS], &month);
    write_truth(run, &run->sheets[CLG_SHEET_TRUTH], &month);
    return CLG_OK;
}

static clg_status live(school_run *run, clg_error *err)
{
    clg_status status = CLG_OK;

    for (uint32_t month = 0; month < run->options->months && status == CLG_OK; month++)
        status = live_month(run, month, err);
    if (status != CLG_OK)
        return status;
    write_school(&run->sheets[CLG_SHEET_SCHOOLS], &run->staff.plan);
    write_people(&run->staff, &run->sheets[CLG_SHEET_PEOPLE]);
    write_closed_days(run, &run->sheets[CLG_SHEET_CALENDAR]);
    return CLG_OK;
}

static void count_rows(const school_run *run, clg_simulate_counts *counts)
{
    counts->people += run->staff.member_count;
    counts->meetings += run->attendance.meetings;
    counts->attendance_rows += run->attendance.rows;
    counts->exchange_rows += run->exchanges.rows;
    counts->doubled_rows += run->attendance.doubled_rows;
    counts->bad_rows += run->attendance.bad_rows;
    counts->own_exchanges += run->exchanges.own_exchanges;
}

clg_status clg_simulate_school(const clg_simulate_options *options, uint32_t number,
                               clg_sheet sheets[CLG_SHEET_COUNT],
                               clg_simulate_counts *counts, clg_error *err)
{
    school_run run = {.options = options,
                      .sheets = sheets,
                      .attendance = {.sheet = &sheets[CLG_SHEET_ATTENDANCE]},
                      .exchanges = {.sheet = &sheets[CLG_SHEET_EXCHANGES],
                                    .people = options->people}};
    clg_plan plan = clg_plan_of(options->seed, number, options->people);
    clg_dice dice = clg_dice_of(options->seed, plan.id, 0, CLG_DICE_STAGES);
    clg_status status = CLG_ERROR_MEMORY;

    run.stages = clg_array_new(options->months, sizeof *run.stages, err);
    if (run.stages == NULL)
        goto cleanup;
    clg_stage_walk(&dice, options->months, run.stages);
    status = clg_staff_new(options->seed, &plan, options->first_year, &run.staff, err);
    if (status == CLG_OK)
        status = clg_diary_new(&plan, &run.diary, err);
    if (status == CLG_OK)
        status = live(&run, err);
    if (status == CLG_OK)
        count_rows(&run, counts);

cleanup:
    clg_free(run.stages);
    clg_staff_clear(&run.staff);
    clg_diary_clear(&run.diary);
    clg_exchange_log_clear(&run.exchanges);
    return status;
}
