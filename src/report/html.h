/* HTML onto a stream: tables that can be read aloud, details that fold, texts that
 * can't break out. Texts are escaped and, where written from the right, isolated as
 * in svg.h. */
#ifndef CLG_REPORT_HTML_H
#define CLG_REPORT_HTML_H

#include <stddef.h>
#include <stdio.h>

void clg_html_text(FILE *stream, const char *text);

/* <details>: what is folded away on the screen and printed in full. */
void clg_html_details(FILE *stream, const char *summary);
void clg_html_details_end(FILE *stream);

/* A table in a frame that scrolls by itself. kinds has a letter a column: t for text,
 * n for a number. The first column names the row. */
void clg_html_table(FILE *stream, const char *id, const char *caption,
                    const char *const *titles, const char *kinds);
void clg_html_table_end(FILE *stream);
void clg_html_row(FILE *stream, const char *name);
void clg_html_row_end(FILE *stream);
void clg_html_cell(FILE *stream, const char *text); /* NULL: empty */
/* With so many decimals; NaN: empty. */
void clg_html_number(FILE *stream, double value, int places);
void clg_html_percent(FILE *stream, double share); /* "12 %" */

#endif
