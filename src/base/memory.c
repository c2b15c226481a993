#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "base/memory.h"

#include "base/fail.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef CLG_TEST_HOOKS
long clg_test_allocations_left = -1;

static bool allocation_is_denied(void)
{
    if (clg_test_allocations_left < 0)
        return false;
    if (clg_test_allocations_left == 0)
        return true;
    clg_test_allocations_left--;
    return false;
}
#else
static bool allocation_is_denied(void)
{
    return false;
}
#endif

static bool product_overflows(size_t count, size_t size)
{
    return size > 0 && count > SIZE_MAX / size;
}

static clg_status fail_memory(size_t count, size_t size, clg_error *err)
{
    return clg_fail(err, CLG_ERROR_MEMORY, "cannot allocate %zu x %zu bytes", count,
                    size);
}

void *clg_array_new(size_t count, size_t size, clg_error *err)
{
    void *block = NULL;

    if (!product_overflows(count, size) && !allocation_is_denied())
        block = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    if (block == NULL)
        fail_memory(count, size, err);
    return block;
}

clg_status clg_array_reserve(void *array, size_t *room, size_t needed, size_t size,
                             clg_error *err)
{
    void *old = NULL, *grown = NULL;
    size_t count = needed;

    if (needed <= *room)
        return CLG_OK;
    if (count < 2 * *room)
        count = 2 * *room;
    if (count < 16)
        count = 16;

    memcpy(&old, array, sizeof old); /* a T * read through its representation */
    if (!product_overflows(count, size) && !allocation_is_denied())
        grown = realloc(old, count * size);
    if (grown == NULL)
        return fail_memory(count, size, err);
    memcpy(array, &grown, sizeof grown);
    *room = count;
    return CLG_OK;
}

char *clg_text_copy(const char *bytes, size_t length, clg_error *err)
{
    char *copy = clg_array_new(length + 1, 1, err);

    if (copy != NULL && length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

void clg_free(void *block)
{
    free(block);
}

void *clg_shared_new(size_t count, size_t size, clg_error *err)
{
    void *block = MAP_FAILED;
    size_t bytes = count > 0 ? count * size : 1;

    if (!product_overflows(count, size) && !allocation_is_denied())
        block = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (block == MAP_FAILED) {
        fail_memory(count, size, err);
        return NULL;
    }
    return block;
}

void clg_shared_free(void *block, size_t count, size_t size)
{
    if (block != NULL)
        munmap(block, count > 0 ? count * size : 1);
}
