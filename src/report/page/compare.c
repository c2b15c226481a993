/* Measures in which schools differ beyond chance: caterpillars of shrunken values and
 * funnels of distances. Raw values stay out of it. */
#include "report/page/compare_part.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_MEASURES = 6, MANY_SCHOOLS = 200, MEASURES_OF_MANY = 3 };

static int by_value(const void *a, const void *b)
{
    const clg_compared_school *x = a, *y = b;

    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

clg_compared_school clg_page_compared_at(const clg_table *table, uint32_t row,
                                         uint32_t place)
{
    const char *flag = clg_page_text(clg_table_column(table, "flag"), row);

    return (clg_compared_school){place,
                                 clg_page_value(table, "shrunk", row),
                                 clg_page_value(table, "lo", row),
                                 clg_page_value(table, "hi", row),
                                 clg_page_value(table, "n", row),
                                 clg_page_value(table, "funnel_z", row),
                                 clg_page_value(table, "rank_lo", row),
                                 clg_page_value(table, "rank_hi", row),
                                 flag != NULL && strcmp(flag, "within") != 0};
}

/* How a measure varies, by its row; NULL where nothing says it. */
static const char *varies_as(const clg_table *sets, const char *measure)
{
    const clg_column *measures = clg_table_column(sets, "measure");

    for (uint32_t row = 0; row < sets->row_count; row++) {
        const char *this_measure = clg_page_text(measures, row);
        if (this_measure != NULL && strcmp(this_measure, measure) == 0)
            return clg_page_text(clg_table_column(sets, "varies"), row);
    }
    return NULL;
}

const char *clg_page_compared_scale(const clg_page *page, const char *measure)
{
    const clg_column *column = clg_table_column(&page->data->school, measure);
    const char *varies = varies_as(&page->data->compared, measure);
    const char *unit = column != NULL ? column->unit : "";

    if (varies == NULL)
        return "";
    if (strcmp(varies, "binomial") == 0)
        return clg_words(CLG_WORD_SCALE_SHARE);
    if (strcmp(varies, "z") == 0)
        return clg_words(CLG_WORD_SCALE_Z);
    if (strcmp(varies, "poisson") == 0 && strcmp(unit, measure) == 0)
        return clg_words(CLG_WORD_SCALE_EACH);
    return strcmp(unit, "1") == 0 ? clg_words(CLG_WORD_SCALE_PLAIN) : unit;
}

/* The schools of one measure and window that may be shown, from low to high. Returns
 * how many may not. */
static uint32_t collect(const clg_page *page, const uint32_t *places, uint32_t of,
                        clg_compared_measure *m)
{
    const clg_table *sets = &page->data->compared, *table = &page->data->comparison;
    const char *measure = clg_page_text(clg_table_column(sets, "measure"), of);
    const char *window = clg_page_text(clg_table_column(sets, "window"), of);
    const clg_column *measures = clg_table_column(table, "measure");
    const clg_column *windows = clg_table_column(table, "window");
    uint32_t hidden = 0;

    m->count = m->left_out = 0;
    for (uint32_t row = 0; row < table->row_count; row++) {
        const char *this_measure = clg_page_text(measures, row);
        const char *this_window = clg_page_text(windows, row);
        clg_compared_school school;

        if (places[row] == CLG_NO_CODE || this_measure == NULL || this_window == NULL ||
            strcmp(this_measure, measure) != 0 || strcmp(this_window, window) != 0)
            continue;
        school = clg_page_compared_at(table, row, places[row]);
        if (isnan(school.value) || isnan(school.low) || isnan(school.high) ||
            m->count == page->school_count) {
            m->left_out++;
        } else if (clg_page_reveals(page, measure, places[row])) {
            m->left_out++;
            hidden += !clg_page_is_small(page, places[row]);
        } else {
            m->schools[m->count++] = school;
        }
    }
    qsort(m->schools, m->count, sizeof *m->schools, by_value);
    return hidden;
}

/* ---- which measures ---- */

typedef struct candidate {
    uint32_t row;
    double flags;
} candidate;

static int most_flags_first(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->flags < y->flags || x->flags > y->flags)
        return x->flags > y->flags ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Only of the whole period: what may be shown is known of it. */
static bool is_candidate(const clg_table *sets, uint32_t row, double *flags)
{
    const char *window = clg_page_text(clg_table_column(sets, "window"), row);
    double discoveries = clg_page_value(sets, "discoveries", row);

    *flags = clg_page_value(sets, "flags", row);
    *flags = isnan(*flags) ? 0.0 : *flags;
    *flags += isnan(discoveries) ? 0.0 : discoveries;
    return *flags > 0.0 && window != NULL && strcmp(window, "period") == 0 &&
           clg_page_text(clg_table_column(sets, "measure"), row) != NULL;
}

static candidate *choose(const clg_page *page, uint32_t *count, clg_error *err)
{
    const clg_table *sets = &page->data->compared;
    uint32_t most =
        page->school_count > MANY_SCHOOLS ? MEASURES_OF_MANY : MOST_MEASURES;
    candidate *found = clg_array_new(sets->row_count, sizeof *found, err);
    double flags;

    *count = 0;
    if (found == NULL)
        return NULL;
    for (uint32_t row = 0; row < sets->row_count; row++)
        if (is_candidate(sets, row, &flags))
            found[(*count)++] = (candidate){row, flags};
    qsort(found, *count, sizeof *found, most_flags_first);
    *count = *count < most ? *count : most;
    return found;
}

static clg_status put_measures(const clg_page *page, const candidate *found,
                               uint32_t count, clg_error *err)
{
    const clg_table *sets = &page->data->compared;
    clg_compared_measure m = {.schools = NULL};
    uint32_t *places = NULL, drawn = 0;
    clg_status status = clg_page_places(page, &page->data->comparison, &places, err);

    m.schools = clg_array_new(page->school_count, sizeof *m.schools, err);
    if (m.schools == NULL)
        status = CLG_ERROR_MEMORY;
    for (uint32_t i = 0; status == CLG_OK && i < count; i++) {
        const char *id = clg_page_text(clg_table_column(sets, "measure"), found[i].row);
        uint32_t hidden = collect(page, places, found[i].row, &m);
        /* few hidden ones could be found by fitting again until the others come out */
        if (m.count < 2 || clg_page_outside(&m) == 0 ||
            (hidden > 0 && hidden < 2 * page->min_group))
            continue;
        m.number = ++drawn;
        m.id = id;
        clg_page_put_compared(page, &m);
    }
    if (status == CLG_OK && drawn == 0)
        clg_page_say(page, page->school_count == 1 ? CLG_WORD_COMPARE_ONE
                                                   : CLG_WORD_COMPARE_NONE);
    clg_free(places);
    clg_free(m.schools);
    return status;
}

clg_status clg_page_compare(const clg_page *page, clg_error *err)
{
    candidate *found;
    uint32_t count;
    clg_status status = CLG_OK;

    if (!clg_page_has(&page->data->comparison) ||
        !clg_page_has(&page->data->compared)) {
        clg_page_say(page, CLG_WORD_NEEDS_COMPARISON);
        return CLG_OK;
    }
    found = choose(page, &count, err);
    if (found == NULL)
        return CLG_ERROR_MEMORY;
    status = put_measures(page, found, count, err);
    clg_free(found);
    return status;
}
