/* What was compared, as result tables.
 *
 *     comparison     school x window x measure: shrunk, intervals, ranks, p, q, flag
 *     measures       measure x window: how schools are spread, limits, flags
 *     charts         school x measure: centre, limits, runs
 *     signals        school x measure x rule that holds
 *     effects        change x measure: what it did in all schools
 *     school_effects change x measure x school
 *     cycles         school x improvement cycle: how it went
 *     cycle_effects  school x cycle x measure: what came after it began
 *     phases         school x measure x phase of a chart that was let begin anew
 *
 * The last five are without rows unless changes, cycles and restarts were given. Levels
 * are borrowed from the data, the changes and the names below, which must outlive the
 * tables. */
#ifndef CLG_COMPARE_TABLES_H
#define CLG_COMPARE_TABLES_H

#include "compare/network.h"
#include "compare/network_changes.h"
#include "compare/network_charts.h"
#include "compare/network_cycles.h"
#include "results/table.h"

/* Everything that was found; changes, effects and cycles may be empty. */
typedef struct clg_compare_findings {
    const clg_network_data *data;
    const clg_compared_network *compared;
    const clg_network_charts *charts;
    const clg_change_starts *changes;
    const clg_network_effects *effects;
    const clg_network_cycles *cycles;
} clg_compare_findings;

typedef struct clg_compare_tables {
    clg_texts school_statuses, set_statuses, families, size_uses, spreads, varies;
    clg_texts flags, rules, sides, fits;
    clg_texts methods, parts;
    clg_texts cycle_states, cycle_steps, shifts;
    clg_table comparison, measures, charts, signals, effects, school_effects;
    clg_table cycles, cycle_effects, phases;
} clg_compare_tables;

/* CLG_ERROR_MEMORY. */
clg_status clg_compare_tables_make(const clg_compare_findings *findings,
                                   clg_compare_tables *tables,
                                   clg_error *err) CLG_NODISCARD;
void clg_compare_tables_clear(clg_compare_tables *tables);

#endif
