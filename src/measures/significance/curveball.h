/* Random tables of who attended what, with the margins of a given one: everyone attends
 * as many meetings, every meeting has as many people.
 *
 * Two people at a time pool the meetings that only one of them attended and deal them
 * out again by lot (Strona et al. 2014, Nat. Commun. 5:4114; as bits, 64
 * meetings at a time). Every table with these margins is then equally likely in the
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
    /* Who attends what as bits: the meetings of a block lie side by side. */
    size_t words;      /* in a row */
    uint64_t *bits;    /* row v has bit i if v attends meeting[i] */
    uint64_t *may;     /* bits that v may be dealt; unused without limits */
    uint32_t *meeting; /* by (block, meeting) */
    uint32_t block_count;
    size_t *first_bit;       /* where these begin, block_count + 1 */
    uint32_t *row;           /* rows that have entries in a block, block after block */
    size_t *first_row;       /* where these begin, block_count + 1 */
    uint64_t *pool, *chosen; /* of one trade, words of the block */
    clg_curveball_limits limits;
    size_t bits_room, may_room, meeting_room, first_bit_room, row_room, first_row_room,
        pool_room, chosen_room;
} clg_curveball;

/* Takes a copy of the table; limits are borrowed. The arrays are reused.
 * O(presences + rows (blocks + meetings / 64)); a bit for each person and meeting. */
clg_status clg_curveball_start(clg_curveball *curveball, const clg_two_mode *table,
                               clg_curveball_limits limits,
                               clg_error *err) CLG_NODISCARD;
void clg_curveball_clear(clg_curveball *curveball);

/* So many trades for each row of each block; then the table is a sample in both
 * orientations. Goes on from the sample before. A trade takes O(meetings of the block
 * / 64 + the root of the pool). */
void clg_curveball_sample(clg_curveball *curveball, uint32_t trades_a_row,
                          clg_random *random);

/* Everyone attends as many meetings of each block as before, any of those they may; how
 * many people come to a meeting is left to chance. Each sample is independent of the
 * one before. O(people words + attendances). */
void clg_curveball_scatter(clg_curveball *curveball, clg_random *random);

/* Share of the attendances that are elsewhere in the sample than in the table: where it
 * no longer grows with further samples, the start is forgotten. */
double clg_curveball_distance(const clg_curveball *curveball,
                              const clg_two_mode *table);

#endif
