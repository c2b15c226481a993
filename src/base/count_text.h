/* Counts as people read them: 1,234,567. */
#ifndef CLG_BASE_COUNT_TEXT_H
#define CLG_BASE_COUNT_TEXT_H

#include <stdint.h>

enum { CLG_COUNT_TEXT_SIZE = 32 };

/* Writes into text and returns it, for use within a call of printf. */
const char *clg_count_text(uint64_t count, char text[CLG_COUNT_TEXT_SIZE]);

#endif
