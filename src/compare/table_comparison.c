/* The tables of schools compared, and of the measures that they are compared on. */
#include "compare/tables_part.h"

#include "base/memory.h"
#include "base/text_list.h"

#include <math.h>
#include <string.h>

/* ---- schools ---- */

/* One row: a school in a set. */
typedef struct row {
    const clg_compared_set *set;
    const clg_compared *one;
    uint32_t school;
    double people;
} row;

static const row *at(const void *rows, size_t i)
{
    return (const row *)rows + i;
}

static int32_t school_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->school;
}

static int32_t window_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->set->window;
}

static int32_t measure_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->set->measure;
}

static int32_t status_of(const void *rows, size_t i)
{
    return (int32_t)at(rows, i)->one->status;
}

static int32_t flag_of(const void *rows, size_t i)
{
    const clg_compared *one = at(rows, i)->one;

    return isnan(one->p) ? -1 : one->flag + 1;
}

static double people_of(const void *rows, size_t i)
{
    return at(rows, i)->people;
}

#define NUMBER(name, member)                                                           \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return at(rows, i)->one->member;                                               \
    }
// clang-format off
NUMBER(raw, raw)
NUMBER(raw_error, raw_error)
NUMBER(expected, expected)
NUMBER(adjusted, adjusted)
NUMBER(shrunk, shrunk)
NUMBER(low, low)
NUMBER(high, high)
NUMBER(inner_low, inner_low)
NUMBER(inner_high, inner_high)
NUMBER(expected_rank, rank.expected)
NUMBER(rank_low, rank.low)
NUMBER(rank_high, rank.high)
NUMBER(top, rank.top)
NUMBER(p_of, p)
NUMBER(q_of, q)
NUMBER(q_by, q_by)
NUMBER(z_of, z)

static const struct {
    const char *name, *unit, *definition;
    clg_number_of *number;
} numbers[] = {
    {"n", "people", "size: people, or where they are unknown trials or exposure", people_of},
    {"raw", "", "as measured; a z value where the measure is held against its null", raw},
    {"se", "", "its standard error", raw_error},
    {"expected", "", "of a school of its size; empty unless sizes are adjusted for", expected},
    {"adjusted", "", "raw less what size explains, about the typical value", adjusted},
    {"shrunk", "", "less what chance explains: the posterior mean", shrunk},
    {"lo", "", "its 95 % interval, lower end", low},
    {"hi", "", "upper end", high},
    {"gh_lo", "", "inner interval: two chosen schools whose inner intervals do not overlap "
                  "differ at 5 %, on average over pairs (Goldstein & Healy 1995)", inner_low},
    {"gh_hi", "", "upper end", inner_high},
    {"expected_rank", "", "expected place, 1 the lowest, as uncertain as it is", expected_rank},
    {"rank_lo", "", "95 % interval of the place, lower end", rank_low},
    {"rank_hi", "", "upper end", rank_high},
    {"p_top", "probability", "that the school is in the top tenth", top},
    {"p", "probability", "two-sided: exact for counts, of funnel_z for estimates", p_of},
    {"q", "", "p adjusted for all schools (Benjamini & Hochberg 1995)", q_of},
    {"q_by", "", "the same whatever schools have in common (Benjamini & Yekutieli 2001)", q_by},
    {"funnel_z", "standard deviations",
     "from the target, given the spread that schools ordinarily have", z_of},
};
// clang-format on

static bool has_schools(const clg_compared_set *set)
{
    return set->result.schools != NULL;
}

static double n_of(const clg_network_data *data, const clg_compared_set *set,
                   uint32_t school)
{
    size_t cell = (size_t)set->window * data->school_count + school;
    const clg_network_measure *m = &data->of[set->measure];

    if (data->people != NULL)
        return data->people[cell];
    return m->family == CLG_ESTIMATES_NORMAL ? (double)NAN : m->scale[cell];
}

static row *rows_new(const clg_compare_findings *f, size_t *count, clg_error *err)
{
    const clg_compared_network *compared = f->compared;
    uint32_t schools = f->data->school_count;
    row *rows;
    size_t next = 0;

    *count = 0;
    for (size_t i = 0; i < compared->set_count; i++)
        *count += has_schools(&compared->sets[i]) ? schools : 0;
    rows = clg_array_new(*count, sizeof *rows, err);
    for (size_t i = 0; rows != NULL && i < compared->set_count; i++) {
        const clg_compared_set *set = &compared->sets[i];
        for (uint32_t s = 0; has_schools(set) && s < schools; s++)
            rows[next++] =
                (row){set, &set->result.schools[s], s, n_of(f->data, set, s)};
    }
    return rows;
}

clg_status clg_make_comparison(const clg_compare_findings *f,
                               clg_compare_tables *tables, clg_error *err)
{
    clg_table_maker maker = {&tables->comparison, CLG_OK, err};
    const clg_network_data *data = f->data;
    size_t count;
    row *rows = rows_new(f, &count, err);

    if (rows == NULL)
        return CLG_ERROR_MEMORY;
    maker.status = clg_table_init(&tables->comparison, "comparison",
                                  "one row a school, window and measure that schools "
                                  "are compared on",
                                  count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                   &data->schools, school_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "window", "",
                   "the window; period: all of them", &data->windows, window_of, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &data->measures, measure_of, rows);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        clg_fill_reals(&maker, numbers[i].name, numbers[i].unit, numbers[i].definition,
                       numbers[i].number, rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "flag", "",
                   "low, high: beyond the 99.8 % limits, p below .002; or within them",
                   &tables->flags, flag_of, rows);
    clg_fill_codes(
        &maker, CLG_COLUMN_CATEGORY, "status", "",
        "ok; missing: no value; no_error: no standard error, or one of 0; "
        "no_size: its size is unknown; no_peers: no other school of its "
        "size; not_exposed: known as any school is; not_pooled: see measures; "
        "suppressed: it would reveal few people",
        &tables->school_statuses, status_of, rows);
    clg_free(rows);
    return maker.status;
}

/* ---- measures ---- */

/* Sets with what their rows refer to. */
typedef struct sets {
    const clg_compare_findings *f;
    const clg_texts *varies;
} sets;

static const clg_compared_set *set_at(const void *rows, size_t i)
{
    return &((const sets *)rows)->f->compared->sets[i];
}

static int32_t set_measure(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->measure;
}

static int32_t set_window(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->window;
}

static const clg_network_measure *measure_at(const void *rows, size_t i)
{
    return &((const sets *)rows)->f->data->of[set_at(rows, i)->measure];
}

static int32_t set_family(const void *rows, size_t i)
{
    return (int32_t)measure_at(rows, i)->family;
}

static int32_t set_varies(const void *rows, size_t i)
{
    const char *name = measure_at(rows, i)->varies;

    return (int32_t)clg_texts_find(((const sets *)rows)->varies, name, strlen(name));
}

static int32_t set_status(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->status;
}

static int32_t set_size_use(const void *rows, size_t i)
{
    const clg_compared_set *set = set_at(rows, i);

    return has_schools(set) ? (int32_t)set->result.size_use : -1;
}

/* Levels of `limits`: none, and the kinds of funnel.h that are used here. */
static int32_t set_limits(const void *rows, size_t i)
{
    const clg_funnel *funnel = &set_at(rows, i)->result.funnel;

    if (!has_schools(set_at(rows, i)) || funnel->used_count == 0)
        return 0;
    switch (funnel->kind) {
    case CLG_FUNNEL_SHARE: return 1;
    case CLG_FUNNEL_RATIO_LOG: return 2;
    case CLG_FUNNEL_RATIO_ROOT: return 3;
    default: break;
    }
    return 4;
}

static int32_t set_schools(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->result.used_count;
}

static int32_t set_flags(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->result.flags;
}

static int32_t set_discoveries(const void *rows, size_t i)
{
    return (int32_t)set_at(rows, i)->result.discoveries;
}

#define SET_NUMBER(name, member)                                                       \
    static double name(const void *rows, size_t i)                                     \
    {                                                                                  \
        return has_schools(set_at(rows, i)) ? set_at(rows, i)->result.member           \
                                            : (double)NAN;                             \
    }
// clang-format off
SET_NUMBER(set_mean, mean)
SET_NUMBER(set_mean_error, mean_error)
SET_NUMBER(set_tau2, tau2)
SET_NUMBER(set_i2, i2)
SET_NUMBER(set_a, a)
SET_NUMBER(set_b, b)
SET_NUMBER(set_phi, funnel.phi)
SET_NUMBER(set_funnel_tau2, funnel.tau2)
SET_NUMBER(set_by_chance, flags_by_chance)

static const struct {
    const char *name, *unit, *definition;
    clg_number_of *number;
} set_numbers[] = {
    {"mean", "", "mean of all schools, after adjustment", set_mean},
    {"mean_se", "", "its standard error; of estimates", set_mean_error},
    {"tau2", "", "variance between schools beyond chance", set_tau2},
    {"i2", "percent", "of the variance that is between schools; of estimates", set_i2},
    {"prior_a", "", "of gamma or beta; empty without spread", set_a},
    {"prior_b", "", "of gamma or beta", set_b},
    {"phi", "", "over-dispersion about the funnel's target; 1: chance alone", set_phi},
    {"funnel_tau2", "", "extra variance in the limits, on the funnel's scale", set_funnel_tau2},
};
// clang-format on

static double explained(const void *rows, size_t i)
{
    const clg_comparison *c = &set_at(rows, i)->result;

    return has_schools(set_at(rows, i)) && c->size_use == CLG_SIZE_USE_ADJUSTED
               ? c->size.explained
               : (double)NAN;
}

static void add_judgement(clg_table_maker *maker, const clg_compare_tables *tables,
                          const sets *rows)
{
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "limits", "",
                   "kind of the funnel's limits: of shares, of observed over expected "
                   "on a log or square-root scale, of estimates",
                   &tables->spreads, set_limits, rows);
    clg_fill_codes(maker, CLG_COLUMN_CATEGORY, "size_use", "",
                   "what became of school sizes: adjusted; in_counts: in trials or "
                   "exposure; unknown; declined; too_few_schools",
                   &tables->size_uses, set_size_use, rows);
    clg_fill_reals(maker, "size_explained", "",
                   "share of the variance that sizes explain", explained, rows);
    clg_fill_codes(maker, CLG_COLUMN_COUNT, "flags", "schools",
                   "beyond the 99.8 % limits", NULL, set_flags, rows);
    clg_fill_reals(maker, "flags_by_chance", "schools",
                   "to expect at most, if schools differ ordinarily", set_by_chance,
                   rows);
    clg_fill_codes(maker, CLG_COLUMN_COUNT, "discoveries", "schools",
                   "with q of at most .05", NULL, set_discoveries, rows);
}

clg_status clg_make_measures(const clg_compare_findings *f, clg_compare_tables *tables,
                             clg_error *err)
{
    clg_table_maker maker = {&tables->measures, CLG_OK, err};
    const sets rows = {f, &tables->varies};

    maker.status =
        clg_table_init(&tables->measures, "measures",
                       "one row a measure and window: how schools are spread",
                       f->compared->set_count, false, err);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "measure", "", "the measure",
                   &f->data->measures, set_measure, &rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "window", "",
                   "the window; period: all of them", &f->data->windows, set_window,
                   &rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "status", "",
                   "compared; homogeneous: no spread beyond chance; empty, single: no "
                   "or one school; no_events: never or always; no_error: no standard "
                   "errors there; no_model: the measure has no sampling model; "
                   "suppressed: few schools would reveal few people",
                   &tables->set_statuses, set_status, &rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "family", "",
                   "how schools are distributed", &tables->families, set_family, &rows);
    clg_fill_codes(&maker, CLG_COLUMN_CATEGORY, "varies", "",
                   "where a school's own variance comes from", &tables->varies,
                   set_varies, &rows);
    clg_fill_codes(&maker, CLG_COLUMN_COUNT, "schools", "schools", "compared", NULL,
                   set_schools, &rows);
    for (size_t i = 0; i < sizeof set_numbers / sizeof set_numbers[0]; i++)
        clg_fill_reals(&maker, set_numbers[i].name, set_numbers[i].unit,
                       set_numbers[i].definition, set_numbers[i].number, &rows);
    add_judgement(&maker, tables, &rows);
    return maker.status;
}
