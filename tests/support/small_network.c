#include "small_network.h"

#include "check.h"

#include "base/memory.h"
#include "base/random.h"

#include <stdio.h>
#include <string.h>

static void append(clg_texts *texts, const char *name)
{
    check_ok(clg_texts_append(texts, name, strlen(name), &err));
}

static void name_all(clg_network_data *data)
{
    char name[16];

    for (int s = 0; s < SMALL_SCHOOLS; s++) {
        snprintf(name, sizeof name, "s%d", s);
        append(&data->schools, name);
    }
    for (int w = 0; w < SMALL_WINDOWS; w++) {
        snprintf(name, sizeof name, "w%d", w);
        append(&data->windows, name);
    }
    append(&data->windows, "period");
    append(&data->measures, "score");
    append(&data->measures, "share");
    append(&data->measures, "size");
    append(&data->size_names, "n");
}

static uint32_t start_of(uint32_t school)
{
    return school < 4 ? 2 + school % 3 : CLG_NEVER_TREATED;
}

static void fill_cell(clg_network_data *data, clg_random *dice, uint32_t s, uint32_t w)
{
    size_t cell = (size_t)w * SMALL_SCHOOLS + s, at = (size_t)s * SMALL_WINDOWS + w;
    double score =
        clg_random_uniform(dice) + (w < SMALL_WINDOWS && w >= start_of(s) ? 3.0 : 0.0);
    double successes = clg_random_below(dice, 21);

    data->of[0].value[cell] = score;
    data->of[0].scale[cell] = 0.3;
    data->of[1].value[cell] = successes;
    data->of[1].scale[cell] = 20.0;
    data->sizes[0][cell] = data->people[cell] = 10.0 + s;
    if (w == SMALL_WINDOWS)
        return;
    data->of[0].series[at] = score;
    data->of[1].series[at] = successes / 20.0;
    data->of[2].series[at] = 10.0 + s;
}

void small_network(clg_network_data *data)
{
    static const clg_estimate_family families[] = {
        CLG_ESTIMATES_NORMAL, CLG_ESTIMATES_SHARES, CLG_ESTIMATES_NONE};
    clg_random dice = clg_random_stream(1, "network", 0, 0, 0);

    *data = (clg_network_data){0};
    name_all(data);
    check_ok(clg_network_data_init(data, &err));
    for (uint32_t m = 0; m < SMALL_MEASURES; m++)
        check_ok(clg_network_data_room(data, m, families[m], &err));
    data->sizes[0] = clg_network_data_row(data, NULL);
    data->people = clg_network_data_row(data, NULL);
    for (uint32_t s = 0; s < SMALL_SCHOOLS; s++)
        for (uint32_t w = 0; w <= SMALL_WINDOWS; w++)
            fill_cell(data, &dice, s, w);
}

void small_changes(clg_change_starts *changes)
{
    *changes = (clg_change_starts){.start = NULL};
    append(&changes->labels, "reform");
    changes->start = clg_array_new(SMALL_SCHOOLS, sizeof *changes->start, NULL);
    for (uint32_t s = 0; s < SMALL_SCHOOLS; s++)
        changes->start[s] = start_of(s);
}
