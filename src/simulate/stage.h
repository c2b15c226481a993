/* The stages of a community of practice, and what each does to a school's logs. */
#ifndef CLG_SIMULATE_STAGE_H
#define CLG_SIMULATE_STAGE_H

#include "simulate/dice.h"

typedef enum clg_stage {
    CLG_STAGE_POTENTIAL,
    CLG_STAGE_COALESCING,
    CLG_STAGE_MATURING,
    CLG_STAGE_STEWARDSHIP,
    CLG_STAGE_TRANSFORMATION,
    CLG_STAGE_COUNT
} clg_stage;

typedef struct clg_stage_traits {
    const char *name;
    double duration;        /* mean, in months */
    double attendance;      /* chance that a person outside the core comes */
    double core_attendance; /* and one in the core */
    double core_share;      /* of the staff */
    double isolate_share;   /* of the staff */
    double department_rate; /* meetings of a department in a month */
    double team_rate;       /* of a team */
    double project_rate;    /* of a project */
    double exchange_rate;   /* exchanges begun by a person in a month */
    double reciprocity;     /* chance that one is answered */
    double persistence;     /* chance that it goes to an earlier partner */
    double outside;         /* chance that it goes to another school */
} clg_stage_traits;

const clg_stage_traits *clg_stage_traits_of(uint8_t stage);

/* Fills stages[0 .. months) with one walk through the stages. */
void clg_stage_walk(clg_dice *dice, uint32_t months, uint8_t *stages);

#endif
