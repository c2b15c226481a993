/* Looked-up indicators: numbering their values, densities by value, weights by value.
 */
#include "trajectory/hmm/batch_part.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/threads.h"

#include <math.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

/* While values are numbered: an index of them, and what the chunk knows of each. */
typedef struct numbering {
    clg_lookup *lookup;
    size_t value_room, e_room, entry_room;
    uint32_t *slots; /* open addressing: 0 free, otherwise the value */
    size_t slot_count;
    size_t *entry_of; /* [value] entry of the chunk that met it last, plus 1 */
    size_t entry_of_room, entry_count;
} numbering;

static size_t slot_of(const numbering *n, double x, double e)
{
    const double key[2] = {x, e};
    size_t slot = clg_hash_bytes(key, sizeof key, 0) & (n->slot_count - 1);
    const clg_lookup *lookup = n->lookup;

    while (n->slots[slot] != 0 &&
           (lookup->x[n->slots[slot]] != x || lookup->e[n->slots[slot]] != e))
        slot = (slot + 1) & (n->slot_count - 1);
    return slot;
}

static clg_status grow_index(numbering *n, clg_error *err)
{
    uint32_t *slots;

    if (n->slots != NULL && 2 * (size_t)n->lookup->value_count < n->slot_count)
        return CLG_OK;
    n->slot_count = n->slots == NULL ? FIRST_SLOTS : 2 * n->slot_count;
    slots = clg_array_new(n->slot_count, sizeof *slots, err);
    if (slots == NULL)
        return CLG_ERROR_MEMORY;
    clg_free(n->slots);
    n->slots = slots;
    for (uint32_t v = 1; v < n->lookup->value_count; v++)
        slots[slot_of(n, n->lookup->x[v], n->lookup->e[v])] = v;
    return CLG_OK;
}

static clg_status append_value(numbering *n, double x, double e, clg_error *err)
{
    clg_lookup *lookup = n->lookup;
    size_t needed = (size_t)lookup->value_count + 1;

    if (clg_array_reserve(&lookup->x, &n->value_room, needed, sizeof *lookup->x, err) ||
        clg_array_reserve(&lookup->e, &n->e_room, needed, sizeof *lookup->e, err) ||
        clg_array_reserve(&n->entry_of, &n->entry_of_room, needed, sizeof *n->entry_of,
                          err))
        return CLG_ERROR_MEMORY;
    lookup->x[lookup->value_count] = x;
    lookup->e[lookup->value_count] = e;
    n->entry_of[lookup->value_count++] = 0;
    return CLG_OK;
}

/* The value's entry in the chunk whose entries begin at `first`. */
static clg_status take_entry(numbering *n, uint32_t value, size_t first, size_t *entry,
                             clg_error *err)
{
    if (n->entry_of[value] <= first) {
        if (clg_array_reserve(&n->lookup->value_of, &n->entry_room, n->entry_count + 1,
                              sizeof *n->lookup->value_of, err))
            return CLG_ERROR_MEMORY;
        n->lookup->value_of[n->entry_count++] = value;
        n->entry_of[value] = n->entry_count;
    }
    *entry = n->entry_of[value] - 1;
    return CLG_OK;
}

static clg_status number_cell(numbering *n, double x, double e, size_t first,
                              uint32_t *number, clg_error *err)
{
    size_t slot, entry = 0;

    if (grow_index(n, err))
        return CLG_ERROR_MEMORY;
    slot = slot_of(n, x, e);
    if (n->slots[slot] == 0) {
        n->slots[slot] = n->lookup->value_count;
        if (append_value(n, x, e, err))
            return CLG_ERROR_MEMORY;
    }
    if (take_entry(n, n->slots[slot], first, &entry, err))
        return CLG_ERROR_MEMORY;
    *number = (uint32_t)(entry - first);
    return CLG_OK;
}

static clg_status number_school(numbering *n, const clg_batch *batch, uint32_t d,
                                uint32_t school, size_t first, clg_error *err)
{
    const clg_panel *panel = batch->panel;
    clg_status status = CLG_OK;

    for (uint32_t t = 0; status == CLG_OK && t < panel->length[school]; t++)
        if (clg_batch_has(batch, school, t, d)) /* + 0.0: -0 is 0 */
            status = number_cell(
                n, clg_panel_value(panel, school, t, d) + 0.0,
                clg_batch_exposure(batch, d, panel->first[school] + t) + 0.0, first,
                &n->lookup->number[clg_batch_place(batch, school, t)], err);
    return status;
}

static clg_status number_chunks(numbering *n, const clg_batch *batch, uint32_t d,
                                clg_error *err)
{
    uint32_t schools = batch->panel->school_count;
    clg_status status = append_value(n, 0.0, 0.0, err); /* missing */

    for (uint32_t c = 0; status == CLG_OK && c < batch->chunk_count; c++) {
        size_t first = n->entry_count, entry;
        n->lookup->chunk_first[c] = first;
        status = take_entry(n, 0, first, &entry, err);
        for (uint32_t s = c * CLG_CHUNK_SCHOOLS;
             status == CLG_OK && s < (c + 1) * CLG_CHUNK_SCHOOLS && s < schools; s++)
            status = number_school(n, batch, d, s, first, err);
    }
    n->lookup->chunk_first[batch->chunk_count] = n->entry_count;
    return status;
}

/* Sorts the entries by value; their order, that of chunks, stays. */
static clg_status sort_entries(clg_lookup *lookup, size_t entry_count, clg_error *err)
{
    size_t *first = clg_array_new((size_t)lookup->value_count + 2, sizeof *first, err);

    lookup->entries_first = first;
    if (first == NULL ||
        !(lookup->entries = clg_array_new(entry_count, sizeof *lookup->entries, err)))
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < entry_count; i++)
        first[lookup->value_of[i] + 2]++;
    for (size_t v = 2; v < (size_t)lookup->value_count + 2; v++)
        first[v] += first[v - 1];
    for (size_t i = 0; i < entry_count; i++)
        lookup->entries[first[lookup->value_of[i] + 1]++] = i;
    return CLG_OK;
}

clg_status clg_lookup_init(const clg_batch *batch, uint32_t indicator,
                           clg_lookup *lookup, clg_error *err)
{
    numbering n = {.lookup = lookup};
    clg_status status = CLG_ERROR_MEMORY;

    lookup->number = clg_array_new(clg_batch_windows(batch),
                                   CLG_LANES * sizeof *lookup->number, err);
    lookup->chunk_first =
        clg_array_new((size_t)batch->chunk_count + 1, sizeof *lookup->chunk_first, err);
    if (lookup->number != NULL && lookup->chunk_first != NULL)
        status = number_chunks(&n, batch, indicator, err);
    if (status == CLG_OK)
        status = sort_entries(lookup, n.entry_count, err);
    clg_free(n.slots);
    clg_free(n.entry_of);
    return status;
}

void clg_lookup_clear(clg_lookup *lookup)
{
    clg_free(lookup->x);
    clg_free(lookup->e);
    clg_free(lookup->number);
    clg_free(lookup->chunk_first);
    clg_free(lookup->value_of);
    clg_free(lookup->entries_first);
    clg_free(lookup->entries);
    clg_free(lookup->log_density);
    clg_free(lookup->gathered);
    clg_free(lookup->weight);
    *lookup = (clg_lookup){0};
}

static clg_status reserve_states(clg_lookup *lookup, uint32_t chunk_count,
                                 uint32_t states, clg_error *err)
{
    size_t size = states * sizeof(double);

    if (states <= lookup->states)
        return CLG_OK;
    lookup->states = 0;
    clg_free(lookup->log_density);
    clg_free(lookup->gathered);
    clg_free(lookup->weight);
    lookup->gathered = lookup->weight = NULL;
    lookup->log_density = clg_array_new(lookup->value_count, size, err);
    if (lookup->log_density == NULL ||
        !(lookup->gathered =
              clg_array_new(lookup->chunk_first[chunk_count], size, err)) ||
        !(lookup->weight = clg_array_new(lookup->value_count, size, err)))
        return CLG_ERROR_MEMORY;
    lookup->states = states;
    return CLG_OK;
}

clg_status clg_lookup_prepare(const clg_batch_step *step, uint32_t indicator,
                              int threads, clg_error *err)
{
    clg_lookup *lookup = &step->batch->lookup[indicator];
    const clg_hmm *model = step->model;
    uint32_t states = model->state_count;

    if (reserve_states(lookup, step->batch->chunk_count, states, err))
        return CLG_ERROR_MEMORY;
    memset(lookup->log_density, 0, states * sizeof *lookup->log_density);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 64)
    for (uint32_t v = 1; v < lookup->value_count; v++)
        for (uint32_t k = 0; k < states; k++)
            lookup->log_density[(size_t)v * states + k] = clg_emission_log_density(
                model->family[indicator], model->theta[indicator][k], lookup->x[v],
                lookup->e[v]);
    return CLG_OK;
}

void clg_lookup_finish(const clg_batch_step *step, uint32_t indicator, int threads)
{
    clg_lookup *lookup = &step->batch->lookup[indicator];
    uint32_t states = step->model->state_count, values = lookup->value_count - 1;

#pragma omp parallel for num_threads(threads) schedule(static)
    for (uint32_t v = 0; v < values; v++)
        for (uint32_t k = 0; k < states; k++) {
            double sum = 0.0;
            for (size_t i = lookup->entries_first[v + 1];
                 i < lookup->entries_first[v + 2]; i++)
                sum += lookup->gathered[lookup->entries[i] * states + k];
            lookup->weight[(size_t)k * values + v] = sum;
        }
}
