#include "trajectory/hmm/passage.h"

#include <math.h>

#define LOW_SHARE 0.025
#define HIGH_SHARE 0.975
#define NEVER_LEFT 1e-6 /* of 1 - A_ii */

bool clg_hmm_only_advances(const clg_hmm *model)
{
    for (uint32_t i = 0; i < model->state_count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (model->allowed[i][j])
                return false;
    return true;
}

/* Where not[k] is the probability of never having been in the stage: in not[k][j] with
 * the state j that the path is in now. */
typedef struct avoided {
    double at[CLG_MOST_STATES][CLG_MOST_STATES];
} avoided;

static void begin(const clg_path_posterior *path, avoided *a)
{
    for (uint32_t k = 0; k < path->states; k++)
        for (uint32_t j = 0; j < path->states; j++)
            a->at[k][j] = j != k ? path->gamma[j] : 0.0;
}

/* The next window: moves by xi / gamma, none of them into the stage avoided. */
static void go_on(const clg_path_posterior *path, size_t t, avoided *a)
{
    uint32_t states = path->states;
    const double *gamma = path->gamma + t * states;
    const double *pairs = path->pairs + t * states * states;
    avoided next = {{{0.0}}};

    for (uint32_t k = 0; k < states; k++)
        for (uint32_t i = 0; i < states; i++) {
            double share = gamma[i] > 0.0 ? a->at[k][i] / gamma[i] : 0.0;
            for (uint32_t j = 0; share > 0.0 && j < states; j++)
                if (j != k)
                    next.at[k][j] += share * pairs[i * states + j];
        }
    *a = next;
}

/* P(entered k by t), of all k. */
static void entered(const clg_path_posterior *path, bool only_advances, size_t t,
                    avoided *a, double *by_now)
{
    uint32_t states = path->states;
    double beyond = 0.0;

    if (!only_advances && t == 0)
        begin(path, a);
    else if (!only_advances)
        go_on(path, t - 1, a);
    for (uint32_t k = states; k-- > 0;) {
        double sum = 0.0;
        beyond += path->gamma[t * states + k];
        for (uint32_t j = 0; !only_advances && j < states; j++)
            sum += a->at[k][j];
        by_now[k] = only_advances ? beyond : 1.0 - sum;
        by_now[k] = fmin(fmax(by_now[k], 0.0), 1.0);
    }
}

static void note_share(double by_now, double share, size_t t, uint32_t *window)
{
    if (*window == CLG_NO_WINDOW && by_now >= share)
        *window = (uint32_t)t;
}

static clg_entry_status status_of(const clg_entry *entry, bool is_founded)
{
    if (entry->median == CLG_NO_WINDOW)
        return CLG_ENTRY_NOT_REACHED;
    return entry->median == 0 && !is_founded ? CLG_ENTRY_AT_START : CLG_ENTRY_REACHED;
}

void clg_entries_find(const clg_path_posterior *path, bool only_advances,
                      bool is_founded, clg_entry *entries, double *reached)
{
    avoided a = {{{0.0}}};
    double by_now[CLG_MOST_STATES];
    uint32_t states = path->states;

    for (uint32_t k = 0; k < states; k++)
        entries[k] = (clg_entry){
            .median = CLG_NO_WINDOW, .low = CLG_NO_WINDOW, .high = CLG_NO_WINDOW};
    for (size_t t = 0; t < path->length; t++) {
        entered(path, only_advances, t, &a, by_now);
        for (uint32_t k = 0; k < states; k++) {
            note_share(by_now[k], LOW_SHARE, t, &entries[k].low);
            note_share(by_now[k], 0.5, t, &entries[k].median);
            note_share(by_now[k], HIGH_SHARE, t, &entries[k].high);
            entries[k].probability = by_now[k];
            if (reached != NULL)
                reached[t * states + k] = by_now[k];
        }
    }
    for (uint32_t k = 0; k < states; k++)
        entries[k].status = status_of(&entries[k], is_founded);
}

clg_stage_run clg_run_find(const clg_path_posterior *path, uint32_t stage)
{
    uint32_t states = path->states, last = (uint32_t)path->length - 1;
    clg_stage_run run = {last, last, last};
    double since_before = 1.0;

    for (uint32_t t = last; t-- > 0;) {
        double gamma = path->gamma[(size_t)(t + 1) * states + stage];
        double stays = path->pairs[((size_t)t * states + stage) * states + stage];
        since_before *= gamma > 0.0 ? fmin(stays / gamma, 1.0) : 0.0;
        run.low = since_before >= LOW_SHARE ? t : run.low;
        run.median = since_before >= 0.5 ? t : run.median;
        run.high = since_before >= HIGH_SHARE ? t : run.high;
    }
    return run;
}

static double entropy_term(double p)
{
    return p > 0.0 ? -p * log(p) : 0.0;
}

/* H(first) + sum over steps of H(pair) - H(from) */
double clg_path_entropy(const clg_path_posterior *path)
{
    size_t states = path->states;
    double entropy = 0.0;

    for (size_t k = 0; k < states; k++)
        entropy += entropy_term(path->gamma[k]);
    for (size_t c = 0; c < (path->length - 1) * states; c++) {
        double step = -entropy_term(path->gamma[c]);
        for (size_t j = 0; j < states; j++)
            step += entropy_term(path->pairs[c * states + j]);
        entropy += step;
    }
    return fmax(entropy, 0.0);
}

/* The states that are left, and how likely each is. */
typedef struct leaving {
    uint32_t count;
    double share[CLG_MOST_STATES], stay[CLG_MOST_STATES];
} leaving;

static double still_there(const leaving *l, double windows)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < l->count; i++)
        sum += l->share[i] * pow(l->stay[i], windows);
    return sum;
}

/* The smallest whole number of windows by which that share has left. */
static double windows_until(const leaving *l, double share)
{
    double low = 0.0, high = 1.0;

    while (still_there(l, high) > 1.0 - share) {
        low = high;
        high *= 2.0;
    }
    while (high - low > 1.0) {
        double middle = floor(0.5 * (low + high));
        if (still_there(l, middle) > 1.0 - share)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void find_next(uint32_t states, const double *now, const double *transition,
                      uint32_t stage, clg_departure *d)
{
    for (uint32_t j = 0; j < states; j++) {
        double sum = 0.0;
        for (uint32_t i = 0; i < states; i++) {
            double leaves = 1.0 - transition[i * states + i];
            if (i != j && leaves > NEVER_LEFT)
                sum += now[i] * transition[i * states + j] / leaves;
        }
        if (j != stage && sum > d->next_probability) {
            d->next = j;
            d->next_probability = sum;
        }
    }
    d->next_probability = fmin(d->next_probability / d->probability, 1.0);
}

clg_departure clg_departure_find(uint32_t states, const double *now,
                                 const double *transition, uint32_t stage)
{
    clg_departure d = {.status = CLG_DEPARTURE_NONE,
                       .next = stage,
                       .expected = NAN,
                       .low = NAN,
                       .high = NAN};
    leaving l = {.count = 0};
    double expected = 0.0;

    for (uint32_t i = 0; i < states; i++) {
        double stay = transition[i * states + i];
        if (1.0 - stay <= NEVER_LEFT || !(now[i] > 0.0))
            continue;
        l.share[l.count] = now[i];
        l.stay[l.count++] = stay;
        d.probability += now[i];
        expected += now[i] / (1.0 - stay);
    }
    d.probability = fmin(d.probability, 1.0);
    if (1.0 - transition[stage * states + stage] <= NEVER_LEFT || l.count == 0)
        return d;
    for (uint32_t i = 0; i < l.count; i++)
        l.share[i] /= d.probability;
    d.status = CLG_DEPARTURE_EXPECTED;
    d.expected = expected / d.probability;
    d.low = windows_until(&l, LOW_SHARE);
    d.high = windows_until(&l, HIGH_SHARE);
    find_next(states, now, transition, stage, &d);
    return d;
}
