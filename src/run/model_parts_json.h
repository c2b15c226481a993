/* A hidden Markov model as JSON: the keys that start_json.h reads. */
#ifndef CLG_RUN_MODEL_PARTS_JSON_H
#define CLG_RUN_MODEL_PARTS_JSON_H

#include "trajectory/hmm/model.h"

#include <jansson.h>

/* A number, or null if it is not finite: JSON has no NaN. */
json_t *clg_json_number(double value);
json_t *clg_json_numbers(const double *values, size_t count);
json_t *clg_json_texts(const clg_texts *texts);

/* Sets "pi", "A" and "emissions" of the object. */
void clg_model_set_json(json_t *object, const clg_hmm *model, const clg_panel *panel);

#endif
