/* The functions behind the entries of content_measures.c. */
#ifndef CLG_MEASURES_CONTENT_CONTENT_FUNCTIONS_H
#define CLG_MEASURES_CONTENT_CONTENT_FUNCTIONS_H

#include "measures/registry.h"

clg_scope_function clg_content_form_problem_solving, clg_content_form_requests,
    clg_content_form_experience, clg_content_form_reuse, clg_content_form_coordination,
    clg_content_form_argument, clg_content_form_confidence, clg_content_form_discussion,
    clg_content_form_mapping, clg_content_form_unknown, clg_content_work_drift,
    clg_content_learning_share, clg_content_focus_unknown,
    clg_content_little_storytelling, clg_content_little_aid, clg_content_little_sharing,
    clg_content_little_joint_work, clg_content_little_median,
    clg_content_cycles_completed, clg_content_cycles_broken, clg_content_cycle_days,
    clg_content_cycle_skipped;

#endif
