#include "trajectory/dynamics/class_part.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct keyed {
    double key;
    uint32_t school;
} keyed;

static int compare(const void *a, const void *b)
{
    const keyed *first = a, *second = b;

    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    return first->school < second->school ? -1 : first->school > second->school;
}

/* Steps that a school is expected to spend in stage 1; the mean of the others for one
 * that never was there. */
static void key_by_first_stage(const clg_class_fit *fit, const double *moves,
                               keyed *keys)
{
    size_t states = fit->model.shared.state_count;
    double sum = 0.0, count = 0.0;

    for (uint32_t s = 0; s < fit->schools; s++) {
        keys[s].key = 0.0;
        for (size_t j = 0; j < states; j++)
            keys[s].key += moves[s * states * states + j];
        sum += keys[s].key;
        count += keys[s].key > 1e-6;
    }
    for (uint32_t s = 0; s < fit->schools; s++)
        if (!(keys[s].key > 1e-6))
            keys[s].key = count > 0.0 ? sum / count : 0.0;
}

/* Minus the moves from stage to stage per step, drawn to those of all schools as if by
 * one more step. */
static void key_by_pace(const clg_class_fit *fit, const double *moves, keyed *keys)
{
    size_t states = fit->model.shared.state_count;
    double all_steps = 0.0, all_moves = 0.0;

    for (int pass = 0; pass < 2; pass++)
        for (uint32_t s = 0; s < fit->schools; s++) {
            double steps = 0.0, away = 0.0;
            for (size_t i = 0; i + 1 < states; i++)
                for (size_t j = 0; j < states; j++) {
                    double n = moves[(s * states + i) * states + j];
                    steps += n;
                    away += i == j ? 0.0 : n;
                }
            if (pass == 1)
                keys[s].key =
                    -(away + all_moves / fmax(all_steps, 1e-9)) / (steps + 1.0);
            all_steps += pass == 0 ? steps : 0.0;
            all_moves += pass == 0 ? away : 0.0;
        }
}

/* Cuts the schools into equal parts by key: 9 in 10 of a school go to its own class. */
static void cut(clg_class_fit *fit, keyed *keys)
{
    uint32_t classes = fit->model.class_count;

    for (uint32_t s = 0; s < fit->schools; s++)
        keys[s].school = s;
    qsort(keys, fit->schools, sizeof *keys, compare);
    for (uint32_t r = 0; r < fit->schools; r++) {
        uint32_t own = (uint32_t)((uint64_t)r * classes / fit->schools);
        for (uint32_t c = 0; c < classes; c++)
            fit->posterior[(size_t)c * fit->schools + keys[r].school] =
                classes == 1 ? 1.0
                : c == own   ? 0.9
                             : 0.1 / (classes - 1);
    }
}

clg_status clg_class_begin(clg_class_fit *fit, const clg_hmm *start,
                           const double *moves, bool by_pace, clg_error *err)
{
    clg_class_model *model = &fit->model;
    keyed *keys = clg_array_new(fit->schools, sizeof *keys, err);
    clg_status status;

    if (keys == NULL)
        return CLG_ERROR_MEMORY;
    memcpy(model->shared.theta, start->theta, sizeof start->theta);
    for (uint32_t c = 0; c < model->class_count; c++) {
        memcpy(model->initial[c], start->initial, sizeof start->initial);
        memcpy(model->transition[c], start->transition, sizeof start->transition);
    }
    if (by_pace)
        key_by_pace(fit, moves, keys);
    else
        key_by_first_stage(fit, moves, keys);
    cut(fit, keys);
    clg_free(keys);
    status = clg_class_expect(fit, err);
    if (status == CLG_OK)
        clg_class_maximise(fit);
    return status;
}
