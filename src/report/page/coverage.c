/* What the report is, and what it rests on. */
#include "report/page/page.h"

#include <math.h>
#include <string.h>

/* ---- the paragraph ---- */

/* Over the schools that something may be said of. */
static double sum_of(const clg_page *page, const char *column)
{
    double sum = 0.0;

    for (uint32_t s = 0; s < page->school_count; s++) {
        double value = clg_page_value(&page->data->school, column, page->order[s]);
        sum += isnan(value) || clg_page_is_small(page, s) ? 0.0 : value;
    }
    return sum;
}

/* Whether any of those schools has a number there: without a log they have none. */
static bool has_any(const clg_page *page, const char *column)
{
    for (uint32_t s = 0; s < page->school_count; s++)
        if (!clg_page_is_small(page, s) &&
            !isnan(clg_page_value(&page->data->school, column, page->order[s])))
            return true;
    return false;
}

static uint32_t small_schools(const clg_page *page)
{
    uint32_t count = 0;

    for (uint32_t s = 0; s < page->school_count; s++)
        count += clg_page_is_small(page, s);
    return count;
}

/* From the rows of people.csv the people of a small school could be worked out. */
static bool is_hidden(const clg_page *page, uint32_t file)
{
    const char *kind =
        clg_page_text(clg_table_column(&page->data->provenance, "table"), file);

    return small_schools(page) > 0 && (kind == NULL || strcmp(kind, "people") == 0);
}

static double sum_of_files(const clg_page *page, const char *column)
{
    const clg_table *table = &page->data->provenance;
    double sum = 0.0;

    for (uint32_t row = 0; row < table->row_count; row++)
        sum += is_hidden(page, row) ? 0.0 : clg_page_value(table, column, row);
    return sum;
}

static uint32_t shown_files(const clg_page *page)
{
    uint32_t count = 0;

    for (uint32_t row = 0; row < page->data->provenance.row_count; row++)
        count += !is_hidden(page, row);
    return count;
}

/* "24 schools", "1 window". */
static void number_of(char room[CLG_PAGE_TEXT], double count, const char *what)
{
    char number[CLG_PAGE_TEXT];

    clg_page_count(count, number);
    snprintf(room, CLG_PAGE_TEXT, "%.60s %s%s", number, what, count == 1.0 ? "" : "s");
}

static void say_logs(const clg_page *page, const char *schools)
{
    char numbers[4][CLG_PAGE_TEXT];
    const char *people = clg_page_people(page, sum_of(page, "people"), NAN, numbers[0]);
    const char *meetings = clg_page_count(sum_of(page, "meetings"), numbers[1]);
    const char *attendances = clg_page_count(sum_of(page, "attendances"), numbers[2]);
    const char *exchanges = clg_page_count(sum_of(page, "exchanges"), numbers[3]);

    if (!has_any(page, "exchanges"))
        clg_say(page->stream, CLG_WORD_ABOUT_MEETINGS, schools, people, meetings,
                attendances, NULL);
    else if (!has_any(page, "meetings"))
        clg_say(page->stream, CLG_WORD_ABOUT_EXCHANGES, schools, people, exchanges,
                NULL);
    else
        clg_say(page->stream, CLG_WORD_ABOUT_SCHOOL, schools, people, meetings,
                attendances, exchanges, NULL);
}

static void say_schools(const clg_page *page)
{
    char schools[CLG_PAGE_TEXT], least[CLG_PAGE_TEXT];

    number_of(schools, page->school_count, "school");
    if (clg_page_all_small(page))
        clg_say(page->stream, CLG_WORD_ABOUT_ALL_SMALL, schools,
                clg_page_count(page->min_group, least), NULL);
    else
        say_logs(page, schools);
    fputs(" ", page->stream);
}

static void say_small(const clg_page *page)
{
    char schools[CLG_PAGE_TEXT], least[CLG_PAGE_TEXT];
    uint32_t count = small_schools(page);

    if (count == 0 || clg_page_all_small(page))
        return;
    number_of(schools, count, "school");
    fputs(" ", page->stream);
    clg_say(page->stream, CLG_WORD_ABOUT_SMALL, schools,
            clg_page_count(page->min_group, least), NULL);
}

clg_status clg_page_about(const clg_page *page, clg_error *err)
{
    const clg_report_data *data = page->data;
    char windows[CLG_PAGE_TEXT], rows[CLG_PAGE_TEXT], used[CLG_PAGE_TEXT],
        files[CLG_PAGE_TEXT];
    clg_status status;

    fputs("<p>", page->stream);
    say_schools(page);
    number_of(windows, page->window_count, "window");
    if (page->window_count > 0)
        clg_say(page->stream, CLG_WORD_ABOUT_WINDOWS, windows, clg_page_window(page, 0),
                clg_page_window(page, page->window_count - 1), NULL);
    fputs(" ", page->stream);
    if (clg_page_has(&data->provenance)) {
        number_of(files, shown_files(page), "file");
        clg_say(page->stream, CLG_WORD_ABOUT_LOGS,
                clg_page_count(sum_of_files(page, "rows"), rows), files,
                clg_page_count(sum_of_files(page, "used"), used), NULL);
        fputs(" ", page->stream);
    }
    clg_say(page->stream,
            data->has_roster ? CLG_WORD_ABOUT_ROSTER : CLG_WORD_ABOUT_NO_ROSTER, NULL);
    say_small(page);
    fputs("</p>\n", page->stream);
    status = clg_page_start(page, err);
    clg_page_say(page, CLG_WORD_ABOUT_LIMITS);
    clg_page_say(page, CLG_WORD_READING);
    return status;
}

/* ---- the calendar ---- */

typedef enum state { LOGGED, SILENT, BREAK, ABSENT, STATE_COUNT } state;

static const clg_word state_words[STATE_COUNT] = {
    CLG_WORD_STATE_LOGGED, CLG_WORD_STATE_SILENT, CLG_WORD_STATE_BREAK,
    CLG_WORD_STATE_ABSENT};

static const clg_svg_paint state_paints[STATE_COUNT] = {
    {.fill = "#0072b2"},
    {.fill = "#f9dcc4", .stroke = "#d55e00", .width = 1.2},
    {.fill = "#d0d0d0"},
    {.fill = "#ffffff", .stroke = "#b0b0b0", .width = 0.8, .dash = "2 2"}};

static state state_of(const clg_page *page, uint32_t place, uint32_t window)
{
    const clg_table *table = &page->data->school_window;
    uint32_t row = page->measured[(size_t)place * page->window_count + window];
    const char *text = clg_page_text(clg_table_column(table, "status"), row);
    double found = 0.0;

    if (text == NULL)
        return ABSENT;
    if (strcmp(text, "break") == 0)
        return BREAK;
    if (strcmp(text, "ok") != 0)
        return strcmp(text, "inactive") == 0 ? SILENT : ABSENT;
    found += fmax(0.0, clg_page_value(table, "meetings", row));
    found += fmax(0.0, clg_page_value(table, "exchanges", row));
    return found > 0.0 ? LOGGED : SILENT;
}

static void put_state_legend(const clg_page *page)
{
    fputs("<ul class=\"legend\">", page->stream);
    for (int k = 0; k < STATE_COUNT; k++) {
        fputs("<li><svg width=\"18\" height=\"18\" aria-hidden=\"true\">",
              page->stream);
        clg_svg_rect(page->stream, 2, 2, 14, 14, &state_paints[k]);
        fputs("</svg> ", page->stream);
        clg_say(page->stream, state_words[k], NULL);
        fputs("</li>", page->stream);
    }
    fputs("</ul>\n", page->stream);
}

/* Labels below every so many windows, and the last if there is room. */
static void put_window_labels(const clg_page *page, double left, double step, double y)
{
    const clg_svg_font font = {
        .size = 11, .colour = CLG_SVG_FAINT, .anchor = CLG_SVG_MIDDLE, .width = 90};
    uint32_t every = (uint32_t)ceil(64.0 / step);

    for (uint32_t w = 0; w < page->window_count; w += every)
        clg_svg_text(page->stream, left + step * (w + 0.5), y, clg_page_window(page, w),
                     &font);
}

static void begin_calendar(const clg_page *page, double height,
                           const uint32_t totals[STATE_COUNT])
{
    char text[CLG_PAGE_TEXT];

    clg_svg_begin(page->stream, "calendar", CLG_PAGE_WIDTH, height,
                  clg_words(CLG_WORD_COVERAGE_TITLE));
    for (int k = 0; k < STATE_COUNT; k++) {
        fputs(k > 0 ? ", " : "", page->stream);
        clg_say(page->stream, state_words[k], NULL);
        fprintf(page->stream, ": %s", clg_page_count(totals[k], text));
    }
    clg_svg_begin_content(page->stream);
}

static void count_states(const clg_page *page, uint32_t window,
                         uint32_t counts[STATE_COUNT])
{
    for (uint32_t s = 0; s < page->school_count; s++)
        counts[state_of(page, s, window)]++;
}

static void draw_squares(const clg_page *page, const uint32_t totals[STATE_COUNT])
{
    const clg_svg_font font = {.size = 12, .anchor = CLG_SVG_END, .width = 170};
    double left = 190.0, row = 18.0;
    double step = fmin(24.0, (CLG_PAGE_WIDTH - left - 30.0) / page->window_count);
    double gap = step > 6.0 ? 2.0 : 0.3;

    begin_calendar(page, 34.0 + row * page->school_count, totals);
    for (uint32_t s = 0; s < page->school_count; s++) {
        double y = 8.0 + row * s;
        clg_page_mark(page, s);
        clg_svg_text(page->stream, left - 10.0, y + 12.5, clg_page_school(page, s),
                     &font);
        for (uint32_t w = 0; w < page->window_count; w++)
            clg_svg_rect(page->stream, left + step * w + 0.5 * gap, y + 1.0, step - gap,
                         row - 2.0, &state_paints[state_of(page, s, w)]);
        clg_page_mark_end(page);
    }
    put_window_labels(page, left, step, 24.0 + row * page->school_count);
    clg_svg_end(page->stream);
}

static void draw_columns(const clg_page *page, const uint32_t totals[STATE_COUNT])
{
    double left = 40.0, top = 8.0, high = 180.0;
    double step = fmin(40.0, (CLG_PAGE_WIDTH - left - 40.0) / page->window_count);

    begin_calendar(page, top + high + 28.0, totals);
    for (uint32_t w = 0; w < page->window_count; w++) {
        uint32_t counts[STATE_COUNT] = {0};
        double y = top + high;
        count_states(page, w, counts);
        for (int k = 0; k < STATE_COUNT; k++) {
            double part = high * counts[k] / page->school_count;
            y -= part;
            if (counts[k] > 0)
                clg_svg_rect(page->stream, left + step * w + 1.0, y, step - 2.0, part,
                             &state_paints[k]);
        }
    }
    put_window_labels(page, left, step, top + high + 18.0);
    clg_svg_end(page->stream);
}

static void put_state_table(const clg_page *page)
{
    const char *const titles[] = {clg_words(CLG_WORD_WINDOW), clg_words(state_words[0]),
                                  clg_words(state_words[1]), clg_words(state_words[2]),
                                  clg_words(state_words[3])};

    clg_html_details(page->stream, clg_words(CLG_WORD_NUMBERS));
    clg_html_table(page->stream, "coverage-windows", clg_words(CLG_WORD_COVERAGE),
                   titles, "tnnnn");
    for (uint32_t w = 0; w < page->window_count; w++) {
        uint32_t counts[STATE_COUNT] = {0};
        count_states(page, w, counts);
        clg_html_row(page->stream, clg_page_window(page, w));
        for (int k = 0; k < STATE_COUNT; k++)
            clg_html_number(page->stream, counts[k], 0);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

static void put_files(const clg_page *page)
{
    static const char *const columns[] = {"rows", "used", "duplicates", "set_aside",
                                          "bad"};
    const char *const titles[] = {
        clg_words(CLG_WORD_FILE),       clg_words(CLG_WORD_FILE_ROWS),
        clg_words(CLG_WORD_FILE_USED),  clg_words(CLG_WORD_FILE_TWICE),
        clg_words(CLG_WORD_FILE_ASIDE), clg_words(CLG_WORD_FILE_BAD)};
    const clg_table *table = &page->data->provenance;
    char number[CLG_PAGE_TEXT];

    if (!clg_page_has(table))
        return;
    clg_html_table(page->stream, "files", clg_words(CLG_WORD_FILES), titles, "tnnnnn");
    for (uint32_t row = 0; row < table->row_count; row++) {
        clg_html_row(page->stream, clg_page_text(clg_table_column(table, "file"), row));
        for (int c = 0; c < 5; c++)
            clg_html_cell(
                page->stream,
                is_hidden(page, row)
                    ? clg_words(CLG_WORD_HIDDEN)
                    : clg_page_count(clg_page_value(table, columns[c], row), number));
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_page_say(page, CLG_WORD_FILES_NOTE);
}

enum { MOST_ROWS = 60 };

clg_status clg_page_coverage(const clg_page *page, clg_error *err)
{
    uint32_t totals[STATE_COUNT] = {0};
    bool is_many = page->school_count > MOST_ROWS;
    char number[CLG_PAGE_TEXT];

    (void)err;
    for (uint32_t w = 0; w < page->window_count; w++)
        count_states(page, w, totals);
    if (page->window_count > 0 && page->school_count > 0) {
        put_state_legend(page);
        clg_page_figure(page);
        (is_many ? draw_columns : draw_squares)(page, totals);
        fputs("</div><figcaption>", page->stream);
        clg_say(page->stream,
                is_many ? CLG_WORD_COVERAGE_MANY : CLG_WORD_COVERAGE_SHOWS,
                clg_page_count(page->school_count, number), NULL);
        fputs("</figcaption></figure>\n", page->stream);
        put_state_table(page);
    }
    put_files(page);
    return CLG_OK;
}

void clg_page_coverage_of(const clg_page *page, uint32_t place, uint32_t *logged,
                          uint32_t *open)
{
    *logged = *open = 0;
    for (uint32_t w = 0; w < page->window_count; w++) {
        state found = state_of(page, place, w);
        *logged += found == LOGGED;
        *open += found == LOGGED || found == SILENT;
    }
}
