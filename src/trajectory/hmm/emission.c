/* The table of families, what values they take, their moments. */
#include "trajectory/hmm/emission_part.h"

#include "base/fail.h"

#include <math.h>
#include <string.h>

typedef struct traits {
    const char *name;
    const char *parameters[CLG_THETA + 1];
    uint32_t free_count;
    bool has_exposure;
} traits;

static const traits families[CLG_FAMILY_COUNT] = {
    [CLG_FAMILY_NORMAL] = {"normal", {"mean", "variance"}, 2, false},
    [CLG_FAMILY_POISSON] = {"poisson", {"rate"}, 1, true},
    [CLG_FAMILY_NEGBIN] = {"negbin", {"mean", "size"}, 2, true},
    [CLG_FAMILY_GAMMA] = {"gamma", {"mean", "shape"}, 2, false},
    [CLG_FAMILY_BINOMIAL] = {"binomial", {"probability"}, 1, true},
    [CLG_FAMILY_BETABINOMIAL] = {"betabinomial", {"alpha", "beta"}, 2, true},
    [CLG_FAMILY_CATEGORICAL] = {"categorical",
                                {"p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"},
                                7,
                                false},
    [CLG_FAMILY_HURDLE_POISSON] = {"hurdle-poisson", {"rate", "zero"}, 2, true},
    [CLG_FAMILY_HURDLE_NEGBIN] = {"hurdle-negbin", {"mean", "size", "zero"}, 3, true},
    [CLG_FAMILY_HURDLE_GAMMA] = {"hurdle-gamma", {"mean", "shape", "zero"}, 3, false},
};

const char *clg_family_name(clg_family family)
{
    return families[family].name;
}

/* As others call them. */
static const struct {
    const char *name;
    clg_family family;
} aliases[] = {
    {"gaussian", CLG_FAMILY_NORMAL},
    {"neg-binomial", CLG_FAMILY_NEGBIN},
    {"negative-binomial", CLG_FAMILY_NEGBIN},
    {"beta-binomial", CLG_FAMILY_BETABINOMIAL},
    {"multinomial", CLG_FAMILY_CATEGORICAL},
};

bool clg_family_find(const char *name, clg_family *family)
{
    for (size_t a = 0; a < sizeof aliases / sizeof aliases[0]; a++)
        if (strcmp(aliases[a].name, name) == 0) {
            *family = aliases[a].family;
            return true;
        }
    for (int f = 0; f < CLG_FAMILY_COUNT; f++)
        if (strcmp(families[f].name, name) == 0) {
            *family = (clg_family)f;
            return true;
        }
    return false;
}

const char *const *clg_family_parameters(clg_family family)
{
    return families[family].parameters;
}

uint32_t clg_family_free_parameters(clg_family family)
{
    return families[family].free_count;
}

bool clg_family_has_exposure(clg_family family)
{
    return families[family].has_exposure;
}

static bool is_whole(double x)
{
    return x == floor(x);
}

static clg_status check_trials(double x, double e, clg_error *err)
{
    if (!is_whole(e))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected a whole number of trials, found %.15g", e);
    if (x > e)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected at most %.15g of as many trials, found %.15g", e, x);
    return CLG_OK;
}

static clg_status check_count(double x, clg_error *err)
{
    if (x >= 0.0 && is_whole(x))
        return CLG_OK;
    return clg_fail(err, CLG_ERROR_ARGUMENT,
                    "expected a count (0, 1, 2, ...), found %.15g", x);
}

clg_status clg_emission_check(clg_family family, double x, double e, clg_error *err)
{
    clg_status status;

    if (!isfinite(x))
        return clg_fail(err, CLG_ERROR_ARGUMENT, "expected a number, found %g", x);
    if (families[family].has_exposure && !(isfinite(e) && e > 0.0))
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "expected an exposure above 0, found %.15g", e);
    switch (family) {
    case CLG_FAMILY_GAMMA:
        if (x <= 0.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "expected a number above 0, found %.15g", x);
        return CLG_OK;
    case CLG_FAMILY_HURDLE_GAMMA:
        if (x < 0.0)
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "expected 0 or a number above, found %.15g", x);
        return CLG_OK;
    case CLG_FAMILY_CATEGORICAL:
        if (x < 1.0 || x > CLG_THETA || !is_whole(x))
            return clg_fail(err, CLG_ERROR_ARGUMENT,
                            "expected a category from 1 to %d, found %.15g", CLG_THETA,
                            x);
        return CLG_OK;
    case CLG_FAMILY_BINOMIAL:
    case CLG_FAMILY_BETABINOMIAL:
        status = check_count(x, err);
        return status != CLG_OK ? status : check_trials(x, e, err);
    case CLG_FAMILY_POISSON:
    case CLG_FAMILY_NEGBIN:
    case CLG_FAMILY_HURDLE_POISSON:
    case CLG_FAMILY_HURDLE_NEGBIN: return check_count(x, err);
    default: return CLG_OK;
    }
}

/* The moments of the part above a hurdle, given those with zero, and P(0). */
static void pass_hurdle(double zero, double mean, double square, double at_zero,
                        double *moments)
{
    double positive = -expm1(at_zero);

    /* As the mean goes to 0 all that is left above it is 1. */
    moments[0] = (1.0 - zero) * (positive > 0.0 ? mean / positive : 1.0);
    moments[1] = (1.0 - zero) * (positive > 0.0 ? square / positive : 1.0);
}

static void categories(const double *theta, double *moments)
{
    for (int c = 0; c < CLG_THETA; c++) {
        moments[0] += theta[c] * (c + 1);
        moments[1] += theta[c] * (c + 1) * (c + 1);
    }
}

/* Mean and mean square of hurdles and categories. */
static void moments_of(clg_family family, const double *theta, double e,
                       double *moments)
{
    double m = e * theta[0];

    switch (family) {
    case CLG_FAMILY_HURDLE_POISSON:
        pass_hurdle(theta[1], m, m + m * m, -m, moments);
        break;
    case CLG_FAMILY_HURDLE_NEGBIN:
        pass_hurdle(theta[2], m, m + m * m / theta[1] + m * m,
                    -theta[1] * log1p(m / theta[1]), moments);
        break;
    case CLG_FAMILY_HURDLE_GAMMA:
        pass_hurdle(theta[2], theta[0], theta[0] * theta[0] * (1.0 + 1.0 / theta[1]),
                    -INFINITY, moments);
        break;
    default: categories(theta, moments); break;
    }
}

double clg_emission_mean(clg_family family, const double *theta, double e)
{
    double moments[2] = {0.0, 0.0};

    switch (family) {
    case CLG_FAMILY_NORMAL:
    case CLG_FAMILY_GAMMA: return theta[0];
    case CLG_FAMILY_POISSON:
    case CLG_FAMILY_NEGBIN:
    case CLG_FAMILY_BINOMIAL: return e * theta[0];
    case CLG_FAMILY_BETABINOMIAL: return e * theta[0] / (theta[0] + theta[1]);
    default: moments_of(family, theta, e, moments); return moments[0];
    }
}

double clg_emission_variance(clg_family family, const double *theta, double e)
{
    double moments[2] = {0.0, 0.0}, m = e * theta[0], sum = theta[0] + theta[1];

    switch (family) {
    case CLG_FAMILY_NORMAL: return theta[1];
    case CLG_FAMILY_GAMMA: return theta[0] * theta[0] / theta[1];
    case CLG_FAMILY_POISSON: return m;
    case CLG_FAMILY_NEGBIN:
        return theta[1] > CLG_POISSON_SIZE ? m : m + m * m / theta[1];
    case CLG_FAMILY_BINOMIAL: return m * (1.0 - theta[0]);
    case CLG_FAMILY_BETABINOMIAL:
        return m * theta[1] / (sum * sum) * (sum + e) / (sum + 1.0);
    default:
        moments_of(family, theta, e, moments);
        return fmax(0.0, moments[1] - moments[0] * moments[0]);
    }
}
