/* The public view of the registry: the same static tables, one after the other. */
#include "collegium/catalogue.h"

#include "measures/registry.h"

#include <string.h>

typedef const clg_measure *listing(size_t *count);

static listing *const listings[] = {clg_school_measures, clg_person_measures,
                                    clg_network_only_measures};

enum { LISTING_COUNT = sizeof listings / sizeof listings[0] };

size_t clg_catalogue_count(void)
{
    size_t sum = 0, count = 0;

    for (size_t i = 0; i < LISTING_COUNT; i++) {
        (void)listings[i](&count);
        sum += count;
    }
    return sum;
}

const clg_catalogue_entry *clg_catalogue_entry_at(size_t index)
{
    for (size_t i = 0; i < LISTING_COUNT; i++) {
        size_t count = 0;
        const clg_measure *measures = listings[i](&count);
        if (index < count)
            return &measures[index].entry;
        index -= count;
    }
    return NULL;
}

const clg_catalogue_entry *clg_catalogue_find(const char *id)
{
    for (size_t i = 0; i < clg_catalogue_count(); i++) {
        const clg_catalogue_entry *entry = clg_catalogue_entry_at(i);
        if (strcmp(entry->id, id) == 0)
            return entry;
    }
    return NULL;
}
