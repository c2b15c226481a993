/* The functions that the entries of role_measures.c name. */
#ifndef CLG_MEASURES_PARTICIPATION_ROLE_FUNCTIONS_H
#define CLG_MEASURES_PARTICIPATION_ROLE_FUNCTIONS_H

#include "measures/registry.h"

clg_scope_function clg_person_role_coordinator, clg_person_role_leader,
    clg_person_role_sponsor, clg_person_role_expert, clg_person_role_beginner,
    clg_person_role_lurker, clg_person_role_support, clg_person_role_outsider,
    clg_person_role_client;

#endif
