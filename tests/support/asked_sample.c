#include "asked_sample.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void append(clg_texts *texts, const char *text)
{
    check_ok(clg_texts_append(texts, text, strlen(text), &err));
}

clg_column *add(clg_table *table, clg_column_type type, const char *name,
                const clg_texts *levels)
{
    check_ok(clg_table_add(table, type, name, "1", "what it is", levels, &err));
    return &table->columns[table->column_count - 1];
}

void start(clg_table *table, const char *name, size_t rows)
{
    check_ok(clg_table_init(table, name, "rows", rows, false, &err));
}

fixture *begin(uint32_t schools)
{
    fixture *f = calloc(1, sizeof *f);
    clg_column *column;
    char name[32];

    f->school_count = schools;
    for (uint32_t s = 0; s < schools; s++) {
        snprintf(name, sizeof name, "school %04u", s);
        append(&f->schools, name);
    }
    append(&f->windows, "2026-01-01");
    append(&f->states, "ok");
    start(&f->data.school, "school", schools);
    add(&f->data.school, CLG_COLUMN_TEXT, "school", &f->schools);
    column = add(&f->data.school, CLG_COLUMN_MEASURE, "people", NULL);
    for (uint32_t s = 0; s < schools; s++)
        column->values[s] = 20.0;
    start(&f->data.window, "window", 1);
    add(&f->data.window, CLG_COLUMN_TEXT, "window", &f->windows);
    start(&f->data.school_window, "school_window", schools);
    column = add(&f->data.school_window, CLG_COLUMN_CATEGORY, "school", &f->schools);
    for (uint32_t s = 0; s < schools; s++)
        column->codes[s] = (int32_t)s;
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "window", &f->windows);
    add(&f->data.school_window, CLG_COLUMN_CATEGORY, "status", &f->states);
    return f;
}

void forget(fixture *f)
{
    clg_table *const tables[] = {&f->data.school,           &f->data.window,
                                 &f->data.school_window,    &f->data.asked,
                                 &f->data.asked_change,     &f->data.asked_log,
                                 &f->data.asked_reliability};
    clg_texts *const texts[] = {&f->schools, &f->windows,     &f->states,  &f->waves,
                                &f->scales,  &f->instruments, &f->measures};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        clg_table_clear(tables[i]);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        clg_texts_clear(texts[i]);
    free(f);
}

void set(clg_table *table, const char *column, size_t row, double value)
{
    clg_column *found = clg_table_column(table, column);

    if (found->values != NULL)
        found->values[row] = value;
    else
        found->codes[row] = (int32_t)value;
}

void add_numbers(clg_table *table, const char *const *columns)
{
    for (; **columns != '\0'; columns++)
        add(table, CLG_COLUMN_MEASURE, *columns, NULL);
}

void add_keys(fixture *f, clg_table *table)
{
    add(table, CLG_COLUMN_CATEGORY, "wave", &f->waves);
    add(table, CLG_COLUMN_CATEGORY, "instrument", &f->instruments);
    add(table, CLG_COLUMN_CATEGORY, "scale", &f->scales);
}

void start_asked(fixture *f, size_t rows)
{
    static const char *const values[] = {"people", "mean", "sd", "low",
                                         "high",   "rwg",  ""};

    start(&f->data.asked, "assessment", rows);
    add(&f->data.asked, CLG_COLUMN_CATEGORY, "school", &f->schools);
    add_keys(f, &f->data.asked);
    add_numbers(&f->data.asked, values);
}

void put_answers(fixture *f, size_t row, uint32_t school, int wave, int instrument,
                 int scale, uint32_t people, double mean)
{
    clg_table *table = &f->data.asked;

    set(table, "school", row, school);
    set(table, "wave", row, wave);
    set(table, "instrument", row, instrument);
    set(table, "scale", row, scale);
    set(table, "people", row, people);
    set(table, "mean", row, people >= GROUP ? mean : (double)NAN);
    set(table, "sd", row, people >= GROUP ? 0.5 : (double)NAN);
    set(table, "low", row, people >= GROUP ? mean - 0.25 : (double)NAN);
    set(table, "high", row, people >= GROUP ? mean + 0.25 : (double)NAN);
    set(table, "rwg", row, 0.9);
}

char *draw(const fixture *f, uint32_t min_group)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    check_ok(clg_report_draw(&f->data, min_group, stream, &err));
    fclose(stream);
    return text;
}

char *section_of(const fixture *f, uint32_t min_group)
{
    char *page = draw(f, min_group), *start = strstr(page, "<section id=\"asked\"");
    char *section = NULL;

    if (start != NULL) {
        *strstr(start, "</section>") = '\0';
        section = strdup(start);
    }
    free(page);
    return section;
}

size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        count++;
    return count;
}

void check_row(const char *section, const char *row)
{
    if (strstr(section, row) == NULL)
        fail_msg("not in the section: %s\n%s", row, section);
}
