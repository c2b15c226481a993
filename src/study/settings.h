/* Everything a study can choose, with defaults; filled from study.yaml and flags.
 *
 * study.yaml is read strictly: keys are those below, each once. Flags win over the
 * file. Paths are relative to `folder` (the study's own, or its `data:` key). */
#ifndef CLG_STUDY_SETTINGS_H
#define CLG_STUDY_SETTINGS_H

#include "base/text.h"
#include "collegium/error.h"

#include <stdbool.h>

/* The canonical tables (DESIGN.md, section 2), in the order in which they are read. */
typedef enum clg_table_kind {
    CLG_TABLE_SCHOOLS,
    CLG_TABLE_CALENDAR,
    CLG_TABLE_PEOPLE,
    CLG_TABLE_ATTENDANCE,
    CLG_TABLE_EXCHANGES,
    CLG_TABLE_EVENTS,
    CLG_TABLE_ASSESSMENTS,
    CLG_TABLE_KIND_COUNT
} clg_table_kind;

const char *clg_table_kind_name(clg_table_kind kind); /* "attendance", ... */

/* One input file and how its columns become the canonical ones. */
typedef struct clg_file_settings {
    clg_table_kind kind;
    char *path;             /* as written in study.yaml, or the canonical name */
    clg_texts columns_to;   /* canonical names mapped ... */
    clg_texts columns_from; /* ... to this file's header names, pairwise */
    clg_texts values_to;    /* canonical columns with one value for all rows ... */
    clg_texts values;       /* ... and that value, pairwise (`values:`) */
    clg_texts time_formats; /* strptime formats of this file; empty = the study's */
    char *time_zone;        /* of this file's times; NULL = the study's */
    char delimiter;         /* 0 = found from the header */
} clg_file_settings;

typedef enum clg_span_unit {
    CLG_SPAN_DAYS,
    CLG_SPAN_WEEK,
    CLG_SPAN_MONTH,
    CLG_SPAN_QUARTER,
    CLG_SPAN_TERMS
} clg_span_unit;

typedef struct clg_span {
    clg_span_unit unit;
    uint32_t count; /* days for CLG_SPAN_DAYS; otherwise 1 */
} clg_span;

/* "month", "week", "quarter", "terms", "14d". False if it is none of these. */
bool clg_span_parse(const char *text, clg_span *span);
void clg_span_format(clg_span span, char text[16]);

typedef enum clg_projection {
    CLG_PROJECTION_NEWMAN,
    CLG_PROJECTION_COUNT,
    CLG_PROJECTION_MINUTES,
    CLG_PROJECTION_JACCARD,
    CLG_PROJECTION_OCHIAI
} clg_projection;

const char *clg_projection_name(clg_projection projection);

typedef struct clg_break {
    int64_t first_day, end_day; /* day numbers, half-open */
    char *school;               /* NULL = every school */
    char *label;                /* may be NULL */
} clg_break;

void clg_breaks_free(clg_break *breaks, size_t count); /* with their texts */

/* What stages of development are fitted to, and which: `trajectory:` of study.yaml. */
typedef struct clg_trajectory_settings {
    bool is_off;          /* trajectory: none */
    char *stages;         /* "wenger", "lifecycle" or a number; NULL: not given */
    char *topology;       /* names joined by "+"; NULL: not given */
    clg_texts indicators; /* measures; empty: the default set */
} clg_trajectory_settings;

/* How the answers to one instrument of assessments.csv are read. */
typedef struct clg_instrument_settings {
    char *name;
    double low, high;   /* of the scale of answers; NaN: not given */
    clg_texts reversed; /* items whose answers are turned over */
    clg_texts scales;   /* names of scales ... */
    clg_texts items;    /* ... and one item of it, pairwise; none: one scale of all */
    bool is_anonymous;  /* who answers is not on the roster, and counts all the same */
} clg_instrument_settings;

enum { CLG_USUAL_GAP = 21 };

/* `assessments:` of study.yaml. */
typedef struct clg_assessment_settings {
    uint32_t gap;   /* days without an answer that end a wave */
    int64_t *waves; /* days on which waves begin, ascending; none: waves by gap */
    size_t wave_count, wave_room;
    clg_instrument_settings *instruments;
    size_t instrument_count, instrument_room;
} clg_assessment_settings;

typedef struct clg_settings {
    char *title;       /* NULL if none */
    char *folder;      /* what paths are relative to */
    char *study_name;  /* last component of the study's path: names it in outputs */
    char *config_path; /* study.yaml as errors name it; NULL without one */

    clg_file_settings *files;
    size_t file_count, file_room;

    char *time_zone;        /* NULL: not given, so UTC is taken and said */
    clg_texts time_formats; /* besides ISO 8601 */
    clg_texts missing;      /* tokens that mean "no value"; "" always does */

    clg_span window, step;
    bool has_step;     /* false: step = window (tumbling) */
    char *terms_path;  /* for CLG_SPAN_TERMS; columns label,start,end */
    clg_break *breaks; /* `breaks:` of study.yaml; calendar.csv adds to them */
    size_t break_count, break_room;

    double presence_minutes; /* delta_abs, 5 */
    double presence_share;   /* delta_rel, 0.2 of the meeting's length */
    clg_projection projection;
    double half_life; /* days after which a meeting counts half; 0 = all count alike */
    clg_texts kinds_to;        /* exchange kinds: canonical name ... */
    clg_texts kinds_from;      /* ... for this value in the file, pairwise */
    clg_texts strata;          /* columns of people.csv that define strata */
    clg_texts measures;        /* ids, or "default" or "all"; empty = default */
    uint32_t resample;         /* shuffled copies of a school behind a null z, 199 */
    uint32_t resample_windows; /* of each window of it, 0 */
    double interval;           /* coverage of intervals, 0.95; 0 = none */
    uint64_t seed;             /* 1 */
    clg_trajectory_settings trajectory;
    clg_assessment_settings assessments;

    double max_bad; /* share of a file's rows, 0.01 */
    bool strict;
} clg_settings;

/* What flags override; NULL, NaN or false: not given. */
typedef struct clg_overrides {
    const char *data;       /* --data FOLDER */
    const char *window;     /* --window */
    const char *step;       /* --step */
    const char *time_zone;  /* --time-zone */
    const char *max_bad;    /* --max-bad, "1%" or "0.01" */
    const char *seed;       /* --seed */
    const char *projection; /* --projection */
    const char *half_life;  /* --half-life, days or "none" */
    const char *measures;   /* --measures, "default", "all" or "density,isolates" */
    const char *strata;     /* --strata, "none" or "role,department" */
    const char *resample;   /* --resample, "199" or "199,19" */
    const char *interval;   /* --interval, "95%", "0.95" or "none" */
    bool strict;
} clg_overrides;

void clg_settings_init(clg_settings *settings); /* the defaults; no allocation */
void clg_settings_clear(clg_settings *settings);
/* NULL if study.yaml says nothing of it. */
const clg_instrument_settings *clg_settings_instrument(const clg_settings *settings,
                                                       const char *name);

/* Reads the study at `path`: a study.yaml, or a folder that holds one or the
 * canonical CSV names (each as .csv, .csv.gz, .csv.zst or .tsv). Then applies the
 * overrides (may be NULL). Files named in study.yaml must exist; a folder with
 * neither attendance nor exchanges is refused. A study.yaml without `files:` takes
 * the canonical names found in its folder.
 * CLG_ERROR_IO, CLG_ERROR_PARSE (with line and column), CLG_ERROR_ARGUMENT (flags). */
clg_status clg_settings_read(const char *path, const clg_overrides *overrides,
                             clg_settings *settings, clg_error *err) CLG_NODISCARD;

/* Applies the flags, except --data. CLG_ERROR_ARGUMENT: "--window: expected month,
 * ..., found 'x'"; the settings may then be changed in part. */
clg_status clg_settings_override(clg_settings *settings, const clg_overrides *flags,
                                 clg_error *err) CLG_NODISCARD;

/* Only the YAML: parses bytes into settings (fuzzed). */
clg_status clg_settings_parse(const char *bytes, size_t size, const char *name,
                              clg_settings *settings, clg_error *err) CLG_NODISCARD;

/* The resolved settings as one compact JSON document (sorted keys, no paths outside
 * the study, nothing that does not change results). Its keys are those of study.yaml:
 * clg_settings_parse reads it back. Free with clg_free. */
char *clg_settings_json(const clg_settings *settings, clg_error *err) CLG_NODISCARD;

#endif
