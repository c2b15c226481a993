#include "reference.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER SHARED_FOLDER "/oracles/trajectories/"

static void skip_without(const char *path)
{
    print_message("no file %s\n", path);
    skip();
}

json_t *reference_load(const char *name)
{
    char path[512];
    json_t *all;

    snprintf(path, sizeof path, FOLDER "%s", name);
    all = json_load_file(path, 0, NULL);
    if (all == NULL)
        skip_without(path);
    return all;
}

double reference_number(const json_t *all, const char *name)
{
    const json_t *number = json_object_get(all, name);

    assert_true(json_is_number(number));
    return json_number_value(number);
}

void reference_array(const json_t *all, const char *name, double *values, size_t count)
{
    json_t *array = json_object_get(all, name), *value;
    const char *key;
    size_t i = 0;

    if (json_is_object(array)) {
        assert_int_equal(json_object_size(array), count);
        json_object_foreach(array, key, value) values[i++] = json_number_value(value);
        return;
    }
    assert_int_equal(json_array_size(array), count);
    for (i = 0; i < count; i++)
        values[i] = json_number_value(json_array_get(array, i));
}

static double cell_of(const char *text)
{
    return text == NULL || text[0] == '"' ? (double)NAN : strtod(text, NULL);
}

size_t reference_table(const char *name, size_t columns, double *values, size_t most)
{
    char path[512], line[512], *rest;
    size_t rows = 0;
    FILE *file;

    snprintf(path, sizeof path, FOLDER "%s", name);
    file = fopen(path, "r");
    if (file == NULL)
        skip_without(path);
    if (fgets(line, sizeof line, file) == NULL)
        fail_msg("%s is empty", path);
    for (; rows < most && fgets(line, sizeof line, file) != NULL; rows++)
        for (size_t c = 0; c < columns; c++)
            values[rows * columns + c] =
                cell_of(strtok_r(c == 0 ? line : NULL, ",\n", &rest));
    fclose(file);
    return rows;
}
