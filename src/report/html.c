#include "report/html.h"

#include "report/chart.h"
#include "report/svg.h"

#include <math.h>
#include <string.h>

void clg_html_text(FILE *stream, const char *text)
{
    clg_svg_words(stream, text);
}

void clg_html_details(FILE *stream, const char *summary)
{
    fputs("<details><summary>", stream);
    clg_html_text(stream, summary);
    fputs("</summary>\n", stream);
}

void clg_html_details_end(FILE *stream)
{
    fputs("</details>\n", stream);
}

/* Columns of numbers are told by the table's class: n3 says that the third is one. */
static void put_classes(FILE *stream, const char *kinds)
{
    const char *space = "";

    for (int i = 0; kinds[i] != '\0'; i++)
        if (kinds[i] == 'n') {
            fprintf(stream, "%sn%d", space, i + 1);
            space = " ";
        }
}

void clg_html_table(FILE *stream, const char *id, const char *caption,
                    const char *const *titles, const char *kinds)
{
    fprintf(stream, "<div class=\"frame\" role=\"region\" tabindex=\"0\" "
                    "aria-labelledby=\"");
    fprintf(stream, "%s-caption\"><table id=\"%s\" class=\"", id, id);
    put_classes(stream, kinds);
    fprintf(stream, "\"><caption id=\"%s-caption\">", id);
    clg_html_text(stream, caption);
    fputs("</caption>\n<thead><tr>", stream);
    for (size_t i = 0; i < strlen(kinds); i++) {
        fputs("<th scope=\"col\">", stream);
        clg_html_text(stream, titles[i]);
        fputs("</th>", stream);
    }
    fputs("</tr></thead>\n<tbody>\n", stream);
}

void clg_html_table_end(FILE *stream)
{
    fputs("</tbody></table></div>\n", stream);
}

void clg_html_row(FILE *stream, const char *name)
{
    fputs("<tr><th scope=\"row\">", stream);
    clg_html_text(stream, name);
    fputs("</th>", stream);
}

void clg_html_row_end(FILE *stream)
{
    fputs("</tr>\n", stream);
}

void clg_html_cell(FILE *stream, const char *text)
{
    fputs("<td>", stream);
    if (text != NULL)
        clg_html_text(stream, text);
    fputs("</td>", stream);
}

void clg_html_number(FILE *stream, double value, int places)
{
    char text[CLG_SVG_NUMBER_SIZE];

    if (isnan(value) || fabs(value) >= 1e12) {
        clg_html_cell(stream, NULL);
        return;
    }
    clg_tick_text(value, places, text);
    clg_html_cell(stream, text);
}

void clg_html_percent(FILE *stream, double share)
{
    char text[CLG_SVG_NUMBER_SIZE + 8];

    if (isnan(share) || fabs(share) >= 1e9) {
        clg_html_cell(stream, NULL);
        return;
    }
    clg_svg_decimals(100.0 * share, 0, text);
    strcat(text, " %");
    clg_html_cell(stream, text);
}
