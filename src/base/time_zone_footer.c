/* The POSIX TZ rule at the end of a TZif file. */
#include "base/time_zone_file.h"

typedef struct cursor {
    const char *at, *end;
} cursor;

static bool is_next(cursor *text, char c)
{
    if (text->at == text->end || *text->at != c)
        return false;
    text->at++;
    return true;
}

static bool read_number(cursor *text, int low, int high, int *value)
{
    int number = 0, digits = 0;

    while (text->at < text->end && *text->at >= '0' && *text->at <= '9' && digits < 3) {
        number = number * 10 + (*text->at++ - '0');
        digits++;
    }
    *value = number;
    return digits > 0 && number >= low && number <= high;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* EST, or <-03>. The name itself is not kept. */
static bool skip_name(cursor *text)
{
    const char *begin = text->at;

    if (is_next(text, '<')) {
        while (text->at < text->end && *text->at != '>')
            text->at++;
        return is_next(text, '>');
    }
    while (text->at < text->end && is_letter(*text->at))
        text->at++;
    return text->at - begin >= 3;
}

/* [+-]h[hh][:mm[:ss]] in seconds. */
static bool read_time(cursor *text, int32_t *seconds)
{
    int sign = is_next(text, '-') ? -1 : 1;
    int hours, minutes = 0, rest = 0;

    if (sign > 0)
        (void)is_next(text, '+');
    if (!read_number(text, 0, 167, &hours))
        return false;
    if (is_next(text, ':') && !read_number(text, 0, 59, &minutes))
        return false;
    if (is_next(text, ':') && !read_number(text, 0, 59, &rest))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60 + rest);
    return true;
}

/* POSIX counts west as positive; we count east. */
static bool read_offset(cursor *text, int32_t *offset)
{
    if (!read_time(text, offset))
        return false;
    *offset = -*offset;
    return *offset >= -25 * 3600 && *offset <= 25 * 3600;
}

static bool read_month_rule(cursor *text, clg_zone_rule *rule)
{
    rule->kind = CLG_RULE_MONTH;
    return read_number(text, 1, 12, &rule->month) && is_next(text, '.') &&
           read_number(text, 1, 5, &rule->week) && is_next(text, '.') &&
           read_number(text, 0, 6, &rule->day);
}

static bool read_rule(cursor *text, clg_zone_rule *rule)
{
    bool is_read;

    *rule = (clg_zone_rule){CLG_RULE_DAY_OF_YEAR, 0, 0, 0, 2 * 3600};
    if (!is_next(text, ','))
        return false;
    if (is_next(text, 'M')) {
        is_read = read_month_rule(text, rule);
    } else if (is_next(text, 'J')) {
        rule->kind = CLG_RULE_JULIAN;
        is_read = read_number(text, 1, 365, &rule->day);
    } else {
        is_read = read_number(text, 0, 365, &rule->day);
    }
    if (is_read && is_next(text, '/'))
        return read_time(text, &rule->time);
    return is_read;
}

bool clg_zone_footer_parse(const char *text, size_t length, clg_zone_footer *footer)
{
    cursor rest = {text, text + length};

    *footer = (clg_zone_footer){0};
    if (!skip_name(&rest) || !read_offset(&rest, &footer->standard))
        return false;
    if (rest.at == rest.end)
        return true;

    footer->has_daylight = true;
    footer->daylight = footer->standard + 3600;
    if (!skip_name(&rest))
        return false;
    if (rest.at < rest.end && *rest.at != ',' && !read_offset(&rest, &footer->daylight))
        return false;
    return read_rule(&rest, &footer->begins) && read_rule(&rest, &footer->ends) &&
           rest.at == rest.end;
}
