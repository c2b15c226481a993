/* Smoothing splines by bands, and the search for lambda. See smooth.h.
 *
 * Restricted likelihood needs no eigenvectors: the contrasts z = Q'y have variance
 * s2 V with V = R / lambda + Q'W^-1 Q = B / lambda, so that up to a constant
 *
 *     -2 log L = m log(z'V^-1 z / m) + log |V|,    m = n - 2.
 *
 * Its derivative by log lambda is  m c'Rc / z'c - tr(B^-1 R),  and the degrees of
 * freedom are 2 + tr(B^-1 R); the five central bands of B^-1 come from the factors of
 * B (Hutchinson & de Hoog 1985, Numer. Math. 47:99). A root of the derivative gives
 * lambda to the last digits, where the flat minimum itself would give half of them. */
#include "trajectory/curve/smooth.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    WORK_ARRAYS = 13,
    STEPS_BELOW = 9, /* of the grid of log lambda, whose step is 1 */
    STEPS_ABOVE = 7,
    MOST_STEPS = 60
};

static const clg_smooth_options default_options = CLG_SMOOTH_OPTIONS_INIT;

/* The bands of one problem; all arrays are of the smooth's work. Interior knot j + 1 of
 * the points is row j. */
typedef struct bands {
    uint32_t n, m;
    const double *t, *y, *weight;
    double *h;            /* gaps */
    double *r0, *r1;      /* R */
    double *s0, *s1, *s2; /* S = Q'W^-1 Q */
    double *z;            /* Q'y */
    double *d, *l1, *l2;  /* B = L D L' */
    double *e0, *e1, *e2; /* central bands of B^-1 */
    double *c;            /* B^-1 z */
    double rule_factor;   /* of the trace in GCV */
    clg_smooth_rule rule;
} bands;

/* What one lambda gives. */
typedef struct outcome {
    double lambda, edf, rss, criterion, slope; /* slope of -2 log REML by log lambda */
} outcome;

clg_status clg_smooth_init(clg_smooth *smooth, uint32_t most_points, clg_error *err)
{
    size_t n = most_points;

    memset(smooth, 0, sizeof *smooth);
    smooth->t = clg_array_new((6 + WORK_ARRAYS) * n, sizeof *smooth->t, err);
    if (smooth->t == NULL)
        return CLG_ERROR_MEMORY;
    smooth->room = most_points;
    smooth->y = smooth->t + n;
    smooth->weight = smooth->t + 2 * n;
    smooth->fit = smooth->t + 3 * n;
    smooth->curvature = smooth->t + 4 * n;
    smooth->error = smooth->t + 5 * n;
    smooth->work = smooth->t + 6 * n;
    return CLG_OK;
}

void clg_smooth_clear(clg_smooth *smooth)
{
    clg_free(smooth->t);
    memset(smooth, 0, sizeof *smooth);
}

static clg_status take_points(clg_smooth *smooth, const double *t, const double *y,
                              const double *weights, uint32_t count, clg_error *err)
{
    uint32_t n = 0;

    smooth->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        double weight = weights == NULL ? 1.0 : weights[i];
        if (isnan(y[i]))
            continue;
        if (n == smooth->room)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "more than %u points, which there is room for", n);
        if (!isfinite(t[i]) || !isfinite(y[i]) || !isfinite(weight) || weight <= 0.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "point %u is (%g, %g) with weight %g, expected finite "
                            "numbers and a weight above 0",
                            i, t[i], y[i], weight);
        if (n > 0 && t[i] <= smooth->t[n - 1])
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "time %g follows time %g, expected a later one", t[i],
                            smooth->t[n - 1]);
        smooth->t[n] = t[i];
        smooth->y[n] = y[i];
        smooth->weight[n++] = weight;
    }
    smooth->count = n;
    return CLG_OK;
}

/* The weighted mean, or with `is_line` the weighted least squares line. */
static void fit_straight(clg_smooth *smooth, bool is_line)
{
    double w = 0.0, t = 0.0, y = 0.0, tt = 0.0, ty = 0.0, slope;

    for (uint32_t i = 0; i < smooth->count; i++)
        w += smooth->weight[i];
    for (uint32_t i = 0; i < smooth->count; i++) {
        t += smooth->weight[i] / w * smooth->t[i];
        y += smooth->weight[i] / w * smooth->y[i];
    }
    for (uint32_t i = 0; i < smooth->count; i++) {
        double apart = smooth->t[i] - t;
        tt += smooth->weight[i] * apart * apart;
        ty += smooth->weight[i] * apart * (smooth->y[i] - y);
    }
    slope = is_line ? ty / tt : 0.0;
    smooth->rss = 0.0;
    for (uint32_t i = 0; i < smooth->count; i++) {
        double residual;
        smooth->fit[i] = y + slope * (smooth->t[i] - t);
        smooth->curvature[i] = 0.0;
        residual = smooth->y[i] - smooth->fit[i];
        smooth->rss += smooth->weight[i] * residual * residual;
    }
    smooth->kind = is_line ? CLG_SMOOTH_LINE : CLG_SMOOTH_MEAN;
    smooth->lambda = is_line ? (double)INFINITY : (double)NAN;
    smooth->edf = is_line ? 2.0 : 1.0;
    smooth->variance = smooth->count > smooth->edf
                           ? smooth->rss / (smooth->count - smooth->edf)
                           : (double)NAN;
    for (uint32_t i = 0; i < smooth->count; i++) {
        double apart = smooth->t[i] - t;
        smooth->error[i] =
            sqrt(smooth->variance * (1.0 / w + (is_line ? apart * apart / tt : 0.0)));
    }
}

/* Row i of Q has up to three entries, in columns i - 2, i - 1 and i of the interior. */
static double q_before(const bands *b, uint32_t i)
{
    return 1.0 / b->h[i - 1]; /* column i - 2 */
}

static double q_middle(const bands *b, uint32_t i)
{
    return -1.0 / b->h[i - 1] - 1.0 / b->h[i]; /* column i - 1 */
}

static double q_after(const bands *b, uint32_t i)
{
    return 1.0 / b->h[i]; /* column i */
}

static void fill_bands(bands *b)
{
    for (uint32_t i = 0; i + 1 < b->n; i++)
        b->h[i] = b->t[i + 1] - b->t[i];
    for (uint32_t j = 0; j < b->m; j++) {
        double left = q_after(b, j), middle = q_middle(b, j + 1),
               right = q_before(b, j + 2), w1 = b->weight[j + 1], w2 = b->weight[j + 2];
        b->r0[j] = (b->h[j] + b->h[j + 1]) / 3.0;
        b->r1[j] = b->h[j + 1] / 6.0;
        b->s0[j] =
            left * left / b->weight[j] + middle * middle / w1 + right * right / w2;
        b->s1[j] = b->s2[j] = 0.0;
        if (j + 1 < b->m)
            b->s1[j] =
                middle * q_after(b, j + 1) / w1 + right * q_middle(b, j + 2) / w2;
        if (j + 2 < b->m)
            b->s2[j] = right * q_after(b, j + 2) / w2;
        b->z[j] = (b->y[j + 2] - b->y[j + 1]) / b->h[j + 1] -
                  (b->y[j + 1] - b->y[j]) / b->h[j];
    }
}

static bands bands_of(clg_smooth *smooth, const clg_smooth_options *options)
{
    bands b = {.n = smooth->count,
               .m = smooth->count - 2,
               .t = smooth->t,
               .y = smooth->y,
               .weight = smooth->weight,
               .c = smooth->curvature + 1,
               .rule_factor = options->trace_factor,
               .rule = options->rule};
    double **arrays[WORK_ARRAYS] = {&b.h, &b.r0, &b.r1, &b.s0, &b.s1, &b.s2, &b.z,
                                    &b.d, &b.l1, &b.l2, &b.e0, &b.e1, &b.e2};

    for (size_t a = 0; a < WORK_ARRAYS; a++)
        *arrays[a] = smooth->work + a * smooth->room;
    fill_bands(&b);
    return b;
}

/* B = R + lambda S = L D L'. */
static void factorise(bands *b, double lambda)
{
    for (uint32_t j = 0; j < b->m; j++) {
        double diagonal = b->r0[j] + lambda * b->s0[j],
               beside = b->r1[j] + lambda * b->s1[j];
        if (j > 0) {
            diagonal -= b->l1[j - 1] * b->l1[j - 1] * b->d[j - 1];
            beside -= b->l1[j - 1] * b->l2[j - 1] * b->d[j - 1];
        }
        if (j > 1)
            diagonal -= b->l2[j - 2] * b->l2[j - 2] * b->d[j - 2];
        b->d[j] = diagonal;
        b->l1[j] = j + 1 < b->m ? beside / diagonal : 0.0;
        b->l2[j] = j + 2 < b->m ? lambda * b->s2[j] / diagonal : 0.0;
    }
}

static void solve(bands *b)
{
    for (uint32_t j = 0; j < b->m; j++)
        b->c[j] = b->z[j] - (j > 0 ? b->l1[j - 1] * b->c[j - 1] : 0.0) -
                  (j > 1 ? b->l2[j - 2] * b->c[j - 2] : 0.0);
    for (uint32_t j = b->m; j-- > 0;)
        b->c[j] = b->c[j] / b->d[j] - (j + 1 < b->m ? b->l1[j] * b->c[j + 1] : 0.0) -
                  (j + 2 < b->m ? b->l2[j] * b->c[j + 2] : 0.0);
}

static void invert(bands *b)
{
    for (uint32_t j = b->m; j-- > 0;) {
        double next = j + 1 < b->m ? b->e0[j + 1] : 0.0,
               beside = j + 1 < b->m ? b->e1[j + 1] : 0.0,
               second = j + 2 < b->m ? b->e0[j + 2] : 0.0;
        b->e1[j] = -b->l1[j] * next - b->l2[j] * beside;
        b->e2[j] = -b->l1[j] * beside - b->l2[j] * second;
        b->e0[j] = 1.0 / b->d[j] - b->l1[j] * b->e1[j] - b->l2[j] * b->e2[j];
    }
}

/* lambda (Q c)_i / w_i: what is left over of point i. */
static double residual_of(const bands *b, uint32_t i, double lambda)
{
    double sum = 0.0;

    if (i >= 2)
        sum += q_before(b, i) * b->c[i - 2];
    if (i >= 1 && i <= b->m)
        sum += q_middle(b, i) * b->c[i - 1];
    if (i < b->m)
        sum += q_after(b, i) * b->c[i];
    return lambda * sum / b->weight[i];
}

static outcome try_lambda(bands *b, double lambda)
{
    outcome result = {.lambda = lambda};
    double trace = 0.0, determinant = 0.0, c_z = 0.0, c_r_c = 0.0, left;

    factorise(b, lambda);
    solve(b);
    invert(b);
    for (uint32_t j = 0; j < b->m; j++) {
        bool is_last = j + 1 == b->m;
        trace += b->r0[j] * b->e0[j] + (is_last ? 0.0 : 2.0 * b->r1[j] * b->e1[j]);
        c_r_c += b->c[j] *
                 (b->r0[j] * b->c[j] + (is_last ? 0.0 : 2.0 * b->r1[j] * b->c[j + 1]));
        c_z += b->c[j] * b->z[j];
        determinant += log(b->d[j]);
    }
    for (uint32_t i = 0; i < b->n; i++) {
        double residual = residual_of(b, i, lambda);
        result.rss += b->weight[i] * residual * residual;
    }
    result.edf = 2.0 + trace;
    result.slope = b->m * c_r_c / c_z - trace;
    left = b->n - b->rule_factor * result.edf;
    result.criterion = b->rule == CLG_SMOOTH_REML ? b->m * log(lambda * c_z / b->m) +
                                                        determinant - b->m * log(lambda)
                       : left > 0.0 ? b->n * result.rss / (left * left)
                                    : (double)INFINITY;
    return result;
}

/* The root of the slope between two values of log lambda, by false position with
 * Illinois' halving (Dowell & Jarratt 1971, BIT 11:168). */
static outcome find_root(bands *b, double low, double low_slope, double high,
                         double high_slope)
{
    outcome at = {.slope = low_slope};

    for (int k = 0; k < MOST_STEPS && high - low > 1e-13 * (1.0 + fabs(low)); k++) {
        double x = low - low_slope * (high - low) / (high_slope - low_slope);
        double before = at.slope;
        at = try_lambda(b, exp(x));
        if (at.slope == 0.0)
            break;
        if (at.slope < 0.0) {
            low = x;
            low_slope = at.slope;
            high_slope *= before < 0.0 ? 0.5 : 1.0;
        } else {
            high = x;
            high_slope = at.slope;
            low_slope *= before > 0.0 ? 0.5 : 1.0;
        }
        if (fabs(at.slope) < 1e-12 * b->m)
            break;
    }
    return at;
}

/* The minimum of the criterion between two values, by golden sections. */
static outcome narrow(bands *b, double low, double high)
{
    const double part = 0.3819660112501051;

    for (int k = 0; k < MOST_STEPS; k++) {
        double left = low + part * (high - low), right = high - part * (high - low);
        if (try_lambda(b, exp(left)).criterion <= try_lambda(b, exp(right)).criterion)
            high = right;
        else
            low = left;
    }
    return try_lambda(b, exp(0.5 * (low + high)));
}

/* The best minimum over a grid, inside it where there is one for cross-validation;
 * lambda INFINITY: a line is best. The grid is in units of R / S, from next to
 * interpolation to next to a line (whose eigenvalue grows with n^4). */
static outcome search(bands *b)
{
    double r = 0.0, s = 0.0, first, last;
    outcome best = {.criterion = (double)INFINITY}, before = best, now = best;
    bool is_inside = false;

    for (uint32_t j = 0; j < b->m; j++) {
        r += b->r0[j];
        s += b->s0[j];
    }
    first = log(r / s) - STEPS_BELOW;
    last = log(r / s) + STEPS_ABOVE + 4.0 * log(b->n);
    for (double x = first; x <= last; x += 1.0) {
        outcome next = try_lambda(b, exp(x)), found = next;
        bool is_reml = b->rule == CLG_SMOOTH_REML, is_minimum;
        if (is_reml)
            is_minimum = x > first && now.slope < 0.0 && next.slope >= 0.0;
        else
            is_minimum = x > first + 1.0 && now.criterion < before.criterion &&
                         now.criterion <= next.criterion;
        if (is_minimum)
            found = is_reml ? find_root(b, x - 1.0, now.slope, x, next.slope)
                            : narrow(b, x - 2.0, x);
        if (is_reml ? found.criterion < best.criterion
                    : is_minimum > is_inside ||
                          (is_minimum == is_inside && found.criterion < best.criterion))
            best = found;
        is_inside = is_inside || is_minimum;
        before = now;
        now = next;
    }
    if (best.lambda == now.lambda)
        best.lambda = (double)INFINITY;
    return best;
}

static void take_spline(clg_smooth *smooth, bands *b, const outcome *chosen)
{
    double lambda = chosen->lambda;

    smooth->kind = CLG_SMOOTH_SPLINE;
    smooth->lambda = lambda;
    smooth->edf = chosen->edf;
    smooth->rss = chosen->rss;
    smooth->variance = lambda > 0.0 ? smooth->rss / (b->n - smooth->edf) : (double)NAN;
    smooth->curvature[0] = smooth->curvature[b->n - 1] = 0.0;
    for (uint32_t i = 0; i < b->n; i++) {
        double before = i >= 2 ? q_before(b, i) : 0.0,
               middle = i >= 1 && i <= b->m ? q_middle(b, i) : 0.0,
               after = i < b->m ? q_after(b, i) : 0.0, sum = 0.0;
        if (i >= 2)
            sum +=
                before * before * b->e0[i - 2] + 2.0 * before * middle * b->e1[i - 2];
        if (i >= 1 && i <= b->m)
            sum += middle * middle * b->e0[i - 1] + 2.0 * middle * after * b->e1[i - 1];
        if (i < b->m)
            sum += after * after * b->e0[i];
        if (i >= 2 && i < b->m)
            sum += 2.0 * before * after * b->e2[i - 2];
        smooth->fit[i] = smooth->y[i] - residual_of(b, i, lambda);
        smooth->error[i] =
            sqrt(smooth->variance * fmax(0.0, 1.0 - lambda * sum / smooth->weight[i]) /
                 smooth->weight[i]);
    }
}

/* Whether second differences are rounding only. */
static bool is_straight(const bands *b)
{
    double largest = 0.0;

    for (uint32_t i = 0; i < b->n; i++)
        largest = fmax(largest, fabs(b->y[i]));
    for (uint32_t j = 0; j < b->m; j++)
        if (fabs(b->z[j]) * fmin(b->h[j], b->h[j + 1]) > 1e-13 * largest)
            return false;
    return true;
}

static void fit_spline(clg_smooth *smooth, const clg_smooth_options *options)
{
    bands b = bands_of(smooth, options);
    bool is_given = options->rule == CLG_SMOOTH_LAMBDA;
    outcome chosen = {.lambda = options->lambda};

    if (is_straight(&b) || (is_given && isinf(options->lambda))) {
        fit_straight(smooth, true);
        return;
    }
    chosen = is_given ? try_lambda(&b, options->lambda) : search(&b);
    if (!is_given)
        smooth->criterion = chosen.criterion;
    if (isinf(chosen.lambda)) {
        fit_straight(smooth, true);
        return;
    }
    try_lambda(&b, chosen.lambda);
    take_spline(smooth, &b, &chosen);
}

clg_status clg_smooth_fit(clg_smooth *smooth, const double *t, const double *y,
                          const double *weights, uint32_t count,
                          const clg_smooth_options *options, clg_error *err)
{
    const clg_smooth_options *run = options == NULL ? &default_options : options;
    clg_status status;

    if (run->rule == CLG_SMOOTH_LAMBDA && !(run->lambda >= 0.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "lambda is %g, expected 0 or more",
                        run->lambda);
    if (run->rule == CLG_SMOOTH_GCV && !(run->trace_factor >= 1.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "the trace is multiplied by %g, expected 1 or more",
                        run->trace_factor);
    status = take_points(smooth, t, y, weights, count, err);
    if (status != CLG_OK)
        return status;
    smooth->kind = CLG_SMOOTH_NONE;
    smooth->edf = 0.0;
    smooth->rss = 0.0;
    smooth->lambda = smooth->variance = smooth->criterion = (double)NAN;
    if (smooth->count > 3)
        fit_spline(smooth, run);
    else if (smooth->count > 0)
        fit_straight(smooth, smooth->count == 3);
    return CLG_OK;
}

double clg_smooth_at(const clg_smooth *smooth, double t)
{
    const double *knot = smooth->t, *g = smooth->fit, *c = smooth->curvature;
    uint32_t n = smooth->count, i = 0;
    double h, left, right, slope;

    if (n < 2)
        return n == 1 ? g[0] : (double)NAN;
    while (i + 2 < n && t > knot[i + 1])
        i++;
    h = knot[i + 1] - knot[i];
    left = t - knot[i];
    right = knot[i + 1] - t;
    slope = (g[i + 1] - g[i]) / h;
    if (left < 0.0)
        return g[0] + left * (slope - h * c[1] / 6.0);
    if (right < 0.0)
        return g[n - 1] - right * (slope + h * c[n - 2] / 6.0);
    return (left * g[i + 1] + right * g[i]) / h -
           left * right / 6.0 *
               ((1.0 + left / h) * c[i + 1] + (1.0 + right / h) * c[i]);
}
