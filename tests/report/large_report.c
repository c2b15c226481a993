/* large_report SCHOOLS WINDOWS FILE: writes the report of a made-up network, for the
 * tests of its size and of its speed in a browser. */
#include "check.h"

#include "network_sample.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    network_sample sample;
    clg_error error = CLG_ERROR_INIT;
    FILE *stream = argc == 4 ? fopen(argv[3], "wb") : NULL;
    clg_status status;

    if (stream == NULL)
        return 2;
    network_sample_make(&sample, (uint32_t)atoi(argv[1]), (uint32_t)atoi(argv[2]));
    status = clg_report_draw(&sample.data, CLG_REPORT_LEAST_GROUP, stream, &error);
    network_sample_clear(&sample);
    if (fclose(stream) != 0 || status != CLG_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    return 0;
}
