/* Inequality, its part between groups, seats in meetings and nestedness: against their
 * definitions on random small tables, by hand, and where there is nothing to say. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "ingest/edges.h"
#include "measures/stratification/gini.h"
#include "measures/stratification/inequality.h"
#include "measures/stratification/nestedness.h"
#include "measures/stratification/seating.h"

#include <gsl/gsl_eigen.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 12, GROUPS = 4, TRIALS = 200 };

/* People by meetings, numbers and groups. */
typedef struct table {
    clg_two_mode b;
    clg_groups groups;
    double cell[MOST][MOST], number[MOST];
    int32_t code[MOST];
    uint32_t n, m;
} table;

static void add_cells(table *t, clg_random *random, uint32_t one_in)
{
    uint32_t person[MOST * MOST], meeting[MOST * MOST];
    size_t count = 0;

    for (uint32_t v = 0; v < t->n; v++)
        for (uint32_t m = 0; m < t->m; m++)
            if (clg_random_below(random, one_in) == 0) {
                t->cell[v][m] = 1.0;
                person[count] = v;
                meeting[count++] = m;
            }
    check_ok(clg_two_mode_from_pairs(&t->b, t->n, t->m, person, meeting, count, &err));
}

static table table_of(uint64_t trial, uint32_t missing)
{
    clg_random random = clg_random_stream(trial, "table", missing, 0, 0);
    table t = {.n = 1 + (uint32_t)(trial % MOST), .m = (uint32_t)(trial / 3 % MOST)};

    for (uint32_t v = 0; v < t.n; v++) {
        t.code[v] = missing > 0 && clg_random_below(&random, missing) == 0
                        ? -1
                        : (int32_t)clg_random_below(&random, GROUPS - 1);
        t.number[v] = (double)clg_random_below(&random, 5) / 2.0;
    }
    check_ok(clg_groups_fill(&t.groups, t.code, t.n, GROUPS, &err));
    add_cells(&t, &random, 1 + (uint32_t)(trial % 4));
    return t;
}

static void drop(table *t)
{
    clg_two_mode_clear(&t->b);
    clg_groups_clear(&t->groups);
}

static double plain_theil(const double *x, uint32_t n)
{
    double mean = 0.0, sum = 0.0;

    for (uint32_t i = 0; i < n; i++)
        mean += x[i] / n;
    for (uint32_t i = 0; i < n; i++)
        sum += x[i] > 0.0 ? x[i] / mean * log(x[i] / mean) / n : 0.0;
    return sum;
}

static void check_inequality(const double *x, uint32_t n)
{
    double sum = 0.0, gaps = 0.0, squares = 0.0, copy[MOST];

    for (uint32_t i = 0; i < n; i++) {
        sum += x[i];
        for (uint32_t j = 0; j < n; j++)
            gaps += fabs(x[i] - x[j]);
    }
    memcpy(copy, x, n * sizeof *x);
    assert_int_equal(clg_gini(copy, n).status == CLG_VALUE_OK, sum > 0.0);
    assert_int_equal(clg_theil(x, n).status == CLG_VALUE_OK, sum > 0.0);
    assert_int_equal(clg_hhi(x, n).status == CLG_VALUE_OK, sum > 0.0);
    if (!(sum > 0.0))
        return;
    for (uint32_t i = 0; i < n; i++)
        squares += x[i] / sum * (x[i] / sum);
    check_near(clg_gini(copy, n).value, gaps / (2.0 * n * sum), 1e-12);
    check_near(clg_theil(x, n).value, plain_theil(x, n), 1e-12);
    check_near(clg_hhi(x, n).value, squares, 1e-12);
}

static void inequality_is_its_definition_at_any_scale(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        table t = table_of(trial, 0);
        double sevenfold[MOST], copy[MOST];
        check_inequality(t.number, t.n);
        for (uint32_t v = 0; v < t.n; v++)
            sevenfold[v] = 7.0 * (copy[v] = t.number[v]);
        if (clg_theil(t.number, t.n).status == CLG_VALUE_OK) {
            check_near(clg_theil(sevenfold, t.n).value, clg_theil(copy, t.n).value,
                       1e-12);
            check_near(clg_gini(sevenfold, t.n).value, clg_gini(copy, t.n).value,
                       1e-12);
            check_near(clg_top_fifth_share(sevenfold, t.n).value,
                       clg_top_fifth_share(copy, t.n).value, 1e-12);
        }
        drop(&t);
    }
}

static void inequality_worked_by_hand(void **state)
{
    (void)state;
    double same[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, one[] = {0, 0, 0, 0, 0, 3};
    double six[] = {1, 2, 3, 4, 5, 6};

    assert_true(clg_gini(same, 7).value >= 0.0 && clg_gini(same, 7).value < 1e-15);
    check_near(clg_theil(same, 7).value, 0.0, 1e-15);
    check_near(clg_gini(one, 6).value, 5.0 / 6.0, 1e-15);
    check_near(clg_theil(one, 6).value, log(6.0), 1e-15);
    check_near(clg_hhi(one, 6).value, 1.0, 1e-15);
    check_near(clg_top_fifth_share(six, 6).value, 11.0 / 21.0, 1e-15);
    check_near(clg_top_fifth_share(one, 6).value, 1.0, 0.0);
    assert_int_equal(clg_gini(one, 0).status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_top_fifth_share(one, 0).status, CLG_VALUE_UNDEFINED);
}

/* Theil between and within, and both sums of squares, group by group. */
static void check_between(const table *t, const clg_between *found)
{
    double own[GROUPS][MOST], all[MOST], sum = 0.0, within = 0.0, between = 0.0;
    double total, ssw = 0.0, sst = 0.0, ssb, mean, ms, k = 0.0;
    uint32_t size[GROUPS] = {0}, n = 0;

    for (uint32_t v = 0; v < t->n; v++)
        if (t->code[v] >= 0) {
            own[t->code[v]][size[t->code[v]]++] = t->number[v];
            sum += all[n++] = t->number[v];
        }
    mean = sum / n;
    for (uint32_t g = 0; g < GROUPS; g++) {
        double part = 0.0;
        for (uint32_t i = 0; i < size[g]; i++)
            part += own[g][i];
        for (uint32_t i = 0; i < size[g]; i++)
            ssw += pow(own[g][i] - part / size[g], 2.0);
        within += part > 0.0 ? part / sum * plain_theil(own[g], size[g]) : 0.0;
        between += part > 0.0 ? part / sum * log(part / size[g] / mean) : 0.0;
        k += size[g] > 0;
    }
    for (uint32_t i = 0; i < n; i++)
        sst += pow(all[i] - mean, 2.0);
    assert_int_equal(found->between.status == CLG_VALUE_OK, k >= 2.0 && sum > 0.0);
    assert_int_equal(found->eta2.status == CLG_VALUE_OK, k >= 2.0 && sst > 1e-12);
    if (found->between.status == CLG_VALUE_OK) {
        check_near(found->between.value, between, 1e-12);
        check_near(found->within.value, within, 1e-12);
        total = found->between.value + found->within.value;
        check_near(total, plain_theil(all, n), 1e-12);
        if (found->share.status == CLG_VALUE_OK)
            check_near(found->share.value, between / total, 1e-9);
    }
    if (found->eta2.status != CLG_VALUE_OK)
        return;
    ssb = sst - ssw;
    ms = ssw / (n - k);
    check_near(found->eta2.value, ssb / sst, 1e-9);
    assert_int_equal(found->omega2.status == CLG_VALUE_OK, n > k);
    if (n > k)
        check_near(found->omega2.value, (ssb - (k - 1.0) * ms) / (sst + ms), 1e-9);
}

static void between_and_within_are_all_there_is(void **state)
{
    (void)state;
    clg_between_room room = {0};

    for (uint64_t trial = 0; trial < 3 * TRIALS; trial++) {
        table t = table_of(trial, trial % 3 == 0 ? 4 : 0);
        clg_between found;
        check_ok(clg_between_groups(t.number, &t.groups, &room, &found, &err));
        check_between(&t, &found);
        drop(&t);
    }
    clg_between_room_clear(&room);
}

/* xPy* by its sum over meetings; self: whether the one who sits counts. */
static double plain_exposure(const table *t, int32_t x, int32_t y, bool self)
{
    double seats = 0.0, sum = 0.0;

    for (uint32_t m = 0; m < t->m; m++) {
        double own = 0.0, other = 0.0, all = 0.0;
        for (uint32_t v = 0; v < t->n; v++) {
            own += t->code[v] == x ? t->cell[v][m] : 0.0;
            other += t->code[v] == y ? t->cell[v][m] : 0.0;
            all += t->code[v] >= 0 ? t->cell[v][m] : 0.0;
        }
        if (self ? all > 0.0 : all > 1.0) {
            seats += own;
            sum += self ? own * other / all : own * (other - (x == y)) / (all - 1.0);
        }
    }
    return sum / seats;
}

static double plain_dissimilarity(const table *t, int32_t group, double *share)
{
    double own[MOST] = {0}, other[MOST] = {0}, x = 0.0, y = 0.0, sum = 0.0;

    for (uint32_t v = 0; v < t->n; v++)
        for (uint32_t m = 0; m < t->m; m++) {
            own[m] += t->code[v] == group ? t->cell[v][m] : 0.0;
            other[m] += t->code[v] != group && t->code[v] >= 0 ? t->cell[v][m] : 0.0;
        }
    for (uint32_t m = 0; m < t->m; m++) {
        x += own[m];
        y += other[m];
    }
    for (uint32_t m = 0; m < t->m; m++)
        sum += fabs(own[m] / x - other[m] / y) / 2.0;
    *share = x / (x + y);
    return x > 0.0 && y > 0.0 ? sum : (double)NAN;
}

static void check_seats(const table *t, int32_t group, const clg_seating *found)
{
    double share, apart = plain_dissimilarity(t, group, &share), others = 0.0;
    double own = plain_exposure(t, group, group, true);
    double without = plain_exposure(t, group, group, false);

    assert_int_equal(found->isolation.status == CLG_VALUE_OK, !isnan(own));
    assert_int_equal(found->without_self.status == CLG_VALUE_OK, !isnan(without));
    assert_int_equal(found->exposure.status == CLG_VALUE_OK, !isnan(apart));
    if (!isnan(own))
        check_near(found->isolation.value, own, 1e-12);
    if (!isnan(without))
        check_near(found->without_self.value, without, 1e-12);
    if (isnan(apart))
        return;
    for (int32_t y = 0; y < GROUPS; y++)
        others += y == group ? 0.0 : plain_exposure(t, group, y, true);
    check_near(found->exposure.value, others, 1e-12);
    check_near(found->isolation.value + others, 1.0, 1e-12);
    check_near(found->eta2.value, (own - share) / (1.0 - share), 1e-9);
    check_near(found->dissimilarity.value, apart, 1e-12);
}

static void seats_are_counted_as_defined_and_exposures_add_up_to_one(void **state)
{
    (void)state;
    clg_seating_room room = {0};

    for (uint64_t trial = 0; trial < 3 * TRIALS; trial++) {
        table t = table_of(trial, trial % 3 == 0 ? 4 : 0);
        const clg_seating *found = NULL;
        check_ok(clg_seating_find(&t.b, &t.groups, &room, &found, &err));
        for (int32_t g = 0; g < GROUPS; g++)
            check_seats(&t, g, &found[g]);
        drop(&t);
    }
    clg_seating_room_clear(&room);
}

static double plain_pairs(const table *t, bool is_people)
{
    uint32_t rows = is_people ? t->n : t->m, columns = is_people ? t->m : t->n;
    double sum = 0.0;

    for (uint32_t a = 0; a < rows; a++)
        for (uint32_t b = 0; b < rows; b++) {
            double more = 0.0, less = 0.0, both = 0.0;
            for (uint32_t c = 0; c < columns; c++) {
                double left = is_people ? t->cell[a][c] : t->cell[c][a];
                double right = is_people ? t->cell[b][c] : t->cell[c][b];
                more += left;
                less += right;
                both += left * right;
            }
            sum += more > less && less > 0.0 ? 100.0 * both / less : 0.0;
        }
    return sum;
}

static double largest_eigenvalue(const table *t)
{
    gsl_matrix *a = gsl_matrix_calloc(t->n, t->n);
    gsl_vector *values = gsl_vector_alloc(t->n);
    gsl_eigen_symm_workspace *room = gsl_eigen_symm_alloc(t->n);
    double largest;

    for (uint32_t v = 0; v < t->n; v++)
        for (uint32_t w = 0; w < t->n; w++)
            for (uint32_t m = 0; m < t->m; m++)
                *gsl_matrix_ptr(a, v, w) += t->cell[v][m] * t->cell[w][m];
    gsl_eigen_symm(a, values, room);
    largest = gsl_vector_max(values);
    gsl_eigen_symm_free(room);
    gsl_vector_free(values);
    gsl_matrix_free(a);
    return largest;
}

static void nestedness_is_its_definition(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        table t = table_of(trial, 0);
        double n = t.n, m = t.m, pairs = n * (n - 1.0) / 2.0, other, sum;
        clg_nestedness found;
        clg_value spectral;
        other = m * (m - 1.0) / 2.0;
        sum = plain_pairs(&t, true) + plain_pairs(&t, false);
        check_ok(clg_nestedness_find(&t.b, &found, &err));
        check_ok(clg_spectral_nestedness(&t.b, &spectral, &err));
        assert_int_equal(found.both.status == CLG_VALUE_OK, pairs + other > 0.0);
        assert_int_equal(found.people.status == CLG_VALUE_OK, pairs > 0.0);
        if (pairs > 0.0)
            check_near(found.people.value, plain_pairs(&t, true) / pairs, 1e-9);
        if (other > 0.0)
            check_near(found.meetings.value, plain_pairs(&t, false) / other, 1e-9);
        if (pairs + other > 0.0)
            check_near(found.both.value, sum / (pairs + other), 1e-9);
        assert_int_equal(spectral.status == CLG_VALUE_OK, t.b.presence_count > 0);
        if (t.b.presence_count > 0)
            check_near(spectral.value,
                       largest_eigenvalue(&t) / (double)t.b.presence_count, 1e-9);
        drop(&t);
    }
}

/* gini, theil_T, hhi and top_20pct_share of ht_advice_indegree; gini_smallsample is
 * n / (n - 1) times davis_women_attendance's gini. */
static void how_unequally_advice_is_asked_for(void **state)
{
    (void)state;
    clg_edges_options options = {
        SHARED_FOLDER "/oracles/measures/data/ht_advice_edges.csv",
        SHARED_FOLDER "/oracles/measures/data/ht_advice_nodes.csv",
        NULL,
        NULL,
        true,
        false};
    double asked[21] = {0},
           women[] = {8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2};
    FILE *file = fopen(options.edges, "r");
    clg_edges edges;

    check_near(clg_gini(women, 18).value * 18.0 / 17.0, 0.24785194976867148, 1e-9);
    if (file == NULL)
        skip();
    fclose(file);
    check_ok(clg_edges_read(&options, &edges, &err));
    assert_int_equal(edges.ids.count, 21);
    for (size_t e = 0; e < edges.count; e++)
        asked[edges.to[e]] += 1.0;
    check_near(clg_theil(asked, 21).value, 0.09625826607775331, 1e-9);
    check_near(clg_hhi(asked, 21).value, 0.05678670360110803, 1e-9);
    check_near(clg_gini(asked, 21).value, 0.24611528822055137, 1e-9);
    check_near(clg_top_fifth_share(asked, 21).value, 0.3894736842105263, 1e-9);
    clg_edges_clear(&edges);
}

static clg_status find_both(const table *t, clg_seating_room *seats,
                            clg_between_room *room, long allowed)
{
    const clg_seating *found = NULL;
    clg_between between;
    clg_status status;

    clg_test_allocations_left = allowed;
    status = clg_seating_find(&t->b, &t->groups, seats, &found, NULL);
    if (status == CLG_OK)
        status = clg_between_groups(t->number, &t->groups, room, &between, NULL);
    clg_test_allocations_left = -1;
    return status;
}

static void only_the_first_call_asks_for_memory_and_may_fail(void **state)
{
    (void)state;
    table t = table_of(11, 0);
    clg_seating_room seats = {0};
    clg_between_room room = {0};

    for (long allowed = 0; allowed < 4; allowed++) {
        assert_int_equal(find_both(&t, &seats, &room, allowed), CLG_ERROR_MEMORY);
        clg_seating_room_clear(&seats);
        clg_between_room_clear(&room);
    }
    assert_int_equal(find_both(&t, &seats, &room, 4), CLG_OK);
    assert_int_equal(find_both(&t, &seats, &room, 0), CLG_OK);
    clg_seating_room_clear(&seats);
    clg_between_room_clear(&room);
    drop(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inequality_is_its_definition_at_any_scale),
        cmocka_unit_test(inequality_worked_by_hand),
        cmocka_unit_test(between_and_within_are_all_there_is),
        cmocka_unit_test(seats_are_counted_as_defined_and_exposures_add_up_to_one),
        cmocka_unit_test(nestedness_is_its_definition),
        cmocka_unit_test(how_unequally_advice_is_asked_for),
        cmocka_unit_test(only_the_first_call_asks_for_memory_and_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
