/* What the work is about: levels of interdependence, forms of work, cycles. */
#include "measures/registry.h"

const clg_measure *clg_content_measures(size_t *count)
{
    *count = 0;
    return NULL;
}
