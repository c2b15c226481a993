/**
 * @file collegium/catalogue.h
 * @brief Every measure: what it is called, what it means, how it is computed.
 *
 * Read-only and static: nothing here can fail or has to be released.
 */
#ifndef COLLEGIUM_CATALOGUE_H
#define COLLEGIUM_CATALOGUE_H

#include "collegium/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One measure. No text is NULL or empty. */
typedef struct clg_catalogue_entry {
    const char *id;             /**< the column's name; never changes */
    const char *name;           /**< for people */
    const char *level;          /**< "school", "person", "network" or "vertex" */
    const char *unit;           /**< "1" for pure numbers */
    const char *range;          /**< such as "[0, 1]" */
    const char *direction;      /**< what a high value says */
    const char *definition;     /**< the formula in plain text */
    const char *source;         /**< literature, or "own" */
    const char *undefined_when; /**< when there is no value; "never" if always */
    const char *cost;           /**< n people, m ties, M meetings */
} clg_catalogue_entry;

/** How many measures there are. */
CLG_API size_t clg_catalogue_count(void);

/**
 * The measure at @p index: those of schools and of persons in the order of the result
 * tables, then those of plain networks and of their vertices that are not among them.
 * NULL if @p index is not below clg_catalogue_count().
 */
CLG_API const clg_catalogue_entry *clg_catalogue_entry_at(size_t index);

/**
 * The first measure with this id; NULL if there is none. One id can stand for a measure
 * of schools and of persons (attendance_rate): entries with the same id are to be found
 * by going through all.
 */
CLG_API const clg_catalogue_entry *clg_catalogue_find(const char *id);

#ifdef __cplusplus
}
#endif

#endif
