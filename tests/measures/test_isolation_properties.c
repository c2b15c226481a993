/* Isolation on thousands of small networks of every shape: each measure beside its
 * definition written out on tables, shortest paths listed one by one; and what must
 * hold of any network, whoever is listed first and whatever tie is added. */
#include "check.h"

#include "base/random.h"
#include "matrix_network.h"
#include "measures/isolation/isolation_functions.h"

enum { TRIALS = 3000, SIZES = 10, SHAPES = 8 };

/* ---- networks ---- */

/* Weights that are no round numbers, if asked for. */
static double weight_of(bool is_weighted, clg_random *random)
{
    return is_weighted ? 0.05 + 2.0 * clg_random_uniform(random) : 1.0;
}

static bool is_tied_in(uint64_t shape, uint32_t i, uint32_t j, uint32_t n,
                       clg_random *random)
{
    const double density[] = {0.1, 0.25, 0.5, 0.8};

    switch (shape) {
    case 0: return false;                    /* empty */
    case 1: return i == 0 || j == 0;         /* a star */
    case 2: return i == j + 1 || j == i + 1; /* a path */
    case 3: return true;                     /* complete */
    default: break;
    }
    if (shape % 2 == 0 && (i < n / 2) != (j < n / 2)) /* two pieces or more */
        return false;
    return clg_random_uniform(random) < density[shape % 4];
}

/* Every shape in turn, then random ones; 0 to 9 people, ties or arcs. */
static matrix_network network_of(uint64_t trial, bool is_directed)
{
    clg_random random = clg_random_stream(1, "isolation", trial, is_directed, 0);
    matrix_network m = {.n = (uint32_t)(trial % SIZES)};
    uint64_t shape = trial / SIZES % SHAPES;
    bool is_weighted = trial / SIZES / SHAPES % 2 == 1;

    for (uint32_t i = 0; i < m.n; i++)
        for (uint32_t j = 0; j < i; j++) {
            if (is_tied_in(shape, i, j, m.n, &random))
                m.w[i][j] = weight_of(is_weighted, &random);
            if (!is_directed)
                m.w[j][i] = m.w[i][j];
            else if (is_tied_in(shape, j, i, m.n, &random))
                m.w[j][i] = weight_of(is_weighted, &random);
        }
    matrix_find_distances(&m);
    return m;
}

/* A network to be asked. */
typedef struct subject {
    clg_graph graph;
    clg_network network;
} subject;

static void open_subject(subject *s, const matrix_network *m, bool is_directed)
{
    *s = (subject){.graph = matrix_graph(m, is_directed)};
    clg_network_open(&s->network, &s->graph);
}

static void close_subject(subject *s)
{
    clg_network_clear(&s->network);
    clg_graph_clear(&s->graph);
}

/* NaN where the status is not OK. */
static void ask_people(subject *s, clg_network_function *measure, double *values)
{
    uint8_t statuses[MATRIX_MOST] = {0};

    check_ok(measure(&s->network, values, statuses, &err));
    for (uint32_t v = 0; v < s->graph.vertex_count; v++) {
        assert_true(statuses[v] == CLG_VALUE_OK || statuses[v] == CLG_VALUE_UNDEFINED);
        if (statuses[v] != CLG_VALUE_OK)
            values[v] = (double)NAN;
    }
}

static double ask(subject *s, clg_network_function *measure)
{
    double value = 0.0;
    uint8_t why = CLG_VALUE_OK;

    check_ok(measure(&s->network, &value, &why, &err));
    assert_true(why == CLG_VALUE_OK || why == CLG_VALUE_UNDEFINED);
    return why == CLG_VALUE_OK ? value : (double)NAN;
}

static void check_same(const char *what, uint64_t trial, double found, double expected)
{
    if (isnan(found) != isnan(expected) || fabs(found - expected) > 1e-9)
        fail_msg("network %llu: %s is %.17g, expected %.17g", (unsigned long long)trial,
                 what, found, expected);
}

#define check_value(s, trial, id, expected)                                            \
    check_same(#id, trial, ask(s, clg_isolation_##id), expected)

/* ---- definitions ---- */

static void check_counts(subject *s, uint64_t trial, const matrix_network *m,
                         bool is_directed)
{
    double isolates = 0.0, pendants = 0.0, near = 0.0, n = (double)m->n;

    for (uint32_t v = 0; v < m->n; v++) {
        double degree = 0.0, strength = 0.0;
        for (uint32_t u = 0; u < m->n; u++) {
            degree += (m->w[v][u] > 0.0) + (is_directed && m->w[u][v] > 0.0);
            strength += m->w[v][u] + (is_directed ? m->w[u][v] : 0.0);
        }
        isolates += degree < 0.5;
        pendants += degree > 0.5 && degree < 1.5;
        near += strength < 1.0;
    }
    check_value(s, trial, isolates, isolates);
    check_value(s, trial, isolate_share, m->n > 0 ? isolates / n : (double)NAN);
    check_value(s, trial, pendants, pendants);
    check_value(s, trial, near_isolates, near);
}

static void check_pieces(subject *s, uint64_t trial, const matrix_network *m)
{
    matrix_network both = matrix_symmetric(m);
    double largest = 0.0;

    for (uint32_t v = 0; v < m->n; v++) {
        double size = 0.0;
        for (uint32_t u = 0; u < m->n; u++)
            size += both.distance[v][u] < MATRIX_FAR;
        largest = fmax(largest, size);
    }
    check_value(s, trial, components, matrix_components(&both));
    check_value(s, trial, largest_component_share,
                m->n > 0 ? largest / (double)m->n : (double)NAN);
    check_value(s, trial, fragmentation, matrix_fragmentation(&both, false));
    check_value(s, trial, distance_fragmentation, matrix_fragmentation(m, true));
}

/* Shortest paths from one to another, and those that lead through each. */
typedef struct path_counts {
    double all, through[MATRIX_MOST];
} path_counts;

/* Goes on from the last of the path along every shortest way to the target. */
static void walk(const matrix_network *m, uint32_t *path, uint32_t length,
                 uint32_t target, path_counts *counts)
{
    uint32_t at = path[length - 1];

    if (at == target) {
        counts->all += 1.0;
        for (uint32_t k = 1; k + 1 < length; k++)
            counts->through[path[k]] += 1.0;
        return;
    }
    for (path[length] = 0; path[length] < m->n; path[length]++)
        if (m->w[at][path[length]] > 0.0 &&
            m->distance[path[length]][target] == m->distance[at][target] - 1)
            walk(m, path, length + 1, target, counts);
}

static void add_shares(const matrix_network *m, uint32_t source, uint32_t target,
                       double *shares)
{
    uint32_t path[MATRIX_MOST + 1] = {source};
    path_counts counts = {0};

    if (source == target || m->distance[source][target] >= MATRIX_FAR)
        return;
    walk(m, path, 1, target, &counts);
    for (uint32_t v = 0; v < m->n; v++)
        shares[v] += counts.through[v] / counts.all;
}

static void check_paths(subject *s, uint64_t trial, const matrix_network *m)
{
    double found[MATRIX_MOST], n = (double)m->n, shares[MATRIX_MOST] = {0.0};
    double others = (n - 1.0) * (n - 2.0), sum = 0.0, between = 0.0;

    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < m->n; j++) {
            add_shares(m, i, j, shares);
            if (i != j && m->distance[i][j] < MATRIX_FAR)
                between += m->distance[i][j] - 1;
        }
    ask_people(s, clg_isolation_betweenness, found);
    for (uint32_t v = 0; v < m->n; v++) {
        check_same("betweenness", trial, found[v],
                   m->n > 2 ? shares[v] / others : (double)NAN);
        sum += m->n > 2 ? found[v] * others : 0.0;
    }
    check_same("sum of betweenness", trial, sum, m->n > 2 ? between : 0.0);
    ask_people(s, clg_isolation_harmonic, found);
    for (uint32_t v = 0; v < m->n; v++) {
        double near = 0.0;
        for (uint32_t u = 0; u < m->n; u++)
            if (u != v && m->distance[v][u] < MATRIX_FAR)
                near += 1.0 / m->distance[v][u];
        check_same("harmonic", trial, found[v],
                   m->n > 1 ? near / (n - 1.0) : (double)NAN);
    }
}

/* c_i = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2 */
static double constraint_of(const matrix_network *m, uint32_t i)
{
    double sum = 0.0, strength = matrix_strength(m, i);

    for (uint32_t j = 0; j < m->n; j++) {
        double invested = m->w[i][j] / strength;
        if (!(m->w[i][j] > 0.0))
            continue;
        for (uint32_t q = 0; q < m->n; q++)
            if (q != i && q != j && m->w[i][q] > 0.0)
                invested += m->w[i][q] / strength * m->w[q][j] / matrix_strength(m, q);
        sum += invested * invested;
    }
    return strength > 0.0 ? sum : (double)NAN;
}

static void check_holes(subject *s, uint64_t trial, const matrix_network *m)
{
    matrix_network both = matrix_symmetric(m);
    double constraint[MATRIX_MOST], size[MATRIX_MOST], efficiency[MATRIX_MOST];

    ask_people(s, clg_isolation_constraint, constraint);
    ask_people(s, clg_isolation_effective_size, size);
    ask_people(s, clg_isolation_efficiency, efficiency);
    for (uint32_t v = 0; v < m->n; v++) {
        double expected = matrix_effective_size(&both, v);
        check_same("constraint", trial, constraint[v], constraint_of(&both, v));
        check_same("effective_size", trial, size[v], expected);
        check_same("efficiency", trial, efficiency[v],
                   expected / matrix_degree(&both, v));
    }
}

static void check_losses(subject *s, uint64_t trial, const matrix_network *m)
{
    matrix_network both = matrix_symmetric(m);
    double loss[MATRIX_MOST], is_cut[MATRIX_MOST], cuts = 0.0, largest = (double)NAN;

    ask_people(s, clg_isolation_loss, loss);
    ask_people(s, clg_isolation_cut_point, is_cut);
    for (uint32_t v = 0; v < m->n; v++) {
        matrix_network rest = matrix_without_person(&both, v);
        double expected = m->n > 2 ? matrix_fragmentation(&rest, false) -
                                         matrix_fragmentation(&both, false)
                                   : (double)NAN;
        bool cuts_apart = matrix_components(&rest) > matrix_components(&both);
        check_same("loss", trial, loss[v], expected);
        check_same("cut_point", trial, is_cut[v], cuts_apart);
        largest = fmax(largest, expected);
        cuts += cuts_apart;
    }
    check_value(s, trial, cut_points, cuts);
    check_value(s, trial, largest_loss, largest);
}

static void check_reach(subject *s, uint64_t trial, const matrix_network *m)
{
    double two[MATRIX_MOST], three[MATRIX_MOST];

    ask_people(s, clg_isolation_reach_2, two);
    ask_people(s, clg_isolation_reach_3, three);
    for (uint32_t v = 0; v < m->n; v++) {
        check_same("reach_2", trial, two[v], matrix_reach(m, v, 2));
        check_same("reach_3", trial, three[v], matrix_reach(m, v, 3));
    }
}

static void every_measure_is_its_definition(void **state)
{
    (void)state;
    for (int is_directed = 0; is_directed < 2; is_directed++)
        for (uint64_t trial = 0; trial < TRIALS; trial++) {
            matrix_network m = network_of(trial, is_directed != 0);
            subject s;
            open_subject(&s, &m, is_directed != 0);
            check_counts(&s, trial, &m, is_directed != 0);
            check_pieces(&s, trial, &m);
            check_paths(&s, trial, &m);
            check_holes(&s, trial, &m);
            check_losses(&s, trial, &m);
            check_reach(&s, trial, &m);
            close_subject(&s);
        }
}

/* ---- what holds of any network ---- */

static clg_network_function *const of_network[] = {
    clg_isolation_isolates,         clg_isolation_isolate_share,
    clg_isolation_pendants,         clg_isolation_near_isolates,
    clg_isolation_components,       clg_isolation_largest_component_share,
    clg_isolation_fragmentation,    clg_isolation_distance_fragmentation,
    clg_isolation_cut_points,       clg_isolation_bridges,
    clg_isolation_local_bridges,    clg_isolation_largest_loss,
    clg_isolation_component_entropy};
static clg_network_function *const of_people[] = {
    clg_isolation_harmonic,   clg_isolation_betweenness, clg_isolation_constraint,
    clg_isolation_isolated,   clg_isolation_loss,        clg_isolation_effective_size,
    clg_isolation_efficiency, clg_isolation_reach_2,     clg_isolation_reach_3,
    clg_isolation_clustering, clg_isolation_cut_point};

static void nobody_is_first(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS / 4; trial++) {
        bool is_directed = trial % 3 == 0;
        matrix_network m = network_of(trial, is_directed), turned = {.n = m.n};
        clg_random random = clg_random_stream(2, "order", trial, 0, 0);
        uint32_t place[MATRIX_MOST];
        double values[MATRIX_MOST], others[MATRIX_MOST];
        subject a, b;

        for (uint32_t v = 0; v < m.n; v++) { /* a new one is put anywhere */
            uint32_t at = clg_random_below(&random, v + 1);
            place[v] = place[at];
            place[at] = v;
        }
        for (uint32_t i = 0; i < m.n; i++)
            for (uint32_t j = 0; j < m.n; j++)
                turned.w[place[i]][place[j]] = m.w[i][j];
        open_subject(&a, &m, is_directed);
        open_subject(&b, &turned, is_directed);
        for (size_t i = 0; i < COUNT_OF(of_network); i++)
            check_same("order", trial, ask(&b, of_network[i]), ask(&a, of_network[i]));
        for (size_t i = 0; i < COUNT_OF(of_people); i++) {
            ask_people(&a, of_people[i], values);
            ask_people(&b, of_people[i], others);
            for (uint32_t v = 0; v < m.n; v++)
                check_same("order", trial, others[place[v]], values[v]);
        }
        close_subject(&a);
        close_subject(&b);
    }
}

/* More is nearer: a tie brings people together, and parts nobody. */
static void one_tie_more(void **state)
{
    (void)state;
    const double hair = 1e-12;

    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        matrix_network m = network_of(trial, false), more = m;
        clg_random random = clg_random_stream(2, "more", trial, 0, 0);
        double before[MATRIX_MOST], after[MATRIX_MOST];
        uint32_t i, j;
        subject a, b;

        if (m.n < 2)
            continue;
        i = clg_random_below(&random, m.n);
        j = (i + 1 + clg_random_below(&random, m.n - 1)) % m.n;
        if (m.w[i][j] > 0.0)
            continue;
        more.w[i][j] = more.w[j][i] = 1.0;
        open_subject(&a, &m, false);
        open_subject(&b, &more, false);
        for (size_t k = 0; k < 2; k++)
            assert_true(ask(&b, of_network[k]) <= ask(&a, of_network[k]));
        assert_true(ask(&b, clg_isolation_components) + 1.0 >=
                    ask(&a, clg_isolation_components));
        assert_true(ask(&b, clg_isolation_components) <=
                    ask(&a, clg_isolation_components));
        assert_true(ask(&b, clg_isolation_fragmentation) <=
                    ask(&a, clg_isolation_fragmentation) + hair);
        assert_true(ask(&b, clg_isolation_distance_fragmentation) <
                    ask(&a, clg_isolation_distance_fragmentation));
        assert_true(ask(&b, clg_isolation_largest_component_share) >=
                    ask(&a, clg_isolation_largest_component_share));
        ask_people(&a, clg_isolation_harmonic, before);
        ask_people(&b, clg_isolation_harmonic, after);
        for (uint32_t v = 0; v < m.n; v++)
            assert_true(v == i || v == j ? after[v] > before[v]
                                         : after[v] >= before[v] - hair);
        close_subject(&a);
        close_subject(&b);
    }
}

static void check_bounds_of_people(subject *s, const matrix_network *m)
{
    const double hair = 1e-12;
    double harmonic[MATRIX_MOST], between[MATRIX_MOST], constraint[MATRIX_MOST],
        size[MATRIX_MOST], two[MATRIX_MOST], n = (double)m->n;

    ask_people(s, clg_isolation_harmonic, harmonic);
    ask_people(s, clg_isolation_betweenness, between);
    ask_people(s, clg_isolation_constraint, constraint);
    ask_people(s, clg_isolation_effective_size, size);
    ask_people(s, clg_isolation_reach_2, two);
    for (uint32_t v = 0; v < m->n; v++) {
        double degree = matrix_degree(m, v), all = matrix_reach(m, v, (int)m->n);
        /* contacts at 1, all others who can be reached at 2 or more */
        assert_true(m->n < 2 || harmonic[v] >= degree / (n - 1.0) - hair);
        assert_true(m->n < 2 || harmonic[v] <= (degree / (n - 1.0) + all) / 2.0 + hair);
        assert_true(m->n < 2 ||
                    (two[v] >= degree / (n - 1.0) - hair && two[v] <= all + hair));
        assert_true(m->n < 3 || (between[v] >= 0.0 && between[v] <= 1.0 + hair));
        /* who has one contact stands between nobody */
        assert_true(m->n < 3 || degree > 1.5 || between[v] < hair);
        assert_true(degree < 0.5 || (constraint[v] >= 1.0 / degree - hair &&
                                     size[v] > 0.0 && size[v] <= degree + hair));
        if (degree > 0.5 && degree < 1.5)
            check_near(size[v], 1.0, hair);
    }
}

static void values_stay_in_their_bounds(void **state)
{
    (void)state;
    const double hair = 1e-12;

    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        matrix_network m = network_of(trial, false);
        double n = (double)m.n, whole, by_distance, pieces, largest, loss;
        subject s;

        open_subject(&s, &m, false);
        whole = ask(&s, clg_isolation_fragmentation);
        by_distance = ask(&s, clg_isolation_distance_fragmentation);
        pieces = ask(&s, clg_isolation_components);
        largest = ask(&s, clg_isolation_largest_component_share) * n;
        loss = ask(&s, clg_isolation_largest_loss);
        assert_true(m.n < 2 || (whole >= -hair && by_distance >= whole - hair &&
                                by_distance <= 1.0 + hair));
        assert_true(m.n < 2 || (pieces < 1.5) == (whole < hair));
        assert_true(m.n < 1 || largest + pieces <= n + 1.0 + hair);
        assert_true(ask(&s, clg_isolation_bridges) <= n);
        assert_true(ask(&s, clg_isolation_cut_points) <= fmax(0.0, n - 2.0));
        assert_true(m.n < 3 || (loss >= -1.0 && loss <= 1.0));
        check_bounds_of_people(&s, &m);
        close_subject(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_is_its_definition),
        cmocka_unit_test(nobody_is_first),
        cmocka_unit_test(one_tie_more),
        cmocka_unit_test(values_stay_in_their_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
