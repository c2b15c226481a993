/* Small random networks whose people belong to groups, with a table of every weight, so
 * that definitions can be gone through pair by pair. */
#ifndef CLG_TESTS_GROUP_SAMPLE_H
#define CLG_TESTS_GROUP_SAMPLE_H

#include "graph/graph.h"
#include "measures/groups.h"

enum { SAMPLE_MOST = 12, SAMPLE_GROUPS = 4 };

typedef struct sample {
    clg_graph graph;
    clg_groups groups;
    double w[SAMPLE_MOST][SAMPLE_MOST];
    int32_t code[SAMPLE_MOST];
    uint32_t n, k;
} sample;

/* 1 to 12 people; missing: one in so many is of no known group, 0 for none. */
sample sample_of(uint64_t trial, bool is_directed, uint32_t groups, uint32_t missing);
/* Of these ties, as many groups and as directed as `like`. */
sample sample_with_ties(const sample *like, const clg_tie *ties, size_t count,
                        uint32_t n, const int32_t *code);
/* Room for 144 ties; an undirected one is given once. */
size_t sample_ties(const sample *s, clg_tie *ties);
void sample_clear(sample *s);

#endif
