#include "measures/community/ladder.h"

#include <stdbool.h>
#include <stddef.h>

const char *const clg_place_names[CLG_PLACES + 1] = {"acquaintances",
                                                     "social network",
                                                     "project team or committee",
                                                     "department or grade level",
                                                     "professional learning community",
                                                     "networked improvement community",
                                                     "community of practice",
                                                     NULL};

const char *const clg_ladder_rule_texts[CLG_LADDER_RULES + 1] = {
    "fewer than 3 meetings",
    "half of the meetings with other schools",
    "the same people, for less than half of the time",
    "regular, across departments, with a core and others who come and go",
    "the same few people, regular, about learning",
    "regular within one department",
    "other people from meeting to meeting",
    "the same few people, regular; what about is not logged",
    "the same few people, now and then or about other things than learning",
    "regular or large, but neither closed nor with a core",
    NULL};

static bool is_small_team(const clg_circle *c)
{
    return c->recurrence >= 0.5 && c->size <= 12.0 && c->familiarity >= 0.4;
}

/* Comparisons with NaN fail: what is not known supports no rule. */
clg_ladder_rule clg_ladder_rule_of(const clg_circle *c)
{
    if (c->meetings < 3.0)
        return CLG_RULE_FEW;
    if (c->between >= 0.5)
        return CLG_RULE_BETWEEN_SCHOOLS;
    if (c->extent < 0.5 && c->familiarity >= 0.4)
        return CLG_RULE_FOR_A_TIME;
    if (c->recurrence >= 0.5 && c->people >= 1.5 * c->size && c->familiarity >= 0.2 &&
        c->familiarity < 0.75 && c->regulars >= 0.1 && c->regulars <= 0.6 &&
        !(c->department >= 0.8))
        return CLG_RULE_OPEN_CORE;
    if (is_small_team(c) && c->learning >= 0.5)
        return CLG_RULE_LEARNING_TEAM;
    if (c->recurrence >= 0.5 && c->department >= 0.8)
        return CLG_RULE_ONE_DEPARTMENT;
    if (c->familiarity < 0.2)
        return CLG_RULE_CHANGING_FACES;
    if (is_small_team(c) && !(c->learning >= 0.0))
        return CLG_RULE_SMALL_TEAM;
    if (c->size <= 12.0 && c->familiarity >= 0.4)
        return CLG_RULE_SAME_FEW;
    return CLG_RULE_CONTACT;
}

clg_place clg_ladder_place(clg_ladder_rule rule)
{
    static const clg_place places[CLG_LADDER_RULES] = {CLG_PLACE_ACQUAINTANCES,
                                                       CLG_PLACE_NIC,
                                                       CLG_PLACE_PROJECT,
                                                       CLG_PLACE_COP,
                                                       CLG_PLACE_PLC,
                                                       CLG_PLACE_DEPARTMENT,
                                                       CLG_PLACE_SOCIAL_NETWORK,
                                                       CLG_PLACE_PLC,
                                                       CLG_PLACE_PROJECT,
                                                       CLG_PLACE_SOCIAL_NETWORK};

    return places[rule];
}
