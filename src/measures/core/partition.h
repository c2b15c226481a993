/* How far two ways to divide people agree. */
#ifndef CLG_MEASURES_CORE_PARTITION_H
#define CLG_MEASURES_CORE_PARTITION_H

#include "collegium/error.h"
#include "measures/value.h"

/* Mutual information I of the two codes (below `count`; those with a negative one in
 * either are left out), H their entropies:
 *
 *     nmi  I / mean(H)
 *     ami  (I - E) / (mean(H) - E), E = mean of I over all divisions with these sizes
 *          (Vinh, Epps & Bailey 2010, JMLR 11:2837): 0 = as by chance, 1 = the same
 *
 * UNDEFINED with fewer than 2 people, or if both are of one part. CLG_ERROR_MEMORY.
 * O(n + parts^2 largest part). */
typedef struct clg_agreement {
    clg_value nmi, ami;
} clg_agreement;

clg_status clg_agreement_find(const int32_t *a, const int32_t *b, uint32_t n,
                              uint32_t count, clg_agreement *agreement,
                              clg_error *err) CLG_NODISCARD;

#endif
