/* The chain's passes and paths against enumeration of all paths, and the scaled form
 * against the log form. */
#include "check.h"

#include "base/memory.h"
#include "trajectory/hmm/chain.h"

#include <string.h>

enum { MOST_T = 7, MOST_K = 4, CELLS = MOST_T * MOST_K };

static void check_all_near(const double *actual, const double *expected, size_t count,
                           double tolerance)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(actual[i] - expected[i]) <= tolerance))
            fail_msg("number %zu is %.17g, expected %.17g", i, actual[i], expected[i]);
}

/* A chain with what it points to. */
typedef struct sample {
    clg_chain chain;
    double log_density[CELLS], initial[MOST_K];
    double transition[MOST_T * MOST_K * MOST_K];
} sample;

/* Rows of probabilities, some of them zero. */
static void random_row(clg_random *random, double *row, size_t count)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        bool is_zero = clg_random_below(random, 4) == 0;
        row[i] = is_zero ? 0.0 : clg_random_uniform(random) + 0.01;
        sum += row[i];
    }
    if (sum == 0.0)
        row[clg_random_below(random, (uint32_t)count)] = sum = 1.0;
    for (size_t i = 0; i < count; i++)
        row[i] /= sum;
}

/* spread: how far apart the log densities of a window lie. */
static void random_sample(sample *s, uint64_t trial, double spread)
{
    clg_random random = clg_random_stream(trial, "chain", 0, 0, 0);
    size_t t_count = 1 + clg_random_below(&random, MOST_T);
    size_t k = 1 + clg_random_below(&random, MOST_K), matrices;
    bool varies = clg_random_below(&random, 2) == 1;

    s->chain = (clg_chain){t_count,    (uint32_t)k,   s->log_density,
                           s->initial, s->transition, varies ? k * k : 0};
    random_row(&random, s->initial, k);
    matrices = varies ? t_count : 1;
    for (size_t row = 0; row < matrices * k; row++)
        random_row(&random, s->transition + row * k, k);
    for (size_t t = 0; t < t_count; t++) {
        bool is_missing = clg_random_below(&random, 5) == 0;
        for (size_t j = 0; j < k; j++) {
            bool is_impossible = clg_random_below(&random, 8) == 0;
            double value = -spread * clg_random_uniform(&random);
            s->log_density[t * k + j] = is_missing      ? 0.0
                                        : is_impossible ? -INFINITY
                                                        : value;
        }
    }
}

static double probability_of(const clg_chain *c, const size_t *path)
{
    double log_probability = log(c->initial[path[0]]) + c->log_density[path[0]];

    for (size_t t = 1; t < c->length; t++) {
        const double *matrix = c->transition + (t - 1) * c->step;
        log_probability += log(matrix[path[t - 1] * c->states + path[t]]) +
                           c->log_density[t * c->states + path[t]];
    }
    return exp(log_probability);
}

/* Everything, by going through all K^T paths. */
typedef struct enumeration {
    double likelihood, best, best_hits;
    double gamma[CELLS], pairs[MOST_T * MOST_K * MOST_K];
    size_t path[MOST_T];
} enumeration;

static bool next_path(const clg_chain *c, size_t *path)
{
    for (size_t t = c->length; t-- > 0;) {
        if (++path[t] < c->states)
            return true;
        path[t] = 0;
    }
    return false;
}

static void enumerate(const clg_chain *c, enumeration *e)
{
    size_t path[MOST_T] = {0}, k = c->states;

    memset(e, 0, sizeof *e);
    do {
        double p = probability_of(c, path);
        e->likelihood += p;
        if (p > e->best) {
            e->best = p;
            memcpy(e->path, path, sizeof path);
        }
        for (size_t t = 0; t < c->length; t++) {
            e->gamma[t * k + path[t]] += p;
            if (t > 0)
                e->pairs[((t - 1) * k + path[t - 1]) * k + path[t]] += p;
        }
    } while (next_path(c, path));
    for (size_t i = 0; e->likelihood > 0.0 && i < CELLS; i++)
        e->gamma[i] /= e->likelihood;
    for (size_t i = 0; e->likelihood > 0.0 && i < COUNT_OF(e->pairs); i++)
        e->pairs[i] /= e->likelihood;
}

static double most_hits(const clg_chain *c, const double *gamma)
{
    size_t path[MOST_T] = {0};
    double most = -1.0;

    do {
        double hits = 0.0;
        for (size_t t = 0; t < c->length; t++)
            hits += gamma[t * c->states + path[t]];
        if (probability_of(c, path) > 0.0)
            most = fmax(most, hits);
    } while (next_path(c, path));
    return most;
}

/* What a pass gives, with room for it. */
typedef struct outcome {
    double gamma[CELLS], moves[MOST_K * MOST_K], scale[MOST_T];
    double pairs[MOST_T * MOST_K * MOST_K];
    clg_chain_sums sums;
} outcome;

typedef clg_status pass(const clg_chain *, clg_chain_room *, clg_chain_sums *,
                        clg_error *);

static void run(pass *one, const clg_chain *c, clg_chain_room *room, outcome *o)
{
    memset(o, 0, sizeof *o);
    o->sums = (clg_chain_sums){0.0, o->gamma, o->moves, o->pairs, o->scale};
    check_ok(one(c, room, &o->sums, &err));
}

static void check_identities(const clg_chain *c, const outcome *o)
{
    size_t k = c->states;
    double total = 0.0;

    for (size_t t = 0; t < c->length; t++) {
        double sum = 0.0;
        total += o->scale[t];
        for (size_t i = 0; i < k; i++) {
            double out = 0.0, in = 0.0;
            sum += o->gamma[t * k + i];
            for (size_t j = 0; t + 1 < c->length && j < k; j++) {
                out += o->pairs[(t * k + i) * k + j];
                in += o->pairs[(t * k + j) * k + i];
            }
            if (t + 1 < c->length) {
                check_near(out, o->gamma[t * k + i], 1e-12);
                check_near(in, o->gamma[(t + 1) * k + i], 1e-12);
            }
        }
        check_near(sum, 1.0, 1e-12);
    }
    check_near(total, o->sums.loglik, 1e-10);
}

static void check_against(const clg_chain *c, const outcome *o, const enumeration *e)
{
    size_t k = c->states;

    if (e->likelihood == 0.0) {
        assert_true(o->sums.loglik == -INFINITY);
        check_all_near(o->gamma, e->gamma, c->length * k, 0.0);
        check_all_near(o->pairs, e->pairs, (c->length - 1) * k * k, 0.0);
        return;
    }
    check_near(o->sums.loglik, log(e->likelihood), 1e-12);
    check_all_near(o->gamma, e->gamma, c->length * k, 1e-13);
    check_all_near(o->pairs, e->pairs, (c->length - 1) * k * k, 1e-13);
    for (size_t ij = 0; ij < k * k; ij++) {
        double sum = 0.0;
        for (size_t t = 0; t + 1 < c->length; t++)
            sum += e->pairs[t * k * k + ij];
        check_near(o->moves[ij], sum, 1e-12);
    }
    check_identities(c, o);
}

static void passes_agree_with_enumeration(void **state)
{
    (void)state;
    static sample s;
    static outcome scaled, logs;
    static enumeration e;
    clg_chain_room room = {0};

    for (uint64_t trial = 0; trial < 1500; trial++) {
        random_sample(&s, trial, trial % 2 == 0 ? 4.0 : 30.0);
        enumerate(&s.chain, &e);
        run(clg_chain_pass, &s.chain, &room, &scaled);
        check_against(&s.chain, &scaled, &e);
        run(clg_chain_pass_in_logs, &s.chain, &room, &logs);
        check_against(&s.chain, &logs, &e);
    }
    clg_chain_room_clear(&room);
}

/* Log densities hundreds apart, so that the scaled form often fails. */
static void scaled_form_equals_log_form_however_far_apart_densities_lie(void **state)
{
    (void)state;
    static sample s;
    static outcome scaled, logs;
    clg_chain_room room = {0};
    size_t in_logs = 0;

    for (uint64_t trial = 0; trial < 3000; trial++) {
        random_sample(&s, trial, 2000.0);
        run(clg_chain_pass, &s.chain, &room, &scaled);
        in_logs += room.is_in_logs && scaled.sums.loglik > -INFINITY;
        run(clg_chain_pass_in_logs, &s.chain, &room, &logs);
        if (logs.sums.loglik == -INFINITY) {
            assert_true(scaled.sums.loglik == -INFINITY);
            continue;
        }
        check_near(scaled.sums.loglik, logs.sums.loglik,
                   1e-12 * fabs(logs.sums.loglik) + 1e-12);
        check_all_near(scaled.gamma, logs.gamma, CELLS, 1e-11);
        check_all_near(scaled.pairs, logs.pairs, COUNT_OF(logs.pairs), 1e-11);
        check_identities(&s.chain, &scaled);
    }
    assert_true(in_logs > 20);
    clg_chain_room_clear(&room);
}

/* Two separate chains. Windows 0 and 1 fit the first by 500 each, so that the second
 * is lost to a double; windows 2 and 3 fit the second by 501 each. */
static void what_underflowed_comes_back(void **state)
{
    (void)state;
    const double log_density[] = {0.0, -500.0, 0.0, -500.0, -501.0, 0.0, -501.0, 0.0};
    const double initial[] = {0.5, 0.5}, transition[] = {1.0, 0.0, 0.0, 1.0};
    const clg_chain chain = {4, 2, log_density, initial, transition, 0};
    clg_chain_room room = {0};
    static outcome o;

    run(clg_chain_pass, &chain, &room, &o);
    assert_true(room.is_in_logs);
    check_near(o.sums.loglik, log(0.5) - 1000.0 + log1p(exp(-2.0)), 1e-11);
    check_near(o.gamma[1], 1.0 / (1.0 + exp(-2.0)), 1e-12);
    check_near(o.gamma[7], 1.0 / (1.0 + exp(-2.0)), 1e-12);
    clg_chain_room_clear(&room);
}

/* Only state 1 can be, and the value fits state 2 by 50 standard deviations. */
static void unreachable_state_that_fits_better_changes_nothing(void **state)
{
    (void)state;
    const double log_density[] = {-1.0, -2.0, -1250.0, 0.0, -1.5, -0.5};
    const double initial[] = {1.0, 0.0}, transition[] = {1.0, 0.0, 0.0, 1.0};
    const clg_chain chain = {3, 2, log_density, initial, transition, 0};
    clg_chain_room room = {0};
    static outcome o;

    run(clg_chain_pass, &chain, &room, &o);
    check_near(o.sums.loglik, -1252.5, 0.0);
    check_near(o.scale[1], -1250.0, 0.0);
    for (size_t t = 0; t < 3; t++) {
        check_near(o.gamma[t * 2], 1.0, 0.0);
        check_near(o.gamma[t * 2 + 1], 0.0, 0.0);
    }
    clg_chain_room_clear(&room);
}

static void windows_without_data_have_no_likelihood(void **state)
{
    (void)state;
    const double log_density[9] = {0.0}, initial[] = {0.7, 0.3, 0.0};
    const double transition[] = {0.6, 0.3, 0.1, 0.0, 0.8, 0.2, 0.0, 0.0, 1.0};
    const clg_chain chain = {3, 3, log_density, initial, transition, 0};
    const double expected[] = {0.7, 0.3, 0.0, 0.42, 0.45, 0.13, 0.252, 0.486, 0.262};
    clg_chain_room room = {0};
    static outcome o;

    run(clg_chain_pass, &chain, &room, &o);
    check_near(o.sums.loglik, 0.0, 1e-15);
    check_all_near(o.gamma, expected, 9, 1e-15);
    clg_chain_room_clear(&room);
}

static void viterbi_finds_the_likeliest_of_all_paths(void **state)
{
    (void)state;
    static sample s;
    static enumeration e;
    clg_chain_room room = {0};

    for (uint64_t trial = 0; trial < 1500; trial++) {
        uint8_t path[MOST_T];
        double log_probability;
        random_sample(&s, trial, 10.0);
        enumerate(&s.chain, &e);
        check_ok(clg_chain_viterbi(&s.chain, &room, path, &log_probability, &err));
        if (e.best == 0.0) {
            assert_true(log_probability == -INFINITY);
            continue;
        }
        check_near(log_probability, log(e.best), 1e-12);
        for (size_t t = 0; t < s.chain.length; t++)
            assert_true(path[t] < s.chain.states);
        {
            size_t found[MOST_T];
            for (size_t t = 0; t < MOST_T; t++)
                found[t] = t < s.chain.length ? path[t] : 0;
            check_near(probability_of(&s.chain, found) / e.best, 1.0, 1e-12);
        }
    }
    clg_chain_room_clear(&room);
}

static void ties_go_to_the_lowest_state(void **state)
{
    (void)state;
    const double log_density[9] = {0.0}, initial[] = {0.25, 0.25, 0.5};
    const double even[] = {0.5, 0.5, 0.0, 0.5, 0.5, 0.0, 0.0, 0.5, 0.5};
    const clg_chain chain = {3, 3, log_density, initial, even, 0};
    const double gamma[] = {0.4, 0.4, 0.2, 0.3, 0.4, 0.3, 0.5, 0.5, 0.0};
    const uint8_t likeliest[] = {2, 1, 0}, hits[] = {0, 1, 0};
    clg_chain_room room = {0};
    uint8_t path[3];

    check_ok(clg_chain_viterbi(&chain, &room, path, NULL, &err));
    assert_memory_equal(path, likeliest, 3);
    check_ok(clg_chain_best_allowed(&chain, gamma, &room, path, &err));
    assert_memory_equal(path, hits, 3);
    clg_chain_room_clear(&room);
}

static void best_allowed_path_has_most_hits_of_all_possible_paths(void **state)
{
    (void)state;
    static sample s;
    static outcome o;
    clg_chain_room room = {0};

    for (uint64_t trial = 0; trial < 1500; trial++) {
        uint8_t path[MOST_T];
        size_t found[MOST_T] = {0};
        double hits = 0.0;
        random_sample(&s, trial, 5.0);
        run(clg_chain_pass, &s.chain, &room, &o);
        if (o.sums.loglik == -INFINITY)
            continue;
        check_ok(clg_chain_best_allowed(&s.chain, o.gamma, &room, path, &err));
        for (size_t t = 0; t < s.chain.length; t++) {
            found[t] = path[t];
            hits += o.gamma[t * s.chain.states + path[t]];
        }
        assert_true(probability_of(&s.chain, found) > 0.0);
        check_near(hits, most_hits(&s.chain, o.gamma), 1e-12);
    }
    clg_chain_room_clear(&room);
}

static void check_draws(const clg_chain *c, pass *one, clg_chain_room *room)
{
    enum { DRAWS = 20000 };
    size_t k = c->states;
    static outcome o;
    double pairs[MOST_T * MOST_K * MOST_K] = {0.0}, gamma[CELLS] = {0.0};
    clg_random random = clg_random_stream(5, "draws", 0, 0, 0);

    run(one, c, room, &o);
    for (size_t draw = 0; draw < DRAWS; draw++) {
        uint8_t path[MOST_T];
        size_t found[MOST_T] = {0};
        clg_chain_draw(c, room, &random, path);
        for (size_t t = 0; t < c->length; t++) {
            found[t] = path[t];
            gamma[t * k + path[t]] += 1.0 / DRAWS;
            if (t > 0)
                pairs[((t - 1) * k + path[t - 1]) * k + path[t]] += 1.0 / DRAWS;
        }
        assert_true(probability_of(c, found) > 0.0);
    }
    check_all_near(gamma, o.gamma, c->length * k, 0.02); /* 5.6 standard errors */
    check_all_near(pairs, o.pairs, (c->length - 1) * k * k, 0.02);
}

static void draws_are_as_frequent_as_the_posterior_says(void **state)
{
    (void)state;
    static sample s;
    static enumeration e;
    clg_chain_room room = {0};

    for (uint64_t trial = 0, done = 0; done < 8; trial++) {
        random_sample(&s, trial, 4.0);
        enumerate(&s.chain, &e);
        if (s.chain.length < 4 || s.chain.states < 3 || e.likelihood == 0.0)
            continue;
        check_draws(&s.chain, clg_chain_pass, &room);
        check_draws(&s.chain, clg_chain_pass_in_logs, &room);
        done++;
    }
    clg_chain_room_clear(&room);
}

static void one_window_and_one_state(void **state)
{
    (void)state;
    const double log_density[] = {-3.0, -4.0}, one[] = {1.0}, two[] = {0.5, 0.5};
    const clg_chain one_state = {2, 1, log_density, one, one, 0};
    const clg_chain one_window = {1, 2, log_density, two, NULL, 0};
    clg_chain_room room = {0};
    static outcome o;

    run(clg_chain_pass, &one_state, &room, &o);
    check_near(o.sums.loglik, -7.0, 0.0);
    check_near(o.moves[0], 1.0, 0.0);
    run(clg_chain_pass, &one_window, &room, &o);
    check_near(o.sums.loglik, log(0.5 * (exp(-3.0) + exp(-4.0))), 1e-15);
    check_near(o.gamma[0], 1.0 / (1.0 + exp(-1.0)), 1e-15);
    check_near(o.moves[0], 0.0, 0.0);
    run(clg_chain_pass_in_logs, &one_window, &room, &o);
    check_near(o.gamma[0], 1.0 / (1.0 + exp(-1.0)), 1e-15);
    clg_chain_room_clear(&room);
}

static void paths_through_too_many_states_are_refused(void **state)
{
    (void)state;
    static double log_density[257], initial[257];
    const clg_chain chain = {1, 257, log_density, initial, NULL, 0};
    clg_chain_room room = {0};
    uint8_t path[1];

    check_fails(clg_chain_viterbi(&chain, &room, path, NULL, &err), CLG_ERROR_ARGUMENT,
                "a path through 257 states, expected at most 256");
    clg_chain_room_clear(&room);
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    static sample s;
    static outcome o;
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    random_sample(&s, 3, 4.0);
    for (; status != CLG_OK; allowed++) {
        clg_chain_room room = {0};
        clg_error err = CLG_ERROR_INIT;
        uint8_t path[MOST_T];

        o.sums = (clg_chain_sums){0.0, o.gamma, o.moves, o.pairs, o.scale};
        clg_test_allocations_left = allowed;
        status = clg_chain_pass(&s.chain, &room, &o.sums, &err);
        if (status == CLG_OK)
            status = clg_chain_viterbi(&s.chain, &room, path, NULL, &err);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_int_equal(err.code, status);
        clg_chain_room_clear(&room);
    }
    assert_int_equal(allowed, 6); /* five allocations, then success */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_agree_with_enumeration),
        cmocka_unit_test(scaled_form_equals_log_form_however_far_apart_densities_lie),
        cmocka_unit_test(what_underflowed_comes_back),
        cmocka_unit_test(unreachable_state_that_fits_better_changes_nothing),
        cmocka_unit_test(windows_without_data_have_no_likelihood),
        cmocka_unit_test(viterbi_finds_the_likeliest_of_all_paths),
        cmocka_unit_test(ties_go_to_the_lowest_state),
        cmocka_unit_test(best_allowed_path_has_most_hits_of_all_possible_paths),
        cmocka_unit_test(draws_are_as_frequent_as_the_posterior_says),
        cmocka_unit_test(one_window_and_one_state),
        cmocka_unit_test(paths_through_too_many_states_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
