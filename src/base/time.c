#include "base/time.h"

/* Days from civil and back count in 400-year eras that begin on 1 March, so that
 * the leap day is the last of its year (Howard Hinnant, "chrono-compatible
 * low-level date algorithms"). */
enum { ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

int64_t clg_day_of_civil(int year, unsigned month, unsigned day)
{
    int64_t shifted = (int64_t)year - (month <= 2);
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

void clg_civil_of_day(int64_t day, int *year, unsigned *month, unsigned *day_of_month)
{
    int64_t shifted = day + DAYS_TO_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) / 365;
    int64_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * of_year + 2) / 153;

    *day_of_month = (unsigned)(of_year - (153 * march_month + 2) / 5 + 1);
    *month = (unsigned)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

unsigned clg_days_in_month(int year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

unsigned clg_weekday(int64_t day)
{
    int64_t since_thursday = day % 7; /* 1970-01-01 was a Thursday */

    return (unsigned)((since_thursday + 7 + 3) % 7);
}

int64_t clg_day_of_seconds(int64_t seconds)
{
    return seconds / CLG_DAY - (seconds % CLG_DAY < 0);
}

/* Reads two digits; anything else gives a value that no field allows. */
static unsigned two_digits(const char *text)
{
    unsigned tens = (unsigned)(unsigned char)text[0] - '0';
    unsigned ones = (unsigned)(unsigned char)text[1] - '0';

    return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

static bool parse_date(const char *text, int64_t *day)
{
    unsigned century = two_digits(text), year = two_digits(text + 2);
    unsigned month = two_digits(text + 5), of_month = two_digits(text + 8);
    int full = (int)(century * 100 + year);

    if (century > 99 || year > 99 || full == 0 || text[4] != '-' || text[7] != '-')
        return false;
    if (month < 1 || month > 12 || of_month < 1)
        return false;
    if (of_month > 28 && of_month > clg_days_in_month(full, month))
        return false;
    *day = clg_day_of_civil(full, month, of_month);
    return true;
}

static const char *skip_fraction(const char *at, const char *end)
{
    if (end - at < 2 || (*at != '.' && *at != ',') || at[1] < '0' || at[1] > '9')
        return at;
    for (at++; at < end && *at >= '0' && *at <= '9';)
        at++;
    return at;
}

/* HH:MM[:SS[.fraction]]; *at is moved behind it. 24:00 ends a day (ISO 8601). */
static bool parse_clock(const char **at, const char *end, int64_t *seconds)
{
    const char *text = *at;
    unsigned hour, minute, second = 0;

    if (end - text < 5 || text[2] != ':')
        return false;
    hour = two_digits(text);
    minute = two_digits(text + 3);
    text += 5;
    if (end - text >= 3 && text[0] == ':') {
        second = two_digits(text + 1);
        text = skip_fraction(text + 3, end);
    }
    if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0))
        return false;
    *at = text;
    *seconds = (int64_t)hour * 3600 + minute * 60 + second;
    return true;
}

/* Z, +02, +0200 or +02:00, to the end of the text. */
static bool parse_offset(const char *text, const char *end, int32_t *offset)
{
    unsigned hours, minutes = 0;

    *offset = 0;
    if (end - text == 1)
        return *text == 'Z' || *text == 'z';
    if (end - text < 3 || (*text != '+' && *text != '-'))
        return false;
    hours = two_digits(text + 1);
    if (end - text == 5)
        minutes = two_digits(text + 3);
    else if (end - text == 6 && text[3] == ':')
        minutes = two_digits(text + 4);
    else if (end - text != 3)
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *offset = (int32_t)(hours * 3600 + minutes * 60);
    if (*text == '-')
        *offset = -*offset;
    return true;
}

bool clg_time_parse_iso(const char *text, size_t length, clg_time *out)
{
    const char *at, *end;
    int64_t day, seconds;

    *out = (clg_time){0, false, 0, false};
    if (length < 10 || !parse_date(text, &day))
        return false;
    out->local = day * CLG_DAY;
    if (length == 10)
        return true;

    at = text + 11;
    end = text + length;
    if ((text[10] != 'T' && text[10] != ' ' && text[10] != 't') ||
        !parse_clock(&at, end, &seconds))
        return false;
    out->local += seconds;
    out->has_clock = true;
    if (at == end)
        return true;
    out->has_offset = true;
    return parse_offset(at, end, &out->offset);
}

/* Four, two or two digits in their places; years outside 0..9999 show as 0000. */
static void put_digits(char *text, int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        text[i] = (char)('0' + (value > 0 ? value % 10 : 0));
        value /= 10;
    }
}

void clg_format_date(int64_t day, char text[CLG_DATE_SIZE])
{
    unsigned month, of_month;
    int year;

    clg_civil_of_day(day, &year, &month, &of_month);
    put_digits(text, year, 4);
    text[4] = '-';
    put_digits(text + 5, month, 2);
    text[7] = '-';
    put_digits(text + 8, of_month, 2);
    text[10] = '\0';
}

void clg_format_local(int64_t seconds, char text[CLG_INSTANT_SIZE])
{
    int64_t day = clg_day_of_seconds(seconds), rest = seconds - day * CLG_DAY;

    clg_format_date(day, text);
    text[10] = 'T';
    put_digits(text + 11, rest / 3600, 2);
    text[13] = ':';
    put_digits(text + 14, rest / 60 % 60, 2);
    text[16] = ':';
    put_digits(text + 17, rest % 60, 2);
    text[19] = '\0';
}
