/* Random streams: the published generator, keys that matter in each part, ranges. */
#include "check.h"

#include "base/random.h"

#include <string.h>

/* The first values of xoshiro256** from the state 1, 2, 3, 4 (as published with the
 * reference implementation's ports). */
static void the_generator_is_xoshiro256_starstar(void **state)
{
    (void)state;
    clg_random random = {{1, 2, 3, 4}};

    assert_true(clg_random_bits(&random) == 11520u);
    assert_true(clg_random_bits(&random) == 0u);
    assert_true(clg_random_bits(&random) == 1509978240u);
    assert_true(clg_random_bits(&random) == 1215971899390074240u);
}

static uint64_t first_of(uint64_t seed, const char *text, uint64_t window,
                         uint64_t purpose, uint64_t replicate)
{
    clg_random random = clg_random_stream(seed, text, window, purpose, replicate);

    return clg_random_bits(&random);
}

static void every_part_of_the_key_names_another_stream(void **state)
{
    (void)state;
    const uint64_t firsts[] = {first_of(1, "a", 2, 3, 4), first_of(2, "a", 2, 3, 4),
                               first_of(1, "b", 2, 3, 4), first_of(1, "a", 3, 3, 4),
                               first_of(1, "a", 2, 4, 4), first_of(1, "a", 2, 3, 5),
                               first_of(1, "a", 3, 2, 4), first_of(1, "", 2, 3, 4)};

    assert_true(firsts[0] == first_of(1, "a", 2, 3, 4));
    for (size_t i = 0; i < COUNT_OF(firsts); i++)
        for (size_t j = 0; j < i; j++)
            assert_true(firsts[i] != firsts[j]);
}

static void uniform_numbers_fill_the_unit_interval_evenly(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "uniform", 0, 0, 0);
    int counts[10] = {0};

    for (int i = 0; i < 100000; i++) {
        double value = clg_random_uniform(&random);
        assert_true(value >= 0.0 && value < 1.0);
        counts[(int)(value * 10.0)]++;
    }
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        check_near(counts[i], 10000, 500); /* five standard deviations */
}

static void numbers_below_a_limit_are_equally_likely(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(1, "below", 0, 0, 0);
    int counts[7] = {0};

    for (int i = 0; i < 70000; i++)
        counts[clg_random_below(&random, 7)]++;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        check_near(counts[i], 10000, 500);
    for (int i = 0; i < 100; i++)
        assert_int_equal(clg_random_below(&random, 1), 0);
}

static void a_hash_depends_on_every_byte_and_the_seed(void **state)
{
    (void)state;

    assert_true(clg_hash_bytes("ab", 2, 0) != clg_hash_bytes("ba", 2, 0));
    assert_true(clg_hash_bytes("ab", 2, 0) != clg_hash_bytes("ab", 2, 1));
    assert_true(clg_hash_bytes("", 0, 0) != clg_hash_bytes("\0", 1, 0));
    assert_true(clg_hash_bytes("ab", 2, 9) == clg_hash_bytes("ab", 2, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_is_xoshiro256_starstar),
        cmocka_unit_test(every_part_of_the_key_names_another_stream),
        cmocka_unit_test(uniform_numbers_fill_the_unit_interval_evenly),
        cmocka_unit_test(numbers_below_a_limit_are_equally_likely),
        cmocka_unit_test(a_hash_depends_on_every_byte_and_the_seed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
