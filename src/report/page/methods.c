/* How it was computed, and from what. */
#include "report/page/page.h"

#include "base/sha256.h"

#include <string.h>

static void put_definitions(const clg_page *page)
{
    const char *const titles[] = {
        clg_words(CLG_WORD_MEASURE), clg_words(CLG_WORD_SCHOOL_ID),
        clg_words(CLG_WORD_UNIT), clg_words(CLG_WORD_DEFINITION)};
    const clg_plain_name *plain;

    clg_html_details(page->stream, clg_words(CLG_WORD_METHODS_NOTE));
    clg_html_table(page->stream, "definitions", clg_words(CLG_WORD_METHODS), titles,
                   "tttt");
    for (size_t i = 0; (plain = clg_plain_name_at(i)) != NULL; i++) {
        const clg_column *column = clg_table_column(&page->data->school, plain->id);
        if (column == NULL)
            continue;
        clg_html_row(page->stream, plain->name);
        clg_html_cell(page->stream, plain->id);
        clg_html_cell(page->stream, strcmp(column->unit, "1") == 0 ? "" : column->unit);
        clg_html_cell(page->stream, column->definition);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
    clg_html_details_end(page->stream);
}

clg_status clg_page_methods(const clg_page *page, clg_error *err)
{
    char least[CLG_PAGE_TEXT], group[CLG_PAGE_TEXT];

    (void)err;
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_METHODS_PRIVACY,
            clg_page_count(page->min_group - 1.0, least),
            clg_page_count(page->min_group, group), NULL);
    fputs("</p>\n", page->stream);
    clg_page_say(page, CLG_WORD_METHODS_STAGES);
    clg_page_say(page, CLG_WORD_METHODS_COMPARE);
    clg_page_say(page, CLG_WORD_METHODS_TIME);
    clg_page_say(page, CLG_WORD_METHODS_START);
    put_definitions(page);
    return CLG_OK;
}

/* ---- provenance ---- */

static void digest_of(const char *text, char hex[2 * CLG_SHA256_SIZE + 1])
{
    unsigned char digest[CLG_SHA256_SIZE];

    clg_sha256(text, strlen(text), digest);
    for (int i = 0; i < CLG_SHA256_SIZE; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", digest[i]);
}

static void put_digests(const clg_page *page)
{
    const char *const titles[] = {clg_words(CLG_WORD_FILE), clg_words(CLG_WORD_DIGEST)};
    const clg_table *table = &page->data->provenance;

    if (!clg_page_has(table))
        return;
    clg_html_table(page->stream, "digests", clg_words(CLG_WORD_INPUTS), titles, "tt");
    for (uint32_t row = 0; row < table->row_count; row++) {
        const char *digest = clg_page_text(clg_table_column(table, "sha256"), row);
        clg_html_row(page->stream, clg_page_text(clg_table_column(table, "file"), row));
        fputs("<td class=\"code\">", page->stream);
        clg_html_text(page->stream, digest != NULL ? digest : "");
        fputs("</td>", page->stream);
        clg_html_row_end(page->stream);
    }
    clg_html_table_end(page->stream);
}

clg_status clg_page_provenance(const clg_page *page, clg_error *err)
{
    const clg_report_data *data = page->data;
    char digest[2 * CLG_SHA256_SIZE + 1] = "";

    (void)err;
    if (data->settings != NULL)
        digest_of(data->settings, digest);
    fputs("<p>", page->stream);
    clg_say(page->stream, CLG_WORD_PROVENANCE_NOTE,
            data->created_by != NULL ? data->created_by : "collegium", digest, NULL);
    fputs("</p>\n", page->stream);
    put_digests(page);
    if (data->settings != NULL && !data->is_blind) {
        clg_html_details(page->stream, clg_words(CLG_WORD_SETTINGS));
        fputs("<p class=\"code\">", page->stream);
        clg_html_text(page->stream, data->settings);
        fputs("</p>\n", page->stream);
        clg_html_details_end(page->stream);
    }
    return CLG_OK;
}
