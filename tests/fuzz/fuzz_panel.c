/* A panel from a CSV of any bytes; those before the first newline choose: "i" irregular
 * times, "e" the column e as an extra, "c" only the column a as indicator. What is
 * accepted must hold together: windows in order, every observed cell finite, every
 * indicator varying; what is refused must say why. */
#include "fuzz.h"

#include "run/panel_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* The reader maps files: the bytes go to one without a name. */
static void write_file(FILE *file, const char *bytes, size_t size)
{
    require(ftruncate(fileno(file), 0) == 0);
    require(pwrite(fileno(file), bytes, size, 0) == (ssize_t)size);
}

static void check_school(const clg_panel *panel, uint32_t school)
{
    size_t first = panel->first[school];

    require(panel->length[school] > 0);
    for (uint32_t t = 0; t < panel->length[school]; t++) {
        require(panel->window[first + t] < panel->windows.count);
        if (t == 0)
            continue;
        require(panel->window[first + t] > panel->window[first + t - 1]);
        require(panel->time != NULL ||
                panel->window[first + t] == panel->window[first + t - 1] + 1);
        require(panel->time == NULL ||
                panel->time[first + t] > panel->time[first + t - 1]);
    }
    if (school > 0)
        require(strcmp(clg_texts_at(&panel->schools, school - 1),
                       clg_texts_at(&panel->schools, school)) < 0);
}

static void check_indicator(const clg_panel *panel, uint32_t indicator)
{
    double least = INFINITY, most = -INFINITY;

    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t t = 0; t < panel->length[s]; t++) {
            double value = clg_panel_value(panel, s, t, indicator);

            require(isfinite(value));
            if (!clg_panel_has(panel, s, t, indicator))
                continue;
            least = fmin(least, value);
            most = fmax(most, value);
        }
    require(least < most);
}

static void check_panel(const clg_panel *panel, const clg_panel_notes *notes)
{
    size_t rows = 0;

    require(panel->school_count > 0 && panel->indicator_count > 0);
    for (uint32_t s = 0; s < panel->school_count; s++)
        check_school(panel, s);
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        check_indicator(panel, d);
    for (size_t row = 0; row < clg_panel_rows(panel); row++)
        rows += notes->lines[row] > 0;
    require(rows + notes->leading + notes->trailing == notes->row_count);
    require(rows + notes->added == clg_panel_rows(panel));
}

static void read_panel(const char *path, const char *options, size_t length)
{
    clg_texts indicators = CLG_TEXTS_INIT, extras = CLG_TEXTS_INIT;
    clg_panel_request request = {.indicators = &indicators,
                                 .extras = &extras,
                                 .is_irregular = memchr(options, 'i', length)};
    clg_panel panel;
    clg_panel_notes notes;
    clg_error err = CLG_ERROR_INIT;

    if (memchr(options, 'c', length) != NULL)
        require(clg_texts_append(&indicators, "a", 1, NULL) == CLG_OK);
    if (memchr(options, 'e', length) != NULL)
        require(clg_texts_append(&extras, "e", 1, NULL) == CLG_OK);
    if (clg_panel_read(path, &request, &panel, &notes, &err) == CLG_OK)
        check_panel(&panel, &notes);
    else
        require(err.message[0] != '\0' && strcmp(err.path, path) == 0);
    clg_panel_clear(&panel);
    clg_panel_notes_clear(&notes);
    clg_texts_clear(&indicators);
    clg_texts_clear(&extras);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *file;
    const char *bytes = (const char *)data;
    const char *line_end = size > 0 ? memchr(bytes, '\n', size) : NULL;
    char path[64];

    if (line_end == NULL)
        return 0;
    if (file == NULL)
        file = tmpfile();
    require(file != NULL);
    write_file(file, line_end + 1, size - (size_t)(line_end + 1 - bytes));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
    read_panel(path, bytes, (size_t)(line_end - bytes));
    return 0;
}
