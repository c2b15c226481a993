/* Own ties and spectral segregation against their definitions, and reference values of
 * who mixes with whom. */
#include "check.h"

#include "group_sample.h"
#include "ingest/edges.h"
#include "measures/stratification/ego_mixing.h"
#include "measures/stratification/mixing.h"

#include <stdio.h>
#include <string.h>

enum { TRIALS = 150 };

static void own_ties_are_as_counted(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 4, trial % 3 == 0 ? 4 : 0);
        double shares[SAMPLE_GROUPS] = {0.0};
        for (uint32_t v = 0; v < s.n; v++) {
            clg_ego_mixing ego = clg_ego_mixing_find(&s.graph, &s.groups, v, shares);
            double to[SAMPLE_GROUPS] = {0.0}, all = 0.0, squares = 0.0;
            for (uint32_t w = 0; w < s.n; w++)
                if (s.code[w] >= 0) {
                    to[s.code[w]] += s.w[v][w];
                    all += s.w[v][w];
                }
            for (uint32_t g = 0; g < SAMPLE_GROUPS; g++) {
                squares += all > 0.0 ? pow(to[g] / all, 2.0) : 0.0;
                check_near(shares[g], 0.0, 0.0);
            }
            check_near(ego.all, all, 1e-12);
            check_near(ego.same, s.code[v] < 0 ? 0.0 : to[s.code[v]], 1e-12);
            check_near(ego.squares, squares, 1e-12);
        }
        sample_clear(&s);
    }
}

/* In every piece the mean is an eigenvalue of D^-1 A and the values its vector; being
 * above 0 everywhere it is that of the largest (Perron). */
static void check_pieces(const sample *s, const double *ssi, const double *d)
{
    for (uint32_t v = 0; v < s->n; v++) {
        uint32_t member[SAMPLE_MOST], count = 0;
        double lambda = 0.0, own = 0.0;
        bool inside[SAMPLE_MOST] = {false};
        if (s->code[v] < 0)
            continue;
        member[count++] = v;
        inside[v] = true;
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t w = 0; w < s->n; w++)
                if (!inside[w] && s->code[w] == s->code[v] && s->w[member[i]][w] > 0) {
                    inside[w] = true;
                    member[count++] = w;
                }
        for (uint32_t i = 0; i < count; i++)
            lambda += ssi[member[i]] / count;
        for (uint32_t w = 0; w < s->n; w++)
            own += inside[w] ? s->w[v][w] / d[v] * ssi[w] : 0.0;
        if (count == 1) {
            check_near(ssi[v], 0.0, 0.0);
            continue;
        }
        assert_true(ssi[v] > 0.0 && lambda <= 1.0 + 1e-12);
        check_near(own, lambda * ssi[v], 1e-9);
    }
}

static void spectral_segregation_is_an_eigenvector(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, false, 2, trial % 3 == 0 ? 4 : 0);
        double ssi[SAMPLE_MOST], d[SAMPLE_MOST];
        check_ok(clg_spectral_segregation(&s.graph, &s.groups, ssi, &err));
        for (uint32_t v = 0; v < s.n; v++) {
            d[v] = 1e-300;
            for (uint32_t w = 0; w < s.n; w++)
                d[v] += s.code[w] >= 0 ? s.w[v][w] : 0.0;
        }
        check_pieces(&s, ssi, d);
        sample_clear(&s);
    }
}

/* 3 who know each other and nobody else; 3 in a row, of whom the last knows another. */
static void segregation_worked_by_hand(void **state)
{
    (void)state;
    const clg_tie ties[] = {{0, 1, 1}, {1, 2, 1}, {0, 2, 1}, {3, 4, 1}, {4, 5, 1}};
    const int32_t code[] = {0, 0, 0, 1, 1, 0};
    sample any = {.k = 2}, s = sample_with_ties(&any, ties, COUNT_OF(ties), 6, code);
    double ssi[6];

    check_ok(clg_spectral_segregation(&s.graph, &s.groups, ssi, &err));
    for (int v = 0; v < 3; v++)
        check_near(ssi[v], 1.0, 1e-12);
    /* R = (0 1; 1/2 0): L = sqrt 1/2, u = (sqrt 2, 1) */
    check_near(ssi[3], 2.0 * sqrt(0.5) * sqrt(2.0) / (sqrt(2.0) + 1.0), 1e-9);
    check_near(ssi[4], 2.0 * sqrt(0.5) / (sqrt(2.0) + 1.0), 1e-9);
    check_near(ssi[5], 0.0, 0.0);
    sample_clear(&s);
}

/* Of a table of weights and sizes, as no network would be. */
static clg_mixing mixing_of(size_t k, const double *matrix, double *margins,
                            const double *size)
{
    clg_mixing m = {.group_count = (uint32_t)k, .occupied = (uint32_t)k};

    m.matrix = m.counts = matrix;
    for (size_t p = 0; p < k; p++) {
        m.people += size != NULL ? size[p] : 1.0;
        m.inside += matrix[p * k + p];
        margins[p] = margins[k + p] = 0.0;
        for (size_t q = 0; q < k; q++) {
            margins[p] += matrix[p * k + q];
            margins[k + p] += matrix[q * k + p];
        }
        m.total += margins[p];
    }
    m.size = size;
    m.from = margins;
    m.to = margins + k;
    return m;
}

/* coleman_homophily of coleman1958_matrix_45_15_20_20_sizes60_40 */
static void colemans_own_example(void **state)
{
    (void)state;
    const double matrix[] = {45, 15, 20, 20}, size[] = {60, 40};
    double margins[4];
    clg_mixing m = mixing_of(2, matrix, margins, size);

    check_near(clg_mixing_coleman(&m, 0).value, 0.38125, 1e-9);
    check_near(clg_mixing_coleman(&m, 1).value, 0.175, 1e-9);
}

/* assortativity_nominal of catania_mixing_directed and _symmetrised */
static void couples_of_catania(void **state)
{
    (void)state;
    const char *names[] = {"black", "hispanic", "other", "white"};
    double matrix[16] = {0.0}, both[16], margins[8], count;
    FILE *file = fopen(SHARED_FOLDER "/oracles/measures/data/Catania.csv", "r");
    char male[32], female[32], line[128];
    clg_mixing m;

    if (file == NULL)
        skip();
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "%31[^,],%31[^,],%lf", male, female, &count) == 3) {
            size_t p = 0, q = 0;
            while (p < 4 && strcmp(names[p], male) != 0)
                p++;
            while (q < 4 && strcmp(names[q], female) != 0)
                q++;
            assert_true(p < 4 && q < 4);
            matrix[4 * p + q] += count;
        }
    fclose(file);
    m = mixing_of(4, matrix, margins, NULL);
    check_near(clg_mixing_assortativity(&m).value, 0.6214458753989226, 1e-9);
    for (int c = 0; c < 16; c++)
        both[c] = (matrix[c] + matrix[4 * (c % 4) + c / 4]) / 2.0;
    m = mixing_of(4, both, margins, NULL);
    check_near(clg_mixing_assortativity(&m).value, 0.6206117891456764, 1e-9);
}

static void check_advice(const char *group, size_t k, const double *expected)
{
    clg_edges_options options = {
        SHARED_FOLDER "/oracles/measures/data/ht_advice_edges.csv",
        SHARED_FOLDER "/oracles/measures/data/ht_advice_nodes.csv",
        NULL,
        group,
        true,
        false};
    FILE *file = fopen(options.edges, "r");
    clg_tie ties[512];
    clg_graph graph = CLG_GRAPH_INIT;
    clg_mixing_room room = {0};
    clg_mixing m;
    clg_edges edges;

    if (file == NULL)
        skip();
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    for (size_t i = 0; i < edges.count; i++)
        ties[i] = (clg_tie){edges.from[i], edges.to[i], 1.0};
    check_ok(clg_graph_from_ties(&graph, (uint32_t)edges.ids.count, true, ties,
                                 edges.count, &err));
    check_ok(clg_mixing_find(&graph, edges.group, (uint32_t)k, &room, &m, &err));
    for (size_t c = 0; c < k * k; c++)
        check_near(m.matrix[c], expected[c], 0.0);
    clg_mixing_room_clear(&room);
    clg_graph_clear(&graph);
    clg_edges_clear(&edges);
}

/* mixing_matrix_level and mixing_matrix_dept */
static void who_asks_whom_at_the_hightech_firm(void **state)
{
    (void)state;
    const double level[] = {0, 4, 4, 4, 10, 21, 9, 44, 94};
    const double dept[] = {0,  4,  1, 2, 1,  4, 9,  3, 4, 7, 6, 25, 25,
                           19, 21, 2, 4, 14, 4, 10, 1, 9, 1, 6, 8};

    check_advice("level", 3, level);
    check_advice("dept", 5, dept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_ties_are_as_counted),
        cmocka_unit_test(spectral_segregation_is_an_eigenvector),
        cmocka_unit_test(segregation_worked_by_hand),
        cmocka_unit_test(colemans_own_example),
        cmocka_unit_test(couples_of_catania),
        cmocka_unit_test(who_asks_whom_at_the_hightech_firm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
