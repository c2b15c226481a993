/* What the files that make tables share. */
#ifndef CLG_TRAJECTORY_FIT_TABLES_PART_H
#define CLG_TRAJECTORY_FIT_TABLES_PART_H

#include "trajectory/fit/tables.h"

/* Adds columns until something fails; then every further call does nothing. */
typedef struct clg_table_maker {
    clg_table *table;
    clg_status status;
    clg_error *err;
} clg_table_maker;

/* The new column, or NULL after a failure. */
clg_column *clg_make_column(clg_table_maker *maker, clg_column_type type,
                            const char *name, const char *unit, const char *definition,
                            const clg_texts *levels);
/* A column of numbers, copied from values[row * step + at]; NULL leaves all missing. */
void clg_make_reals(clg_table_maker *maker, const char *name, const char *unit,
                    const char *definition, const double *values, size_t step,
                    size_t at);

clg_status clg_make_trajectory(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_make_schools(const clg_fitted *fitted, clg_fit_tables *tables,
                            clg_error *err) CLG_NODISCARD;
clg_status clg_make_forecast(const clg_fitted *fitted, clg_fit_tables *tables,
                             clg_error *err) CLG_NODISCARD;
clg_status clg_make_indicators(const clg_fitted *fitted, clg_fit_tables *tables,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_make_transitions(const clg_fitted *fitted, clg_fit_tables *tables,
                                clg_error *err) CLG_NODISCARD;
clg_status clg_make_curve(const clg_fitted *fitted, clg_fit_tables *tables,
                          clg_error *err) CLG_NODISCARD;
clg_status clg_make_selection(const clg_fitted *fitted, clg_fit_tables *tables,
                              clg_error *err) CLG_NODISCARD;
clg_status clg_make_effects(const clg_fitted *fitted, clg_fit_tables *tables,
                            clg_error *err) CLG_NODISCARD;
clg_status clg_make_durations(const clg_fitted *fitted, clg_fit_tables *tables,
                              clg_error *err) CLG_NODISCARD;
clg_status clg_make_groups(const clg_fitted *fitted, clg_fit_tables *tables,
                           clg_error *err) CLG_NODISCARD;

#endif
