/* The table of schools: where each stands, since when, and what comes next. */
#include "trajectory/fit/tables_part.h"

#include <math.h>
#include <stdio.h>

typedef struct school_maker {
    clg_table_maker maker;
    const clg_fitted *fitted;
    const clg_fit_tables *tables;
} school_maker;

static const clg_school_stages *school_at(const school_maker *m, size_t school)
{
    return &m->fitted->decoded.schools[school];
}

static size_t school_count(const school_maker *m)
{
    return m->fitted->panel->school_count;
}

/* A window of a school as a code into the panel's windows; -1 if there is none. */
static int32_t window_code(const clg_panel *panel, size_t school, uint32_t t)
{
    if (t == CLG_NO_WINDOW || t >= panel->length[school])
        return -1;
    return (int32_t)panel->window[panel->first[school] + t];
}

static clg_column *add(school_maker *m, clg_column_type type, const char *name,
                       const char *unit, const char *definition)
{
    const clg_texts *levels = NULL;

    if (type == CLG_COLUMN_CATEGORY)
        levels = &m->fitted->panel->windows;
    return clg_make_column(&m->maker, type, name, unit, definition, levels);
}

static void add_observations(school_maker *m)
{
    const clg_panel *panel = m->fitted->panel;
    clg_column *status = clg_make_column(
        &m->maker, CLG_COLUMN_CATEGORY, "status", "",
        "ok; no_data: nothing observed, stages are those of any school; impossible: "
        "the model rules the data out",
        &m->tables->status_names);
    clg_column *windows = NULL, *observed = NULL;

    for (size_t s = 0; status != NULL && s < school_count(m); s++)
        status->codes[s] = (int32_t)school_at(m, s)->status;
    for (int end = 0; end < 2; end++) {
        clg_column *column =
            add(m, CLG_COLUMN_CATEGORY, end == 0 ? "first_window" : "last_window", "",
                end == 0 ? "the first that is known"
                         : "the last that is known: stage and forecast are as of then");
        for (size_t s = 0; column != NULL && s < school_count(m); s++)
            column->codes[s] = window_code(
                panel, s, end == 0 || panel->length[s] == 0 ? 0 : panel->length[s] - 1);
    }
    windows = add(m, CLG_COLUMN_COUNT, "windows", "windows",
                  "from the first that is known to the last");
    for (size_t s = 0; windows != NULL && s < school_count(m); s++)
        windows->codes[s] = (int32_t)panel->length[s];
    observed = add(m, CLG_COLUMN_COUNT, "observed_windows", "windows",
                   "windows in which any indicator is observed");
    for (size_t s = 0; observed != NULL && s < school_count(m); s++)
        observed->codes[s] = (int32_t)school_at(m, s)->observed_windows;
}

static void add_current(school_maker *m)
{
    const clg_panel *panel = m->fitted->panel;
    clg_column *stage = add(m, CLG_COLUMN_COUNT, "stage", "stage",
                            "that the last window is consistent with, from 1"),
               *name = NULL, *probability = NULL;

    for (size_t s = 0; stage != NULL && s < school_count(m); s++)
        stage->codes[s] = (int32_t)school_at(m, s)->stage + 1;
    name = clg_make_column(&m->maker, CLG_COLUMN_CATEGORY, "stage_name", "",
                           "name of the stage", &m->tables->stage_names);
    for (size_t s = 0; name != NULL && s < school_count(m); s++)
        name->codes[s] = (int32_t)school_at(m, s)->stage;
    probability = add(m, CLG_COLUMN_REAL, "probability", "probability",
                      "of that stage in the last window");
    for (size_t s = 0; probability != NULL && s < school_count(m); s++)
        probability->values[s] = fmin(school_at(m, s)->probability, 1.0);
    const struct {
        const char *name, *definition;
        size_t field;
    } since[] = {
        {"since", "window in which the school entered it, on its path", 0},
        {"since_earliest", "the same, 2.5 % quantile of its posterior", 1},
        {"since_latest", "97.5 % quantile", 2},
    };
    for (size_t c = 0; c < sizeof since / sizeof since[0]; c++) {
        clg_column *column =
            add(m, CLG_COLUMN_CATEGORY, since[c].name, "", since[c].definition);
        for (size_t s = 0; column != NULL && s < school_count(m); s++) {
            const clg_school_stages *school = school_at(m, s);
            const uint32_t at[] = {school->since, school->run.low, school->run.high};
            column->codes[s] = window_code(panel, s, at[since[c].field]);
        }
    }
}

/* Whether a stage is to follow at all: more likely than not, the present one is left.
 */
static bool moves_on(const school_maker *m, const clg_departure *departure)
{
    return (m->fitted->em.flags & CLG_FIT_NO_MOVES) == 0 &&
           departure->status == CLG_DEPARTURE_EXPECTED && departure->probability >= 0.5;
}

/* One number of a departure, with UNDEFINED where no stage follows. */
static void add_departure(school_maker *m, const char *name, const char *unit,
                          const char *definition, size_t field)
{
    clg_column *column = add(m, CLG_COLUMN_MEASURE, name, unit, definition);

    for (size_t s = 0; column != NULL && s < school_count(m); s++) {
        const clg_departure *d = &school_at(m, s)->departure;
        const double values[] = {d->next_probability, d->expected, d->low, d->high};
        clg_cell_set(column, s, values[field],
                     moves_on(m, d) ? CLG_VALUE_OK : CLG_VALUE_UNDEFINED);
    }
}

static void add_next(school_maker *m)
{
    const char *unit =
        m->fitted->spec->has_continuous_time ? "units of time" : "windows";
    clg_column *next = clg_make_column(&m->maker, CLG_COLUMN_CATEGORY, "next_stage", "",
                                       "the likeliest to follow; empty: none does",
                                       &m->tables->stage_names);

    for (size_t s = 0; next != NULL && s < school_count(m); s++) {
        const clg_departure *d = &school_at(m, s)->departure;
        next->codes[s] = moves_on(m, d) ? (int32_t)d->next : -1;
    }
    add_departure(m, "next_probability", "probability", "that it is the one to follow",
                  0);
    add_departure(m, "windows_to_next", unit,
                  "expected until the school moves on, after its last window", 1);
    add_departure(m, "windows_to_next_low", unit, "2.5 % quantile", 2);
    add_departure(m, "windows_to_next_high", unit, "97.5 % quantile", 3);
}

static void add_entry(school_maker *m, uint32_t stage)
{
    static const char *const ends[] = {"", "_low", "_high"};
    static const char *const words[] = {"median", "2.5 % quantile", "97.5 % quantile"};
    const clg_panel *panel = m->fitted->panel;
    const char *name_of_stage = m->fitted->spec->stages.stages[stage];
    char name[32], definition[160];
    clg_column *column;

    snprintf(name, sizeof name, "reached_%u", stage + 1);
    snprintf(definition, sizeof definition,
             "probability that the school has entered %s by its last window",
             name_of_stage);
    column = add(m, CLG_COLUMN_REAL, name, "probability", definition);
    for (size_t s = 0; column != NULL && s < school_count(m); s++)
        column->values[s] = fmin(school_at(m, s)->entries[stage].probability, 1.0);
    for (int e = 0; e < 3; e++) {
        snprintf(name, sizeof name, "entry_%u%s", stage + 1, ends[e]);
        snprintf(definition, sizeof definition,
                 "first window in %s, %s; empty: not reached, or entered before the "
                 "first window",
                 name_of_stage, words[e]);
        column = add(m, CLG_COLUMN_CATEGORY, name, "", definition);
        for (size_t s = 0; column != NULL && s < school_count(m); s++) {
            const clg_entry *entry = &school_at(m, s)->entries[stage];
            const uint32_t at[] = {entry->median, entry->low, entry->high};
            bool is_known = entry->status == CLG_ENTRY_REACHED;
            column->codes[s] = is_known ? window_code(panel, s, at[e]) : -1;
        }
    }
}

static void add_fit(school_maker *m)
{
    clg_column *density = add(m, CLG_COLUMN_REAL, "mean_log_density", "nats",
                              "log-likelihood a window observed"),
               *outlier = NULL;

    for (size_t s = 0; density != NULL && s < school_count(m); s++)
        density->values[s] = school_at(m, s)->mean_log_density;
    outlier = add(m, CLG_COLUMN_REAL, "fit_z", "standard deviations",
                  "of it from the mean of the schools: low is a school like no other");
    for (size_t s = 0; outlier != NULL && s < school_count(m); s++)
        outlier->values[s] = school_at(m, s)->outlier_z;
}

/* One feature of rise and decline: of the school's own curve, and of the same after
 * shrinkage, which every school has if any two have curves. */
static void add_feature(school_maker *m, const char *name, const char *unit,
                        const char *definition, size_t field)
{
    clg_column *own = add(m, CLG_COLUMN_MEASURE, name, unit, definition), *shrunk;
    char drawn[48];

    snprintf(drawn, sizeof drawn, "%s_shrunk", name);
    shrunk = add(m, CLG_COLUMN_REAL, drawn, unit,
                 "the same, shrunk towards the schools with a sound double logistic");
    own = shrunk != NULL ? clg_table_column(m->maker.table, name) : NULL;
    for (size_t s = 0; own != NULL && s < school_count(m); s++) {
        const clg_course *course = &m->fitted->curves.courses[s];
        const double *parameter = &m->fitted->curves.shrunk[s * CLG_MOST_SHRUNK];
        const clg_course_features both[] = {
            course->features, isnan(parameter[0])
                                  ? (clg_course_features){NAN, NAN, NAN, NAN, NAN}
                                  : clg_double_logistic_features(parameter)};
        double values[2];

        for (int i = 0; i < 2; i++) {
            const double fields[] = {both[i].peak_time, both[i].duration,
                                     both[i].rise_slope, both[i].decline_slope};
            values[i] = fields[field];
        }
        clg_cell_set(own, s, values[0],
                     isnan(values[0])        ? CLG_VALUE_UNDEFINED
                     : course->is_degenerate ? CLG_VALUE_DEGENERATE
                                             : CLG_VALUE_OK);
        shrunk->values[s] = isfinite(values[1]) ? values[1] : NAN;
    }
}

static void add_course(school_maker *m)
{
    clg_column *course = clg_make_column(
        &m->maker, CLG_COLUMN_CATEGORY, "energy_course", "",
        "form of the school's energy over time, by AICc", &m->tables->course_names);

    for (size_t s = 0; course != NULL && s < school_count(m); s++)
        course->codes[s] = (int32_t)m->fitted->curves.courses[s].kind;
    add_feature(m, "energy_peak", "windows",
                "time of the peak of a double logistic, from the school's first window",
                0);
    add_feature(m, "energy_duration", "windows", "time above half of the peak's height",
                1);
    add_feature(m, "energy_rise", "a window", "steepest slope of the rise", 2);
    add_feature(m, "energy_decline", "a window", "steepest slope of the decline", 3);
}

/* Numbers from 1 with the probability of each, or nothing. */
static void add_class(school_maker *m, const char *name, const char *definition,
                      const double *posterior, uint32_t count)
{
    char probability[40];
    clg_column *column = add(m, CLG_COLUMN_REAL, name, "", definition), *sure;

    snprintf(probability, sizeof probability, "%s_probability", name);
    sure = add(m, CLG_COLUMN_REAL, probability, "probability", "of that one");
    column = sure != NULL ? clg_table_column(m->maker.table, name) : NULL;
    for (size_t s = 0; column != NULL && s < school_count(m); s++) {
        const double *p = posterior + s * count;
        uint32_t best = 0;
        for (uint32_t c = 1; c < count; c++)
            best = p[c] > p[best] ? c : best;
        column->values[s] = best + 1.0;
        sure->values[s] = p[best];
    }
}

static void add_classes(school_maker *m)
{
    const clg_further *further = &m->fitted->further;

    if (further->has_classes)
        add_class(m, "class",
                  "class of trajectories, from 1: the one that comes to the last stage "
                  "first",
                  further->classes.posterior, further->classes.model.class_count);
    if (further->has_groups)
        add_class(m, "group", "group of courses of the energy index, see groups",
                  further->groups.posterior, further->groups.model.group_count);
}

clg_status clg_make_schools(const clg_fitted *fitted, clg_fit_tables *tables,
                            clg_error *err)
{
    school_maker m = {{&tables->schools, CLG_OK, err}, fitted, tables};

    m.maker.status = clg_table_init(
        &tables->schools, "trajectory_school",
        "one row a school: the stage that its logs are consistent with, since when, "
        "and what is likely to come next",
        fitted->panel->school_count, false, err);
    clg_make_column(&m.maker, CLG_COLUMN_TEXT, "school", "", "the school",
                    &fitted->panel->schools);
    add_observations(&m);
    add_current(&m);
    add_next(&m);
    for (uint32_t k = 1; k < fitted->decoded.states; k++)
        add_entry(&m, k);
    add_fit(&m);
    add_course(&m);
    add_classes(&m);
    return m.maker.status;
}
