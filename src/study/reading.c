#include "study/reading.h"

#include "base/memory.h"

#include <string.h>

size_t clg_reason_stem(const char *reason)
{
    const char *found = strstr(reason, ", found "); /* later ones may be quoted */

    return found != NULL ? (size_t)(found - reason) : strlen(reason);
}

void clg_reading_clear(clg_reading *reading)
{
    for (size_t i = 0; i < reading->source_count; i++)
        clg_free(reading->sources[i].path);
    clg_free(reading->sources);
    clg_free(reading->rejects);
    clg_texts_clear(&reading->reasons);
    clg_texts_clear(&reading->rows);
    clg_texts_clear(&reading->notes);
    *reading = (clg_reading){0};
}
