/**
 * @file collegium/simulate.h
 * @brief Studies made up by a model whose truth is known.
 *
 * Writes the canonical input tables of a network of schools, with the truth
 * beside them: for trying collegium out, for tests, and for asking whether a
 * measure finds what it should.
 *
 * **The model.** A school walks through the stages of a community of practice:
 * potential, coalescing, maturing, stewardship, transformation. How long it stays
 * in a stage is gamma distributed (mean 5, 8, 14, 18 and 5 months); it may fall
 * back by a stage (15 %), and a transformation leads back to any of the first
 * three. Schools begin in different stages. The stage of the month sets
 *
 *   - how often teams, departments and projects meet, and how likely a person is
 *     to come (whole-staff meetings are monthly throughout);
 *   - the share of the staff in the core, and how much more the core attends;
 *   - the number of exchanges per person, how often one is answered, how often it
 *     goes to an earlier partner, and how many go to another school;
 *   - the share of isolates: people on the roster who appear in no log of the month.
 *
 * The core are the people with the highest score; scores drift slowly (an AR(1)
 * process with coefficient 0.92 a month), so that the core changes, but little at a
 * time. The first three people of a school coordinate it: they never leave and
 * are never isolated. In about one school of five the first of them is a hub, to
 * whom nearly half of all exchanges go. Some departments are silos: their people
 * join no project, form teams among themselves, and exchange with each other.
 *
 * The number of people in a school is log-normal around the typical one (sigma
 * 0.45). People leave (10 % in July, 0.6 % in another month) and are replaced.
 * Dates of joining and leaving are Saturdays, on which nothing happens, and
 * never the first or last day of a month.
 *
 * Meetings are on afternoons of school days in the school's own time; there are
 * none on weekends and in the breaks of calendar.csv. One third of the schools
 * log when people came and left, one third for how many minutes they were there, one
 * third only who was there. One school of three keeps messy logs: rows written
 * twice, presence in two or in overlapping parts, people who only put their head
 * in, blank minutes, and now and then a time that can't be read (less than one
 * row in 500 of any school). A few exchanges are with oneself.
 *
 * **Reproducible.** Same options, same bytes. Random streams are keyed by (seed,
 * school, month, purpose), so the rows of a school do not depend on how many
 * schools follow it: exchanges with another school go to an earlier one.
 */
#ifndef COLLEGIUM_SIMULATE_H
#define COLLEGIUM_SIMULATE_H

#include "collegium/error.h"
#include "collegium/monitor.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to make up. Start from ::CLG_SIMULATE_OPTIONS_INIT. */
typedef struct clg_simulate_options {
    const char *folder;   /**< where to write; borrowed */
    uint32_t schools;     /**< 1 to 100000 */
    uint32_t months;      /**< 1 to 600 */
    uint32_t people;      /**< in a typical school, 3 to 2000 */
    uint64_t seed;        /**< of every random stream */
    int first_year;       /**< the first month's year, 1900 to 2400 */
    unsigned first_month; /**< and its number, 1 to 12 */
    bool force;           /**< replace a folder that collegium wrote earlier */
    clg_monitor monitor;  /**< progress and cancelling; may be all NULL */
} clg_simulate_options;

/** 24 schools of about 36 people over 24 months from August 2024, seed 1. */
// clang-format off
#define CLG_SIMULATE_OPTIONS_INIT {NULL, 24, 24, 36, 1, 2024, 8, false, {NULL, NULL, NULL}}
// clang-format on

/** How much was written. Rows are those below the header. */
typedef struct clg_simulate_counts {
    uint64_t people;          /**< rows of people.csv */
    uint64_t meetings;        /**< meetings with at least one row */
    uint64_t attendance_rows; /**< rows of attendance.csv, mess included */
    uint64_t exchange_rows;   /**< rows of exchanges.csv */
    uint64_t doubled_rows;    /**< attendance rows that repeat the one before */
    uint64_t bad_rows;        /**< attendance rows with an unreadable time */
    uint64_t own_exchanges;   /**< exchanges with oneself */
} clg_simulate_counts;

/**
 * Writes attendance.csv, exchanges.csv, people.csv, schools.csv, calendar.csv,
 * events.csv, truth.csv, study.yaml and README.md into a new folder, which appears
 * complete or not at all.
 *
 * @param options      what to make up
 * @param[out] counts  how much was written; may be NULL
 * @param[out] err     details on failure; may be NULL
 * @retval CLG_ERROR_ARGUMENT     an option is out of range ("--schools: expected 1
 *                                to 100000, found 0")
 * @retval CLG_ERROR_IO           the folder exists and @p options does not force, or
 *                                can't be written
 * @retval CLG_ERROR_MEMORY       no room for the largest school
 * @retval CLG_ERROR_INTERRUPTED  the monitor asked to stop; nothing is left
 *
 * Time is linear in the rows written; memory is that of one school.
 */
CLG_API CLG_NODISCARD clg_status clg_simulate(const clg_simulate_options *options,
                                              clg_simulate_counts *counts,
                                              clg_error *err);

#ifdef __cplusplus
}
#endif

#endif
