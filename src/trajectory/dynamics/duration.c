#include "trajectory/dynamics/duration.h"

#include <math.h>
#include <string.h>

enum { NEWTON_STEPS = 60, DAMPINGS = 16, TAIL = 200 };

static const char *const names[CLG_DURATION_COUNT] = {"geometric", "free", "poisson",
                                                      "negbin", "weibull"};

const char *clg_duration_family_name(clg_duration_family family)
{
    return names[family];
}

bool clg_duration_family_find(const char *name, clg_duration_family *family)
{
    for (int i = 0; i < CLG_DURATION_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            *family = (clg_duration_family)i;
            return true;
        }
    return false;
}

uint32_t clg_duration_free_parameters(clg_duration_family family, uint32_t m)
{
    switch (family) {
    case CLG_DURATION_FREE: return m;
    case CLG_DURATION_NEGBIN:
    case CLG_DURATION_WEIBULL: return 2;
    default: return 1;
    }
}

/* p(x + 1) / p(x) of D - 1 = x. */
static double growth(clg_duration_family family, const double *parameters, double x)
{
    double mean = parameters[0], size = parameters[1];

    return family == CLG_DURATION_POISSON
               ? mean / (x + 1.0)
               : (x + size) / (x + 1.0) * (mean / (size + mean));
}

/* P(D >= j) / p(j) = 1 + p(j + 1) / p(j) * P(D >= j + 1) / p(j + 1), from far in the
 * tail back to 1: sums of what is positive. */
static void hazards_from_tail(clg_duration_family family, const double *parameters,
                              uint32_t m, double *hazard)
{
    uint32_t far = m + TAIL;
    double rest = 1.0 / (1.0 - fmin(growth(family, parameters, far), 0.9999));

    for (uint32_t x = far; x-- > 0;) {
        rest = 1.0 + growth(family, parameters, x) * rest;
        if (x < m)
            hazard[x] = 1.0 / rest;
    }
}

/* p(j) / (1 - P(D < j)) as long as that does not cancel; where it does, the tail is
 * short and what hazards_from_tail() has found is exact. */
static void count_hazards(clg_duration_family family, const double *parameters,
                          uint32_t m, double *hazard)
{
    double mean = parameters[0], size = parameters[1], left = 1.0;
    double log_p = family == CLG_DURATION_POISSON ? -mean : -size * log1p(mean / size);

    hazards_from_tail(family, parameters, m, hazard);
    for (uint32_t x = 0; x < m && left > 1e-3; x++) {
        hazard[x] = fmin(exp(log_p) / left, 1.0);
        left *= 1.0 - hazard[x];
        log_p += log(growth(family, parameters, x));
    }
}

void clg_duration_hazards(clg_duration_family family, const double *parameters,
                          uint32_t m, double *hazard)
{
    double scale = parameters[0], shape = parameters[1];

    if (family == CLG_DURATION_WEIBULL)
        for (uint32_t j = 0; j < m; j++)
            hazard[j] = -expm1(-scale * (pow(j + 1.0, shape) - pow(j, shape)));
    else if (family == CLG_DURATION_POISSON || family == CLG_DURATION_NEGBIN)
        count_hazards(family, parameters, m, hazard);
}

void clg_duration_start(clg_duration_family family, double hazard, uint32_t m,
                        double *parameters, double *hazards)
{
    double c = fmin(fmax(hazard, 1e-4), 1.0 - 1e-4);

    for (uint32_t j = 0; j < m; j++)
        hazards[j] = c;
    parameters[0] = family == CLG_DURATION_WEIBULL ? -log1p(-c) : (1.0 - c) / c;
    parameters[1] = 1.0;
    clg_duration_hazards(family, parameters, m, hazards);
}

/* What is maximised, as a function of the logarithms of the parameters. */
typedef struct objective {
    clg_duration_family family;
    const double *exits, *stays;
    uint32_t m;
    int dimensions;
    double low[2], high[2];
} objective;

static double expected_loglik(const objective *o, const double *hazard)
{
    double sum = 0.0;

    for (uint32_t j = 0; j < o->m; j++) {
        if (o->exits[j] > 0.0)
            sum += o->exits[j] * log(hazard[j]);
        if (o->stays[j] > 0.0)
            sum += o->stays[j] * log1p(-hazard[j]);
    }
    return isnan(sum) ? -INFINITY : sum;
}

static double value_at(const objective *o, const double *u)
{
    const double parameters[2] = {exp(u[0]), exp(u[1])};
    double hazard[CLG_MOST_SUBSTATES];

    clg_duration_hazards(o->family, parameters, o->m, hazard);
    return expected_loglik(o, hazard);
}

/* Gradient and minus the Hessian at u by central differences. */
static void differentiate(const objective *o, const double *u, double here,
                          double *gradient, double (*curvature)[2])
{
    const double h = 1e-4;
    double corners = 0.0;

    for (int i = 0; i < 2; i++) {
        double ahead[2] = {u[0], u[1]}, behind[2] = {u[0], u[1]}, plus, minus;
        ahead[i] += h;
        behind[i] -= h;
        plus = value_at(o, ahead);
        minus = value_at(o, behind);
        gradient[i] = (plus - minus) / (2.0 * h);
        curvature[i][i] = -(plus - 2.0 * here + minus) / (h * h);
    }
    for (int c = 0; c < 4 && o->dimensions == 2; c++) {
        double corner[2] = {u[0] + (c & 1 ? h : -h), u[1] + (c & 2 ? h : -h)};
        corners += (c == 0 || c == 3 ? 1.0 : -1.0) * value_at(o, corner);
    }
    curvature[0][1] = curvature[1][0] = -corners / (4.0 * h * h);
}

/* to = u + (curvature + damping I)^-1 gradient, kept within bounds; false if that
 * matrix is not positive definite. */
static bool step_from(const objective *o, const double *u, const double *gradient,
                      double (*curvature)[2], double damping, double *to)
{
    double a = curvature[0][0] + damping, d = curvature[1][1] + damping;
    double b = curvature[0][1], determinant = a * d - b * b;

    to[0] = u[0] + gradient[0] / a;
    to[1] = u[1];
    if (o->dimensions == 2) {
        to[0] = u[0] + (d * gradient[0] - b * gradient[1]) / determinant;
        to[1] = u[1] + (a * gradient[1] - b * gradient[0]) / determinant;
    }
    for (int i = 0; i < o->dimensions; i++)
        to[i] = fmin(fmax(to[i], o->low[i]), o->high[i]);
    return a > 0.0 && (o->dimensions == 1 || determinant > 0.0);
}

/* Newton steps, damped as Levenberg and Marquardt do. */
static double climb(const objective *o, double *u)
{
    double here = value_at(o, u), damping = 0.0, gain = INFINITY;

    for (int i = 0; i < NEWTON_STEPS && gain > 1e-13 * (fabs(here) + 1.0); i++) {
        double gradient[2], curvature[2][2], to[2], there = -INFINITY;
        differentiate(o, u, here, gradient, curvature);
        gain = 0.0;
        for (int t = 0; t < DAMPINGS && gain == 0.0; t++) {
            if (step_from(o, u, gradient, curvature, damping, to))
                there = value_at(o, to);
            if (there > here) {
                gain = there - here;
                here = there;
                memcpy(u, to, sizeof to);
                damping = damping < 1e-3 ? 0.0 : 0.1 * damping;
            } else {
                damping = fmax(10.0 * damping, 1e-3 * fabs(curvature[0][0]) + 1e-9);
            }
        }
    }
    return here;
}

static void maximise_parameters(const objective *o, double *parameters, double *hazard)
{
    double u[2] = {0.0, 0.0}, before = expected_loglik(o, hazard);

    for (int i = 0; i < o->dimensions; i++)
        u[i] = fmin(fmax(log(parameters[i]), o->low[i]), o->high[i]);
    if (!(climb(o, u) > before))
        return;
    for (int i = 0; i < o->dimensions; i++)
        parameters[i] = exp(u[i]);
    clg_duration_hazards(o->family, parameters, o->m, hazard);
}

void clg_duration_maximise(clg_duration_family family, const double *exits,
                           const double *stays, uint32_t m, double *parameters,
                           double *hazard)
{
    double all_exits = 0.0, all = 0.0;
    bool is_weibull = family == CLG_DURATION_WEIBULL;
    const objective o = {
        .family = family,
        .exits = exits,
        .stays = stays,
        .m = m,
        .dimensions = family == CLG_DURATION_POISSON ? 1 : 2,
        .low = {is_weibull ? -25.0 : -9.0, is_weibull ? -2.5 : -5.0},
        .high = {is_weibull ? 3.0 : log(50.0 * m), is_weibull ? 2.5 : 9.0}};

    for (uint32_t j = 0; j < m; j++) {
        all_exits += exits[j];
        all += exits[j] + stays[j];
        if (family == CLG_DURATION_FREE && exits[j] + stays[j] > 1e-10)
            hazard[j] = exits[j] / (exits[j] + stays[j]);
    }
    if (!(all > 1e-8) || family == CLG_DURATION_FREE)
        return;
    if (family != CLG_DURATION_GEOMETRIC)
        maximise_parameters(&o, parameters, hazard);
    for (uint32_t j = 0; family == CLG_DURATION_GEOMETRIC && j < m; j++)
        hazard[j] = all_exits / all;
}

void clg_duration_distribution(const double *hazard, uint32_t m, uint32_t count,
                               double *p)
{
    double left = 1.0;

    for (uint32_t d = 0; d < count; d++) {
        double c = hazard[d < m ? d : m - 1];
        p[d] = left * c;
        left *= 1.0 - c;
    }
}

double clg_duration_mean(const double *hazard, uint32_t m)
{
    double left = 1.0, mean = 0.0;

    for (uint32_t j = 0; j + 1 < m; j++) {
        mean += left;
        left *= 1.0 - hazard[j];
    }
    return left > 0.0 ? mean + left / hazard[m - 1] : mean;
}

double clg_duration_quantile(const double *hazard, uint32_t m, double p)
{
    double left = 1.0, c = hazard[m - 1];

    for (uint32_t j = 0; j < m; j++) {
        left *= 1.0 - hazard[j];
        if (1.0 - left >= p - 1e-12)
            return j + 1.0;
    }
    return c > 0.0 ? m + ceil(log((1.0 - p) / left) / log1p(-c) - 1e-9) : INFINITY;
}
