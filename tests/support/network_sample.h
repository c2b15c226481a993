/* The tables of a report about as many schools as asked for, filled as full as those of
 * real networks, without measuring anybody: for its size and its speed. */
#ifndef NETWORK_SAMPLE_H
#define NETWORK_SAMPLE_H

#include "report/report.h"

/* Every fiftieth school, from the eighth on, has three people only. */
enum { NETWORK_SAMPLE_FIRST_SMALL = 7, NETWORK_SAMPLE_SMALL_EVERY = 50 };

typedef struct network_sample {
    clg_report_data data;
    clg_texts schools, windows, stages, statuses, measures, flags, periods, troubles,
        indicators, grades, signs, kinds, looks, bys, attributes;
    uint32_t school_count, window_count;
} network_sample;

void network_sample_make(network_sample *sample, uint32_t schools, uint32_t windows);
void network_sample_clear(network_sample *sample);

#endif
