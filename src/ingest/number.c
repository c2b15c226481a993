/* Decimal numbers without the locale's decimal point in the way. */
#include "ingest/field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_DIGITS = 15, EXACT_POWER = 22, LONGEST = 64 };

/* A number cut into its parts: digits as an integer, times 10^power. */
typedef struct decimal {
    uint64_t digits;
    int digit_count, power;
    bool is_negative;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t read_digits(const char *text, size_t at, size_t length, decimal *value)
{
    for (; at < length && is_digit(text[at]); at++) {
        if (value->digit_count > 0 || text[at] != '0')
            value->digit_count++;
        if (value->digit_count <= EXACT_DIGITS)
            value->digits = value->digits * 10 + (uint64_t)(text[at] - '0');
    }
    return at;
}

/* Reads "e-3"; at is left alone if there is no whole exponent. */
static size_t read_exponent(const char *text, size_t at, size_t length, decimal *value)
{
    size_t from = at + 1;
    bool is_negative = false;
    int power = 0;

    if (at >= length || (text[at] != 'e' && text[at] != 'E'))
        return at;
    if (from < length && (text[from] == '-' || text[from] == '+'))
        is_negative = text[from++] == '-';
    if (from == length || !is_digit(text[from]) || length - from > 4)
        return at;
    for (; from < length && is_digit(text[from]); from++)
        power = power * 10 + (text[from] - '0');
    value->power += is_negative ? -power : power;
    return from;
}

static bool split(const char *text, size_t length, decimal *value)
{
    size_t at = 0, begin;

    *value = (decimal){0};
    if (at < length && (text[at] == '-' || text[at] == '+'))
        value->is_negative = text[at++] == '-';
    begin = at;
    at = read_digits(text, at, length, value);
    if (at < length && text[at] == '.') {
        size_t point = ++at;

        at = read_digits(text, at, length, value);
        value->power = -(int)(at - point);
        begin++;
    }
    if (at == begin)
        return false;
    return read_exponent(text, at, length, value) == length;
}

/* Powers of ten up to 22 are exact, so one operation rounds once. */
static double scaled(const decimal *value)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double digits = (double)value->digits;

    return value->power < 0 ? digits / powers[-value->power]
                            : digits * powers[value->power];
}

bool clg_number_parse(const char *text, size_t length, double *number)
{
    char copy[LONGEST];
    decimal value;

    *number = NAN;
    if (length >= LONGEST || !split(text, length, &value))
        return false;
    if (value.digit_count <= EXACT_DIGITS && abs(value.power) <= EXACT_POWER) {
        *number = value.is_negative ? -scaled(&value) : scaled(&value);
        return true;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    *number = strtod(copy, NULL);
    return isfinite(*number);
}
