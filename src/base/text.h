/* Columns of texts, and the dictionaries that turn identifiers into codes.
 *
 * A clg_texts is an append-only list of byte strings in one buffer: text i is
 * bytes + first[i], ended by NUL, of length first[i + 1] - first[i] - 1. A
 * dictionary is such a list in which no text occurs twice, with an index. */
#ifndef CLG_BASE_TEXT_H
#define CLG_BASE_TEXT_H

#include "collegium/error.h"
#include "collegium/suggest.h" /* clg_nearest_name() */

#include <stdbool.h>

typedef struct clg_texts {
    size_t count;
    size_t *first; /* count + 1 offsets once anything was appended */
    char *bytes;
    size_t first_room, bytes_room;
} clg_texts;

// clang-format off
#define CLG_TEXTS_INIT {0, NULL, NULL, 0, 0}
// clang-format on

/* Appends a copy; text need not be ended by NUL and may hold any byte but NUL. */
clg_status clg_texts_append(clg_texts *texts, const char *text, size_t length,
                            clg_error *err) CLG_NODISCARD;
const char *clg_texts_at(const clg_texts *texts, size_t index);
size_t clg_texts_length(const clg_texts *texts, size_t index);
void clg_texts_clear(clg_texts *texts); /* frees; the struct is as new */

/* Order by bytes; the shorter first where one begins the other. <0, 0, >0. */
int clg_bytes_compare(const char *a, size_t a_length, const char *b, size_t b_length);

/* ranks[i] = place of text i in byte order, among count distinct texts. */
clg_status clg_texts_rank(const clg_texts *texts, uint32_t *ranks,
                          clg_error *err) CLG_NODISCARD;

typedef struct clg_dictionary {
    clg_texts texts;
    uint32_t *prefixes; /* one per text: part of the key, see below */
    uint32_t *slots;    /* open addressing: 0 = free, otherwise code + 1 */
    uint64_t *hashes;   /* one per text */
    size_t slot_count, prefix_room, hash_room;
} clg_dictionary;

// clang-format off
#define CLG_DICTIONARY_INIT {CLG_TEXTS_INIT, NULL, NULL, NULL, 0, 0, 0}
// clang-format on
#define CLG_NO_CODE UINT32_MAX

/* The code of (prefix, text), a new one if it is not known yet. The prefix
 * qualifies the text: a person is (school code, identifier). Codes count up
 * from 0 in order of first appearance. */
clg_status clg_dictionary_code(clg_dictionary *dictionary, uint32_t prefix,
                               const char *text, size_t length, uint32_t *code,
                               clg_error *err) CLG_NODISCARD;
/* Codes for all texts of a list, without a prefix, in their order. */
clg_status clg_dictionary_add(clg_dictionary *dictionary, const clg_texts *texts,
                              clg_error *err) CLG_NODISCARD;
/* As clg_dictionary_code(), but CLG_NO_CODE if it is not known. */
uint32_t clg_dictionary_find(const clg_dictionary *dictionary, uint32_t prefix,
                             const char *text, size_t length);
void clg_dictionary_clear(clg_dictionary *dictionary);

#endif
