/* A small network of schools to compare: three measures, six windows. */
#ifndef CLG_TESTS_SMALL_NETWORK_H
#define CLG_TESTS_SMALL_NETWORK_H

#include "compare/network.h"
#include "compare/network_changes.h"

enum { SMALL_SCHOOLS = 8, SMALL_WINDOWS = 6, SMALL_MEASURES = 3 };

/* "score": estimates that rise by 3 in school s from window 2 + s % 3 on, for s < 4;
 * "share": successes of 20 trials; "size": no model of chance. Sizes: "n". */
void small_network(clg_network_data *data);
/* "reform": when they rise. */
void small_changes(clg_change_starts *changes);

#endif
