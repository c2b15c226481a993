#include "measures/isolation/pieces.h"

clg_pieces clg_pieces_of(const uint32_t *membership, uint32_t vertex_count,
                         uint32_t count, uint32_t *sizes)
{
    clg_pieces pieces = {vertex_count, count, 0, 0.0};

    for (uint32_t k = 0; k < count; k++)
        sizes[k] = 0;
    for (uint32_t v = 0; v < vertex_count; v++)
        sizes[membership[v]]++;
    for (uint32_t k = 0; k < count; k++) {
        double size = (double)sizes[k];
        pieces.linked_pairs += size * (size - 1.0);
        pieces.largest = sizes[k] > pieces.largest ? sizes[k] : pieces.largest;
    }
    return pieces;
}

clg_value clg_largest_component_share(clg_pieces pieces)
{
    return clg_value_share((double)pieces.largest, (double)pieces.vertex_count);
}

clg_value clg_fragmentation(clg_pieces pieces)
{
    double n = (double)pieces.vertex_count;

    if (pieces.vertex_count < 2)
        return clg_value_undefined();
    return clg_value_of(1.0 - pieces.linked_pairs / (n * (n - 1.0)));
}
