/* Roles of people: said by the roster or the log, or inferred. */
#include "measures/participation/role_functions.h"

static const clg_measure measures[] = {
    {.id = "role_coordinator",
     .name = "Coordinator",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "the roster says so; else leads most meetings, 1/4 of all or more, "
                   "or 4/5 as many as the first",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_coordinator,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_leader",
     .name = "Leader",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "the roster says so; else at the level core, led 2 or more "
                   "meetings, no coordinator",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_leader,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_sponsor",
     .name = "Sponsor",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "the roster gives a role of authority (principal, director, "
                   "inspector), not at the level core, with a tie to a coordinator",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_sponsor,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_expert",
     .name = "Expert",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition =
         "asked for help by 3 or more people, by as many as 9 in 10 members are at "
         "most, and asked in 3/5 or more of the requests it sent or received; a proxy",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "no exchange is known to be a request",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_expert,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_beginner",
     .name = "Beginner",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "joined, or if that is not known was first seen, in the last 168 "
                   "days of the period (120 school days)",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "no date of joining, and a log of fewer than 168 days",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_beginner,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_lurker",
     .name = "Lurker",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition =
         "attends half of the meetings or more (smoothed rate), leads none, sends no "
         "exchange; a proxy: silence in the log is not silence in the room",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "eligible is 0",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_lurker,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_support",
     .name = "Support",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition =
         "logged as taking minutes, helping with technology or translating; else half "
         "or more of at least 3 exchanges sent are about coordination",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_support,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_outsider",
     .name = "Outsider",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "no member, but attended, sent or received",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_outsider,
     .measured = CLG_MEASURED_PERIOD},
    {.id = "role_client",
     .name = "Client",
     .unit = "mark",
     .range = "0 to 2",
     .direction =
         "0 no, 1 inferred from what the person did, 2 said by the roster or the log",
     .level = "person",
     .definition = "an outsider who sends or receives exchanges and attends no meeting",
     .source = "Wenger-Trayner, levels of participation; rules own, not validated",
     .undefined_when = "never",
     .cost = "O(rows + exchanges log exchanges)",
     .of_scope = clg_person_role_client,
     .measured = CLG_MEASURED_PERIOD},
};

const clg_measure *clg_role_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
