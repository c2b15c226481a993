/* What the sections of the report have in common: schools in order of their names,
 * windows in order of time, and where a school's numbers are. */
#ifndef CLG_REPORT_PAGE_PAGE_H
#define CLG_REPORT_PAGE_PAGE_H

#include "report/html.h"
#include "report/palette.h"
#include "report/report.h"
#include "report/strings.h"
#include "report/svg.h"

enum { CLG_PAGE_TEXT = 512, CLG_PAGE_WIDTH = 760 };

/* Places of schools count from 0 in order of names, those of windows in order of time.
 * Rows are CLG_NO_CODE where there is none. */
typedef struct clg_page {
    FILE *stream;
    const clg_report_data *data;
    uint32_t min_group;
    uint32_t school_count, window_count, stage_count;
    const char *stage_names[CLG_PALETTE_SIZE];
    clg_dictionary schools; /* identifiers; code: row of /school */
    clg_texts labels;       /* by row of /school: what schools are called */
    bool has_names;         /* and that is not always the identifier */
    uint32_t *order;        /* [place] row of /school */
    uint32_t *place;        /* [row of /school] */
    uint32_t *measured;     /* [place * windows + window] row of school_window */
    uint32_t *decoded;      /* the same of trajectory */
    uint32_t *staged;       /* [place] row of trajectory_school */
} clg_page;

clg_status clg_page_open(clg_page *page, clg_error *err) CLG_NODISCARD;
void clg_page_close(clg_page *page);
/* Part of opening: once identifiers are known. */
clg_status clg_page_make_labels(clg_page *page, clg_error *err) CLG_NODISCARD;

/* What it is called; where two have one name, with the identifier. */
const char *clg_page_school(const clg_page *page, uint32_t place);
const char *clg_page_school_id(const clg_page *page, uint32_t place);
const char *clg_page_window(const clg_page *page, uint32_t window);
/* The place of a window by its name; CLG_NO_CODE: none, or NULL. */
uint32_t clg_page_window_place(const clg_page *page, const char *name);
/* The label of a window that a table names; the name itself where it has none. */
const char *clg_page_window_label(const clg_page *page, const char *name);
/* The place of the school of every row of a table; the caller's. */
clg_status clg_page_places(const clg_page *page, const clg_table *table,
                           uint32_t **places, clg_error *err) CLG_NODISCARD;
/* Rows of a table by school, in their order: first[place], next[row]; CLG_NO_CODE
 * ends. keep says which; NULL: all. Schools that nothing is said of have none, so that
 * no sum holds them. To be cleared also after a failure. */
typedef bool clg_page_keep(const clg_table *table, uint32_t row);
typedef struct clg_page_rows {
    uint32_t *first, *next;
} clg_page_rows;
clg_status clg_page_rows_of(const clg_page *page, const clg_table *table,
                            clg_page_keep *keep, clg_page_rows *rows,
                            clg_error *err) CLG_NODISCARD;
void clg_page_rows_clear(clg_page_rows *rows);
/* The plain name of a measure; room is used where there is none. */
const char *clg_page_measure(const char *id, char room[CLG_PAGE_TEXT]);

void clg_page_measure_label(const char *id, char label[CLG_PAGE_TEXT]);

bool clg_page_has(const clg_table *table);
/* NaN and NULL also where column is NULL or row is CLG_NO_CODE. */
double clg_page_number(const clg_column *column, uint32_t row);
const char *clg_page_text(const clg_column *column, uint32_t row);
/* By name. */
double clg_page_value(const clg_table *table, const char *column, uint32_t row);
/* The stage of a school in a window, from 0; -1: not known. */
int clg_page_stage(const clg_page *page, uint32_t place, uint32_t window);
/* The probability of a stage then; NaN: not known. */
double clg_page_probability(const clg_page *page, uint32_t place, uint32_t window,
                            uint32_t stage);

/* Windows of a school with entries, and all that are no breaks and were measured. */
void clg_page_coverage_of(const clg_page *page, uint32_t place, uint32_t *logged,
                          uint32_t *open);

/* What may be said of a number of people: "12", "under 5", "hidden". out_of is the
 * number that they are part of, or NaN. */
const char *clg_page_people(const clg_page *page, double count, double out_of,
                            char room[CLG_PAGE_TEXT]);
/* Whether a school has 1 to min_group - 1 people: nothing is said of it. */
bool clg_page_is_small(const clg_page *page, uint32_t place);
bool clg_page_all_small(const clg_page *page); /* false without any school */
/* Whether a measure of a school over the period would reveal 1 to min_group - 1
 * people; true also where that can't be told. */
bool clg_page_reveals(const clg_page *page, const char *measure, uint32_t place);

/* Levels of participation of a school, from core to absent: what the table of them
 * shows and hides. */
enum { CLG_PAGE_LEVELS = 5 };
typedef struct clg_page_levels {
    uint32_t counts[CLG_PAGE_LEVELS];
    double shares[CLG_PAGE_LEVELS]; /* NaN: not measured */
    bool is_hidden[CLG_PAGE_LEVELS];
} clg_page_levels;
clg_status clg_page_levels_of(const clg_page *page, uint32_t place, clg_page_levels *of,
                              clg_error *err) CLG_NODISCARD;

/* Parts of a section. */
void clg_page_section(const clg_page *page, const char *id, clg_word title);
void clg_page_section_end(const clg_page *page);
void clg_page_say(const clg_page *page, clg_word word); /* a paragraph */
void clg_page_say_few(const clg_page *page); /* too few schools for a distribution */
void clg_page_figure(const clg_page *page);
void clg_page_figure_end(const clg_page *page, clg_word shows); /* with its sentence */
void clg_page_legend(const clg_page *page);                     /* of stages */
/* What the script knows as a school's, to find, highlight and hide: a row that begins
 * with its name, a mark in a picture of many schools, a part of the page such as a
 * small picture. */
void clg_page_school_row(const clg_page *page, uint32_t place);
void clg_page_school_row_linked(const clg_page *page, uint32_t place); /* to #row-1 */
bool clg_page_is_chosen(const clg_page *page, uint32_t place); /* has its own section */
void clg_page_mark(const clg_page *page, uint32_t place);
void clg_page_mark_end(const clg_page *page);
void clg_page_of_school(const clg_page *page, uint32_t place);
void clg_page_of_school_end(const clg_page *page);
/* The same for a small picture over time whose windows lie between left and right: what
 * it shows of each; NULL: the stage. */
void clg_page_over_time(const clg_page *page, uint32_t place, double left, double right,
                        const double *values);
/* Small pictures of further schools, the last in their frame: not shown until asked
 * for. How many there may be in all, shown and further. */
uint32_t clg_page_most_pictures(void);
void clg_page_further(const clg_page *page);
void clg_page_further_end(const clg_page *page);
/* The script itself, last in the page; nothing where the library has none. */
void clg_page_controls(const clg_page *page);
/* "24", with thousands apart. */
const char *clg_page_count(double count, char room[CLG_PAGE_TEXT]);

/* A distribution over the schools in a picture: quantiles on one line. */
typedef struct clg_page_spread {
    char label[CLG_PAGE_TEXT];
    uint32_t schools;
    double at[5]; /* 10, 25, 50, 75, 90 %, to whole per cents */
} clg_page_spread;

/* Sorts values; NaN are left out. */
void clg_page_spread_of(double *values, size_t count, clg_page_spread *spread);
/* The same of values [place], of which those marked are not shown school by school. Few
 * of them could be worked out from the spread and the others, so they are left out;
 * with two times min_group of them or more all count, but then every number is a mean
 * over the min_group schools around it. Schools with few people are always left out. */
void clg_page_spread_of_schools(const clg_page *page, double *values,
                                const bool *is_hidden, clg_page_spread *spread);
void clg_page_draw_spreads(const clg_page *page, const char *id, clg_word title,
                           const clg_page_spread *spreads, size_t count);
void clg_page_table_spreads(const clg_page *page, const char *id,
                            const clg_page_spread *spreads, size_t count);

/* Pictures of one school. kind and mark make the ids; series has room for the windows;
 * row is one of the charts, which clg_page_is_charted(); marks are those of the school.
 */
struct clg_page_marks;
void clg_page_ribbon(const clg_page *page, uint32_t place, const char *kind);
bool clg_page_is_charted(const clg_page *page, uint32_t row);
void clg_page_run_chart(const clg_page *page, uint32_t place, uint32_t row,
                        const struct clg_page_marks *marks, double *series,
                        const char *mark);
/* Rows of the tables of troubles and of kinds of meetings that are spoken of. */
clg_page_keep clg_page_is_sign, clg_page_is_kind;

/* Of the first section. */
clg_status clg_page_start(const clg_page *page, clg_error *err) CLG_NODISCARD;

/* The sections, in their order. */
typedef clg_status clg_page_part(const clg_page *page, clg_error *err);
clg_page_part clg_page_about, clg_page_coverage, clg_page_network, clg_page_flow,
    clg_page_ribbons, clg_page_time, clg_page_compare, clg_page_participation,
    clg_page_structure, clg_page_signs, clg_page_ladder, clg_page_asked, clg_page_ties,
    clg_page_chosen, clg_page_methods, clg_page_provenance;

#endif
