/* The diagram of stages: well-formed and complete, the same bytes each time, its ribbon
 * and gaps measured in pixels, no label on another whatever the data, and refused or
 * failing inputs that leave nothing behind. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "check.h"
#include "svg_check.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/random.h"
#include "report/stage_diagram.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WINDOWS = 130 };

static const char *const wenger[] = {"potential", "coalescing", "maturing",
                                     "stewardship", "transformation"};

/* ---- making diagrams ---- */

typedef struct sample {
    clg_stage_diagram diagram;
    clg_diagram_school schools[CLG_DIAGRAM_SCHOOLS];
    char names[CLG_DIAGRAM_SCHOOLS][200];
    char stages[CLG_DIAGRAM_STAGES][100];
    const char *stage_names[CLG_DIAGRAM_STAGES];
    double bounds[CLG_DIAGRAM_STAGES + 1], dwell[CLG_DIAGRAM_STAGES];
    double position[20], energy[20], low[20], high[20];
    double observed[CLG_DIAGRAM_SCHOOLS][MOST_WINDOWS];
    double smooth[CLG_DIAGRAM_SCHOOLS][MOST_WINDOWS];
    double posterior[CLG_DIAGRAM_SCHOOLS][MOST_WINDOWS * CLG_DIAGRAM_STAGES];
    double entries[CLG_DIAGRAM_SCHOOLS][CLG_DIAGRAM_STAGES];
    char labels[MOST_WINDOWS][12];
    const char *label_list[MOST_WINDOWS];
} sample;

static void random_name(clg_random *random, char *name, size_t most)
{
    static const char *const parts[] = {"W", "i", " ",  "&",  "<b>", "é",
                                        "م", "ש", "東", "\"", "x y", "\xff"};

    name[0] = '\0';
    for (size_t left = 1 + clg_random_below(random, (uint32_t)most / 4); left > 0;
         left--)
        strcat(name, parts[clg_random_below(random, COUNT_OF(parts))]);
}

static void fill_school(sample *s, size_t index, clg_random *random)
{
    clg_diagram_school *school = &s->schools[index];
    size_t windows = 1 + clg_random_below(random, MOST_WINDOWS);
    uint32_t stages = s->diagram.stage_count;
    double missing = clg_random_uniform(random);

    random_name(random, s->names[index], sizeof s->names[index]);
    for (size_t w = 0; w < windows; w++) {
        double sum = 0.0, *p = s->posterior[index] + w * stages;

        s->smooth[index][w] = clg_random_uniform(random);
        s->observed[index][w] = clg_random_uniform(random) < missing
                                    ? NAN
                                    : 2.0 * clg_random_uniform(random);
        for (uint32_t k = 0; k < stages; k++)
            sum += p[k] = clg_random_uniform(random);
        for (uint32_t k = 0; k < stages; k++)
            p[k] /= sum;
        if (clg_random_below(random, 20) == 0)
            p[0] = NAN;
    }
    for (uint32_t k = 0; k < stages; k++)
        s->entries[index][k] = clg_random_below(random, 4) == 0
                                   ? NAN
                                   : clg_random_uniform(random) * 1.2 * (double)windows;
    *school = (clg_diagram_school){.name = s->names[index],
                                   .window_count = windows,
                                   .labels = index % 3 == 2 ? NULL : s->label_list,
                                   .observed = s->observed[index],
                                   .smooth = s->smooth[index],
                                   .posterior = s->posterior[index],
                                   .entries = s->entries[index]};
}

static void fill_stages(sample *s, clg_random *random)
{
    s->diagram.stage_count = 1 + clg_random_below(random, CLG_DIAGRAM_STAGES);
    for (uint32_t k = 0; k < s->diagram.stage_count; k++) {
        double width = clg_random_uniform(random);

        random_name(random, s->stages[k], sizeof s->stages[k]);
        s->stage_names[k] = s->stages[k];
        width = 0.01 + 20.0 * width * width * width;
        s->bounds[k + 1] = s->bounds[k] + width;
        s->dwell[k] = clg_random_below(random, 5) == 0 ? NAN : width;
    }
}

/* Anything that may come. */
static sample *random_sample(uint64_t trial)
{
    clg_random random = clg_random_stream(20, "diagrams", trial, 0, 0);
    sample *s = clg_array_new(1, sizeof *s, NULL);

    fill_stages(s, &random);
    for (size_t w = 0; w < MOST_WINDOWS; w++) {
        snprintf(s->labels[w], sizeof s->labels[w], "%d-%02d", 2019 + (int)w / 12,
                 (int)w % 12 + 1);
        s->label_list[w] = s->labels[w];
    }
    for (size_t i = 0; i < 20; i++) {
        s->position[i] = s->bounds[s->diagram.stage_count] * (double)i / 19.0;
        s->energy[i] = clg_random_uniform(&random);
        s->low[i] = s->energy[i] - 0.1;
        s->high[i] = s->energy[i] + 0.1;
    }
    s->diagram.stage_names = s->stage_names;
    s->diagram.bounds = s->bounds;
    s->diagram.dwell = s->dwell;
    s->diagram.unit = trial % 2 == 0 ? "months" : NULL;
    s->diagram.curve = (clg_diagram_curve){trial % 5 == 0 ? 0 : 20, s->position,
                                           s->energy, s->low, s->high};
    s->diagram.level = 0.95;
    s->diagram.fitted_count = trial % 3;
    s->diagram.school_count = clg_random_below(&random, 4);
    s->diagram.schools = s->schools;
    for (size_t i = 0; i < s->diagram.school_count; i++)
        fill_school(s, i, &random);
    return s;
}

/* Two stages of one month each and one school of four windows, the third missing. */
static const double small_bounds[] = {0.0, 1.0, 2.0}, small_dwell[] = {1.0, 1.0};
static const double small_observed[] = {0.0, 1.0, NAN, 0.5};
static const double small_posterior[] = {1.0, 0.0, 0.25, 0.75, 0.0, 1.0, 0.0, 1.0};
static const double small_entries[] = {0.0, 1.0};

static clg_stage_diagram small_diagram(clg_diagram_school *school)
{
    *school = (clg_diagram_school){.name = "Northfield",
                                   .window_count = 4,
                                   .observed = small_observed,
                                   .posterior = small_posterior,
                                   .entries = small_entries};
    return (clg_stage_diagram){.stage_count = 2,
                               .stage_names = wenger,
                               .bounds = small_bounds,
                               .dwell = small_dwell,
                               .unit = "months",
                               .schools = school,
                               .school_count = 1};
}

/* The picture as text; free() it. */
static char *drawn(const clg_stage_diagram *diagram)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    assert_non_null(stream);
    check_ok(clg_stage_diagram_draw(diagram, "d", stream, &err));
    assert_int_equal(fclose(stream), 0);
    return text;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        count++;
    }
    return count;
}

/* ---- whatever the data ---- */

static void random_diagrams_are_well_formed_and_legible(void **state)
{
    (void)state;
    for (uint64_t trial = 0; trial < 120; trial++) {
        sample *s = random_sample(trial);
        char *text = drawn(&s->diagram), *again = drawn(&s->diagram);

        assert_string_equal(text, again);
        check_well_formed(text);
        check_labels(text, 960.0, atof(strstr(text, "height=\"") + 8));
        free(text);
        free(again);
        clg_free(s);
    }
}

/* ---- what is in it ---- */

static void it_is_an_image_with_a_title_and_a_description(void **state)
{
    (void)state;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    char *text = drawn(&diagram);

    assert_int_equal(strncmp(text,
                             "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                             "width=\"960\" height=\"",
                             57),
                     0);
    assert_non_null(strstr(text, "role=\"img\" aria-labelledby=\"d-title d-desc\""));
    assert_non_null(
        strstr(text, "<title id=\"d-title\">Stages of development</title>"));
    assert_non_null(strstr(text,
                           "for each stage: potential, coalescing. Below, observed "
                           "energy and the probability of each stage by window, "
                           "for: Northfield.</desc>"));
    assert_non_null(strstr(text, "Developmental time (months)"));
    assert_int_equal(count_of(text, ">mean 1.0 months<"), 2);
    assert_non_null(strstr(text, ">4: coalescing, probability above 0.99<"));
    assert_int_equal(count_of(text, "<pattern id=\"d-stage-"), 2);
    free(text);
}

/* Four windows of 40 from x = 72; probabilities over 60 pixels. */
static void the_ribbon_is_to_scale(void **state)
{
    (void)state;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    char *text = drawn(&diagram), expected[200];
    const char *path = strstr(text, "<path d=\"M72 "), *second;
    double top;

    assert_non_null(path);
    top = atof(path + 13); /* stage 1 in windows 1 and 2: 1, .25 */
    snprintf(expected, sizeof expected,
             "<path d=\"M72 %gL112 %gL112 %gL152 %gL152 %gL112 %gL112 %gL72 %gZ\" "
             "fill=\"url(#d-stage-1)\"",
             top, top, top + 45, top + 45, top + 60, top + 60, top + 60, top + 60);
    assert_int_equal(strncmp(path, expected, strlen(expected)), 0);
    second = strstr(path, "<path d=\"M112 ");
    assert_non_null(second); /* stage 2 from window 2 on: .75, 1, 1 */
    assert_non_null(strstr(second, "fill=\"url(#d-stage-2)\""));
    check_near(atof(second + 14), top, 0.0);
    free(text);
}

static void a_missing_window_is_a_gap_on_grey(void **state)
{
    (void)state;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    char *text = drawn(&diagram), *line, *end;

    assert_non_null(strstr(text, "<rect x=\"152\""));
    assert_int_equal(count_of(text, "fill=\"#eeeeee\""), 2); /* and in the legend */
    end = strstr(text, "<rect x=\"152\"");
    end = strstr(end, "stroke=\"#6a6a6a\"");
    assert_non_null(end);
    for (line = end; *line != '<'; line--)
        if (*line == 'M')
            break;
    assert_int_equal(strncmp(line, "M212 ", 5), 0); /* the fourth window, alone */
    assert_int_equal(count_of(text, "r=\"2.4\""), 3 + 3);
    free(text);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    const double none[] = {NAN, NAN, NAN, NAN}, unknown[] = {NAN, 1.0};
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    char *text;

    school = (clg_diagram_school){.name = "", .window_count = 4, .observed = none};
    diagram.dwell = unknown;
    diagram.note = "Stages 1 and 2 can hardly be told apart.";
    text = drawn(&diagram);
    assert_non_null(strstr(text, ">no curve of all schools<"));
    assert_non_null(strstr(text, ">no window was observed<"));
    assert_non_null(strstr(text, ">no probabilities<"));
    assert_non_null(strstr(text, ">mean time unknown<"));
    assert_non_null(strstr(text, ">Stages 1 and 2 can hardly be told apart.<"));
    assert_null(strstr(text, ">enters a stage<"));
    free(text);

    school.window_count = 0;
    text = drawn(&diagram);
    check_well_formed(text);
    free(text);
}

static void names_can_not_break_the_picture(void **state)
{
    (void)state;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    char *text;

    school.name = "</svg><script>\"&'\x02";
    text = drawn(&diagram);
    check_well_formed(text);
    assert_null(strstr(text, "<script"));
    assert_int_equal(count_of(text, "</svg>"), 1);
    free(text);
}

/* ---- refusals and failures ---- */

static void impossible_diagrams_are_refused(void **state)
{
    (void)state;
    const double back[] = {0.0, 2.0, 2.0}, wild[] = {0.0, INFINITY, 0.0, 0.0};
    const double half[] = {0.5, 0.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);

    diagram.stage_count = 9;
    check_fails(clg_stage_diagram_draw(&diagram, "d", NULL, &err), CLG_ERROR_ARGUMENT,
                "9 stages to draw, expected 1 to 8");
    diagram = small_diagram(&school);
    diagram.school_count = 13;
    check_fails(clg_stage_diagram_draw(&diagram, "d", NULL, &err), CLG_ERROR_ARGUMENT,
                "13 schools to draw, expected at most 12");
    diagram = small_diagram(&school);
    diagram.bounds = back;
    check_fails(clg_stage_diagram_draw(&diagram, "d", NULL, &err), CLG_ERROR_ARGUMENT,
                "the band of stage 2 goes from 2 to 2");
    diagram = small_diagram(&school);
    school.observed = wild;
    check_fails(clg_stage_diagram_draw(&diagram, "d", NULL, &err), CLG_ERROR_ARGUMENT,
                "a number of Northfield is inf, expected at most 1e+09 in size");
    diagram = small_diagram(&school);
    school.posterior = half;
    check_fails(clg_stage_diagram_draw(&diagram, "d", NULL, &err), CLG_ERROR_ARGUMENT,
                "probabilities of 'Northfield' in window 1 add up to 0.5, the least is "
                "0");
}

static void a_file_appears_complete_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/collegium-test-XXXXXX", *path;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    clg_input input;

    assert_non_null(mkdtemp(folder));
    path = clg_path_join(folder, "stages.svg", NULL);
    diagram.stage_count = 0;
    assert_int_equal(clg_stage_diagram_write(&diagram, path, NULL), CLG_ERROR_ARGUMENT);
    assert_false(clg_path_exists(path));

    diagram.stage_count = 2;
    check_ok(clg_stage_diagram_write(&diagram, path, &err));
    check_ok(clg_input_open(path, "stages.svg", &input, &err));
    assert_int_equal(
        strncmp(input.bytes, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg ", 44),
        0);
    assert_int_equal(strncmp(input.bytes + input.size - 7, "</svg>\n", 7), 0);
    clg_input_close(&input);

    check_fails(clg_stage_diagram_write(&diagram, "/dev/full", &err), CLG_ERROR_IO,
                "cannot write: No space left on device");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else is in it */
    clg_free(path);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    char folder[] = "/tmp/collegium-test-XXXXXX", *path;
    clg_diagram_school school;
    clg_stage_diagram diagram = small_diagram(&school);
    clg_status status = CLG_ERROR_MEMORY;
    long allowed = 0;

    assert_non_null(mkdtemp(folder));
    path = clg_path_join(folder, "stages.svg", NULL);
    for (; status != CLG_OK; allowed++) {
        clg_error err = CLG_ERROR_INIT;

        clg_test_allocations_left = allowed;
        status = clg_stage_diagram_write(&diagram, path, &err);
        clg_test_allocations_left = -1;
        assert_int_equal(err.code, status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
        assert_true(clg_path_exists(path) == (status == CLG_OK));
    }
    assert_int_equal(allowed, 3);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    clg_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_diagrams_are_well_formed_and_legible),
        cmocka_unit_test(it_is_an_image_with_a_title_and_a_description),
        cmocka_unit_test(the_ribbon_is_to_scale),
        cmocka_unit_test(a_missing_window_is_a_gap_on_grey),
        cmocka_unit_test(what_is_not_there_is_said),
        cmocka_unit_test(names_can_not_break_the_picture),
        cmocka_unit_test(impossible_diagrams_are_refused),
        cmocka_unit_test(a_file_appears_complete_or_not_at_all),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
