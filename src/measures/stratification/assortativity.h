/* Do ties join people who are alike in a number? */
#ifndef CLG_MEASURES_STRATIFICATION_ASSORTATIVITY_H
#define CLG_MEASURES_STRATIFICATION_ASSORTATIVITY_H

#include "graph/graph.h"
#include "measures/value.h"

/* Correlation over arcs v -> w of from[v] and to[w]; an undirected tie counts both ways
 * (Newman 2003, PRE 67:026126), each counted once or by its weight. Arcs with a NaN end
 * are left out. UNDEFINED without
 * arcs, or where one of the two is constant. O(m). */
clg_value clg_assortativity(const clg_graph *graph, const double *from,
                            const double *to, bool by_weight);

/* Standard error of nominal assortativity by leaving out one arc (tie) after the other:
 * sqrt(sum (r_e - r)^2) (Newman 2003). groups as in mixing.h; UNDEFINED where r or
 * some r_e is. margins: room for two numbers a group. O(m + group_count). */
clg_value clg_assortativity_error(const clg_graph *graph, const int32_t *groups,
                                  uint32_t group_count, double *margins);

#endif
