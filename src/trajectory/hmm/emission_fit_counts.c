/* Maximum likelihood of counts that have no closed form.
 *
 * All work on logarithms of two parameters with exact first and second derivatives.
 * What depends on a count alone, G(a + y) / G(a) and its derivatives, is a running sum
 * over y, so that a table of a thousand entries replaces the special functions. */
#include "trajectory/hmm/emission_part.h"

#include <gsl/gsl_sf_psi.h>
#include <math.h>

enum { TABLE = 1024 };

/* log G(a + y) / G(a), its derivative in a, and the second one with its sign turned. */
typedef struct rising {
    double a;
    size_t filled;
    double value[TABLE], first[TABLE], second[TABLE];
} rising;

static void fill(rising *r, double a, size_t most)
{
    r->a = a;
    r->filled = most < TABLE ? most + 1 : TABLE;
    r->value[0] = r->first[0] = r->second[0] = 0.0;
    for (size_t y = 1; y < r->filled; y++) {
        double inverse = 1.0 / (a + (double)(y - 1));
        r->value[y] = r->value[y - 1] + log(a + (double)(y - 1));
        r->first[y] = r->first[y - 1] + inverse;
        r->second[y] = r->second[y - 1] + inverse * inverse;
    }
}

static void look_up(const rising *r, double y, double *out)
{
    gsl_sf_result high, low;

    if (y < (double)r->filled) {
        out[0] = r->value[(size_t)y];
        out[1] = r->first[(size_t)y];
        out[2] = r->second[(size_t)y];
        return;
    }
    out[0] = clg_log_rising(r->a, y);
    gsl_sf_psi_e(r->a + y, &high);
    gsl_sf_psi_e(r->a, &low);
    out[1] = high.val - low.val;
    gsl_sf_psi_1_e(r->a + y, &high);
    gsl_sf_psi_1_e(r->a, &low);
    out[2] = low.val - high.val;
}

static double exposure_of(const clg_weighted_values *values, size_t i)
{
    return values->e != NULL ? values->e[i] : 1.0;
}

static size_t table_size(const clg_weighted_values *values, bool is_of_exposures)
{
    double most = 0.0;

    for (size_t i = 0; i < values->count; i++)
        most = fmax(most, is_of_exposures ? exposure_of(values, i) : values->x[i]);
    return most < TABLE ? (size_t)most : TABLE;
}

/* Derivatives so far are those in the parameters r; turns them into those in log r. */
static void take_logs(double r, double *slope, double *curve)
{
    *curve = r * *slope + r * r * *curve;
    *slope *= r;
}

/* One value: l in log m (m = e mean) and in the size r. */
static void add_negbin(clg_surface *at, double w, double y, double m, double r,
                       const double *rises)
{
    double sum = r + m, l0 = log1p(m / r);

    at->value += w * (rises[0] - r * l0 + (y > 0.0 ? y * log(m / sum) : 0.0));
    at->slope[0] += w * r * (y - m) / sum;
    at->curve[0] -= w * r * m * (r + y) / (sum * sum);
    at->slope[1] += w * (rises[1] - l0 + (m - y) / sum);
    at->curve[2] += w * (-rises[2] + m / (r * sum) - (m - y) / (sum * sum));
    at->curve[1] += w * (y - m) * m / (sum * sum);
}

/* - log(1 - p0), p0 = (r / (r + m))^r; h = p0 / (1 - p0), c = - d log p0 / d log m, u =
 * - d log p0 / d r, and d h = h (1 + h) d log p0. */
static void add_truncation(clg_surface *at, double w, double m, double r)
{
    double sum = r + m, l0 = log1p(m / r), h = 1.0 / expm1(r * l0);
    double c = r * m / sum, u = l0 - m / sum, m2 = m * m / (sum * sum);

    at->value -= w * log(-expm1(-r * l0));
    at->slope[0] -= w * h * c;
    at->curve[0] -= w * h * (r * r * m / (sum * sum) - c * c * (1.0 + h));
    at->slope[1] -= w * h * u;
    at->curve[2] += w * h * ((1.0 + h) * u * u + m2 / r);
    at->curve[1] += w * h * ((1.0 + h) * u * c - m2);
}

static void climb_negbin(const clg_weighted_values *values, const double *point,
                         clg_surface *at, bool is_truncated)
{
    double mean = exp(point[0]), r = exp(point[1]), rises[3];
    rising table;

    *at = (clg_surface){0};
    fill(&table, r, table_size(values, false));
    for (size_t i = 0; i < values->count; i++) {
        double w = values->weight[i], y = values->x[i];
        if (!(w > 0.0) || (is_truncated && y <= 0.0))
            continue;
        look_up(&table, y, rises);
        add_negbin(at, w, y, exposure_of(values, i) * mean, r, rises);
        if (is_truncated)
            add_truncation(at, w, exposure_of(values, i) * mean, r);
    }
    take_logs(r, &at->slope[1], &at->curve[2]);
    at->curve[1] *= r;
}

static void negbin_surface(const clg_weighted_values *values, const double *point,
                           clg_surface *at)
{
    climb_negbin(values, point, at, false);
}

static void truncated_negbin_surface(const clg_weighted_values *values,
                                     const double *point, clg_surface *at)
{
    climb_negbin(values, point, at, true);
}

/* m / (1 - exp -m) is the mean above zero. */
static void truncated_poisson_surface(const clg_weighted_values *values,
                                      const double *point, clg_surface *at)
{
    *at = (clg_surface){0};
    for (size_t i = 0; i < values->count; i++) {
        double w = values->weight[i], y = values->x[i];
        double m = exposure_of(values, i) * exp(point[0]), positive = -expm1(-m);
        double mean = m / positive;
        if (!(w > 0.0) || y <= 0.0)
            continue;
        at->value += w * (y * log(m) - m - log(positive));
        at->slope[0] += w * (y - mean);
        at->curve[0] -= w * mean * (1.0 - mean * exp(-m));
    }
}

static void betabinomial_surface(const clg_weighted_values *values, const double *point,
                                 clg_surface *at)
{
    double a = exp(point[0]), b = exp(point[1]), of_a[3], of_b[3], of_sum[3];
    size_t most = table_size(values, true);
    rising rise_a, rise_b, rise_sum;

    *at = (clg_surface){0};
    fill(&rise_a, a, most);
    fill(&rise_b, b, most);
    fill(&rise_sum, a + b, most);
    for (size_t i = 0; i < values->count; i++) {
        double w = values->weight[i], x = values->x[i], n = exposure_of(values, i);
        if (!(w > 0.0))
            continue;
        look_up(&rise_a, x, of_a);
        look_up(&rise_b, n - x, of_b);
        look_up(&rise_sum, n, of_sum);
        at->value += w * (of_a[0] + of_b[0] - of_sum[0]);
        at->slope[0] += w * (of_a[1] - of_sum[1]);
        at->slope[1] += w * (of_b[1] - of_sum[1]);
        at->curve[0] += w * (of_sum[2] - of_a[2]);
        at->curve[2] += w * (of_sum[2] - of_b[2]);
        at->curve[1] += w * of_sum[2];
    }
    at->curve[1] *= a * b;
    take_logs(a, &at->slope[0], &at->curve[0]);
    take_logs(b, &at->slope[1], &at->curve[2]);
}

/* The log mean to start from and its bounds, from positive values. */
static double log_mean(const clg_weighted_values *values, bool is_truncated,
                       double current, double *lower, double *upper)
{
    double sum = 0.0, exposures = 0.0, log_ratio;

    for (size_t i = 0; i < values->count; i++)
        if (!is_truncated || values->x[i] > 0.0) {
            sum += values->weight[i] * values->x[i];
            exposures += values->weight[i] * exposure_of(values, i);
        }
    log_ratio = log(sum / exposures);
    *lower = log_ratio - 30.0;
    *upper = is_truncated ? log_ratio : log_ratio + 30.0;
    return current > 0.0 && is_truncated ? log(current) : log_ratio;
}

void clg_negbin_maximise(const clg_weighted_values *values, bool is_truncated,
                         double *theta)
{
    double lower[2] = {0.0, -7.0}, upper[2] = {0.0, 14.0}, point[2];

    point[0] = log_mean(values, is_truncated, theta[0], &lower[0], &upper[0]);
    point[1] = theta[1] > 0.0 ? log(theta[1]) : 0.0;
    clg_surface_climb(is_truncated ? truncated_negbin_surface : negbin_surface, values,
                      lower, upper, point);
    theta[0] = exp(point[0]);
    theta[1] = exp(point[1]);
}

void clg_truncated_poisson_maximise(const clg_weighted_values *values, double *theta)
{
    double lower[2] = {0.0, 0.0}, upper[2] = {0.0, 0.0}, point[2] = {0.0, 0.0};

    point[0] = log_mean(values, true, theta[0], &lower[0], &upper[0]);
    clg_surface_climb(truncated_poisson_surface, values, lower, upper, point);
    theta[0] = exp(point[0]);
}

void clg_betabinomial_maximise(const clg_weighted_values *values, double *theta)
{
    const double lower[2] = {-10.0, -10.0}, upper[2] = {14.0, 14.0};
    double point[2];

    for (int i = 0; i < 2; i++)
        point[i] = theta[i] > 0.0 ? log(theta[i]) : 0.0;
    clg_surface_climb(betabinomial_surface, values, lower, upper, point);
    theta[0] = exp(point[0]);
    theta[1] = exp(point[1]);
}
