/* The table of the phases of charts that somebody let begin anew. */
#include "compare/tables_part.h"

static const clg_network_phase *at(const void *rows, size_t i)
{
    return (const clg_network_phase *)rows + i;
}

#define CODE(name, value)                                                              \
    static int32_t name(const void *rows, size_t i)                                    \
    {                                                                                  \
        return (int32_t)(value);                                                       \
    }
#define NUMBER(name, member)                                                           \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return at(rows, i)->chart.member;                                              \
    }
// clang-format off
CODE(school_of, at(rows, i)->school)
CODE(measure_of, at(rows, i)->measure)
CODE(number_of, at(rows, i)->number)
CODE(first_of, at(rows, i)->begin)
CODE(last_of, at(rows, i)->end - 1)
CODE(points_of, at(rows, i)->chart.points)
NUMBER(centre_of, centre)
NUMBER(lower_of, lower)
NUMBER(upper_of, upper)
// clang-format on

clg_status clg_make_phases(const clg_compare_findings *f, clg_compare_tables *tables,
                           clg_error *err)
{
    const clg_network_phase *rows = f->charts->phases;
    clg_table_maker maker = {&tables->phases, CLG_OK, err};
    clg_column *signal;

    maker.status = clg_table_init(&tables->phases, "phases",
                                  "one row a phase of a chart that has more than one",
                                  f->charts->phase_count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &f->data->schools, school_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, measure_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "phase", "", "its number, by time", NULL,
                   number_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "first", "", "its first window",
                   &f->data->windows, first_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "last", "", "its last window",
                   &f->data->windows, last_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "points", "windows", "observed", NULL,
                   points_of, rows);
    clg_fill_reals(&maker, "centre", "", "median of a run chart, mean of an XmR chart",
                   centre_of, rows);
    clg_fill_reals(&maker, "lower", "", "limit of an XmR chart", lower_of, rows);
    clg_fill_reals(&maker, "upper", "", "limit of an XmR chart", upper_of, rows);
    signal = clg_make_column(&maker, CLG_COLUMN_FLAG, "signal", "",
                             "a rule holds in it; those for review are none", NULL);
    for (size_t i = 0; signal != NULL && i < f->charts->phase_count; i++)
        signal->status[i] = clg_chart_has_signal(&rows[i].chart);
    return maker.status;
}
