/* Rows of a panel on a line of time. See series.h. */
#include "trajectory/curve/series.h"

void clg_series_times(const clg_panel *panel, double *t)
{
    for (uint32_t s = 0; s < panel->school_count; s++)
        for (uint32_t k = 0; k < panel->length[s]; k++) {
            size_t row = panel->first[s] + k;
            t[row] = panel->time == NULL ? k : panel->time[row];
        }
}
