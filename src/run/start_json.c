#include "run/start_json.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/text_list.h"
#include "trajectory/hmm/emission.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* Faster moves than that a unit of time leave nothing of the rows but rounding. */
static const double largest_rate = 1e6;

/* What the steps below share. */
typedef struct start {
    const char *name; /* of the file, for messages */
    const json_t *root;
    const clg_texts *indicators;
    clg_hmm *model;
    clg_start_values *values;
} start;

static clg_status wrong(const start *file, clg_error *err, const char *key,
                        const char *expected)
{
    return clg_fail_at(err, CLG_ERROR_SCHEMA, file->name, 0, 0, "'%s': expected %s",
                       key, expected);
}

/* The first of two names that the object has. */
static const json_t *either(const json_t *object, const char *name, const char *other)
{
    const json_t *value = json_object_get(object, name);

    return value != NULL ? value : json_object_get(object, other);
}

static bool read_number(const json_t *value, double *number)
{
    *number = json_number_value(value);
    return json_is_number(value) && isfinite(*number);
}

/* ---- probabilities ---- */

static bool read_probabilities(const json_t *list, uint32_t count, double *values)
{
    double sum = 0.0;

    if (json_array_size(list) != count)
        return false;
    for (uint32_t k = 0; k < count; k++) {
        if (!read_number(json_array_get(list, k), &values[k]) || values[k] < 0.0)
            return false;
        sum += values[k];
    }
    return fabs(sum - 1.0) < 1e-6;
}

static clg_status read_rates(start *file, const json_t *rows, clg_error *err)
{
    clg_hmm *model = file->model;
    clg_rates *rate = &file->values->rate;

    for (uint32_t i = 0; i < model->state_count; i++)
        for (uint32_t j = 0; j < model->state_count; j++) {
            const json_t *cell = json_array_get(json_array_get(rows, i), j);
            if (i == j)
                continue;
            if (!read_number(cell, &rate->at[i][j]) || rate->at[i][j] < 0.0 ||
                rate->at[i][j] > largest_rate)
                return wrong(file, err, "Q", "rows of intensities from 0 to 1e6");
            rate->at[i][i] -= rate->at[i][j];
        }
    for (uint32_t i = 0; i < model->state_count; i++)
        for (uint32_t j = 0; j < model->state_count; j++)
            model->allowed[i][j] = i == j || rate->at[i][j] > 0.0;
    file->values->has_rate = true;
    clg_continuous_transition(model->state_count, rate, 1.0, model->transition);
    return CLG_OK;
}

static clg_status read_chain(start *file, clg_error *err)
{
    const json_t *initial = either(file->root, "pi", "initial");
    const json_t *moves = either(file->root, "A", "transition");
    const json_t *rates = json_object_get(file->root, "Q");
    clg_hmm *model = file->model;
    size_t states = json_array_size(initial);

    if (states < 1 || states > CLG_MOST_STATES)
        return wrong(file, err, "pi", "a list of 1 to 8 probabilities");
    model->state_count = (uint32_t)states;
    if (!read_probabilities(initial, model->state_count, model->initial))
        return wrong(file, err, "pi", "probabilities that sum to 1");
    for (uint32_t k = 0; k < states; k++)
        model->starts[k] = model->initial[k] > 0.0;
    if (rates != NULL)
        return read_rates(file, rates, err);
    if (json_array_size(moves) != states)
        return wrong(file, err, "A", "one row of probabilities a state");
    for (uint32_t i = 0; i < states; i++) {
        if (!read_probabilities(json_array_get(moves, i), model->state_count,
                                model->transition[i]))
            return wrong(file, err, "A", "rows of probabilities that sum to 1");
        for (uint32_t j = 0; j < states; j++)
            model->allowed[i][j] = model->transition[i][j] > 0.0;
    }
    return CLG_OK;
}

/* ---- parameters ---- */

static bool is_in_range(clg_family family, int parameter, double value)
{
    bool is_probability =
        family == CLG_FAMILY_BINOMIAL || family == CLG_FAMILY_CATEGORICAL ||
        (family == CLG_FAMILY_HURDLE_POISSON && parameter == 1) ||
        ((family == CLG_FAMILY_HURDLE_NEGBIN || family == CLG_FAMILY_HURDLE_GAMMA) &&
         parameter == 2);

    if (is_probability)
        return value >= 0.0 && value <= 1.0;
    return (family == CLG_FAMILY_NORMAL && parameter == 0) || value > 0.0;
}

/* Other software's names of a parameter. */
static const char *other_name(const char *parameter)
{
    static const char *const names[][2] = {
        {"mean", "mu"}, {"variance", "var"}, {"rate", "lam"}, {"probability", "p"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(parameter, names[i][0]) == 0)
            return names[i][1];
    return parameter;
}

static clg_status read_parameter(start *file, const json_t *list, uint32_t indicator,
                                 int parameter, const char *name, clg_error *err)
{
    clg_hmm *model = file->model;

    if (json_array_size(list) != model->state_count)
        return wrong(file, err, name, "one number a state");
    for (uint32_t k = 0; k < model->state_count; k++) {
        double *theta = &model->theta[indicator][k][parameter];
        if (!read_number(json_array_get(list, k), theta) ||
            !is_in_range(model->family[indicator], parameter, *theta))
            return wrong(file, err, name, "numbers within the parameter's range");
    }
    return CLG_OK;
}

/* Categories: one list of probabilities a state. */
static clg_status read_categories(start *file, const json_t *emission,
                                  uint32_t indicator, clg_error *err)
{
    const json_t *rows = either(emission, "probabilities", "p");
    clg_hmm *model = file->model;

    if (json_array_size(rows) != model->state_count)
        return wrong(file, err, "probabilities", "one list a state");
    for (uint32_t k = 0; k < model->state_count; k++) {
        const json_t *row = json_array_get(rows, k);
        size_t count = json_array_size(row);
        if (count < 1 || count > CLG_THETA ||
            !read_probabilities(row, (uint32_t)count, model->theta[indicator][k]))
            return wrong(file, err, "probabilities",
                         "lists of 1 to 8 probabilities that sum to 1");
    }
    return CLG_OK;
}

static clg_status read_family(start *file, const json_t *emission, uint32_t indicator,
                              clg_error *err)
{
    const char *name = json_string_value(either(emission, "family", "kind"));

    if (name == NULL || clg_family_find(name, &file->model->family[indicator]))
        return CLG_OK;
    return clg_fail_at(err, CLG_ERROR_SCHEMA, file->name, 0, 0,
                       "'%s' is not a family of emissions", name);
}

static clg_status read_emission(start *file, const json_t *emission, uint32_t indicator,
                                clg_error *err)
{
    clg_status status = read_family(file, emission, indicator, err);
    const char *const *names;

    if (status != CLG_OK)
        return status;
    if (file->model->family[indicator] == CLG_FAMILY_CATEGORICAL)
        return read_categories(file, emission, indicator, err);
    names = clg_family_parameters(file->model->family[indicator]);
    for (int p = 0; status == CLG_OK && names[p] != NULL; p++)
        status = read_parameter(file, either(emission, names[p], other_name(names[p])),
                                indicator, p, names[p], err);
    return status;
}

static clg_status read_list(start *file, const json_t *list, clg_error *err)
{
    clg_status status = CLG_OK;
    uint32_t seen = 0; /* bits of indicators */

    if (json_array_size(list) != file->model->indicator_count)
        return wrong(file, err, "emissions", "one entry an indicator");
    for (size_t i = 0; status == CLG_OK && i < json_array_size(list); i++) {
        const json_t *emission = json_array_get(list, i);
        const char *name = json_string_value(either(emission, "indicator", "name"));
        size_t indicator =
            name != NULL ? clg_texts_find(file->indicators, name, strlen(name)) : i;

        if (indicator == SIZE_MAX)
            return clg_fail_at(err, CLG_ERROR_SCHEMA, file->name, 0, 0,
                               "'%s' is not an indicator of the panel", name);
        if ((seen >> indicator & 1) != 0)
            return wrong(file, err, "emissions", "every indicator once");
        seen |= 1u << indicator;
        status = read_emission(file, emission, (uint32_t)indicator, err);
    }
    return status;
}

/* One parameter as a matrix [K][D], or as a list [K] where there is one indicator. */
static clg_status read_matrix(start *file, const json_t *rows, int parameter,
                              const char *name, clg_error *err)
{
    clg_hmm *model = file->model;

    if (json_array_size(rows) != model->state_count)
        return wrong(file, err, name, "one row a state");
    for (uint32_t k = 0; k < model->state_count; k++)
        for (uint32_t d = 0; d < model->indicator_count; d++) {
            const json_t *row = json_array_get(rows, k);
            const json_t *cell = json_is_array(row) ? json_array_get(row, d) : row;
            double *theta = &model->theta[d][k][parameter];

            if ((!json_is_array(row) && model->indicator_count > 1) ||
                !read_number(cell, theta) ||
                !is_in_range(model->family[d], parameter, *theta))
                return wrong(file, err, name,
                             "one number a state and indicator, within its range");
        }
    return CLG_OK;
}

static clg_status read_matrices(start *file, clg_error *err)
{
    const json_t *rates = either(file->root, "lam", "rate");
    const json_t *means = either(file->root, "mu", "mean");
    const json_t *variances = either(file->root, "var", "variance");
    clg_hmm *model = file->model;
    clg_status status;

    if (rates == NULL && means == NULL)
        return wrong(file, err, "emissions", "the parameters of every indicator");
    for (uint32_t d = 0; d < model->indicator_count; d++)
        model->family[d] = rates != NULL ? CLG_FAMILY_POISSON : CLG_FAMILY_NORMAL;
    if (rates != NULL)
        return read_matrix(file, rates, 0, "lam", err);
    status = read_matrix(file, means, 0, "mu", err);
    return status == CLG_OK ? read_matrix(file, variances, 1, "var", err) : status;
}

clg_status clg_start_parse(const char *bytes, size_t size, const char *name,
                           const clg_texts *indicators, clg_start_values *values,
                           clg_error *err)
{
    json_error_t place;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &place);
    start file = {name, root, indicators, &values->model, values};
    const json_t *list;
    clg_status status;

    if (root == NULL)
        return clg_fail_at(err, CLG_ERROR_PARSE, name, (uint64_t)place.line,
                           place.column > 0 ? (uint64_t)place.column : 0, "%s",
                           place.text);
    values->has_rate = false;
    values->rate = (clg_rates){{{0.0}}};
    values->model.indicator_count = (uint32_t)indicators->count;
    status = read_chain(&file, err);
    list = either(root, "emissions", "em");
    if (status == CLG_OK)
        status = list != NULL ? read_list(&file, list, err) : read_matrices(&file, err);
    json_decref(root);
    return status;
}

clg_status clg_start_read(const char *path, const clg_panel *panel,
                          clg_start_values *values, clg_error *err)
{
    clg_input input;
    clg_status status = clg_input_open(path, path, &input, err);

    if (status != CLG_OK)
        return status;
    status =
        clg_start_parse(input.bytes, input.size, path, &panel->indicators, values, err);
    clg_input_close(&input);
    return status;
}
