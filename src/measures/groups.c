#include "measures/groups.h"

#include "base/memory.h"

clg_status clg_groups_fill(clg_groups *groups, const int32_t *codes,
                           uint32_t vertex_count, uint32_t group_count, clg_error *err)
{
    clg_status status = clg_array_reserve(&groups->code, &groups->code_room,
                                          vertex_count, sizeof *groups->code, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&groups->size, &groups->size_room, group_count,
                                   sizeof *groups->size, err);
    if (status != CLG_OK)
        return status;
    groups->vertex_count = vertex_count;
    groups->group_count = group_count;
    groups->missing = 0;
    groups->number = NULL;
    for (uint32_t g = 0; g < group_count; g++)
        groups->size[g] = 0;
    for (uint32_t v = 0; v < vertex_count; v++) {
        groups->code[v] = codes[v];
        if (codes[v] < 0)
            groups->missing++;
        else
            groups->size[codes[v]]++;
    }
    return CLG_OK;
}

void clg_groups_clear(clg_groups *groups)
{
    clg_free(groups->code);
    clg_free(groups->size);
    *groups = (clg_groups){0};
}

uint32_t clg_groups_occupied(const clg_groups *groups)
{
    uint32_t count = 0;

    for (uint32_t g = 0; g < groups->group_count; g++)
        count += groups->size[g] > 0;
    return count;
}
