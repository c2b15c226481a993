/* The tables of what was asked for beyond the model: each without rows otherwise. */
#include "trajectory/fit/tables_part.h"

#include <math.h>

/* A column of numbers, one a row, from a function of the row. */
typedef double cell_of(const clg_fitted *fitted, size_t row, size_t column);

typedef struct column_name {
    const char *name, *unit, *definition;
} column_name;

static void add_cells(clg_table_maker *maker, const clg_fitted *fitted,
                      const column_name *names, size_t count, cell_of *cell)
{
    for (size_t c = 0; c < count; c++) {
        clg_column *column = clg_make_column(maker, CLG_COLUMN_REAL, names[c].name,
                                             names[c].unit, names[c].definition, NULL);
        for (size_t row = 0; column != NULL && row < maker->table->row_count; row++) {
            double value = cell(fitted, row, c);
            column->values[row] = isfinite(value) ? value : NAN;
        }
    }
}

#define ADD_CELLS(maker, fitted, names, cell)                                          \
    add_cells(maker, fitted, names, sizeof names / sizeof names[0], cell)

/* ---- the curve of energy over developmental time ---- */

static double curve_cell(const clg_fitted *fitted, size_t row, size_t column)
{
    const clg_development *d = &fitted->development;
    const double values[] = {d->position[row], d->energy[row], d->low[row],
                             d->high[row]};

    return values[column];
}

clg_status clg_make_curve(const clg_fitted *fitted, clg_fit_tables *tables,
                          clg_error *err)
{
    static const column_name names[] = {
        {"position", "windows",
         "developmental time: stages one after the other, each as wide as schools "
         "stay in it on average"},
        {"energy", "standard deviations", "of all schools together; empty: not known"},
        {"low", "standard deviations", "95 % interval, lower end"},
        {"high", "standard deviations", "upper end"},
    };
    const clg_development *d = &fitted->development;
    clg_table_maker maker = {&tables->curve, CLG_OK, err};
    clg_column *stage;
    uint32_t k = 0;

    maker.status = clg_table_init(&tables->curve, "curve",
                                  "the energy of all schools over developmental time",
                                  CLG_DEVELOPMENT_POINTS, false, err);
    stage = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "stage", "",
                            "the stage at that place", &tables->stage_names);
    for (size_t row = 0; stage != NULL && row < CLG_DEVELOPMENT_POINTS; row++) {
        while (k + 1 < d->stage_count && d->position[row] >= d->bounds[k + 1])
            k++;
        stage->codes[row] = (int32_t)k;
    }
    ADD_CELLS(&maker, fitted, names, curve_cell);
    return maker.status;
}

/* ---- how many stages ---- */

static double selection_cell(const clg_fitted *fitted, size_t row, size_t column)
{
    const clg_state_choice *c = &fitted->further.selection.choices[row];
    const double values[] = {(double)c->parameters,
                             c->fit.loglik,
                             c->criteria.aic,
                             c->criteria.bic_windows,
                             c->criteria.bic_schools,
                             c->criteria.icl,
                             c->held_out,
                             c->held_out_error};

    return column == 0 || c->is_fitted ? values[column] : NAN;
}

static void add_chosen(clg_table_maker *maker, const clg_selection *selection)
{
    const struct {
        const char *name, *definition;
        uint32_t states;
    } ways[] = {
        {"by_bic_windows", "least BIC by windows", selection->by_bic_windows},
        {"by_bic_schools", "least BIC by schools", selection->by_bic_schools},
        {"by_icl", "least ICL", selection->by_icl},
        {"by_held_out", "largest held-out likelihood", selection->by_held_out},
        {"by_one_error",
         "fewest stages within one standard error of the largest held-out likelihood: "
         "the rule to go by",
         selection->by_one_error},
    };

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        clg_column *flag = clg_make_column(maker, CLG_COLUMN_FLAG, ways[i].name, "",
                                           ways[i].definition, NULL);
        for (size_t row = 0; flag != NULL && row < maker->table->row_count; row++)
            flag->status[row] = selection->choices[row].states == ways[i].states;
    }
}

clg_status clg_make_selection(const clg_fitted *fitted, clg_fit_tables *tables,
                              clg_error *err)
{
    static const column_name names[] = {
        {"parameters", "", "free parameters"},
        {"loglik", "nats", "log-likelihood; empty: too many parameters for the data"},
        {"aic", "", "Akaike's criterion"},
        {"bic_windows", "", "Schwarz's criterion, n = windows with data"},
        {"bic_schools", "", "Schwarz's criterion, n = schools with data"},
        {"icl", "", "integrated completed likelihood criterion"},
        {"held_out", "nats a window",
         "log-likelihood of schools under the model of the other schools"},
        {"held_out_error", "nats a window", "its standard error over folds"},
    };
    const clg_selection *selection = &fitted->further.selection;
    clg_table_maker maker = {&tables->selection, CLG_OK, err};
    clg_column *states;

    maker.status = clg_table_init(&tables->selection, "stage_selection",
                                  "one row a number of stages", selection->choice_count,
                                  false, err);
    states = clg_make_column(&maker, CLG_COLUMN_COUNT, "stages", "stages",
                             "number of stages", NULL);
    for (size_t row = 0; states != NULL && row < selection->choice_count; row++)
        states->codes[row] = (int32_t)selection->choices[row].states;
    ADD_CELLS(&maker, fitted, names, selection_cell);
    add_chosen(&maker, selection);
    return maker.status;
}

/* ---- what goes with moving on ---- */

static double effect_cell(const clg_fitted *fitted, size_t row, size_t column)
{
    const clg_covariate_effect *e = &fitted->further.covariates.effects[row];
    const double values[] = {e->coefficient, e->error,       e->z,
                             e->p,           e->odds_ratio,  e->odds_low,
                             e->odds_high,   e->unit_ratio,  e->unit_low,
                             e->unit_high,   e->hazard_ratio};

    return values[column];
}

static void add_moves(clg_table_maker *maker, const clg_fitted *fitted,
                      const clg_fit_tables *tables)
{
    const clg_covariate_effect *effects = fitted->further.covariates.effects;
    clg_column *from = clg_make_column(maker, CLG_COLUMN_CATEGORY, "from", "",
                                       "the stage", &tables->stage_names);
    clg_column *to = clg_make_column(maker, CLG_COLUMN_CATEGORY, "to", "",
                                     "where the school moves to", &tables->stage_names);
    clg_column *covariate =
        clg_make_column(maker, CLG_COLUMN_CATEGORY, "covariate", "",
                        "what may go with the move", &tables->covariate_names);
    clg_column *status = clg_make_column(
        maker, CLG_COLUMN_CATEGORY, "status", "",
        "ok; constant: it does not vary; separation: no finite estimate; "
        "not_identified: the data say nothing of it",
        &tables->effect_names);

    if (status == NULL)
        return;
    from = clg_table_column(maker->table, "from"); /* columns move as others come */
    to = clg_table_column(maker->table, "to");
    covariate = clg_table_column(maker->table, "covariate");
    for (size_t row = 0; row < maker->table->row_count; row++) {
        from->codes[row] = effects[row].from;
        to->codes[row] = effects[row].to;
        covariate->codes[row] = (int32_t)effects[row].covariate;
        status->codes[row] = (int32_t)effects[row].status;
    }
}

clg_status clg_make_effects(const clg_fitted *fitted, clg_fit_tables *tables,
                            clg_error *err)
{
    static const column_name names[] = {
        {"coefficient", "",
         "of the log odds of moving against staying, for one "
         "standard deviation more"},
        {"error", "", "standard error, from the observed information"},
        {"z", "", "coefficient / error"},
        {"p", "", "two-sided"},
        {"odds_ratio", "", "for one standard deviation more"},
        {"odds_low", "", "95 % interval, lower end"},
        {"odds_high", "", "upper end"},
        {"unit_ratio", "", "odds ratio for one unit more"},
        {"unit_low", "", "95 % interval, lower end"},
        {"unit_high", "", "upper end"},
        {"hazard_ratio", "",
         "probability of the move with 1 over that with 0; of what is not 0 or 1: one "
         "standard deviation above the mean over at the mean"},
    };
    clg_table_maker maker = {&tables->effects, CLG_OK, err};

    maker.status = clg_table_init(
        &tables->effects, "transition_effect",
        "one row a move and covariate: what goes with moving on; no proof of a cause",
        fitted->further.covariates.effect_count, false, err);
    add_moves(&maker, fitted, tables);
    ADD_CELLS(&maker, fitted, names, effect_cell);
    return maker.status;
}

/* ---- how long stages last ---- */

static double duration_cell(const clg_fitted *fitted, size_t row, size_t column)
{
    const clg_durations_result *d = &fitted->further.durations;
    const double values[] = {d->mean[row],
                             d->lower[row],
                             d->median[row],
                             d->upper[row],
                             d->model.parameters[row][0],
                             d->model.parameters[row][1],
                             d->fit.loglik,
                             (double)d->fit.free_parameters,
                             d->fit.bic_schools,
                             d->geometric.loglik,
                             (double)d->geometric.free_parameters,
                             d->geometric.bic_schools};

    return values[column];
}

clg_status clg_make_durations(const clg_fitted *fitted, clg_fit_tables *tables,
                              clg_error *err)
{
    static const column_name names[] = {
        {"mean", "windows", "empty: the stage never ends"},
        {"quarter", "windows", "25 % quantile"},
        {"median", "windows", "half of the stays are over by then"},
        {"three_quarters", "windows", "75 % quantile"},
        {"first_parameter", "", "of the family: mean of D - 1, or scale"},
        {"second_parameter", "", "of the family: size, or shape"},
        {"loglik", "nats",
         "of the model with these durations; how long the first stages had lasted is "
         "estimated, too"},
        {"parameters", "", "free ones of it"},
        {"bic_schools", "", "Schwarz's criterion of it, n = schools with data"},
        {"loglik_geometric", "nats", "of the same model with geometric durations"},
        {"parameters_geometric", "", "free ones of it"},
        {"bic_schools_geometric", "", "Schwarz's criterion of it"},
    };
    bool has_any = fitted->further.has_durations;
    size_t states = has_any ? fitted->em.model.state_count : 0;
    clg_table_maker maker = {&tables->durations, CLG_OK, err};
    clg_column *stage;

    maker.status =
        clg_table_init(&tables->durations, "stage_duration",
                       "one row a stage: how long it lasts", states, false, err);
    stage = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "stage", "", "the stage",
                            &tables->stage_names);
    for (size_t row = 0; stage != NULL && row < states; row++)
        stage->codes[row] = (int32_t)row;
    ADD_CELLS(&maker, fitted, names, duration_cell);
    return maker.status;
}

/* ---- groups of courses ---- */

static double group_cell(const clg_fitted *fitted, size_t row, size_t column)
{
    const clg_course_groups *g = &fitted->further.groups;
    const clg_course_groups_model *m = &g->model;
    const double values[] = {
        m->group[row].share,
        g->assigned[row],
        g->app[row],
        g->occ[row],
        clg_course_groups_mean(m, (uint32_t)row, m->middle - m->half),
        clg_course_groups_mean(m, (uint32_t)row, m->middle),
        clg_course_groups_mean(m, (uint32_t)row, m->middle + m->half),
        m->group[row].spread};

    return values[column];
}

clg_status clg_make_groups(const clg_fitted *fitted, clg_fit_tables *tables,
                           clg_error *err)
{
    static const column_name names[] = {
        {"share", "", "of all schools"},
        {"assigned", "", "share of schools for which it is the likeliest"},
        {"app", "probability", "mean probability of those; below 0.7 is unsure"},
        {"occ", "", "odds of correct classification; empty: sure"},
        {"energy_first", "standard deviations", "the group's energy at the beginning"},
        {"energy_middle", "standard deviations", "in the middle"},
        {"energy_last", "standard deviations", "at the end"},
        {"variance", "", "of windows about the group's course"},
    };
    bool has_any = fitted->further.has_groups;
    size_t count = has_any ? fitted->further.groups.model.group_count : 0;
    clg_table_maker maker = {&tables->groups, CLG_OK, err};
    clg_column *group;

    maker.status = clg_table_init(
        &tables->groups, "course_group",
        "one row a group of schools with a common course of energy; their number is "
        "that of the least BIC by schools",
        count, false, err);
    group = clg_make_column(&maker, CLG_COLUMN_COUNT, "group", "",
                            "from 1, by energy in the middle", NULL);
    for (size_t row = 0; group != NULL && row < count; row++)
        group->codes[row] = (int32_t)row + 1;
    ADD_CELLS(&maker, fitted, names, group_cell);
    return maker.status;
}
