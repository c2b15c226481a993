#include "network_sample.h"

#include "check.h"

#include <math.h>
#include <string.h>

enum { MEASURES = 12, STAGES = 5, COMPARED = 3, KINDS = 6 };

static const char *const measure_names[MEASURES] = {
    "activity_rate",   "attendance_rate",  "mean_meeting_size",
    "outside_share",   "returned_share",   "cross_department_share",
    "density",         "exchange_density", "attendance_gini",
    "initiation_gini", "meetings",         "exchanges"};
static const char *const school_measures[] = {"attendances",
                                              "isolates",
                                              "isolate_share",
                                              "level_core_share",
                                              "level_active_share",
                                              "level_occasional_share",
                                              "level_peripheral_share",
                                              "level_absent_share",
                                              "components",
                                              "fragmentation",
                                              "core_share",
                                              "degree_centralization"};

/* A number from 0 to 1 that looks like chance and is always the same. */
static double noise(uint32_t a, uint32_t b)
{
    uint64_t x = ((uint64_t)a << 32 | b) + 0x9e3779b97f4a7c15u;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (double)((x ^ x >> 31) >> 11) * 0x1p-53;
}

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

static void append_all(clg_texts *texts, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        append(texts, names[i]);
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "1", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

static void start(clg_table *table, const char *name, size_t rows)
{
    check_ok(clg_table_init(table, name, "rows", rows, false, &err));
}

/* Levels in turn, each for as many rows as said. */
static void add_codes(clg_table *table, const char *name, const clg_texts *levels,
                      size_t each)
{
    clg_column *column = add(table, CLG_COLUMN_CATEGORY, name, levels);

    for (size_t row = 0; row < table->row_count; row++)
        column->codes[row] = (int32_t)(row / each % levels->count);
}

static void add_numbers(clg_table *table, clg_column_type type, const char *name,
                        double from, double to)
{
    clg_column *column = add(table, type, name, NULL);
    uint32_t seed = (uint32_t)table->column_count;

    for (size_t row = 0; row < table->row_count; row++)
        column->values[row] = from + (to - from) * noise(seed, (uint32_t)row);
}

static uint32_t people_of(uint32_t school)
{
    return school % NETWORK_SAMPLE_SMALL_EVERY == NETWORK_SAMPLE_FIRST_SMALL
               ? 3
               : 20 + (uint32_t)(120.0 * noise(1, school));
}

/* ---- names ---- */

static void name_schools(network_sample *s)
{
    static const char *const places[] = {"North", "South", "East", "West",   "Lake",
                                         "Hill",  "Park",  "Mill", "Bridge", "Harbour"};
    char name[64];

    for (uint32_t i = 0; i < s->school_count; i++) {
        snprintf(name, sizeof name, "%s Street School %04u", places[i % 10], i);
        append(&s->schools, name);
    }
    for (uint32_t w = 0; w < s->window_count; w++) {
        snprintf(name, sizeof name, "%u-%02u", 2024 + w / 12, w % 12 + 1);
        append(&s->windows, name);
    }
}

static void name_levels(network_sample *s)
{
    static const char *const stages[STAGES] = {"potential", "coalescing", "maturing",
                                               "stewardship", "transformation"};
    static const char *const flags[] = {"within", "within", "within", "within",
                                        "within", "within", "within", "low",
                                        "within", "high"};
    static const char *const troubles[] = {"disconnectedness", "stratification",
                                           "dependence", "amnesia"};
    static const char *const grades[] = {"A", "B"};
    static const char *const signs[] = {"none", "none", "none", "none", "consistent"};
    static const char *const kinds[KINDS] = {"staff", "department", "project",
                                             "plc",   "network",    "lunch"};
    static const char *const looks[] = {"acquaintances", "department", "project team",
                                        "learning community", "community of practice"};

    append_all(&s->stages, stages, STAGES);
    append_all(&s->flags, flags, COUNT_OF(flags));
    append_all(&s->troubles, troubles, COUNT_OF(troubles));
    append_all(&s->indicators, measure_names, 4);
    append_all(&s->grades, grades, COUNT_OF(grades));
    append_all(&s->signs, signs, COUNT_OF(signs));
    append_all(&s->kinds, kinds, KINDS);
    append_all(&s->looks, looks, COUNT_OF(looks));
    append_all(&s->measures, measure_names, MEASURES);
    append(&s->statuses, "ok");
    append(&s->periods, "period");
    append(&s->bys, "kind");
    append(&s->attributes, "role");
}

/* ---- tables ---- */

static void make_school(network_sample *s)
{
    clg_table *table = &s->data.school;
    clg_column *people;

    start(table, "school", s->school_count);
    add(table, CLG_COLUMN_TEXT, "school", &s->schools);
    people = add(table, CLG_COLUMN_MEASURE, "people", NULL);
    for (uint32_t i = 0; i < s->school_count; i++)
        people->values[i] = people_of(i);
    for (size_t m = 0; m < COUNT_OF(school_measures); m++)
        add_numbers(table, CLG_COLUMN_MEASURE, school_measures[m], 0.1, 0.9);
    for (size_t m = 0; m < MEASURES; m++)
        add_numbers(table, CLG_COLUMN_MEASURE, measure_names[m], 0.0,
                    m < 10 ? 1.0 : 4000.0);
}

static void start_long(network_sample *s, clg_table *table, const char *name,
                       size_t each)
{
    start(table, name, s->school_count * each);
    add_codes(table, "school", &s->schools, each);
}

static void make_windows(network_sample *s)
{
    clg_table *window = &s->data.window, *measured = &s->data.school_window;
    clg_column *people;

    start(window, "window", s->window_count);
    add(window, CLG_COLUMN_TEXT, "window", &s->windows);
    add_codes(window, "label", &s->windows, 1);
    start_long(s, measured, "school_window", s->window_count);
    add_codes(measured, "window", &s->windows, 1);
    add_codes(measured, "status", &s->statuses, 1);
    people = add(measured, CLG_COLUMN_MEASURE, "people", NULL);
    for (size_t row = 0; row < measured->row_count; row++)
        people->values[row] = people_of((uint32_t)(row / s->window_count));
    for (size_t m = 0; m < MEASURES; m++)
        add_numbers(measured, CLG_COLUMN_MEASURE, measure_names[m], 0.0,
                    m < 10 ? 1.0 : 60.0);
}

/* A school moves up a stage every few windows. */
static uint32_t stage_of(const network_sample *s, uint32_t school, uint32_t window)
{
    uint32_t stage = school % 4 + (window + school) / (s->window_count / 2 + 1);

    return stage < STAGES ? stage : STAGES - 1;
}

static void make_trajectory(network_sample *s)
{
    clg_table *table = &s->data.trajectory, *now = &s->data.trajectory_school;
    char name[16];

    start_long(s, table, "window", s->window_count);
    add_codes(table, "window", &s->windows, 1);
    add(table, CLG_COLUMN_COUNT, "stage", NULL);
    add(table, CLG_COLUMN_CATEGORY, "stage_name", &s->stages);
    for (int k = 0; k < STAGES; k++) {
        snprintf(name, sizeof name, "p_%d", k + 1);
        add(table, CLG_COLUMN_REAL, name, NULL);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        uint32_t school = (uint32_t)(row / s->window_count);
        uint32_t stage = stage_of(s, school, (uint32_t)(row % s->window_count));
        double sure = 0.6 + 0.4 * noise(2, (uint32_t)row);
        table->columns[2].codes[row] = (int32_t)stage + 1;
        table->columns[3].codes[row] = (int32_t)stage;
        for (uint32_t k = 0; k < STAGES; k++)
            table->columns[4 + k].values[row] =
                k == stage ? sure : (1.0 - sure) / (STAGES - 1);
    }
    start(now, "school", s->school_count);
    add(now, CLG_COLUMN_TEXT, "school", &s->schools);
    add(now, CLG_COLUMN_COUNT, "stage", NULL);
    add(now, CLG_COLUMN_CATEGORY, "stage_name", &s->stages);
    for (uint32_t i = 0; i < s->school_count; i++) {
        uint32_t stage = stage_of(s, i, s->window_count - 1);
        now->columns[1].codes[i] = (int32_t)stage + 1;
        now->columns[2].codes[i] = (int32_t)stage;
    }
    add_numbers(now, CLG_COLUMN_REAL, "probability", 0.5, 1.0);
    add_codes(now, "since", &s->windows, 1);
    add_codes(now, "next_stage", &s->stages, 1);
}

static void make_comparison(network_sample *s)
{
    clg_table *table = &s->data.comparison, *sets = &s->data.compared;
    clg_column *n, *low, *high, *flag;

    start_long(s, table, "school", MEASURES);
    add_codes(table, "measure", &s->measures, 1);
    add_codes(table, "window", &s->periods, 1);
    n = add(table, CLG_COLUMN_REAL, "n", NULL);
    add_numbers(table, CLG_COLUMN_REAL, "shrunk", 0.2, 0.8);
    low = add(table, CLG_COLUMN_REAL, "lo", NULL);
    high = add(table, CLG_COLUMN_REAL, "hi", NULL);
    add_numbers(table, CLG_COLUMN_REAL, "rank_lo", 1.0, 10.0);
    add_numbers(table, CLG_COLUMN_REAL, "rank_hi", 11.0, s->school_count + 11.0);
    add_numbers(table, CLG_COLUMN_REAL, "funnel_z", -4.0, 4.0);
    flag = add(table, CLG_COLUMN_CATEGORY, "flag", &s->flags);
    for (size_t row = 0; row < table->row_count; row++) {
        double shrunk = clg_table_column(table, "shrunk")->values[row];
        n->values[row] = people_of((uint32_t)(row / MEASURES));
        low->values[row] = shrunk - 0.1;
        high->values[row] = shrunk + 0.1;
        flag->codes[row] = (int32_t)(20.0 * noise(3, (uint32_t)row)) < 10
                               ? 0
                               : (int32_t)(row / MEASURES % s->flags.count);
    }
    start(sets, "measure", COMPARED);
    add_codes(sets, "measure", &s->measures, 1);
    add_codes(sets, "window", &s->periods, 1);
    add_numbers(sets, CLG_COLUMN_REAL, "flags", 1.0, 9.0);
    add_numbers(sets, CLG_COLUMN_REAL, "discoveries", 1.0, 9.0);
}

static void make_charts(network_sample *s)
{
    clg_table *table = &s->data.charts;
    clg_column *signal;

    start_long(s, table, "chart", MEASURES);
    add_codes(table, "measure", &s->measures, 1);
    add_numbers(table, CLG_COLUMN_REAL, "centre", 0.4, 0.6);
    add_numbers(table, CLG_COLUMN_REAL, "longest_run", 3.0, 12.0);
    add_numbers(table, CLG_COLUMN_REAL, "longest_run_most", 7.0, 7.0);
    add_numbers(table, CLG_COLUMN_REAL, "crossings", 2.0, 9.0);
    add_numbers(table, CLG_COLUMN_REAL, "crossings_least", 4.0, 4.0);
    add_numbers(table, CLG_COLUMN_REAL, "by_chance", 0.05, 0.05);
    signal = add(table, CLG_COLUMN_REAL, "signal", NULL);
    for (size_t row = 0; row < table->row_count; row++)
        signal->values[row] = noise(4, (uint32_t)row) < 0.2;
}

static void make_signs(network_sample *s)
{
    clg_table *disease = &s->data.disease, *ladder = &s->data.ladder;
    clg_table *attribute = &s->data.attribute;

    start_long(s, disease, "disease", 4);
    add_codes(disease, "disease", &s->troubles, 1);
    add_codes(disease, "indicator", &s->indicators, 1);
    add_codes(disease, "grade", &s->grades, 1);
    add_codes(disease, "sign", &s->signs, 1);
    start_long(s, ladder, "ladder", KINDS);
    add_codes(ladder, "by", &s->bys, 1);
    add_codes(ladder, "circle", &s->kinds, 1);
    add_codes(ladder, "place", &s->looks, 1);
    start_long(s, attribute, "attribute", 1);
    add_codes(attribute, "attribute", &s->attributes, 1);
    add_numbers(attribute, CLG_COLUMN_REAL, "ei_index", -1.0, 1.0);
    add_numbers(attribute, CLG_COLUMN_REAL, "ei_expected", -1.0, 1.0);
}

void network_sample_make(network_sample *sample, uint32_t schools, uint32_t windows)
{
    *sample = (network_sample){.school_count = schools, .window_count = windows};
    sample->data.title = "A large network";
    sample->data.has_roster = true;
    name_schools(sample);
    name_levels(sample);
    make_school(sample);
    make_windows(sample);
    make_trajectory(sample);
    make_comparison(sample);
    make_charts(sample);
    make_signs(sample);
}

void network_sample_clear(network_sample *sample)
{
    clg_report_data *d = &sample->data;
    clg_table *const tables[] = {&d->school,
                                 &d->window,
                                 &d->school_window,
                                 &d->trajectory,
                                 &d->trajectory_school,
                                 &d->comparison,
                                 &d->compared,
                                 &d->charts,
                                 &d->disease,
                                 &d->ladder,
                                 &d->attribute};
    clg_texts *const texts[] = {
        &sample->schools,    &sample->windows, &sample->stages,    &sample->statuses,
        &sample->measures,   &sample->flags,   &sample->periods,   &sample->troubles,
        &sample->indicators, &sample->grades,  &sample->signs,     &sample->kinds,
        &sample->looks,      &sample->bys,     &sample->attributes};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        clg_table_clear(tables[i]);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        clg_texts_clear(texts[i]);
}
