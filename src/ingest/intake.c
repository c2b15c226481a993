#include "ingest/intake.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int clg_names_domain(int names)
{
    static const int domains[CLG_NAMES_COUNT] = {-1, CLG_NAMES_SCHOOL, CLG_NAMES_SCHOOL,
                                                 CLG_NAMES_NETWORK};

    return names < CLG_NAMES_COUNT ? domains[names] : -1;
}

const clg_zone *clg_intake_zone(const clg_intake *intake, const char *school,
                                size_t length)
{
    uint32_t code =
        clg_dictionary_find(&intake->names[CLG_NAMES_SCHOOL], 0, school, length);
    uint32_t zone = code < intake->school_zone_count ? intake->school_zone[code] : 0;

    return intake->study->zones[zone];
}

clg_status clg_intake_add_zone(clg_intake *intake, const char *name, uint32_t *index,
                               clg_error *err)
{
    clg_study *study = intake->study;
    clg_zone *zone = NULL, **grown;
    clg_status status;

    for (size_t i = 0; i < study->zone_count; i++) {
        if (strcmp(clg_zone_name(study->zones[i]), name) == 0) {
            *index = (uint32_t)i;
            return CLG_OK;
        }
    }
    status = clg_zone_open(name, &zone, err);
    if (status != CLG_OK)
        return status;
    grown = clg_array_new(study->zone_count + 1, sizeof(clg_zone *), err);
    if (grown == NULL) {
        clg_zone_free(zone);
        return CLG_ERROR_MEMORY;
    }
    if (study->zone_count > 0)
        memcpy(grown, study->zones, study->zone_count * sizeof(clg_zone *));
    clg_free(study->zones);
    study->zones = grown;
    *index = (uint32_t)study->zone_count;
    study->zones[study->zone_count++] = zone;
    return CLG_OK;
}

clg_status clg_intake_note(clg_intake *intake, clg_error *err, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return clg_texts_append(&intake->study->reading.notes, text, strlen(text), err);
}

void clg_intake_clear(clg_intake *intake)
{
    for (int i = 0; i < CLG_NAMES_COUNT; i++)
        clg_dictionary_clear(&intake->names[i]);
    clg_free(intake->school_zone);
    clg_free(intake->is_withheld);
}
