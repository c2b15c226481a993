/* The script at the end of the page, and the words that it says. Controls that it adds
 * are not in the page, so that without it there are none that do nothing. */
#include "report/page/page.h"

#include "report/script.h"

#include <math.h>

static const struct {
    const char *name;
    clg_word word;
} said[] = {
    {"under", CLG_WORD_UNDER},
    {"find", CLG_WORD_UI_FIND},
    {"find_hint", CLG_WORD_UI_FIND_HINT},
    {"pattern", CLG_WORD_UI_PATTERN},
    {"pattern_bad", CLG_WORD_UI_PATTERN_BAD},
    {"mark", CLG_WORD_UI_MARK},
    {"only", CLG_WORD_UI_ONLY},
    {"hide", CLG_WORD_UI_HIDE},
    {"reset", CLG_WORD_UI_RESET},
    {"found", CLG_WORD_UI_FOUND},
    {"hidden_schools", CLG_WORD_UI_HIDDEN_SCHOOLS},
    {"sorted_up", CLG_WORD_UI_SORTED_UP},
    {"sorted_down", CLG_WORD_UI_SORTED_DOWN},
    {"sorted_not", CLG_WORD_UI_SORTED_NOT},
    {"filter", CLG_WORD_UI_FILTER},
    {"filtered", CLG_WORD_UI_FILTERED},
    {"save", CLG_WORD_UI_SAVE},
    {"save_as", CLG_WORD_UI_SAVE_AS},
    {"saved", CLG_WORD_UI_SAVED},
    {"too_large", CLG_WORD_UI_TOO_LARGE},
    {"zoom_in", CLG_WORD_UI_ZOOM_IN},
    {"zoom_out", CLG_WORD_UI_ZOOM_OUT},
    {"zoom_not", CLG_WORD_UI_ZOOM_NOT},
    {"more", CLG_WORD_UI_MORE},
    {"keys", CLG_WORD_UI_KEYS},
};

enum { SAID_COUNT = sizeof said / sizeof said[0] };

/* A JSON string that can't end the block it stands in. */
static void put_text(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (; *text != '\0'; text++)
        if (*text == '"' || *text == '\\' || *text == '<' || (unsigned char)*text < ' ')
            fprintf(stream, "\\u%04x", (unsigned)*text);
        else
            fputc(*text, stream);
    fputc('"', stream);
}

static void put_words(FILE *stream)
{
    for (int i = 0; i < SAID_COUNT; i++) {
        put_text(stream, said[i].name);
        fputc(':', stream);
        put_text(stream, clg_words(said[i].word));
        fputc(',', stream);
    }
}

static void put_names(const clg_page *page)
{
    fputs("\"windows\":[", page->stream);
    for (uint32_t w = 0; w < page->window_count; w++) {
        fputs(w > 0 ? "," : "", page->stream);
        put_text(page->stream, clg_page_window(page, w));
    }
    fputs("],\"stages\":[", page->stream);
    for (uint32_t k = 0; k < page->stage_count; k++) {
        fputs(k > 0 ? "," : "", page->stream);
        put_text(page->stream, page->stage_names[k]);
    }
    fputs("]", page->stream);
}

void clg_page_controls(const clg_page *page)
{
    FILE *stream = page->stream;

    if (clg_report_script[0] == '\0')
        return;
    fputs("<script type=\"application/json\" id=\"words\">{", stream);
    put_words(stream);
    put_names(page);
    fputs("}</script>\n<script>", stream);
    fputs(clg_report_script, stream);
    fputs("</script>\n", stream);
}

bool clg_page_is_chosen(const clg_page *page, uint32_t place)
{
    for (uint32_t i = 0; i < page->data->chosen_count; i++)
        if (page->data->chosen[i] == page->order[place])
            return true;
    return false;
}

void clg_page_school_row(const clg_page *page, uint32_t place)
{
    fprintf(page->stream, "<tr data-s=\"%u\"><th scope=\"row\">", place);
    clg_html_text(page->stream, clg_page_school(page, place));
    fputs("</th>", page->stream);
}

/* To its own section, where it has one. Its identifier is found, too. */
void clg_page_school_row_linked(const clg_page *page, uint32_t place)
{
    bool has_section = clg_page_is_chosen(page, place);

    fprintf(page->stream, "<tr id=\"row-%u\" data-s=\"%u\"", place + 1, place);
    if (page->has_names) {
        fputs(" data-id=\"", page->stream);
        clg_html_text(page->stream, clg_page_school_id(page, place));
        fputs("\"", page->stream);
    }
    fputs("><th scope=\"row\">", page->stream);
    if (has_section)
        fprintf(page->stream, "<a href=\"#school-%u\">", place + 1);
    clg_html_text(page->stream, clg_page_school(page, place));
    fputs(has_section ? "</a></th>" : "</th>", page->stream);
}

void clg_page_mark(const clg_page *page, uint32_t place)
{
    fprintf(page->stream, "<g data-s=\"%u\">", place);
}

void clg_page_mark_end(const clg_page *page)
{
    fputs("</g>", page->stream);
}

/* Without a script nobody could ask for further ones. */
uint32_t clg_page_most_pictures(void)
{
    return CLG_REPORT_PICTURES + (clg_report_script[0] != '\0' ? CLG_REPORT_MORE : 0);
}

void clg_page_further(const clg_page *page)
{
    fputs("<template>\n", page->stream);
}

void clg_page_further_end(const clg_page *page)
{
    fputs("</template>\n", page->stream);
}

void clg_page_of_school(const clg_page *page, uint32_t place)
{
    fprintf(page->stream, "<div data-s=\"%u\">", place);
}

void clg_page_over_time(const clg_page *page, uint32_t place, double left, double right,
                        const double *values)
{
    char text[CLG_SVG_NUMBER_SIZE];

    fprintf(page->stream, "<div data-s=\"%u\"", place);
    if (clg_report_script[0] != '\0') {
        fprintf(page->stream, " data-x=\"%.0f %.0f\" data-%s=\"", left, right,
                values != NULL ? "values" : "stages");
        for (uint32_t w = 0; w < page->window_count; w++) {
            int stage = values != NULL ? -1 : clg_page_stage(page, place, w);
            double value = values != NULL ? values[w] : stage + 1.0;
            if (!isnan(value) && fabs(value) < 1e12 && (values != NULL || stage >= 0)) {
                clg_svg_number(value, 3, text);
                fputs(text, page->stream);
            }
            fputs(w + 1 < page->window_count ? "," : "\"", page->stream);
        }
    }
    fputs(">", page->stream);
}

void clg_page_of_school_end(const clg_page *page)
{
    fputs("</div>\n", page->stream);
}
