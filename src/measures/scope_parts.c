#include "measures/scope_parts.h"

#include "base/memory.h"
#include "graph/igraph_bridge.h"
#include "measures/core/degree.h"

static clg_status reserve_numbers(uint32_t **array, size_t *room, uint32_t count,
                                  clg_error *err)
{
    return clg_array_reserve(array, room, count, sizeof **array, err);
}

clg_status clg_scope_participation(clg_scope *scope, const clg_participation **out,
                                   clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;

    if (!parts->found.participation)
        status = clg_participation_count(&parts->participation, scope->study,
                                         scope->school, scope->begin, scope->end,
                                         &parts->rows, &parts->two_mode, err);
    parts->found.participation = status == CLG_OK;
    *out = &parts->participation;
    return status;
}

clg_status clg_scope_degrees(clg_scope *scope, const uint32_t **out, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = reserve_numbers(&parts->degrees, &parts->degrees_room,
                                        scope->vertex_count, err);

    if (status == CLG_OK && !parts->found.degrees)
        clg_degrees(scope->ties, CLG_ARCS_ALL, parts->degrees);
    parts->found.degrees = status == CLG_OK;
    *out = parts->degrees;
    return status;
}

/* Components and coreness, which igraph finds in one visit. */
static clg_status find_structure(clg_scope *scope, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    uint32_t vertices = scope->vertex_count, count = 0;
    clg_status status =
        reserve_numbers(&parts->coreness, &parts->coreness_room, vertices, err);

    if (status == CLG_OK)
        status =
            reserve_numbers(&parts->membership, &parts->membership_room, vertices, err);
    if (status == CLG_OK)
        status = reserve_numbers(&parts->marks, &parts->marks_room, vertices, err);
    if (status == CLG_OK)
        status = clg_components_and_coreness(scope->ties, parts->membership, &count,
                                             parts->coreness, err);
    if (status == CLG_OK)
        parts->pieces = clg_pieces_of(parts->membership, vertices, count, parts->marks);
    return status;
}

clg_status clg_scope_coreness(clg_scope *scope, const uint32_t **out, clg_error *err)
{
    clg_status status = CLG_OK;

    if (!scope->parts->found.structure)
        status = find_structure(scope, err);
    scope->parts->found.structure = status == CLG_OK;
    *out = scope->parts->coreness;
    return status;
}

clg_status clg_scope_pieces(clg_scope *scope, clg_pieces *out, clg_error *err)
{
    const uint32_t *coreness = NULL;
    clg_status status = clg_scope_coreness(scope, &coreness, err);

    *out = scope->parts->pieces;
    return status;
}

/* *bits is NULL for a network too large for them. */
static clg_status bits_of_ties(clg_scope *scope, const clg_bit_rows **bits,
                               clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;

    *bits = NULL;
    if (scope->vertex_count > CLG_BIT_ROWS_LIMIT)
        return CLG_OK;
    if (!parts->found.bits)
        status = clg_bit_rows_fill(&parts->bits, scope->ties, err);
    parts->found.bits = status == CLG_OK;
    *bits = &parts->bits;
    return status;
}

static clg_status find_triples(clg_scope *scope, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    const clg_bit_rows *bits = NULL;
    clg_status status = bits_of_ties(scope, &bits, err);

    if (status == CLG_OK)
        status = reserve_numbers(&parts->marks, &parts->marks_room, scope->vertex_count,
                                 err);
    if (status == CLG_OK)
        parts->triples = bits != NULL
                             ? clg_triples_from_bits(scope->ties, bits)
                             : clg_triples_from_rows(scope->ties, parts->marks);
    return status;
}

clg_status clg_scope_triples(clg_scope *scope, clg_triples *out, clg_error *err)
{
    clg_status status = CLG_OK;

    if (!scope->parts->found.triples)
        status = find_triples(scope, err);
    scope->parts->found.triples = status == CLG_OK;
    *out = scope->parts->triples;
    return status;
}

clg_status clg_scope_paths(clg_scope *scope, const clg_paths **out, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    const clg_bit_rows *bits = NULL;
    clg_status status = CLG_OK;

    if (!parts->found.paths) {
        status = bits_of_ties(scope, &bits, err);
        if (status == CLG_OK)
            status = clg_paths_find(&parts->paths, scope->ties, bits, err);
    }
    parts->found.paths = status == CLG_OK;
    *out = &parts->paths;
    return status;
}

clg_status clg_scope_numbers(clg_scope *scope, double **out, clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status =
        clg_array_reserve(&parts->numbers, &parts->numbers_room, scope->vertex_count,
                          sizeof *parts->numbers, err);

    *out = parts->numbers;
    return status;
}
