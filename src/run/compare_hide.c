#include "run/compare_hide.h"

#include "compare/network_hide.h"
#include "report/strings.h"
#include "run/compare_take.h"

#include <string.h>

static const clg_measure *measure_of(const char *id)
{
    const clg_measure *m;

    for (size_t i = 0; (m = clg_measure_at(i)) != NULL; i++)
        if (strcmp(m->level, "school") == 0 && strcmp(m->id, id) == 0)
            return m;
    return NULL;
}

/* As the report has it (report/strings.h). Measures that it does not name count people
 * if these are their unit, or what they are drawn from. Of shares of people the number
 * is compared. */
static clg_head_count counts_of(const char *id)
{
    const clg_plain_name *plain = clg_plain_name_of(id);
    const clg_variation v = clg_compare_variation_of(id);
    const clg_measure *m = measure_of(id);
    bool is_of_people = v.out_of != NULL && strcmp(v.out_of, "people") == 0;

    if (plain == NULL)
        return is_of_people || (m != NULL && strcmp(m->unit, "people") == 0)
                   ? CLG_COUNTS_PEOPLE
                   : CLG_COUNTS_NOBODY;
    switch (plain->reveals) {
    case CLG_REVEALS_NOBODY: return CLG_COUNTS_NOBODY;
    case CLG_REVEALS_ISOLATES: return CLG_COUNTS_ISOLATES;
    case CLG_REVEALS_SHARE: return is_of_people ? CLG_COUNTS_PEOPLE : CLG_COUNTS_SHARE;
    case CLG_REVEALS_COUNT: break;
    }
    return CLG_COUNTS_PEOPLE;
}

void clg_compare_hide(clg_compare_work *work)
{
    clg_network_data *data = &work->data;

    if (work->request.min_group == 0 || data->people == NULL)
        return;
    for (uint32_t m = 0; m < data->measure_count; m++)
        data->of[m].counts = counts_of(clg_texts_at(&data->measures, m));
    clg_network_hide(data, work->request.min_group, &work->compared, &work->charts,
                     &work->effects, &work->cycles);
}
