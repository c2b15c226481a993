#include "exhausted_report.h"

#include "check.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* The page, to be freed; allocations: -1 without a limit. */
static char *draw(const clg_report_data *data, uint32_t min_group, long allocations,
                  clg_status *status)
{
    clg_error err = CLG_ERROR_INIT;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    assert_non_null(stream);
    clg_test_allocations_left = allocations;
    *status = clg_report_draw(data, min_group, stream, &err);
    clg_test_allocations_left = -1;
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(err.code, *status);
    return text;
}

void clg_test_exhaust_report(const clg_report_data *data, uint32_t min_group)
{
    clg_status status;
    char *whole = draw(data, min_group, -1, &status), *page = NULL;
    long allowed = 0;

    assert_int_equal(status, CLG_OK);
    do {
        free(page);
        page = draw(data, min_group, allowed++, &status);
        assert_true(status == CLG_OK || status == CLG_ERROR_MEMORY);
    } while (status != CLG_OK);
    assert_true(allowed > 1);
    assert_string_equal(page, whole);
    free(page);
    free(whole);
}
