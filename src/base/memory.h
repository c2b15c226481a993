/* The one door to the heap: sizes are checked for overflow, failures are
 * reported, and tests can make any allocation fail. */
#ifndef CLG_BASE_MEMORY_H
#define CLG_BASE_MEMORY_H

#include "collegium/error.h"

/* Zeroed room for count elements; never NULL for count 0. NULL and err filled
 * with CLG_ERROR_MEMORY when there is none. */
void *clg_array_new(size_t count, size_t size, clg_error *err) CLG_NODISCARD;

/* Makes *array hold at least `needed` elements, at least doubling its room, so
 * that appending one by one is linear. New elements are not zeroed. On failure
 * *array and *room are as before. `array` is the address of a T * variable. */
clg_status clg_array_reserve(void *array, size_t *room, size_t needed, size_t size,
                             clg_error *err) CLG_NODISCARD;

/* A copy of a text, ended by NUL; bytes need not be. */
char *clg_text_copy(const char *bytes, size_t length, clg_error *err) CLG_NODISCARD;

void clg_free(void *block);

/* Zeroed pages that stay shared with every process forked later. Pages never
 * touched cost nothing, so upper bounds may be asked for. */
void *clg_shared_new(size_t count, size_t size, clg_error *err) CLG_NODISCARD;
void clg_shared_free(void *block, size_t count, size_t size);

#ifdef CLG_TEST_HOOKS
/* Allocations left before the next ones fail; -1 means no limit. Tests only. */
extern long clg_test_allocations_left;
#endif

#endif
