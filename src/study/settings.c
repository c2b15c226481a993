#include "study/settings.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

static const char *const table_kind_names[CLG_TABLE_KIND_COUNT] = {
    "schools",   "calendar", "people",     "attendance",
    "exchanges", "events",   "assessments"};

const char *clg_table_kind_name(clg_table_kind kind)
{
    return kind < CLG_TABLE_KIND_COUNT ? table_kind_names[kind] : "unknown";
}

/* "14d": one to five digits that are not zero, then d. */
static bool parse_days(const char *text, uint32_t *days)
{
    size_t digits = strspn(text, "0123456789");

    *days = 0;
    if (digits < 1 || digits > 5 || strcmp(text + digits, "d") != 0)
        return false;
    for (size_t i = 0; i < digits; i++)
        *days = *days * 10 + (uint32_t)(text[i] - '0');
    return *days > 0;
}

bool clg_span_parse(const char *text, clg_span *span)
{
    static const struct {
        const char *name;
        clg_span_unit unit;
    } units[] = {{"week", CLG_SPAN_WEEK},
                 {"month", CLG_SPAN_MONTH},
                 {"quarter", CLG_SPAN_QUARTER},
                 {"terms", CLG_SPAN_TERMS}};

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(text, units[i].name) == 0) {
            *span = (clg_span){units[i].unit, 1};
            return true;
        }
    }
    *span = (clg_span){CLG_SPAN_DAYS, 0};
    return parse_days(text, &span->count);
}

void clg_span_format(clg_span span, char text[16])
{
    switch (span.unit) {
    case CLG_SPAN_DAYS: snprintf(text, 16, "%ud", (unsigned)span.count); break;
    case CLG_SPAN_WEEK: strcpy(text, "week"); break;
    case CLG_SPAN_MONTH: strcpy(text, "month"); break;
    case CLG_SPAN_QUARTER: strcpy(text, "quarter"); break;
    case CLG_SPAN_TERMS: strcpy(text, "terms"); break;
    }
}

const char *clg_projection_name(clg_projection projection)
{
    switch (projection) {
    case CLG_PROJECTION_NEWMAN: return "newman";
    case CLG_PROJECTION_COUNT: return "count";
    case CLG_PROJECTION_MINUTES: return "minutes";
    case CLG_PROJECTION_JACCARD: return "jaccard";
    case CLG_PROJECTION_OCHIAI: return "ochiai";
    }
    return "unknown";
}

void clg_breaks_free(clg_break *breaks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        clg_free(breaks[i].school);
        clg_free(breaks[i].label);
    }
    clg_free(breaks);
}

void clg_settings_init(clg_settings *settings)
{
    *settings = (clg_settings){.window = {CLG_SPAN_MONTH, 1},
                               .step = {CLG_SPAN_MONTH, 1},
                               .presence_minutes = 5.0,
                               .presence_share = 0.2,
                               .projection = CLG_PROJECTION_NEWMAN,
                               .resample = 199,
                               .interval = 0.95,
                               .seed = 1,
                               .assessments = {.gap = CLG_USUAL_GAP},
                               .max_bad = 0.01};
}

static void clear_file(clg_file_settings *file)
{
    clg_free(file->path);
    clg_texts_clear(&file->columns_to);
    clg_texts_clear(&file->columns_from);
    clg_texts_clear(&file->values_to);
    clg_texts_clear(&file->values);
    clg_texts_clear(&file->time_formats);
    clg_free(file->time_zone);
}

static void clear_assessments(clg_assessment_settings *assessments)
{
    for (size_t i = 0; i < assessments->instrument_count; i++) {
        clg_instrument_settings *instrument = &assessments->instruments[i];
        clg_free(instrument->name);
        clg_texts_clear(&instrument->reversed);
        clg_texts_clear(&instrument->scales);
        clg_texts_clear(&instrument->items);
    }
    clg_free(assessments->instruments);
    clg_free(assessments->waves);
}

const clg_instrument_settings *clg_settings_instrument(const clg_settings *settings,
                                                       const char *name)
{
    const clg_assessment_settings *assessments = &settings->assessments;

    for (size_t i = 0; i < assessments->instrument_count; i++)
        if (strcmp(assessments->instruments[i].name, name) == 0)
            return &assessments->instruments[i];
    return NULL;
}

void clg_settings_clear(clg_settings *settings)
{
    for (size_t i = 0; i < settings->file_count; i++)
        clear_file(&settings->files[i]);
    clg_free(settings->files);
    clg_free(settings->title);
    clg_free(settings->folder);
    clg_free(settings->study_name);
    clg_free(settings->config_path);
    clg_free(settings->time_zone);
    clg_texts_clear(&settings->time_formats);
    clg_texts_clear(&settings->missing);
    clg_free(settings->terms_path);
    clg_breaks_free(settings->breaks, settings->break_count);
    clg_texts_clear(&settings->kinds_to);
    clg_texts_clear(&settings->kinds_from);
    clg_texts_clear(&settings->strata);
    clg_texts_clear(&settings->measures);
    clg_free(settings->trajectory.stages);
    clg_free(settings->trajectory.topology);
    clg_texts_clear(&settings->trajectory.indicators);
    clear_assessments(&settings->assessments);
    clg_settings_init(settings);
}
