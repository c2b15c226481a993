#include "report/blind.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "report/strings.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST = CLG_SHA256_SIZE };

static const clg_column *names_of(const clg_report_data *data)
{
    const clg_column *names = clg_table_column(&data->school, "school");

    return names != NULL && names->type == CLG_COLUMN_TEXT ? names : NULL;
}

/* ---- the key ---- */

/* A digest of all numbers of a table, column by column. */
static clg_status add_numbers(const clg_table *table, unsigned char sum[DIGEST],
                              clg_error *err)
{
    size_t size = table->row_count * sizeof(double);
    unsigned char *bytes = clg_array_new(DIGEST + size, 1, err);

    if (bytes == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].values == NULL)
            continue;
        memcpy(bytes, sum, DIGEST);
        memcpy(bytes + DIGEST, table->columns[c].values, size);
        clg_sha256(bytes, DIGEST + size, sum);
    }
    clg_free(bytes);
    return CLG_OK;
}

/* The digest of a key and a text. */
static clg_status digest_with(const unsigned char key[DIGEST], const char *text,
                              size_t length, unsigned char digest[DIGEST],
                              clg_error *err)
{
    unsigned char *bytes = clg_array_new(DIGEST + length, 1, err);

    if (bytes == NULL)
        return CLG_ERROR_MEMORY;
    memcpy(bytes, key, DIGEST);
    memcpy(bytes + DIGEST, text, length);
    clg_sha256(bytes, DIGEST + length, digest);
    clg_free(bytes);
    return CLG_OK;
}

static clg_status make_key(const clg_report_data *data, const char *seed,
                           unsigned char key[DIGEST], clg_error *err)
{
    const clg_table *const tables[] = {&data->school, &data->school_window,
                                       &data->person, &data->tie};
    const char *text = seed != NULL ? seed : "";
    unsigned char sum[DIGEST] = {0};
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < sizeof tables / sizeof tables[0]; i++)
        status = add_numbers(tables[i], sum, err);
    return status == CLG_OK ? digest_with(sum, text, strlen(text), key, err) : status;
}

/* ---- codes ---- */

typedef struct drawn {
    unsigned char digest[DIGEST];
    uint32_t row;
} drawn;

static int by_digest(const void *a, const void *b)
{
    const drawn *x = a, *y = b;
    int order = memcmp(x->digest, y->digest, DIGEST);

    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static bool looks_like_a_code(const clg_texts *names)
{
    const char *word = clg_words(CLG_WORD_CODE_SCHOOL);
    size_t length = strcspn(word, "{");

    for (size_t i = 0; names != NULL && i < names->count; i++)
        if (strncmp(clg_texts_at(names, i), word, length) == 0)
            return true;
    return false;
}

/* What schools.csv calls them; NULL if it does not. */
static const clg_texts *called(const clg_report_data *data)
{
    const clg_column *column = clg_table_column(&data->school, "name");

    return column != NULL ? column->levels : NULL;
}

/* A code that looks like a school's own name would be taken for it. */
static clg_status append_codes(const clg_report_data *data, const uint32_t *place,
                               clg_texts *codes, clg_error *err)
{
    const clg_texts *names = names_of(data)->levels;
    clg_word word = looks_like_a_code(names) || looks_like_a_code(called(data))
                        ? CLG_WORD_CODE_OTHER
                        : CLG_WORD_CODE_SCHOOL;
    int digits = snprintf(NULL, 0, "%zu", names->count);
    char number[32], code[64];
    clg_status status = CLG_OK;

    for (size_t row = 0; status == CLG_OK && row < names->count; row++) {
        snprintf(number, sizeof number, "%0*u", digits > 2 ? digits : 2,
                 place[row] + 1);
        clg_compose(code, sizeof code, word, number, NULL);
        status = clg_texts_append(codes, code, strlen(code), err);
    }
    return status;
}

clg_status clg_blind_codes(const clg_report_data *data, const char *seed,
                           clg_texts *codes, clg_error *err)
{
    const clg_column *names = names_of(data);
    unsigned char key[DIGEST];
    uint32_t *place = NULL;
    drawn *all = NULL;
    clg_status status;

    if (names == NULL)
        return clg_fail(err, CLG_ERROR_SCHEMA,
                        "the results are damaged: schools without names");
    status = make_key(data, seed, key, err);
    place = clg_array_new(names->levels->count, sizeof *place, err);
    all = clg_array_new(names->levels->count, sizeof *all, err);
    if (place == NULL || all == NULL)
        status = CLG_ERROR_MEMORY;
    for (uint32_t row = 0; status == CLG_OK && row < names->levels->count; row++) {
        all[row].row = row;
        status =
            digest_with(key, clg_texts_at(names->levels, row),
                        clg_texts_length(names->levels, row), all[row].digest, err);
    }
    if (status == CLG_OK) {
        qsort(all, names->levels->count, sizeof *all, by_digest);
        for (uint32_t i = 0; i < names->levels->count; i++)
            place[all[i].row] = i;
        status = append_codes(data, place, codes, err);
    }
    clg_free(place);
    clg_free(all);
    return status;
}

/* ---- in the tables ---- */

/* What the engine writes itself, or no report shows: the rest are the study's words. */
static bool is_of_the_engine(const char *table, const char *column)
{
    static const char *const names[] = {
        "window", "measure", "status",    "stage_name", "flag",  "grade",
        "sign",   "place",   "indicator", "by",         "from",  "to",
        "level",  "disease", "since",     "next_stage", "table", "concern",
        "person", "sha256",  "wave",      "next_wave"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], column) == 0)
            return true;
    return strcmp(table, "window") == 0 && strcmp(column, "label") == 0;
}

/* Letters of other scripts are bytes above 127. */
static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c > 127;
}

static bool begins(const char *text, const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)text[i]) != tolower((unsigned char)name[i]))
            return false;
    return true;
}

/* Whether the text holds the name as a word of its own. */
static bool holds(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = text; length > 0 && *at != '\0'; at++)
        if ((at == text || !is_letter(at[-1]) || !is_letter(name[0])) &&
            begins(at, name, length) &&
            (!is_letter(at[length]) || !is_letter(name[length - 1])))
            return true;
    return false;
}

static bool names_a_school(const char *text, const clg_texts *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (holds(text, clg_texts_at(names, i)))
            return true;
    return false;
}

/* "attendance.csv.gz": named as every study names it. */
static bool is_usual_file(const char *name)
{
    static const char *const usual[] = {"attendance", "exchanges", "people",
                                        "schools",    "events",    "calendar",
                                        "assessments"};
    size_t stem = strcspn(name, ".");

    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (strlen(usual[i]) == stem && memcmp(usual[i], name, stem) == 0)
            return strspn(name + stem, ".abcdefghijklmnopqrstuvwxyz") ==
                       strlen(name + stem) &&
                   strlen(name + stem) <= 8;
    return false;
}

/* What stands for a text of this column: a code, or a word where it could name a
 * school. What happened at a school is told by its own words, so these always go. */
static const char *stand_in(const char *column, const char *text,
                            const clg_dictionary *known, const clg_texts *codes)
{
    uint32_t row = clg_dictionary_find(known, 0, text, strlen(text));

    if (strcmp(column, "school") == 0)
        return row < codes->count ? clg_texts_at(codes, row)
                                  : clg_words(CLG_WORD_HIDDEN);
    if (strcmp(column, "name") == 0)
        return "";
    if (strcmp(column, "event") == 0 || strcmp(column, "label") == 0)
        return clg_words(CLG_WORD_CODE_EVENT);
    if (strcmp(column, "cycle") == 0)
        return clg_words(CLG_WORD_CODE_CYCLE);
    if (strcmp(column, "file") == 0 && !is_usual_file(text))
        return clg_words(CLG_WORD_HIDDEN);
    return names_a_school(text, &known->texts) ? clg_words(CLG_WORD_HIDDEN) : text;
}

static clg_status replace_levels(clg_column *column, const clg_dictionary *known,
                                 const clg_texts *codes, clg_error *err)
{
    clg_texts *levels = clg_array_new(1, sizeof *levels, err);
    clg_status status = levels != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    for (size_t i = 0; status == CLG_OK && i < column->levels->count; i++) {
        const char *text =
            stand_in(column->name, clg_texts_at(column->levels, i), known, codes);
        status = clg_texts_append(levels, text, strlen(text), err);
    }
    if (status != CLG_OK) {
        if (levels != NULL)
            clg_texts_clear(levels);
        clg_free(levels);
        return status;
    }
    if (column->own_levels != NULL)
        clg_texts_clear(column->own_levels);
    clg_free(column->own_levels);
    column->levels = column->own_levels = levels;
    return CLG_OK;
}

static clg_status replace_all(clg_report_data *data, const clg_dictionary *known,
                              const clg_texts *codes, clg_error *err)
{
    clg_table *tables[CLG_REPORT_TABLES];
    clg_status status = CLG_OK;

    clg_report_tables(data, tables);
    for (size_t t = 0; t < CLG_REPORT_TABLES; t++)
        for (size_t c = 0; status == CLG_OK && c < tables[t]->column_count; c++) {
            clg_column *column = &tables[t]->columns[c];
            if (column->levels != NULL &&
                !is_of_the_engine(tables[t]->name, column->name))
                status = replace_levels(column, known, codes, err);
        }
    return status;
}

clg_status clg_blind_apply(clg_report_data *data, const clg_texts *codes,
                           clg_error *err)
{
    clg_dictionary known = CLG_DICTIONARY_INIT; /* identifiers, by row, then names */
    clg_status status = clg_dictionary_add(&known, names_of(data)->levels, err);

    if (status == CLG_OK && called(data) != NULL)
        status = clg_dictionary_add(&known, called(data), err);
    if (status == CLG_OK)
        status = replace_all(data, &known, codes, err);
    data->title = NULL;
    data->is_blind = true;
    clg_dictionary_clear(&known);
    return status;
}
