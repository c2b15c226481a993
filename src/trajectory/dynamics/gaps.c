#include "trajectory/dynamics/gaps.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct step {
    double length;
    uint32_t row;
    uint8_t exact;
} step;

static int compare(const void *a, const void *b)
{
    const step *first = a, *second = b;

    if (first->exact != second->exact)
        return first->exact < second->exact ? -1 : 1;
    if (first->length != second->length)
        return first->length < second->length ? -1 : 1;
    return first->row < second->row ? -1 : first->row > second->row;
}

static clg_status gather(clg_gaps *gaps, const clg_panel *panel, int event, step *steps,
                         clg_error *err)
{
    double total = 0.0;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t + 1 < panel->length[s]; t++) {
            size_t row = panel->first[s] + t;
            double gap =
                panel->time == NULL ? 1.0 : panel->time[row + 1] - panel->time[row];
            if (!(gap > 0.0 && isfinite(gap)))
                return clg_fail(err, CLG_ERROR_ARGUMENT,
                                "school '%s': window %u is %g after the one before, "
                                "expected more than 0",
                                clg_texts_at(&panel->schools, s), t + 2, gap);
            total += gap;
            steps[gaps->steps++] = (step){
                gap, (uint32_t)row, event >= 0 && panel->extra[event][row + 1] == 1.0};
        }
    gaps->mean = gaps->steps > 0 ? total / (double)gaps->steps : 1.0;
    return CLG_OK;
}

static clg_status reserve(clg_gaps *gaps, size_t rows, clg_error *err)
{
    size_t cells = gaps->count * gaps->states * gaps->states;
    bool ok = (gaps->length = clg_array_new(gaps->count, sizeof *gaps->length, err)) &&
              (gaps->exact = clg_array_new(gaps->count, sizeof *gaps->exact, err)) &&
              (gaps->number = clg_array_new(rows, sizeof *gaps->number, err)) &&
              (gaps->matrix = clg_array_new(cells, sizeof *gaps->matrix, err)) &&
              (gaps->survival = clg_array_new(cells, sizeof *gaps->survival, err)) &&
              (gaps->integral = clg_array_new(cells, sizeof *gaps->integral, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static bool begins_gap(const clg_gaps *gaps, const step *steps, size_t i, size_t first)
{
    return i == 0 || steps[i].exact != steps[first].exact ||
           steps[i].length - steps[first].length > 1e-9 * gaps->mean;
}

static clg_status number_steps(clg_gaps *gaps, const step *steps, size_t rows,
                               clg_error *err)
{
    size_t first = 0, g = 0;
    clg_status status;

    for (size_t i = 0; i < gaps->steps; i++)
        if (begins_gap(gaps, steps, i, first)) {
            first = i;
            gaps->count++;
        }
    status = reserve(gaps, rows, err);
    for (size_t i = 0; status == CLG_OK && i < gaps->steps; i++) {
        if (begins_gap(gaps, steps, i, first)) {
            first = i;
            gaps->length[g] = steps[i].length / gaps->mean;
            gaps->exact[g++] = steps[i].exact;
        }
        gaps->number[steps[i].row] = (uint32_t)(g - 1);
        gaps->exact_steps += steps[i].exact;
    }
    return status;
}

clg_status clg_gaps_init(clg_gaps *gaps, const clg_panel *panel, uint32_t states,
                         int event, clg_error *err)
{
    size_t rows = clg_panel_rows(panel);
    step *steps = clg_array_new(rows, sizeof *steps, err);
    clg_status status = steps == NULL ? CLG_ERROR_MEMORY : CLG_OK;

    *gaps = (clg_gaps){.states = states};
    if (status == CLG_OK)
        status = gather(gaps, panel, event, steps, err);
    if (status == CLG_OK) {
        qsort(steps, gaps->steps, sizeof *steps, compare);
        status = number_steps(gaps, steps, rows, err);
    }
    clg_free(steps);
    if (status != CLG_OK)
        clg_gaps_clear(gaps);
    return status;
}

void clg_gaps_clear(clg_gaps *gaps)
{
    clg_free(gaps->length);
    clg_free(gaps->exact);
    clg_free(gaps->number);
    clg_free(gaps->matrix);
    clg_free(gaps->survival);
    clg_free(gaps->integral);
    *gaps = (clg_gaps){.count = 0};
}

static void make_exact(uint32_t states, const double *rate, uint32_t event,
                       const double *survival, double *matrix)
{
    memset(matrix, 0, states * states * sizeof *matrix);
    for (uint32_t i = 0; i < states; i++)
        for (uint32_t k = 0; k < states; k++)
            if (i != event && k != event)
                matrix[i * states + event] +=
                    survival[i * states + k] * rate[k * states + event];
}

void clg_gaps_evaluate(clg_gaps *gaps, const double *rate, uint32_t event_state,
                       int threads)
{
    uint32_t states = gaps->states;

#pragma omp parallel for num_threads(threads) schedule(dynamic, 8) if (gaps->count > 64)
    for (size_t g = 0; g < gaps->count; g++) {
        double *survival = gaps->survival + g * states * states;
        double *matrix = gaps->matrix + g * states * states;
        clg_exponential(states, rate, gaps->length[g], NULL, survival, NULL);
        if (gaps->exact[g])
            make_exact(states, rate, event_state, survival, matrix);
        else
            memcpy(matrix, survival, states * states * sizeof *matrix);
    }
}

/* W of a step that ends at an exact time: xi(a, event) spread over the states k from
 * which the event may have been reached; their shares add to events[k]. */
static void spread_event(const clg_gaps *gaps, const double *rate, uint32_t event,
                         const double *pairs, size_t g, double *weights, double *events)
{
    uint32_t states = gaps->states;
    const double *matrix = gaps->matrix + g * states * states;
    const double *survival = gaps->survival + g * states * states;

    for (uint32_t a = 0; a < states; a++)
        for (uint32_t k = 0; k < states; k++) {
            double density = matrix[a * states + event], share = 0.0;
            if (k != event && density > 0.0)
                share = pairs[a * states + event] * rate[k * states + event] / density;
            weights[a * states + k] = share;
            if (events != NULL)
                events[k] += share * survival[a * states + k];
        }
}

static void weigh(const clg_gaps *gaps, const double *rate, uint32_t event,
                  const double *pairs, size_t g, double *weights)
{
    uint32_t cells = gaps->states * gaps->states;
    const double *matrix = gaps->matrix + g * cells;

    if (gaps->exact[g]) {
        spread_event(gaps, rate, event, pairs, g, weights, NULL);
        return;
    }
    for (uint32_t c = 0; c < cells; c++)
        weights[c] = matrix[c] > 0.0 ? pairs[c] / matrix[c] : 0.0;
}

void clg_gaps_integrate(clg_gaps *gaps, const double *rate, uint32_t event_state,
                        const double *pairs, int threads, double *sums, double *events)
{
    uint32_t states = gaps->states, cells = states * states;
    double transposed[CLG_MOST_CELLS];

    for (uint32_t c = 0; c < cells; c++)
        transposed[c] = rate[c % states * states + c / states];
#pragma omp parallel for num_threads(threads) schedule(dynamic, 8) if (gaps->count > 64)
    for (size_t g = 0; g < gaps->count; g++) {
        double weights[CLG_MOST_CELLS], power[CLG_MOST_CELLS];
        weigh(gaps, rate, event_state, pairs + g * cells, g, weights);
        clg_exponential(states, transposed, gaps->length[g], weights, power,
                        gaps->integral + g * cells);
    }
    memset(sums, 0, cells * sizeof *sums);
    memset(events, 0, states * sizeof *events);
    for (size_t g = 0; g < gaps->count; g++) {
        double weights[CLG_MOST_CELLS];
        for (uint32_t c = 0; c < cells; c++)
            sums[c] += gaps->integral[g * cells + c];
        if (gaps->exact[g])
            spread_event(gaps, rate, event_state, pairs + g * cells, g, weights,
                         events);
    }
}
