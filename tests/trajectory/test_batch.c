/* The batched E-step against its definition on random panels, and what must not change
 * a bit of it: threads, instructions, neighbours. */
#include "check.h"

#include "batch_sample.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static const char *const instructions[] = {"baseline", "avx2", "avx512"};

static void check_against_definition(const batch_sample *sample)
{
    clg_batch *batch = batch_of(sample);

    for (int is_weighted = 0; is_weighted <= 1; is_weighted++) {
        plain_outputs expected = plain_expect(sample, is_weighted);
        for (size_t i = 0; i < COUNT_OF(instructions); i++) {
            plain_outputs actual;
            if (!clg_batch_use_instructions(batch, instructions[i]))
                continue;
            actual = batched_expect(batch, sample, is_weighted, 2);
            check_outputs(sample, &actual, &expected, 1e-10);
            plain_outputs_clear(&actual);
        }
        plain_outputs_clear(&expected);
    }
    clg_batch_free(batch);
}

static void definition_is_met_by_all_families_topologies_and_states(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 48; trial++) {
        clg_topology topology = (clg_topology)(trial / 8 % CLG_TOPOLOGY_COUNT);
        batch_sample sample = batch_sample_of(
            trial, 1 + (uint32_t)(trial * 7 % 40), 1 + (uint32_t)(trial % 8),
            1 + (uint32_t)(trial % 5), topology, EVERY_FAMILY);
        check_against_definition(&sample);
        batch_sample_clear(&sample);
    }
}

static void definition_is_met_by_each_family_alone(void **state)
{
    (void)state;
    for (uint32_t family = 0; family < CLG_FAMILY_COUNT; family++)
        for (uint64_t trial = 0; trial < 4; trial++) {
            batch_sample sample = batch_sample_of(
                1000 + trial, 20, 3, 2, CLG_TOPOLOGY_BAKIS2, UINT32_C(1) << family);
            check_against_definition(&sample);
            batch_sample_clear(&sample);
        }
}

static void most_indicators_fit(void **state)
{
    (void)state;
    batch_sample sample = batch_sample_of(5, 17, 8, CLG_MOST_INDICATORS,
                                          CLG_TOPOLOGY_ERGODIC, EVERY_FAMILY);

    check_against_definition(&sample);
    batch_sample_clear(&sample);
}

/* Three chunks, so that there is something to divide and to add. */
static void same_bits_for_any_threads_and_instructions(void **state)
{
    (void)state;
    const int threads[] = {1, 2, 3, 5, 8};

    for (uint64_t trial = 0; trial < 2; trial++) {
        batch_sample sample = batch_sample_of(
            trial, 2500, 4, 4, trial == 0 ? CLG_TOPOLOGY_BAKIS1 : CLG_TOPOLOGY_REGRESS,
            trial == 0 ? FAST_FAMILIES : EVERY_FAMILY);
        clg_batch *batch = batch_of(&sample);
        plain_outputs alone = batched_expect(batch, &sample, true, 1);
        for (size_t i = 0; i < COUNT_OF(threads) + COUNT_OF(instructions); i++) {
            bool is_other = i >= COUNT_OF(threads);
            plain_outputs other;
            if (is_other &&
                !clg_batch_use_instructions(batch, instructions[i - COUNT_OF(threads)]))
                continue;
            other = batched_expect(batch, &sample, true, is_other ? 2 : threads[i]);
            check_same_outputs(&sample, &other, &alone);
            plain_outputs_clear(&other);
        }
        plain_outputs_clear(&alone);
        clg_batch_free(batch);
        batch_sample_clear(&sample);
    }
}

/* The same schools with identifiers that sort the other way round. */
static batch_sample reversed(const batch_sample *from)
{
    const clg_panel *panel = &from->panel;
    uint32_t schools = panel->school_count;
    uint32_t *lengths = clg_array_new(schools, sizeof *lengths, NULL);
    batch_sample to = {.model = from->model};
    double *column;

    assert_non_null(lengths);
    for (uint32_t s = 0; s < schools; s++)
        lengths[s] = panel->length[schools - 1 - s];
    to.panel = small_panel(schools, lengths, panel->indicator_count);
    column = small_panel_extra(&to.panel, "exposure");
    for (uint32_t s = 0; s < schools; s++) {
        uint32_t old = schools - 1 - s;
        to.panel.is_founded[s] = panel->is_founded[old];
        for (uint32_t t = 0; t < lengths[s]; t++) {
            column[to.panel.first[s] + t] = panel->extra[0][panel->first[old] + t];
            for (uint32_t d = 0; d < panel->indicator_count; d++)
                if (clg_panel_has(panel, old, t, d))
                    clg_panel_set(&to.panel, s, t, d,
                                  clg_panel_value(panel, old, t, d));
        }
    }
    clg_free(lengths);
    return to;
}

static void a_school_does_not_depend_on_its_neighbours(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 12; trial++) {
        uint32_t schools = 70, states = 1 + (uint32_t)(trial % 5);
        batch_sample sample =
            batch_sample_of(trial, schools, states, 3, CLG_TOPOLOGY_BAKIS1,
                            trial % 2 ? FAST_FAMILIES : EVERY_FAMILY);
        batch_sample other = reversed(&sample);
        clg_batch *batch = batch_of(&sample), *other_batch = batch_of(&other);
        plain_outputs a = batched_expect(batch, &sample, false, 1);
        plain_outputs b = batched_expect(other_batch, &other, false, 1);
        check_near(a.sums.loglik, b.sums.loglik, 1e-12 * fabs(a.sums.loglik));
        for (uint32_t s = 0; s < schools; s++) {
            uint32_t o = schools - 1 - s;
            check_near(a.school_loglik[s], b.school_loglik[o], 0.0);
            assert_memory_equal(a.posterior + sample.panel.first[s] * states,
                                b.posterior + other.panel.first[o] * states,
                                sample.panel.length[s] * states * sizeof(double));
        }
        plain_outputs_clear(&a);
        plain_outputs_clear(&b);
        clg_batch_free(batch);
        clg_batch_free(other_batch);
        batch_sample_clear(&sample);
        batch_sample_clear(&other);
    }
}

static void states_of_a_window_and_moves_between_windows_agree(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 20; trial++) {
        uint32_t states = 2 + (uint32_t)(trial % 6);
        batch_sample sample =
            batch_sample_of(trial, 30, states, 3, CLG_TOPOLOGY_RENEW, EVERY_FAMILY);
        const clg_panel *panel = &sample.panel;
        clg_batch *batch = batch_of(&sample);
        plain_outputs a = batched_expect(batch, &sample, false, 2);
        for (uint32_t s = 0; s < panel->school_count; s++) {
            const double *gamma = a.posterior + panel->first[s] * states;
            const double *moves = a.school_moves + (size_t)s * states * states;
            for (uint32_t k = 0; k < states; k++) {
                double left = 0.0, entered = 0.0, from = 0.0, to = 0.0;
                for (uint32_t t = 0; t < panel->length[s]; t++) {
                    from += t + 1 < panel->length[s] ? gamma[t * states + k] : 0.0;
                    to += t > 0 ? gamma[t * states + k] : 0.0;
                }
                for (uint32_t j = 0; j < states; j++) {
                    left += moves[k * states + j];
                    entered += moves[j * states + k];
                }
                check_near(left, from, 1e-12 * panel->length[s]);
                check_near(entered, to, 1e-12 * panel->length[s]);
            }
            for (uint32_t t = 0; t < panel->length[s]; t++) {
                double sum = 0.0;
                for (uint32_t k = 0; k < states; k++)
                    sum += gamma[t * states + k];
                check_near(sum, 1.0, 1e-12);
            }
        }
        plain_outputs_clear(&a);
        clg_batch_free(batch);
        batch_sample_clear(&sample);
    }
}

static void distinct_values_come_once(void **state)
{
    (void)state;
    batch_sample sample = batch_sample_of(3, 1100, 2, 1, CLG_TOPOLOGY_BAKIS1,
                                          1 << CLG_FAMILY_BETABINOMIAL);
    clg_batch *batch = batch_of(&sample);
    plain_outputs outputs = batched_expect(batch, &sample, false, 1);
    clg_weighted_values values = clg_batch_values(batch, 0, 1);
    double sum = 0.0;

    assert_in_range(values.count, 2, 27); /* x of e, e up to 6 */
    for (size_t i = 0; i < values.count; i++) {
        sum += values.weight[i];
        for (size_t j = 0; j < i; j++)
            assert_true(values.x[i] != values.x[j] ||
                        (values.e != NULL && values.e[i] != values.e[j]));
    }
    check_near(sum, outputs.sums.count[0][1], 1e-9 * sum);
    plain_outputs_clear(&outputs);
    clg_batch_free(batch);
    batch_sample_clear(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definition_is_met_by_all_families_topologies_and_states),
        cmocka_unit_test(definition_is_met_by_each_family_alone),
        cmocka_unit_test(most_indicators_fit),
        cmocka_unit_test(same_bits_for_any_threads_and_instructions),
        cmocka_unit_test(a_school_does_not_depend_on_its_neighbours),
        cmocka_unit_test(states_of_a_window_and_moves_between_windows_agree),
        cmocka_unit_test(distinct_values_come_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
