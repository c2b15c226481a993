#include "em_plain.h"

#include <math.h>

/* Logarithms of the model, and what is added up over sequences. */
typedef struct pass {
    const plain_model *model;
    double log_initial[PLAIN_STATES], log_transition[PLAIN_STATES][PLAIN_STATES];
    double constant[PLAIN_STATES]; /* sum of log 2 pi v */
    double initial[PLAIN_STATES], moves[PLAIN_STATES][PLAIN_STATES];
    double occupied[PLAIN_STATES];
    double sum[PLAIN_STATES][PLAIN_INDICATORS], squares[PLAIN_STATES][PLAIN_INDICATORS];
} pass;

static double log_sum_exp(const double *x, size_t count)
{
    double most = -INFINITY, sum = 0.0;

    for (size_t i = 0; i < count; i++)
        most = x[i] > most ? x[i] : most;
    if (most == -INFINITY)
        return most;
    for (size_t i = 0; i < count; i++)
        sum += exp(x[i] - most);
    return most + log(sum);
}

static void find_log_densities(const pass *p, const double *values, size_t windows,
                               double *log_density)
{
    const plain_model *model = p->model;

    for (size_t t = 0; t < windows; t++)
        for (size_t k = 0; k < model->states; k++) {
            double sum = p->constant[k];
            for (size_t d = 0; d < model->indicators; d++) {
                double r = values[t * model->indicators + d] - model->mean[k][d];
                sum += r * r / model->variance[k][d];
            }
            log_density[t * model->states + k] = -0.5 * sum;
        }
}

static double forward(const pass *p, const double *log_density, size_t windows,
                      double *alpha)
{
    size_t states = p->model->states;
    double terms[PLAIN_STATES];

    for (size_t k = 0; k < states; k++)
        alpha[k] = p->log_initial[k] + log_density[k];
    for (size_t t = 1; t < windows; t++)
        for (size_t j = 0; j < states; j++) {
            for (size_t i = 0; i < states; i++)
                terms[i] = alpha[(t - 1) * states + i] + p->log_transition[i][j];
            alpha[t * states + j] =
                log_sum_exp(terms, states) + log_density[t * states + j];
        }
    return log_sum_exp(alpha + (windows - 1) * states, states);
}

static void backward(const pass *p, const double *log_density, size_t windows,
                     double *beta)
{
    size_t states = p->model->states;
    double terms[PLAIN_STATES];

    for (size_t k = 0; k < states; k++)
        beta[(windows - 1) * states + k] = 0.0;
    for (size_t t = windows - 1; t-- > 0;)
        for (size_t i = 0; i < states; i++) {
            for (size_t j = 0; j < states; j++)
                terms[j] = p->log_transition[i][j] + log_density[(t + 1) * states + j] +
                           beta[(t + 1) * states + j];
            beta[t * states + i] = log_sum_exp(terms, states);
        }
}

static double log_add(double a, double b)
{
    double most = a > b ? a : b;

    return most == -INFINITY ? most : most + log1p(exp(-fabs(a - b)));
}

/* Expected moves in log space over the whole sequence, as published. */
static void add_moves(pass *p, const double *log_density, const double *alpha,
                      const double *beta, size_t windows, double loglik, double *log_xi)
{
    size_t states = p->model->states;

    for (size_t c = 0; c < states * states; c++)
        log_xi[c] = -INFINITY;
    for (size_t t = 0; t + 1 < windows; t++)
        for (size_t i = 0; i < states; i++)
            for (size_t j = 0; j < states; j++)
                log_xi[i * states + j] =
                    log_add(log_xi[i * states + j],
                            alpha[t * states + i] + p->log_transition[i][j] +
                                log_density[(t + 1) * states + j] +
                                beta[(t + 1) * states + j] - loglik);
    for (size_t c = 0; c < states * states; c++)
        p->moves[c / states][c % states] += exp(log_xi[c]);
}

static void add_windows(pass *p, const double *values, const double *alpha,
                        const double *beta, size_t windows, double *terms)
{
    size_t states = p->model->states, indicators = p->model->indicators;

    for (size_t t = 0; t < windows; t++) {
        double all;
        for (size_t k = 0; k < states; k++)
            terms[k] = alpha[t * states + k] + beta[t * states + k];
        all = log_sum_exp(terms, states);
        for (size_t k = 0; k < states; k++) {
            double gamma = exp(terms[k] - all);
            p->occupied[k] += gamma;
            if (t == 0)
                p->initial[k] += gamma;
            for (size_t d = 0; d < indicators; d++) {
                double x = values[t * indicators + d];
                p->sum[k][d] += gamma * x;
                p->squares[k][d] += gamma * x * x;
            }
        }
    }
}

static void maximise(const pass *p, size_t schools, plain_model *model)
{
    for (size_t k = 0; k < model->states; k++) {
        double row = 0.0;
        for (size_t j = 0; j < model->states; j++)
            row += p->moves[k][j];
        model->initial[k] = p->initial[k] / (double)schools;
        for (size_t j = 0; j < model->states; j++)
            model->transition[k][j] = p->moves[k][j] / row;
        for (size_t d = 0; d < model->indicators; d++) {
            double mean = p->sum[k][d] / p->occupied[k];
            model->mean[k][d] = mean;
            model->variance[k][d] = p->squares[k][d] / p->occupied[k] - mean * mean;
        }
    }
}

static void take_logs(const plain_model *model, pass *p)
{
    for (size_t k = 0; k < model->states; k++) {
        p->log_initial[k] = log(model->initial[k]);
        for (size_t j = 0; j < model->states; j++)
            p->log_transition[k][j] = log(model->transition[k][j]);
        for (size_t d = 0; d < model->indicators; d++)
            p->constant[k] += log(2.0 * 3.14159265358979323846 * model->variance[k][d]);
    }
}

double plain_iterate(plain_model *model, const double *values, size_t schools,
                     size_t windows, double *room)
{
    size_t cells = windows * model->states;
    double *log_density = room, *alpha = room + cells, *beta = alpha + cells;
    double *rest = beta + cells, loglik = 0.0;
    pass p = {.model = model};

    take_logs(model, &p);
    for (size_t s = 0; s < schools; s++) {
        const double *own = values + s * windows * model->indicators;
        double one;
        find_log_densities(&p, own, windows, log_density);
        one = forward(&p, log_density, windows, alpha);
        backward(&p, log_density, windows, beta);
        add_moves(&p, log_density, alpha, beta, windows, one, rest);
        add_windows(&p, own, alpha, beta, windows, rest);
        loglik += one;
    }
    maximise(&p, schools, model);
    return loglik;
}
