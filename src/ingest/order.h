/* Canonical order: rows by group through counting, then sorted within each group. */
#ifndef CLG_INGEST_ORDER_H
#define CLG_INGEST_ORDER_H

#include "study/study.h"

/* Items 0 .. count-1 by groups[item], in their order; CLG_NO_CODE leaves an item out.
 * Group g has items[first[g] .. first[g + 1]); both are freed with clg_free.
 * O(count + group_count). */
clg_status clg_group(const uint32_t *groups, size_t count, size_t group_count,
                     size_t **first, uint32_t **items, clg_error *err) CLG_NODISCARD;

typedef bool clg_precedes(uint32_t a, uint32_t b, const void *context);

/* Sorts each group's items, keeping the order of equals; groups in parallel. Quick on
 * items that are in order already. O(n log n) of each group. */
clg_status clg_sort_groups(uint32_t *items, const size_t *first, size_t group_count,
                           clg_precedes *precedes, const void *context, int threads,
                           clg_error *err) CLG_NODISCARD;

/* A category of `count` items whose values are codes into texts (distinct, code
 * CLG_NO_CODE = missing): only levels that occur, in byte order. O(count + levels
 * log levels). */
clg_status clg_category_make(const char *name, const clg_texts *texts,
                             const uint32_t *codes, size_t count,
                             clg_category *category, clg_error *err) CLG_NODISCARD;

/* Appends a category to a list of them: room for one more at the end. */
clg_status clg_category_add(clg_category **list, size_t *list_count, const char *name,
                            const clg_texts *texts, const uint32_t *codes, size_t count,
                            clg_error *err) CLG_NODISCARD;

#endif
