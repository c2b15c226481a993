#define _XOPEN_SOURCE 700 /* nftw, mkdtemp */
#include "study_folder.h"

#include "check.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];

const char *in_folder(const char *name)
{
    static char paths[4][256];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
    return paths[turn];
}

int new_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/collegium-test-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *about, int kind,
                        struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

int remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

void put_bytes(const char *name, const char *bytes, size_t size)
{
    const char *path = in_folder(name);
    FILE *file;

    if (bytes == NULL) {
        remove(path);
        return;
    }
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void put(const char *name, const char *text)
{
    put_bytes(name, text, text != NULL ? strlen(text) : 0);
}

clg_status read_study(const char *path, const clg_ingest_options *options,
                      clg_study **study, clg_error *err)
{
    clg_status status;

    *study = clg_study_new(err);
    if (*study == NULL)
        return CLG_ERROR_MEMORY;
    status = clg_settings_read(path, NULL, &(*study)->settings, err);
    if (status == CLG_OK)
        status = clg_ingest(*study, options, err);
    return status;
}

clg_status read_folder(const clg_ingest_options *options, clg_study **study,
                       clg_error *err)
{
    return read_study(folder, options, study, err);
}

clg_study *study_of_folder(void)
{
    clg_study *study = NULL;

    check_ok(read_folder(NULL, &study, &err));
    return study;
}

void check_refused(clg_status code, const char *expected)
{
    clg_error err = CLG_ERROR_INIT;
    clg_study *study = NULL;
    char found[1024], line[32] = "", column[32] = "";

    assert_int_equal(read_folder(NULL, &study, &err), code);
    if (err.line > 0)
        snprintf(line, sizeof line, ":%llu", (unsigned long long)err.line);
    if (err.column > 0)
        snprintf(column, sizeof column, ":%llu", (unsigned long long)err.column);
    snprintf(found, sizeof found, "%s%s%s: %s", err.path, line, column, err.message);
    assert_string_equal(found, expected);
    clg_study_free(study);
}

void check_note(const clg_study *study, const char *note)
{
    const clg_texts *notes = &study->reading.notes;

    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(clg_texts_at(notes, i), note) == 0)
            return;
    for (size_t i = 0; i < notes->count; i++)
        print_message("note: %s\n", clg_texts_at(notes, i));
    fail_msg("no note '%s'", note);
}

void check_reject(const clg_study *study, size_t i, const char *expected)
{
    const clg_reading *reading = &study->reading;
    char found[512];

    assert_true(i < reading->reject_count);
    snprintf(found, sizeof found, "%llu:%llu: %s",
             (unsigned long long)reading->rejects[i].line,
             (unsigned long long)reading->rejects[i].column,
             clg_texts_at(&reading->reasons, reading->rejects[i].reason));
    assert_string_equal(found, expected);
}

void check_source(const clg_study *study, size_t i, uint64_t rows, uint64_t used,
                  uint64_t duplicates, uint64_t set_aside, uint64_t bad)
{
    const clg_source *source = &study->reading.sources[i];

    assert_true(i < study->reading.source_count);
    assert_int_equal(source->rows, rows);
    assert_int_equal(source->used, used);
    assert_int_equal(source->duplicates, duplicates);
    assert_int_equal(source->set_aside, set_aside);
    assert_int_equal(source->bad, bad);
}
