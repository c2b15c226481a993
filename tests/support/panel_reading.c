#include "panel_reading.h"

#include "check.h"
#include "study_folder.h"

#include <string.h>

clg_texts names_of(const char *names)
{
    clg_texts list = CLG_TEXTS_INIT;

    while (*names != '\0') {
        size_t length = strcspn(names, " ");

        check_ok(clg_texts_append(&list, names, length, &err));
        names += length + (names[length] == ' ');
    }
    return list;
}

clg_status read_panel(const char *file, const char *indicators, const char *extras,
                      bool is_irregular, reading *r, clg_error *err)
{
    clg_texts wanted = names_of(indicators), further = names_of(extras);
    clg_panel_request request = {
        .indicators = &wanted, .extras = &further, .is_irregular = is_irregular};
    clg_status status =
        clg_panel_read(in_folder(file), &request, &r->panel, &r->notes, err);

    clg_texts_clear(&wanted);
    clg_texts_clear(&further);
    return status;
}

void reading_clear(reading *r)
{
    clg_panel_clear(&r->panel);
    clg_panel_notes_clear(&r->notes);
}
