/* Who mixes with whom when people belong to groups.
 *
 * m_pq is the weight of the arcs from group p to q (an undirected tie counts both
 * ways), t_pq their number, n_p the size of p, n their sum, e_pq = m_pq / sum m, a_p
 * and b_q the margins of e. People of unknown group (code -1), and their ties, are left
 * out.
 *
 *     ei             (E - I) / (E + I), E and I weight between and inside groups
 *                    (Krackhardt & Stern 1988, Soc. Psych. Q. 51:123)
 *     ei_expected    (sum over p != q of n_p n_q - sum n_p (n_p - 1)) / (n (n - 1))
 *     ei_rescaled    2 (ei - low) / (high - low) - 1, all by number of ties; low and
 *                    high: as many of the ties as there are pairs for lie inside, or
 *                    between (Krackhardt & Stern 1988)
 *     assortativity  (sum e_pp - sum a_p b_p) / (1 - sum a_p b_p)
 *                    (Newman 2003, PRE 67:026126)
 *     modularity     sum e_pp - sum a_p b_p
 *     freeman        (X' - X) / X', X = ties between groups, X' = ties times
 *                    (n^2 - sum n_p^2) / (n (n - 1)); not cut at 0 (Freeman 1978)
 *     gam            (trace P - 1) / (K - 1), P = m with rows summing to 1
 *                    (Gupta, Anderson & May 1989, AIDS 3:807)
 *     odds_ratio     odds of a tie inside groups over odds between them; 1/2 is added
 *                    to every cell if one is 0 (Moody 2001, AJS 107:679)
 *     silo_ratio     density between groups over density inside; groups of 1 left out
 *                    of the inside: 0 = apart, 1 = no silos
 *     untied_pairs   pairs of groups that have members and no tie between them
 *
 * All UNDEFINED with fewer than two groups that have members, and without ties but for
 * ei_expected and untied_pairs; ei_rescaled also where low = high. */
#ifndef CLG_MEASURES_STRATIFICATION_MIXING_H
#define CLG_MEASURES_STRATIFICATION_MIXING_H

#include "graph/graph.h"
#include "measures/value.h"

typedef struct clg_mixing {
    uint32_t group_count, occupied; /* groups; those that have members */
    bool is_directed;
    double people, same;            /* n; sum n_p^2 */
    double total, inside;           /* sum m; sum m_pp */
    double ties, ties_inside;       /* sum t; sum t_pp */
    const double *size, *from, *to; /* n_p; row and column sums of m */
    const double *matrix, *counts;  /* m and t by rows, group_count squared */
} clg_mixing;

typedef struct clg_mixing_room {
    double *block; /* all arrays of the last mixing */
    size_t block_room;
} clg_mixing_room;

/* groups: a code of 0 or more, below group_count, a vertex; or -1. What it points to is
 * the room's. O(V + E + group_count^2); no memory after the largest. */
clg_status clg_mixing_find(const clg_graph *graph, const int32_t *groups,
                           uint32_t group_count, clg_mixing_room *room,
                           clg_mixing *mixing, clg_error *err) CLG_NODISCARD;
void clg_mixing_room_clear(clg_mixing_room *room);

clg_value clg_mixing_ei(const clg_mixing *mixing);
clg_value clg_mixing_ei_rescaled(const clg_mixing *mixing);
clg_value clg_mixing_ei_expected(const clg_mixing *mixing);
clg_value clg_mixing_assortativity(const clg_mixing *mixing);
clg_value clg_mixing_modularity(const clg_mixing *mixing);
clg_value clg_mixing_freeman(const clg_mixing *mixing);
clg_value clg_mixing_gam(const clg_mixing *mixing);
clg_value clg_mixing_odds_ratio(const clg_mixing *mixing);
clg_value clg_mixing_silo_ratio(const clg_mixing *mixing);
clg_value clg_mixing_untied_pairs(const clg_mixing *mixing);

/* E-I of one group: (E_p - I_p) / (E_p + I_p) over the arcs that leave it. UNDEFINED
 * without any, or with fewer than two groups. */
clg_value clg_mixing_group_ei(const clg_mixing *mixing, uint32_t group);

/* Coleman's homophily of one group (Coleman 1958, Hum. Organ. 17:28), d = weight of the
 * arcs that leave it, w = m_pp, E = d (n_p - 1) / (n - 1): (w - E) / (d - E) if w > E,
 * else (w - E) / E; 0 if both are 0. UNDEFINED if d = 0 or with fewer than two groups.
 */
clg_value clg_mixing_coleman(const clg_mixing *mixing, uint32_t group);

#endif
