/* What the files that make tables share. */
#ifndef CLG_TRAJECTORY_FIT_TABLES_PART_H
#define CLG_TRAJECTORY_FIT_TABLES_PART_H

#include "results/table_maker.h"
#include "trajectory/fit/tables.h"
/* Takes from the column made last what rounding put on top of 1. */
void clg_cut_at_one(clg_table_maker *maker);

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
