#include "run/results_ladder.h"

#include "base/memory.h"
#include "measures/community/circles.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A row before the tables' sizes are known. */
typedef struct ladder_row {
    uint32_t school;
    bool is_group;
    int32_t name; /* into ladder_names */
    clg_ladder_rule rule;
    clg_circle circle;
} ladder_row;

typedef struct overlap_row {
    uint32_t school;
    clg_place place, other;
    uint32_t people, others, both;
} overlap_row;

typedef struct ladder {
    ladder_row *rows;
    overlap_row *overlaps;
    size_t row_count, row_room, overlap_count, overlap_room;
    clg_circles circles;
    int32_t *group;  /* of each person of the school */
    uint8_t *places; /* of each person of the school: bit p = in a circle at place p */
    size_t group_room, place_room;
    size_t kinds;      /* names of kinds come first */
    int32_t max_label; /* names of groups follow: label l is kinds + l - 1 */
} ladder;

static void ladder_clear(ladder *l)
{
    clg_free(l->rows);
    clg_free(l->overlaps);
    clg_free(l->group);
    clg_free(l->places);
    clg_circles_clear(&l->circles);
}

static const clg_category *kinds_of(const clg_study *study)
{
    for (size_t i = 0; i < study->meetings.attribute_count; i++)
        if (strcmp(study->meetings.attributes[i].name, "kind") == 0)
            return &study->meetings.attributes[i];
    return NULL;
}

/* The circles that met, with their rules. `names` of circle 0; marks whose places. */
static clg_status add_circles(ladder *l, uint32_t school, bool is_group, int32_t names,
                              bool marks, clg_error *err)
{
    const clg_circles *circles = &l->circles;

    for (size_t c = 0; c < circles->count; c++) {
        clg_ladder_rule rule = clg_ladder_rule_of(&circles->items[c]);
        clg_status status;
        if (!(circles->items[c].meetings > 0.0))
            continue;
        status = clg_array_reserve(&l->rows, &l->row_room, l->row_count + 1,
                                   sizeof *l->rows, err);
        if (status != CLG_OK)
            return status;
        l->rows[l->row_count++] =
            (ladder_row){school, is_group, names + (int32_t)c, rule, circles->items[c]};
        for (size_t p = 0; marks && p < circles->people; p++)
            if (circles->member[c * circles->people + p])
                l->places[p] |= (uint8_t)(1U << clg_ladder_place(rule));
    }
    return CLG_OK;
}

/* People in circles at two places, for every pair of places that has any. */
static clg_status add_overlaps(ladder *l, uint32_t school, size_t people,
                               clg_error *err)
{
    for (unsigned a = 0; a < CLG_PLACES; a++)
        for (unsigned b = a + 1; b < CLG_PLACES; b++) {
            overlap_row row = {school, (clg_place)a, (clg_place)b, 0, 0, 0};
            clg_status status;
            for (size_t p = 0; p < people; p++) {
                uint32_t places = l->places[p];
                uint32_t here = places >> a & 1U, there = places >> b & 1U;
                row.people += here;
                row.others += there;
                row.both += here & there;
            }
            if (row.people == 0 || row.others == 0)
                continue;
            status = clg_array_reserve(&l->overlaps, &l->overlap_room,
                                       l->overlap_count + 1, sizeof *l->overlaps, err);
            if (status != CLG_OK)
                return status;
            l->overlaps[l->overlap_count++] = row;
        }
    return CLG_OK;
}

/* The labels of a school's people as groups from 0; the largest label. */
static int32_t read_groups(ladder *l, const clg_column *label, size_t first,
                           size_t people)
{
    int32_t largest = 0;

    for (size_t p = 0; p < people; p++) {
        bool has_group =
            label != NULL && label->status[first + p] == (uint8_t)CLG_VALUE_OK;
        l->group[p] = has_group ? (int32_t)label->values[first + p] - 1 : -1;
        largest = l->group[p] + 1 > largest ? l->group[p] + 1 : largest;
    }
    return largest;
}

static clg_status add_school(ladder *l, const clg_results *results, uint32_t school,
                             clg_error *err)
{
    const clg_study *study = results->study;
    size_t first = study->schools.person_first[school];
    size_t people = study->schools.person_first[school + 1] - first;
    int32_t groups;
    clg_status status =
        clg_array_reserve(&l->group, &l->group_room, people + 1, sizeof *l->group, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&l->places, &l->place_room, people + 1,
                                   sizeof *l->places, err);
    if (status == CLG_OK)
        status = clg_circles_of_kinds(&l->circles, study, school, err);
    if (status != CLG_OK)
        return status;
    memset(l->places, 0, people + 1);
    status = add_circles(l, school, false, 0, true, err);
    if (status != CLG_OK)
        return status;
    groups =
        read_groups(l, clg_table_column(&results->person, "community"), first, people);
    l->max_label = groups > l->max_label ? groups : l->max_label;
    status = clg_circles_of_groups(&l->circles, study, school, l->group, (size_t)groups,
                                   err);
    if (status == CLG_OK) /* groups and kinds share meetings: one of them is marked */
        status = add_circles(l, school, true, (int32_t)l->kinds, l->kinds == 0, err);
    return status == CLG_OK ? add_overlaps(l, school, people, err) : status;
}

/* ---- tables ---- */

static clg_status list_texts(clg_texts *texts, const char *const *names, clg_error *err)
{
    clg_status status = CLG_OK;

    for (; status == CLG_OK && *names != NULL; names++)
        status = clg_texts_append(texts, *names, strlen(*names), err);
    return status;
}

static clg_status list_names(clg_results *results, const ladder *l, clg_error *err)
{
    static const char *const cuts[] = {"kind", "group", NULL};
    const clg_category *kind = kinds_of(results->study);
    clg_status status = list_texts(&results->place_names, clg_place_names, err);

    if (status == CLG_OK)
        status = list_texts(&results->rule_texts, clg_ladder_rule_texts, err);
    if (status == CLG_OK)
        status = list_texts(&results->cut_names, cuts, err);
    for (size_t k = 0; status == CLG_OK && k < l->kinds; k++)
        status =
            clg_texts_append(&results->circle_names, clg_texts_at(&kind->levels, k),
                             clg_texts_length(&kind->levels, k), err);
    for (int32_t label = 1; status == CLG_OK && label <= l->max_label; label++) {
        char text[16];
        int length = snprintf(text, sizeof text, "%d", label);
        status = clg_texts_append(&results->circle_names, text, (size_t)length, err);
    }
    return status;
}

static const struct {
    const char *name, *unit, *definition;
    size_t field;
} facts[] = {
#define FACT(name, unit, definition)                                                   \
    {                                                                                  \
#name, unit, definition, offsetof(clg_circle, name)                            \
    }
    FACT(people, "people", "who came to any of its meetings"),
    FACT(meetings, "meetings", "its meetings"),
    FACT(size, "people", "mean number of people at a meeting"),
    FACT(recurrence, "1",
         "spans of 30 days with a meeting of it / with any meeting of the school"),
    FACT(familiarity, "1",
         "mean over its meetings of the largest Jaccard index of who came, with any of "
         "the 16 before"),
    FACT(regulars, "1", "share of the people who came to half of its meetings"),
    FACT(extent, "1", "from its first to its last meeting / the same of the school"),
    FACT(department, "1",
         "share of the largest department (or grade, grade_level, team) at a meeting"),
    FACT(between, "1", "share of its meetings that were held with other schools"),
    FACT(
        learning, "1",
        "share about learning, or a step of an improvement cycle, of its meetings that "
        "say what they are about"),
#undef FACT
};

enum { FACTS = sizeof facts / sizeof facts[0] };

static clg_status lay_out_ladder(clg_results *results, size_t rows, clg_error *err)
{
    clg_table *t = &results->ladder;
    const struct {
        const char *name, *definition;
        const clg_texts *levels;
    } keys[] = {
        {"school", "the school", &results->study->schools.ids},
        {"by", "what makes the circle: a kind of meeting, or a group in the ties",
         &results->cut_names},
        {"circle", "the kind, or the label of the group", &results->circle_names},
        {"place",
         "what the meetings are consistent with; rules of our own, not validated",
         &results->place_names},
        {"rule", "the rule that gave the place", &results->rule_texts},
    };
    clg_status status = clg_table_init(
        t, "ladder", "one row a circle of people that met", rows, false, err);

    for (size_t i = 0; status == CLG_OK && i < sizeof keys / sizeof keys[0]; i++)
        status = clg_table_add(t, CLG_COLUMN_CATEGORY, keys[i].name, "",
                               keys[i].definition, keys[i].levels, err);
    for (size_t f = 0; status == CLG_OK && f < FACTS; f++)
        status = clg_table_add(t, CLG_COLUMN_REAL, facts[f].name, facts[f].unit,
                               facts[f].definition, NULL, err);
    return status;
}

static void fill_ladder(clg_table *t, const ladder *l)
{
    for (size_t i = 0; i < l->row_count; i++) {
        const ladder_row *row = &l->rows[i];
        clg_table_column(t, "school")->codes[i] = (int32_t)row->school;
        clg_table_column(t, "by")->codes[i] = row->is_group;
        clg_table_column(t, "circle")->codes[i] = row->name;
        clg_table_column(t, "place")->codes[i] = (int32_t)clg_ladder_place(row->rule);
        clg_table_column(t, "rule")->codes[i] = (int32_t)row->rule;
        for (size_t f = 0; f < FACTS; f++)
            memcpy(&clg_table_column(t, facts[f].name)->values[i],
                   (const char *)&row->circle + facts[f].field, sizeof(double));
    }
}

static clg_status lay_out_overlaps(clg_results *results, size_t rows, clg_error *err)
{
    static const char *const counts[][2] = {
        {"people", "in circles at the place"},
        {"other_people", "in circles at the other place"},
        {"shared_people", "in circles at both"},
    };
    clg_table *t = &results->ladder_overlap;
    clg_status status = clg_table_init(t, "ladder_overlap",
                                       "one row a school and two places of the ladder",
                                       rows, false, err);

    if (status == CLG_OK)
        status = clg_table_add(t, CLG_COLUMN_CATEGORY, "school", "", "the school",
                               &results->study->schools.ids, err);
    if (status == CLG_OK)
        status = clg_table_add(t, CLG_COLUMN_CATEGORY, "place", "",
                               "a place on the ladder", &results->place_names, err);
    if (status == CLG_OK)
        status =
            clg_table_add(t, CLG_COLUMN_CATEGORY, "other", "",
                          "a higher place on the ladder", &results->place_names, err);
    for (size_t i = 0; status == CLG_OK && i < 3; i++)
        status = clg_table_add(t, CLG_COLUMN_COUNT, counts[i][0], "people",
                               counts[i][1], NULL, err);
    if (status == CLG_OK)
        status = clg_table_add(t, CLG_COLUMN_REAL, "overlap", "1",
                               "shared people / people at the place that has fewer: 1 "
                               "= one is nested in the other",
                               NULL, err);
    return status;
}

static void fill_overlaps(clg_table *t, const ladder *l)
{
    for (size_t i = 0; i < l->overlap_count; i++) {
        const overlap_row *row = &l->overlaps[i];
        uint32_t fewer = row->people < row->others ? row->people : row->others;
        clg_table_column(t, "school")->codes[i] = (int32_t)row->school;
        clg_table_column(t, "place")->codes[i] = (int32_t)row->place;
        clg_table_column(t, "other")->codes[i] = (int32_t)row->other;
        clg_table_column(t, "people")->codes[i] = (int32_t)row->people;
        clg_table_column(t, "other_people")->codes[i] = (int32_t)row->others;
        clg_table_column(t, "shared_people")->codes[i] = (int32_t)row->both;
        clg_table_column(t, "overlap")->values[i] = (double)row->both / (double)fewer;
    }
}

clg_status clg_results_fill_ladder(clg_results *results, clg_error *err)
{
    const clg_category *kind = kinds_of(results->study);
    ladder l = {.kinds = kind != NULL ? kind->levels.count : 0};
    clg_status status = CLG_OK;

    for (uint32_t s = 0; status == CLG_OK && s < results->study->schools.count; s++)
        if (results->outcomes.state[s] != CLG_UNIT_FAILED)
            status = add_school(&l, results, s, err);
    if (status == CLG_OK)
        status = list_names(results, &l, err);
    if (status == CLG_OK)
        status = lay_out_ladder(results, l.row_count, err);
    if (status == CLG_OK)
        status = lay_out_overlaps(results, l.overlap_count, err);
    if (status == CLG_OK) {
        fill_ladder(&results->ladder, &l);
        fill_overlaps(&results->ladder_overlap, &l);
    }
    ladder_clear(&l);
    return status;
}

void clg_results_clear_ladder(clg_results *results)
{
    clg_table_clear(&results->ladder);
    clg_table_clear(&results->ladder_overlap);
    clg_texts_clear(&results->place_names);
    clg_texts_clear(&results->rule_texts);
    clg_texts_clear(&results->cut_names);
    clg_texts_clear(&results->circle_names);
}
