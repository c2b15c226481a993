/* "Did you mean ...?": the nearest of a few names by edit distance. */
#include "collegium/suggest.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 48 }; /* no key or column of ours is longer */

static unsigned char folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One cell of the table: insertion, deletion, substitution, swap of neighbours. */
static size_t step_cost(size_t table[][LONGEST + 1], const char *a, const char *b,
                        size_t i, size_t j)
{
    bool same = folded(a[i - 1]) == folded(b[j - 1]);
    size_t cost = least(table[i - 1][j], table[i][j - 1]) + 1;

    cost = least(cost, table[i - 1][j - 1] + (same ? 0 : 1));
    if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
        folded(a[i - 2]) == folded(b[j - 1]))
        cost = least(cost, table[i - 2][j - 2] + 1);
    return cost;
}

/* Optimal string alignment distance, case ignored (Damerau 1964). */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t table[LONGEST + 1][LONGEST + 1];

    for (size_t i = 0; i <= a_length; i++)
        table[i][0] = i;
    for (size_t j = 0; j <= b_length; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= a_length; i++)
        for (size_t j = 1; j <= b_length; j++)
            table[i][j] = step_cost(table, a, b, i, j);
    return table[a_length][b_length];
}

const char *clg_nearest_name(const char *word, const char *const *names)
{
    size_t length = strlen(word), nearest = SIZE_MAX;
    const char *found = NULL;

    if (length == 0 || length > LONGEST)
        return NULL;
    for (; *names != NULL; names++) {
        size_t name_length = strlen(*names), away;
        size_t longer = length > name_length ? length : name_length;

        if (name_length > LONGEST)
            continue;
        away = distance(word, length, *names, name_length);
        if (away < nearest && away * 3 <= longer) { /* a third of it may be wrong */
            nearest = away;
            found = *names;
        }
    }
    return found;
}
