/* The tables of improvement cycles and of what came after they began. */
#include "compare/tables_part.h"

#include "base/text_list.h"

#include <math.h>
#include <string.h>

/* ---- cycles ---- */

static const clg_network_cycle *at(const void *rows, size_t i)
{
    return &((const clg_network_cycles *)rows)->cycles[i];
}

static int32_t school_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->school;
}

static int32_t name_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->name;
}

static int32_t kind_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->kind;
}

static int32_t state_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->cycle.state;
}

static double length_of(const void *rows, size_t i)
{
    return at(rows, i)->cycle.length;
}

static int32_t start_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->cycle.start;
}

/* "plan, do, act". */
static clg_status add_steps(const clg_network_cycles *cycles, size_t i,
                            clg_texts *phases, int32_t *code, clg_error *err)
{
    const clg_network_cycle *of = at(cycles, i);
    uint32_t first = cycles->kind_first[of->kind],
             end = cycles->kind_first[of->kind + 1];
    char text[256] = "";
    clg_status status;

    for (uint32_t s = first; s < end; s++) {
        if ((of->cycle.steps >> (s - first) & 1u) == 0)
            continue;
        if (text[0] != '\0')
            strncat(text, ", ", sizeof text - strlen(text) - 1);
        strncat(text, clg_texts_at(&cycles->steps, s), sizeof text - strlen(text) - 1);
    }
    status = clg_texts_add_once(phases, text, strlen(text), err);
    *code = (int32_t)clg_texts_find(phases, text, strlen(text));
    return status;
}

clg_status clg_make_cycles(const clg_compare_findings *f, clg_compare_tables *tables,
                           clg_error *err)
{
    const clg_network_cycles *cycles = f->cycles;
    clg_table_maker maker = {&tables->cycles, CLG_OK, err};
    clg_column *steps;

    maker.status = clg_table_init(&tables->cycles, "cycles",
                                  "one row an improvement cycle of a school",
                                  cycles->cycle_count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &f->data->schools, school_of, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "cycle", "", "its name", &cycles->names,
                   name_of, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "kind", "",
                   "the steps that it is made of", &cycles->kinds, kind_of, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "state", "",
                   "completed: it has its last step; abandoned: none for more than "
                   "twice the school's median length; running: none yet",
                   &tables->cycle_states, state_of, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_DAY, "start", "days since 1970-01-01",
                   "the day of its first step", NULL, start_of, cycles);
    clg_fill_reals(&maker, "length", "days", "to its last step; of completed cycles",
                   length_of, cycles);
    steps = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "phases", "",
                            "its steps that are known", &tables->cycle_steps);
    for (size_t i = 0; maker.status == CLG_OK && i < cycles->cycle_count; i++)
        maker.status =
            add_steps(cycles, i, &tables->cycle_steps, &steps->codes[i], err);
    return maker.status;
}

/* ---- what came after ---- */

static const clg_cycle_outcome *outcome_at(const void *rows, size_t i)
{
    return &((const clg_network_cycles *)rows)->outcomes[i];
}

static int32_t outcome_school(const void *rows, size_t i)
{
    return school_of(rows, outcome_at(rows, i)->cycle);
}

static int32_t outcome_name(const void *rows, size_t i)
{
    return name_of(rows, outcome_at(rows, i)->cycle);
}

static int32_t outcome_kind(const void *rows, size_t i)
{
    return kind_of(rows, outcome_at(rows, i)->cycle);
}

static int32_t outcome_window(const void *rows, size_t i)
{
    return (int32_t)at(rows, outcome_at(rows, i)->cycle)->window;
}

static int32_t outcome_measure(const void *rows, size_t i)
{
    return (int32_t)outcome_at(rows, i)->measure;
}

/* Places among "down", "none", "up". */
static int32_t outcome_shift(const void *rows, size_t i)
{
    return outcome_at(rows, i)->effect.shift + 1;
}

static int32_t outcome_shift_at(const void *rows, size_t i)
{
    const clg_cycle_effect *effect = &outcome_at(rows, i)->effect;

    return effect->shift != 0 ? (int32_t)effect->shift_at : -1;
}

static double outcome_by_chance(const void *rows, size_t i)
{
    return outcome_at(rows, i)->by_chance;
}

#define NUMBER(name, member)                                                           \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return outcome_at(rows, i)->effect.member;                                     \
    }
#define COUNT(name, member)                                                            \
    static int32_t name(const void *rows, size_t i)                                    \
    {                                                                                  \
        return (int32_t)outcome_at(rows, i)->effect.member;                            \
    }
// clang-format off
NUMBER(centre, before.centre)
NUMBER(lower, before.lower)
NUMBER(upper, before.upper)
NUMBER(share_beyond, share_beyond)
NUMBER(change, change)
COUNT(points_before, before.count)
COUNT(points_after, count)
COUNT(longest_run, longest_run)

static const struct {
    const char *name, *unit, *definition;
    clg_number_of *number;
    clg_code_of *count;
} columns[] = {
    {"before", "windows", "observed before that window", NULL, points_before},
    {"centre", "", "mean before", centre, NULL},
    {"lower", "", "limit of the XmR chart of the time before", lower, NULL},
    {"upper", "", "the same", upper, NULL},
    {"after", "windows", "observed from that window on", NULL, points_after},
    {"share_beyond", "", "of them, the share beyond the limits of the time before", share_beyond, NULL},
    {"change", "", "their mean less the centre; what came after a change is no proof of the change", change, NULL},
    {"longest_run", "windows", "of them in a row on one side of the centre", NULL, longest_run},
};
// clang-format on

static void add_keys(clg_table_maker *maker, const clg_compare_findings *f)
{
    const clg_network_cycles *cycles = f->cycles;

    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &f->data->schools, outcome_school, cycles);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "cycle", "", "its name", &cycles->names,
                   outcome_name, cycles);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "kind", "",
                   "the steps that it is made of", &cycles->kinds, outcome_kind,
                   cycles);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, outcome_measure, cycles);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "window", "",
                   "the first that begins on the day of the cycle's start or later",
                   &f->data->windows, outcome_window, cycles);
}

clg_status clg_make_cycle_effects(const clg_compare_findings *f,
                                  clg_compare_tables *tables, clg_error *err)
{
    const clg_network_cycles *cycles = f->cycles;
    clg_table_maker maker = {&tables->cycle_effects, CLG_OK, err};

    maker.status = clg_table_init(
        &tables->cycle_effects, "cycle_effects",
        "one row a cycle and measure with 8 points or more before it, and any after it",
        cycles->outcome_count, false, err);
    add_keys(&maker, f);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (columns[i].number != NULL)
            clg_fill_reals(&maker, columns[i].name, columns[i].unit,
                           columns[i].definition, columns[i].number, cycles);
        else
            clg_fill_codes(&maker, CLG_COLUMN_COUNT, columns[i].name, columns[i].unit,
                           columns[i].definition, NULL, columns[i].count, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "shift", "",
                   "7 or more of them in a row above or below the centre",
                   &tables->shifts, outcome_shift, cycles);
    clg_fill_reals(&maker, "by_chance", "probability",
                   "of such a shift if nothing changes", outcome_by_chance, cycles);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "shift_at", "",
                   "the window in which the first such run begins", &f->data->windows,
                   outcome_shift_at, cycles);
    return maker.status;
}
