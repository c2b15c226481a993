/* Double logistic, logistic, line and mean of a school, by AICc. See rise_decline.h. */
#include "trajectory/curve/rise_decline.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"

#include <math.h>
#include <string.h>

enum {
    STARTS = 5,
    SHORT = 12,
    LONG = 400,
    LEAST_WINDOWS = 8,
    GOLDEN_STEPS = 80,
    BISECTIONS = 80
};

static const double least_edf = 3.0;

const char *clg_course_kind_name(clg_course_kind kind)
{
    static const char *const names[CLG_COURSE_KIND_COUNT] = {
        "none", "mean", "line", "logistic", "double logistic"};

    return names[kind];
}

static double sigmoid(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static double mean(const double *parameter, double t, double *gradient)
{
    (void)t;
    gradient[0] = 1.0;
    return parameter[0];
}

static double line(const double *parameter, double t, double *gradient)
{
    gradient[0] = 1.0;
    gradient[1] = t;
    return parameter[0] + parameter[1] * t;
}

double clg_logistic(const double *parameter, double t, double *gradient)
{
    double s = exp(parameter[2]), x = (t - parameter[1]) / s, share = sigmoid(x),
           slope = parameter[0] * share * (1.0 - share);

    gradient[0] = share;
    gradient[1] = -slope / s;
    gradient[2] = -slope * x;
    return parameter[0] * share;
}

double clg_double_logistic(const double *parameter, double t, double *gradient)
{
    double height = exp(parameter[1]), s1 = exp(parameter[3]), gap = exp(parameter[4]),
           s2 = exp(parameter[5]), x1 = (t - parameter[2]) / s1,
           x2 = (t - parameter[2] - gap) / s2, up = sigmoid(x1), down = sigmoid(x2),
           rise = height * up * (1.0 - up), fall = height * down * (1.0 - down);

    gradient[0] = 1.0;
    gradient[1] = height * (up - down);
    gradient[2] = -rise / s1 + fall / s2;
    gradient[3] = -rise * x1;
    gradient[4] = fall / s2 * gap;
    gradient[5] = fall * x2;
    return parameter[0] + height * (up - down);
}

static clg_curve *const curves[CLG_COURSE_KIND_COUNT] = {NULL, mean, line, clg_logistic,
                                                         clg_double_logistic};

static const uint32_t parameter_counts[CLG_COURSE_KIND_COUNT] = {0, 1, 2, 3, 6};

double clg_course_at(const clg_course *course, double t)
{
    double unused[CLG_MOST_PARAMETERS];

    return course->kind == CLG_COURSE_NONE
               ? (double)NAN
               : curves[course->kind](course->parameter, t, unused);
}

static double shape(const double *parameter, double t)
{
    double unused[CLG_MOST_PARAMETERS];

    return clg_double_logistic(parameter, t, unused);
}

/* Where the curve is at half height, between the peak and a time far out. */
static double half_time(const double *parameter, double peak, double far, double level)
{
    for (int k = 0; k < BISECTIONS; k++) {
        double middle = 0.5 * (peak + far);
        if (shape(parameter, middle) > level)
            peak = middle;
        else
            far = middle;
    }
    return 0.5 * (peak + far);
}

/* Where the rise is ahead of the decline: with unequal scales the slower of the two is
 * ahead far out, on one side, and the curve lies below its base there. */
static void find_hill(const double *parameter, double *low, double *high)
{
    const double far = 40.0; /* exp(-40) is nothing */
    double s1 = exp(parameter[3]), s2 = exp(parameter[5]), t1 = parameter[2],
           t2 = t1 + exp(parameter[4]), even = (t1 * s2 - t2 * s1) / (s2 - s1);

    *low = t1 - far * s1;
    *high = t2 + far * s2;
    if (s1 < s2)
        *low = fmax(*low, even);
    if (s1 > s2)
        *high = fmin(*high, even);
}

clg_course_features clg_double_logistic_features(const double *parameter)
{
    const double part = 0.3819660112501051;
    double height = exp(parameter[1]), low, high, first, last, level;
    clg_course_features features;

    find_hill(parameter, &first, &last);
    low = first;
    high = last;
    for (int k = 0; k < GOLDEN_STEPS; k++) {
        double left = low + part * (high - low), right = high - part * (high - low);
        if (shape(parameter, left) < shape(parameter, right))
            low = left;
        else
            high = right;
    }
    features.peak_time = 0.5 * (low + high);
    features.peak_value = shape(parameter, features.peak_time);
    level = 0.5 * (parameter[0] + features.peak_value);
    features.duration = half_time(parameter, features.peak_time, last, level) -
                        half_time(parameter, features.peak_time, first, level);
    features.rise_slope = height / (4.0 * exp(parameter[3]));
    features.decline_slope = height / (4.0 * exp(parameter[5]));
    return features;
}

/* What starts and bounds rest on: the range of the points and of the smooth curve. */
typedef struct frame {
    const clg_smooth *smooth;
    double first, span, gap; /* of time; the mean gap */
    double low, high;        /* of the smooth curve */
    double range;            /* of the values */
    double rise, fall;       /* first and last time at half height */
} frame;

static double crossing(const clg_smooth *smooth, uint32_t from, double level)
{
    double before = smooth->fit[from], after = smooth->fit[from + 1],
           share = after == before ? 0.5 : (level - before) / (after - before);

    return smooth->t[from] + share * (smooth->t[from + 1] - smooth->t[from]);
}

static frame frame_of(const clg_smooth *smooth)
{
    uint32_t n = smooth->count;
    frame of = {.smooth = smooth,
                .first = smooth->t[0],
                .span = smooth->t[n - 1] - smooth->t[0],
                .low = smooth->fit[0],
                .high = smooth->fit[0]};
    double least = smooth->y[0], most = smooth->y[0], level;

    of.gap = of.span / (n - 1.0);
    for (uint32_t i = 1; i < n; i++) {
        of.low = fmin(of.low, smooth->fit[i]);
        of.high = fmax(of.high, smooth->fit[i]);
        least = fmin(least, smooth->y[i]);
        most = fmax(most, smooth->y[i]);
    }
    of.range = most - least;
    of.rise = of.first;
    of.fall = of.first + of.span;
    level = 0.5 * (of.low + of.high);
    for (uint32_t i = n - 1; i-- > 0;)
        if (smooth->fit[i] < level && smooth->fit[i + 1] >= level)
            of.rise = crossing(smooth, i, level);
    for (uint32_t i = 0; i + 1 < n; i++)
        if (smooth->fit[i] >= level && smooth->fit[i + 1] < level)
            of.fall = crossing(smooth, i, level);
    if (of.fall <= of.rise)
        of.fall = of.first + of.span + 0.5 * of.gap;
    return of;
}

static void bound_scale(const frame *of, clg_least_squares *fit, uint32_t k)
{
    fit->lower[k] = log(0.05 * of->gap);
    fit->upper[k] = log(2.0 * of->span);
}

static void start_double(const frame *of, uint32_t number, clg_least_squares *fit)
{
    static const double widths[STARTS] = {0.125, 0.25, 0.0625, 0.125, 0.25};
    static const double moves[STARTS] = {0.0, 0.0, 0.0, -0.25, 0.125};
    double width = of->fall - of->rise, t1 = of->rise + moves[number] * width,
           t2 = of->fall - moves[number] * width;

    fit->parameter[0] = of->low;
    fit->parameter[1] = log(of->high - of->low);
    fit->parameter[2] = t1;
    fit->parameter[3] = fit->parameter[5] = log(widths[number] * width);
    fit->parameter[4] = log(t2 - t1);
    fit->lower[1] = log(1e-3 * of->range);
    fit->upper[1] = log(20.0 * of->range);
    fit->lower[2] = of->first - of->span;
    fit->upper[2] = of->first + 2.0 * of->span;
    bound_scale(of, fit, 3);
    bound_scale(of, fit, 5);
    fit->lower[4] = log(0.1 * of->gap);
    fit->upper[4] = log(4.0 * of->span);
}

/* A, given the shape, is a regression through the origin. */
static void start_logistic(const frame *of, uint32_t number, clg_least_squares *fit)
{
    static const double places[STARTS] = {0.5, 0.3, 0.7, 0.1, 0.9};
    const clg_smooth *smooth = of->smooth;
    double square = 0.0, product = 0.0;

    fit->parameter[0] = 1.0;
    fit->parameter[1] = of->first + places[number] * of->span;
    fit->parameter[2] = log(0.15 * of->span);
    fit->lower[1] = of->first - 2.0 * of->span;
    fit->upper[1] = of->first + 3.0 * of->span;
    bound_scale(of, fit, 2);
    for (uint32_t i = 0; i < smooth->count; i++) {
        double unused[CLG_MOST_PARAMETERS],
            value = clg_logistic(fit->parameter, smooth->t[i], unused);
        square += value * value;
        product += value * smooth->y[i];
    }
    fit->parameter[0] = product / square;
}

static void clamp_start(clg_least_squares *fit)
{
    for (uint32_t k = 0; k < fit->parameter_count; k++)
        fit->parameter[k] = fmax(fit->lower[k], fmin(fit->upper[k], fit->parameter[k]));
}

static clg_least_squares start_fit(const frame *of, clg_course_kind kind,
                                   uint32_t number)
{
    clg_least_squares fit = {.parameter_count = parameter_counts[kind]};

    for (uint32_t k = 0; k < CLG_MOST_PARAMETERS; k++) {
        fit.lower[k] = -(double)INFINITY;
        fit.upper[k] = (double)INFINITY;
    }
    if (kind == CLG_COURSE_LOGISTIC)
        start_logistic(of, number, &fit);
    if (kind == CLG_COURSE_DOUBLE_LOGISTIC)
        start_double(of, number, &fit);
    clamp_start(&fit);
    return fit;
}

/* A few steps from every start, then on from the best one to the end. */
static clg_least_squares fit_kind(const frame *of, clg_course_kind kind)
{
    const clg_smooth *smooth = of->smooth;
    uint32_t starts = kind <= CLG_COURSE_LINE ? 1 : STARTS;
    clg_least_squares best = {.rss = (double)NAN};

    for (uint32_t number = 0; number < starts; number++) {
        clg_least_squares fit = start_fit(of, kind, number);
        clg_least_squares_fit(&fit, curves[kind], smooth->t, smooth->y, smooth->count,
                              SHORT);
        if (!(fit.rss >= best.rss))
            best = fit;
    }
    clg_least_squares_fit(&best, curves[kind], smooth->t, smooth->y, smooth->count,
                          LONG);
    return best;
}

/* n log(rss / n) + 2 k + 2 k (k + 1) / (n - k - 1), the variance being one of k. A
 * perfect fit counts as one to twelve digits, so that the simpler of two wins. */
static double aicc_of(const clg_smooth *smooth, clg_course_kind kind, double rss)
{
    double n = smooth->count, k = parameter_counts[kind] + 1.0, squares = 0.0;

    for (uint32_t i = 0; i < smooth->count; i++)
        squares += smooth->y[i] * smooth->y[i];
    if (n <= k + 1.0)
        return (double)NAN;
    return n * log(fmax(rss, 1e-24 * fmax(squares, 1e-250)) / n) + 2.0 * k +
           2.0 * k * (k + 1.0) / (n - k - 1.0);
}

static bool is_worth_trying(const frame *of, clg_course_kind kind)
{
    uint32_t n = of->smooth->count;

    if (kind <= CLG_COURSE_LINE)
        return n >= parameter_counts[kind];
    if (!(of->high > of->low) || n < parameter_counts[kind] + 2)
        return false;
    return kind != CLG_COURSE_DOUBLE_LOGISTIC ||
           (n >= LEAST_WINDOWS && of->smooth->edf > least_edf);
}

static void take_fit(const clg_least_squares *fit, clg_course_kind kind,
                     clg_course *course)
{
    course->kind = kind;
    course->rss = fit->rss;
    course->is_degenerate = fit->at_bound != 0;
    memcpy(course->parameter, fit->parameter, sizeof course->parameter);
    memcpy(course->covariance, fit->covariance, sizeof course->covariance);
}

/* A mean stands whatever AICc says where there are too few points for one. */
static void choose(const frame *of, clg_course *course)
{
    double best = (double)INFINITY;

    for (clg_course_kind kind = CLG_COURSE_MEAN; kind < CLG_COURSE_KIND_COUNT; kind++) {
        clg_least_squares fit;
        if (!is_worth_trying(of, kind))
            continue;
        fit = fit_kind(of, kind);
        if (!fit.is_converged)
            continue;
        course->aicc[kind] = aicc_of(of->smooth, kind, fit.rss);
        if (kind == CLG_COURSE_MEAN || course->aicc[kind] < best)
            take_fit(&fit, kind, course);
        if (course->aicc[kind] < best)
            best = course->aicc[kind];
    }
}

clg_status clg_course_fit(clg_smooth *smooth, const double *t, const double *y,
                          uint32_t count, clg_course *course, clg_error *err)
{
    clg_status status = clg_smooth_fit(smooth, t, y, NULL, count, NULL, err);
    frame of;

    memset(course, 0, sizeof *course);
    course->features = (clg_course_features){(double)NAN, (double)NAN, (double)NAN,
                                             (double)NAN, (double)NAN};
    for (int kind = 0; kind < CLG_COURSE_KIND_COUNT; kind++)
        course->aicc[kind] = (double)NAN;
    if (status != CLG_OK || smooth->count == 0)
        return status;
    course->count = smooth->count;
    course->edf = smooth->edf;
    of = frame_of(smooth);
    choose(&of, course);
    if (course->kind == CLG_COURSE_DOUBLE_LOGISTIC)
        course->features = clg_double_logistic_features(course->parameter);
    return CLG_OK;
}

static clg_status fit_schools(const clg_series *series, int threads,
                              clg_smooth *smooths, clg_course *courses, clg_error *err)
{
    uint32_t first_failed = UINT32_MAX;

#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (uint32_t s = 0; s < series->school_count; s++) {
        size_t row = series->first[s];
        if (clg_course_fit(&smooths[clg_thread_index()], series->t + row,
                           series->y + row, (uint32_t)(series->first[s + 1] - row),
                           &courses[s], NULL) != CLG_OK) {
#pragma omp critical
            first_failed = s < first_failed ? s : first_failed;
        }
    }
    if (first_failed == UINT32_MAX)
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "the windows of school %u are not in order of time, or not finite",
                    first_failed);
}

static clg_status shrink_courses(uint32_t count, const clg_course *courses, int threads,
                                 clg_shrinkage *population, double *shrunk,
                                 clg_error *err)
{
    size_t p = CLG_MOST_PARAMETERS;
    double *covariances = clg_array_new(count * p * p, sizeof *covariances, err);
    uint8_t *is_used = clg_array_new(count, 1, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (covariances != NULL && is_used != NULL) {
        for (size_t s = 0; s < count; s++) {
            const clg_course *course = &courses[s];
            is_used[s] = course->kind == CLG_COURSE_DOUBLE_LOGISTIC &&
                         !course->is_degenerate && !isnan(course->covariance[0]);
            memcpy(shrunk + s * p, course->parameter, p * sizeof *shrunk);
            memcpy(covariances + s * p * p, course->covariance,
                   p * p * sizeof *covariances);
        }
        status = clg_shrink(count, CLG_MOST_PARAMETERS, shrunk, covariances, is_used,
                            threads, population, shrunk, NULL, err);
    }
    clg_free(covariances);
    clg_free(is_used);
    return status;
}

clg_status clg_courses_fit(const clg_series *series, int threads, clg_course *courses,
                           clg_shrinkage *population, double *shrunk, clg_error *err)
{
    int thread_count = threads > 0 ? threads : clg_thread_limit();
    uint32_t longest = 0;
    clg_smooth *smooths = clg_array_new((size_t)thread_count, sizeof *smooths, err);
    clg_status status = smooths == NULL ? CLG_ERROR_MEMORY : CLG_OK;

    for (uint32_t s = 0; s < series->school_count; s++)
        if (series->first[s + 1] - series->first[s] > longest)
            longest = (uint32_t)(series->first[s + 1] - series->first[s]);
    for (int k = 0; k < thread_count && status == CLG_OK; k++)
        status = clg_smooth_init(&smooths[k], longest, err);
    if (status == CLG_OK)
        status = fit_schools(series, thread_count, smooths, courses, err);
    if (status == CLG_OK)
        status = shrink_courses(series->school_count, courses, thread_count, population,
                                shrunk, err);
    for (int k = 0; smooths != NULL && k < thread_count; k++)
        clg_smooth_clear(&smooths[k]);
    clg_free(smooths);
    return status;
}
