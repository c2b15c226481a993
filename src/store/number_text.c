/* Most results are integers or ratios of small ones, so both get a way without the C
 * library's formatting.
 *
 * A decimal r / 10^k reads back as `value` if it is nearer to it than half the gap
 * to the neighbouring doubles. With f = value * 10^k - r, that is |f| < gap / 2 *
 * 10^k; for k <= 22 the power is exact, fma() gives the product's own rounding error,
 * and so both sides are known almost exactly. Rounding to 15 digits finds every
 * number that has a short form; 17 digits always do. */
#include "store/number_text.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum { SURE_DIGITS = 15, MAX_DIGITS = 17 };
/* Powers of ten written out rather than with an exponent. */
enum { FIXED_FROM = -7, FIXED_TO = 21 };

static size_t unsigned_text(uint64_t value, char *text)
{
    char digits[20];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (size_t i = 0; i < count; i++)
        text[i] = digits[count - 1 - i];
    return count;
}

size_t clg_integer_text(int64_t value, char *text)
{
    if (value >= 0)
        return unsigned_text((uint64_t)value, text);
    text[0] = '-';
    return 1 + unsigned_text(-(uint64_t)value, text + 1);
}

/* digits * 10^-places, for places >= 1 and without zeros at the end. */
static size_t fixed_text(uint64_t digits, int places, char *text)
{
    char plain[24];
    int count, whole, length = 0;

    for (; places > 0 && digits % 10 == 0; places--)
        digits /= 10;
    count = (int)unsigned_text(digits, plain);
    whole = count - places;
    if (whole <= 0)
        text[length++] = '0';
    for (int i = 0; i < whole; i++)
        text[length++] = plain[i];
    if (places == 0)
        return (size_t)length;
    text[length++] = '.';
    for (int i = whole; i < 0; i++)
        text[length++] = '0';
    for (int i = whole > 0 ? whole : 0; i < count; i++)
        text[length++] = plain[i];
    return (size_t)length;
}

/* Half the gap to the neighbour that is nearer, for normal numbers. */
static double half_gap(double value)
{
    int exponent;
    double mantissa = frexp(value, &exponent); /* in [0.5, 1) */

    return ldexp(mantissa > 0.5 ? 0.5 : 0.25, exponent - DBL_MANT_DIG);
}

/* value * 10^places to the nearest integer, if that reads back as value. */
static bool round_trips(double value, int places, double gap, uint64_t *digits)
{
    double product = value * powers[places];
    double error = fma(value, powers[places], -product);
    double nearest = rint(product);
    double rest = (product - nearest) + error, carry = rint(rest);

    *digits = (uint64_t)((int64_t)nearest + (int64_t)carry);
    return fabs(rest - carry) < gap * powers[places] * (1.0 - 1e-12);
}

/* The power of ten of the first digit; value in [1e-6, 1e15). */
static int decimal_exponent(double value)
{
    int exponent = 0;

    while (value >= powers[exponent + 1])
        exponent++;
    while (exponent <= 0 && value * powers[-exponent] < 1.0)
        exponent--;
    return exponent;
}

static size_t ratio_text(double value, char *text)
{
    int exponent = decimal_exponent(value);
    double gap = half_gap(value);
    uint64_t digits;

    for (int count = SURE_DIGITS; count <= MAX_DIGITS; count++) {
        int places = count - 1 - exponent;

        if (round_trips(value, places, gap, &digits))
            return fixed_text(digits, places, text);
    }
    return 0;
}

/* value = 0.d1d2d3... * 10^(exponent + 1), digits without zeros at the end. */
static size_t lay_out(const char *digits, int count, int exponent, char *text)
{
    uint64_t number = 0;
    size_t length = 0;

    for (int i = 0; i < count; i++)
        number = 10 * number + (uint64_t)(digits[i] - '0');
    if (exponent >= FIXED_FROM && exponent < count - 1)
        return fixed_text(number, count - 1 - exponent, text);
    if (exponent >= 0 && exponent < FIXED_TO) {
        length = unsigned_text(number, text);
        for (int zeros = exponent - count + 1; zeros > 0; zeros--)
            text[length++] = '0';
        return length;
    }
    text[length++] = digits[0];
    if (count > 1)
        text[length++] = '.';
    for (int i = 1; i < count; i++)
        text[length++] = digits[i];
    text[length++] = 'e';
    return length + clg_integer_text(exponent, text + length);
}

/* Any finite number, by the C library; only digits are taken from its text, so the
 * locale's decimal sign does not matter. */
static size_t rare_text(double value, char *text)
{
    char raw[64], digits[MAX_DIGITS + 1];
    const char *end;
    int count = 0;

    for (int precision = SURE_DIGITS - 1; precision < MAX_DIGITS; precision++) {
        snprintf(raw, sizeof raw, "%.*e", precision, value);
        if (strtod(raw, NULL) == value)
            break;
    }
    end = strchr(raw, 'e');
    for (const char *c = raw; c < end; c++)
        if (*c >= '0' && *c <= '9')
            digits[count++] = *c;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    return lay_out(digits, count, (int)strtol(end + 1, NULL, 10), text);
}

size_t clg_real_text(double value, char *text)
{
    size_t sign = value < 0.0, length = 0;
    double size = fabs(value);

    if (sign)
        text[0] = '-';
    if (size < 1e15 && size == floor(size))
        return sign + unsigned_text((uint64_t)size, text + sign);
    if (size >= 1e-6 && size < 1e15)
        length = ratio_text(size, text + sign);
    if (length == 0)
        length = rare_text(size, text + sign);
    return sign + length;
}
