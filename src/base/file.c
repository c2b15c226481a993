/* Whole inputs: mapped when plain, on the heap when unpacked or read from a pipe. */
#define _GNU_SOURCE /* renameat2 */
#include "base/file.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static clg_status fail_reading(const char *name, clg_error *err)
{
    return clg_fail_at(err, CLG_ERROR_IO, name, 0, 0, "cannot read: %s",
                       strerror(errno));
}

static clg_status open_file(const char *path, const char *name, int *file,
                            struct stat *about, clg_error *err)
{
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return clg_fail_at(err, CLG_ERROR_IO, name, 0, 0, "no such file");
    if (*file < 0 || fstat(*file, about) != 0)
        return fail_reading(name, err);
    if (S_ISDIR(about->st_mode))
        return clg_fail_at(err, CLG_ERROR_IO, name, 0, 0,
                           "is a folder, expected a file");
    return CLG_OK;
}

static clg_status map(int file, size_t size, const char *name, clg_input *input,
                      clg_error *err)
{
    if (size == 0)
        return CLG_OK;
    input->mapping = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (input->mapping == MAP_FAILED) {
        input->mapping = NULL;
        return fail_reading(name, err);
    }
    input->mapping_size = size;
    return CLG_OK;
}

/* A pipe or a device: its size is known at its end only. */
static clg_status read_stream(int file, const char *name, clg_input *input,
                              clg_error *err)
{
    char *bytes = NULL;
    size_t size = 0, room = 0;
    clg_status status;
    ssize_t got = 1;

    while (got != 0) {
        status = clg_array_reserve(&bytes, &room, size + (1 << 16), 1, err);
        if (status != CLG_OK)
            goto cleanup;
        got = read(file, bytes + size, room - size);
        if (got < 0 && errno != EINTR) {
            status = fail_reading(name, err);
            goto cleanup;
        }
        size += got > 0 ? (size_t)got : 0;
    }
    input->mapping = bytes;
    input->mapping_size = size;
    input->mapping_is_heap = true;
    bytes = NULL; /* now the input's */

cleanup:
    clg_free(bytes);
    return status;
}

static void release(clg_input *input)
{
    if (input->mapping != NULL && !input->mapping_is_heap)
        munmap(input->mapping, input->mapping_size);
    else
        clg_free(input->mapping);
    input->mapping = NULL;
}

static void digest(clg_input *input)
{
    unsigned char hash[CLG_SHA256_SIZE];

    clg_sha256(input->mapping, input->mapping_size, hash);
    sodium_bin2hex(input->sha256, sizeof input->sha256, hash, sizeof hash);
}

/* Replaces the packed bytes by the content. */
static clg_status unpack(clg_packing packing, const char *name, clg_input *input,
                         clg_error *err)
{
    char *content = NULL;
    size_t size = 0;
    clg_status status = clg_unpack(packing, input->mapping, input->mapping_size, name,
                                   &content, &size, err);

    if (status != CLG_OK)
        return status;
    release(input);
    input->mapping = content;
    input->mapping_size = size;
    input->mapping_is_heap = true;
    return CLG_OK;
}

static clg_status load(int file, const struct stat *about, const char *name,
                       clg_input *input, clg_error *err)
{
    clg_packing packing;
    clg_status status = S_ISREG(about->st_mode)
                            ? map(file, (size_t)about->st_size, name, input, err)
                            : read_stream(file, name, input, err);

    if (status != CLG_OK)
        return status;
    input->stored_size = input->mapping_size;
    digest(input);
    packing = clg_packing_of(input->mapping, input->mapping_size);
    if (packing != CLG_PACKING_NONE)
        status = unpack(packing, name, input, err);
    input->bytes = input->mapping != NULL ? input->mapping : "";
    input->size = input->mapping_size;
    return status;
}

clg_status clg_input_open(const char *path, const char *name, clg_input *input,
                          clg_error *err)
{
    struct stat about;
    int file = -1;
    clg_status status;

    *input = (clg_input){.bytes = ""};
    status = open_file(path, name, &file, &about, err);
    if (status == CLG_OK)
        status = load(file, &about, name, input, err);
    if (file >= 0)
        close(file); /* a mapping outlives it */
    if (status != CLG_OK)
        clg_input_close(input);
    return status;
}

void clg_input_close(clg_input *input)
{
    release(input);
    *input = (clg_input){.bytes = ""};
}

bool clg_path_exists(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0;
}

bool clg_path_is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Folder and name of a path, without links on the way of the folder's; of a folder or a
 * file that is there, its own. *real is NULL where not even the folder is there. */
static clg_status real_path(const char *path, char **real, clg_error *err)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    char *folder = clg_text_copy(slash != NULL ? path : "./",
                                 slash != NULL ? (size_t)(name - path) : 2, err);
    char *whole, *part;
    bool is_there;

    *real = NULL;
    if (folder == NULL)
        return CLG_ERROR_MEMORY;
    whole = realpath(path, NULL);
    part = whole == NULL ? realpath(folder, NULL) : NULL;
    if (whole != NULL)
        *real = clg_path_join("", whole, err);
    else if (part != NULL)
        *real = clg_path_join(part, name, err);
    is_there = whole != NULL || part != NULL;
    clg_free(folder);
    free(whole); /* the C library's */
    free(part);
    return is_there && *real == NULL ? CLG_ERROR_MEMORY : CLG_OK;
}

static bool lies_in(const char *path, const char *folder)
{
    size_t length = strlen(folder);

    return strncmp(path, folder, length) == 0 &&
           (path[length] == '\0' || path[length] == '/' || folder[length - 1] == '/');
}

clg_status clg_path_spares(const char *out, const char *other, clg_error *err)
{
    char *real = NULL, *real_other = NULL;
    clg_status status;

    if (other == NULL || out[0] == '\0')
        return CLG_OK;
    status = real_path(out, &real, err);
    if (status == CLG_OK)
        status = real_path(other, &real_other, err);
    if (status == CLG_OK && real != NULL && real_other != NULL &&
        lies_in(real_other, real))
        status =
            clg_fail_at(err, CLG_ERROR_IO, out, 0, 0, "would replace '%.500s'", other);
    clg_free(real_other);
    clg_free(real);
    return status;
}

char *clg_path_join(const char *folder, const char *name, clg_error *err)
{
    size_t folder_length = name[0] == '/' ? 0 : strlen(folder);
    size_t name_length = strlen(name), at = folder_length;
    char *path = clg_array_new(folder_length + name_length + 2, 1, err);

    if (path == NULL)
        return NULL;
    memcpy(path, folder, folder_length);
    if (folder_length > 0 && folder[folder_length - 1] != '/')
        path[at++] = '/';
    memcpy(path + at, name, name_length);
    return path;
}
