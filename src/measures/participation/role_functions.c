#include "measures/participation/role_functions.h"

#include "measures/participation/roles.h"

clg_status clg_person_role_coordinator(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_COORDINATOR, values, statuses, err);
}

clg_status clg_person_role_leader(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_LEADER, values, statuses, err);
}

clg_status clg_person_role_sponsor(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_SPONSOR, values, statuses, err);
}

clg_status clg_person_role_expert(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_EXPERT, values, statuses, err);
}

clg_status clg_person_role_beginner(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_BEGINNER, values, statuses, err);
}

clg_status clg_person_role_lurker(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_LURKER, values, statuses, err);
}

clg_status clg_person_role_support(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_SUPPORT, values, statuses, err);
}

clg_status clg_person_role_outsider(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_OUTSIDER, values, statuses, err);
}

clg_status clg_person_role_client(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return clg_roles_find(scope, CLG_ROLE_CLIENT, values, statuses, err);
}
