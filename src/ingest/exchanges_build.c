/* Rows of exchanges.csv into canonical order. Equal rows are equal in every canonical
 * column too, so they are neighbours once the rows are sorted by these and by their
 * fingerprint. Those that leave the school become outside contacts of both schools. */
#include "ingest/order.h"
#include "ingest/tables.h"

#include "base/fail.h"
#include "base/memory.h"

#include <string.h>

enum { MOST_KINDS = 65536 };

typedef struct build {
    clg_intake *intake;
    clg_input_table *table;
    const clg_roll *roll;
    uint32_t *from, *to; /* codes, then rows of the study */
    uint32_t *kind;      /* codes, then kinds of the study; NULL: none given */
    const int64_t *time;
    const float *weight;
    uint32_t kind_of_none; /* for rows without one */
    size_t *first;         /* of school s, sorted: items[first[s] .. first[s + 1]) */
    uint32_t *items;
    size_t kept; /* items that are not duplicates, at the front */
} build;

static uint32_t kind_of(const build *b, uint32_t row)
{
    return b->kind != NULL ? b->kind[row] : b->kind_of_none;
}

static float weight_of(const build *b, uint32_t row)
{
    float weight = b->weight != NULL ? b->weight[row] : 1.0f;

    return weight > 0.0f ? weight : 1.0f; /* NaN: not given */
}

static int compare(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* <0, 0, >0; 0 for rows that mean the same, whatever else they hold. */
static int compare_meaning(const build *b, uint32_t x, uint32_t y)
{
    float weights[2] = {weight_of(b, x), weight_of(b, y)};
    int order = (b->time[x] > b->time[y]) - (b->time[x] < b->time[y]);

    if (order == 0)
        order = compare(b->from[x], b->from[y]);
    if (order == 0)
        order = compare(b->to[x], b->to[y]);
    if (order == 0)
        order = compare(kind_of(b, x), kind_of(b, y));
    if (order == 0)
        order = (weights[0] > weights[1]) - (weights[0] < weights[1]);
    return order;
}

static int compare_whole(const build *b, uint32_t x, uint32_t y)
{
    const clg_fingerprint *prints = b->table->fingerprints;
    int order = compare_meaning(b, x, y);

    if (order == 0)
        order = compare(clg_input_table_file_of(b->table, x),
                        clg_input_table_file_of(b->table, y));
    if (order == 0)
        order = compare(prints[x].high, prints[y].high);
    if (order == 0)
        order = compare(prints[x].low, prints[y].low);
    return order;
}

static bool row_precedes(uint32_t a, uint32_t b, const void *context)
{
    return compare_whole(context, a, b) < 0;
}

/* The study's name for a kind as a file has it. */
static const char *kind_name(const clg_settings *settings, const char *found)
{
    for (size_t i = 0; i < settings->kinds_from.count; i++)
        if (strcmp(clg_texts_at(&settings->kinds_from, i), found) == 0)
            return clg_texts_at(&settings->kinds_to, i);
    return found;
}

/* new_codes[c] = code into `names` of the file's kind c; the last is that of none. */
static clg_status map_kinds(const build *b, clg_dictionary *names, uint32_t *new_codes,
                            clg_error *err)
{
    const clg_settings *settings = &b->intake->study->settings;
    const clg_texts *texts = &b->table->columns[CLG_EXCHANGES_KIND].own.texts;
    clg_status status = CLG_OK;

    for (size_t c = 0; status == CLG_OK && c <= texts->count; c++) {
        const char *name = c < texts->count ? clg_texts_at(texts, c) : "";

        name = kind_name(settings, name);
        status = clg_dictionary_code(names, 0, name, strlen(name), &new_codes[c], err);
    }
    return status;
}

/* Kinds that occur, in byte order; rows get the places in that list. */
static clg_status rank_kinds(build *b, const clg_dictionary *names,
                             const uint32_t *new_codes, clg_error *err)
{
    clg_study *study = b->intake->study;
    size_t none = b->table->columns[CLG_EXCHANGES_KIND].own.texts.count;
    size_t rows = b->table->row_count;
    uint32_t *codes = clg_array_new(rows, sizeof *codes, err);
    clg_category kinds = {0};
    clg_status status = CLG_ERROR_MEMORY;

    if (codes == NULL)
        return status;
    for (size_t row = 0; row < rows; row++) {
        bool is_given = b->kind != NULL && b->kind[row] != CLG_NO_CODE;

        codes[row] = new_codes[is_given ? b->kind[row] : none];
        if (b->table->is_out[row])
            codes[row] = CLG_NO_CODE;
    }
    status = clg_category_make("kind", &names->texts, codes, rows, &kinds, err);
    if (status == CLG_OK && kinds.levels.count > MOST_KINDS)
        status = clg_fail(err, CLG_ERROR_SCHEMA,
                          "the exchanges have %zu kinds, expected %d at most",
                          kinds.levels.count, MOST_KINDS);
    for (size_t row = 0; status == CLG_OK && b->kind != NULL && row < rows; row++)
        b->kind[row] = (uint32_t)kinds.codes[row];
    if (status == CLG_OK) { /* without the column every row has the one kind, 0 */
        study->exchange_kinds = kinds.levels;
        kinds.levels = (clg_texts)CLG_TEXTS_INIT;
    }
    clg_free(kinds.name);
    clg_texts_clear(&kinds.levels);
    clg_free(kinds.codes);
    clg_free(codes);
    return status;
}

static clg_status take_kinds(build *b, clg_error *err)
{
    size_t count = b->table->columns[CLG_EXCHANGES_KIND].own.texts.count;
    uint32_t *new_codes = clg_array_new(count + 1, sizeof *new_codes, err);
    clg_dictionary names = CLG_DICTIONARY_INIT;
    clg_status status = CLG_ERROR_MEMORY;

    if (new_codes != NULL)
        status = map_kinds(b, &names, new_codes, err);
    if (status == CLG_OK)
        status = rank_kinds(b, &names, new_codes, err);
    clg_dictionary_clear(&names);
    clg_free(new_codes);
    return status;
}

static clg_status order_rows(build *b, clg_error *err)
{
    const clg_study *study = b->intake->study;
    size_t rows = b->table->row_count;
    uint32_t *group = clg_array_new(rows, sizeof *group, err);
    clg_status status;

    if (group == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        group[row] = CLG_NO_CODE;
        if (b->table->is_out[row])
            continue;
        b->from[row] = b->roll->person_row[b->from[row]];
        b->to[row] = b->roll->person_row[b->to[row]];
        group[row] = study->people.school[b->from[row]];
    }
    status = clg_group(group, rows, study->schools.count, &b->first, &b->items, err);
    clg_free(group);
    if (status != CLG_OK)
        return status;
    return clg_sort_groups(b->items, b->first, study->schools.count, row_precedes, b,
                           b->intake->options.threads, err);
}

static bool is_duplicate(const build *b, uint32_t row, uint32_t before)
{
    const clg_fingerprint *print = &b->table->fingerprints[row];

    return (print->high != 0 || print->low != 0) && compare_whole(b, row, before) == 0;
}

/* Counts equal rows with their file, and closes the gaps; schools' firsts follow. */
static void drop_duplicates(build *b)
{
    clg_source *sources = b->intake->study->reading.sources;
    size_t schools = b->intake->study->schools.count, begin = 0;

    for (size_t s = 0; s < schools; s++) {
        size_t end = b->first[s + 1], first = b->kept;

        for (size_t i = begin; i < end; i++) {
            uint32_t row = b->items[i];

            if (b->kept > first && is_duplicate(b, row, b->items[b->kept - 1]))
                sources[b->table->files[clg_input_table_file_of(b->table, row)].source]
                    .duplicates++;
            else
                b->items[b->kept++] = row;
        }
        begin = end;
        b->first[s] = first;
    }
    b->first[schools] = b->kept;
}

static bool is_outside(const build *b, uint32_t row)
{
    const uint32_t *school = b->intake->study->people.school;

    return school[b->from[row]] != school[b->to[row]];
}

static clg_status build_inside(const build *b, clg_error *err)
{
    clg_study *study = b->intake->study;
    clg_exchanges *out = &study->exchanges;
    size_t count = b->kept, schools = study->schools.count;
    bool ok = (study->schools.exchange_first = clg_array_new(
                   schools + 1, sizeof *study->schools.exchange_first, err)) &&
              (out->time = clg_array_new(count, sizeof *out->time, err)) &&
              (out->from = clg_array_new(count, sizeof *out->from, err)) &&
              (out->to = clg_array_new(count, sizeof *out->to, err)) &&
              (out->kind = clg_array_new(count, sizeof *out->kind, err)) &&
              (out->weight = clg_array_new(count, sizeof *out->weight, err));

    if (!ok)
        return CLG_ERROR_MEMORY;
    for (size_t s = 0; s < schools; s++) {
        for (size_t i = b->first[s]; i < b->first[s + 1]; i++) {
            uint32_t row = b->items[i];

            if (is_outside(b, row))
                continue;
            out->time[out->count] = b->time[row];
            out->from[out->count] = b->from[row];
            out->to[out->count] = b->to[row];
            out->kind[out->count] = (uint16_t)kind_of(b, row);
            out->weight[out->count++] = weight_of(b, row);
        }
        study->schools.exchange_first[s + 1] = out->count;
    }
    return CLG_OK;
}

/* An outside contact is a row and a side of it: 2 * row for `from`'s school, + 1 for
 * `to`'s. */
static uint32_t near_end(const build *b, uint32_t contact)
{
    return contact % 2 == 0 ? b->from[contact / 2] : b->to[contact / 2];
}

static bool contact_precedes(uint32_t x, uint32_t y, const void *context)
{
    const build *b = context;
    uint32_t rows[2] = {x / 2, y / 2};
    int order =
        (b->time[rows[0]] > b->time[rows[1]]) - (b->time[rows[0]] < b->time[rows[1]]);

    if (order == 0)
        order = compare(near_end(b, x), near_end(b, y));
    if (order == 0) /* received (1) before sent (0) */
        order = compare(y % 2, x % 2);
    if (order == 0)
        order = compare(near_end(b, x ^ 1u), near_end(b, y ^ 1u));
    if (order == 0)
        order = compare(kind_of(b, rows[0]), kind_of(b, rows[1]));
    return order < 0;
}

static clg_status reserve_outside(clg_outside *out, size_t count, clg_error *err)
{
    bool ok = (out->time = clg_array_new(count, sizeof *out->time, err)) &&
              (out->person = clg_array_new(count, sizeof *out->person, err)) &&
              (out->other = clg_array_new(count, sizeof *out->other, err)) &&
              (out->is_sent = clg_array_new(count, sizeof *out->is_sent, err)) &&
              (out->kind = clg_array_new(count, sizeof *out->kind, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

/* contacts[] and school[] of each: both sides of every row that leaves the school. */
static size_t list_contacts(const build *b, uint32_t *contacts, uint32_t *school)
{
    const uint32_t *school_of = b->intake->study->people.school;
    size_t count = 0;

    for (size_t i = 0; i < b->kept; i++) {
        uint32_t row = b->items[i];

        if (!is_outside(b, row))
            continue;
        for (uint32_t side = 0; side < 2; side++) {
            contacts[count] = 2 * row + side;
            school[count] = school_of[near_end(b, contacts[count])];
            count++;
        }
    }
    return count;
}

static clg_status build_outside(const build *b, clg_error *err)
{
    clg_study *study = b->intake->study;
    clg_outside *out = &study->outside;
    size_t room = 2 * (b->kept - study->exchanges.count), *first = NULL;
    uint32_t *contacts = clg_array_new(room, sizeof *contacts, err);
    uint32_t *school = clg_array_new(room, sizeof *school, err), *places = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    if (contacts == NULL || school == NULL)
        goto cleanup;
    out->count = list_contacts(b, contacts, school);
    status = clg_group(school, out->count, study->schools.count, &first, &places, err);
    for (size_t i = 0; status == CLG_OK && i < out->count; i++)
        places[i] = contacts[places[i]];
    if (status == CLG_OK)
        status = clg_sort_groups(places, first, study->schools.count, contact_precedes,
                                 b, b->intake->options.threads, err);
    if (status == CLG_OK)
        status = reserve_outside(out, out->count, err);
    for (size_t i = 0; status == CLG_OK && i < out->count; i++) {
        out->time[i] = b->time[places[i] / 2];
        out->person[i] = near_end(b, places[i]);
        out->other[i] = near_end(b, places[i] ^ 1u);
        out->is_sent[i] = places[i] % 2 == 0;
        out->kind[i] = (uint16_t)kind_of(b, places[i] / 2);
    }
    study->schools.outside_first = first;
    first = NULL;

cleanup:
    clg_free(contacts);
    clg_free(school);
    clg_free(places);
    return status;
}

clg_status clg_exchanges_build(clg_intake *intake, clg_input_table *table,
                               const clg_roll *roll, clg_error *err)
{
    build b = {.intake = intake,
               .table = table,
               .roll = roll,
               .from = table->columns[CLG_EXCHANGES_FROM].values,
               .to = table->columns[CLG_EXCHANGES_TO].values,
               .kind = table->columns[CLG_EXCHANGES_KIND].values,
               .time = clg_input_table_instants(table, CLG_EXCHANGES_TIME),
               .weight = clg_input_table_floats(table, CLG_EXCHANGES_WEIGHT)};
    clg_status status = take_kinds(&b, err);

    if (status == CLG_OK)
        status = order_rows(&b, err);
    if (status == CLG_OK) {
        drop_duplicates(&b);
        status = build_inside(&b, err);
    }
    if (status == CLG_OK)
        status = build_outside(&b, err);
    clg_free(b.first);
    clg_free(b.items);
    clg_input_table_clear(table);
    return status;
}
