/* The words of the attendance table's column `role`. */
#include "study/study.h"

#include <string.h>

enum { LONGEST = 24 };

typedef struct word {
    const char *begins; /* small letters */
    clg_meeting_part part;
} word;

/* A word of the log counts if it begins so: "chair", "chaired", "chairperson". */
static const word words[] = {
    {"lead", CLG_PART_LEADS},         {"led", CLG_PART_LEADS},
    {"chair", CLG_PART_LEADS},        {"conven", CLG_PART_LEADS},
    {"host", CLG_PART_LEADS},         {"moderat", CLG_PART_LEADS},
    {"facilitat", CLG_PART_LEADS},    {"coordinat", CLG_PART_LEADS},
    {"organi", CLG_PART_LEADS},       {"presid", CLG_PART_LEADS},
    {"minute", CLG_PART_SUPPORTS},    {"note", CLG_PART_SUPPORTS},
    {"scribe", CLG_PART_SUPPORTS},    {"secretary", CLG_PART_SUPPORTS},
    {"techn", CLG_PART_SUPPORTS},     {"translat", CLG_PART_SUPPORTS},
    {"interpret", CLG_PART_SUPPORTS}, {"support", CLG_PART_SUPPORTS},
    {"logistic", CLG_PART_SUPPORTS},
};

clg_meeting_part clg_meeting_part_of(const char *text, size_t length)
{
    char small[LONGEST + 1];
    size_t kept = length < LONGEST ? length : LONGEST;

    for (size_t i = 0; i < kept; i++)
        small[i] =
            text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    small[kept] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(small, words[i].begins, strlen(words[i].begins)) == 0)
            return words[i].part;
    return length > 0 ? CLG_PART_OTHER : CLG_PART_NONE;
}
