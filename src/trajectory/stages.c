#include "trajectory/stages.h"

#include "base/fail.h"

#include <stdio.h>
#include <string.h>

static const char *const wenger[] = {"potential", "coalescing", "maturing",
                                     "stewardship", "transformation"};
static const char *const lifecycle[] = {"inquire", "design", "prototype",
                                        "launch",  "grow",   "sustain"};

static void take_names(clg_stage_set *set, const char *name, const char *const *names,
                       uint32_t count)
{
    set->name = name;
    set->count = count;
    for (uint32_t k = 0; k < count; k++)
        snprintf(set->stages[k], sizeof set->stages[k], "%s", names[k]);
}

void clg_stage_set_numbered(uint32_t count, clg_stage_set *set)
{
    set->name = "numbered";
    set->count = count;
    for (uint32_t k = 0; k < count; k++)
        snprintf(set->stages[k], sizeof set->stages[k], "stage %u", k + 1);
}

clg_status clg_stage_set_parse(const char *text, clg_stage_set *set, clg_error *err)
{
    *set = (clg_stage_set){.count = 0};
    if (strcmp(text, "wenger") == 0)
        take_names(set, "wenger", wenger, 5);
    else if (strcmp(text, "lifecycle") == 0)
        take_names(set, "lifecycle", lifecycle, 6);
    else if (text[0] >= '1' && text[0] <= '0' + CLG_MOST_STATES && text[1] == '\0')
        clg_stage_set_numbered((uint32_t)(text[0] - '0'), set);
    else
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected wenger, lifecycle or a number of 1 to %d, found '%s'",
                        CLG_MOST_STATES, text);
    return CLG_OK;
}
