/* For the tests of panels: reading one from a file of the test's folder. */
#ifndef CLG_TESTS_PANEL_READING_H
#define CLG_TESTS_PANEL_READING_H

#include "run/panel_read.h"

typedef struct reading {
    clg_panel panel;
    clg_panel_notes notes;
} reading;

/* A list of names that are parted by spaces. */
clg_texts names_of(const char *names);

/* Reads a file of the folder; names as above, "" for none. */
clg_status read_panel(const char *file, const char *indicators, const char *extras,
                      bool is_irregular, reading *r, clg_error *err);
void reading_clear(reading *r);

#endif
