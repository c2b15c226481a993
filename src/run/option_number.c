#include "run/option_number.h"

#include "base/fail.h"
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

clg_status clg_option_whole(const char *option, const char *text, uint64_t least,
                            uint64_t most, uint64_t *value, clg_error *err)
{
    char *end;
    unsigned long long number;

    if (text == NULL)
        return CLG_OK;
    errno = 0;
    number = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] < '0' || text[0] > '9' ||
        number < least || number > most)
        return clg_fail(
            err, CLG_ERROR_ARGUMENT,
            "--%s: expected a whole number from %llu to %llu, found '%.80s'", option,
            (unsigned long long)least, (unsigned long long)most, text);
    *value = number;
    return CLG_OK;
}

clg_status clg_option_small(const char *option, const char *text, uint32_t least,
                            uint32_t most, uint32_t *value, clg_error *err)
{
    uint64_t number = *value;
    clg_status status = clg_option_whole(option, text, least, most, &number, err);

    *value = (uint32_t)number;
    return status;
}

clg_status clg_option_min_group(const char *text, uint32_t *min_group, clg_error *err)
{
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;
    unsigned long value;

    if (text == NULL)
        return CLG_OK;
    value = strtoul(text, NULL, 10);
    if (digits == 0 || text[digits] != '\0' || value > CLG_REPORT_MOST_GROUP)
        return clg_fail(err, CLG_ERROR_ARGUMENT,
                        "--min-group is '%s', expected %d to %d", text,
                        CLG_REPORT_LEAST_GROUP, CLG_REPORT_MOST_GROUP);
    if (value < CLG_REPORT_LEAST_GROUP)
        return clg_fail(err, CLG_ERROR_PRIVACY,
                        "--min-group is %s, and the floor is %d: smaller groups could "
                        "be recognised",
                        text, CLG_REPORT_LEAST_GROUP);
    *min_group = (uint32_t)value;
    return CLG_OK;
}
