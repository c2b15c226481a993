/* The digraph of a school's exchanges in a period: arc i -> j, "i contacts j", weighs
 * the sum of the weights of the exchanges from i to j. */
#ifndef CLG_GRAPH_EXCHANGE_H
#define CLG_GRAPH_EXCHANGE_H

#include "graph/graph.h"
#include "graph/members.h"

#define CLG_ALL_KINDS (-1)

typedef struct clg_exchange_network {
    clg_graph graph; /* directed */
    clg_tie *ties;   /* one an exchange that counts, before merging */
    size_t tie_room;
} clg_exchange_network;

/* Exchanges between members whose time is in [begin, end); `kind` is a code into
 * study.exchange_kinds or CLG_ALL_KINDS. An exchange with oneself or of weight 0 is no
 * arc. The arrays are reused. */
clg_status clg_exchange_network_build(clg_exchange_network *network,
                                      const clg_study *study, uint32_t school,
                                      int64_t begin, int64_t end, int32_t kind,
                                      const clg_members *members,
                                      clg_error *err) CLG_NODISCARD;
/* The same of all kinds, with arcs that weigh how many exchanges they stand for. */
clg_status clg_exchange_network_count(clg_exchange_network *network,
                                      const clg_study *study, uint32_t school,
                                      int64_t begin, int64_t end,
                                      const clg_members *members,
                                      clg_error *err) CLG_NODISCARD;
void clg_exchange_network_clear(clg_exchange_network *network);

#endif
