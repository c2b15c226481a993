/* Attackers on a table in which counts are hidden. Each knows what is shown, that cells
 * add up to their totals, and that nobody is less than nobody. */
#ifndef CLG_TESTS_TABLE_ATTACK_H
#define CLG_TESTS_TABLE_ATTACK_H

#include "report/disclosure.h"

enum { MOST_LINES = 12, MOST_CELLS = MOST_LINES * MOST_LINES };
/* Which totals are shown. */
enum { ROWS = 1, COLS = 2, GRAND = 4 };

typedef struct trial {
    clg_disclosure_table table;
    uint32_t counts[MOST_CELLS];
    uint32_t min_group;
    uint8_t hidden[(MOST_LINES + 1) * (MOST_LINES + 1)];
} trial;

/* A table of the counts that are there by then. */
void set_up(trial *t, size_t rows, size_t cols, int shown);

bool is_hidden(const trial *t, size_t row, size_t col);

/* Lines are rows, then columns, then all cells. */
size_t line_count(const trial *t);
bool is_in_line(const trial *t, size_t cell, size_t line);
bool total_is_hidden(const trial *t, size_t line);
/* What the hidden cells of a line add up to, and how many they are: known wherever its
 * total is shown. */
uint64_t hidden_sum(const trial *t, size_t line, size_t *hidden);

/* Marks the hidden cells that the linear system determines. */
void solve(const trial *t, uint8_t *known);

/* What a hidden cell may be, line by line, until nothing changes. */
typedef struct bounds {
    int64_t low[MOST_CELLS], high[MOST_CELLS];
} bounds;
void narrow(const trial *t, bounds *b);

/* Is there a table that fits, with min_group people in the cell? All are tried. */
bool may_be_large(const trial *t, size_t cell);

#endif
