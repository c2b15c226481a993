/* The section on a school: who is named in it, and nowhere else. */
#include "check.h"
#include "exhausted_report.h"
#include "tied_schools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_names(const char *text, int school_number, bool expected)
{
    char name[32];

    snprintf(name, sizeof name, "somebody-%d-", school_number);
    if ((strstr(text, name) != NULL) != expected)
        fail_msg("people of school %d are %s", school_number,
                 expected ? "not named" : "named");
}

static char *section_of(const char *text)
{
    const char *at = strstr(text, "<section id=\"chosen\"");

    assert_non_null(at);
    return strndup(at, (size_t)(strstr(at, "</section>") - at));
}

static void people_are_named_in_their_schools_own_section_only(void **state)
{
    static const uint32_t chosen[] = {3};
    static fixture f;
    char *text, *own;

    (void)state;
    clg_test_make_schools(&f, 6, 6);
    clg_test_put_tables(&f, 0);
    f.data.chosen = chosen;
    f.data.chosen_count = 1;
    text = clg_test_draw(&f);
    assert_null(strstr(text, "somebody"));
    assert_non_null(strstr(text, "<h3 id=\"school-4\">School 03</h3>"));
    assert_non_null(strstr(text, "<a href=\"#school-4\">School 03</a>"));
    free(text);
    f.data.names_people = true;
    text = clg_test_draw(&f);
    assert_non_null(strstr(text, "</h1><p class=\"look\"><strong>This report names "
                                 "people. It was made for School 03"));
    for (int s = 0; s < SCHOOLS; s++)
        check_names(text, s, s == 3);
    own = section_of(text);
    for (uint32_t v = 0; v < f.school[3].count; v++) {
        char name[64];
        snprintf(name, sizeof name, "<title>somebody-3-%02u</title>", v);
        assert_non_null(strstr(own, name));
    }
    assert_null(strstr(own, ">hidden<"));
    free(own);
    free(text);
    clg_test_forget_tables(&f);
}

static void failing_allocations_are_reported(void **state)
{
    static const uint32_t chosen[] = {1, 0};
    static fixture f;

    (void)state;
    clg_test_make_schools(&f, 2, 6);
    clg_test_put_tables(&f, 0);
    f.data.chosen = chosen;
    f.data.chosen_count = 2;
    f.data.names_people = true;
    clg_test_exhaust_report(&f.data, GROUP);
    clg_test_forget_tables(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_named_in_their_schools_own_section_only),
        cmocka_unit_test(failing_allocations_are_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
