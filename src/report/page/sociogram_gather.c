/* The people and ties of a school out of the tables, and which ties are drawn. */
#include "report/page/sociogram_part.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- where they are ---- */

static bool is_measured(const clg_table *table, uint32_t row)
{
    const char *status = clg_page_text(clg_table_column(table, "status"), row);

    return status != NULL && strcmp(status, "ok") == 0;
}

static bool is_row_column(const clg_column *column, size_t rows)
{
    return column != NULL && column->type == CLG_COLUMN_ROW &&
           column->levels->count == rows;
}

clg_status clg_sociogram_index_make(const clg_page *page, clg_sociogram_index *index,
                                    clg_error *err)
{
    const clg_table *people = &page->data->person, *ties = &page->data->tie;
    clg_status status =
        clg_page_rows_of(page, people, is_measured, &index->people, err);

    if (status == CLG_OK)
        status = clg_page_rows_of(page, ties, NULL, &index->ties, err);
    if (status == CLG_OK &&
        (!is_row_column(clg_table_column(ties, "from"), people->row_count) ||
         !is_row_column(clg_table_column(ties, "to"), people->row_count)))
        status = clg_fail(err, CLG_ERROR_SCHEMA,
                          "the results are damaged: ties without people");
    index->number = clg_array_new(people->row_count, sizeof *index->number, err);
    if (status == CLG_OK && index->number == NULL)
        status = CLG_ERROR_MEMORY;
    for (size_t row = 0; status == CLG_OK && row < people->row_count; row++)
        index->number[row] = CLG_NO_CODE;
    for (uint32_t s = 0; status == CLG_OK && s < page->school_count; s++) {
        uint32_t number = 0;
        for (uint32_t row = index->people.first[s]; row != CLG_NO_CODE;
             row = index->people.next[row])
            index->number[row] = number++;
    }
    return status;
}

void clg_sociogram_index_clear(clg_sociogram_index *index)
{
    clg_page_rows_clear(&index->people);
    clg_page_rows_clear(&index->ties);
    clg_free(index->number);
}

/* ---- of one school ---- */

static uint32_t length_of(const clg_page_rows *rows, uint32_t place)
{
    uint32_t length = 0;

    for (uint32_t row = rows->first[place]; row != CLG_NO_CODE; row = rows->next[row])
        length++;
    return length;
}

static bool reserve(clg_sociogram *s, uint32_t people, uint32_t ties, clg_error *err)
{
    return (s->group = clg_array_new(people, sizeof *s->group, err)) != NULL &&
           (s->person = clg_array_new(people, sizeof *s->person, err)) != NULL &&
           (s->level = clg_array_new(people, sizeof *s->level, err)) != NULL &&
           (s->is_core = clg_array_new(people, sizeof *s->is_core, err)) != NULL &&
           (s->is_lone = clg_array_new(people, sizeof *s->is_lone, err)) != NULL &&
           (s->ties = clg_array_new(ties, sizeof *s->ties, err)) != NULL &&
           (s->drawn = clg_array_new(ties, sizeof *s->drawn, err)) != NULL;
}

/* The engine's codes: absent, core, active, occasional, peripheral. */
static uint8_t level_of(double code)
{
    if (!(code >= 0.0 && code < CLG_PAGE_LEVELS))
        return CLG_PAGE_LEVELS;
    return code < 1.0 ? CLG_PAGE_LEVELS - 1 : (uint8_t)(code - 1.0);
}

static void read_people(const clg_page *page, const clg_sociogram_index *index,
                        clg_sociogram *s)
{
    const clg_table *table = &page->data->person;
    const clg_column *level = clg_table_column(table, "level");
    const clg_column *core = clg_table_column(table, "core");

    for (uint32_t row = index->people.first[s->place]; row != CLG_NO_CODE;
         row = index->people.next[row]) {
        s->person[s->count] = row;
        s->level[s->count] = level_of(clg_page_number(level, row));
        s->is_core[s->count++] = clg_page_number(core, row) > 0.5;
    }
}

/* The number of one end; CLG_NO_CODE where it is of another school or not counted. */
static uint32_t end_of(const clg_sociogram_index *index, const clg_sociogram *s,
                       const clg_column *column, uint32_t row)
{
    uint32_t person = (uint32_t)column->codes[row], number;

    if (column->codes[row] < 0)
        return CLG_NO_CODE;
    number = index->number[person];
    return number < s->count && s->person[number] == person ? number : CLG_NO_CODE;
}

static void read_ties(const clg_page *page, const clg_sociogram_index *index,
                      clg_sociogram *s)
{
    const clg_table *table = &page->data->tie;
    const clg_column *from = clg_table_column(table, "from");
    const clg_column *to = clg_table_column(table, "to");
    const clg_column *weight = clg_table_column(table, "weight");

    for (uint32_t row = index->ties.first[s->place]; row != CLG_NO_CODE;
         row = index->ties.next[row]) {
        uint32_t a = end_of(index, s, from, row), b = end_of(index, s, to, row);
        double w = clg_page_number(weight, row);
        if (a != CLG_NO_CODE && b != CLG_NO_CODE && a != b && w > 0.0 && w < INFINITY)
            s->ties[s->tie_count++] = (clg_layout_tie){a, b, w};
    }
}

/* ---- order ---- */

static int by_ends(const void *a, const void *b)
{
    const clg_layout_tie *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void renumber_ties(clg_layout_tie *ties, size_t count, const uint32_t *place)
{
    for (size_t t = 0; t < count; t++) {
        uint32_t a = place[ties[t].a], b = place[ties[t].b];
        ties[t].a = a < b ? a : b;
        ties[t].b = a < b ? b : a;
    }
    qsort(ties, count, sizeof *ties, by_ends);
}

clg_status clg_sociogram_renumber(clg_sociogram *s, const uint32_t *order,
                                  clg_error *err)
{
    uint32_t *place = clg_array_new(s->count, sizeof *place, err);
    uint32_t *person = clg_array_new(s->count, sizeof *person, err);
    uint8_t *marks = clg_array_new(s->count, 4, err);
    bool ok = place != NULL && person != NULL && marks != NULL;

    for (uint32_t k = 0; ok && k < s->count; k++) {
        uint8_t *of = marks + 4 * (size_t)k;
        place[order[k]] = k;
        person[k] = s->person[order[k]];
        of[0] = s->group[order[k]];
        of[1] = s->level[order[k]];
        of[2] = s->is_core[order[k]];
        of[3] = s->is_lone[order[k]];
    }
    for (uint32_t k = 0; ok && k < s->count; k++) {
        const uint8_t *of = marks + 4 * (size_t)k;
        s->person[k] = person[k];
        s->group[k] = of[0];
        s->level[k] = of[1];
        s->is_core[k] = of[2];
        s->is_lone[k] = of[3];
    }
    if (ok) {
        renumber_ties(s->ties, s->tie_count, place);
        renumber_ties(s->drawn, s->drawn_count, place);
    }
    clg_free(place);
    clg_free(person);
    clg_free(marks);
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

typedef struct standing {
    uint32_t person, strength;
    uint8_t group;
} standing;

static int by_standing(const void *a, const void *b)
{
    const standing *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->strength != y->strength)
        return x->strength > y->strength ? -1 : 1;
    return (x->person > y->person) - (x->person < y->person);
}

/* By group, then by the strength of the ties drawn, then as they were. */
static void stand(const clg_sociogram *s, standing *all, uint32_t *order)
{
    for (uint32_t v = 0; v < s->count; v++)
        all[v] = (standing){v, 0, s->group[v]};
    for (size_t t = 0; t < s->drawn_count; t++) {
        all[s->drawn[t].a].strength += (uint32_t)s->drawn[t].weight;
        all[s->drawn[t].b].strength += (uint32_t)s->drawn[t].weight;
    }
    qsort(all, s->count, sizeof *all, by_standing);
    for (uint32_t k = 0; k < s->count; k++)
        order[k] = all[k].person;
}

/* Numbers that follow from the shape and the groups alone. */
static clg_status number_by_shape(clg_sociogram *s, uint32_t *order, clg_error *err)
{
    const clg_layout_network network = {s->count, s->group, s->ties, s->tie_count};
    clg_status status = clg_layout_order(&network, order, err);

    return status == CLG_OK ? clg_sociogram_renumber(s, order, err) : status;
}

/* Those numbers come first, since ties of the same strength are chosen by them. In
 * blocks nobody stands anywhere. */
static clg_status arrange(const clg_page *page, clg_sociogram *s, clg_error *err)
{
    uint32_t *order = clg_array_new(s->count, sizeof *order, err);
    standing *all = clg_array_new(s->count, sizeof *all, err);
    clg_status status = order != NULL && all != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = clg_sociogram_find_groups(page, s, err);
    if (status == CLG_OK && s->kind == CLG_SOCIOGRAM_PEOPLE)
        status = number_by_shape(s, order, err);
    if (status == CLG_OK)
        status = clg_sociogram_choose_ties(s, err);
    if (status == CLG_OK)
        status = clg_sociogram_find_groups(page, s, err);
    if (status == CLG_OK && s->kind == CLG_SOCIOGRAM_PEOPLE) {
        stand(s, all, order);
        status = clg_sociogram_renumber(s, order, err);
    }
    clg_free(order);
    clg_free(all);
    return status;
}

clg_status clg_sociogram_gather(const clg_page *page, const clg_sociogram_index *index,
                                uint32_t place, clg_sociogram *s, clg_error *err)
{
    uint32_t people = length_of(&index->people, place);

    *s = (clg_sociogram){.place = place, .least = page->min_group};
    if (!reserve(s, people, length_of(&index->ties, place), err))
        return CLG_ERROR_MEMORY;
    read_people(page, index, s);
    read_ties(page, index, s);
    s->is_named = s->least == 1;
    if (s->count == 0 || s->count < s->least || clg_page_is_small(page, place))
        return CLG_OK;
    s->kind = CLG_SOCIOGRAM_BLOCKS;
    if (s->count <= CLG_SOCIOGRAM_MOST &&
        (s->is_named || s->count >= CLG_SOCIOGRAM_LEAST))
        s->kind = CLG_SOCIOGRAM_PEOPLE;
    return arrange(page, s, err);
}

void clg_sociogram_clear(clg_sociogram *s)
{
    clg_free(s->group);
    clg_free(s->person);
    clg_free(s->level);
    clg_free(s->is_core);
    clg_free(s->is_lone);
    clg_free(s->ties);
    clg_free(s->drawn);
}
