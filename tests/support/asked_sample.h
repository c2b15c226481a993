/* Tables of what people say, filled by hand, and the section of the report about them.
 */
#ifndef CLG_TESTS_ASKED_SAMPLE_H
#define CLG_TESTS_ASKED_SAMPLE_H

#include "report/report.h"

enum { GROUP = 5 }; /* people in whom answers are shown */

typedef struct fixture {
    clg_report_data data;
    clg_texts schools, windows, states, waves, instruments, scales, measures;
    uint32_t school_count;
} fixture;

/* What a report needs in any case: schools of 20 people, one window. */
fixture *begin(uint32_t schools);
void forget(fixture *f);

void append(clg_texts *texts, const char *text);
void start(clg_table *table, const char *name, size_t rows);
clg_column *add(clg_table *table, clg_column_type type, const char *name,
                const clg_texts *levels);
void add_numbers(clg_table *table, const char *const *columns); /* "" ends */
void add_keys(fixture *f, clg_table *table); /* wave, instrument, scale */
void set(clg_table *table, const char *column, size_t row, double value);

/* The table of means; of fewer than GROUP people there is none. */
void start_asked(fixture *f, size_t rows);
void put_answers(fixture *f, size_t row, uint32_t school, int wave, int instrument,
                 int scale, uint32_t people, double mean);

/* The report and its section, from heading to end; the caller's. NULL: no section. */
char *draw(const fixture *f, uint32_t min_group);
char *section_of(const fixture *f, uint32_t min_group);
size_t count_of(const char *text, const char *part);
/* Fails unless the section holds it. */
void check_row(const char *section, const char *row);

#endif
