/* Files: whole inputs in memory, outputs that appear complete or not at all. */
#ifndef CLG_BASE_FILE_H
#define CLG_BASE_FILE_H

#include "collegium/error.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct clg_input {
    const char *bytes; /* the content, unpacked if it was .gz or .zst */
    size_t size;
    uint64_t stored_size; /* bytes on disk */
    char sha256[65];      /* of the bytes on disk, in hex */
    void *mapping;        /* private: what to release */
    size_t mapping_size;
    bool mapping_is_heap;
} clg_input;

/* Reads a whole file; gzip and zstd are recognised by their first bytes. `name`
 * is how errors call it. CLG_ERROR_IO: missing ("no such file"), unreadable, a
 * folder; CLG_ERROR_PARSE: a .gz or .zst that is cut short or damaged. */
clg_status clg_input_open(const char *path, const char *name, clg_input *input,
                          clg_error *err) CLG_NODISCARD;
void clg_input_close(clg_input *input);

bool clg_path_exists(const char *path);
bool clg_path_is_folder(const char *path);
/* folder + "/" + name, or name alone if it is absolute. Free with clg_free. */
char *clg_path_join(const char *folder, const char *name, clg_error *err) CLG_NODISCARD;

/* Refuses (CLG_ERROR_IO) an output that would replace what is read or written, too:
 * the same file, or a folder that it lies in. other may be NULL. */
clg_status clg_path_spares(const char *out, const char *other,
                           clg_error *err) CLG_NODISCARD;

/* A file that replaces `path` only when committed. Written through `stream`. */
typedef struct clg_output {
    FILE *stream;
    char *path, *temporary;
} clg_output;

clg_status clg_output_open(const char *path, clg_output *output,
                           clg_error *err) CLG_NODISCARD;
/* The same for its owner alone: what tells of people, or who is who. */
clg_status clg_output_open_private(const char *path, clg_output *output,
                                   clg_error *err) CLG_NODISCARD;
/* Flushes, checks every earlier write, renames. On failure nothing is left. */
clg_status clg_output_commit(clg_output *output, clg_error *err) CLG_NODISCARD;
void clg_output_discard(clg_output *output); /* also fine after commit */

/* A folder that appears at `path` only when committed. Files go to `temporary`.
 * If path exists and is not an empty folder: CLG_ERROR_IO ("exists already",
 * hint --force) unless force, and even then only if it holds run.json, compare.json,
 * report.json or truth.csv, so that --force can't delete what collegium did not write.
 */
typedef struct clg_output_folder {
    char *path, *temporary;
    bool replaces; /* private: force */
} clg_output_folder;

clg_status clg_output_folder_open(const char *path, bool force,
                                  clg_output_folder *folder,
                                  clg_error *err) CLG_NODISCARD;
clg_status clg_output_folder_commit(clg_output_folder *folder,
                                    clg_error *err) CLG_NODISCARD;
void clg_output_folder_discard(clg_output_folder *folder); /* removes, recursively */

#endif
