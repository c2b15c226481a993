/* The pictures of ties, read by an attacker: who counts shapes by look and place, rows
 * without squares, and takes the page's tables of levels and isolates beside them, must
 * not learn of any group of 1 to 4 people how large it is. */
#include "check.h"
#include "exhausted_report.h"

#include "tied_schools.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 30 };

static const char *const level_names[LEVELS] = {"core", "active", "occasional",
                                                "peripheral", "absent"};
static const char *const colours[LEVELS] = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                            "#6e6e6e"};

/* ---- the attacker ---- */

/* The text from a mark to an end; free() it. NULL: there is none. */
static char *part_of(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from), *end = at != NULL ? strstr(at, to) : NULL;

    return end != NULL ? strndup(at, (size_t)(end - at)) : NULL;
}

static uint32_t count_of(const char *text, size_t length, const char *mark)
{
    uint32_t count = 0;

    for (size_t i = 0; i + strlen(mark) <= length; i++)
        count += strncmp(text + i, mark, strlen(mark)) == 0;
    return count;
}

/* Shapes that are painted so. */
static uint32_t shapes_of(const char *picture, const char *paint)
{
    const char *at = picture;
    uint32_t count = 0;

    while ((at = strstr(at, "<path d=\"")) != NULL) {
        const char *end = strstr(at, "/>");
        const char *found = strstr(at, paint);
        if (found != NULL && found < end)
            count += count_of(at, (size_t)(end - at), "z");
        at = end;
    }
    return count;
}

typedef struct seen {
    uint32_t groups, solid[LEVELS], hollow[LEVELS], lone;
    uint32_t first[LEVELS], last[LEVELS]; /* levels; LEVELS: by something else */
    bool is_hidden[LEVELS];
    uint32_t level_count[LEVELS]; /* where shown */
    int isolates;                 /* -1: hidden */
    uint32_t people;
} seen;

static void see_shapes(const char *picture, seen *all)
{
    char solid[64], hollow[64];

    for (int g = 0; g < LEVELS; g++) {
        snprintf(solid, sizeof solid, "fill=\"%s\"", colours[g]);
        snprintf(hollow, sizeof hollow, "fill=\"#ffffff\" stroke=\"%s\"", colours[g]);
        all->solid[g] = shapes_of(picture, solid);
        all->hollow[g] = shapes_of(picture, hollow);
        all->lone += all->hollow[g];
        all->people += all->solid[g] + all->hollow[g];
    }
}

/* "core to occasional: 9 people" */
static void see_legend(const char *school_part, seen *all)
{
    const char *at = strstr(school_part, "<ul class=\"legend\">");
    const char *end = strstr(at, "</ul>");

    while ((at = strstr(at, "</svg> ")) != NULL && at < end) {
        uint32_t g = all->groups++;
        const char *label = at += strlen("</svg> ");
        all->first[g] = all->last[g] = LEVELS;
        for (uint32_t k = 0; k < LEVELS; k++) {
            const char *colon = strchr(label, ':'),
                       *name = strstr(label, level_names[k]);
            if (name == NULL || name > colon || strncmp(label, "network", 7) == 0)
                continue;
            all->first[g] = all->first[g] == LEVELS ? k : all->first[g];
            all->last[g] = k;
        }
    }
}

static const char *row_of(const char *text, const char *table, const char *name)
{
    char mark[64];
    const char *at;

    snprintf(mark, sizeof mark, "<table id=\"%s\"", table);
    at = strstr(text, mark);
    assert_non_null(at);
    snprintf(mark, sizeof mark, ">%s</th>", name);
    at = strstr(at, mark);
    assert_non_null(at);
    return at;
}

static void see_tables(const char *text, const char *name, const school *s, seen *all)
{
    const char *at = row_of(text, "participation-schools", name);

    for (int k = 0; k < LEVELS; k++) {
        at = strstr(at, "<td>") + 4;
        all->is_hidden[k] = strncmp(at, "hidden", 6) == 0;
        /* whole per cents of up to 70 people tell the number */
        all->level_count[k] =
            (uint32_t)lround(strtod(at, NULL) / 100.0 * (double)s->count);
        if (!all->is_hidden[k])
            assert_int_equal(all->level_count[k], s->level_count[k]);
    }
    at = strstr(row_of(text, "structure-schools", name), "<td>") + 4;
    all->isolates = *at >= '0' && *at <= '9' ? atoi(at) : -1;
}

static void check_not_small(uint32_t count, const char *what, const char *name)
{
    if (count > 0 && count < GROUP)
        fail_msg("%s: %u people %s", name, count, what);
}

static void check_groups(const seen *all, const char *name)
{
    for (uint32_t g = 0; g < LEVELS; g++) {
        uint32_t people = all->solid[g] + all->hollow[g], hidden = people;
        check_not_small(people, "of one look", name);
        check_not_small(all->hollow[g], "of one look on the rim", name);
        if (g >= all->groups || all->first[g] == LEVELS)
            continue;
        for (uint32_t k = all->first[g]; k <= all->last[g]; k++)
            hidden -= all->is_hidden[k] ? 0 : all->level_count[k];
        check_not_small(hidden, "left of one look by subtraction", name);
        if (all->last[g] == LEVELS - 1 && !all->is_hidden[LEVELS - 1])
            check_not_small(all->hollow[g] - all->level_count[LEVELS - 1],
                            "of one look on the rim besides those who are absent",
                            name);
    }
    check_not_small(all->lone, "on the rim", name);
    if (!all->is_hidden[LEVELS - 1])
        check_not_small(all->lone - all->level_count[LEVELS - 1],
                        "on the rim besides those who are absent", name);
    check_not_small(all->people - all->lone, "off the rim", name);
    if (all->isolates >= 0)
        assert_true(all->lone >= (uint32_t)all->isolates);
}

static double pairs_of(double a, double b, bool is_same)
{
    return is_same ? a * (a - 1.0) / 2.0 : a * b;
}

/* Whether a cell of densities allows `lone` people of its groups to have no ties. */
static bool allows(const char *cell, const double people[2], const double lone[2],
                   bool is_same)
{
    double most = pairs_of(people[0] - lone[0], people[1] - lone[1], is_same) /
                  pairs_of(people[0], people[1], is_same);
    double said = strtod(cell, NULL) / 100.0;

    if (strncmp(cell, "hidden", 6) == 0 || strncmp(cell, "under", 5) == 0)
        return true;
    if (strncmp(cell, "over", 4) == 0)
        return most > 0.95;
    return most >=
           said - (strstr(cell, "or more<") == strchr(cell, '%') + 2 ? 0.0 : 0.005);
}

/* The people of each group by the table of densities, and its cells. */
static uint32_t read_densities(const char *of_school, int school_number,
                               double people[LEVELS], const char *cells[LEVELS][LEVELS])
{
    char mark[64];
    const char *at, *row;
    uint32_t groups = 0;

    snprintf(mark, sizeof mark, "<table id=\"ties-table-%d\"", school_number + 1);
    at = strstr(of_school, mark);
    for (const char *end = strstr(at, "</table>");
         (row = strstr(at, "<tr><th scope=\"row\">")) != NULL && row < end; groups++) {
        at = strstr(row, "<td>") + 4;
        people[groups] = atof(at);
        for (uint32_t h = 0; h < LEVELS; h++) {
            const char *cell = strstr(at, "<td>");
            if (cell == NULL || cell > strstr(at, "</tr>"))
                break;
            cells[groups][h] = at = cell + 4;
        }
    }
    return groups;
}

/* That densities and the picture's sentence leave it open that all drawn without ties,
 * or in blocks so many of the outer groups, have none. */
static void check_densities(const char *of_school, const char *name, int school_number,
                            const seen *all, double without)
{
    double people[LEVELS], lone[LEVELS];
    const char *cells[LEVELS][LEVELS], *at = strstr(of_school, "Drawn are ");
    uint32_t groups = read_densities(of_school, school_number, people, cells);

    for (uint32_t g = groups; g-- > 0;) {
        lone[g] = all->people > 0 ? all->hollow[g] : fmin(people[g], without);
        without -= lone[g];
    }
    if (without > 0.0)
        fail_msg("%s: fewer on the rim than must be", name);
    for (uint32_t g = 0; g < groups; g++)
        for (uint32_t h = 0; h < groups; h++)
            if (!allows(cells[g][h], (double[2]){people[g], people[h]},
                        (double[2]){lone[g], lone[h]}, g == h))
                fail_msg("%s: densities tell how many have no ties", name);
    if (at != NULL)
        assert_memory_equal(at + strcspn(at + 10, " ") + 10, " ties: ", 7);
}

/* Rows and columns of the matrix that hold no square: M column row h length. */
static uint32_t empty_rows(const char *matrix, uint32_t people)
{
    bool is_full[MOST_PEOPLE] = {false};
    const char *at = strstr(matrix, "-half\""), *end = strstr(at, "<use");
    uint32_t column, row, run, empty = 0;

    while ((at = strchr(at + 1, 'M')) != NULL && at < end) {
        if (sscanf(at, "M%u %uh%u", &column, &row, &run) != 3)
            continue;
        assert_true(column + run <= people && row < column);
        is_full[row] = true;
        for (uint32_t k = 0; k < run; k++)
            is_full[column + k] = true;
    }
    for (uint32_t v = 0; v < people; v++)
        empty += !is_full[v];
    return empty;
}

/* What is drawn of one school; whether it is drawn person by person. */
static bool attack(const char *text, const fixture *f, int s, uint32_t *coloured)
{
    char name[32], mark[64];
    char *of_school, *rings, *matrix;
    seen all = {0};
    uint32_t absent;
    bool is_drawn;

    snprintf(name, sizeof name, "School %02d", s);
    snprintf(mark, sizeof mark, "<h3>%s</h3>", name);
    of_school = part_of(strstr(text, "<section id=\"ties\""), mark, "</details>");
    if (of_school == NULL) /* nobody has ties */
        return false;
    snprintf(mark, sizeof mark, "id=\"ties-rings-%d-title\"", s + 1);
    rings = part_of(of_school, mark, "</svg>");
    snprintf(mark, sizeof mark, "id=\"ties-matrix-%d-title\"", s + 1);
    matrix = part_of(of_school, mark, "</svg>");
    see_shapes(rings, &all);
    see_tables(text, name, &f->school[s], &all);
    absent = all.is_hidden[LEVELS - 1] ? 0 : all.level_count[LEVELS - 1];
    if (f->school[s].isolates > absent && f->school[s].isolates < absent + GROUP)
        check_densities(of_school, name, s, &all, absent + GROUP);
    is_drawn = all.people > 0;
    if (is_drawn) {
        assert_true(f->school[s].count >= FEW);
        assert_int_equal(all.people, f->school[s].count);
        see_legend(of_school, &all);
        check_groups(&all, name);
        assert_int_equal(empty_rows(matrix, all.people), all.lone);
        *coloured += all.groups > 1;
    }
    free(of_school);
    free(rings);
    free(matrix);
    return is_drawn;
}

static void no_small_group_can_be_counted(void **state)
{
    static fixture f;
    uint32_t drawn = 0, coloured = 0, with_few_isolates = 0;

    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        char *text;
        clg_test_make_schools(&f, seed, FEW);
        clg_test_put_tables(&f, 0);
        text = clg_test_draw(&f);
        for (int s = 0; s < SCHOOLS; s++)
            if (attack(text, &f, s, &coloured)) {
                drawn++;
                with_few_isolates +=
                    f.school[s].isolates > 0 && f.school[s].isolates < GROUP;
            }
        free(text);
        clg_test_forget_tables(&f);
    }
    /* enough of everything that the attacker looks for */
    assert_true(drawn > ROUNDS * SCHOOLS / 2);
    assert_true(coloured > drawn / 4);
    assert_true(with_few_isolates > drawn / 10);
}

static void small_schools_are_blocks_of_five_or_more(void **state)
{
    static fixture f;
    uint32_t blocks = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        char *text;
        clg_test_make_schools(&f, seed, GROUP);
        for (int s = 0; s < SCHOOLS; s++) {
            uint64_t number = (uint64_t)s + SCHOOLS;
            for (; f.school[s].count >= FEW; number += SCHOOLS)
                clg_test_make_school(&f.school[s], seed, number, GROUP);
        }
        clg_test_put_tables(&f, 0);
        text = clg_test_draw(&f);
        assert_null(strstr(text, "a.1 0z"));
        for (int s = 0; s < SCHOOLS; s++) {
            uint32_t coloured = 0, people, sum = 0;
            char name[64];
            const char *at;
            assert_false(attack(text, &f, s, &coloured));
            snprintf(name, sizeof name, "<table id=\"ties-table-%d\"", s + 1);
            if ((at = strstr(text, name)) == NULL)
                continue;
            blocks++;
            for (const char *end = strstr(at, "</table>");
                 (at = strstr(at, "</th><td>")) != NULL && at < end;) {
                at += strlen("</th><td>");
                people = (uint32_t)atoi(at);
                sum += people;
                assert_true(people >= GROUP);
            }
            assert_int_equal(sum, f.school[s].count);
        }
        free(text);
        clg_test_forget_tables(&f);
    }
    assert_true(blocks > 60);
}

/* Numbered otherwise and named otherwise, the people give the same page. */
static void lists_of_people_leave_no_trace(void **state)
{
    static fixture f;

    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        char *first, *second;
        clg_test_make_schools(&f, seed, FEW);
        clg_test_put_tables(&f, 0);
        first = clg_test_draw(&f);
        clg_test_forget_tables(&f);
        clg_test_put_tables(&f, 1 + (uint32_t)seed);
        second = clg_test_draw(&f);
        clg_test_forget_tables(&f);
        assert_string_equal(first, second);
        assert_null(strstr(first, "somebody"));
        free(first);
        free(second);
    }
}

/* People of one look whose levels change places give the same page. */
static void levels_that_look_alike_are_alike(void **state)
{
    static fixture f;
    char *first, *second;
    school *s = &f.school[0];

    (void)state;
    clg_test_make_schools(&f, 4, FEW);
    s->count = 40;
    memset(s->level_count, 0, sizeof s->level_count);
    for (uint32_t v = 0; v < s->count; v++) {
        s->level[v] = v < 3 ? 0 : v < 11 ? 1 : 3; /* three in the core, eight active */
        s->level_count[s->level[v]]++;
        for (uint32_t b = 0; b < s->count; b++)
            s->weight[v][b] = v == b ? 0.0 : 1.0 + (v * b) % 7;
    }
    s->isolates = 0;
    clg_test_put_tables(&f, 0);
    first = clg_test_draw(&f);
    clg_test_forget_tables(&f);
    for (uint32_t v = 0; v < 11; v++)
        s->level[v] = v >= 8 ? 0 : 1;
    clg_test_put_tables(&f, 0);
    second = clg_test_draw(&f);
    clg_test_forget_tables(&f);
    assert_non_null(strstr(first, "core to active: 11<"));
    assert_string_equal(first, second);
    free(first);
    free(second);
}

/* What marks or hides a school meets each of its parts once. */
static void a_school_is_wrapped_once(void **state)
{
    static fixture f;
    char *text;

    (void)state;
    clg_test_make_schools(&f, 1, FEW);
    clg_test_put_tables(&f, 0);
    text = clg_test_draw(&f);
    assert_non_null(strstr(text, "\"><h3>"));
    for (const char *at = text; (at = strstr(at, "<div data-s=")) != NULL;) {
        at = strchr(at, '>') + 1;
        assert_true(strncmp(at, "<div data-s=", 12) != 0);
    }
    free(text);
    clg_test_forget_tables(&f);
}

static void what_does_not_fit_is_refused_and_what_lacks_is_said(void **state)
{
    static fixture f;
    clg_texts nobody = CLG_TEXTS_INIT;
    char *text;

    (void)state;
    clg_test_make_schools(&f, 1, FEW);
    clg_test_put_tables(&f, 0);
    clg_table_column(&f.data.tie, "from")->levels = &nobody;
    check_fails(clg_report_draw(&f.data, GROUP, stderr, &err), CLG_ERROR_SCHEMA,
                "the results are damaged: ties without people");
    clg_table_clear(&f.data.tie);
    text = clg_test_draw(&f);
    assert_non_null(strstr(text, "The results hold no people or no ties"));
    free(text);
    clg_test_forget_tables(&f);
}

static void failing_allocations_are_reported(void **state)
{
    static fixture f;

    (void)state;
    clg_test_make_schools(&f, 2, 6);
    clg_test_put_tables(&f, 0);
    clg_test_exhaust_report(&f.data, GROUP);
    clg_test_forget_tables(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_small_group_can_be_counted),
        cmocka_unit_test(small_schools_are_blocks_of_five_or_more),
        cmocka_unit_test(lists_of_people_leave_no_trace),
        cmocka_unit_test(levels_that_look_alike_are_alike),
        cmocka_unit_test(a_school_is_wrapped_once),
        cmocka_unit_test(what_does_not_fit_is_refused_and_what_lacks_is_said),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
