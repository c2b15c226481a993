#include "measures/affiliation.h"

#include "base/memory.h"

void clg_affiliation_open(clg_affiliation *affiliation, const clg_two_mode *table)
{
    affiliation->table = table;
    affiliation->has_core = false;
}

void clg_affiliation_clear(clg_affiliation *affiliation)
{
    clg_free(affiliation->numbers);
    clg_free(affiliation->core);
    clg_between_room_clear(&affiliation->between_room);
    clg_seating_room_clear(&affiliation->seating_room);
    *affiliation = (clg_affiliation){0};
}

clg_status clg_affiliation_numbers(clg_affiliation *affiliation, double **out,
                                   clg_error *err)
{
    clg_status status = clg_array_reserve(
        &affiliation->numbers, &affiliation->numbers_room,
        affiliation->table->vertex_count, sizeof *affiliation->numbers, err);

    *out = affiliation->numbers;
    return status;
}
