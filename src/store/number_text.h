/* Numbers as text, fast and without a locale. */
#ifndef CLG_STORE_NUMBER_TEXT_H
#define CLG_STORE_NUMBER_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Room that any number needs, its NUL included. */
enum { CLG_NUMBER_TEXT_SIZE = 32 };

/* The shortest decimal that reads back as value, which must be finite. Not ended
 * by NUL; returns the length. */
size_t clg_real_text(double value, char *text);

size_t clg_integer_text(int64_t value, char *text);

#endif
