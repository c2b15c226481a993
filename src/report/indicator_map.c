#include "report/indicator_map.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name, *measure;
} indicators[CLG_INDICATOR_COUNT] = {
    {"lasting relationships", "tie_persistence"},
    {"shared ways of doing things together", "little_joint_work"},
    {"news and new ideas that spread fast", "temporal_efficiency"},
    {"no need for introductions", NULL},
    {"problems that are quickly set out", NULL},
    {"agreement on who belongs", NULL},
    {"knowing what others can do", NULL},
    {"identities that define one another", NULL},
    {"judging what is done well", NULL},
    {"tools and artefacts of their own", NULL},
    {"shared stories and inside jokes", NULL},
    {"jargon and shortcuts", NULL},
    {"styles that show who belongs", NULL},
    {"a shared view of the world", NULL},
};

const char *clg_indicator_name(int number)
{
    return indicators[number - 1].name;
}

const char *clg_indicator_measure(int number)
{
    return indicators[number - 1].measure;
}

static const char *after(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(text, prefix, length) == 0 ? text + length : text;
}

int clg_indicator_of_item(const char *item)
{
    const char *digit = after(item, "indicator_");
    int number = 0;

    if (digit == item)
        digit = after(item, "i");
    for (; *digit >= '0' && *digit <= '9' && number <= CLG_INDICATOR_COUNT; digit++)
        number = 10 * number + (*digit - '0');
    return *digit == '\0' && number <= CLG_INDICATOR_COUNT ? number : 0;
}

int clg_indicator_of_scale(const char *instrument, const char *scale)
{
    if (strcmp(instrument, CLG_INDICATORS) != 0)
        return 0;
    for (int i = 0; i < CLG_INDICATOR_COUNT; i++)
        if (strcmp(indicators[i].name, scale) == 0)
            return i + 1;
    return 0;
}
