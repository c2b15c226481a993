/**
 * @file collegium/error.h
 * @brief Status codes, and the record that says what went wrong and where.
 *
 * A function that can fail returns a ::clg_status and takes a `clg_error *` as
 * its last parameter. The record is the caller's, lives on its stack, holds no
 * memory of its own, and may be NULL when the code alone is of interest. The
 * library never prints, never ends the process and keeps no "last error".
 */
#ifndef COLLEGIUM_ERROR_H
#define COLLEGIUM_ERROR_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CLG_NODISCARD __attribute__((warn_unused_result))
#define CLG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define CLG_API __attribute__((visibility("default")))
#else
#define CLG_NODISCARD
#define CLG_PRINTF(text, first)
#define CLG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** How a call ended. The numbers are part of the interface: append only. */
typedef enum clg_status {
    CLG_OK = 0,
    CLG_ERROR_ARGUMENT = 1, /**< the caller or an option asks for the impossible */
    CLG_ERROR_MEMORY = 2,   /**< an allocation failed */
    CLG_ERROR_IO = 3,       /**< the system refused a file: missing, full, in the way */
    CLG_ERROR_PARSE = 4,    /**< input can't be used; the record has the place */
    CLG_ERROR_SCHEMA = 5,   /**< a table or store lacks what it must have */
    CLG_ERROR_DEPENDENCY = 6,  /**< igraph, GSL, HDF5 or another library failed */
    CLG_ERROR_INTERRUPTED = 7, /**< the caller's monitor asked to stop */
    CLG_ERROR_WORKER = 8,      /**< a worker process could not be run */
    CLG_ERROR_PRIVACY = 9      /**< what is asked for would tell too much of people */
} clg_status;

/** What went wrong, and where in the user's input if that is known. */
typedef struct clg_error {
    clg_status code;
    uint64_t line;     /**< physical line, from 1; 0 when there is none */
    uint64_t column;   /**< byte in that line, from 1; 0 when there is none */
    char path[256];    /**< the file as the study names it; "" when there is none */
    char message[512]; /**< one sentence, lower case, no final period */
    char hint[256];    /**< what may help, as a second sentence; "" when none */
} clg_error;

/** The starting value of a ::clg_error. */
// clang-format off
#define CLG_ERROR_INIT {CLG_OK, 0, 0, "", "", ""}
// clang-format on

/** The stable lower-case name of @p code, such as "parse"; never NULL. */
CLG_API const char *clg_status_name(clg_status code);

#ifdef __cplusplus
}
#endif

#endif
