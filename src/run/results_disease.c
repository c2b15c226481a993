#include "run/results_disease.h"

#include "measures/disease/indicators.h"
#include "run/results_layout.h"

#include <math.h>
#include <string.h>

/* The column `sign`, in this order. */
enum sign { SIGN_NONE, SIGN_CONSISTENT, SIGN_NOT_ASSESSED };

static const char *const sign_names[] = {"none", "consistent", "not assessed"};
static const char *const side_names[] = {"low", "high"};
static const char *const grade_names[] = {"A", "B", "C"};

static clg_status append_all(clg_texts *texts, const char *const *names, size_t count,
                             clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++)
        status = clg_texts_append(texts, names[i], strlen(names[i]), err);
    return status;
}

/* The place of a text; the count if it is not there. */
static size_t place_of(const clg_texts *texts, const char *text)
{
    size_t place = 0;

    while (place < texts->count && strcmp(clg_texts_at(texts, place), text) != 0)
        place++;
    return place;
}

static clg_status append_new(clg_texts *texts, const char *text, clg_error *err)
{
    return place_of(texts, text) < texts->count
               ? CLG_OK
               : clg_texts_append(texts, text, strlen(text), err);
}

static clg_status list_names(clg_results *results, clg_error *err)
{
    size_t count;
    const clg_indicator *indicators = clg_indicators(&count);
    clg_status status = append_all(&results->sign_names, sign_names, 3, err);

    if (status == CLG_OK)
        status = append_all(&results->side_names, side_names, 2, err);
    if (status == CLG_OK)
        status = append_all(&results->grade_names, grade_names, 3, err);
    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        status = append_new(&results->disease_names, indicators[i].disease, err);
        if (status == CLG_OK)
            status = append_new(&results->indicator_names, indicators[i].measure, err);
    }
    return status;
}

static clg_status add_columns(clg_results *results, clg_table *t, clg_error *err)
{
    const struct {
        const char *name, *definition;
        const clg_texts *levels;
    } keys[] = {
        {"school", "the school", &results->study->schools.ids},
        {"disease", "of communities of practice; what the indicator is consistent with",
         &results->disease_names},
        {"indicator", "id in the catalogue", &results->indicator_names},
        {"grade",
         "A: the structure is what the term means; B: a plausible proxy; C: "
         "weak, never flagged",
         &results->grade_names},
        {"points", "which values point to it", &results->side_names},
        {"sign",
         "consistent: grade A or B, q <= 5 % on this side, and in the outer "
         "quarter of the schools in each of the last two windows; not assessed: "
         "no null, or no windows. No diagnosis",
         &results->sign_names},
    };
    static const char *const values[] = {"value", "z", "q", "low", "high"};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof keys / sizeof keys[0]; i++)
        status = clg_table_add(t, CLG_COLUMN_CATEGORY, keys[i].name, "",
                               keys[i].definition, keys[i].levels, err);
    if (status == CLG_OK)
        status = clg_table_add(t, CLG_COLUMN_COUNT, "people", "people",
                               "n = members in the period", NULL, err);
    for (size_t i = 0; status == CLG_OK && i < 5; i++)
        status = clg_table_add(t, CLG_COLUMN_MEASURE, values[i], "",
                               i == 0 ? "the measure over the whole period"
                                      : "as in significance.csv",
                               NULL, err);
    return status;
}

clg_status clg_results_lay_out_disease(clg_results *results, clg_error *err)
{
    size_t count;
    clg_status status = list_names(results, err);

    (void)clg_indicators(&count);
    if (status == CLG_OK)
        status = clg_table_init(&results->disease, "disease",
                                "one row a school and indicator: screening, no "
                                "diagnosis",
                                results->study->schools.count * count, false, err);
    if (status == CLG_OK)
        status = add_columns(results, &results->disease, err);
    return status;
}

void clg_results_clear_disease(clg_results *results)
{
    clg_table_clear(&results->disease);
    clg_texts_clear(&results->disease_names);
    clg_texts_clear(&results->indicator_names);
    clg_texts_clear(&results->grade_names);
    clg_texts_clear(&results->side_names);
    clg_texts_clear(&results->sign_names);
}

/* The row of a school's measure in the table of significance; its row count if none. */
static size_t tested_row(const clg_results *results, size_t school, const char *id)
{
    const clg_measure_list *tested = &results->tested[0];
    size_t rows =
        tested->count + results->strata.attribute_count * results->tested[1].count;

    for (size_t i = 0; i < tested->count; i++)
        if (strcmp(tested->items[i]->id, id) == 0)
            return school * rows + i;
    return results->significance.row_count;
}

static void copy_cell(clg_table *to, const char *name, size_t row,
                      const clg_table *from, size_t from_row)
{
    const clg_column *column = clg_table_column(from, name);
    bool is_there = from_row < from->row_count;

    clg_cell_set(clg_table_column(to, name), row,
                 is_there ? column->values[from_row] : (double)NAN,
                 is_there ? (clg_value_status)column->status[from_row]
                          : CLG_VALUE_UNDEFINED);
}

/* Schools with a value in the window, and how many lie farther out than this one. */
static bool is_in_outer_quarter(const clg_results *results, const clg_column *column,
                                size_t school, size_t window, bool is_high)
{
    size_t windows = results->windows->count, schools = results->study->schools.count;
    double own = column->values[school * windows + window];
    size_t known = 0, farther = 0;

    for (size_t s = 0; s < schools; s++) {
        double other = column->values[s * windows + window];
        known += isnan(other) ? 0 : 1;
        if (is_high ? other > own : other < own)
            farther++;
    }
    return 4 * farther < known;
}

/* -1: there are no two windows with a value. */
static int is_sustained(const clg_results *results, const char *id, size_t school,
                        bool is_high)
{
    const clg_column *column = clg_table_column(&results->school_window, id);
    size_t windows = results->windows->count, seen = 0;

    for (size_t w = windows; column != NULL && seen < 2 && w-- > 0;) {
        if (isnan(column->values[school * windows + w]))
            continue;
        if (!is_in_outer_quarter(results, column, school, w, is_high))
            return 0;
        seen++;
    }
    return seen == 2 ? 1 : -1;
}

static int32_t sign_of(const clg_results *results, const clg_indicator *indicator,
                       size_t school, double z, double q)
{
    int sustained;

    if (indicator->grade == 'C')
        return SIGN_NONE;
    if (isnan(z) || isnan(q))
        return SIGN_NOT_ASSESSED;
    if (q > 0.05 || (indicator->is_high ? z <= 0.0 : z >= 0.0))
        return SIGN_NONE;
    sustained = is_sustained(results, indicator->measure, school, indicator->is_high);
    return sustained < 0 ? SIGN_NOT_ASSESSED : sustained ? SIGN_CONSISTENT : SIGN_NONE;
}

static void fill_row(clg_results *results, size_t school, size_t i, size_t count,
                     const clg_indicator *indicator)
{
    clg_table *t = &results->disease;
    size_t row = school * count + i,
           tested = tested_row(results, school, indicator->measure);
    const clg_column *value = clg_table_column(&results->school, indicator->measure);
    const clg_column *people = clg_table_column(&results->school, "people");
    bool has_people = people != NULL && !isnan(people->values[school]);

    clg_table_column(t, "school")->codes[row] = (int32_t)school;
    clg_table_column(t, "disease")->codes[row] =
        (int32_t)place_of(&results->disease_names, indicator->disease);
    clg_table_column(t, "indicator")->codes[row] =
        (int32_t)place_of(&results->indicator_names, indicator->measure);
    clg_table_column(t, "grade")->codes[row] = indicator->grade - 'A';
    clg_table_column(t, "points")->codes[row] = indicator->is_high;
    clg_table_column(t, "people")->codes[row] =
        has_people ? (int32_t)people->values[school] : 0;
    clg_cell_set(clg_table_column(t, "value"), row,
                 value != NULL ? value->values[school] : (double)NAN,
                 value != NULL ? (clg_value_status)value->status[school]
                               : CLG_VALUE_UNDEFINED);
    for (const char *const *name = (const char *[]){"z", "q", "low", "high", NULL};
         *name != NULL; name++)
        copy_cell(t, *name, row, &results->significance, tested);
    clg_table_column(t, "sign")->codes[row] =
        sign_of(results, indicator, school, clg_table_column(t, "z")->values[row],
                clg_table_column(t, "q")->values[row]);
}

void clg_results_fill_disease(clg_results *results)
{
    size_t count;
    const clg_indicator *indicators = clg_indicators(&count);

    for (size_t s = 0; s < results->study->schools.count; s++)
        for (size_t i = 0; i < count; i++)
            fill_row(results, s, i, count, &indicators[i]);
}
