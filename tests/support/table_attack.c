/* Attackers: who solves the linear system, who narrows intervals, who tries all. */
#include "table_attack.h"

#include <string.h>

enum { PRIME = 1000003 };

void set_up(trial *t, size_t rows, size_t cols, int shown)
{
    t->table = (clg_disclosure_table){
        t->counts,           rows, cols, (shown & ROWS) != 0, (shown & COLS) != 0,
        (shown & GRAND) != 0};
}

bool is_hidden(const trial *t, size_t row, size_t col)
{
    return t->hidden[row * (t->table.cols + 1) + col] != 0;
}

size_t line_count(const trial *t)
{
    return t->table.rows + t->table.cols + 1;
}

bool is_in_line(const trial *t, size_t cell, size_t line)
{
    size_t row = cell / t->table.cols, col = cell % t->table.cols;

    return line == row || line == t->table.rows + col ||
           line == t->table.rows + t->table.cols;
}

bool total_is_hidden(const trial *t, size_t line)
{
    size_t rows = t->table.rows, cols = t->table.cols;

    if (line < rows)
        return is_hidden(t, line, cols);
    return is_hidden(t, rows, line < rows + cols ? line - rows : cols);
}

uint64_t hidden_sum(const trial *t, size_t line, size_t *hidden)
{
    uint64_t sum = 0;

    *hidden = 0;
    for (size_t cell = 0; cell < t->table.rows * t->table.cols; cell++)
        if (is_in_line(t, cell, line) &&
            is_hidden(t, cell / t->table.cols, cell % t->table.cols)) {
            sum += t->counts[cell];
            ++*hidden;
        }
    return sum;
}

/* ---- the attacker who solves the system ---- */

static int64_t inverse(int64_t a)
{
    int64_t result = 1;

    for (int64_t e = PRIME - 2; e > 0; e /= 2, a = a * a % PRIME)
        if (e % 2 == 1)
            result = result * a % PRIME;
    return result;
}

static void subtract(int64_t *from, const int64_t *row, int64_t times, size_t cells)
{
    for (size_t c = 0; c < cells; c++)
        from[c] = ((from[c] - times * row[c]) % PRIME + PRIME) % PRIME;
}

static void reduce(int64_t rows[][MOST_CELLS], size_t row_count, size_t cells)
{
    size_t done = 0;

    for (size_t c = 0; c < cells && done < row_count; c++) {
        int64_t swap[MOST_CELLS];
        size_t r = done;
        while (r < row_count && rows[r][c] == 0)
            r++;
        if (r == row_count)
            continue;
        memcpy(swap, rows[r], sizeof swap);
        memcpy(rows[r], rows[done], sizeof swap);
        int64_t by = inverse(swap[c]);
        for (size_t i = 0; i < cells; i++)
            rows[done][i] = swap[i] * by % PRIME;
        for (r = 0; r < row_count; r++)
            if (r != done && rows[r][c] != 0)
                subtract(rows[r], rows[done], rows[r][c], cells);
        done++;
    }
}

/* Working modulo a prime is
 * exact but for a chance of one in a million, on the attacker's side. */
void solve(const trial *t, uint8_t *known)
{
    static int64_t rows[2 * MOST_LINES + 1][MOST_CELLS];
    size_t cells = t->table.rows * t->table.cols, equations = 0;

    for (size_t line = 0; line < line_count(t); line++) {
        if (total_is_hidden(t, line))
            continue;
        for (size_t c = 0; c < cells; c++)
            rows[equations][c] = is_in_line(t, c, line) &&
                                 is_hidden(t, c / t->table.cols, c % t->table.cols);
        equations++;
    }
    reduce(rows, equations, cells);
    memset(known, 0, cells);
    for (size_t r = 0; r < equations; r++) {
        size_t terms = 0, last = 0;
        for (size_t c = 0; c < cells; c++)
            if (rows[r][c] != 0) {
                terms++;
                last = c;
            }
        if (terms == 1)
            known[last] = 1;
    }
}

/* ---- the attacker who narrows intervals ---- */

static bool narrow_line(const trial *t, size_t line, bounds *b)
{
    size_t cells = t->table.rows * t->table.cols, hidden;
    int64_t sum = (int64_t)hidden_sum(t, line, &hidden), lows = 0, highs = 0;
    bool changed = false;

    for (size_t c = 0; c < cells; c++)
        if (is_in_line(t, c, line) &&
            is_hidden(t, c / t->table.cols, c % t->table.cols)) {
            lows += b->low[c];
            highs += b->high[c];
        }
    for (size_t c = 0; c < cells; c++) {
        if (!is_in_line(t, c, line) ||
            !is_hidden(t, c / t->table.cols, c % t->table.cols))
            continue;
        int64_t most = sum - (lows - b->low[c]), least = sum - (highs - b->high[c]);
        if (most < b->high[c]) {
            highs -= b->high[c] - most;
            b->high[c] = most;
            changed = true;
        }
        if (least > b->low[c]) {
            lows += least - b->low[c];
            b->low[c] = least;
            changed = true;
        }
    }
    return changed;
}

void narrow(const trial *t, bounds *b)
{
    bool changed = true;

    for (size_t c = 0; c < MOST_CELLS; c++) {
        b->low[c] = 0;
        b->high[c] = 1000000;
    }
    while (changed) {
        changed = false;
        for (size_t line = 0; line < line_count(t); line++)
            if (!total_is_hidden(t, line) && narrow_line(t, line, b))
                changed = true;
    }
}

/* ---- the attacker who tries all tables ---- */

typedef struct attempt {
    const trial *trial;
    size_t fixed;                     /* the cell that is to have min_group people */
    int64_t left[2 * MOST_LINES + 1]; /* of each line's hidden sum */
    size_t open[2 * MOST_LINES + 1];  /* its hidden cells that have no value yet */
} attempt;

static bool place(attempt *a, size_t cell, int64_t people)
{
    bool fits = true;

    for (size_t line = 0; line < line_count(a->trial); line++)
        if (is_in_line(a->trial, cell, line)) {
            a->left[line] -= people;
            a->open[line]--;
            if (!total_is_hidden(a->trial, line) &&
                (a->left[line] < 0 || (a->open[line] == 0 && a->left[line] != 0)))
                fits = false;
        }
    return fits;
}

static void take_back(attempt *a, size_t cell, int64_t people)
{
    for (size_t line = 0; line < line_count(a->trial); line++)
        if (is_in_line(a->trial, cell, line)) {
            a->left[line] += people;
            a->open[line]++;
        }
}

static bool complete(attempt *a, size_t cell);

static bool try_value(attempt *a, size_t cell, int64_t people)
{
    bool found = people >= 0 && place(a, cell, people) && complete(a, cell + 1);

    if (people >= 0 && !found)
        take_back(a, cell, people);
    return found;
}

/* Values near the true one first; none need be more than min_group away. */
static bool complete(attempt *a, size_t cell)
{
    const trial *t = a->trial;
    int64_t count;

    while (cell < t->table.rows * t->table.cols &&
           !is_hidden(t, cell / t->table.cols, cell % t->table.cols))
        cell++;
    if (cell == t->table.rows * t->table.cols)
        return true;
    if (cell == a->fixed)
        return try_value(a, cell, t->min_group);
    count = t->counts[cell];
    if (try_value(a, cell, count))
        return true;
    for (int64_t away = 1; away <= (int64_t)t->min_group; away++)
        if (try_value(a, cell, count - away) || try_value(a, cell, count + away))
            return true;
    return false;
}

bool may_be_large(const trial *t, size_t cell)
{
    attempt a = {.trial = t, .fixed = cell};

    for (size_t line = 0; line < line_count(t); line++)
        a.left[line] = (int64_t)hidden_sum(t, line, &a.open[line]);
    return complete(&a, 0);
}
