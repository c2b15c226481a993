#include "simulate/exchanges.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* The forms of work of a community of practice, as kinds of exchange. */
enum { KIND_COUNT = 9, ROWS_PER_OWN_EXCHANGE = 700 };
static const char *const kinds[KIND_COUNT] = {"request",    "experience",   "problem",
                                              "reuse",      "coordination", "argument",
                                              "confidence", "discussion",   "mapping"};

/* Young communities ask and arrange; mature ones build on what they have. */
static const double kind_weights[CLG_STAGE_COUNT][KIND_COUNT] = {
    {5, 2, 2, 1, 4, 0.5, 1, 1, 0.5}, {4, 3, 3, 2, 3, 1, 2, 2, 1},
    {3, 3, 4, 4, 2, 2, 2, 3, 2},     {2, 3, 3, 4, 2, 3, 2, 3, 3},
    {3, 2, 2, 2, 3, 3, 1, 2, 2},
};

typedef struct market_state { /* what the steps below share */
    clg_exchange_log *log;
    clg_staff *staff;
    const clg_month *month;
    const clg_stage_traits *stage;
    uint8_t stage_number;
    clg_dice dice;
} market_state;

void clg_exchange_log_clear(clg_exchange_log *log)
{
    clg_free(log->exchanges);
    log->exchanges = NULL;
    log->room = 0;
}

static clg_status note(market_state *market, const clg_exchange *exchange,
                       clg_error *err)
{
    clg_exchange_log *log = market->log;
    clg_status status;

    status = clg_array_reserve(&log->exchanges, &log->room, log->count + 1,
                               sizeof *log->exchanges, err);
    if (status != CLG_OK)
        return status;
    log->exchanges[log->count] = *exchange;
    log->exchanges[log->count].order = (uint32_t)log->count;
    log->count++;
    return CLG_OK;
}

static clg_exchange draw_occasion(market_state *market, uint32_t from,
                                  uint32_t first_day)
{
    uint32_t days = market->month->school_day_count;
    uint32_t pick = first_day + clg_dice_below(&market->dice, days - first_day);
    clg_exchange exchange = {.from = from,
                             .to = CLG_NOBODY,
                             .other_school = CLG_NOBODY,
                             .day = market->month->school_days[pick]};

    exchange.minute = clg_dice_between(&market->dice, 7 * 60 + 30, 17 * 60 + 59);
    exchange.kind = (uint8_t)clg_dice_weighted(
        &market->dice, kind_weights[market->stage_number], KIND_COUNT);
    exchange.weight = (uint8_t)clg_dice_between(&market->dice, 1, 3);
    return exchange;
}

static bool can_receive(const market_state *market, uint32_t from, uint32_t to,
                        int64_t day)
{
    return to != CLG_NOBODY && to != from &&
           clg_takes_part(&market->staff->members[to], day);
}

static uint32_t earlier_partner(market_state *market, uint32_t from, int64_t day)
{
    const clg_member *member = &market->staff->members[from];
    uint32_t to;

    if (member->partner_count == 0)
        return CLG_NOBODY;
    to = member->partners[clg_dice_below(&market->dice, member->partner_count)];
    return can_receive(market, from, to, day) ? to : CLG_NOBODY;
}

/* Anyone, or rather someone of the own department. */
static uint32_t someone(market_state *market, const clg_member *from,
                        bool own_department)
{
    const clg_plan *plan = &market->staff->plan;
    uint32_t slot = clg_dice_below(&market->dice, plan->slots);

    if (own_department) {
        slot = slot - slot % plan->departments + from->department;
        if (slot >= plan->slots)
            slot = from->department;
    }
    return market->staff->occupant[slot];
}

static bool is_welcome(market_state *market, const clg_member *from,
                       const clg_member *to)
{
    const clg_plan *plan = &market->staff->plan;
    bool crosses_wall =
        from->department != to->department &&
        (clg_is_silo(plan, from->department) || clg_is_silo(plan, to->department));

    if (crosses_wall)
        return clg_dice_chance(&market->dice, 0.03);
    return clg_dice_chance(&market->dice, to->is_core ? 1.0 : 0.4);
}

static uint32_t new_partner(market_state *market, uint32_t from, int64_t day)
{
    const clg_member *member = &market->staff->members[from];
    bool in_silo = clg_is_silo(&market->staff->plan, member->department);
    uint32_t hub = clg_hub_of(market->staff);

    if (!in_silo && can_receive(market, from, hub, day) &&
        clg_dice_chance(&market->dice, 0.45))
        return hub;
    for (int tries = 0; tries < 12; tries++) {
        bool own = clg_dice_chance(&market->dice, in_silo ? 0.96 : 0.5);
        uint32_t to = someone(market, member, own);
        if (can_receive(market, from, to, day) &&
            is_welcome(market, member, &market->staff->members[to]))
            return to;
    }
    return CLG_NOBODY;
}

static void remember(clg_member *member, uint32_t partner)
{
    for (uint32_t i = 0; i < member->partner_count; i++)
        if (member->partners[i] == partner)
            return;
    member->partners[member->next_partner] = partner;
    member->next_partner = (member->next_partner + 1) % CLG_PARTNER_LIMIT;
    if (member->partner_count < CLG_PARTNER_LIMIT)
        member->partner_count++;
}

/* Mostly in the own network; always an earlier school, see simulate.h. */
static bool choose_other_school(market_state *market, clg_exchange *exchange)
{
    uint32_t own = market->staff->plan.number;
    uint32_t first = own - own % CLG_NETWORK_SIZE;

    if (own == 0)
        return false;
    if (own == first || clg_dice_chance(&market->dice, 0.15))
        first = 0;
    exchange->other_school = first + clg_dice_below(&market->dice, own - first);
    exchange->to = clg_dice_below(&market->dice, CLG_COORDINATORS);
    return true;
}

static clg_status answer(market_state *market, const clg_exchange *question,
                         clg_error *err)
{
    uint32_t first_day = 0;
    clg_exchange reply;

    while (market->month->school_days[first_day] < question->day)
        first_day++;
    reply = draw_occasion(market, question->to, first_day);
    reply.to = question->from;
    if (!can_receive(market, reply.from, reply.to, reply.day) ||
        !clg_takes_part(&market->staff->members[reply.from], reply.day))
        return CLG_OK;
    if (reply.day == question->day && reply.minute < question->minute)
        reply.minute = question->minute + 1;
    return note(market, &reply, err);
}

static bool own_exchange_is_due(market_state *market)
{
    clg_exchange_log *log = market->log;

    return market->staff->plan.is_messy &&
           log->rows + log->count >= ROWS_PER_OWN_EXCHANGE * (log->own_exchanges + 1) &&
           clg_dice_chance(&market->dice, 0.02);
}

static clg_status exchange_within(market_state *market, clg_exchange *exchange,
                                  clg_error *err)
{
    clg_member *from = &market->staff->members[exchange->from];
    clg_status status;

    if (clg_dice_chance(&market->dice, market->stage->persistence))
        exchange->to = earlier_partner(market, exchange->from, exchange->day);
    if (exchange->to == CLG_NOBODY)
        exchange->to = new_partner(market, exchange->from, exchange->day);
    if (exchange->to == CLG_NOBODY)
        return CLG_OK;
    remember(from, exchange->to);
    status = note(market, exchange, err);
    if (status == CLG_OK && clg_dice_chance(&market->dice, market->stage->reciprocity))
        status = answer(market, exchange, err);
    return status;
}

static clg_status begin_exchange(market_state *market, uint32_t from, clg_error *err)
{
    clg_exchange exchange = draw_occasion(market, from, 0);

    if (!clg_takes_part(&market->staff->members[from], exchange.day))
        return CLG_OK;
    if (own_exchange_is_due(market)) {
        exchange.to = from;
        market->log->own_exchanges++;
        return note(market, &exchange, err);
    }
    if (clg_dice_chance(&market->dice, market->stage->outside) &&
        choose_other_school(market, &exchange))
        return note(market, &exchange, err);
    return exchange_within(market, &exchange, err);
}

static int compare_exchanges(const void *left, const void *right)
{
    const clg_exchange *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->minute != b->minute)
        return a->minute < b->minute ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void put_time(clg_sheet *sheet, const clg_plan *plan, const clg_exchange *row)
{
    uint32_t hour = row->minute / 60, minute = row->minute % 60;
    char clock[6] = {plan->separator,           (char)('0' + hour / 10),
                     (char)('0' + hour % 10),   ':',
                     (char)('0' + minute / 10), (char)('0' + minute % 10)};

    clg_sheet_date(sheet, row->day);
    clg_sheet_bytes(sheet, clock, sizeof clock);
}

static void put_exchange(market_state *market, const clg_exchange *row, uint64_t seed)
{
    const clg_staff *staff = market->staff;
    const clg_member *from = &staff->members[row->from];
    clg_sheet *sheet = market->log->sheet;
    char field[CLG_ID_SIZE];
    clg_plan other;

    clg_sheet_text(sheet, staff->plan.id);
    clg_sheet_bytes(sheet, ",", 1);
    clg_sheet_bytes(sheet, from->field, from->field_length);
    clg_sheet_bytes(sheet, ",", 1);
    if (row->other_school != CLG_NOBODY) {
        other = clg_plan_of(seed, row->other_school, market->log->people);
        clg_sheet_bytes(sheet, field, clg_person_field(&other, row->to, field));
    } else {
        const clg_member *to = &staff->members[row->to];
        clg_sheet_bytes(sheet, to->field, to->field_length);
    }
    clg_sheet_bytes(sheet, ",", 1);
    put_time(sheet, &staff->plan, row);
    clg_sheet_bytes(sheet, ",", 1);
    clg_sheet_text(sheet, kinds[row->kind]);
    clg_sheet_bytes(sheet, ",", 1);
    if (staff->plan.weighs_exchanges)
        clg_sheet_number(sheet, row->weight);
    clg_sheet_bytes(sheet, ",", 1);
    clg_sheet_text(sheet, row->other_school != CLG_NOBODY ? other.id : "");
    clg_sheet_bytes(sheet, "\n", 1);
}

static clg_status draw_month(market_state *market, clg_error *err)
{
    const clg_staff *staff = market->staff;
    double share = market->month->school_day_count / 21.0; /* of a full month */
    clg_status status = CLG_OK;

    for (uint32_t p = 0; p < staff->present_count; p++) {
        const clg_member *member = &staff->members[staff->present[p]];
        double eagerness = member->is_core ? 1.8 : 0.8 * member->zest;
        double mean = market->stage->exchange_rate * staff->plan.vitality * share;
        uint32_t count = clg_dice_poisson(&market->dice, mean * eagerness);
        for (uint32_t e = 0; e < count && status == CLG_OK; e++)
            status = begin_exchange(market, staff->present[p], err);
    }
    return status;
}

clg_status clg_write_exchanges(clg_exchange_log *log, clg_staff *staff, uint64_t seed,
                               const clg_month *month, uint8_t stage, clg_error *err)
{
    market_state market = {.log = log,
                           .staff = staff,
                           .month = month,
                           .stage = clg_stage_traits_of(stage),
                           .stage_number = stage};
    clg_status status;

    log->count = 0;
    if (month->school_day_count == 0)
        return CLG_OK;
    market.dice = clg_dice_of(seed, staff->plan.id, month->index, CLG_DICE_EXCHANGES);
    status = draw_month(&market, err);
    if (status != CLG_OK || log->count == 0)
        return status;
    qsort(log->exchanges, log->count, sizeof *log->exchanges, compare_exchanges);
    for (size_t e = 0; e < log->count; e++)
        put_exchange(&market, &log->exchanges[e], seed);
    log->rows += log->count;
    return CLG_OK;
}
