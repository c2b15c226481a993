/* Rise and decline: reference values, derivatives, features by hand, the choice between
 * curves, short and odd series, shrinkage, threads, memory. */
#include "check.h"

#include "trajectory/curve/rise_decline.h"

#include "base/memory.h"
#include "base/random.h"

#include <jansson.h>
#include <string.h>

enum { POINTS = 36, SCHOOLS = 40 };

static clg_smooth smooth_for(uint32_t room)
{
    clg_smooth smooth;

    check_ok(clg_smooth_init(&smooth, room, &err));
    return smooth;
}

static clg_course course_of(const double *t, const double *y, uint32_t count)
{
    clg_smooth smooth = smooth_for(count);
    clg_course course;

    check_ok(clg_course_fit(&smooth, t, y, count, &course, &err));
    clg_smooth_clear(&smooth);
    return course;
}

static double normal_draw(clg_random *random)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += clg_random_uniform(random);
    return sum;
}

static void reference_parameters_are_met(void **state)
{
    (void)state;
    const char *path = SHARED_FOLDER "/oracles/trajectories/growth/g4_energy.json";
    json_t *all = json_load_file(path, 0, NULL);
    double t[POINTS], y[POINTS], expected[6];
    const json_t *reference;
    clg_course course;

    if (all == NULL) {
        print_message("no oracle file %s\n", path);
        skip();
    }
    for (size_t i = 0; i < POINTS; i++) {
        t[i] = json_number_value(json_array_get(json_object_get(all, "t"), i));
        y[i] = json_number_value(json_array_get(json_object_get(all, "y"), i));
    }
    reference = json_object_get(all, "double_logistic");
    for (size_t i = 0; i < 6; i++)
        expected[i] =
            json_number_value(json_array_get(json_object_get(reference, "par"), i));
    course = course_of(t, y, POINTS);
    assert_int_equal(course.kind, CLG_COURSE_DOUBLE_LOGISTIC);
    assert_false(course.is_degenerate);
    check_near(course.rss, json_number_value(json_object_get(reference, "rss")), 1e-12);
    check_near(course.parameter[0], expected[0], 1e-6);
    check_near(exp(course.parameter[1]), expected[1], 1e-6);
    check_near(course.parameter[2], expected[2], 1e-6);
    check_near(exp(course.parameter[3]), expected[3], 1e-6);
    check_near(course.parameter[2] + exp(course.parameter[4]), expected[4], 1e-6);
    check_near(exp(course.parameter[5]), expected[5], 1e-6);
    check_near(course.features.rise_slope, expected[1] / 4.0 / expected[3], 1e-6);
    check_near(course.features.decline_slope, expected[1] / 4.0 / expected[5], 1e-6);
    check_near(clg_course_at(&course, course.features.peak_time),
               course.features.peak_value, 1e-12);
    json_decref(all);
}

static void derivatives_are_those_of_the_curves(void **state)
{
    (void)state;
    clg_curve *const curves[] = {clg_logistic, clg_double_logistic};
    const double starts[2][6] = {{3.0, 2.0, -0.3}, {0.5, 0.4, 2.0, 0.3, 1.2, -0.2}};

    for (size_t c = 0; c < 2; c++)
        for (double t = -3.0; t < 12.0; t += 0.7)
            for (size_t k = 0; k < (c == 0 ? 3 : 6); k++) {
                double p[6], gradient[6], unused[6], up, down;
                memcpy(p, starts[c], sizeof p);
                curves[c](p, t, gradient);
                p[k] += 1e-5;
                up = curves[c](p, t, unused);
                p[k] -= 2e-5;
                down = curves[c](p, t, unused);
                check_near(gradient[k], (up - down) / 2e-5, 1e-9);
            }
}

static void features_of_a_hill_by_hand(void **state)
{
    (void)state;
    /* Equal scales: the peak is in the middle, and where x = exp(5) is half of the gap,
     * the height is 2 tanh(5 / 2). */
    const double even[6] = {1.0, log(2.0), 10.0, 0.0, log(10.0), 0.0};
    /* Steep, so that it is as good as a box from 3 to 13. */
    const double box[6] = {0.0, 0.0, 3.0, log(0.01), log(10.0), log(0.02)};
    clg_course_features features = clg_double_logistic_features(even);
    double left = 15.0 - 0.5 * features.duration,
           half = 1.0 / (1.0 + exp(-(left - 10.0))) - 1.0 / (1.0 + exp(-(left - 20.0)));

    check_near(features.peak_time, 15.0, 1e-6);
    check_near(features.peak_value, 1.0 + 2.0 * tanh(2.5), 1e-12);
    check_near(half, 0.5 * tanh(2.5), 1e-9);
    check_near(features.rise_slope, 0.5, 1e-15);
    check_near(features.decline_slope, 0.5, 1e-15);

    features = clg_double_logistic_features(box);
    check_near(features.peak_value, 1.0, 1e-12);
    check_near(features.duration, 10.0, 1e-9);
    check_near(features.rise_slope, 25.0, 1e-10);
}

static void the_peak_is_the_highest_point(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(2, "peak", 0, 0, 0);

    for (int trial = 0; trial < 50; trial++) {
        double p[6] = {0.0}, unused[6], highest = -1.0;
        clg_course_features features;
        for (int k = 2; k < 6; k++)
            p[k] = 4.0 * clg_random_uniform(&random) - 1.0;
        features = clg_double_logistic_features(p);
        for (double t = -200.0; t < 300.0; t += 0.05)
            highest = fmax(highest, clg_double_logistic(p, t, unused));
        assert_true(features.peak_value >= highest - 1e-12);
        assert_true(features.duration > 0.0);
    }
}

static void the_simplest_curve_that_serves_is_chosen(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(4, "choice", 0, 0, 0);
    double t[POINTS], y[4][POINTS];
    const clg_course_kind expected[] = {CLG_COURSE_MEAN, CLG_COURSE_LINE,
                                        CLG_COURSE_LOGISTIC,
                                        CLG_COURSE_DOUBLE_LOGISTIC};

    for (size_t i = 0; i < POINTS; i++) {
        double noise = 0.15 * normal_draw(&random);
        t[i] = (double)i;
        y[0][i] = 2.0 + noise;
        y[1][i] = 5.0 - 0.1 * t[i] + noise;
        y[2][i] = 4.0 / (1.0 + exp(-(t[i] - 15.0) / 2.0)) + noise;
        y[3][i] = y[2][i] - 3.0 / (1.0 + exp(-(t[i] - 27.0) / 2.0));
    }
    for (size_t c = 0; c < 4; c++) {
        clg_course course = course_of(t, y[c], POINTS);
        assert_int_equal(course.kind, expected[c]);
        assert_true(c == 3 || isnan(course.features.peak_time));
        for (int kind = CLG_COURSE_MEAN; kind < CLG_COURSE_KIND_COUNT; kind++)
            assert_false(course.aicc[kind] < course.aicc[course.kind]);
    }
    assert_string_equal(clg_course_kind_name(CLG_COURSE_DOUBLE_LOGISTIC),
                        "double logistic");
}

static void a_step_is_said_to_be_one(void **state)
{
    (void)state;
    double t[20], y[20];
    clg_course course;

    for (size_t i = 0; i < 20; i++) {
        t[i] = (double)i;
        y[i] = (i >= 6 && i < 14 ? 3.0 : 0.0) + (i % 2 == 0 ? 0.1 : -0.1);
    }
    course = course_of(t, y, 20);
    assert_int_equal(course.kind, CLG_COURSE_DOUBLE_LOGISTIC);
    assert_true(course.is_degenerate);
    check_near(course.features.duration, 8.0, 1.0);
}

static void short_and_odd_series_have_what_they_can_have(void **state)
{
    (void)state;
    double t[12], y[12], gone[12];
    clg_course course;

    for (size_t i = 0; i < 12; i++) {
        t[i] = (double)i;
        y[i] = (i % 3 == 0) - 0.5;
        gone[i] = (double)NAN;
    }
    assert_int_equal(course_of(t, y, 0).kind, CLG_COURSE_NONE);
    course = course_of(t, gone, 12);
    assert_int_equal(course.kind, CLG_COURSE_NONE);
    assert_true(isnan(clg_course_at(&course, 1.0)));
    for (uint32_t n = 1; n <= 3; n++) {
        course = course_of(t, y, n);
        assert_int_equal(course.kind, CLG_COURSE_MEAN);
        check_near(course.parameter[0], 1.0 / n - 0.5, 1e-12);
    }
    for (uint32_t n = 4; n < 8; n++)
        assert_true(isnan(course_of(t, y, n).aicc[CLG_COURSE_DOUBLE_LOGISTIC]));
    for (size_t i = 0; i < 12; i++)
        y[i] = 3.0;
    course = course_of(t, y, 12);
    assert_int_equal(course.kind, CLG_COURSE_MEAN);
    check_near(clg_course_at(&course, 20.0), 3.0, 1e-12);
    for (size_t i = 0; i < 12; i++)
        y[i] = 0.0;
    assert_int_equal(course_of(t, y, 12).kind, CLG_COURSE_MEAN);
    for (size_t i = 0; i < 12; i++)
        y[i] = 1.0 + 0.5 * t[i];
    course = course_of(t, y, 12);
    assert_int_equal(course.kind, CLG_COURSE_LINE);
    check_near(clg_course_at(&course, 20.0), 11.0, 1e-9);
}

static void units_do_not_matter(void **state)
{
    (void)state;
    clg_random random = clg_random_stream(6, "units", 0, 0, 0);
    double t[POINTS], y[POINTS], days[POINTS], scores[POINTS], unused[6];
    const double p[6] = {-0.5, log(3.0), 8.0, log(2.0), log(15.0), log(3.0)};
    clg_course one, other;

    for (size_t i = 0; i < POINTS; i++) {
        t[i] = (double)i;
        y[i] = clg_double_logistic(p, t[i], unused) + 0.2 * normal_draw(&random);
        days[i] = 20000.0 + 30.0 * t[i];
        scores[i] = 50.0 + 10.0 * y[i];
    }
    one = course_of(t, y, POINTS);
    other = course_of(days, scores, POINTS);
    assert_int_equal(one.kind, CLG_COURSE_DOUBLE_LOGISTIC);
    assert_int_equal(other.kind, CLG_COURSE_DOUBLE_LOGISTIC);
    check_near(other.features.peak_time, 20000.0 + 30.0 * one.features.peak_time, 1e-2);
    check_near(other.features.duration, 30.0 * one.features.duration, 1e-3);
    check_near(other.features.rise_slope, one.features.rise_slope / 3.0, 1e-5);
}

/* Estimates of one number with the same variance c: mu is their mean, Omega their
 * variance less c, and each is drawn in by c / variance. */
static void shrinkage_of_one_number_by_hand(void **state)
{
    (void)state;
    const double x[] = {1.0, 3.0, 5.0, 7.0, 99.0}, c[] = {2.0, 2.0, 2.0, 2.0, 2.0};
    const uint8_t is_used[] = {1, 1, 1, 1, 0}, alone[] = {0, 1, 0, 0, 0};
    const double much[] = {9.0, 9.0, 9.0, 9.0, 9.0};
    double shrunk[5], variance[5];
    clg_shrinkage population;

    check_ok(clg_shrink(5, 1, x, c, is_used, 1, &population, shrunk, variance, &err));
    assert_int_equal(population.used_count, 4);
    assert_true(population.is_converged);
    check_near(population.mean[0], 4.0, 1e-9);
    check_near(population.covariance[0], 3.0, 1e-4);
    check_near(shrunk[0], 4.0 - 3.0 * 0.6, 1e-4);
    check_near(variance[0], 2.0 * 0.6, 1e-4);
    check_near(shrunk[4], 4.0, 1e-9);
    check_near(variance[4], 3.0, 1e-4);
    check_near(population.loglik, -2.0 * log(2.0 * acos(-1.0) * 5.0) - 2.0, 1e-7);

    check_ok(clg_shrink(5, 1, x, much, is_used, 1, &population, shrunk, NULL, &err));
    assert_true(population.covariance[0] < 0.05);
    check_near(shrunk[0], 4.0, 0.05);

    check_ok(clg_shrink(5, 1, x, c, alone, 1, &population, shrunk, variance, &err));
    assert_false(population.is_converged);
    check_near(shrunk[1], 3.0, 0.0);
    check_near(variance[1], 2.0, 0.0);
    assert_true(isnan(shrunk[0]) && isnan(population.mean[0]));
    check_fails(clg_shrink(5, 7, x, c, alone, 1, &population, shrunk, NULL, &err),
                CLG_ERROR_ARGUMENT, "7 numbers a school, expected 1 to 6");
}

typedef struct schools {
    clg_series series;
    size_t first[SCHOOLS + 1];
    double t[SCHOOLS * POINTS], y[SCHOOLS * POINTS];
    double truth[SCHOOLS]; /* of the time of the rise */
} schools;

/* Schools whose rise comes at 10 +- 2; the last one has nothing observed. */
static void draw_schools(schools *of)
{
    clg_random random = clg_random_stream(8, "schools", 0, 0, 0);

    of->series = (clg_series){SCHOOLS, of->first, of->t, of->y, NULL};
    for (size_t s = 0; s < SCHOOLS; s++) {
        double p[6] = {0.0, log(3.0), 0.0, log(1.5), log(14.0), log(2.0)}, unused[6];
        of->truth[s] = p[2] = 10.0 + 2.0 * normal_draw(&random);
        of->first[s + 1] = (s + 1) * POINTS;
        for (size_t i = 0; i < POINTS; i++) {
            of->t[s * POINTS + i] = (double)i;
            of->y[s * POINTS + i] = s + 1 == SCHOOLS
                                        ? (double)NAN
                                        : clg_double_logistic(p, (double)i, unused) +
                                              0.5 * normal_draw(&random);
        }
    }
}

static void shrinkage_brings_schools_nearer_to_the_truth(void **state)
{
    (void)state;
    static schools of;
    static clg_course courses[SCHOOLS];
    double shrunk[SCHOOLS * 6], raw = 0.0, better = 0.0, truth = 0.0;
    clg_shrinkage population;

    draw_schools(&of);
    check_ok(clg_courses_fit(&of.series, 0, courses, &population, shrunk, &err));
    assert_true(population.used_count > SCHOOLS / 2);
    for (size_t s = 0; s < SCHOOLS - 1; s++) {
        if (courses[s].kind != CLG_COURSE_DOUBLE_LOGISTIC || courses[s].is_degenerate)
            continue;
        truth += of.truth[s] / population.used_count;
        raw += pow(courses[s].parameter[2] - of.truth[s], 2.0);
        better += pow(shrunk[6 * s + 2] - of.truth[s], 2.0);
    }
    assert_true(better < raw);
    check_near(population.mean[2], truth, 0.3);
    check_near(population.mean[3], log(1.5), 0.4);
    assert_int_equal(courses[SCHOOLS - 1].kind, CLG_COURSE_NONE);
    check_near(shrunk[6 * (SCHOOLS - 1) + 2], population.mean[2], 1e-12);
}

static void same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    static schools of;
    static clg_course one[SCHOOLS], other[SCHOOLS];
    double alone[SCHOOLS * 6], together[SCHOOLS * 6];
    clg_shrinkage first, second;

    draw_schools(&of);
    check_ok(clg_courses_fit(&of.series, 1, one, &first, alone, &err));
    for (int threads = 2; threads <= 5; threads += 3) {
        check_ok(clg_courses_fit(&of.series, threads, other, &second, together, &err));
        assert_memory_equal(alone, together, sizeof alone);
        assert_memory_equal(&first.mean, &second.mean, sizeof first.mean);
    }
    of.t[POINTS + 3] = 0.0;
    check_fails(clg_courses_fit(&of.series, 2, other, &second, together, &err),
                CLG_ERROR_ARGUMENT,
                "the windows of school 1 are not in order of time, or not finite");
}

static void many_schools_are_shrunk_the_same_by_any_number_of_threads(void **state)
{
    (void)state;
    enum { MANY = 1100 };
    static double x[2 * MANY], c[4 * MANY], alone[2 * MANY], together[2 * MANY];
    static uint8_t is_used[MANY];
    clg_random random = clg_random_stream(12, "many", 0, 0, 0);
    clg_shrinkage first, second;

    for (size_t s = 0; s < MANY; s++) {
        double common = normal_draw(&random);
        c[4 * s] = c[4 * s + 3] = 0.2 + clg_random_uniform(&random);
        c[4 * s + 1] = c[4 * s + 2] = 0.1;
        x[2 * s] = common + sqrt(c[4 * s]) * normal_draw(&random);
        x[2 * s + 1] = 5.0 - common + sqrt(c[4 * s + 3]) * normal_draw(&random);
        is_used[s] = s % 11 != 0;
    }
    check_ok(clg_shrink(MANY, 2, x, c, is_used, 1, &first, alone, NULL, &err));
    assert_true(first.is_converged);
    check_near(first.mean[1], 5.0, 0.15);
    check_near(first.covariance[0], 1.0, 0.2);
    check_near(first.covariance[1], -1.0, 0.2);
    for (int threads = 2; threads <= 5; threads += 3) {
        check_ok(
            clg_shrink(MANY, 2, x, c, is_used, threads, &second, together, NULL, &err));
        assert_memory_equal(alone, together, sizeof alone);
        assert_memory_equal(&first.loglik, &second.loglik, sizeof first.loglik);
    }
}

static void exhausted_memory_is_reported(void **state)
{
    (void)state;
    static schools of;
    static clg_course courses[SCHOOLS];
    double shrunk[SCHOOLS * 6];
    clg_status status = CLG_ERROR_MEMORY;

    draw_schools(&of);
    of.series.school_count = 3;
    for (long allowed = 0; status != CLG_OK; allowed++) {
        clg_shrinkage population;
        clg_test_allocations_left = allowed;
        status = clg_courses_fit(&of.series, 2, courses, &population, shrunk, NULL);
        clg_test_allocations_left = -1;
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(allowed < 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_parameters_are_met),
        cmocka_unit_test(derivatives_are_those_of_the_curves),
        cmocka_unit_test(features_of_a_hill_by_hand),
        cmocka_unit_test(the_peak_is_the_highest_point),
        cmocka_unit_test(the_simplest_curve_that_serves_is_chosen),
        cmocka_unit_test(a_step_is_said_to_be_one),
        cmocka_unit_test(short_and_odd_series_have_what_they_can_have),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(shrinkage_of_one_number_by_hand),
        cmocka_unit_test(shrinkage_brings_schools_nearer_to_the_truth),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(many_schools_are_shrunk_the_same_by_any_number_of_threads),
        cmocka_unit_test(exhausted_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
