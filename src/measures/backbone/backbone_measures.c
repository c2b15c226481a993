/* Ties that are more than chance would give. */
#include "measures/registry.h"

const clg_measure *clg_backbone_measures(size_t *count)
{
    *count = 0;
    return NULL;
}
