/* The tables of what was fitted: forecasts, indicators, moves between stages. */
#include "trajectory/fit/tables_part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- forecast ---- */

static void add_ahead(clg_table_maker *maker, const clg_panel *panel, uint32_t horizon)
{
    clg_column *school = clg_make_column(maker, CLG_COLUMN_CATEGORY, "school", "",
                                         "the school", &panel->schools);
    clg_column *ahead;

    for (size_t row = 0; school != NULL && row < maker->table->row_count; row++)
        school->codes[row] = (int32_t)(row / horizon);
    ahead = clg_make_column(
        maker, CLG_COLUMN_COUNT, "ahead", "windows",
        "windows after the school's last, see last_window in the table of "
        "schools; in continuous time, of the mean gap",
        NULL);
    for (size_t row = 0; ahead != NULL && row < maker->table->row_count; row++)
        ahead->codes[row] = (int32_t)(row % horizon) + 1;
}

static void add_outlook(clg_table_maker *maker, const clg_fitted *fitted,
                        uint32_t indicator)
{
    const clg_forecast *forecast = &fitted->forecast;
    const char *id = clg_texts_at(&fitted->panel->indicators, indicator);
    const char *transform = clg_fit_transform(fitted->spec, indicator);
    bool is_plain = strcmp(transform, "none") == 0;
    const struct {
        const char *end, *definition;
        const double *values;
    } columns[] = {
        {"mean", "expected value; of counts, at the school's mean exposure",
         forecast->mean},
        {"variance", "variance of single values", forecast->variance},
        {"low", "2.5 % quantile of single values", forecast->low},
        {"high", "97.5 % quantile", forecast->high},
    };
    char name[160];

    for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++) {
        snprintf(name, sizeof name, "%s%s%s_%s", is_plain ? "" : transform,
                 is_plain ? "" : "_", id, columns[c].end);
        clg_make_reals(maker, name, "", columns[c].definition, columns[c].values,
                       forecast->indicator_count, indicator);
    }
}

clg_status clg_make_forecast(const clg_fitted *fitted, clg_fit_tables *tables,
                             clg_error *err)
{
    const clg_forecast *forecast = &fitted->forecast;
    clg_table_maker maker = {&tables->forecast, CLG_OK, err};
    char name[16], definition[96];

    maker.status = clg_table_init(
        &tables->forecast, "forecast",
        "one row a school and window ahead, if schools go on as the model says and its "
        "parameters are right",
        (size_t)forecast->school_count * forecast->horizon, false, err);
    add_ahead(&maker, fitted->panel, forecast->horizon);
    for (uint32_t k = 0; k < fitted->em.model.state_count; k++) {
        snprintf(name, sizeof name, "p_%u", k + 1);
        snprintf(definition, sizeof definition, "probability of %s",
                 fitted->spec->stages.stages[k]);
        clg_make_reals(&maker, name, "probability", definition, forecast->state,
                       forecast->states, k);
        clg_cut_at_one(&maker);
    }
    for (uint32_t d = 0; d < fitted->panel->indicator_count; d++)
        if (fitted->em.model.family[d] !=
            CLG_FAMILY_CATEGORICAL) /* codes have no mean */
            add_outlook(&maker, fitted, d);
    return maker.status;
}

/* ---- indicators ---- */

static void add_family(clg_table_maker *maker, const clg_fitted *fitted,
                       const clg_texts *names)
{
    clg_column *family = clg_make_column(maker, CLG_COLUMN_CATEGORY, "family", "",
                                         "how it is distributed within a stage", names);

    for (uint32_t d = 0; family != NULL && d < fitted->panel->indicator_count; d++)
        family->codes[d] = (int32_t)fitted->em.model.family[d];
}

static void add_transforms(clg_table_maker *maker, const clg_fitted *fitted,
                           const clg_texts *names)
{
    clg_column *transform = clg_make_column(
        maker, CLG_COLUMN_CATEGORY, "transform", "",
        "how its values were read: as they are, log, or arcsine of the root of a share",
        names);

    for (uint32_t d = 0; transform != NULL && d < fitted->panel->indicator_count; d++)
        for (size_t i = 0; i < names->count; i++)
            if (strcmp(clg_texts_at(names, i), clg_fit_transform(fitted->spec, d)) == 0)
                transform->codes[d] = (int32_t)i;
}

/* The weight of an indicator in an index, and how it is standardised there. */
static void add_weights(clg_table_maker *maker, const char *index,
                        const clg_index *parts)
{
    const char *const ends[] = {"weight", "centre", "scale"};
    const char *const definitions[] = {
        "weight in the index; 0: no part of it", "median over all windows",
        "1.4826 times the median absolute deviation, or the standard deviation"};
    char name[48];

    for (int e = 0; e < 3; e++) {
        clg_column *column;
        snprintf(name, sizeof name, "%s_%s", index, ends[e]);
        column =
            clg_make_column(maker, CLG_COLUMN_REAL, name, "", definitions[e], NULL);
        for (uint32_t d = 0; column != NULL && d < parts->part_count; d++) {
            const clg_index_part *part = &parts->parts[d];
            const double values[] = {part->status == CLG_INDEX_PART_USED ? part->weight
                                                                         : 0.0,
                                     part->centre, part->scale};
            column->values[d] = values[e];
        }
    }
}

static void add_residuals(clg_table_maker *maker, const clg_fitted *fitted)
{
    static const struct {
        const char *name, *definition;
    } columns[] = {
        {"residual_mean", "of the pseudo-residuals; 0 if the model fits"},
        {"residual_sd", "1 if the model fits; somewhat less for counts"},
        {"residual_autocorrelation",
         "of neighbouring windows; 0 if stages explain what schools keep"},
    };

    for (int c = 0; c < 3; c++) {
        clg_column *column = clg_make_column(maker, CLG_COLUMN_REAL, columns[c].name,
                                             "", columns[c].definition, NULL);
        for (uint32_t d = 0; column != NULL && d < fitted->panel->indicator_count;
             d++) {
            const clg_residual_summary *r = &fitted->residuals.summary[d];
            const double values[] = {r->mean, r->sd, r->autocorrelation};
            column->values[d] = values[c];
        }
    }
}

clg_status clg_make_indicators(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err)
{
    clg_table_maker maker = {&tables->indicators, CLG_OK, err};

    maker.status = clg_table_init(
        &tables->indicators, "indicator",
        "one row an indicator: its part in the indices, and how well the model fits it",
        fitted->panel->indicator_count, false, err);
    clg_make_column(&maker, CLG_COLUMN_TEXT, "indicator", "", "its name",
                    &fitted->panel->indicators);
    add_family(&maker, fitted, &tables->family_names);
    add_transforms(&maker, fitted, &tables->transform_names);
    add_weights(&maker, "energy", &fitted->energy);
    add_weights(&maker, "visibility", &fitted->visibility);
    add_residuals(&maker, fitted);
    return maker.status;
}

/* ---- moves ---- */

static double finite_or_missing(double value)
{
    return isfinite(value) ? value : NAN;
}

/* Below so many expected steps from a stage nothing is known of where they lead. */
enum { LEAST_MOVES = 2 };

static double moves_from(const clg_fitted *fitted, uint32_t from)
{
    double sum = 0.0;

    for (uint32_t j = 0; j < fitted->em.model.state_count; j++)
        sum += fitted->em.expectations.moves[from][j];
    return sum;
}

static double cell(const clg_fitted *fitted, size_t row, int field)
{
    uint32_t states = fitted->em.model.state_count;
    uint32_t from = (uint32_t)(row / states), to = (uint32_t)(row % states);
    const clg_further *further = &fitted->further;
    bool has_interval = further->has_uncertainty &&
                        fitted->em.model.allowed[from][to] != 0 &&
                        moves_from(fitted, from) >= LEAST_MOVES;
    double stay = fitted->stay[from];

    switch (field) {
    case 0: return fitted->em.model.transition[from][to];
    case 1: return has_interval ? further->uncertainty.error.transition[from][to] : NAN;
    case 2: return has_interval ? further->uncertainty.low.transition[from][to] : NAN;
    case 3: return has_interval ? further->uncertainty.high.transition[from][to] : NAN;
    case 4:
        return fitted->spec->has_continuous_time
                   ? fitted->continuous.moves[from][to]
                   : fitted->em.expectations.moves[from][to];
    case 5: return finite_or_missing(fitted->separability.distance[from][to]);
    default: break;
    }
    return from == to ? finite_or_missing(stay) : NAN;
}

clg_status clg_make_transitions(const clg_fitted *fitted, clg_fit_tables *tables,
                                clg_error *err)
{
    static const struct {
        const char *name, *unit, *definition;
    } columns[] = {
        {"probability", "",
         "of the move from one window to the next; in continuous time, over one unit"},
        {"error", "",
         "its standard error: sandwich over schools, or bootstrap if asked for; empty: "
         "fewer than 2 expected steps from the stage, or not estimated"},
        {"low", "", "its 95 % interval, lower end"},
        {"high", "", "upper end"},
        {"moves", "moves", "expected number in the data"},
        {"distance", "",
         "Bhattacharyya distance of the two stages; below 0.25 their windows can't be "
         "told apart; empty: nothing in common"},
        {"mean_stay", "windows",
         "mean time in the stage, 1 / (1 - stay); units of time in continuous time; "
         "empty: never left, or not known"},
    };
    uint32_t states = fitted->em.model.state_count;
    clg_table_maker maker = {&tables->transitions, CLG_OK, err};
    clg_column *from, *to;

    maker.status = clg_table_init(&tables->transitions, "transition",
                                  "one row a pair of stages, all schools together",
                                  (size_t)states * states, false, err);
    from = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "from", "", "the stage",
                           &tables->stage_names);
    for (size_t row = 0; from != NULL && row < (size_t)states * states; row++)
        from->codes[row] = (int32_t)(row / states);
    to = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "to", "",
                         "the stage one window later", &tables->stage_names);
    for (size_t row = 0; to != NULL && row < (size_t)states * states; row++)
        to->codes[row] = (int32_t)(row % states);
    for (int c = 0; c < (int)(sizeof columns / sizeof columns[0]); c++) {
        clg_column *column =
            clg_make_column(&maker, CLG_COLUMN_REAL, columns[c].name, columns[c].unit,
                            columns[c].definition, NULL);
        for (size_t row = 0; column != NULL && row < (size_t)states * states; row++)
            column->values[row] = cell(fitted, row, c);
    }
    return maker.status;
}
