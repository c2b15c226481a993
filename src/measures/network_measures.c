/* What `clg_network_measure` gives beyond the measures of schools and persons. */
#include "measures/registry.h"

#define NETWORK(identifier, title, what)                                               \
    .id = identifier, .name = title, .unit = what, .level = "network", .needs = "ties"
#define VERTEX(identifier, title)                                                      \
    .id = identifier, .name = title, .unit = "ties", .level = "vertex",                \
    .range = "0 or more", .undefined_when = "never", .cost = "O(n + m)",               \
    .needs = "ties"

static const clg_measure measures[] = {
    {NETWORK("vertices", "Vertices", "vertices"), .range = "0 or more",
     .direction = "size of the network",
     .definition = "n = vertices of the node list, or all that ties name",
     .source = "own", .undefined_when = "never", .cost = "O(1)"},
    {NETWORK("ties", "Ties", "ties"), .range = "0 or more",
     .direction = "higher: more is tied",
     .definition = "m = ties, or arcs of a directed network; no loops, parallel ones "
                   "merged",
     .source = "own", .undefined_when = "never", .cost = "O(1)"},
    {NETWORK("reciprocity", "Reciprocity", "1"), .range = "[0, 1]",
     .direction = "higher: more arcs are answered",
     .definition = "share of the arcs i -> j with an arc j -> i",
     .source = "Wasserman & Faust 1994, p. 507", .undefined_when = "no arcs",
     .cost = "O(m log n)"},
    {NETWORK("mean_degree", "Mean degree", "ties"),
     .range = "0 to n - 1, directed 2 (n - 1)",
     .direction = "higher: more ties a vertex",
     .definition = "2 m / n, an arc counting at both of its ends",
     .source = "Wasserman & Faust 1994, p. 100",
     .undefined_when = "fewer than 2 vertices", .cost = "O(1)"},
    {NETWORK("indegree_centralization", "Indegree centralization", "1"),
     .range = "[0, 1]", .direction = "higher: arcs end in one vertex",
     .definition = "sum (max d - d_i) / (n - 1)^2, d = arcs that end in i",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "fewer than 3 vertices", .cost = "O(n + m)"},
    {NETWORK("outdegree_centralization", "Outdegree centralization", "1"),
     .range = "[0, 1]", .direction = "higher: arcs begin in one vertex",
     .definition = "sum (max d - d_i) / (n - 1)^2, d = arcs that begin in i",
     .source = "Freeman 1978, Soc. Networks 1:215",
     .undefined_when = "fewer than 3 vertices", .cost = "O(n + m)"},
    {NETWORK("ei_index", "E-I index", "1"), .range = "[-1, 1]",
     .direction = "higher: ties lead out of the own group; -1: all stay inside",
     .definition = "(E - I) / (E + I), E and I = weight of ties between and inside "
                   "groups",
     .source = "Krackhardt & Stern 1988, Soc. Psych. Q. 51:123",
     .undefined_when = "fewer than 2 groups, or no ties", .cost = "O(n + m)"},
    {NETWORK("ei_expected", "Expected E-I index", "1"), .range = "[-1, 1]",
     .direction = "what group sizes alone would give",
     .definition = "(sum over p != q of n_p n_q - sum n_p (n_p - 1)) / (n (n - 1))",
     .source = "Krackhardt & Stern 1988, Soc. Psych. Q. 51:123",
     .undefined_when = "fewer than 2 groups", .cost = "O(n)"},
    {NETWORK("assortativity", "Nominal assortativity", "1"), .range = "above -1, to 1",
     .direction = "higher: ties stay inside groups more than chance would have it",
     .definition = "(sum e_pp - sum a_p b_p) / (1 - sum a_p b_p), e_pq = share of the "
                   "weight from group p to q, a and b its margins",
     .source = "Newman 2003, PRE 67:026126",
     .undefined_when = "fewer than 2 groups, no ties, or all ties in one group",
     .cost = "O(n + m)"},
    {VERTEX("indegree", "Indegree"), .direction = "higher: contacted by more others",
     .definition = "arcs that end in i", .source = "Wasserman & Faust 1994, p. 126"},
    {VERTEX("outdegree", "Outdegree"), .direction = "higher: contacts more others",
     .definition = "arcs that begin in i", .source = "Wasserman & Faust 1994, p. 126"},
    {VERTEX("coreness_in", "In-coreness"),
     .direction = "higher: deeper in a group whose members are contacted by many of it",
     .definition = "the largest k such that i is in a subgraph in which everyone has "
                   "indegree k or more",
     .source = "Seidman 1983, Soc. Networks 5:269"},
    {VERTEX("coreness_out", "Out-coreness"),
     .direction = "higher: deeper in a group whose members contact many of it",
     .definition = "the largest k such that i is in a subgraph in which everyone has "
                   "outdegree k or more",
     .source = "Seidman 1983, Soc. Networks 5:269"},
};

const clg_measure *clg_network_only_measures(size_t *count)
{
    *count = sizeof measures / sizeof measures[0];
    return measures;
}
