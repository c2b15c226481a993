/* Who asked, gave or shared what with whom. */
#ifndef CLG_SIMULATE_EXCHANGES_H
#define CLG_SIMULATE_EXCHANGES_H

#include "simulate/sheet.h"
#include "simulate/staff.h"

#define CLG_EXCHANGES_HEADER "school,from,to,time,kind,weight,to_school"

typedef struct clg_exchange {
    int64_t day;
    uint32_t minute;       /* of the day */
    uint32_t order;        /* in which it was drawn */
    uint32_t from, to;     /* members; `to` of the other school if there is one */
    uint32_t other_school; /* its number, or CLG_NOBODY */
    uint8_t kind, weight;
} clg_exchange;

typedef struct clg_exchange_log {
    clg_sheet *sheet;
    uint32_t people;         /* typical school size: what the plans of others need */
    clg_exchange *exchanges; /* of this month */
    size_t count, room;
    uint64_t rows, own_exchanges;
} clg_exchange_log;

void clg_exchange_log_clear(clg_exchange_log *log);

clg_status clg_write_exchanges(clg_exchange_log *log, clg_staff *staff, uint64_t seed,
                               const clg_month *month, uint8_t stage,
                               clg_error *err) CLG_NODISCARD;

#endif
