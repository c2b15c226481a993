/* One thread decodes one school at a time into its own rows, so that nothing depends on
 * which thread it was; sums over schools are taken afterwards in their order. */
#include "trajectory/hmm/decode.h"

#include "base/memory.h"
#include "base/threads.h"
#include "trajectory/hmm/batch.h"
#include "trajectory/hmm/chain_part.h"

#include <string.h>

static const clg_decode_options as_the_model = {0};

/* What a thread needs, for the longest school. */
typedef struct desk {
    clg_chain_room chain;
    double *log_density, *pairs, *scale;
    double initial[CLG_MOST_STATES], transition[CLG_MOST_STATES * CLG_MOST_STATES];
} desk;

typedef struct job {
    const clg_panel *panel;
    const clg_hmm *model;
    const clg_decode_options *options;
    bool only_advances;
    clg_decoded *out;
} job;

static clg_status open_desk(const clg_panel *panel, uint32_t states, desk *d,
                            clg_error *err)
{
    size_t longest = clg_panel_longest(panel), most = longest > 0 ? longest : 1;
    size_t cells = most * states;
    const clg_chain chain = {.length = most, .states = states};
    bool ok = (d->log_density = clg_array_new(cells, sizeof *d->log_density, err)) &&
              (d->pairs = clg_array_new(cells * states, sizeof *d->pairs, err)) &&
              (d->scale = clg_array_new(most, sizeof *d->scale, err)) &&
              clg_chain_reserve(&chain, &d->chain, err) == CLG_OK &&
              clg_array_reserve(&d->chain.back, &d->chain.back_room, cells,
                                sizeof *d->chain.back, err) == CLG_OK;

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static void close_desk(desk *d)
{
    clg_free(d->log_density);
    clg_free(d->pairs);
    clg_free(d->scale);
    clg_chain_room_clear(&d->chain);
}

static clg_chain chain_of(const job *j, uint32_t school, desk *d)
{
    size_t states = j->model->state_count, matrix = states * states;
    const double *steps = j->options->step_transition;

    clg_school_initial_of(j->panel, j->model, j->options, school, d->initial);
    clg_school_transition_of(j->model, j->options, school, d->transition);
    return (clg_chain){.length = j->panel->length[school],
                       .states = (uint32_t)states,
                       .log_density = d->log_density,
                       .initial = d->initial,
                       .transition = steps != NULL
                                         ? steps + j->panel->first[school] * matrix
                                         : d->transition,
                       .step = steps != NULL ? matrix : 0};
}

/* Without data all states are equally fit in all windows. */
static clg_status pass(const job *j, uint32_t school, const clg_chain *chain, desk *d,
                       clg_school_stages *out, clg_error *err)
{
    clg_chain_sums sums = {.gamma =
                               j->out->gamma + j->panel->first[school] * chain->states,
                           .pairs = d->pairs,
                           .scale = d->scale};
    clg_status status = clg_chain_pass(chain, &d->chain, &sums, err);

    out->loglik = out->observed_windows > 0 ? sums.loglik : 0.0;
    if (status != CLG_OK || sums.loglik > -INFINITY)
        return status;
    out->status = CLG_SCHOOL_IMPOSSIBLE;
    memset(d->log_density, 0, chain->length * chain->states * sizeof *d->log_density);
    return clg_chain_pass(chain, &d->chain, &sums, err);
}

static bool is_observed(const job *j, uint32_t school, uint32_t t)
{
    double e;

    for (uint32_t d = 0; d < j->model->indicator_count; d++)
        if (clg_cell_counts(j->panel, j->model, school, t, d, &e))
            return true;
    return false;
}

static void describe_window(const job *j, uint32_t school, uint32_t t, double density)
{
    clg_decoded *out = j->out;
    size_t row = j->panel->first[school] + t;
    const double *gamma = out->gamma + row * out->states;
    bool has_density =
        out->schools[school].status == CLG_SCHOOL_OK && is_observed(j, school, t);
    uint32_t best = 0;

    for (uint32_t k = 0; k < out->states; k++) {
        best = gamma[k] > gamma[best] ? k : best;
        out->expected_stage[row] += (k + 1) * gamma[k];
        out->entropy[row] -= gamma[k] > 0.0 ? gamma[k] * log(gamma[k]) : 0.0;
    }
    out->entropy[row] = fmax(out->entropy[row], 0.0);
    out->likeliest[row] = (uint8_t)best;
    out->log_density[row] = has_density ? density : NAN;
}

static uint32_t start_of_last_run(const uint8_t *path, uint32_t length)
{
    uint32_t since = length - 1;

    while (since > 0 && path[since - 1] == path[length - 1])
        since--;
    return since;
}

static void describe_school(const job *j, uint32_t school, const desk *d)
{
    clg_decoded *out = j->out;
    clg_school_stages *s = &out->schools[school];
    uint32_t states = out->states, length = j->panel->length[school];
    size_t first = j->panel->first[school];
    const clg_path_posterior path = {states, length, out->gamma + first * states,
                                     d->pairs};
    const double *now = path.gamma + (size_t)(length - 1) * states;

    s->stage = out->stages[first + length - 1];
    s->probability = now[s->stage];
    s->since = start_of_last_run(out->stages + first, length);
    s->run = clg_run_find(&path, s->stage);
    s->departure = clg_departure_find(states, now, d->transition, s->stage);
    s->path_entropy = clg_path_entropy(&path);
    clg_entries_find(&path, j->only_advances, j->panel->is_founded[school], s->entries,
                     out->reached != NULL ? out->reached + first * states : NULL);
    for (uint32_t k = 0; s->status != CLG_SCHOOL_OK && k < states; k++)
        s->entries[k].status = CLG_ENTRY_NO_DATA;
    s->mean_log_density =
        s->status == CLG_SCHOOL_OK ? s->loglik / s->observed_windows : (double)NAN;
}

static clg_status decode_school(const job *j, uint32_t school, desk *d, clg_error *err)
{
    clg_school_stages *s = &j->out->schools[school];
    size_t first = j->panel->first[school];
    clg_chain chain = chain_of(j, school, d);
    clg_status status;

    for (uint32_t t = 0; t < j->panel->length[school]; t++)
        s->observed_windows += is_observed(j, school, t);
    s->status = s->observed_windows > 0 ? CLG_SCHOOL_OK : CLG_SCHOOL_NO_DATA;
    if (chain.length == 0)
        return CLG_OK;
    clg_hmm_log_densities(j->model, j->panel, school, d->log_density);
    status = pass(j, school, &chain, d, s, err);
    if (status == CLG_OK)
        status = clg_chain_viterbi(&chain, &d->chain, j->out->viterbi + first,
                                   &s->path_log_probability, err);
    if (status == CLG_OK)
        status = clg_chain_best_allowed(&chain, j->out->gamma + first * chain.states,
                                        &d->chain, j->out->stages + first, err);
    if (status != CLG_OK)
        return status;
    for (uint32_t t = 0; t < chain.length; t++)
        describe_window(j, school, t, d->scale[t]);
    describe_school(j, school, d);
    return CLG_OK;
}

/* Memory has been reserved before, so that a status here is only a formality. */
static clg_status decode_all(const job *j, desk *desks, int threads, clg_error *err)
{
    clg_status worst = CLG_OK;

#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
    for (uint32_t s = 0; s < j->panel->school_count; s++) {
        clg_error own = CLG_ERROR_INIT;
        if (decode_school(j, s, &desks[clg_thread_index()], &own) != CLG_OK) {
#pragma omp critical
            {
                worst = own.code;
                if (err != NULL)
                    *err = own;
            }
        }
    }
    return worst;
}

/* mean_log_density against that of the other schools. */
static void compare_schools(clg_decoded *out)
{
    double n = 0.0, sum = 0.0, squares = 0.0, mean, sd;

    for (uint32_t s = 0; s < out->school_count; s++)
        if (out->schools[s].status == CLG_SCHOOL_OK) {
            n++;
            sum += out->schools[s].mean_log_density;
        }
    mean = sum / n;
    for (uint32_t s = 0; s < out->school_count; s++)
        if (out->schools[s].status == CLG_SCHOOL_OK) {
            double off = out->schools[s].mean_log_density - mean;
            squares += off * off;
        }
    sd = n > 1.0 ? sqrt(squares / (n - 1.0)) : 0.0;
    for (uint32_t s = 0; s < out->school_count; s++) {
        clg_school_stages *school = &out->schools[s];
        bool has_z = school->status == CLG_SCHOOL_OK && sd > 1e-12 * fabs(mean);
        school->outlier_z =
            has_z ? (school->mean_log_density - mean) / sd : (double)NAN;
    }
}

static void sum_entropies(const clg_panel *panel, clg_decoded *out)
{
    for (uint32_t s = 0; s < out->school_count; s++) {
        if (out->schools[s].status != CLG_SCHOOL_OK)
            continue;
        out->total_path_entropy += out->schools[s].path_entropy;
        for (size_t row = panel->first[s]; row < panel->first[s + 1]; row++)
            out->total_entropy += out->entropy[row];
    }
}

static clg_status reserve(const clg_panel *panel, uint32_t states, bool keeps_reached,
                          clg_decoded *out, clg_error *err)
{
    size_t rows = clg_panel_rows(panel), cells = rows * states;
    bool ok;

    *out = (clg_decoded){
        .states = states, .school_count = panel->school_count, .row_count = rows};
    ok =
        (out->gamma = clg_array_new(cells, sizeof *out->gamma, err)) &&
        (out->viterbi = clg_array_new(rows, sizeof *out->viterbi, err)) &&
        (out->likeliest = clg_array_new(rows, sizeof *out->likeliest, err)) &&
        (out->stages = clg_array_new(rows, sizeof *out->stages, err)) &&
        (out->expected_stage = clg_array_new(rows, sizeof *out->expected_stage, err)) &&
        (out->entropy = clg_array_new(rows, sizeof *out->entropy, err)) &&
        (out->log_density = clg_array_new(rows, sizeof *out->log_density, err)) &&
        (!keeps_reached ||
         (out->reached = clg_array_new(cells, sizeof *out->reached, err))) &&
        (out->schools = clg_array_new(panel->school_count, sizeof *out->schools, err));
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_decode(const clg_panel *panel, const clg_hmm *model,
                      const clg_decode_options *options, clg_decoded *decoded,
                      clg_error *err)
{
    const clg_decode_options *how = options != NULL ? options : &as_the_model;
    int threads = how->threads > 0 ? how->threads : clg_thread_limit();
    const job j = {panel, model, how, clg_hmm_only_advances(model), decoded};
    desk *desks = NULL;
    clg_status status =
        reserve(panel, model->state_count, how->keeps_reached, decoded, err);

    if (status == CLG_OK) {
        desks = clg_array_new((size_t)threads, sizeof *desks, err);
        status = desks != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    for (int i = 0; status == CLG_OK && i < threads; i++)
        status = open_desk(panel, model->state_count, &desks[i], err);
    if (status == CLG_OK)
        status = decode_all(&j, desks, threads, err);
    if (status == CLG_OK) {
        compare_schools(decoded);
        sum_entropies(panel, decoded);
    }
    for (int i = 0; desks != NULL && i < threads; i++)
        close_desk(&desks[i]);
    clg_free(desks);
    if (status != CLG_OK)
        clg_decoded_clear(decoded);
    return status;
}

void clg_decoded_clear(clg_decoded *decoded)
{
    clg_free(decoded->gamma);
    clg_free(decoded->viterbi);
    clg_free(decoded->likeliest);
    clg_free(decoded->stages);
    clg_free(decoded->expected_stage);
    clg_free(decoded->entropy);
    clg_free(decoded->log_density);
    clg_free(decoded->reached);
    clg_free(decoded->schools);
    *decoded = (clg_decoded){0};
}
