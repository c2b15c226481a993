/* The settings as JSON, with the keys of study.yaml: what is written here can be
 * read by clg_settings_parse. */
#include "study/settings.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Digits of a number as people write them, so that 0.2 does not get a tail. */
enum { DIGITS = 15 };

/* A path outside of the study says where somebody keeps things: only the name. */
static const char *inner_path(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash != NULL && (path[0] == '/' || strstr(path, "..") != NULL))
        return slash + 1;
    return path;
}

static json_t *text_of(const char *text)
{
    json_t *value = json_string(text);

    if (value == NULL) /* not UTF-8: json_string refuses it */
        value = json_string("?");
    return value;
}

/* Takes the value over, as the functions below; false when there is no memory. */
static bool put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static json_t *list_of(const clg_texts *texts)
{
    json_t *list = json_array();

    for (size_t i = 0; i < texts->count; i++)
        (void)json_array_append_new(list, text_of(clg_texts_at(texts, i)));
    return list;
}

static json_t *pairs_of(const clg_texts *keys, const clg_texts *values)
{
    json_t *object = json_object();

    for (size_t i = 0; i < keys->count; i++)
        put(object, clg_texts_at(keys, i), text_of(clg_texts_at(values, i)));
    return object;
}

static json_t *kinds_of(const clg_settings *settings)
{
    json_t *kinds = json_object();

    for (size_t i = 0; i < settings->kinds_to.count; i++) {
        const char *kind = clg_texts_at(&settings->kinds_to, i);
        if (json_object_get(kinds, kind) == NULL)
            put(kinds, kind, json_array());
        (void)json_array_append_new(json_object_get(kinds, kind),
                                    text_of(clg_texts_at(&settings->kinds_from, i)));
    }
    return kinds;
}

static json_t *break_of(const clg_break *pause)
{
    json_t *object = json_object();
    char date[CLG_DATE_SIZE];

    clg_format_date(pause->first_day, date);
    put(object, "start", text_of(date));
    clg_format_date(pause->end_day - 1, date); /* a bare date is inclusive */
    put(object, "end", text_of(date));
    if (pause->school != NULL)
        put(object, "school", text_of(pause->school));
    if (pause->label != NULL)
        put(object, "label", text_of(pause->label));
    return object;
}

static json_t *breaks_of(const clg_settings *settings)
{
    json_t *list = json_array();

    for (size_t i = 0; i < settings->break_count; i++)
        (void)json_array_append_new(list, break_of(&settings->breaks[i]));
    return list;
}

static json_t *file_of(const clg_file_settings *file)
{
    json_t *object = json_object();
    char delimiter[2] = {file->delimiter, '\0'};

    put(object, "path", text_of(inner_path(file->path)));
    if (file->columns_to.count > 0)
        put(object, "columns", pairs_of(&file->columns_to, &file->columns_from));
    if (file->values_to.count > 0)
        put(object, "values", pairs_of(&file->values_to, &file->values));
    if (file->time_formats.count > 0)
        put(object, "time_formats", list_of(&file->time_formats));
    if (file->time_zone != NULL)
        put(object, "time_zone", text_of(file->time_zone));
    if (file->delimiter != '\0')
        put(object, "delimiter", text_of(file->delimiter == '\t' ? "tab" : delimiter));
    return object;
}

static json_t *files_of(const clg_settings *settings)
{
    json_t *tables = json_object();

    for (size_t i = 0; i < settings->file_count; i++) {
        const clg_file_settings *file = &settings->files[i];
        const char *kind = clg_table_kind_name(file->kind);
        if (json_object_get(tables, kind) == NULL)
            put(tables, kind, json_array());
        (void)json_array_append_new(json_object_get(tables, kind), file_of(file));
    }
    return tables;
}

/* JSON's whole numbers are signed here; a larger seed is written as a text. */
static json_t *seed_of(uint64_t seed)
{
    char digits[32];

    if (seed <= INT64_MAX)
        return json_integer((json_int_t)seed);
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)seed);
    return text_of(digits);
}

static void put_spans(json_t *root, const clg_settings *settings)
{
    char span[16];

    clg_span_format(settings->window, span);
    put(root, "window", text_of(span));
    if (!settings->has_step)
        return;
    clg_span_format(settings->step, span);
    put(root, "step", text_of(span));
}

/* Only what was given: the rest is the model's to choose. */
static void put_trajectory(json_t *root, const clg_trajectory_settings *trajectory)
{
    json_t *object;

    if (trajectory->is_off) {
        put(root, "trajectory", text_of("none"));
        return;
    }
    object = json_object();
    if (trajectory->stages != NULL)
        put(object, "stages", text_of(trajectory->stages));
    if (trajectory->topology != NULL)
        put(object, "topology", text_of(trajectory->topology));
    if (trajectory->indicators.count > 0)
        put(object, "indicators", list_of(&trajectory->indicators));
    put(root, "trajectory", object);
}

static json_t *scales_of(const clg_instrument_settings *instrument)
{
    json_t *scales = json_object();

    for (size_t i = 0; i < instrument->scales.count; i++) {
        const char *scale = clg_texts_at(&instrument->scales, i);
        if (json_object_get(scales, scale) == NULL)
            put(scales, scale, json_array());
        (void)json_array_append_new(json_object_get(scales, scale),
                                    text_of(clg_texts_at(&instrument->items, i)));
    }
    return scales;
}

static json_t *instrument_of(const clg_instrument_settings *instrument)
{
    json_t *object = json_object();

    if (!isnan(instrument->low))
        put(object, "scale", json_pack("[f, f]", instrument->low, instrument->high));
    if (instrument->reversed.count > 0)
        put(object, "reversed", list_of(&instrument->reversed));
    if (instrument->scales.count > 0)
        put(object, "scales", scales_of(instrument));
    if (instrument->is_anonymous)
        put(object, "anonymous", json_true());
    return object;
}

/* Only if something is said of it. */
static void put_assessments(json_t *root, const clg_assessment_settings *assessments)
{
    json_t *object, *list = json_array(), *instruments = json_object();
    char date[CLG_DATE_SIZE];

    for (size_t i = 0; i < assessments->wave_count; i++) {
        clg_format_date(assessments->waves[i], date);
        (void)json_array_append_new(list, text_of(date));
    }
    for (size_t i = 0; i < assessments->instrument_count; i++)
        put(instruments, assessments->instruments[i].name,
            instrument_of(&assessments->instruments[i]));
    object = json_object();
    if (assessments->wave_count == 0 && assessments->gap != CLG_USUAL_GAP)
        put(object, "gap", json_integer((json_int_t)assessments->gap));
    if (assessments->wave_count > 0)
        put(object, "waves", json_incref(list));
    if (assessments->instrument_count > 0)
        put(object, "instruments", json_incref(instruments));
    if (json_object_size(object) > 0)
        put(root, "assessments", json_incref(object));
    json_decref(object);
    json_decref(list);
    json_decref(instruments);
}

/* As it is read: 199, or "199,19". */
static json_t *copies_of(const clg_settings *settings)
{
    char text[32];

    if (settings->resample_windows == 0)
        return json_integer((json_int_t)settings->resample);
    snprintf(text, sizeof text, "%u,%u", settings->resample,
             settings->resample_windows);
    return text_of(text);
}

static void put_values(json_t *root, const clg_settings *settings)
{
    json_t *presence = json_object();

    put(presence, "minutes", json_real(settings->presence_minutes));
    put(presence, "share", json_real(settings->presence_share));
    put(root, "presence", presence);
    put(root, "projection", text_of(clg_projection_name(settings->projection)));
    put(root, "half_life",
        settings->half_life > 0.0 ? json_real(settings->half_life) : text_of("none"));
    put(root, "measures", list_of(&settings->measures));
    put(root, "resample", copies_of(settings));
    put(root, "interval",
        settings->interval > 0.0 ? json_real(settings->interval) : text_of("none"));
    put(root, "seed", seed_of(settings->seed));
    put(root, "max_bad", json_real(settings->max_bad));
    put(root, "strict", json_boolean(settings->strict));
    put(root, "time_zone",
        text_of(settings->time_zone != NULL ? settings->time_zone : "UTC"));
    if (settings->terms_path != NULL)
        put(root, "terms", text_of(inner_path(settings->terms_path)));
}

char *clg_settings_json(const clg_settings *settings, clg_error *err)
{
    json_t *root = json_object();
    char *text, *copy = NULL;

    if (settings->title != NULL)
        put(root, "title", text_of(settings->title));
    put_spans(root, settings);
    put_values(root, settings);
    put(root, "time_formats", list_of(&settings->time_formats));
    put(root, "missing", list_of(&settings->missing));
    put(root, "breaks", breaks_of(settings));
    put(root, "exchange_kinds", kinds_of(settings));
    put(root, "strata", list_of(&settings->strata));
    put_trajectory(root, &settings->trajectory);
    put_assessments(root, &settings->assessments);
    put(root, "files", files_of(settings));
    text =
        json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    json_decref(root);
    if (text == NULL) {
        clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate for JSON");
        return NULL;
    }
    copy = clg_text_copy(text, strlen(text), err);
    free(text); /* jansson's */
    return copy;
}
