/* What schools are called in the report. */
#include "report/page/page.h"

#include "base/memory.h"

#include <string.h>

/* Rows of schools by what they are called: uses[code of a name]. */
static clg_status count_names(const clg_column *names, clg_dictionary *known,
                              uint32_t *uses, clg_error *err)
{
    clg_status status = CLG_OK;
    uint32_t code;

    for (size_t row = 0; status == CLG_OK && row < names->levels->count; row++) {
        status = clg_dictionary_code(known, 0, clg_texts_at(names->levels, row),
                                     clg_texts_length(names->levels, row), &code, err);
        if (status == CLG_OK)
            uses[code]++;
    }
    return status;
}

/* A name that another school has, too, or that is another's identifier, is told apart
 * by its own identifier. */
static clg_status append_label(clg_page *page, uint32_t row, const char *name,
                               uint32_t uses, clg_error *err)
{
    const char *id = clg_texts_at(&page->schools.texts, row);
    uint32_t other = clg_dictionary_find(&page->schools, 0, name, strlen(name));
    char label[CLG_PAGE_TEXT];

    if (name[0] == '\0' || strcmp(name, id) == 0)
        return clg_texts_append(&page->labels, id, strlen(id), err);
    page->has_names = true;
    if (uses == 1 && other == CLG_NO_CODE)
        return clg_texts_append(&page->labels, name, strlen(name), err);
    snprintf(label, sizeof label, "%.*s (%.*s)", CLG_PAGE_TEXT / 3, name,
             CLG_PAGE_TEXT / 3, id);
    return clg_texts_append(&page->labels, label, strlen(label), err);
}

clg_status clg_page_make_labels(clg_page *page, clg_error *err)
{
    const clg_column *names = clg_table_column(&page->data->school, "name");
    bool is_named = names != NULL && names->type == CLG_COLUMN_TEXT &&
                    names->levels->count == page->school_count;
    clg_dictionary known = CLG_DICTIONARY_INIT;
    uint32_t *uses = clg_array_new(page->school_count, sizeof *uses, err);
    clg_status status = uses != NULL ? CLG_OK : CLG_ERROR_MEMORY;

    if (status == CLG_OK && is_named)
        status = count_names(names, &known, uses, err);
    for (uint32_t row = 0; status == CLG_OK && row < page->school_count; row++) {
        const char *name = is_named ? clg_texts_at(names->levels, row) : "";
        status = append_label(
            page, row, name,
            is_named ? uses[clg_dictionary_find(&known, 0, name, strlen(name))] : 0,
            err);
    }
    clg_dictionary_clear(&known);
    clg_free(uses);
    return status;
}
