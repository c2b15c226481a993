/* Lists of names written as one text, such as "density,isolates". */
#ifndef CLG_BASE_TEXT_LIST_H
#define CLG_BASE_TEXT_LIST_H

#include "base/text.h"

/* Appends the parts between marks, as they are; an empty text has one empty part. */
clg_status clg_texts_split(clg_texts *texts, const char *text, char mark,
                           clg_error *err) CLG_NODISCARD;
/* Index of a text, or SIZE_MAX. */
size_t clg_texts_find(const clg_texts *texts, const char *text, size_t length);
/* Appends a text unless it is there already. */
clg_status clg_texts_add_once(clg_texts *texts, const char *text, size_t length,
                              clg_error *err) CLG_NODISCARD;

/* Adds the text that is nearest to a word as a hint, if one is near. */
void clg_texts_hint_nearest(const clg_texts *texts, const char *word, clg_error *err);

#endif
