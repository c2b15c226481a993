/* Schools by chance, with people, levels and ties, as the tables of a report. */
#ifndef CLG_TESTS_TIED_SCHOOLS_H
#define CLG_TESTS_TIED_SCHOOLS_H

#include "report/report.h"

#include <stdbool.h>

enum {
    SCHOOLS = 12,
    MOST_PEOPLE = 70,
    LEVELS = 5,
    GROUP = 5,
    FEW = 20,
    ROOM = SCHOOLS * MOST_PEOPLE
};

typedef struct school {
    uint32_t count, level_count[LEVELS], isolates;
    uint8_t level[MOST_PEOPLE], is_core[MOST_PEOPLE];
    double weight[MOST_PEOPLE][MOST_PEOPLE];
} school;

typedef struct fixture {
    clg_report_data data;
    clg_texts schools, windows, people, statuses;
    school school[SCHOOLS];
    uint32_t row[SCHOOLS][MOST_PEOPLE]; /* of person */
} fixture;

/* A school of least people or more. */
void clg_test_make_school(school *s, uint64_t seed, uint64_t number, uint32_t least);
/* Schools that differ by seed; without tables yet. */
void clg_test_make_schools(fixture *f, uint64_t seed, uint32_t least);
/* Their tables. turn: the people of a school are listed from another one on, and
 * backwards; 0: as they are. */
void clg_test_put_tables(fixture *f, uint32_t turn);
void clg_test_forget_tables(fixture *f);
/* The whole report, in shared form; free() it. */
char *clg_test_draw(const fixture *f);

#endif
