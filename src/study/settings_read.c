/* From a path on the command line to the settings of a study. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "study/settings.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 64 };

/* ---- names ---- */

/* What stands before the last slash: "." if there is none. */
static char *folder_of(const char *path, clg_error *err)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return clg_text_copy(".", 1, err);
    return clg_text_copy(path, slash == path ? 1 : (size_t)(slash - path), err);
}

static size_t length_without(const char *name, const char *ending)
{
    size_t length = strlen(name), cut = strlen(ending);

    return length > cut && strcmp(name + length - cut, ending) == 0 ? length - cut
                                                                    : length;
}

/* The folder's own name, or that of a settings file that is not called study.yaml;
 * "." and ".." are looked up. */
static char *study_name_of(const char *folder, const char *config, clg_error *err)
{
    const char *file = config != NULL ? strrchr(config, '/') : NULL, *slash;
    char *real, *name;

    file = file != NULL ? file + 1 : config;
    if (file != NULL && strcmp(file, "study.yaml") != 0)
        return clg_text_copy(file, length_without(file, ".yaml"), err);
    real = realpath(folder, NULL);
    slash = real != NULL ? strrchr(real, '/') : NULL;
    name = slash != NULL && slash[1] != '\0'
               ? clg_text_copy(slash + 1, strlen(slash + 1), err)
               : clg_text_copy("study", 5, err);
    free(real); /* the C library's */
    return name;
}

/* ---- the canonical names in a folder ---- */

static clg_status look_in_folder(const char *folder, const char *name, bool *exists,
                                 clg_error *err)
{
    char *path = clg_path_join(folder, name, err);

    *exists = path != NULL && clg_path_exists(path);
    if (path == NULL)
        return CLG_ERROR_MEMORY;
    clg_free(path);
    return CLG_OK;
}

/* Finds STEM.csv, packed or not, or STEM.tsv; found is "" if there is none. Two of
 * them would leave open which one counts. */
static clg_status find_table(const char *folder, const char *stem,
                             char found[NAME_SIZE], clg_error *err)
{
    static const char *const endings[] = {".csv", ".csv.gz", ".csv.zst",
                                          ".tsv", ".tsv.gz", ".tsv.zst"};

    found[0] = '\0';
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char name[NAME_SIZE];
        bool exists;
        clg_status status;

        snprintf(name, sizeof name, "%s%s", stem, endings[i]);
        status = look_in_folder(folder, name, &exists, err);
        if (status != CLG_OK)
            return status;
        if (!exists)
            continue;
        if (found[0] != '\0')
            return clg_fail_at(err, CLG_ERROR_SCHEMA, folder, 0, 0,
                               "both %s and %s are in this folder", found, name);
        memcpy(found, name, sizeof name);
    }
    return CLG_OK;
}

static clg_status add_file(clg_settings *settings, clg_table_kind kind,
                           const char *path, clg_error *err)
{
    clg_file_settings *file;
    clg_status status =
        clg_array_reserve(&settings->files, &settings->file_room,
                          settings->file_count + 1, sizeof *settings->files, err);

    if (status != CLG_OK)
        return status;
    file = &settings->files[settings->file_count];
    *file = (clg_file_settings){.kind = kind};
    file->path = clg_text_copy(path, strlen(path), err);
    if (file->path == NULL)
        return CLG_ERROR_MEMORY;
    settings->file_count++;
    return CLG_OK;
}

static clg_status add_canonical(clg_settings *settings, clg_error *err)
{
    for (int kind = 0; kind < CLG_TABLE_KIND_COUNT; kind++) {
        const char *stem = clg_table_kind_name((clg_table_kind)kind);
        char name[NAME_SIZE];
        clg_status status = find_table(settings->folder, stem, name, err);

        if (status == CLG_OK && name[0] != '\0')
            status = add_file(settings, (clg_table_kind)kind, name, err);
        if (status != CLG_OK)
            return status;
    }
    return CLG_OK;
}

/* terms.csv beside the logs is taken without being named, as they are. */
static clg_status add_canonical_terms(clg_settings *settings, clg_error *err)
{
    char name[NAME_SIZE];
    clg_status status;

    if (settings->window.unit != CLG_SPAN_TERMS || settings->terms_path != NULL)
        return CLG_OK;
    status = find_table(settings->folder, "terms", name, err);
    if (status != CLG_OK)
        return status;
    if (name[0] == '\0')
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "windows of terms need a file of terms: name it by 'terms' in "
                        "study.yaml, or put terms.csv beside the logs");
    settings->terms_path = clg_text_copy(name, strlen(name), err);
    return settings->terms_path != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

/* ---- study.yaml ---- */

/* Errors name it as they name the logs: by what it is called within the study. */
static clg_status read_config(const char *path, clg_settings *settings, clg_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    clg_input input;
    clg_status status = clg_input_open(path, name, &input, err);

    if (status != CLG_OK)
        return status;
    status = clg_settings_parse(input.bytes, input.size, name, settings, err);
    clg_input_close(&input);
    if (status == CLG_OK) {
        settings->config_path = clg_text_copy(name, strlen(name), err);
        status = settings->config_path != NULL ? CLG_OK : CLG_ERROR_MEMORY;
    }
    return status;
}

/* Where the files are: the study's own folder, its `data:`, or --data. */
static clg_status resolve_folder(const char *own, const clg_overrides *overrides,
                                 clg_settings *settings, clg_error *err)
{
    char *folder = NULL;

    if (overrides != NULL && overrides->data != NULL)
        folder = clg_text_copy(overrides->data, strlen(overrides->data), err);
    else if (settings->folder != NULL)
        folder = clg_path_join(own, settings->folder, err);
    else
        folder = clg_text_copy(own, strlen(own), err);
    if (folder == NULL)
        return CLG_ERROR_MEMORY;
    clg_free(settings->folder);
    settings->folder = folder;
    if (!clg_path_exists(folder))
        return clg_fail_at(err, CLG_ERROR_IO, folder, 0, 0, "no such folder");
    if (!clg_path_is_folder(folder))
        return clg_fail_at(err, CLG_ERROR_IO, folder, 0, 0,
                           "is a file, expected a folder");
    return CLG_OK;
}

/* ---- what must be there ---- */

static clg_status check_file(const char *folder, const char *name, clg_error *err)
{
    char *path = clg_path_join(folder, name, err);
    clg_status status = CLG_OK;

    if (path == NULL)
        return CLG_ERROR_MEMORY;
    if (!clg_path_exists(path)) {
        status = clg_fail_at(err, CLG_ERROR_IO, name, 0, 0, "no such file");
        clg_hint(err, "it is looked for in %.200s", folder);
    }
    clg_free(path);
    return status;
}

static bool has_logs(const clg_settings *settings)
{
    for (size_t i = 0; i < settings->file_count; i++)
        if (settings->files[i].kind == CLG_TABLE_ATTENDANCE ||
            settings->files[i].kind == CLG_TABLE_EXCHANGES)
            return true;
    return false;
}

static clg_status check_files(const clg_settings *settings, bool are_named,
                              clg_error *err)
{
    clg_status status = CLG_OK;

    if (!has_logs(settings) && are_named)
        return clg_fail_at(err, CLG_ERROR_SCHEMA, settings->config_path, 0, 0,
                           "neither 'attendance' nor 'exchanges' is among the files");
    if (!has_logs(settings))
        return clg_fail_at(
            err, CLG_ERROR_SCHEMA, settings->folder, 0, 0,
            "neither attendance.csv nor exchanges.csv is in this folder");
    for (size_t i = 0; i < settings->file_count && status == CLG_OK; i++)
        status = check_file(settings->folder, settings->files[i].path, err);
    if (status == CLG_OK && settings->window.unit == CLG_SPAN_TERMS)
        status = check_file(settings->folder, settings->terms_path, err);
    return status;
}

/* The tables in the order in which they are read; files of one table as written. */
static void sort_files(clg_settings *settings)
{
    for (size_t i = 1; i < settings->file_count; i++) {
        clg_file_settings file = settings->files[i];
        size_t place = i;

        for (; place > 0 && settings->files[place - 1].kind > file.kind; place--)
            settings->files[place] = settings->files[place - 1];
        settings->files[place] = file;
    }
}

/* `folder` is the study's own, `config` its study.yaml or NULL. */
static clg_status read_study(const char *folder, const char *config,
                             const clg_overrides *overrides, clg_settings *settings,
                             clg_error *err)
{
    clg_status status = config != NULL ? read_config(config, settings, err) : CLG_OK;
    bool are_named;

    if (status == CLG_OK)
        status = resolve_folder(folder, overrides, settings, err);
    if (status == CLG_OK && overrides != NULL)
        status = clg_settings_override(settings, overrides, err);
    if (status != CLG_OK)
        return status;
    settings->study_name = study_name_of(folder, config, err);
    if (settings->study_name == NULL)
        return CLG_ERROR_MEMORY;

    are_named = settings->file_count > 0;
    status = are_named ? CLG_OK : add_canonical(settings, err);
    sort_files(settings);
    if (status == CLG_OK)
        status = add_canonical_terms(settings, err);
    return status == CLG_OK ? check_files(settings, are_named, err) : status;
}

clg_status clg_settings_read(const char *path, const clg_overrides *overrides,
                             clg_settings *settings, clg_error *err)
{
    char *folder = NULL, *config = NULL;
    clg_status status = CLG_ERROR_MEMORY;

    clg_settings_init(settings);
    if (!clg_path_exists(path))
        return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0,
                           "no such folder or study.yaml");
    if (clg_path_is_folder(path)) {
        folder = clg_text_copy(path, strlen(path), err);
        config = clg_path_join(path, "study.yaml", err);
        if (config != NULL && !clg_path_exists(config)) {
            clg_free(config);
            config = NULL;
        } else if (config == NULL) {
            goto cleanup;
        }
    } else {
        folder = folder_of(path, err);
        config = clg_text_copy(path, strlen(path), err);
        if (config == NULL)
            goto cleanup;
    }
    if (folder == NULL)
        goto cleanup;
    status = read_study(folder, config, overrides, settings, err);

cleanup:
    clg_free(folder);
    clg_free(config);
    if (status != CLG_OK)
        clg_settings_clear(settings);
    return status;
}
