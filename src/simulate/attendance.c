/* What is the same in all rows of a meeting is put together once; a row is then a
 * few copies. */
#include "simulate/attendance.h"

#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_SIZE = 128, ROWS_PER_BAD_ROW = 600 };

typedef struct presence { /* minutes after the meeting's start */
    uint32_t from, to;
    bool is_blank; /* nobody noted how long */
} presence;

typedef struct minutes_book {
    clg_attendance_log *log;
    const clg_staff *staff;
    const clg_meeting *meeting;
    const char *status;
    clg_dice dice, mess;  /* apart, so that mess leaves the rest as it is */
    double comes_late;    /* chance; by 5 minutes on average */
    char head[TEXT_SIZE]; /* school and meeting */
    char day[TEXT_SIZE];  /* the date and its separator */
    char start[TEXT_SIZE];
    char tail[TEXT_SIZE]; /* kind, phase, focus, length, network */
    bool has_lead;        /* someone was named to lead the meeting */
} minutes_book;

static void open_meeting(minutes_book *book, const clg_month *month, size_t index)
{
    const clg_plan *plan = &book->staff->plan;
    const clg_meeting *meeting = book->meeting;
    char date[CLG_DATE_SIZE];

    clg_format_date(meeting->day, date);
    snprintf(book->head, TEXT_SIZE, "%s,%02d%02u-%03zu,", plan->id, month->year % 100,
             month->number, index + 1);
    snprintf(book->day, TEXT_SIZE, "%s%c", date, plan->separator);
    snprintf(book->start, TEXT_SIZE, ",%s%c%02u:%02u,", date, plan->separator,
             meeting->minute / 60, meeting->minute % 60);
    snprintf(book->tail, TEXT_SIZE, "%s,%s,%s,%u,\n",
             clg_meeting_kind_name(meeting->kind), meeting->phase, meeting->focus,
             meeting->length);
    book->has_lead = false;
}

static void put_clock(minutes_book *book, uint32_t minutes_after_start)
{
    uint32_t minute = book->meeting->minute + minutes_after_start;
    char clock[5] = {(char)('0' + minute / 600), (char)('0' + minute / 60 % 10), ':',
                     (char)('0' + minute % 60 / 10), (char)('0' + minute % 10)};

    clg_sheet_text(book->log->sheet, book->day);
    clg_sheet_bytes(book->log->sheet, clock, sizeof clock);
}

static void put_presence(minutes_book *book, const presence *stay)
{
    clg_sheet *sheet = book->log->sheet;

    if (stay->is_blank || book->staff->plan.style == CLG_LOG_LIST) {
        clg_sheet_bytes(sheet, ",,,", 3);
    } else if (book->staff->plan.style == CLG_LOG_MINUTES) {
        clg_sheet_number(sheet, stay->to - stay->from);
        clg_sheet_bytes(sheet, ",,,", 3);
    } else {
        clg_sheet_bytes(sheet, ",", 1);
        put_clock(book, stay->from);
        clg_sheet_bytes(sheet, ",", 1);
        put_clock(book, stay->to);
        clg_sheet_bytes(sheet, ",", 1);
    }
}

static void put_row(minutes_book *book, const clg_member *member, const char *start,
                    const presence *stay, bool is_lead)
{
    clg_sheet *sheet = book->log->sheet;

    clg_sheet_text(sheet, book->head);
    clg_sheet_bytes(sheet, member->field, member->field_length);
    clg_sheet_text(sheet, start);
    put_presence(book, stay);
    clg_sheet_text(sheet, book->status);
    clg_sheet_text(sheet, is_lead ? ",lead," : ",,");
    clg_sheet_text(sheet, book->tail);
    book->log->rows++;
}

/* Two records of one stay: with a gap between them, or overlapping. Schools that
 * log minutes must not get two equal rows, which would be taken for one written
 * twice; from 20 minutes on, the parts below are never equally long. */
static void put_parts(minutes_book *book, const clg_member *member,
                      const presence *stay, bool overlaps, bool is_lead)
{
    uint32_t length = stay->to - stay->from;
    uint32_t cut = stay->from + length * 3 / 5;
    presence first = {stay->from, cut, false};
    presence second = {overlaps ? cut - length / 4 : cut + length / 10, stay->to,
                       false};

    put_row(book, member, book->start, &first, is_lead);
    put_row(book, member, book->start, &second, is_lead);
}

static bool bad_row_is_due(const clg_attendance_log *log)
{
    return log->rows >= ROWS_PER_BAD_ROW * (log->bad_rows + 1);
}

/* An unreadable time instead of the start. False if it is not time for one. */
static bool put_bad_row(minutes_book *book, const clg_member *member,
                        const presence *stay)
{
    static const char *const times[] = {",31/31/26,", ",2025-02-30T15:30,", ",soon,"};

    if (!bad_row_is_due(book->log) || !clg_dice_chance(&book->mess, 0.01))
        return false;
    put_row(book, member, times[clg_dice_below(&book->mess, 3)], stay, false);
    book->log->bad_rows++;
    return true;
}

static void put_messy(minutes_book *book, const clg_member *member,
                      const presence *stay, bool is_lead)
{
    bool is_timed = book->staff->plan.style != CLG_LOG_LIST;
    bool is_long = stay->to - stay->from >= 20;
    presence glance = {stay->from, stay->from + 1 + clg_dice_below(&book->mess, 4),
                       false};
    presence blank = {0, 0, true};
    double luck = clg_dice_uniform(&book->mess);

    if (put_bad_row(book, member, stay))
        return;
    if (luck < 0.012) {
        put_row(book, member, book->start, stay, is_lead);
        put_row(book, member, book->start, stay, is_lead);
        book->log->doubled_rows++;
    } else if (is_timed && is_long && luck < 0.042) {
        put_parts(book, member, stay, luck < 0.026, is_lead);
    } else if (is_timed && luck < 0.058) {
        put_row(book, member, book->start, &glance, is_lead);
    } else {
        put_row(book, member, book->start, luck < 0.075 ? &blank : stay, is_lead);
    }
}

/* Most are there from the first minute to the last. */
static presence draw_stay(minutes_book *book)
{
    uint32_t length = book->meeting->length;
    presence stay = {0, length, false};

    if (clg_dice_chance(&book->dice, book->comes_late))
        stay.from = clg_dice_poisson(&book->dice, 5.0) % (length / 3);
    if (clg_dice_chance(&book->dice, 0.15))
        stay.to -= clg_dice_poisson(&book->dice, 8.0) % (length / 3);
    return stay;
}

static void put_attendance(minutes_book *book, const clg_member *member)
{
    bool is_lead = member->is_core && !book->has_lead;
    presence stay = draw_stay(book);

    book->has_lead |= is_lead;
    if (book->staff->plan.is_messy)
        put_messy(book, member, &stay, is_lead);
    else
        put_row(book, member, book->start, &stay, is_lead);
}

static double chance_to_come(const clg_staff *staff, uint32_t index,
                             const clg_meeting *meeting, const clg_stage_traits *stage)
{
    static const double draw[] = {1.2, 1.0, 1.1, 1.2}; /* of the kinds of meeting */
    const clg_member *member = &staff->members[index];

    if (index == clg_hub_of(staff))
        return 0.98;
    if (member->is_core)
        return stage->core_attendance;
    return fmin(0.95, stage->attendance * draw[meeting->kind] *
                          (0.5 + 0.5 * fmin(member->zest, 1.6)));
}

static void hold_meeting(minutes_book *book, const clg_diary *diary,
                         const clg_stage_traits *stage)
{
    const clg_meeting *meeting = book->meeting;
    uint64_t rows_before = book->log->rows;

    for (uint32_t i = 0; i < meeting->invited_count; i++) {
        uint32_t index = diary->invited[meeting->first_invited + i];
        double chance = chance_to_come(book->staff, index, meeting, stage);
        if (clg_dice_chance(&book->dice, chance))
            put_attendance(book, &book->staff->members[index]);
    }
    book->log->meetings += book->log->rows > rows_before;
}

void clg_write_attendance(clg_attendance_log *log, const clg_staff *staff,
                          const clg_diary *diary, uint64_t seed, const clg_month *month,
                          const clg_stage_traits *stage)
{
    const char *id = staff->plan.id;
    minutes_book book = {.log = log,
                         .staff = staff,
                         .status = staff->plan.says_present ? "present" : "",
                         .comes_late = 0.25};

    book.dice = clg_dice_of(seed, id, month->index, CLG_DICE_ATTENDANCE);
    book.mess = clg_dice_of(seed, id, month->index, CLG_DICE_MESS);
    for (size_t m = 0; m < diary->meeting_count; m++) {
        book.meeting = &diary->meetings[m];
        open_meeting(&book, month, m);
        hold_meeting(&book, diary, stage);
    }
}
