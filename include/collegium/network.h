/**
 * @file collegium/network.h
 * @brief The measures of one plain network, or of one table of who attended what.
 */
#ifndef COLLEGIUM_NETWORK_H
#define COLLEGIUM_NETWORK_H

#include "collegium/error.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where the network comes from. All zero but `edges` or `attendance`, of which one is
 * given, is a sane choice. */
typedef struct clg_network_options {
    const char *edges;      /**< CSV: columns from and to, else the first two */
    const char *attendance; /**< instead: CSV of columns person and meeting */
    const char *nodes;  /**< CSV: column id, else the first; NULL: those in the edges */
    const char *weight; /**< column of weights in edges; NULL: every tie weighs 1 */
    const char *group;  /**< column of groups in nodes; NULL: none */
    bool is_directed;
} clg_network_options;

/**
 * Reads a network and computes every measure that needs nothing but a network.
 *
 * @param options  where it comes from
 * @param as_json  one JSON document with "schema_version", "graph" and "vertices", each
 *                 value with its status; otherwise a table for people
 * @param[out] text  the answer, to be released with clg_text_free(); NULL on failure
 * @retval CLG_ERROR_ARGUMENT  a group without nodes; a table of attendances with a
 * direction or a column of weights
 * @retval CLG_ERROR_PARSE, CLG_ERROR_SCHEMA, CLG_ERROR_IO  the files can't be used
 *
 * Loops are left out, and ties that are listed more than once count once (their weights
 * are added when there is a weight column): both are counted in the answer.
 * A table of attendances is projected: two people are tied if they attended a meeting
 * together, with Newman's weight, the sum of 1 / (people in the meeting - 1).
 * Time at least O(V * E).
 */
CLG_API CLG_NODISCARD clg_status clg_measure_network(const clg_network_options *options,
                                                     bool as_json, char **text,
                                                     clg_error *err);

#ifdef __cplusplus
}
#endif

#endif
