/* A school-month: the list of measures of every window on networks of 60 people and 300
 * ties, beside igraph's functions for as much of the list as igraph has; and trades of
 * the curveball on a table of 60 people by 200 meetings.
 *
 *     bench_measures [--networks N] [--repeats R] [--trades T]
 *
 * Ours: degree, strength, coreness, components, F, transitivity, harmonic closeness,
 * betweenness, constraint, E-I, Gini of strength, the discrete core. igraph has no E-I
 * (its nominal assortativity counts the same ties), no Gini and no discrete core. Its
 * networks are made before the clock starts; path measures go by hops on both sides. */
#define _POSIX_C_SOURCE 200809L

#include "bench.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/core/degree.h"
#include "measures/network.h"
#include "measures/significance/curveball.h"
#include "measures/stratification/gini.h"
#include "measures/stratification/mixing.h"

#include <igraph.h>
#include <stdio.h>
#include <stdlib.h>

enum { PEOPLE = 60, TIES = 300, MEETINGS = 200, GROUPS = 5 };

typedef struct measure_subject {
    size_t count;
    clg_graph *graphs;
    igraph_t *others;
    igraph_vector_t *weights;
    clg_network network;
    int32_t groups[PEOPLE];
    double values[PEOPLE];
    igraph_vector_t results;
    igraph_vector_int_t numbers, sizes, types;
    clg_curveball curveball;
    clg_random random;
    uint32_t trades_a_row;
} measure_subject;

static clg_status measure_one(measure_subject *subject, const clg_graph *graph)
{
    clg_network *network = &subject->network;
    const uint32_t *numbers;
    const clg_paths *paths;
    const clg_core *core;
    clg_triples triples;
    clg_pieces pieces;
    clg_mixing mixing;
    clg_status status;

    clg_network_open(network, graph);
    clg_strengths(graph, CLG_ARCS_ALL, subject->values);
    (void)clg_gini(subject->values, PEOPLE);
    status = clg_network_degrees(network, &numbers, NULL);
    if (status == CLG_OK)
        status = clg_network_coreness(network, &numbers, NULL);
    if (status == CLG_OK)
        status = clg_network_pieces(network, &pieces, NULL);
    if (status == CLG_OK)
        status = clg_network_triples(network, &triples, NULL);
    if (status == CLG_OK)
        status = clg_network_paths(network, &paths, NULL);
    if (status == CLG_OK)
        status =
            clg_constraint(graph, &network->constraint_room, subject->values, NULL);
    if (status == CLG_OK)
        status = clg_mixing_find(graph, subject->groups, GROUPS, &network->mixing_room,
                                 &mixing, NULL);
    return status == CLG_OK ? clg_network_core(network, &core, NULL) : status;
}

static int measure_all(void *payload)
{
    measure_subject *subject = payload;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < subject->count && status == CLG_OK; i++)
        status = measure_one(subject, &subject->graphs[i]);
    return status != CLG_OK;
}

static igraph_error_t measure_one_by_igraph(measure_subject *subject, size_t i)
{
    const igraph_t *graph = &subject->others[i];
    igraph_vector_t *results = &subject->results;
    igraph_real_t transitivity, mixing;
    igraph_integer_t count;
    igraph_error_t code =
        igraph_degree(graph, &subject->numbers, igraph_vss_all(), IGRAPH_ALL, false);

    if (code == IGRAPH_SUCCESS)
        code = igraph_strength(graph, results, igraph_vss_all(), IGRAPH_ALL, false,
                               &subject->weights[i]);
    if (code == IGRAPH_SUCCESS)
        code = igraph_coreness(graph, &subject->numbers, IGRAPH_ALL);
    if (code == IGRAPH_SUCCESS)
        code = igraph_connected_components(graph, &subject->numbers, &subject->sizes,
                                           &count, IGRAPH_WEAK);
    if (code == IGRAPH_SUCCESS)
        code = igraph_transitivity_undirected(graph, &transitivity,
                                              IGRAPH_TRANSITIVITY_NAN);
    if (code == IGRAPH_SUCCESS)
        code = igraph_harmonic_centrality(graph, results, igraph_vss_all(), IGRAPH_ALL,
                                          NULL, true);
    if (code == IGRAPH_SUCCESS)
        code = igraph_betweenness(graph, results, igraph_vss_all(), false, NULL);
    if (code == IGRAPH_SUCCESS)
        code =
            igraph_constraint(graph, results, igraph_vss_all(), &subject->weights[i]);
    if (code == IGRAPH_SUCCESS)
        code =
            igraph_assortativity_nominal(graph, &subject->types, &mixing, false, true);
    return code;
}

static int measure_all_by_igraph(void *payload)
{
    measure_subject *subject = payload;
    igraph_error_t code = IGRAPH_SUCCESS;

    for (size_t i = 0; i < subject->count && code == IGRAPH_SUCCESS; i++)
        code = measure_one_by_igraph(subject, i);
    return code != IGRAPH_SUCCESS;
}

/* 300 distinct pairs; people know more of their own group. */
static int make_network(measure_subject *subject, size_t index)
{
    clg_random random = clg_random_stream(1, "measures", 0, 0, index);
    bool tied[PEOPLE][PEOPLE] = {{false}};
    clg_tie ties[TIES];
    igraph_vector_int_t edges;
    size_t count = 0;

    igraph_vector_int_init(&edges, 0);
    igraph_vector_init(&subject->weights[index], 0);
    while (count < TIES) {
        uint32_t a = clg_random_below(&random, PEOPLE);
        uint32_t b = clg_random_below(&random, PEOPLE);
        bool is_far = a % GROUPS != b % GROUPS;
        if (a == b || tied[a][b] || (is_far && clg_random_below(&random, 3) > 0))
            continue;
        tied[a][b] = tied[b][a] = true;
        ties[count] = (clg_tie){a, b, 0.1 + clg_random_uniform(&random)};
        igraph_vector_int_push_back(&edges, a);
        igraph_vector_int_push_back(&edges, b);
        igraph_vector_push_back(&subject->weights[index], ties[count++].weight);
    }
    igraph_create(&subject->others[index], &edges, PEOPLE, false);
    igraph_vector_int_destroy(&edges);
    return clg_graph_from_ties(&subject->graphs[index], PEOPLE, false, ties, TIES,
                               NULL) != CLG_OK;
}

static int make_networks(measure_subject *subject)
{
    int code = 0;

    subject->graphs = clg_array_new(subject->count, sizeof *subject->graphs, NULL);
    subject->others = clg_array_new(subject->count, sizeof *subject->others, NULL);
    subject->weights = clg_array_new(subject->count, sizeof *subject->weights, NULL);
    igraph_vector_init(&subject->results, 0);
    igraph_vector_int_init(&subject->numbers, 0);
    igraph_vector_int_init(&subject->sizes, 0);
    if (subject->graphs == NULL || subject->others == NULL || subject->weights == NULL)
        return 1;
    igraph_vector_int_init(&subject->types, PEOPLE);
    for (int32_t v = 0; v < PEOPLE; v++)
        VECTOR(subject->types)[v] = subject->groups[v] = v % GROUPS;
    for (size_t i = 0; i < subject->count && code == 0; i++)
        code = make_network(subject, i);
    return code;
}

static int trade(void *payload)
{
    measure_subject *subject = payload;

    clg_curveball_sample(&subject->curveball, subject->trades_a_row, &subject->random);
    return 0;
}

/* A third of the cells are filled. */
static int make_table(measure_subject *subject)
{
    static uint32_t person[PEOPLE * MEETINGS], meeting[PEOPLE * MEETINGS];
    clg_two_mode table = {0};
    size_t count = 0;
    clg_status status;

    subject->random = clg_random_stream(1, "trades", 0, 0, 0);
    for (uint32_t v = 0; v < PEOPLE; v++)
        for (uint32_t m = 0; m < MEETINGS; m++)
            if (clg_random_below(&subject->random, 3) == 0) {
                person[count] = v;
                meeting[count++] = m;
            }
    status =
        clg_two_mode_from_pairs(&table, PEOPLE, MEETINGS, person, meeting, count, NULL);
    if (status == CLG_OK)
        status = clg_curveball_start(&subject->curveball, &table,
                                     (clg_curveball_limits){0}, NULL);
    clg_two_mode_clear(&table);
    return status != CLG_OK;
}

/* R's vegan says itself how long it took, so that the start of R does not count; its
 * thin is a number of trades. 0 without vegan. */
static double seconds_of_vegan(void)
{
    FILE *said = popen(
        "Rscript -e 'suppressMessages(library(vegan)); set.seed(1); "
        "m <- matrix(rbinom(60 * 200, 1, 1 / 3), 60); "
        "n <- nullmodel(m, \"curveball\"); x <- simulate(n, nsim = 1, thin = 60); "
        "cat(median(replicate(5, system.time(simulate(n, nsim = 1, "
        "thin = 60000))[[3]])))' 2> /dev/null",
        "r");
    double seconds = 0.0;

    if (said == NULL)
        return 0.0;
    if (fscanf(said, "%lf", &seconds) != 1)
        seconds = 0.0;
    pclose(said);
    return seconds;
}

static void compare_trades(measure_subject *subject, int repeats)
{
    bench_result own = {.name = "trades", .parameter = "60 x 200", .threads = 1};
    bench_result peer = {
        .name = "vegan", .parameter = "60 x 200", .threads = 1, .repeats = 5};

    subject->trades_a_row = 1000; /* 60,000 trades */
    own.rows = peer.rows = 60000;
    peer.median = peer.best = seconds_of_vegan();
    bench_measure(&own, repeats, trade, subject);
    if (peer.median > 0.0)
        bench_print(&peer, NULL);
    else
        fputs("R's vegan is not here: no peer for the trades\n", stderr);
    bench_print(&own, peer.median > 0.0 ? &peer : NULL);
}

int main(int argc, char **argv)
{
    static measure_subject subject;
    int repeats = (int)bench_option(argc, argv, "repeats", 5);
    bench_result own = {.name = "school-month", .threads = 1};
    bench_result peer = {.name = "igraph", .threads = 1};
    char parameter[96];

    subject.count = (size_t)bench_option(argc, argv, "networks", 2000);
    if (make_networks(&subject) != 0 || make_table(&subject) != 0) {
        fputs("cannot make the networks\n", stderr);
        return 1;
    }
    snprintf(parameter, sizeof parameter, "%zu networks of %d people and %d ties",
             subject.count, PEOPLE, TIES);
    own.parameter = peer.parameter = parameter;
    own.rows = peer.rows = subject.count;
    bench_measure(&peer, repeats, measure_all_by_igraph, &subject);
    bench_measure(&own, repeats, measure_all, &subject);
    bench_print(&peer, NULL);
    bench_print(&own, &peer);
    compare_trades(&subject, repeats);
    return 0;
}
