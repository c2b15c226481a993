/* Outputs that appear complete or not at all: written beside their place under the
 * name PATH.partial-PID and renamed. */
#define _GNU_SOURCE /* renameat2 */
#include "base/file.h"

#include "base/fail.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static clg_status fail_system(const char *path, const char *what, int code,
                              clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "%s: %s", what, strerror(code));
}

/* PATH.TAG-PID */
static char *beside(const char *path, const char *tag, clg_error *err)
{
    size_t size = strlen(path) + strlen(tag) + 32;
    char *name = clg_array_new(size, 1, err);

    if (name != NULL)
        snprintf(name, size, "%s.%s-%ld", path, tag, (long)getpid());
    return name;
}

/* ---- one file ---- */

static clg_status open_stream(const char *path, int flags, mode_t mode,
                              clg_output *output, clg_error *err)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | flags, mode);

    if (file < 0)
        return fail_system(output->path, "cannot write", errno, err);
    output->stream = fdopen(file, "wb");
    if (output->stream == NULL) {
        clg_status status = fail_system(output->path, "cannot write", errno, err);
        close(file);
        return status;
    }
    return CLG_OK;
}

/* A pipe, a terminal or /dev/null can't be renamed over: they are written directly. */
static clg_status open_beside(clg_output *output, mode_t mode, clg_error *err)
{
    struct stat about;
    bool exists = stat(output->path, &about) == 0;

    if (exists && S_ISDIR(about.st_mode))
        return clg_fail_at(err, CLG_ERROR_IO, output->path, 0, 0,
                           "is a folder, expected a file");
    if (exists && !S_ISREG(about.st_mode))
        return open_stream(output->path, 0, mode, output, err);

    output->temporary = beside(output->path, "partial", err);
    if (output->temporary == NULL)
        return CLG_ERROR_MEMORY;
    unlink(output->temporary); /* left by a process that had our number and crashed */
    return open_stream(output->temporary, O_CREAT | O_EXCL, mode, output, err);
}

static clg_status open_output(const char *path, mode_t mode, clg_output *output,
                              clg_error *err)
{
    clg_status status = CLG_ERROR_MEMORY;

    *output = (clg_output){NULL, NULL, NULL};
    output->path = clg_text_copy(path, strlen(path), err);
    if (output->path != NULL)
        status = open_beside(output, mode, err);
    if (status != CLG_OK)
        clg_output_discard(output);
    return status;
}

clg_status clg_output_open(const char *path, clg_output *output, clg_error *err)
{
    return open_output(path, 0666, output, err);
}

clg_status clg_output_open_private(const char *path, clg_output *output, clg_error *err)
{
    return open_output(path, 0600, output, err);
}

/* The stream remembers that a write failed, not why: writing again tells. */
static int reason_of_failure(FILE *stream)
{
    errno = 0;
    if (fflush(stream) == 0 || errno == 0)
        (void)!write(fileno(stream), "", 1);
    return errno != 0 ? errno : EIO;
}

static clg_status finish_stream(clg_output *output, clg_error *err)
{
    FILE *stream = output->stream;
    int reason = 0;

    if (ferror(stream))
        reason = reason_of_failure(stream);
    else if (fflush(stream) != 0)
        reason = errno;
    output->stream = NULL;
    if (fclose(stream) != 0 && reason == 0) /* NFS reports a full disk here */
        reason = errno;
    return reason == 0 ? CLG_OK
                       : fail_system(output->path, "cannot write", reason, err);
}

clg_status clg_output_commit(clg_output *output, clg_error *err)
{
    clg_status status = finish_stream(output, err);

    if (status == CLG_OK && output->temporary != NULL) {
        if (rename(output->temporary, output->path) == 0) {
            clg_free(output->temporary);
            output->temporary = NULL; /* nothing to remove any more */
        } else {
            status = fail_system(output->path, "cannot write", errno, err);
        }
    }
    clg_output_discard(output);
    return status;
}

void clg_output_discard(clg_output *output)
{
    if (output->stream != NULL)
        fclose(output->stream);
    if (output->temporary != NULL)
        unlink(output->temporary);
    clg_free(output->temporary);
    clg_free(output->path);
    *output = (clg_output){NULL, NULL, NULL};
}

/* ---- a folder ---- */

static int remove_entry(const char *path, const struct stat *about, int kind,
                        struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static bool folder_is_empty(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    bool is_empty = folder != NULL;

    while (is_empty && (entry = readdir(folder)) != NULL)
        is_empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (folder != NULL)
        closedir(folder);
    return is_empty;
}

static bool holds(const char *path, const char *name)
{
    char *record = clg_path_join(path, name, NULL);
    bool exists = record != NULL && clg_path_exists(record);

    clg_free(record);
    return exists;
}

/* Results have run.json; a simulated study has truth.csv, fitted stages model.json,
 * compared schools compare.json, the tables of a report report.json. */
static bool is_our_work(const char *path)
{
    return holds(path, "run.json") || holds(path, "truth.csv") ||
           holds(path, "model.json") || holds(path, "compare.json") ||
           holds(path, "report.json");
}

/* Whether the path may be replaced, and if not, why not. */
static clg_status check_target(const char *path, bool force, clg_error *err)
{
    clg_status status;

    if (!clg_path_exists(path))
        return CLG_OK;
    if (!clg_path_is_folder(path))
        return clg_fail_at(err, CLG_ERROR_IO, path, 0, 0,
                           "is a file, expected a folder or nothing");
    if (folder_is_empty(path))
        return CLG_OK;
    if (!force) {
        status = clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "exists already");
        clg_hint(err, "name another folder, or replace this one with --force");
        return status;
    }
    if (!is_our_work(path)) {
        status = clg_fail_at(err, CLG_ERROR_IO, path, 0, 0, "exists already");
        clg_hint(err, "it holds no run.json: --force replaces only a folder that "
                      "collegium has written");
        return status;
    }
    return CLG_OK;
}

/* Without slashes at the end and, if it exists, without links on the way: a link
 * to a folder stays a link. */
static char *target_of(const char *path, clg_error *err)
{
    char *real = realpath(path, NULL), *copy;
    const char *from = real != NULL ? real : path;
    size_t length = strlen(from);

    while (length > 1 && from[length - 1] == '/')
        length--;
    copy = clg_text_copy(from, length, err);
    free(real); /* the C library's */
    return copy;
}

static clg_status make_temporary(clg_output_folder *folder, clg_error *err)
{
    folder->temporary = beside(folder->path, "partial", err);
    if (folder->temporary == NULL)
        return CLG_ERROR_MEMORY;
    remove_folder(folder->temporary); /* left by a crashed process of our number */
    if (mkdir(folder->temporary, 0777) == 0)
        return CLG_OK;

    int why = errno;
    clg_free(folder->temporary); /* not ours to remove */
    folder->temporary = NULL;
    fail_system(folder->path, "cannot make the folder", why, err);
    if (why == ENOENT)
        clg_hint(err, "make the folder that is to hold it first");
    return CLG_ERROR_IO;
}

clg_status clg_output_folder_open(const char *path, bool force,
                                  clg_output_folder *folder, clg_error *err)
{
    clg_status status;

    *folder = (clg_output_folder){NULL, NULL, force};
    if (path[0] == '\0')
        return clg_fail(err, CLG_ERROR_IO, "the name of the output folder is empty");
    status = check_target(path, force, err);
    if (status != CLG_OK)
        return status;

    status = CLG_ERROR_MEMORY;
    folder->path = target_of(path, err);
    if (folder->path != NULL)
        status = make_temporary(folder, err);
    if (status != CLG_OK)
        clg_output_folder_discard(folder);
    return status;
}

/* Without an exchange in one step (some network file systems): the old one goes
 * aside, and comes back if the new one can't take its place. */
static clg_status rename_aside(const clg_output_folder *folder, clg_error *err)
{
    char *aside = beside(folder->path, "replaced", err);
    clg_status status = CLG_OK;

    if (aside == NULL)
        return CLG_ERROR_MEMORY;
    if (rename(folder->path, aside) != 0) {
        status = fail_system(folder->path, "cannot replace the folder", errno, err);
    } else if (rename(folder->temporary, folder->path) != 0) {
        status = fail_system(folder->path, "cannot replace the folder", errno, err);
        (void)rename(aside, folder->path);
    } else {
        remove_folder(aside);
    }
    clg_free(aside);
    return status;
}

static clg_status put_in_place(const clg_output_folder *folder, clg_error *err)
{
    if (rename(folder->temporary, folder->path) == 0) /* none there, or an empty one */
        return CLG_OK;
    if (errno != ENOTEMPTY && errno != EEXIST)
        return fail_system(folder->path, "cannot make the folder", errno, err);
    if (!folder->replaces)
        return check_target(folder->path, false, err); /* filled by someone meanwhile */
    if (renameat2(AT_FDCWD, folder->temporary, AT_FDCWD, folder->path,
                  RENAME_EXCHANGE) == 0) {
        remove_folder(folder->temporary); /* which is the old one now */
        return CLG_OK;
    }
    return rename_aside(folder, err);
}

clg_status clg_output_folder_commit(clg_output_folder *folder, clg_error *err)
{
    clg_status status = put_in_place(folder, err);

    if (status == CLG_OK) {
        clg_free(folder->temporary);
        folder->temporary = NULL;
    }
    clg_output_folder_discard(folder);
    return status;
}

void clg_output_folder_discard(clg_output_folder *folder)
{
    if (folder->temporary != NULL)
        remove_folder(folder->temporary);
    clg_free(folder->temporary);
    clg_free(folder->path);
    *folder = (clg_output_folder){NULL, NULL, false};
}
