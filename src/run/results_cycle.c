/* The table of the steps of improvement cycles: when a school planned, did, studied,
 * acted.
 *
 * Steps are named by labels of events and by phases of meetings. Steps after a name
 * ("reading circle: plan") belong to the cycle of that name. The others of a school are
 * put in the order of time, those of the kind of cycle that has more of them, and cut
 * into cycles where a step falls back behind the one before, as the measures
 * of cycles do (measures/content/cycles.h). */
#include "run/results_event.h"

#include "base/memory.h"
#include "base/text_list.h"
#include "measures/content/vocabulary.h"
#include "results/table_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FROM_EVENTS, FROM_MEETINGS, SOURCES };
static const char *const source_names[SOURCES] = {"events", "meetings"};

typedef struct cycle_step {
    uint32_t school, cycle; /* the latter a code; CLG_NO_CODE: none named */
    int64_t time, end;
    clg_cycle_kind kind;
    int step;
    int source;
} cycle_step;

typedef struct step_list {
    clg_results *results;
    const clg_category *phase; /* of meetings; NULL: unknown */
    cycle_step *steps;
    size_t count, room;
} step_list;

/* ---- what the logs name ---- */

static clg_status add(step_list *list, cycle_step step, clg_error *err)
{
    clg_status status = clg_array_reserve(&list->steps, &list->room, list->count + 1,
                                          sizeof *list->steps, err);

    if (status == CLG_OK)
        list->steps[list->count++] = step;
    return status;
}

static clg_status add_event(step_list *list, size_t e, clg_error *err)
{
    const clg_events *events = &list->results->study->events;
    const char *label = clg_texts_at(&events->labels, e);
    cycle_step step = {.school = events->school[e],
                       .cycle = CLG_NO_CODE,
                       .time = events->time[e],
                       .end = events->end[e],
                       .source = FROM_EVENTS};
    clg_cycle_label found;
    clg_status status = CLG_OK;

    if (!clg_cycle_label_of(label, clg_texts_length(&events->labels, e), &found))
        return CLG_OK;
    step.kind = found.cycle;
    step.step = found.step;
    if (found.name_length > 0)
        status = clg_dictionary_code(&list->results->events.cycles, 0, label,
                                     found.name_length, &step.cycle, err);
    return status == CLG_OK ? add(list, step, err) : status;
}

static clg_status add_meeting(step_list *list, uint32_t school, size_t m,
                              clg_error *err)
{
    int64_t start = list->results->study->meetings.start[m];
    int32_t code = list->phase->codes[m];
    clg_status status = CLG_OK;

    for (int c = 0; status == CLG_OK && code >= 0 && c < CLG_CYCLES; c++) {
        int step = clg_cycle_step((clg_cycle_kind)c,
                                  clg_texts_at(&list->phase->levels, (size_t)code),
                                  clg_texts_length(&list->phase->levels, (size_t)code));
        if (step >= 0)
            status = add(list,
                         (cycle_step){school, CLG_NO_CODE, start, start,
                                      (clg_cycle_kind)c, step, FROM_MEETINGS},
                         err);
    }
    return status;
}

static clg_status add_all(step_list *list, clg_error *err)
{
    const clg_study *study = list->results->study;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < study->meetings.attribute_count; i++)
        if (strcmp(study->meetings.attributes[i].name, "phase") == 0)
            list->phase = &study->meetings.attributes[i];
    for (size_t e = 0; status == CLG_OK && e < study->events.count; e++)
        status = add_event(list, e, err);
    for (uint32_t s = 0; list->phase != NULL && s < study->schools.count; s++)
        for (size_t m = study->schools.meeting_first[s];
             status == CLG_OK && m < study->schools.meeting_first[s + 1]; m++)
            status = add_meeting(list, s, m, err);
    return status;
}

/* ---- cycles ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* By school; unnamed ones last; by cycle, its kind, time and step. */
static int in_order(const void *a, const void *b)
{
    const cycle_step *x = a, *y = b;
    int order = compare_numbers(x->school, y->school);

    if (order == 0)
        order = compare_numbers(x->cycle, y->cycle);
    if (order == 0)
        order = compare_numbers(x->kind, y->kind);
    if (order == 0)
        order = compare_numbers(x->time, y->time);
    if (order == 0)
        order = x->step - y->step;
    return order != 0 ? order : x->source - y->source;
}

/* Of a school's unnamed steps those of one kind, in place; how many are left. */
static size_t keep_one_kind(cycle_step *steps, size_t count)
{
    size_t counts[CLG_CYCLES] = {0}, kept = 0;
    clg_cycle_kind kind;

    for (size_t i = 0; i < count; i++)
        counts[steps[i].kind]++;
    kind = counts[CLG_CYCLE_FIVE_STEPS] > counts[CLG_CYCLE_PDSA] ? CLG_CYCLE_FIVE_STEPS
                                                                 : CLG_CYCLE_PDSA;
    for (size_t i = 0; i < count; i++)
        if (steps[i].kind == kind)
            steps[kept++] = steps[i];
    return kept;
}

/* Gives a school's unnamed steps the cycles "unnamed 1", "unnamed 2", ... */
static clg_status number_cycles(clg_dictionary *cycles, cycle_step *steps, size_t count,
                                clg_error *err)
{
    clg_status status = CLG_OK;
    uint32_t number = 0, code = 0;
    char name[24];

    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        if (i == 0 || steps[i].step < steps[i - 1].step) {
            snprintf(name, sizeof name, "unnamed %u", ++number);
            status = clg_dictionary_code(cycles, 0, name, strlen(name), &code, err);
        }
        steps[i].cycle = code;
    }
    return status;
}

/* What follows on a step of the same name belongs to it. */
static void append_merged(step_list *list, size_t *kept, const cycle_step *step)
{
    cycle_step *last = *kept > 0 ? &list->steps[*kept - 1] : NULL;

    if (last == NULL || last->school != step->school || last->cycle != step->cycle ||
        last->step != step->step || last->kind != step->kind) {
        list->steps[(*kept)++] = *step;
        return;
    }
    if (step->end > last->end)
        last->end = step->end;
}

/* Steps from the i-th on that are unnamed ones of its school. */
static size_t count_unnamed(const step_list *list, size_t i)
{
    size_t end = i;

    while (end < list->count && list->steps[end].cycle == CLG_NO_CODE &&
           list->steps[end].school == list->steps[i].school)
        end++;
    return end - i;
}

static clg_status find_cycles(step_list *list, clg_error *err)
{
    clg_dictionary *cycles = &list->results->events.cycles;
    clg_status status = CLG_OK;
    size_t kept = 0, next;

    if (list->count > 0)
        qsort(list->steps, list->count, sizeof *list->steps, in_order);
    for (size_t i = 0; status == CLG_OK && i < list->count; i = next) {
        size_t unnamed = count_unnamed(list, i), count = 1;

        next = i + (unnamed > 0 ? unnamed : 1);
        if (unnamed > 0) {
            count = keep_one_kind(&list->steps[i], unnamed);
            status = number_cycles(cycles, &list->steps[i], count, err);
        }
        for (size_t j = i; j < i + count; j++)
            append_merged(list, &kept, &list->steps[j]);
    }
    list->count = kept;
    return status;
}

/* ---- the table ---- */

enum { SCHOOL, CYCLE, KIND, STEP, START, END, SOURCE };

static clg_status append(clg_texts *texts, const char *name, clg_error *err)
{
    return clg_texts_add_once(texts, name, strlen(name), err);
}

static clg_status list_names(clg_event_tables *tables, clg_error *err)
{
    clg_status status = CLG_OK;

    for (int c = 0; status == CLG_OK && c < CLG_CYCLES; c++) {
        status = append(&tables->kinds, clg_cycle_name((clg_cycle_kind)c), err);
        for (int s = 0; status == CLG_OK && s < clg_cycle_steps((clg_cycle_kind)c); s++)
            status =
                append(&tables->steps, clg_cycle_step_name((clg_cycle_kind)c, s), err);
    }
    for (int i = 0; status == CLG_OK && i < SOURCES; i++)
        status = append(&tables->sources, source_names[i], err);
    return status;
}

static void add_columns(clg_table_maker *maker, const clg_results *results)
{
    const clg_event_tables *tables = &results->events;
    const struct {
        clg_column_type type;
        const char *name, *unit, *definition;
        const clg_texts *levels;
    } columns[] = {
        {CLG_COLUMN_CATEGORY, "school", "", "the school", &results->study->schools.ids},
        {CLG_COLUMN_CATEGORY, "cycle", "",
         "its name in the labels of events; unnamed 1, 2, ... by time where steps have "
         "none",
         &tables->cycles.texts},
        {CLG_COLUMN_CATEGORY, "kind", "",
         "pdsa: plan, do, study, act; five_steps: analyse, set goals, learn, "
         "implement, monitor",
         &tables->kinds},
        {CLG_COLUMN_CATEGORY, "step", "", "the step", &tables->steps},
        {CLG_COLUMN_DAY, "start", "days since 1970-01-01",
         "the day it began, in the school's time zone", NULL},
        {CLG_COLUMN_DAY, "end", "days since 1970-01-01",
         "its last day; that of its start if no other is known", NULL},
        {CLG_COLUMN_CATEGORY, "source", "", "what names it first", &tables->sources},
    };

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        clg_make_column(maker, columns[i].type, columns[i].name, columns[i].unit,
                        columns[i].definition, columns[i].levels);
}

/* The place of a step's name among those of all kinds. */
static int32_t code_of(const cycle_step *step)
{
    return step->step +
           (step->kind == CLG_CYCLE_PDSA ? 0 : clg_cycle_steps(CLG_CYCLE_PDSA));
}

/* An end is the moment after it. */
static int64_t last_moment(const cycle_step *step)
{
    return step->end > step->time ? step->end - 1 : step->end;
}

static clg_status make_table(const step_list *list, clg_error *err)
{
    clg_results *results = list->results;
    clg_table *table = &results->events.cycle_step;
    clg_table_maker maker = {table, CLG_OK, err};

    maker.status = list_names(&results->events, err);
    if (maker.status == CLG_OK)
        maker.status = clg_table_init(table, "cycle_step",
                                      "one row a step of an improvement cycle",
                                      list->count, false, err);
    add_columns(&maker, results);
    for (size_t i = 0; maker.status == CLG_OK && i < list->count; i++) {
        const cycle_step *step = &list->steps[i];

        table->columns[SCHOOL].codes[i] = (int32_t)step->school;
        table->columns[CYCLE].codes[i] = (int32_t)step->cycle;
        table->columns[KIND].codes[i] = (int32_t)step->kind;
        table->columns[STEP].codes[i] = code_of(step);
        table->columns[START].codes[i] =
            (int32_t)clg_results_day(results->study, step->school, step->time);
        table->columns[END].codes[i] =
            (int32_t)clg_results_day(results->study, step->school, last_moment(step));
        table->columns[SOURCE].codes[i] = step->source;
    }
    return maker.status;
}

clg_status clg_results_fill_cycle_steps(clg_results *results, clg_error *err)
{
    step_list list = {.results = results};
    clg_status status = add_all(&list, err);

    if (status == CLG_OK)
        status = find_cycles(&list, err);
    if (status == CLG_OK && list.count > 0)
        status = make_table(&list, err);
    clg_free(list.steps);
    return status;
}
