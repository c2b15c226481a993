/**
 * @file collegium/suggest.h
 * @brief "Did you mean": the nearest of some known names.
 */
#ifndef COLLEGIUM_SUGGEST_H
#define COLLEGIUM_SUGGEST_H

#include "collegium/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The name nearest to @p word by edit distance (insertions, deletions, changes and
 * swaps of neighbours count one each).
 *
 * @param word   what was written
 * @param names  the known names, ended by NULL
 * @return the name (borrowed), or NULL if none is near enough to be worth suggesting
 *
 * Time O(length of word * length of all names).
 */
CLG_API const char *clg_nearest_name(const char *word, const char *const *names);

#ifdef __cplusplus
}
#endif

#endif
