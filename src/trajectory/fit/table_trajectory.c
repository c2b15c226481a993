/* The table of schools and windows. */
#include "trajectory/fit/tables_part.h"

#include <math.h>
#include <stdio.h>

static void add_keys(clg_table_maker *maker, const clg_panel *panel)
{
    clg_column *school = clg_make_column(maker, CLG_COLUMN_CATEGORY, "school", "",
                                         "the school", &panel->schools);
    clg_column *window;

    for (uint32_t s = 0; school != NULL && s < panel->school_count; s++)
        for (size_t row = panel->first[s]; row < panel->first[s + 1]; row++)
            school->codes[row] = (int32_t)s;
    window = clg_make_column(maker, CLG_COLUMN_CATEGORY, "window", "",
                             "the window, as the panel calls it", &panel->windows);
    for (size_t row = 0; window != NULL && row < maker->table->row_count; row++)
        window->codes[row] = (int32_t)panel->window[row];
}

static void add_path(clg_table_maker *maker, const char *name, const char *definition,
                     const uint8_t *path)
{
    clg_column *column =
        clg_make_column(maker, CLG_COLUMN_COUNT, name, "stage", definition, NULL);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->codes[row] = path[row] + 1;
}

/* Other software gives the path of Viterbi; where nothing is to be compared, the path
 * with the largest expected number of right windows says more. */
static void add_stages(clg_table_maker *maker, const clg_fitted *fitted,
                       const clg_texts *names)
{
    const clg_decoded *decoded = &fitted->decoded;
    bool is_parity = fitted->spec->is_parity;
    const uint8_t *stages = is_parity ? decoded->viterbi : decoded->stages;
    clg_column *column;

    add_path(maker, "stage",
             is_parity
                 ? "stage that the window is consistent with, from 1: the likeliest "
                   "path as a whole (Viterbi)"
                 : "stage that the window is consistent with, from 1: the path that "
                   "the moves allow with the largest expected number of right windows",
             stages);
    column = clg_make_column(maker, CLG_COLUMN_CATEGORY, "stage_name", "",
                             "name of the stage", names);
    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->codes[row] = stages[row];
}

static void add_probabilities(clg_table_maker *maker, const clg_fitted *fitted)
{
    const clg_decoded *decoded = &fitted->decoded;
    char name[16], definition[96];

    for (uint32_t k = 0; k < decoded->states; k++) {
        snprintf(name, sizeof name, "p_%u", k + 1);
        snprintf(definition, sizeof definition,
                 "probability of %s, given all windows of the school",
                 fitted->spec->stages.stages[k]);
        clg_make_reals(maker, name, "probability", definition, decoded->gamma,
                       decoded->states, k);
        clg_cut_at_one(maker);
    }
    clg_make_reals(maker, "expected_stage", "stage", "sum of k p_k",
                   decoded->expected_stage, 1, 0);
}

static void add_index(clg_table_maker *maker, const char *name, const char *definition,
                      const clg_index *index)
{
    clg_column *column = clg_make_column(maker, CLG_COLUMN_MEASURE, name,
                                         "standard deviations", definition, NULL);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        clg_cell_set(column, row, index->values[row],
                     (clg_value_status)index->statuses[row]);
}

static void add_flag(clg_table_maker *maker, const char *name, const char *definition,
                     const uint8_t *flags)
{
    clg_column *column =
        clg_make_column(maker, CLG_COLUMN_FLAG, name, "", definition, NULL);

    for (size_t row = 0; column != NULL && row < maker->table->row_count; row++)
        column->status[row] = flags[row];
}

static void add_curves(clg_table_maker *maker, const clg_energy_curves *curves)
{
    clg_make_reals(maker, "energy_smooth", "standard deviations",
                   "smoothing spline through the school's energy, by restricted "
                   "maximum likelihood",
                   curves->smooth, 1, 0);
    clg_make_reals(maker, "energy_error", "standard deviations",
                   "standard error of energy_smooth; empty where energy is missing",
                   curves->error, 1, 0);
    clg_make_reals(maker, "energy_drawn", "standard deviations",
                   "the school's energy curve, drawn towards that of all schools as "
                   "far as its windows are few (mixed model)",
                   curves->drawn, 1, 0);
    clg_make_reals(maker, "energy_drawn_error", "standard deviations",
                   "standard error of energy_drawn", curves->drawn_error, 1, 0);
    add_flag(maker, "energy_changes",
             "a new level of energy begins here, by optimal partitioning",
             curves->is_change);
    clg_make_reals(maker, "energy_alarm", "probability",
                   "that the level of energy is at most 3 windows old, seen from this "
                   "window; empty in the first 8",
                   curves->alarm, 1, 0);
}

static void add_observed(clg_table_maker *maker, const clg_panel *panel)
{
    clg_column *column = clg_make_column(
        maker, CLG_COLUMN_COUNT, "observed", "indicators",
        "indicators observed in the window; with 0 its stage rests on the others",
        NULL);

    for (uint32_t s = 0; column != NULL && s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            int32_t count = 0;
            for (uint32_t d = 0; d < panel->indicator_count; d++)
                count += clg_panel_has(panel, s, t, d);
            column->codes[panel->first[s] + t] = count;
        }
}

static void add_residuals(clg_table_maker *maker, const clg_fitted *fitted)
{
    uint32_t count = fitted->panel->indicator_count;
    char name[160];

    for (uint32_t d = 0; d < count; d++) {
        snprintf(name, sizeof name, "%s_residual",
                 clg_texts_at(&fitted->panel->indicators, d));
        clg_make_reals(maker, name, "standard deviations",
                       "pseudo-residual: standard normal if the model fits, given the "
                       "school's earlier windows",
                       fitted->residuals.z, count, d);
    }
}

clg_status clg_make_trajectory(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err)
{
    const clg_panel *panel = fitted->panel;
    clg_table_maker maker = {&tables->trajectory, CLG_OK, err};

    maker.status = clg_table_init(
        &tables->trajectory, "trajectory",
        "one row a school and window: the stage that the school's logs are consistent "
        "with; no diagnosis",
        clg_panel_rows(panel), false, err);
    add_keys(&maker, panel);
    add_stages(&maker, fitted, &tables->stage_names);
    add_probabilities(&maker, fitted);
    add_index(&maker, "energy", "index of energy; its weights are in indicators",
              &fitted->energy);
    add_index(&maker, "visibility",
              "index of visibility; its weights are in indicators",
              &fitted->visibility);
    clg_make_reals(&maker, "outlier_z", "standard deviations",
                   "normal score of the window's distance from what the school's "
                   "earlier windows led to expect; high is unusual",
                   fitted->residuals.outlier_z, 1, 0);
    add_path(&maker, "stage_viterbi", "on the likeliest path as a whole",
             fitted->decoded.viterbi);
    add_path(&maker, "stage_likeliest",
             "of the window by itself: the largest of p_1, p_2, ...",
             fitted->decoded.likeliest);
    clg_make_reals(&maker, "entropy", "nats", "- sum of p_k log p_k: 0 is certain",
                   fitted->decoded.entropy, 1, 0);
    clg_make_reals(&maker, "log_density", "nats",
                   "log density of the window, given the school's earlier ones; empty "
                   "where nothing is observed",
                   fitted->decoded.log_density, 1, 0);
    add_curves(&maker, &fitted->curves);
    add_residuals(&maker, fitted);
    add_observed(&maker, panel);
    return maker.status;
}
