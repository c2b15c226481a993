/* Time: arrivals by reference and by going through all paths, rhythm, survival. */
#include "check.h"

#include "base/random.h"
#include "measures/temporal/contacts.h"
#include "measures/temporal/rhythm.h"
#include "measures/temporal/survival.h"

enum { MOST = 8 };

static const uint32_t toy[][3] = {{1, 2, 1}, {2, 3, 2}, {3, 4, 3}, {2, 4, 1},
                                  {4, 5, 5}, {1, 5, 4}, {5, 3, 4}};

static clg_contacts toy_contacts(void)
{
    clg_contacts contacts = {0};

    clg_contacts_start(&contacts, 6);
    for (size_t i = 0; i < COUNT_OF(toy); i++) {
        uint32_t pair[2] = {toy[i][0] - 1, toy[i][1] - 1};
        check_ok(clg_contacts_add(&contacts, toy[i][2], pair, 2, false, &err));
    }
    clg_contacts_sort(&contacts);
    return contacts;
}

static double reachability(const clg_contacts *contacts, bool strict)
{
    int64_t arrival[MOST], room[MOST];
    double pairs = 0.0, n = (double)contacts->vertex_count;

    for (uint32_t v = 0; v < contacts->vertex_count; v++) {
        clg_contacts_arrivals(contacts, v, 0, strict, arrival, room);
        for (uint32_t w = 0; w < contacts->vertex_count; w++)
            pairs += w != v && arrival[w] != CLG_NEVER;
    }
    return pairs / (n * (n - 1.0));
}

/* earliest_arrival_strict, earliest_arrival_nonstrict, temporal_reachability_strict,
 * temporal_reachability_nonstrict */
static void arrivals_of_the_reference_case(void **state)
{
    (void)state;
    const int64_t never = CLG_NEVER;
    const int64_t strict_1[] = {0, 1, 2, 3, 4, never};
    const int64_t loose_1[] = {0, 1, 2, 1, 4, never};
    const int64_t strict_2[] = {1, 0, 2, 1, 4, never};
    clg_contacts contacts = toy_contacts();
    int64_t arrival[MOST], room[MOST];

    clg_contacts_arrivals(&contacts, 0, 0, true, arrival, room);
    for (int v = 0; v < 6; v++)
        assert_true(arrival[v] == strict_1[v]);
    clg_contacts_arrivals(&contacts, 0, 0, false, arrival, room);
    for (int v = 0; v < 6; v++)
        assert_true(arrival[v] == loose_1[v]);
    clg_contacts_arrivals(&contacts, 1, 0, true, arrival, room);
    for (int v = 0; v < 6; v++)
        assert_true(arrival[v] == strict_2[v]);
    check_near(reachability(&contacts, true), 0.5666666666666667, 1e-9);
    check_near(reachability(&contacts, false), 0.6333333333333333, 1e-9);
    clg_contacts_clear(&contacts);
}

/* All paths, step by step: from v at time t on over any contact that is later. */
static void walk(const clg_contacts *c, uint32_t v, int64_t t, bool strict,
                 int64_t *best)
{
    for (size_t k = 0; k < c->count; k++) {
        const clg_contact *contact = &c->items[k];
        bool can = strict ? contact->time > t : contact->time >= t, gives = false;
        size_t givers = contact->is_directed ? contact->first + 1 : contact->last;
        for (size_t i = contact->first; i < givers; i++)
            gives = gives || c->vertex[i] == v;
        for (size_t i = contact->first; can && gives && i < contact->last; i++) {
            uint32_t w = c->vertex[i];
            if (contact->time >= best[w])
                continue;
            best[w] = contact->time;
            walk(c, w, contact->time, strict, best);
        }
    }
}

static void arrivals_are_the_earliest_of_all_paths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        clg_random random = clg_random_stream(seed, "contacts", 0, 0, 0);
        clg_contacts contacts = {0};
        int64_t arrival[MOST], room[MOST], best[MOST];
        clg_contacts_start(&contacts, 6);
        for (int k = 0; k < 9; k++) {
            uint32_t people[6], count = 0;
            bool directed = clg_random_below(&random, 2) == 0;
            for (uint32_t v = 0; v < 6 && count < (directed ? 2U : 4U); v++)
                if (clg_random_below(&random, 3) == 0)
                    people[count++] = v;
            if (count >= 2)
                check_ok(clg_contacts_add(&contacts, 1 + clg_random_below(&random, 5),
                                          people, count, directed, &err));
        }
        clg_contacts_sort(&contacts);
        for (uint32_t v = 0; v < 6; v++)
            for (int strict = 0; strict < 2; strict++) {
                for (int w = 0; w < 6; w++)
                    best[w] = CLG_NEVER;
                best[v] = 0;
                walk(&contacts, v, 0, strict != 0, best);
                clg_contacts_arrivals(&contacts, v, 0, strict != 0, arrival, room);
                for (int w = 0; w < 6; w++)
                    assert_true(arrival[w] == best[w]);
            }
        clg_contacts_clear(&contacts);
    }
}

static clg_contacts random_contacts(clg_random *random, uint32_t people, int count)
{
    clg_contacts contacts = {0};

    clg_contacts_start(&contacts, people);
    for (int k = 0; k < count; k++) {
        uint32_t who[4] = {clg_random_below(random, people)}, size = 1;
        bool directed = clg_random_below(random, 2) == 0;
        for (int tries = 0; tries < 3 && size < (directed ? 2U : 4U); tries++) {
            uint32_t v = clg_random_below(random, people);
            bool is_new = true;
            for (uint32_t i = 0; i < size; i++)
                is_new = is_new && who[i] != v;
            if (is_new)
                who[size++] = v;
        }
        if (size > 1)
            check_ok(clg_contacts_add(&contacts, 1 + clg_random_below(random, 30), who,
                                      size, directed, &err));
    }
    return contacts;
}

static void reach_of_all_is_the_arrivals_from_each(void **state)
{
    (void)state;
    enum { MANY = 70 };
    for (uint64_t seed = 1; seed <= 60; seed++) {
        clg_random random = clg_random_stream(seed, "reach", 0, 0, 0);
        uint32_t n = seed % 2 == 0 ? 9 : MANY;
        clg_contacts contacts = random_contacts(&random, n, 2 * (int)n);
        int64_t arrival[MANY], room[MANY];
        double out[MANY] = {0}, in[MANY] = {0}, to[MANY] = {0}, pairs = 0.0,
               sooner = 0.0;
        clg_time_reach reach = {0.0, 0.0, out, in};

        clg_contacts_sort(&contacts);
        check_ok(clg_contacts_reach(&contacts, 1, &reach, &err));
        for (uint32_t v = 0; v < n; v++) {
            double from = 0.0;
            clg_contacts_arrivals(&contacts, v, 1, true, arrival, room);
            for (uint32_t w = 0; w < n; w++) {
                if (w == v || arrival[w] == CLG_NEVER)
                    continue;
                from += 1.0;
                to[w] += 1.0;
                sooner += 1.0 / ((double)(arrival[w] - 1) / 86400.0 + 1.0);
            }
            check_near(out[v], from, 0.0);
            pairs += from;
        }
        for (uint32_t w = 0; w < n; w++)
            check_near(in[w], to[w], 0.0);
        check_near(reach.pairs, pairs, 0.0);
        check_near(reach.sooner, sooner, 1e-9);
        clg_contacts_clear(&contacts);
    }
}

/* Times stay the same numbers; nobody is anywhere before they joined; all six orders of
 * three contacts are equally likely, or the two that are left where one person comes
 * late. */
static void times_are_dealt_out_again(void **state)
{
    (void)state;
    const int64_t joined[] = {0, 0, 0, 25}, left[] = {99, 99, 99, 99};
    clg_random random = clg_random_stream(1, "times", 0, 0, 0);
    unsigned seen[2][3][3] = {{{0}}};

    for (int late = 0; late < 2; late++)
        for (int s = 0; s < 6000; s++) {
            clg_contacts contacts = {0};
            clg_contacts_start(&contacts, 4);
            for (uint32_t k = 0; k < 3; k++) {
                uint32_t pair[2] = {k, late && k == 2 ? 3 : (k + 1) % 3};
                check_ok(
                    clg_contacts_add(&contacts, 10 * (k + 1), pair, 2, false, &err));
            }
            clg_contacts_find_stays(&contacts, joined, left);
            clg_contacts_shuffle_times(&contacts, &random);
            assert_int_equal(contacts.items[0].time + contacts.items[1].time +
                                 contacts.items[2].time,
                             60);
            for (int k = 0; k < 3; k++) /* who begins with the pair of vertex j */
                seen[late][contacts.vertex[contacts.items[k].first]]
                    [contacts.items[k].time / 10 - 1]++;
            clg_contacts_clear(&contacts);
        }
    for (int k = 0; k < 3; k++)
        for (int t = 0; t < 3; t++)
            check_near(seen[0][k][t], 2000.0, 200.0);
    check_near(seen[1][2][2], 6000.0, 0.0);
    check_near(seen[1][0][0], 3000.0, 250.0);
}

/* burstiness_B_KimJoBn_memory */
static void rhythm_of_the_reference_cases(void **state)
{
    (void)state;
    const double regular[] = {7, 7, 7, 7, 7}, odd[] = {1, 1, 28, 1, 2, 57};
    clg_rhythm rhythm = clg_rhythm_of(regular, 5);

    check_near(rhythm.burstiness.value, -1.0, 1e-12);
    check_near(rhythm.finite.value, -1.0, 1e-12);
    assert_int_equal(rhythm.memory.status, CLG_VALUE_UNDEFINED);
    rhythm = clg_rhythm_of(odd, 6);
    check_near(rhythm.burstiness.value, 0.17067239465840364, 1e-12);
    check_near(rhythm.finite.value, 0.4761251004190827, 1e-12);
    check_near(rhythm.memory.value, -0.3493482713137406, 1e-12);
    assert_int_equal(clg_rhythm_of(odd, 2).finite.status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_rhythm_of((double[]){0, 0, 0}, 3).finite.status,
                     CLG_VALUE_UNDEFINED);
}

/* Events at 1, 2, 2, 5; censored at 2 and 4: S(1) = 5/6, S(2) = 5/6 * 3/5 = 1/2. */
static void survival_by_hand(void **state)
{
    (void)state;
    clg_spell spells[] = {{2, true},  {4, false}, {1, true},
                          {2, false}, {5, true},  {2, true}};
    clg_value error;

    check_near(clg_survival_at(spells, 6, 0.5, &error).value, 1.0, 0.0);
    check_near(clg_survival_at(spells, 6, 1.0, &error).value, 5.0 / 6.0, 1e-15);
    check_near(error.value, 5.0 / 6.0 * sqrt(1.0 / 30.0), 1e-15);
    check_near(clg_survival_at(spells, 6, 3.0, &error).value, 0.5, 1e-15);
    check_near(clg_survival_at(spells, 6, 9.0, &error).value, 0.0, 0.0);
    check_near(clg_survival_median(spells, 6).value, 2.0, 0.0);
    spells[0] = (clg_spell){3.0, false};
    assert_int_equal(clg_survival_median(spells, 1).status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_survival_median(spells, 0).status, CLG_VALUE_UNDEFINED);
    assert_int_equal(clg_survival_at(spells, 0, 1.0, &error).status,
                     CLG_VALUE_UNDEFINED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrivals_of_the_reference_case),
        cmocka_unit_test(arrivals_are_the_earliest_of_all_paths),
        cmocka_unit_test(reach_of_all_is_the_arrivals_from_each),
        cmocka_unit_test(times_are_dealt_out_again),
        cmocka_unit_test(rhythm_of_the_reference_cases),
        cmocka_unit_test(survival_by_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
