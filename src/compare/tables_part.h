/* What the files that make tables share. */
#ifndef CLG_COMPARE_TABLES_PART_H
#define CLG_COMPARE_TABLES_PART_H

#include "compare/tables.h"
#include "results/table_maker.h"

/* A column of codes, or of counts, of the rows of something; `at` gives row's cell. */
typedef int32_t clg_code_of(const void *rows, size_t row);
typedef double clg_number_of(const void *rows, size_t row);

void clg_fill_codes(clg_table_maker *maker, clg_column_type type, const char *name,
                    const char *unit, const char *definition, const clg_texts *levels,
                    clg_code_of *at, const void *rows);
void clg_fill_reals(clg_table_maker *maker, const char *name, const char *unit,
                    const char *definition, clg_number_of *at, const void *rows);

clg_status clg_make_comparison(const clg_compare_findings *findings,
                               clg_compare_tables *tables,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_make_measures(const clg_compare_findings *findings,
                             clg_compare_tables *tables, clg_error *err) CLG_NODISCARD;
clg_status clg_make_charts(const clg_compare_findings *findings,
                           clg_compare_tables *tables, clg_error *err) CLG_NODISCARD;
clg_status clg_make_signals(const clg_compare_findings *findings,
                            clg_compare_tables *tables, clg_error *err) CLG_NODISCARD;
clg_status clg_make_network_effects(const clg_compare_findings *findings,
                                    clg_compare_tables *tables,
                                    clg_error *err) CLG_NODISCARD;
clg_status clg_make_school_effects(const clg_compare_findings *findings,
                                   clg_compare_tables *tables,
                                   clg_error *err) CLG_NODISCARD;
clg_status clg_make_phases(const clg_compare_findings *findings,
                           clg_compare_tables *tables, clg_error *err) CLG_NODISCARD;
clg_status clg_make_cycles(const clg_compare_findings *findings,
                           clg_compare_tables *tables, clg_error *err) CLG_NODISCARD;
clg_status clg_make_cycle_effects(const clg_compare_findings *findings,
                                  clg_compare_tables *tables,
                                  clg_error *err) CLG_NODISCARD;

#endif
