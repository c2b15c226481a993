/* What is settled about a school before its first month. */
#ifndef CLG_SIMULATE_PLAN_H
#define CLG_SIMULATE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum clg_log_style {
    CLG_LOG_INTERVALS, /* joined and left */
    CLG_LOG_MINUTES,
    CLG_LOG_LIST, /* who was there, no more */
    CLG_LOG_STYLE_COUNT
} clg_log_style;

enum {
    CLG_COORDINATORS = 3, /* the first people of a school, who never leave */
    CLG_NETWORK_SIZE = 8, /* schools in a network */
    CLG_DEPARTMENT_LIMIT = 12,
    CLG_ID_SIZE = 96 /* of a person's identifier, quoted */
};

typedef struct clg_plan {
    uint32_t number; /* from 0 */
    char id[16], network[16];
    const char *zone;
    char name[CLG_ID_SIZE]; /* as a CSV field */
    const char *level;
    uint32_t founded;
    uint32_t slots; /* positions on the staff */
    uint32_t departments;
    uint32_t silos;  /* bit d: department d is a silo */
    double vitality; /* how busy the school is for its stage; mean 1 */
    clg_log_style style;
    bool is_messy;
    bool has_hub;
    bool names_people;     /* identifiers are names, not numbers */
    bool says_present;     /* the status column is filled */
    bool weighs_exchanges; /* the weight column is filled */
    char separator;        /* between date and time of day */
    uint32_t name_offset;
    unsigned closed_month, closed_day;
} clg_plan;

/* The plan of school `number`, about `people` people in a typical one. */
clg_plan clg_plan_of(uint64_t seed, uint32_t number, uint32_t people);

/* The identifier of person `index` (from 0) as a CSV field; returns its length. */
size_t clg_person_field(const clg_plan *plan, uint32_t index, char field[CLG_ID_SIZE]);

const char *clg_department_name(uint32_t department);
bool clg_is_silo(const clg_plan *plan, uint32_t department);

#endif
