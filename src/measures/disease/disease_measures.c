/* Signs that are consistent with an ailing community of practice. */
#include "measures/registry.h"

const clg_measure *clg_disease_measures(size_t *count)
{
    *count = 0;
    return NULL;
}
