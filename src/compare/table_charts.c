/* The tables of charts and of their signals. */
#include "compare/tables_part.h"

#include <math.h>

/* ---- charts ---- */

static const clg_network_chart *at(const void *rows, size_t i)
{
    return (const clg_network_chart *)rows + i;
}

static int32_t school_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->school;
}

static int32_t measure_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->measure;
}

#define COUNT(name, member)                                                            \
    static int32_t name(const void *rows, size_t i)                                    \
    {                                                                                  \
        return (int32_t)at(rows, i)->chart.member;                                     \
    }
#define PLAIN(name, member)                                                            \
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
COUNT(points, points)
COUNT(useful, useful)
COUNT(longest_run, longest_run)
COUNT(longest_run_most, longest_run_most)
COUNT(crossings, crossings)
COUNT(crossings_least, crossings_least)
PLAIN(phases_of, phases)
PLAIN(begin_of, begin)
NUMBER(centre, chart.centre)
NUMBER(lower, chart.lower)
NUMBER(upper, chart.upper)
NUMBER(autocorrelation, chart.autocorrelation)
NUMBER(by_chance, by_chance)

static const struct {
    const char *name, *unit, *definition;
    clg_number_of *number;
    clg_code_of *count;
} columns[] = {
    {"points", "windows", "observed", NULL, points},
    {"useful", "windows", "off the median; with limits all; 0: a constant series", NULL, useful},
    {"centre", "", "median of a run chart, mean of an XmR chart", centre, NULL},
    {"lower", "", "limit of an XmR chart", lower, NULL},
    {"upper", "", "limit of an XmR chart", upper, NULL},
    {"longest_run", "windows", "on one side of the median", NULL, longest_run},
    {"longest_run_most", "windows", "longer ones are a signal by Anhoej's rules", NULL, longest_run_most},
    {"crossings", "", "of the median", NULL, crossings},
    {"crossings_least", "", "fewer are a signal by Anhoej's rules", NULL, crossings_least},
    {"autocorrelation", "", "lag 1, of an XmR chart; above .5 its limits are too narrow", autocorrelation, NULL},
    {"by_chance", "probability", "of a signal if nothing changes", by_chance, NULL},
    {"phases", "", "parts with a centre of their own; above 1 where somebody let the chart begin anew", NULL, phases_of},
};
// clang-format on

static void add_flag(clg_table_maker *maker, const char *name, const char *definition,
                     const clg_network_chart *charts, bool (*is_set)(const clg_chart *))
{
    clg_column *column =
        clg_make_column(maker, CLG_COLUMN_FLAG, name, "", definition, NULL);

    for (size_t i = 0; column != NULL && i < maker->table->row_count; i++)
        column->status[i] = is_set(&charts[i].chart);
}

static bool is_short(const clg_chart *chart)
{
    return chart->is_short;
}

clg_status clg_make_charts(const clg_compare_findings *f, clg_compare_tables *tables,
                           clg_error *err)
{
    clg_table_maker maker = {&tables->charts, CLG_OK, err};
    const clg_network_chart *rows = f->charts->charts;

    maker.status = clg_table_init(&tables->charts, "charts",
                                  "one row a school and measure observed in windows",
                                  f->charts->chart_count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &f->data->schools, school_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, measure_of, rows);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (columns[i].number != NULL)
            clg_fill_reals(&maker, columns[i].name, columns[i].unit,
                           columns[i].definition, columns[i].number, rows);
        else
            clg_fill_codes(&maker, CLG_COLUMN_COUNT, columns[i].name, columns[i].unit,
                           columns[i].definition, NULL, columns[i].count, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "since", "",
                   "the first window of the latest phase, which the numbers are of",
                   &f->data->windows, begin_of, rows);
    add_flag(&maker, "signal", "a rule holds, in any phase; those for review are none",
             rows, clg_chart_has_signal);
    add_flag(&maker, "is_short", "too few points to tell much", rows, is_short);
    return maker.status;
}

/* ---- signals ---- */

static const clg_network_signal *signal_at(const void *rows, size_t i)
{
    return (const clg_network_signal *)rows + i;
}

static int32_t signal_school(const void *rows, size_t i)
{
    return (int32_t)signal_at(rows, i)->school;
}

static int32_t signal_measure(const void *rows, size_t i)
{
    return (int32_t)signal_at(rows, i)->measure;
}

static int32_t signal_rule(const void *rows, size_t i)
{
    int32_t place = 0;

    for (unsigned rule = signal_at(rows, i)->signal.rule; rule > 1; rule >>= 1)
        place++;
    return place;
}

static int32_t signal_side(const void *rows, size_t i)
{
    return signal_at(rows, i)->signal.side + 1;
}

static int32_t signal_first(const void *rows, size_t i)
{
    return (int32_t)signal_at(rows, i)->signal.first;
}

static int32_t signal_last(const void *rows, size_t i)
{
    return (int32_t)signal_at(rows, i)->signal.last;
}

static int32_t signal_points(const void *rows, size_t i)
{
    return (int32_t)signal_at(rows, i)->signal.points;
}

clg_status clg_make_signals(const clg_compare_findings *f, clg_compare_tables *tables,
                            clg_error *err)
{
    clg_table_maker maker = {&tables->signals, CLG_OK, err};
    const clg_network_data *data = f->data;
    const struct {
        const char *name, *definition;
        const clg_texts *levels;
        clg_code_of *code;
    } columns_of_signals[] = {
        {"school", "the school", &data->schools, signal_school},
        {"measure", "the measure", &data->measures, signal_measure},
        {"rule", "the rule that holds; astronomical: for review, no signal",
         &tables->rules, signal_rule},
        {"side", "low: below or falling, high: above or rising, or the whole chart",
         &tables->sides, signal_side},
        {"first", "first window with it", &data->windows, signal_first},
        {"last", "last window with it", &data->windows, signal_last},
    };

    maker.status = clg_table_init(
        &tables->signals, "signals",
        "one row a school, measure and rule that holds in its series, by side",
        f->charts->signal_count, false, err);
    for (size_t i = 0; i < sizeof columns_of_signals / sizeof columns_of_signals[0];
         i++)
        clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, columns_of_signals[i].name, "",
                       columns_of_signals[i].definition, columns_of_signals[i].levels,
                       columns_of_signals[i].code, f->charts->signals);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "points", "windows",
                   "with the rule; of a whole chart all observed", NULL, signal_points,
                   f->charts->signals);
    return maker.status;
}
