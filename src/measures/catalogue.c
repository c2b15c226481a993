/* The public view of the registry. */
#include "collegium/catalogue.h"

#include "measures/registry.h"

#include <string.h>

size_t clg_catalogue_count(void)
{
    return clg_measure_count();
}

const clg_catalogue_entry *clg_catalogue_entry_at(size_t index)
{
    const clg_measure *measure = clg_measure_at(index);

    return measure != NULL ? &measure->entry : NULL;
}

const clg_catalogue_entry *clg_catalogue_find(const char *id)
{
    const clg_catalogue_entry *entry;

    for (size_t i = 0; (entry = clg_catalogue_entry_at(i)) != NULL; i++)
        if (strcmp(entry->id, id) == 0)
            return entry;
    return NULL;
}
