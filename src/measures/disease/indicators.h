/* Signs that are consistent with an ailing community of practice (Wenger, McDermott &
 * Snyder 2002, ch. 7, and the literature on teacher collaboration): which measures
 * point to what, how much that is worth, and nothing about causes or people.
 *
 *     A  the structure is what the term means
 *     B  a plausible proxy
 *     C  weak: needs content or a survey beside it; never flagged
 *
 * No study has validated indicators from logs: they are for screening. */
#ifndef CLG_MEASURES_DISEASE_INDICATORS_H
#define CLG_MEASURES_DISEASE_INDICATORS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct clg_indicator {
    const char *disease;
    const char *measure; /* id, of level school */
    bool is_high;        /* a high value points to it; otherwise a low one */
    char grade;          /* 'A', 'B' or 'C' */
} clg_indicator;

const clg_indicator *clg_indicators(size_t *count); /* static */

#endif
