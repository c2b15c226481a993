/* Who mixes with whom: every index against its definition gone through pair by pair,
 * the identities that hold between them, what must not change them, and networks where
 * there is nothing to say. */
#include "check.h"

#include "base/memory.h"
#include "group_sample.h"
#include "measures/stratification/assortativity.h"
#include "measures/stratification/ego_mixing.h"
#include "measures/stratification/mixing.h"

enum { TRIALS = 150 };

enum { INDICES = 10 };

static void read_indices(const sample *s, clg_value values[INDICES])
{
    clg_mixing_room room = {0};
    clg_mixing m;

    check_ok(clg_mixing_find(&s->graph, s->code, s->k, &room, &m, &err));
    values[0] = clg_mixing_ei(&m);
    values[1] = clg_mixing_ei_expected(&m);
    values[2] = clg_mixing_assortativity(&m);
    values[3] = clg_mixing_modularity(&m);
    values[4] = clg_mixing_freeman(&m);
    values[5] = clg_mixing_gam(&m);
    values[6] = clg_mixing_odds_ratio(&m);
    values[7] = clg_mixing_silo_ratio(&m);
    values[8] = clg_mixing_untied_pairs(&m);
    values[9] = clg_mixing_ei_rescaled(&m);
    clg_mixing_room_clear(&room);
}

static void check_same(const clg_value *a, const clg_value *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(a[i].status, b[i].status);
        assert_int_equal(isnan(a[i].value), a[i].status != CLG_VALUE_OK);
        if (a[i].status == CLG_VALUE_OK)
            check_near(a[i].value, b[i].value, 1e-9);
    }
}

/* What all ordered pairs of people of known group make of it. */
typedef struct pairs {
    double people, same[2], tied[2], weight[2]; /* [0] other group, [1] own group */
    double out[SAMPLE_GROUPS], in[SAMPLE_GROUPS], own[SAMPLE_GROUPS],
        size[SAMPLE_GROUPS];
    uint32_t occupied;
} pairs;

static pairs pairs_of(const sample *s)
{
    pairs p = {0};

    for (uint32_t v = 0; v < s->n; v++) {
        if (s->code[v] < 0)
            continue;
        p.people += 1.0;
        p.occupied += p.size[s->code[v]] == 0.0;
        p.size[s->code[v]] += 1.0;
        for (uint32_t w = 0; w < s->n; w++) {
            bool same = s->code[v] == s->code[w];
            if (w == v || s->code[w] < 0)
                continue;
            p.same[same] += 1.0;
            p.tied[same] += s->w[v][w] > 0.0;
            p.weight[same] += s->w[v][w];
            p.out[s->code[v]] += s->w[v][w];
            p.in[s->code[w]] += s->w[v][w];
            p.own[s->code[v]] += same ? s->w[v][w] : 0.0;
        }
    }
    return p;
}

static void check_weights(const sample *s, const pairs *p, const clg_value *found)
{
    double total = p->weight[0] + p->weight[1], chance = 0.0, trace = 0.0;
    bool everyone_mixes = true;

    for (uint32_t g = 0; g < s->k; g++) {
        chance += p->out[g] * p->in[g] / (total * total);
        everyone_mixes = everyone_mixes && (p->size[g] == 0.0 || p->out[g] > 0.0);
        trace += p->out[g] > 0.0 ? p->own[g] / p->out[g] : 0.0;
    }
    check_near(found[0].value, (p->weight[0] - p->weight[1]) / total, 1e-12);
    check_near(found[3].value, p->weight[1] / total - chance, 1e-12);
    if (found[2].status == CLG_VALUE_OK)
        check_near(found[2].value, (p->weight[1] / total - chance) / (1.0 - chance),
                   1e-9);
    else
        check_near(chance, 1.0, 1e-9);
    assert_int_equal(found[5].status == CLG_VALUE_OK, everyone_mixes);
    if (everyone_mixes)
        check_near(found[5].value, (trace - 1.0) / ((double)p->occupied - 1.0), 1e-12);
}

static void check_counts(const sample *s, const pairs *p, const clg_value *found)
{
    double ties = p->tied[0] + p->tied[1], pair_count = p->same[0] + p->same[1];
    double each = s->graph.is_directed ? 1.0 : 0.5, more;
    double a = each * p->tied[1], b = each * p->tied[0];
    double c = each * p->same[1] - a, d = each * p->same[0] - b, low, high;

    low = fmax(0.0, ties - p->same[1]);
    high = fmin(ties, p->same[0]);
    assert_int_equal(found[9].status == CLG_VALUE_OK, high > low);
    if (high > low)
        check_near(found[9].value,
                   (p->tied[0] - low) / (high - low) -
                       (high - p->tied[0]) / (high - low),
                   1e-12);
    check_near(found[4].value, 1.0 - p->tied[0] / (ties * p->same[0] / pair_count),
               1e-12);
    more = a * b * c * d == 0.0 ? 0.5 : 0.0;
    check_near(found[6].value, (a + more) * (d + more) / ((b + more) * (c + more)),
               1e-9);
    assert_int_equal(found[7].status == CLG_VALUE_OK, p->tied[1] > 0.0);
    if (found[7].status == CLG_VALUE_OK)
        check_near(found[7].value,
                   (p->tied[0] / p->same[0]) / (p->tied[1] / p->same[1]), 1e-12);
}

static void check_untied(const sample *s, const pairs *p, clg_value found)
{
    double untied = 0.0;

    for (uint32_t a = 0; a < s->k; a++)
        for (uint32_t b = a + 1; b < s->k; b++) {
            bool is_tied = false;
            for (uint32_t v = 0; v < s->n; v++)
                for (uint32_t w = 0; w < s->n; w++)
                    is_tied = is_tied ||
                              (s->code[v] == (int32_t)a && s->code[w] == (int32_t)b &&
                               s->w[v][w] + s->w[w][v] > 0.0);
            untied += p->size[a] > 0.0 && p->size[b] > 0.0 && !is_tied;
        }
    check_near(found.value, untied, 0.0);
}

static void check_indices(const sample *s)
{
    pairs p = pairs_of(s);
    clg_value found[INDICES];

    read_indices(s, found);
    if (p.occupied < 2) {
        for (int i = 0; i < INDICES; i++)
            assert_int_equal(found[i].status, CLG_VALUE_UNDEFINED);
        return;
    }
    check_near(found[1].value, (p.same[0] - p.same[1]) / (p.same[0] + p.same[1]),
               1e-12);
    check_untied(s, &p, found[8]);
    if (p.weight[0] + p.weight[1] > 0.0) {
        check_weights(s, &p, found);
        check_counts(s, &p, found);
        return;
    }
    for (int i = 0; i < INDICES; i++)
        assert_int_equal(found[i].status == CLG_VALUE_OK, i == 1 || i == 8);
}

static void indices_are_their_definitions(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 4 * TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 1, 2 + (uint32_t)(trial % 3),
                             trial % 5 == 0 ? 3 : 0);
        check_indices(&s);
        sample_clear(&s);
    }
}

/* E-I and Coleman's index, by group. */
static void groups_are_their_definitions(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 3, trial % 4 == 0 ? 4 : 0);
        pairs p = pairs_of(&s);
        clg_mixing_room room = {0};
        clg_mixing m;
        check_ok(clg_mixing_find(&s.graph, s.code, s.k, &room, &m, &err));
        for (uint32_t g = 0; g < s.k; g++) {
            bool is_defined = p.occupied >= 2 && p.out[g] > 0.0;
            double expected = p.out[g] * (p.size[g] - 1.0) / (p.people - 1.0);
            double more = p.own[g] - expected;
            double most = more > 0.0 ? p.out[g] - expected : expected;
            clg_value ei = clg_mixing_group_ei(&m, g), coleman;
            coleman = clg_mixing_coleman(&m, g);
            assert_int_equal(ei.status == CLG_VALUE_OK, is_defined);
            assert_int_equal(coleman.status == CLG_VALUE_OK, is_defined);
            if (!is_defined)
                continue;
            check_near(ei.value, 1.0 - 2.0 * p.own[g] / p.out[g], 1e-12);
            check_near(coleman.value, most > 0.0 ? more / most : 0.0, 1e-9);
        }
        clg_mixing_room_clear(&room);
        sample_clear(&s);
    }
}

/* And assortativity is modularity over its largest value. */
static void of_two_groups_gam_is_assortativity(void **state)
{
    (void)state;
    int met = 0;

    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, false, 2, 0);
        pairs p = pairs_of(&s);
        double total = p.weight[0] + p.weight[1], most = 1.0;
        clg_value found[INDICES];
        read_indices(&s, found);
        for (uint32_t g = 0; g < 2; g++)
            most -= p.out[g] * p.in[g] / (total * total);
        if (found[2].status == CLG_VALUE_OK) {
            check_near(found[3].value / most, found[2].value, 1e-9);
            if (found[5].status == CLG_VALUE_OK) {
                check_near(found[5].value, found[2].value, 1e-9);
                met++;
            }
        }
        sample_clear(&s);
    }
    assert_true(met > TRIALS / 2);
}

static void people_of_unknown_group_are_as_if_absent(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 3, 3), other;
        clg_value here[INDICES], there[INDICES];
        clg_tie ties[SAMPLE_MOST * SAMPLE_MOST], kept[SAMPLE_MOST * SAMPLE_MOST];
        size_t count = sample_ties(&s, ties), left = 0;
        uint32_t place[SAMPLE_MOST], n = 0;
        int32_t code[SAMPLE_MOST];
        double ssi[SAMPLE_MOST], alone[SAMPLE_MOST];
        for (uint32_t v = 0; v < s.n; v++) {
            place[v] = n;
            if (s.code[v] >= 0)
                code[n++] = s.code[v];
        }
        for (size_t t = 0; t < count; t++)
            if (s.code[ties[t].from] >= 0 && s.code[ties[t].to] >= 0)
                kept[left++] =
                    (clg_tie){place[ties[t].from], place[ties[t].to], ties[t].weight};
        other = sample_with_ties(&s, kept, left, n, code);
        read_indices(&s, here);
        read_indices(&other, there);
        check_same(here, there, INDICES);
        if (!s.graph.is_directed) {
            check_ok(clg_spectral_segregation(&s.graph, &s.groups, ssi, &err));
            check_ok(
                clg_spectral_segregation(&other.graph, &other.groups, alone, &err));
            for (uint32_t v = 0; v < s.n; v++)
                check_near(ssi[v], s.code[v] < 0 ? 0.0 : alone[place[v]], 1e-9);
        }
        sample_clear(&s);
        sample_clear(&other);
    }
}

static void other_names_and_sevenfold_weights_change_nothing(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 3, trial % 3 == 0 ? 4 : 0), other;
        clg_value here[INDICES], there[INDICES];
        clg_tie ties[SAMPLE_MOST * SAMPLE_MOST];
        size_t count = sample_ties(&s, ties);
        int32_t code[SAMPLE_MOST];
        for (size_t t = 0; t < count; t++)
            ties[t] = (clg_tie){s.n - 1 - ties[t].from, s.n - 1 - ties[t].to,
                                7.0 * ties[t].weight};
        for (uint32_t v = 0; v < s.n; v++)
            code[s.n - 1 - v] = s.code[v] < 0 ? -1 : (s.code[v] + 1) % 3;
        other = sample_with_ties(&s, ties, count, s.n, code);
        read_indices(&s, here);
        read_indices(&other, there);
        check_same(here, there, INDICES);
        sample_clear(&s);
        sample_clear(&other);
    }
}

/* r of the network without each tie in turn. */
static void the_error_is_that_of_networks_with_a_tie_less(void **state)
{
    (void)state;
    int met = 0, unmet = 0;

    for (uint64_t trial = 0; trial < 2 * TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 3, trial % 3 == 0 ? 5 : 0);
        clg_value all[INDICES], some[INDICES], found;
        clg_tie ties[SAMPLE_MOST * SAMPLE_MOST], rest[SAMPLE_MOST * SAMPLE_MOST];
        size_t count = sample_ties(&s, ties);
        double sum = 0.0, margins[2 * SAMPLE_GROUPS];
        read_indices(&s, all);
        for (size_t t = 0; t < count; t++) {
            sample less;
            size_t left = 0;
            if (s.code[ties[t].from] < 0 || s.code[ties[t].to] < 0)
                continue;
            for (size_t u = 0; u < count; u++)
                if (u != t)
                    rest[left++] = ties[u];
            less = sample_with_ties(&s, rest, left, s.n, s.code);
            read_indices(&less, some);
            sum += pow(some[2].value - all[2].value, 2.0);
            sample_clear(&less);
        }
        found = clg_assortativity_error(&s.graph, s.code, s.k, margins);
        if (all[2].status == CLG_VALUE_OK) {
            assert_int_equal(found.status == CLG_VALUE_OK, isfinite(sum) != 0);
            if (found.status == CLG_VALUE_OK)
                check_near(found.value, sqrt(sum), 1e-9);
            *(found.status == CLG_VALUE_OK ? &met : &unmet) += 1;
        }
        sample_clear(&s);
    }
    assert_true(met > TRIALS / 2 && unmet > 0);
}

static double plain_correlation(const sample *s, const double *x, bool by_weight)
{
    double n = 0.0, mx = 0.0, my = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

    for (int pass = 0; pass < 2; pass++) {
        mx /= pass == 1 ? n : 1.0;
        my /= pass == 1 ? n : 1.0;
        for (uint32_t v = 0; v < s->n; v++)
            for (uint32_t w = 0; w < s->n; w++) {
                double weight = by_weight ? s->w[v][w] : s->w[v][w] > 0.0;
                if (!(weight > 0.0) || isnan(x[v]) || isnan(x[w]))
                    continue;
                n += pass == 0 ? weight : 0.0;
                mx += pass == 0 ? weight * x[v] : 0.0;
                my += pass == 0 ? weight * x[w] : 0.0;
                xx += pass == 0 ? 0.0 : weight * (x[v] - mx) * (x[v] - mx);
                yy += pass == 0 ? 0.0 : weight * (x[w] - my) * (x[w] - my);
                xy += pass == 0 ? 0.0 : weight * (x[v] - mx) * (x[w] - my);
            }
    }
    return xx > 1e-9 && yy > 1e-9 ? xy / sqrt(xx * yy) : (double)NAN;
}

static void numeric_assortativity_is_a_correlation_wherever_zero_lies(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        sample s = sample_of(trial, trial % 2 == 0, 4, 6);
        double x[SAMPLE_MOST], far[SAMPLE_MOST], expected;
        for (uint32_t v = 0; v < s.n; v++) {
            x[v] = s.code[v] < 0 ? (double)NAN : (double)s.code[v];
            far[v] = x[v] + 1e9;
        }
        for (int by_weight = 0; by_weight < 2; by_weight++) {
            clg_value near = clg_assortativity(&s.graph, x, x, by_weight);
            clg_value away = clg_assortativity(&s.graph, far, far, by_weight);
            expected = plain_correlation(&s, x, by_weight);
            assert_int_equal(near.status == CLG_VALUE_OK, !isnan(expected));
            check_same(&near, &away, 1);
            if (!isnan(expected))
                check_near(near.value, expected, 1e-9);
        }
        sample_clear(&s);
    }
}

static void nothing_to_say_is_undefined(void **state)
{
    (void)state;
    const int32_t one[] = {0, 0, 0, 0}, two[] = {0, 1, 1, 0}, unknown[] = {-1, -1, -1};
    sample any = {.k = 2}, s;
    clg_value found[INDICES];

    for (uint32_t n = 0; n < 4; n++) {
        s = sample_with_ties(&any, NULL, 0, n, n == 3 ? unknown : two);
        read_indices(&s, found);
        for (int i = 0; i < INDICES; i++)
            assert_int_equal(found[i].status == CLG_VALUE_OK,
                             n == 2 && (i == 1 || i == 8));
        sample_clear(&s);
    }
    s = sample_with_ties(&any, (clg_tie[]){{0, 1, 1.0}, {1, 2, 2.0}}, 2, 4, one);
    read_indices(&s, found);
    for (int i = 0; i < INDICES; i++)
        assert_int_equal(found[i].status, CLG_VALUE_UNDEFINED);
    sample_clear(&s);
}

static void only_the_largest_mixing_asks_for_memory(void **state)
{
    (void)state;
    sample s = sample_of(11, true, 4, 0);
    clg_mixing_room room = {0};
    clg_mixing m;
    clg_status status;

    clg_test_allocations_left = 0;
    status = clg_mixing_find(&s.graph, s.code, 4, &room, &m, NULL);
    clg_test_allocations_left = -1;
    assert_int_equal(status, CLG_ERROR_MEMORY);
    check_ok(clg_mixing_find(&s.graph, s.code, 4, &room, &m, &err));
    clg_test_allocations_left = 0;
    status = clg_mixing_find(&s.graph, s.code, 4, &room, &m, NULL);
    clg_test_allocations_left = -1;
    assert_int_equal(status, CLG_OK);
    clg_mixing_room_clear(&room);
    sample_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indices_are_their_definitions),
        cmocka_unit_test(groups_are_their_definitions),
        cmocka_unit_test(of_two_groups_gam_is_assortativity),
        cmocka_unit_test(people_of_unknown_group_are_as_if_absent),
        cmocka_unit_test(other_names_and_sevenfold_weights_change_nothing),
        cmocka_unit_test(the_error_is_that_of_networks_with_a_tie_less),
        cmocka_unit_test(numeric_assortativity_is_a_correlation_wherever_zero_lies),
        cmocka_unit_test(nothing_to_say_is_undefined),
        cmocka_unit_test(only_the_largest_mixing_asks_for_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
