/* The tables of what changed where something began. */
#include "compare/tables_part.h"

#include <math.h>

/* ---- all schools ---- */

static const clg_network_effect *at(const void *rows, size_t i)
{
    return (const clg_network_effect *)rows + i;
}

#define CODE(name, member)                                                             \
    static int32_t name(const void *rows, size_t i)                                    \
    {                                                                                  \
        return (int32_t)at(rows, i)->member;                                           \
    }
#define NUMBER(name, member)                                                           \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return at(rows, i)->member;                                                    \
    }
// clang-format off
CODE(label_of, label)
CODE(measure_of, measure)
CODE(method_of, method)
CODE(part_of, part)
CODE(lead_of, lead)
CODE(treated_of, treated)
CODE(control_of, control)
NUMBER(estimate_of, estimate)
NUMBER(error_of, error)
NUMBER(low_of, low)
NUMBER(high_of, high)
NUMBER(p_of, p)
NUMBER(tau2_of, tau2)
// clang-format on

static void add_counts(clg_table_maker *maker, const clg_network_effect *rows)
{
    clg_fill_codes(maker, CLG_COLUMN_COUNT, "lead", "windows",
                   "of part lead: windows from the start; before it the estimate "
                   "should be near 0",
                   NULL, lead_of, rows);
    clg_fill_codes(maker, CLG_COLUMN_COUNT, "treated", "schools",
                   "with the change, behind the estimate", NULL, treated_of, rows);
    clg_fill_codes(maker, CLG_COLUMN_COUNT, "control", "schools",
                   "without it, or not yet; segmented has none", NULL, control_of,
                   rows);
}

static void add_numbers(clg_table_maker *maker, const clg_network_effect *rows)
{
    clg_fill_reals(maker, "estimate", "",
                   "segmented: mean of the schools' own steps or changes of slope; "
                   "group_time: effect on the treated",
                   estimate_of, rows);
    clg_fill_reals(maker, "se", "", "standard error", error_of, rows);
    clg_fill_reals(maker, "lo", "", "95 % interval, lower end", low_of, rows);
    clg_fill_reals(maker, "hi", "", "upper end", high_of, rows);
    clg_fill_reals(maker, "p", "probability", "two-sided", p_of, rows);
    clg_fill_reals(maker, "tau2", "", "variance of the effect between schools", tau2_of,
                   rows);
}

clg_status clg_make_network_effects(const clg_compare_findings *f,
                                    clg_compare_tables *tables, clg_error *err)
{
    clg_table_maker maker = {&tables->effects, CLG_OK, err};
    const clg_network_effect *rows = f->effects->effects;

    maker.status = clg_table_init(&tables->effects, "effects",
                                  "one row a change, measure and what is estimated",
                                  f->effects->effect_count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "label", "", "the change",
                   &f->changes->labels, label_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, measure_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "method", "",
                   "segmented: each school against its own past; group_time: against "
                   "schools that have the change not yet (Callaway & Sant'Anna 2021)",
                   &tables->methods, method_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "part", "",
                   "level: step at the start; slope: change per window; overall; lead",
                   &tables->parts, part_of, rows);
    add_counts(&maker, rows);
    add_numbers(&maker, rows);
    return maker.status;
}

/* ---- single schools ---- */

static const clg_school_effect *one_at(const void *rows, size_t i)
{
    return (const clg_school_effect *)rows + i;
}

#define ONE_CODE(name, member)                                                         \
    static int32_t name(const void *rows, size_t i)                                    \
    {                                                                                  \
        return (int32_t)one_at(rows, i)->member;                                       \
    }
#define ONE_NUMBER(name, member)                                                       \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return one_at(rows, i)->member;                                                \
    }
// clang-format off
ONE_CODE(one_label, label)
ONE_CODE(one_measure, measure)
ONE_CODE(one_school, school)
ONE_CODE(one_start, start)
ONE_CODE(one_before, fit.before)
ONE_CODE(one_after, fit.after)
ONE_CODE(one_fit, fit.status)
ONE_NUMBER(level, fit.estimate[CLG_SEGMENTED_LEVEL])
ONE_NUMBER(level_error, fit.error[CLG_SEGMENTED_LEVEL])
ONE_NUMBER(level_low, fit.low[CLG_SEGMENTED_LEVEL])
ONE_NUMBER(level_high, fit.high[CLG_SEGMENTED_LEVEL])
ONE_NUMBER(level_p, fit.p[CLG_SEGMENTED_LEVEL])
ONE_NUMBER(level_shrunk, level)
ONE_NUMBER(slope, fit.estimate[CLG_SEGMENTED_SLOPE])
ONE_NUMBER(slope_error, fit.error[CLG_SEGMENTED_SLOPE])
ONE_NUMBER(slope_low, fit.low[CLG_SEGMENTED_SLOPE])
ONE_NUMBER(slope_high, fit.high[CLG_SEGMENTED_SLOPE])
ONE_NUMBER(slope_p, fit.p[CLG_SEGMENTED_SLOPE])
ONE_NUMBER(slope_shrunk, slope)
ONE_NUMBER(rho, fit.rho)

static const struct {
    const char *name, *definition;
    clg_number_of *number;
} numbers[] = {
    {"level", "step where the change began", level},
    {"level_se", "standard error", level_error},
    {"level_lo", "95 % interval, lower end", level_low},
    {"level_hi", "upper end", level_high},
    {"level_p", "two-sided p", level_p},
    {"level_shrunk", "less what chance explains, given all schools", level_shrunk},
    {"slope", "change of the slope per window", slope},
    {"slope_se", "standard error", slope_error},
    {"slope_lo", "95 % interval, lower end", slope_low},
    {"slope_hi", "upper end", slope_high},
    {"slope_p", "two-sided p", slope_p},
    {"slope_shrunk", "less what chance explains, given all schools", slope_shrunk},
    {"rho", "correlation of neighbouring windows", rho},
};
// clang-format on

static void add_keys(clg_table_maker *maker, const clg_compare_findings *f,
                     const clg_school_effect *rows)
{
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "label", "", "the change",
                   &f->changes->labels, one_label, rows);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, one_measure, rows);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &f->data->schools, one_school, rows);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "start", "",
                   "first window with the change", &f->data->windows, one_start, rows);
}

clg_status clg_make_school_effects(const clg_compare_findings *f,
                                   clg_compare_tables *tables, clg_error *err)
{
    clg_table_maker maker = {&tables->school_effects, CLG_OK, err};
    const clg_school_effect *rows = f->effects->schools;

    maker.status = clg_table_init(
        &tables->school_effects, "school_effects",
        "one row a change, measure and school: its series before and after, by "
        "segmented regression with REML AR(1)",
        f->effects->school_count, false, err);
    add_keys(&maker, f, rows);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "before", "windows",
                   "observed before the start", NULL, one_before, rows);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "after", "windows",
                   "observed from the start on", NULL, one_after, rows);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        clg_fill_reals(&maker, numbers[i].name, "", numbers[i].definition,
                       numbers[i].number, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "status", "",
                   "OK; TOO_SMALL: fewer than 3 windows on a side; DEGENERATE: nothing "
                   "is left over that an error could be told from",
                   &tables->fits, one_fit, rows);
    return maker.status;
}
