#include "hmm_sample.h"

#include "check.h"

#include "base/memory.h"
#include "trajectory/hmm/simulate_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/hmm/"

json_t *hmm_oracle(const char *name)
{
    char path[512];
    json_t *json;

    snprintf(path, sizeof path, FOLDER "%s", name);
    json = json_load_file(path, 0, NULL);
    if (json == NULL) {
        print_message("no %s\n", path);
        skip();
    }
    return json;
}

static size_t numbers_of(const json_t *json, double *numbers)
{
    size_t count = 0;

    if (json_is_number(json)) {
        numbers[0] = json_number_value(json);
        return 1;
    }
    for (size_t i = 0; i < json_array_size(json); i++)
        count += numbers_of(json_array_get(json, i), numbers + count);
    return count;
}

size_t hmm_numbers(const json_t *json, const char *name, double *numbers)
{
    return numbers_of(json_object_get(json, name), numbers);
}

/* Rows of numbers below a header; returns how many. */
static size_t read_rows(const char *name, size_t columns, double *cells, size_t room)
{
    char path[512], line[256];
    size_t rows = 0;
    FILE *file;

    snprintf(path, sizeof path, FOLDER "%s", name);
    file = fopen(path, "r");
    if (file == NULL) {
        print_message("no %s\n", path);
        skip();
    }
    assert_non_null(fgets(line, sizeof line, file));
    while (rows < room && fgets(line, sizeof line, file) != NULL) {
        char *at = line;
        for (size_t c = 0; c < columns; c++) {
            cells[rows * columns + c] = strtod(at, &at);
            at += *at == ',';
        }
        rows++;
    }
    fclose(file);
    return rows;
}

clg_panel o2_panel(void)
{
    double cells[500 * 5];
    size_t rows = read_rows("o2_data.csv", 5, cells, 500);
    uint32_t lengths[64] = {0}, schools = 0;
    clg_panel panel;

    for (size_t i = 0; i < rows; i++) {
        schools = (uint32_t)cells[i * 5] + 1;
        lengths[schools - 1]++;
    }
    panel = small_panel(schools, lengths, 3);
    for (size_t i = 0; i < rows; i++)
        for (uint32_t d = 0; d < 3; d++)
            clg_panel_set(&panel, (uint32_t)cells[i * 5], (uint32_t)cells[i * 5 + 1], d,
                          cells[i * 5 + 2 + d]);
    return panel;
}

clg_hmm o2_start(const json_t *oracle)
{
    const json_t *init = json_object_get(oracle, "init");
    double mean[9], variance[9], moves[9];
    clg_hmm model;

    clg_hmm_init(&model, 3, 3, CLG_TOPOLOGY_BAKIS1);
    model.initial[0] = 1.0;
    hmm_numbers(init, "A", moves);
    hmm_numbers(init, "mu", mean);
    hmm_numbers(init, "var", variance);
    for (int k = 0; k < 3; k++)
        for (int d = 0; d < 3; d++) {
            model.transition[k][d] = moves[k * 3 + d];
            model.theta[d][k][0] = mean[k * 3 + d];
            model.theta[d][k][1] = variance[k * 3 + d];
        }
    return model;
}

clg_panel earthquakes_panel(void)
{
    double counts[200];
    uint32_t length = (uint32_t)read_rows("earthquakes.csv", 1, counts, 200);
    clg_panel panel = even_panel(1, length, 1);

    for (uint32_t t = 0; t < length; t++)
        clg_panel_set(&panel, 0, t, 0, counts[t]);
    return panel;
}

void observe_all(clg_panel *panel)
{
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            for (uint32_t d = 0; d < panel->indicator_count; d++)
                clg_panel_set(panel, s, t, d, 0.0);
}

static void share_out(const uint8_t *is_free, uint32_t states, uint32_t favourite,
                      double most, double *shares)
{
    uint32_t others = 0;

    for (uint32_t k = 0; k < states; k++)
        others += is_free[k] && k != favourite;
    for (uint32_t k = 0; k < states; k++)
        shares[k] = is_free[k] ? (1.0 - most) / others : 0.0;
    shares[favourite] = others > 0 ? most : 1.0;
}

void set_moves(clg_hmm *model, double stay)
{
    share_out(model->starts, model->state_count, 0, 0.9, model->initial);
    for (uint32_t i = 0; i < model->state_count; i++)
        share_out(model->allowed[i], model->state_count, i, stay, model->transition[i]);
}

clg_hmm stages_model(uint32_t states, uint32_t indicators, clg_topology topology,
                     double level, double stay)
{
    clg_hmm model;

    clg_hmm_init(&model, states, indicators, topology);
    set_moves(&model, stay);
    for (uint32_t d = 0; d < indicators; d++)
        for (uint32_t k = 0; k < states; k++) {
            model.theta[d][k][0] = (d % 2 ? -level : level) * k;
            model.theta[d][k][1] = 1.0;
        }
    return model;
}

clg_panel drawn_panel(const clg_hmm *model, uint32_t schools, uint32_t length,
                      uint64_t seed, uint8_t **states)
{
    clg_panel pattern = even_panel(schools, length, model->indicator_count), panel;
    uint8_t *truth = clg_array_new((size_t)schools * length, 1, NULL);

    assert_non_null(truth);
    observe_all(&pattern);
    check_ok(clg_hmm_simulate(model, &pattern, seed, 0, &panel, truth, &err));
    clg_panel_clear(&pattern);
    if (states != NULL)
        *states = truth;
    else
        clg_free(truth);
    return panel;
}

void lose_cells(clg_panel *panel, double probability, uint64_t seed)
{
    clg_random random = clg_random_stream(seed, "lose", 0, 0, 0);

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++)
            for (uint32_t d = 0; d < panel->indicator_count; d++) {
                size_t cell = clg_panel_cell(panel, s, t, d);
                uint32_t lane = panel->slot[s] % CLG_LANES;
                if (clg_random_uniform(&random) >= probability)
                    continue;
                panel->values[cell * CLG_LANES + lane] = 0.0;
                panel->observed[cell] =
                    (uint16_t)(panel->observed[cell] & ~(1u << lane));
            }
}

clg_em_result fitted(const clg_panel *panel, const clg_hmm *shape,
                     const clg_em_options *options)
{
    clg_em_result result;
    clg_batch *batch = NULL;

    check_ok(clg_batch_new(panel, shape, &batch, &err));
    check_ok(clg_em_fit(batch, shape, options, &result, &err));
    clg_batch_free(batch);
    return result;
}

void check_model(const clg_hmm *model)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < model->state_count; k++) {
        double row = 0.0;
        sum += model->initial[k];
        for (uint32_t j = 0; j < model->state_count; j++)
            row += model->transition[k][j];
        check_near(row, 1.0, 1e-12);
        for (uint32_t d = 0; d < model->indicator_count; d++)
            for (int i = 0; i < CLG_THETA; i++)
                assert_true(isfinite(model->theta[d][k][i]));
    }
    check_near(sum, 1.0, 1e-12);
}
