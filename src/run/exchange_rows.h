/* The exchanges of a school in a period, summed for every (from, to, kind). */
#ifndef CLG_RUN_EXCHANGE_ROWS_H
#define CLG_RUN_EXCHANGE_ROWS_H

#include "graph/members.h"
#include "run/tie_list.h"

/* Writes the rows, in the order (from, to, kind), and returns how many. `rows` must
 * have room for every exchange of the period. Only exchanges between members count. */
uint32_t clg_exchange_rows(const clg_study *study, uint32_t school, int64_t begin,
                           int64_t end, const clg_members *members, clg_tie_row *rows);

#endif
