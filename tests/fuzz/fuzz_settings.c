/* study.yaml. What is accepted must be writable as JSON, and that must be read back
 * to the same JSON; what is refused must say why and where. */
#include "fuzz.h"

#include "base/memory.h"
#include "study/settings.h"

#include <stdlib.h>
#include <string.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

static char *json_of(const char *bytes, size_t size, clg_error *err)
{
    clg_settings settings;
    char *json = NULL;

    clg_settings_init(&settings);
    if (clg_settings_parse(bytes, size, "study.yaml", &settings, err) == CLG_OK) {
        json = clg_settings_json(&settings, err);
        require(json != NULL);
    }
    clg_settings_clear(&settings);
    return json;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    clg_error err = CLG_ERROR_INIT;
    char *json = json_of((const char *)data, size, &err), *again;

    if (json == NULL) {
        require(err.code == CLG_ERROR_PARSE && err.message[0] != '\0');
        require(strcmp(err.path, "study.yaml") == 0);
        return 0;
    }
    again = json_of(json, strlen(json), &err);
    require(again != NULL && strcmp(json, again) == 0);
    clg_free(json);
    clg_free(again);
    return 0;
}
