#include "compare/posterior.h"

const char *clg_pool_status_text(clg_pool_status status)
{
    switch (status) {
    case CLG_POOL_OK: return "schools differ beyond chance";
    case CLG_POOL_EMPTY: return "no school has an estimate";
    case CLG_POOL_SINGLE: return "one school has an estimate, which is its own mean";
    case CLG_POOL_HOMOGENEOUS:
        return "schools differ no more than by chance, so that all have the mean";
    case CLG_POOL_NO_EVENTS:
        return "events never or always happened, so that schools can't be told apart";
    }
    return "unknown";
}
