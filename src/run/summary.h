/* What a step has to say for itself: for people, for programs, and for run.json. */
#ifndef CLG_RUN_SUMMARY_H
#define CLG_RUN_SUMMARY_H

#include "collegium/run.h"
#include "run/results.h"
#include "run/run_comparison.h"
#include "run/run_stages.h"

struct clg_summary {
    char *text, *json;
    uint32_t failed_schools;
};

/* What a summary is made of; NULL where a step has not come so far. */
typedef struct clg_findings {
    const char *command; /* "run", "ingest", "measure", "check" */
    const clg_study *study;
    const clg_windows *windows;
    const clg_results *results;
    const clg_run_stages *stages;
    const clg_run_comparison *comparison;
    bool has_report; /* a page is drawn from them */
    const char *out; /* where the results are; NULL if nothing was written */
    bool stamp;      /* put moment, jobs and seconds into run.json */
    int jobs;
    double seconds_reading, seconds_measuring, seconds_writing;
} clg_findings;

/* The account that is kept as run.json: what was read, with which settings, and what
 * came out. With as_summary also where it was written and how long it took. NULL and
 * CLG_ERROR_MEMORY on failure; clg_text_free() releases it. */
char *clg_account_json(const clg_findings *findings, bool as_summary, clg_error *err);
/* The same for people. */
char *clg_account_text(const clg_findings *findings, clg_error *err);

clg_status clg_summary_new(const clg_findings *findings, clg_summary **out,
                           clg_error *err) CLG_NODISCARD;

/* One line of the tally of what was not used: rows of one file with one kind of
 * reason. */
typedef struct clg_tally {
    uint32_t source;
    size_t reason; /* index into reading.reasons of the first such row */
    size_t stem;   /* length of the reason's beginning that they share */
    bool is_bad;
    uint64_t rows, first_line;
} clg_tally;

/* Tallies in the order of first appearance. Free with clg_free. */
clg_status clg_tally_rejects(const clg_reading *reading, clg_tally **tallies,
                             size_t *count, clg_error *err) CLG_NODISCARD;

#endif
