/* Levels of participation: the functions behind the entries. */
#ifndef CLG_MEASURES_PARTICIPATION_LEVEL_FUNCTIONS_H
#define CLG_MEASURES_PARTICIPATION_LEVEL_FUNCTIONS_H

#include "measures/participation/levels.h"
#include "measures/registry.h"

/* Those of the vertices, found once a period; NULL where there can be none: outside of
 * whole periods, and without attendance. The scope's, until it is opened again. */
clg_status clg_scope_levels(clg_scope *scope, const clg_levels **levels,
                            clg_error *err) CLG_NODISCARD;

clg_scope_function clg_person_level, clg_person_level_core, clg_person_level_active,
    clg_person_level_occasional, clg_person_level_peripheral, clg_person_level_absent,
    clg_person_level_certainty, clg_school_core_share, clg_school_active_share,
    clg_school_occasional_share, clg_school_peripheral_share, clg_school_absent_share,
    clg_school_transactional, clg_school_level_mobility, clg_school_core_after_outer,
    clg_school_core_after_outer_low, clg_school_core_after_outer_high;

#endif
