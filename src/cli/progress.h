/* Progress on stderr: a bar on a terminal, a line now and then, JSON, or nothing. */
#ifndef CLG_CLI_PROGRESS_H
#define CLG_CLI_PROGRESS_H

#include "collegium/monitor.h"

#include <stdbool.h>
#include <stdio.h>

enum progress_style { PROGRESS_NONE, PROGRESS_BAR, PROGRESS_PLAIN, PROGRESS_JSON };

/* One for the whole command. Also says whether Ctrl-C was pressed. */
struct progress {
    enum progress_style style;
    const char *stage;
    double began;  /* of the stage, in seconds */
    double last;   /* when something was printed */
    int percent;   /* last one drawn */
    bool is_drawn; /* there is a bar to erase */
};

/* "auto" (a bar if stderr is a terminal that can redraw, else nothing), "plain",
 * "json" or "none". False if it is none of these. */
bool progress_choose(const char *name, struct progress *progress);

/* A monitor that draws `progress`; from now on SIGINT and SIGTERM cancel. */
clg_monitor progress_monitor(struct progress *progress);

/* Erases the bar, so that results stand where it was. */
void progress_finish(struct progress *progress);

#endif
