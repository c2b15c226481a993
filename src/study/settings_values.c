#include "study/settings_values.h"

#include "base/time_zone.h"

#include <string.h>

/* digits[.digits] of `length` bytes, divided by 10^shift. Up to 15 digits and powers
 * up to 10^22 are exact in a double, so one division rounds once. */
static bool parse_decimal(const char *text, size_t length, int shift, double *value)
{
    uint64_t digits = 0;
    size_t count = 0;
    bool has_point = false;
    double scale = 1.0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !has_point && count > 0) {
            has_point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || ++count > 15)
            return false;
        digits = digits * 10 + (uint64_t)(text[i] - '0');
        shift += has_point;
    }
    for (; shift > 0; shift--)
        scale *= 10.0;
    for (; shift < 0; shift++)
        scale /= 10.0;
    *value = (double)digits / scale;
    return count > 0 && text[length - 1] != '.';
}

/* The power of ten behind "e", which programs write for small numbers. */
static bool parse_exponent(const char *text, int *shift)
{
    bool is_negative = *text == '-';
    size_t digits;

    text += is_negative || *text == '+';
    digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 2 || text[digits] != '\0')
        return false;
    *shift = digits == 2 ? (text[0] - '0') * 10 + text[1] - '0' : text[0] - '0';
    if (!is_negative)
        *shift = -*shift;
    return true;
}

bool clg_decimal_parse(const char *text, double *value)
{
    size_t length = strcspn(text, "e");
    int shift = 0;

    if (text[length] == 'e' && !parse_exponent(text + length + 1, &shift))
        return false;
    return parse_decimal(text, length, shift, value);
}

bool clg_share_parse(const char *text, double *share)
{
    size_t length = strlen(text);
    bool is_percentage = length > 0 && text[length - 1] == '%';

    if (is_percentage)
        return parse_decimal(text, length - 1, 2, share) && *share <= 1.0;
    return clg_decimal_parse(text, share) && *share <= 1.0;
}

bool clg_share_lacks_percent(const char *text)
{
    double value;

    return clg_decimal_parse(text, &value) && value > 1.0 && value <= 100.0;
}

bool clg_seed_parse(const char *text, uint64_t *seed)
{
    *seed = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)(unsigned char)*text - '0';
        if (digit > 9 || *seed > (UINT64_MAX - digit) / 10)
            return false;
        *seed = *seed * 10 + digit;
    }
    return true;
}

bool clg_projection_parse(const char *text, clg_projection *projection)
{
    for (int i = CLG_PROJECTION_NEWMAN; i <= CLG_PROJECTION_OCHIAI; i++)
        if (strcmp(text, clg_projection_name((clg_projection)i)) == 0) {
            *projection = (clg_projection)i;
            return true;
        }
    return false;
}

bool clg_half_life_parse(const char *text, double *days)
{
    if (strcmp(text, "none") == 0) {
        *days = 0.0;
        return true;
    }
    return clg_decimal_parse(text, days) && *days > 0.0;
}

static bool parse_copies(const char *text, size_t length, uint32_t *copies)
{
    enum { MOST = 100000, DIGITS = 7 };
    char digits[DIGITS + 1] = "";
    uint64_t number = 0;
    bool fits = length <= DIGITS;

    memcpy(digits, text, fits ? length : 0);
    fits = fits && clg_seed_parse(digits, &number) && number <= MOST;
    *copies = fits ? (uint32_t)number : 0;
    return fits;
}

bool clg_resample_parse(const char *text, uint32_t *resample, uint32_t *in_windows)
{
    size_t length = strcspn(text, ",");

    *in_windows = 0;
    return parse_copies(text, length, resample) &&
           (text[length] == '\0' ||
            parse_copies(text + length + 1, strlen(text + length + 1), in_windows));
}

bool clg_interval_parse(const char *text, double *interval)
{
    if (strcmp(text, "none") == 0) {
        *interval = 0.0;
        return true;
    }
    return clg_share_parse(text, interval) && *interval > 0.0 && *interval < 1.0;
}

bool clg_step_parse(const char *text, clg_span *step)
{
    return clg_span_parse(text, step) && step->unit != CLG_SPAN_TERMS;
}

bool clg_stages_check(const char *text)
{
    bool is_number = text[0] >= '1' && text[0] <= '8' && text[1] == '\0';

    return is_number || strcmp(text, "wenger") == 0 || strcmp(text, "lifecycle") == 0;
}

static bool is_topology(const char *name, size_t length)
{
    static const char *const names[] = {"bakis1", "bakis2", "regress",
                                        "renew",  "cyclic", "ergodic"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
            return true;
    return false;
}

bool clg_topology_check(const char *text)
{
    for (;;) {
        size_t length = strcspn(text, "+");
        if (!is_topology(text, length))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

clg_status clg_zone_check(const char *name, clg_error *err)
{
    clg_zone *zone = NULL;
    clg_status status = clg_zone_open(name, &zone, err);

    clg_zone_free(zone);
    return status;
}
