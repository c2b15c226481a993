/* The numbers are ours: ordered as the literature on communities of practice
 * describes the stages (Wenger, McDermott & Snyder 2002, ch. 4 and 5), and apart far
 * enough that a year of logs tells them apart, near enough that a month may not. */
#include "simulate/stage.h"

static const clg_stage_traits traits[CLG_STAGE_COUNT] = {
    {.name = "potential",
     .duration = 5,
     .attendance = 0.42,
     .core_attendance = 0.62,
     .core_share = 0.08,
     .isolate_share = 0.14,
     .department_rate = 0.5,
     .team_rate = 0.5,
     .project_rate = 0.3,
     .exchange_rate = 0.5,
     .reciprocity = 0.12,
     .persistence = 0.20,
     .outside = 0.02},
    {.name = "coalescing",
     .duration = 8,
     .attendance = 0.55,
     .core_attendance = 0.80,
     .core_share = 0.12,
     .isolate_share = 0.08,
     .department_rate = 0.8,
     .team_rate = 1.1,
     .project_rate = 0.7,
     .exchange_rate = 1.4,
     .reciprocity = 0.25,
     .persistence = 0.40,
     .outside = 0.04},
    {.name = "maturing",
     .duration = 14,
     .attendance = 0.64,
     .core_attendance = 0.90,
     .core_share = 0.18,
     .isolate_share = 0.05,
     .department_rate = 1.0,
     .team_rate = 1.8,
     .project_rate = 1.2,
     .exchange_rate = 2.3,
     .reciprocity = 0.40,
     .persistence = 0.60,
     .outside = 0.07},
    {.name = "stewardship",
     .duration = 18,
     .attendance = 0.66,
     .core_attendance = 0.92,
     .core_share = 0.24,
     .isolate_share = 0.04,
     .department_rate = 1.0,
     .team_rate = 1.6,
     .project_rate = 1.4,
     .exchange_rate = 2.2,
     .reciprocity = 0.50,
     .persistence = 0.72,
     .outside = 0.13},
    {.name = "transformation",
     .duration = 5,
     .attendance = 0.46,
     .core_attendance = 0.68,
     .core_share = 0.10,
     .isolate_share = 0.12,
     .department_rate = 0.6,
     .team_rate = 0.7,
     .project_rate = 0.5,
     .exchange_rate = 0.9,
     .reciprocity = 0.20,
     .persistence = 0.30,
     .outside = 0.18},
};

const clg_stage_traits *clg_stage_traits_of(uint8_t stage)
{
    return &traits[stage];
}

static uint8_t stage_after(clg_dice *dice, uint8_t stage)
{
    static const double rebirth[] = {0.5, 0.3, 0.2};

    if (stage == CLG_STAGE_TRANSFORMATION)
        return (uint8_t)clg_dice_weighted(dice, rebirth, 3);
    if (stage > CLG_STAGE_POTENTIAL && clg_dice_chance(dice, 0.15))
        return (uint8_t)(stage - 1);
    return (uint8_t)(stage + 1);
}

static uint32_t months_in(clg_dice *dice, uint8_t stage)
{
    enum { SHAPE = 4 }; /* a coefficient of variation of 1/2 */
    double months = clg_dice_gamma(dice, SHAPE, traits[stage].duration / SHAPE);

    return months < 2.0 ? 2 : (uint32_t)(months + 0.5);
}

void clg_stage_walk(clg_dice *dice, uint32_t months, uint8_t *stages)
{
    static const double first[CLG_STAGE_COUNT] = {0.42, 0.26, 0.16, 0.10, 0.06};
    uint8_t stage = (uint8_t)clg_dice_weighted(dice, first, CLG_STAGE_COUNT);
    uint32_t left = months_in(dice, stage);

    left = clg_dice_between(dice, 1, left); /* the logs begin somewhere within it */
    for (uint32_t month = 0; month < months; month++) {
        if (left == 0) {
            stage = stage_after(dice, stage);
            left = months_in(dice, stage);
        }
        stages[month] = stage;
        left--;
    }
}
