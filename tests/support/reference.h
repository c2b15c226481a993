/* Reference values in files beside the project: inputs as CSV, answers as JSON. Where
 * the files are absent, the test says so and is skipped. */
#ifndef CLG_TESTS_REFERENCE_H
#define CLG_TESTS_REFERENCE_H

#include <jansson.h>

/* The file in oracles/trajectories/; the caller gives it back by json_decref. */
json_t *reference_load(const char *name);
double reference_number(const json_t *all, const char *name);
/* The array (or the values of the object) of that name: exactly `count` numbers. */
void reference_array(const json_t *all, const char *name, double *values, size_t count);

/* The table's numbers, row by row, without its head; quoted texts are NaN. Returns the
 * number of rows, at most `most`. */
size_t reference_table(const char *name, size_t columns, double *values, size_t most);

#endif
