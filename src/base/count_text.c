#include "base/count_text.h"

#include <inttypes.h>
#include <stdio.h>

const char *clg_count_text(uint64_t count, char text[CLG_COUNT_TEXT_SIZE])
{
    char digits[CLG_COUNT_TEXT_SIZE];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, count), at = 0;

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}
