/* Do the stages begin where the curves break? How near the change-points of a school's
 * series come to the windows in which its decoded path enters a stage, against what
 * change-points in any place would give. Spec: trajectories, 2.7. */
#ifndef CLG_TRAJECTORY_CHANGE_AGREEMENT_H
#define CLG_TRAJECTORY_CHANGE_AGREEMENT_H

#include <stddef.h>
#include <stdint.h>

/* Distances of 0, 1, ... windows are told apart up to here. */
enum { CLG_FARTHEST_AGREEMENT = 2 };

/* Sums over schools; starts zeroed. */
typedef struct clg_change_agreement {
    uint64_t schools, entries, changes;
    uint64_t
        measured;    /* entries of schools with a change-point: they have a distance */
    double distance; /* sum over those, in windows */
    uint64_t within[CLG_FARTHEST_AGREEMENT + 1];  /* [w] entries with a distance <= w */
    double by_chance[CLG_FARTHEST_AGREEMENT + 1]; /* expected number of the same */
} clg_change_agreement;

/* Windows in which the path is in another state than in the one before; at most length
 * - 1, which `at` has room for. Returns how many. */
uint32_t clg_stage_entries(const uint8_t *path, uint32_t length, uint32_t *at);

/* From an entry to the nearest of the change-points (ascending); UINT32_MAX if there is
 * none. */
uint32_t clg_change_distance(uint32_t entry, const uint32_t *changes, uint32_t count);

/* Probability that the nearest of `count` change-points, in distinct places chosen
 * uniformly among windows 1 .. length - 1, is within w windows of the entry: with b of
 * the N = length - 1 places that near, 1 - C(N - b, count) / C(N, count). */
double clg_change_chance(uint32_t entry, uint32_t length, uint32_t count, uint32_t w);

/* Adds a school; entries and change-points are windows 1 .. length - 1, ascending. */
void clg_change_agreement_add(clg_change_agreement *agreement, uint32_t length,
                              const uint32_t *entries, uint32_t entry_count,
                              const uint32_t *changes, uint32_t change_count);

/* Share of entries within w windows of a change-point, the same expected by chance, and
 * the mean distance; NaN without any. */
double clg_change_agreement_rate(const clg_change_agreement *agreement, uint32_t w);
double clg_change_agreement_chance(const clg_change_agreement *agreement, uint32_t w);
double clg_change_agreement_distance(const clg_change_agreement *agreement);

#endif
