#include "tied_schools.h"

#include "check.h"

#include "base/random.h"

#include <stdio.h>
#include <string.h>

static const char *const level_columns[LEVELS] = {
    "level_core_share", "level_active_share", "level_occasional_share",
    "level_peripheral_share", "level_absent_share"};
/* Levels of which some are small, and some people without ties, the absent first. */
static void make_school_of(school *s, clg_random *random, uint32_t least)
{
    double share[LEVELS], sum = 0.0, density = 0.03 + 0.5 * clg_random_uniform(random);
    uint32_t lone = clg_random_below(random, 9) * clg_random_below(random, 2);

    memset(s, 0, sizeof *s);
    s->count = least + clg_random_below(random, MOST_PEOPLE - least);
    for (int k = 0; k < LEVELS; k++) {
        share[k] = clg_random_below(random, 4) == 0
                       ? 0.0
                       : pow(clg_random_uniform(random), 3.0);
        sum += share[k];
    }
    for (uint32_t v = 0; v < s->count; v++) {
        double at = clg_random_uniform(random) * sum;
        int k = 0;
        while (k + 1 < LEVELS && at >= share[k])
            at -= share[k++];
        s->level[v] = (uint8_t)k;
        s->level_count[k]++;
        s->is_core[v] = clg_random_below(random, 5) == 0;
    }
    for (uint32_t a = 0; a < s->count; a++)
        for (uint32_t b = a + 1; b < s->count; b++)
            if (b + lone < s->count && s->level[a] + 1 < LEVELS &&
                s->level[b] + 1 < LEVELS && clg_random_uniform(random) < density)
                s->weight[a][b] = s->weight[b][a] = 1.0 + clg_random_below(random, 6);
    for (uint32_t a = 0; a < s->count; a++) {
        bool has_tie = false;
        for (uint32_t b = 0; b < s->count; b++)
            has_tie = has_tie || s->weight[a][b] > 0.0;
        s->isolates += !has_tie;
    }
}

static void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

static clg_column *add(clg_table *table, clg_column_type type, const char *name,
                       const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "1", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

static void start(clg_table *table, const char *name, size_t rows)
{
    check_ok(clg_table_init(table, name, "rows", rows, false, &err));
}

static void put_schools(fixture *f)
{
    clg_table *table = &f->data.school;
    clg_column *column;

    start(table, "school", SCHOOLS);
    add(table, CLG_COLUMN_TEXT, "school", &f->schools);
    column = add(table, CLG_COLUMN_MEASURE, "people", NULL);
    for (int s = 0; s < SCHOOLS; s++)
        column->values[s] = f->school[s].count;
    column = add(table, CLG_COLUMN_MEASURE, "isolates", NULL);
    for (int s = 0; s < SCHOOLS; s++)
        column->values[s] = f->school[s].isolates;
    for (int k = 0; k < LEVELS; k++) {
        column = add(table, CLG_COLUMN_MEASURE, level_columns[k], NULL);
        for (int s = 0; s < SCHOOLS; s++)
            column->values[s] =
                (double)f->school[s].level_count[k] / f->school[s].count;
    }
    start(&f->data.window, "window", 1);
    append(&f->windows, "2026-01");
    add(&f->data.window, CLG_COLUMN_TEXT, "window", &f->windows);
    start(&f->data.school_window, "school_window", 0);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "window", &f->windows);
}

/* turn: the people of a school are listed from another one on, and backwards. */
static void put_people(fixture *f, uint32_t turn)
{
    clg_table *table = &f->data.person;
    clg_column *school_column, *level, *core;
    uint32_t rows = 0;
    char name[32];

    for (int s = 0; s < SCHOOLS; s++)
        for (uint32_t v = 0; v < f->school[s].count; v++) {
            uint32_t count = f->school[s].count;
            uint32_t of = turn == 0 ? v : (2 * count - v + turn) % count;
            f->row[s][of] = rows++;
            snprintf(name, sizeof name, "somebody-%d-%02u", s, v);
            append(&f->people, name);
        }
    append(&f->statuses, "ok");
    start(table, "person", rows);
    add(table, CLG_COLUMN_TEXT, "person", &f->people);
    add(table, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add(table, CLG_COLUMN_CATEGORY, "status", &f->statuses);
    add(table, CLG_COLUMN_MEASURE, "level", NULL);
    add(table, CLG_COLUMN_MEASURE, "core", NULL);
    school_column = clg_table_column(table, "school");
    level = clg_table_column(table, "level");
    core = clg_table_column(table, "core");
    for (int s = 0; s < SCHOOLS; s++)
        for (uint32_t v = 0; v < f->school[s].count; v++) {
            uint32_t row = f->row[s][v], k = f->school[s].level[v];
            school_column->codes[row] = s;
            level->values[row] = k + 1 < LEVELS ? k + 1.0 : 0.0;
            core->values[row] = f->school[s].is_core[v];
        }
}

static void put_ties(fixture *f)
{
    clg_table *table = &f->data.tie;
    size_t rows = 0, at = 0;

    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            start(table, "tie_period", rows);
            add(table, CLG_COLUMN_CATEGORY, "school", &f->schools);
            add(table, CLG_COLUMN_ROW, "from", &f->people);
            add(table, CLG_COLUMN_ROW, "to", &f->people);
            add(table, CLG_COLUMN_REAL, "weight", NULL);
        }
        for (int s = 0; s < SCHOOLS; s++)
            for (uint32_t a = 0; a < f->school[s].count; a++)
                for (uint32_t b = a + 1; b < f->school[s].count; b++) {
                    if (f->school[s].weight[a][b] <= 0.0)
                        continue;
                    if (pass == 0) {
                        rows++;
                        continue;
                    }
                    table->columns[0].codes[at] = s;
                    table->columns[1].codes[at] = (int32_t)f->row[s][a];
                    table->columns[2].codes[at] = (int32_t)f->row[s][b];
                    table->columns[3].values[at++] = f->school[s].weight[a][b];
                }
    }
}

void clg_test_put_tables(fixture *f, uint32_t turn)
{
    char name[32];

    for (int s = 0; s < SCHOOLS; s++) {
        snprintf(name, sizeof name, "School %02d", s);
        append(&f->schools, name);
    }
    put_schools(f);
    put_people(f, turn);
    put_ties(f);
}

void clg_test_make_school(school *s, uint64_t seed, uint64_t number, uint32_t least)
{
    clg_random random = clg_random_stream(seed, "school", number, 0, 0);

    make_school_of(s, &random, least);
}

void clg_test_make_schools(fixture *f, uint64_t seed, uint32_t least)
{
    memset(f, 0, sizeof *f);
    for (int s = 0; s < SCHOOLS; s++)
        clg_test_make_school(&f->school[s], seed, (uint64_t)s, least);
}

void clg_test_forget_tables(fixture *f)
{
    clg_report_data *d = &f->data;
    clg_table *const tables[] = {&d->school, &d->window, &d->school_window, &d->person,
                                 &d->tie};
    clg_texts *const texts[] = {&f->schools, &f->windows, &f->people, &f->statuses};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        clg_table_clear(tables[i]);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        clg_texts_clear(texts[i]);
    memset(d, 0, sizeof *d);
}

char *clg_test_draw(const fixture *f)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    check_ok(clg_report_draw(&f->data, GROUP, stream, &err));
    assert_int_equal(fclose(stream), 0);
    return text;
}
