#include "trajectory/panel.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static clg_status copy_texts(const clg_texts *from, clg_texts *to, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < from->count; i++)
        status =
            clg_texts_append(to, clg_texts_at(from, i), clg_texts_length(from, i), err);
    return status;
}

/* The longer school first; of equal ones the earlier. Keys are length << 32 | school.
 */
static int longest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    uint32_t length_x = (uint32_t)(x >> 32), length_y = (uint32_t)(y >> 32);

    if (length_x != length_y)
        return length_x < length_y ? 1 : -1;
    return x < y ? -1 : x > y;
}

/* Deals the schools of one chunk to the lanes of its blocks. */
static void deal_chunk(clg_panel *panel, uint32_t first, uint32_t count, uint64_t *keys)
{
    for (uint32_t i = 0; i < count; i++)
        keys[i] = (uint64_t)panel->length[first + i] << 32 | (first + i);
    qsort(keys, count, sizeof *keys, longest_first);
    for (uint32_t i = 0; i < count; i++) { /* chunks begin at a multiple of 16 */
        uint32_t school = (uint32_t)keys[i];
        panel->slot[school] = first + i;
        panel->school_at[first + i] = school;
        if (i % CLG_LANES == 0)
            panel->block_length[(first + i) / CLG_LANES] = panel->length[school];
    }
}

static clg_status deal_schools(clg_panel *panel, clg_error *err)
{
    uint64_t *keys = clg_array_new(CLG_CHUNK_SCHOOLS, sizeof *keys, err);

    if (keys == NULL)
        return CLG_ERROR_MEMORY;
    memset(panel->school_at, 0xff,
           (size_t)panel->block_count * CLG_LANES * sizeof *panel->school_at);
    for (uint32_t first = 0; first < panel->school_count; first += CLG_CHUNK_SCHOOLS) {
        uint32_t left = panel->school_count - first;
        deal_chunk(panel, first, left < CLG_CHUNK_SCHOOLS ? left : CLG_CHUNK_SCHOOLS,
                   keys);
    }
    clg_free(keys);
    for (uint32_t b = 0; b < panel->block_count; b++)
        panel->block_first[b + 1] = panel->block_first[b] + panel->block_length[b];
    return CLG_OK;
}

static clg_status reserve_schools(clg_panel *panel, clg_error *err)
{
    size_t schools = panel->school_count, blocks = panel->block_count;
    bool ok =
        (panel->length = clg_array_new(schools, sizeof *panel->length, err)) &&
        (panel->first = clg_array_new(schools + 1, sizeof *panel->first, err)) &&
        (panel->slot = clg_array_new(schools, sizeof *panel->slot, err)) &&
        (panel->is_founded = clg_array_new(schools, sizeof *panel->is_founded, err)) &&
        (panel->school_at =
             clg_array_new(blocks * CLG_LANES, sizeof *panel->school_at, err)) &&
        (panel->block_length =
             clg_array_new(blocks, sizeof *panel->block_length, err)) &&
        (panel->block_first =
             clg_array_new(blocks + 1, sizeof *panel->block_first, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status reserve_cells(clg_panel *panel, clg_error *err)
{
    size_t cells = panel->block_first[panel->block_count] * panel->indicator_count;
    bool ok = (panel->values =
                   clg_array_new(cells, CLG_LANES * sizeof *panel->values, err)) &&
              (panel->observed = clg_array_new(cells, sizeof *panel->observed, err)) &&
              (panel->window =
                   clg_array_new(clg_panel_rows(panel), sizeof *panel->window, err));

    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status check_size(const clg_texts *schools, const clg_texts *indicators,
                             clg_error *err)
{
    if (indicators->count > CLG_MOST_INDICATORS)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%zu indicators, expected %d at most",
                        indicators->count, CLG_MOST_INDICATORS);
    if (schools->count > UINT32_MAX - CLG_LANES)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "%zu schools are too many",
                        schools->count);
    return CLG_OK;
}

clg_status clg_panel_init(clg_panel *panel, const clg_texts *schools,
                          const uint32_t *lengths, const clg_texts *indicators,
                          clg_error *err)
{
    uint32_t count = (uint32_t)schools->count;
    clg_status status = check_size(schools, indicators, err);

    *panel = (clg_panel){.school_count = count,
                         .indicator_count = (uint32_t)indicators->count,
                         .block_count = (count + CLG_LANES - 1) / CLG_LANES};
    if (status == CLG_OK)
        status = reserve_schools(panel, err);
    for (uint32_t s = 0; status == CLG_OK && s < count; s++) {
        panel->length[s] = lengths[s];
        panel->first[s + 1] = panel->first[s] + lengths[s];
    }
    if (status == CLG_OK)
        status = deal_schools(panel, err);
    if (status == CLG_OK)
        status = reserve_cells(panel, err);
    if (status == CLG_OK)
        status = copy_texts(schools, &panel->schools, err);
    if (status == CLG_OK)
        status = copy_texts(indicators, &panel->indicators, err);
    for (uint32_t s = 0; status == CLG_OK && s < count; s++)
        for (uint32_t t = 0; t < lengths[s]; t++)
            panel->window[panel->first[s] + t] = t;
    if (status != CLG_OK)
        clg_panel_clear(panel);
    return status;
}

void clg_panel_clear(clg_panel *panel)
{
    clg_texts_clear(&panel->schools);
    clg_texts_clear(&panel->windows);
    clg_texts_clear(&panel->indicators);
    for (size_t e = 0; e < panel->extra_names.count && panel->extra != NULL; e++)
        clg_free(panel->extra[e]);
    clg_texts_clear(&panel->extra_names);
    clg_free(panel->extra);
    clg_free(panel->length);
    clg_free(panel->first);
    clg_free(panel->window);
    clg_free(panel->slot);
    clg_free(panel->school_at);
    clg_free(panel->block_length);
    clg_free(panel->block_first);
    clg_free(panel->values);
    clg_free(panel->observed);
    clg_free(panel->is_founded);
    clg_free(panel->time);
    *panel = (clg_panel){.school_count = 0};
}

clg_status clg_panel_add_extra(clg_panel *panel, const char *name, double **values,
                               clg_error *err)
{
    size_t count = panel->extra_names.count, rows = clg_panel_rows(panel), room = count;
    double *column = clg_array_new(rows, sizeof *column, err);
    clg_status status = column != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    *values = NULL;
    if (status == CLG_OK)
        status = clg_array_reserve(&panel->extra, &room, count + 1,
                                   sizeof *panel->extra, err);
    if (status == CLG_OK)
        status = clg_texts_append(&panel->extra_names, name, strlen(name), err);
    if (status != CLG_OK) {
        clg_free(column);
        return status;
    }
    for (size_t row = 0; row < rows; row++)
        column[row] = NAN;
    panel->extra[count] = column;
    *values = column;
    return CLG_OK;
}

int clg_panel_find_extra(const clg_panel *panel, const char *name)
{
    for (size_t e = 0; e < panel->extra_names.count; e++)
        if (strcmp(clg_texts_at(&panel->extra_names, e), name) == 0)
            return (int)e;
    return -1;
}

void clg_panel_set(clg_panel *panel, uint32_t school, uint32_t t, uint32_t indicator,
                   double value)
{
    size_t cell = clg_panel_cell(panel, school, t, indicator);
    uint32_t lane = panel->slot[school] % CLG_LANES;

    panel->values[cell * CLG_LANES + lane] = value;
    panel->observed[cell] = (uint16_t)(panel->observed[cell] | 1u << lane);
}

uint32_t clg_panel_series(const clg_panel *panel, uint32_t school, uint32_t indicator,
                          double *values)
{
    uint32_t observed = 0;

    for (uint32_t t = 0; t < panel->length[school]; t++) {
        bool has = clg_panel_has(panel, school, t, indicator);
        values[t] = has ? clg_panel_value(panel, school, t, indicator) : NAN;
        observed += has;
    }
    return observed;
}

uint32_t clg_panel_longest(const clg_panel *panel)
{
    uint32_t longest = 0;

    for (uint32_t s = 0; s < panel->school_count; s++)
        longest = panel->length[s] > longest ? panel->length[s] : longest;
    return longest;
}

static bool window_is_observed(const clg_panel *panel, uint32_t school, uint32_t t)
{
    for (uint32_t d = 0; d < panel->indicator_count; d++)
        if (clg_panel_has(panel, school, t, d))
            return true;
    return false;
}

uint32_t clg_panel_observed_windows(const clg_panel *panel, uint32_t school)
{
    uint32_t observed = 0;

    for (uint32_t t = 0; t < panel->length[school]; t++)
        observed += window_is_observed(panel, school, t);
    return observed;
}

size_t clg_panel_observed_rows(const clg_panel *panel)
{
    size_t observed = 0;

    for (uint32_t s = 0; s < panel->school_count; s++)
        observed += clg_panel_observed_windows(panel, s);
    return observed;
}
