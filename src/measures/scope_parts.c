#include "measures/scope_parts.h"

clg_status clg_scope_participation(clg_scope *scope, const clg_participation **out,
                                   clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;

    if (!parts->has_participation)
        status = clg_participation_count(&parts->participation, scope->study,
                                         scope->school, scope->begin, scope->end,
                                         &parts->rows, &parts->two_mode, err);
    parts->has_participation = status == CLG_OK;
    *out = &parts->participation;
    return status;
}
