/* Order and places of people in a picture: only the shape of the network decides, no
 * two are on one place, the inner group is inside. */
#include "check.h"

#include "base/memory.h"
#include "base/random.h"
#include "report/layout.h"

#include <stdbool.h>
#include <string.h>

enum { PEOPLE = 60, MOST_TIES = PEOPLE * (PEOPLE - 1) / 2, LONE = 4 };

typedef struct example {
    uint8_t group[PEOPLE];
    clg_layout_tie ties[MOST_TIES];
    clg_layout_network network;
} example;

/* Three groups, nobody tied to the last few. */
static void make(example *e, uint64_t seed, double density, uint32_t weights)
{
    clg_random random = clg_random_stream(seed, "layout", 0, 0, 0);
    size_t count = 0;

    for (uint32_t v = 0; v < PEOPLE; v++)
        e->group[v] = (uint8_t)(v < 8 ? 0 : v < 30 ? 1 : 2);
    for (uint32_t a = 0; a < PEOPLE - LONE; a++)
        for (uint32_t b = a + 1; b < PEOPLE - LONE; b++)
            if (clg_random_uniform(&random) < density)
                e->ties[count++] =
                    (clg_layout_tie){a, b, 1.0 + clg_random_below(&random, weights)};
    e->network = (clg_layout_network){PEOPLE, e->group, e->ties, count};
}

/* The same network with its people numbered, and its ties listed, by chance. */
static void renumber(const example *from, example *to, uint64_t seed)
{
    clg_random random = clg_random_stream(seed, "numbers", 0, 0, 0);
    uint32_t number[PEOPLE];

    *to = *from;
    for (uint32_t v = 0; v < PEOPLE; v++)
        number[v] = v;
    for (uint32_t v = PEOPLE; v-- > 1;) {
        uint32_t k = clg_random_below(&random, v + 1), held = number[v];
        number[v] = number[k];
        number[k] = held;
    }
    for (uint32_t v = 0; v < PEOPLE; v++)
        to->group[number[v]] = from->group[v];
    for (size_t t = 0; t < from->network.tie_count; t++) {
        size_t back = from->network.tie_count - 1 - t;
        to->ties[back] = (clg_layout_tie){
            number[from->ties[t].b], number[from->ties[t].a], from->ties[t].weight};
    }
    to->network.group = to->group;
    to->network.ties = to->ties;
}

/* Weights between people in their order. */
static void put_in_order(const example *e, double matrix[PEOPLE][PEOPLE],
                         uint8_t groups[PEOPLE])
{
    uint32_t order[PEOPLE], at[PEOPLE];

    check_ok(clg_layout_order(&e->network, order, &err));
    for (uint32_t k = 0; k < PEOPLE; k++) {
        at[order[k]] = k;
        groups[k] = e->group[order[k]];
    }
    memset(matrix, 0, sizeof(double) * PEOPLE * PEOPLE);
    for (size_t t = 0; t < e->network.tie_count; t++) {
        uint32_t a = at[e->ties[t].a], b = at[e->ties[t].b];
        matrix[a][b] = matrix[b][a] = e->ties[t].weight;
    }
}

static void numbering_does_not_matter(void **state)
{
    static example e, other;
    static double first[PEOPLE][PEOPLE], second[PEOPLE][PEOPLE];
    uint8_t groups[PEOPLE], again[PEOPLE];

    (void)state;
    /* sparse and unweighted: many people are alike */
    for (uint64_t seed = 0; seed < 40; seed++) {
        make(&e, seed, seed % 2 == 0 ? 0.02 : 0.3, seed % 4 == 0 ? 1 : 3);
        renumber(&e, &other, seed);
        put_in_order(&e, first, groups);
        put_in_order(&other, second, again);
        assert_memory_equal(groups, again, sizeof groups);
        assert_memory_equal(first, second, sizeof first);
    }
}

static void people_who_are_all_alike_are_ordered_too(void **state)
{
    static example e, other;
    static double first[PEOPLE][PEOPLE], second[PEOPLE][PEOPLE];
    uint8_t groups[PEOPLE], again[PEOPLE];

    (void)state;
    make(&e, 1, 0.0, 1);
    /* pairs, then a ring: no colour tells them apart */
    for (uint32_t v = 0; v < 20; v++)
        e.ties[v] = (clg_layout_tie){2 * v, 2 * v + 1, 1.0};
    for (uint32_t v = 0; v < 12; v++)
        e.ties[20 + v] = (clg_layout_tie){40 + v, 40 + (v + 1) % 12, 1.0};
    memset(e.group, 0, sizeof e.group);
    e.network.tie_count = 32;
    renumber(&e, &other, 7);
    put_in_order(&e, first, groups);
    put_in_order(&other, second, again);
    assert_memory_equal(first, second, sizeof first);
}

static double distance(const clg_layout_point *a, const clg_layout_point *b)
{
    return hypot(a->x - b->x, a->y - b->y);
}

static bool is_lone(const example *e, uint32_t v)
{
    for (size_t t = 0; t < e->network.tie_count; t++)
        if (e->ties[t].a == v || e->ties[t].b == v)
            return false;
    return true;
}

static void nobody_covers_anybody_and_groups_keep_their_rings(void **state)
{
    static example e;
    clg_layout_point points[PEOPLE];
    clg_layout layout = {.points = points};

    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        make(&e, seed, seed % 2 == 0 ? 0.05 : 0.2, 3);
        check_ok(clg_layout_rings(&e.network, &layout, &err));
        assert_true(layout.nearest > 0.05);
        for (uint32_t a = 0; a < PEOPLE; a++) {
            double radius = hypot(points[a].x, points[a].y);
            assert_true(radius <= 1.0 + 1e-9);
            for (uint32_t b = a + 1; b < PEOPLE; b++)
                assert_true(distance(&points[a], &points[b]) >= layout.nearest - 1e-9);
            if (is_lone(&e, a))
                assert_true(radius > layout.rim && layout.rim > layout.border[1]);
            else if (a < 8)
                assert_true(radius < layout.border[0]);
            else
                assert_true((radius < layout.border[1]) == (a < 30) &&
                            radius > layout.border[0]);
        }
    }
}

static double length(const example *e, const clg_layout_point *points)
{
    double sum = 0.0;

    for (size_t t = 0; t < e->network.tie_count; t++)
        sum += distance(&points[e->ties[t].a], &points[e->ties[t].b]);
    return sum;
}

static void people_turn_towards_those_they_have_ties_with(void **state)
{
    static example e;
    clg_layout_point points[PEOPLE];
    clg_layout layout = {.points = points};
    double found = 0.0, by_chance = 0.0;
    uint32_t order[PEOPLE];

    (void)state;
    make(&e, 3, 0.0, 1);
    /* four circles of people who know one another */
    e.network.tie_count = 0;
    for (uint32_t a = 0; a < PEOPLE; a++)
        for (uint32_t b = a + 1; b < PEOPLE; b++)
            if (a % 4 == b % 4 && (a * 7 + b) % 3 == 0)
                e.ties[e.network.tie_count++] = (clg_layout_tie){a, b, 1.0};
    check_ok(clg_layout_rings(&e.network, &layout, &err));
    found = length(&e, points);
    /* against the same seats given by another order */
    check_ok(clg_layout_order(&e.network, order, &err));
    for (size_t t = 0; t < e.network.tie_count; t++)
        by_chance += distance(&points[(e.ties[t].a * 17 + 5) % PEOPLE],
                              &points[(e.ties[t].b * 31 + 11) % PEOPLE]);
    assert_true(found < 0.65 * by_chance);
}

static void few_people_and_none_are_no_error(void **state)
{
    static const uint8_t groups[2] = {0, 0};
    clg_layout_point points[2];
    clg_layout layout = {.points = points};
    uint32_t order[2] = {9, 9};
    const clg_layout_network nobody = {0, groups, NULL, 0}, one = {1, groups, NULL, 0};
    const clg_layout_tie tie = {0, 1, 2.0};
    const clg_layout_network two = {2, groups, &tie, 1};

    (void)state;
    check_ok(clg_layout_rings(&nobody, &layout, &err));
    check_ok(clg_layout_rings(&one, &layout, &err));
    check_ok(clg_layout_order(&two, order, &err));
    assert_int_equal(order[0] + order[1], 1);
    check_ok(clg_layout_rings(&two, &layout, &err));
    assert_true(distance(&points[0], &points[1]) >= layout.nearest - 1e-9);
}

static void failing_allocations_are_reported(void **state)
{
    static example e;
    clg_layout_point points[PEOPLE];
    clg_layout layout = {.points = points};
    uint32_t order[PEOPLE];
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    (void)state;
    make(&e, 5, 0.1, 3);
    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;
        clg_test_allocations_left = allowed;
        status = clg_layout_order(&e.network, order, &err);
        if (status == CLG_OK)
            status = clg_layout_rings(&e.network, &layout, &err);
        clg_test_allocations_left = -1;
        if (status != CLG_OK)
            assert_int_equal(err.code, CLG_ERROR_MEMORY);
    }
    assert_int_equal(allowed, 13); /* four and eight, then success */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbering_does_not_matter),
        cmocka_unit_test(people_who_are_all_alike_are_ordered_too),
        cmocka_unit_test(nobody_covers_anybody_and_groups_keep_their_rings),
        cmocka_unit_test(people_turn_towards_those_they_have_ties_with),
        cmocka_unit_test(few_people_and_none_are_no_error),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
