/* The kernels of the measures on many small networks, beside igraph on the same.
 *
 *     bench_kernels [--networks N] [--people P] [--repeats R]
 *
 * igraph's networks are made before the clock starts; ours are as the engine has them.
 */
#include "bench.h"

#include "base/memory.h"
#include "base/random.h"
#include "measures/isolation/constraint.h"
#include "measures/isolation/paths.h"

#include <igraph.h>
#include <stdio.h>

typedef struct kernel_subject {
    size_t count;
    clg_graph *graphs;
    igraph_t *others;
    igraph_vector_t *weights;
    clg_paths paths;
    clg_constraint_room room;
    double *values;
    igraph_vector_t results;
} kernel_subject;

static int find_paths(void *payload)
{
    kernel_subject *subject = payload;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < subject->count && status == CLG_OK; i++)
        status = clg_paths_find(&subject->paths, &subject->graphs[i], NULL);
    return status != CLG_OK;
}

static int find_paths_by_igraph(void *payload)
{
    kernel_subject *subject = payload;
    igraph_error_t code = IGRAPH_SUCCESS;

    for (size_t i = 0; i < subject->count && code == IGRAPH_SUCCESS; i++) {
        code = igraph_betweenness(&subject->others[i], &subject->results,
                                  igraph_vss_all(), true, NULL);
        if (code == IGRAPH_SUCCESS)
            code = igraph_harmonic_centrality(&subject->others[i], &subject->results,
                                              igraph_vss_all(), IGRAPH_ALL, NULL, true);
    }
    return code != IGRAPH_SUCCESS;
}

static int find_constraint(void *payload)
{
    kernel_subject *subject = payload;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < subject->count && status == CLG_OK; i++)
        status =
            clg_constraint(&subject->graphs[i], &subject->room, subject->values, NULL);
    return status != CLG_OK;
}

static int find_constraint_by_igraph(void *payload)
{
    kernel_subject *subject = payload;
    igraph_error_t code = IGRAPH_SUCCESS;

    for (size_t i = 0; i < subject->count && code == IGRAPH_SUCCESS; i++)
        code = igraph_constraint(&subject->others[i], &subject->results,
                                 igraph_vss_all(), &subject->weights[i]);
    return code != IGRAPH_SUCCESS;
}

static int make_network(kernel_subject *subject, size_t index, uint32_t people,
                        clg_tie *ties)
{
    clg_random random = clg_random_stream(1, "kernels", 0, 0, index);
    double density = 0.1 + 0.8 * clg_random_uniform(&random);
    igraph_vector_int_t edges;
    size_t count = 0;

    igraph_vector_int_init(&edges, 0);
    igraph_vector_init(&subject->weights[index], 0);
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t j = i + 1; j < people; j++) {
            if (clg_random_uniform(&random) >= density)
                continue;
            ties[count] = (clg_tie){i, j, 0.1 + clg_random_uniform(&random)};
            igraph_vector_int_push_back(&edges, i);
            igraph_vector_int_push_back(&edges, j);
            igraph_vector_push_back(&subject->weights[index], ties[count++].weight);
        }
    igraph_create(&subject->others[index], &edges, people, false);
    igraph_vector_int_destroy(&edges);
    return clg_graph_from_ties(&subject->graphs[index], people, false, ties, count,
                               NULL) != CLG_OK;
}

static int make_networks(kernel_subject *subject, uint32_t people)
{
    clg_tie *ties = clg_array_new((size_t)people * people, sizeof *ties, NULL);
    int code = 0;

    subject->graphs = clg_array_new(subject->count, sizeof *subject->graphs, NULL);
    subject->others = clg_array_new(subject->count, sizeof *subject->others, NULL);
    subject->weights = clg_array_new(subject->count, sizeof *subject->weights, NULL);
    subject->values = clg_array_new(people, sizeof *subject->values, NULL);
    igraph_vector_init(&subject->results, 0);
    if (ties == NULL || subject->graphs == NULL || subject->others == NULL ||
        subject->weights == NULL || subject->values == NULL)
        return 1;
    for (size_t i = 0; i < subject->count && code == 0; i++)
        code = make_network(subject, i, people, ties);
    clg_free(ties);
    return code;
}

static void compare(const char *name, const char *parameter, int repeats,
                    bench_work ours, bench_work theirs, kernel_subject *subject)
{
    bench_result own = {.name = name, .parameter = parameter, .threads = 1};
    bench_result peer = {.name = "igraph", .parameter = parameter, .threads = 1};

    bench_measure(&peer, repeats, theirs, subject);
    bench_measure(&own, repeats, ours, subject);
    own.rows = peer.rows = subject->count;
    bench_print(&peer, NULL);
    bench_print(&own, &peer);
}

int main(int argc, char **argv)
{
    static kernel_subject subject;
    uint32_t people = (uint32_t)bench_option(argc, argv, "people", 40);
    int repeats = (int)bench_option(argc, argv, "repeats", 5);
    char parameter[96];

    subject.count = (size_t)bench_option(argc, argv, "networks", 2000);
    if (make_networks(&subject, people) != 0) {
        fputs("cannot make the networks\n", stderr);
        return 1;
    }
    snprintf(parameter, sizeof parameter, "%zu networks of %u people", subject.count,
             people);
    compare("betweenness and harmonic", parameter, repeats, find_paths,
            find_paths_by_igraph, &subject);
    compare("constraint", parameter, repeats, find_constraint,
            find_constraint_by_igraph, &subject);
    return 0; /* the system takes the memory back */
}
