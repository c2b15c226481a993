/* Random tables of who attended what, with the margins of a given one: everyone attends
 * as many meetings, every meeting has as many people.
 *
 * Two people at a time pool the meetings that only one of them attended and deal them
 * out again by lot (Strona et al. 2014, Nat. Commun. 5:4114; merged in order as by
 * Godard & Neal 2022). Every table with these margins is then equally likely in the
 * long run (Carstens 2015, PRE 91:042812). How long that takes is not known: 5 trades a
 * row between samples are usual; see clg_curveball_distance().
 *
 * Meetings may fall into blocks: then margins are kept inside each, so that nobody
 * moves from the meetings of one month or kind to those of another. And people may not
 * be dealt meetings before they joined or after they left: such a meeting stays out of
 * the pool, which keeps a trade as likely as its reverse. */
#ifndef CLG_MEASURES_SIGNIFICANCE_CURVEBALL_H
#define CLG_MEASURES_SIGNIFICANCE_CURVEBALL_H

#include "base/random.h"
#include "graph/two_mode.h"

typedef struct clg_curveball_limits {
    const uint32_t *block;                /* of each meeting, or NULL: one block */
    const int64_t *joined, *left, *start; /* of vertices, and of meetings; or NULL */
} clg_curveball_limits;

typedef struct clg_curveball {
    clg_two_mode
        table; /* the sample; meetings of a vertex in order of (block, meeting) */
    uint32_t block_count;
    size_t *offset;    /* where block b of row v begins: v * (block_count + 1) + b */
    uint32_t *row;     /* rows that have entries in a block, block after block */
    size_t *first_row; /* where these begin, block_count + 1 */
    uint32_t *merged;  /* one trade: entries in order, and where each may go */
    uint8_t *way, *dealt;
    clg_curveball_limits limits;
    size_t offset_room, row_room, first_row_room, merged_room, way_room, dealt_room;
} clg_curveball;

/* Takes a copy of the table; limits are borrowed. The arrays are reused.
 * O(presences log blocks + rows blocks). */
clg_status clg_curveball_start(clg_curveball *curveball, const clg_two_mode *table,
                               clg_curveball_limits limits,
                               clg_error *err) CLG_NODISCARD;
void clg_curveball_clear(clg_curveball *curveball);

/* So many trades for each row of each block; then the table is a sample in both
 * orientations. Goes on from the sample before. */
void clg_curveball_sample(clg_curveball *curveball, uint32_t trades_a_row,
                          clg_random *random);

/* Share of the attendances that are elsewhere in the sample than in the table: where it
 * no longer grows with further samples, the start is forgotten. */
double clg_curveball_distance(const clg_curveball *curveball,
                              const clg_two_mode *table);

#endif
