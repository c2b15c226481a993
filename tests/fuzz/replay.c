/* Runs a fuzz target without a fuzzer: every file of a folder, and of every file a
 * fixed set of damaged copies. The copies are the same on every machine, so that a
 * failure can be repeated; they are made in blocks of their exact size, so that a
 * sanitizer sees a read past the end. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUTS = 600, FLIPS = 600, SPLICES = 200, LARGEST = 1 << 20 };

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u); /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint8_t *copy_of(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL) {
        fprintf(stderr, "replay: no memory for %zu bytes\n", size);
        exit(1);
    }
    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

static void feed(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = copy_of(bytes, size);

    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* Cut short at every byte, or at CUTS places spread over a longer file. */
static size_t feed_beginnings(const uint8_t *bytes, size_t size)
{
    size_t step = size / CUTS + 1, count = 0;

    for (size_t length = 0; length < size; length += step, count++)
        feed(bytes, length);
    return count;
}

/* One to four bytes changed: to any value, or to one with a meaning somewhere. */
static size_t feed_flipped(const uint8_t *bytes, size_t size, uint64_t *random)
{
    static const uint8_t special[] = {'"', ',', '\n', '\r', '\t', ';',  ':', '-',
                                      '{', '[', '#',  '&',  '0',  '\0', 255, ' '};

    for (size_t i = 0; i < FLIPS && size > 0; i++) {
        uint8_t *copy = copy_of(bytes, size);
        size_t changes = 1 + (size_t)(next_random(random) % 4);
        for (size_t c = 0; c < changes; c++) {
            uint64_t draw = next_random(random);
            copy[(size_t)(draw >> 16) % size] =
                draw & 256 ? (uint8_t)draw : special[draw % sizeof special];
        }
        LLVMFuzzerTestOneInput(copy, size);
        free(copy);
    }
    return size > 0 ? FLIPS : 0;
}

/* A piece left out, or said twice. */
static size_t feed_spliced(const uint8_t *bytes, size_t size, uint64_t *random)
{
    for (size_t i = 0; i < SPLICES && size > 0; i++) {
        size_t from = (size_t)(next_random(random) % size);
        size_t length = 1 + (size_t)(next_random(random) % (size - from));
        size_t resume = next_random(random) & 1 ? from : from + length;
        size_t kept = resume == from ? from + length : from;
        uint8_t *copy = malloc(size + length);
        if (copy == NULL)
            exit(1);
        memcpy(copy, bytes, kept);
        memcpy(copy + kept, bytes + resume, size - resume);
        feed(copy, kept + size - resume);
        free(copy);
    }
    return size > 0 ? SPLICES : 0;
}

static size_t replay_file(const char *path)
{
    static uint8_t bytes[LARGEST];
    FILE *file = fopen(path, "rb");
    uint64_t random = 1;
    size_t size;

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    feed(bytes, size);
    return 1 + feed_beginnings(bytes, size) + feed_flipped(bytes, size, &random) +
           feed_spliced(bytes, size, &random);
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    size_t inputs = 0, files = 0;
    int count;

    if (argc != 2 || (count = scandir(argv[1], &entries, NULL, alphasort)) < 0) {
        fprintf(stderr, "replay: expected a folder of inputs, found '%s'\n",
                argc > 1 ? argv[1] : "");
        return 1;
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            inputs += replay_file(path);
            files++;
        }
        free(entries[i]);
    }
    free(entries);
    printf("%zu inputs from %zu files\n", inputs, files);
    return files > 0 ? 0 : 1;
}
