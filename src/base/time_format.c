/* strptime(3) in the C locale, whatever the process has set: on bytes that need
 * not end in NUL, with the date checked against its month. */
#include "base/time.h"

#include <string.h>

/* What the conversions have read so far. */
typedef struct fields {
    const char *at, *end;
    int year, month, day, day_of_year, century;
    int hour, minute, second;
    int64_t epoch; /* %s */
    int32_t offset;
    bool has_year, has_short_year, has_century, has_month, has_day, has_day_of_year;
    bool has_clock, has_epoch, has_offset, is_twelve_hours, is_afternoon;
} fields;

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_spaces(fields *read)
{
    while (read->at < read->end && is_space(*read->at))
        read->at++;
}

/* As strptime: spaces before a number are skipped, leading zeros may be missing. */
static bool read_number(fields *read, int low, int high, int digits, int *value)
{
    int number = 0, seen = 0;

    skip_spaces(read);
    while (read->at < read->end && seen < digits && is_digit(*read->at)) {
        number = number * 10 + (*read->at++ - '0');
        seen++;
    }
    *value = number;
    return seen > 0 && number >= low && number <= high;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool read_word(fields *read, const char *word, size_t length)
{
    if ((size_t)(read->end - read->at) < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (lower(read->at[i]) != word[i])
            return false;
    read->at += length;
    return true;
}

/* The full name or its first three letters; the place in names counts from 0. */
static bool read_name(fields *read, const char *const *names, int count, int *place)
{
    for (*place = 0; *place < count; (*place)++) {
        const char *name = names[*place];
        if (read_word(read, name, strlen(name)) || read_word(read, name, 3))
            return true;
    }
    return false;
}

static bool read_month_name(fields *read)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};

    read->has_month = true;
    if (!read_name(read, names, 12, &read->month))
        return false;
    read->month++;
    return true;
}

static bool read_weekday_name(fields *read)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    int place;

    return read_name(read, names, 7, &place);
}

static bool read_half_of_day(fields *read)
{
    read->is_afternoon = read_word(read, "pm", 2) || read_word(read, "p.m.", 4);
    return read->is_afternoon || read_word(read, "am", 2) || read_word(read, "a.m.", 4);
}

static bool read_hour(fields *read, int low, int high)
{
    read->has_clock = true;
    read->is_twelve_hours = high == 12;
    return read_number(read, low, high, 2, &read->hour);
}

static bool read_epoch(fields *read)
{
    bool is_negative = read->at < read->end && *read->at == '-';
    int seen = 0;

    read->at += is_negative;
    read->epoch = 0; /* a format may hold %s twice */
    while (read->at < read->end && seen < 12 && is_digit(*read->at)) {
        read->epoch = read->epoch * 10 + (*read->at++ - '0');
        seen++;
    }
    if (is_negative)
        read->epoch = -read->epoch;
    read->has_epoch = true;
    return seen > 0;
}

static bool read_fraction(fields *read)
{
    if (read->at == read->end || !is_digit(*read->at))
        return false;
    while (read->at < read->end && is_digit(*read->at))
        read->at++;
    return true;
}

/* %z: Z, +hh, +hhmm, +hh:mm. */
static bool read_offset(fields *read)
{
    int hours, minutes = 0, sign;

    skip_spaces(read);
    read->has_offset = true;
    if (read_word(read, "z", 1))
        return true;
    if (read->at == read->end || (*read->at != '+' && *read->at != '-'))
        return false;
    sign = *read->at++ == '-' ? -1 : 1;
    if (read->end - read->at < 2 || !is_digit(read->at[0]) || !is_digit(read->at[1]))
        return false;
    if (!read_number(read, 0, 23, 2, &hours))
        return false;
    if (read->at < read->end && *read->at == ':')
        read->at++;
    if (read->at < read->end && is_digit(*read->at) &&
        !read_number(read, 0, 59, 2, &minutes))
        return false;
    read->offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* %Z: only the names that mean one offset everywhere. */
static bool read_zone_name(fields *read)
{
    read->has_offset = true;
    return read_word(read, "utc", 3) || read_word(read, "gmt", 3) ||
           read_word(read, "z", 1);
}

static bool parse(fields *read, const char *format);

static bool read_date_part(fields *read, char letter)
{
    switch (letter) {
    case 'Y': read->has_year = true; return read_number(read, 1, 9999, 4, &read->year);
    case 'y':
        read->has_short_year = true;
        return read_number(read, 0, 99, 2, &read->year);
    case 'C':
        read->has_century = true;
        return read_number(read, 0, 99, 2, &read->century);
    case 'm': read->has_month = true; return read_number(read, 1, 12, 2, &read->month);
    case 'b':
    case 'B':
    case 'h': return read_month_name(read);
    case 'd':
    case 'e': read->has_day = true; return read_number(read, 1, 31, 2, &read->day);
    case 'j':
        read->has_day_of_year = true;
        return read_number(read, 1, 366, 3, &read->day_of_year);
    case 'a':
    case 'A': return read_weekday_name(read);
    case 'D': return parse(read, "%m/%d/%y");
    default: return letter == 'F' && parse(read, "%Y-%m-%d");
    }
}

static bool read_clock_part(fields *read, char letter)
{
    switch (letter) {
    case 'H':
    case 'k': return read_hour(read, 0, 23);
    case 'I':
    case 'l': return read_hour(read, 1, 12);
    case 'M': return read_number(read, 0, 59, 2, &read->minute);
    case 'S': return read_number(read, 0, 59, 2, &read->second);
    case 'f': return read_fraction(read);
    case 'p':
    case 'P': return read_half_of_day(read);
    case 's': return read_epoch(read);
    case 'z': return read_offset(read);
    case 'Z': return read_zone_name(read);
    case 'R': return parse(read, "%H:%M");
    case 'T': return parse(read, "%H:%M:%S");
    default: return letter == 'r' && parse(read, "%I:%M:%S %p");
    }
}

static bool read_part(fields *read, char letter)
{
    if (letter == '%')
        return read_word(read, "%", 1);
    if (letter == 'n' || letter == 't') {
        skip_spaces(read);
        return true;
    }
    if (strchr("YyCmbBhdejaADF", letter) != NULL)
        return read_date_part(read, letter);
    return read_clock_part(read, letter);
}

static bool parse(fields *read, const char *format)
{
    for (; *format != '\0'; format++) {
        if (is_space(*format)) {
            skip_spaces(read);
            continue;
        }
        if (*format == '%') {
            format++;
            if (*format == '\0' || !read_part(read, *format))
                return false;
            continue;
        }
        if (read->at == read->end || *read->at != *format)
            return false;
        read->at++;
    }
    return true;
}

/* Two digits mean 1969 to 2068 unless the century is given (POSIX). */
static bool resolve_year(fields *read)
{
    if (read->has_century)
        read->year = read->century * 100 + (read->has_short_year ? read->year : 0);
    else if (read->has_short_year)
        read->year += read->year < 69 ? 2000 : 1900;
    return read->year >= 1 && (read->has_year || read->has_short_year);
}

static bool resolve_day(fields *read, int64_t *day)
{
    if (!resolve_year(read))
        return false;
    if (read->has_month && read->has_day) {
        if ((unsigned)read->day > clg_days_in_month(read->year, (unsigned)read->month))
            return false;
        *day = clg_day_of_civil(read->year, (unsigned)read->month, (unsigned)read->day);
        return true;
    }
    *day = clg_day_of_civil(read->year, 1, 1) + read->day_of_year - 1;
    return read->has_day_of_year && *day < clg_day_of_civil(read->year + 1, 1, 1);
}

bool clg_time_parse_format(const char *text, size_t length, const char *format,
                           clg_time *out)
{
    fields read = {.at = text, .end = text + length};
    int64_t day;

    *out = (clg_time){0, false, 0, false};
    if (!parse(&read, format) || read.at != read.end)
        return false;
    if (read.has_epoch) {
        *out = (clg_time){read.epoch, true, 0, true};
        day = clg_day_of_seconds(read.epoch);
        return day >= clg_day_of_civil(1, 1, 1) && day < clg_day_of_civil(10000, 1, 1);
    }
    if (!resolve_day(&read, &day))
        return false;
    if (read.is_twelve_hours)
        read.hour = read.hour % 12 + (read.is_afternoon ? 12 : 0);

    out->has_clock = read.has_clock;
    out->has_offset = read.has_offset && read.has_clock;
    out->offset = out->has_offset ? read.offset : 0;
    out->local = day * CLG_DAY;
    if (read.has_clock)
        out->local += read.hour * 3600 + read.minute * 60 + read.second;
    return true;
}

bool clg_time_format_is_known(const char *format)
{
    bool has_year = false, has_day = false;

    for (; *format != '\0'; format++) {
        if (*format != '%')
            continue;
        format++;
        if (*format == '\0' ||
            strchr("YyCmbBhdejaADFHkIlMSfpPszZRTrnt%", *format) == NULL)
            return false;
        has_year = has_year || strchr("YyDFs", *format) != NULL;
        has_day = has_day || strchr("dejDFs", *format) != NULL;
    }
    return has_year && has_day;
}
