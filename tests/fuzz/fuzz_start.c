/* Starting values. What is accepted must be a model: probabilities that sum to 1,
 * finite parameters, and as JSON it must be read back as the same model; what is
 * refused must say why. */
#include "fuzz.h"

#include "run/model_parts_json.h"
#include "run/start_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static clg_panel two_indicators(void)
{
    clg_panel panel = {.indicator_count = 2};
    clg_error err = CLG_ERROR_INIT;

    require(clg_texts_append(&panel.indicators, "visits", 6, &err) == CLG_OK);
    require(clg_texts_append(&panel.indicators, "ties", 4, &err) == CLG_OK);
    return panel;
}

static void check_model(const clg_hmm *model)
{
    require(model->state_count >= 1 && model->state_count <= CLG_MOST_STATES);
    for (uint32_t i = 0; i < model->state_count; i++) {
        double sum = 0.0;
        for (uint32_t j = 0; j < model->state_count; j++)
            sum += model->transition[i][j];
        require(fabs(sum - 1.0) < 1e-6);
        for (uint32_t d = 0; d < model->indicator_count; d++)
            for (int p = 0; p < CLG_THETA; p++)
                require(isfinite(model->theta[d][i][p]));
    }
}

static void check_round_trip(const clg_panel *panel, const clg_hmm *model)
{
    json_t *object = json_object();
    clg_error err = CLG_ERROR_INIT;
    clg_start_values again;
    char *text;

    clg_model_set_json(object, model, panel);
    text = json_dumps(object, 0);
    require(text != NULL);
    clg_hmm_init(&again.model, 1, 2, CLG_TOPOLOGY_ERGODIC);
    require(clg_start_parse(text, strlen(text), "again", &panel->indicators, &again,
                            &err) == CLG_OK);
    require(again.model.state_count == model->state_count);
    require(memcmp(again.model.transition, model->transition,
                   sizeof again.model.transition) == 0);
    require(memcmp(again.model.theta, model->theta, sizeof again.model.theta) == 0);
    free(text); /* jansson's */
    json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    clg_panel panel = two_indicators();
    clg_error err = CLG_ERROR_INIT;
    clg_start_values start;
    clg_status status;

    clg_hmm_init(&start.model, 1, 2, CLG_TOPOLOGY_ERGODIC);
    status = clg_start_parse((const char *)data, size, "start.json", &panel.indicators,
                             &start, &err);
    if (status == CLG_OK) {
        check_model(&start.model);
        check_round_trip(&panel, &start.model);
    } else {
        require(status == CLG_ERROR_PARSE || status == CLG_ERROR_SCHEMA);
        require(err.message[0] != '\0' && strcmp(err.path, "start.json") == 0);
    }
    clg_texts_clear(&panel.indicators);
    return 0;
}
