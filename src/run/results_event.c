/* The table of events: when, in which window, and where that lies. All are kept, also
 * those that no window holds; a reader can count them by their place. */
#include "run/results_event.h"

#include "base/time.h"
#include "measures/content/vocabulary.h"
#include "results/table_maker.h"

#include <math.h>
#include <string.h>

static const char *const place_names[CLG_EVENT_PLACES] = {"window", "break", "silence",
                                                          "before", "after", "between"};

void clg_event_tables_clear(clg_event_tables *tables)
{
    clg_table_clear(&tables->event);
    clg_table_clear(&tables->cycle_step);
    clg_texts_clear(&tables->places);
    clg_texts_clear(&tables->kinds);
    clg_texts_clear(&tables->steps);
    clg_texts_clear(&tables->sources);
    clg_dictionary_clear(&tables->labels);
    clg_dictionary_clear(&tables->cycles);
}

int64_t clg_results_day(const clg_study *study, uint32_t school, int64_t time)
{
    const clg_zone *zone = study->zones[study->schools.zone[school]];

    return clg_day_of_seconds(time + clg_zone_offset_at(zone, time));
}

/* The last window that begins on the day or before; -1 if there is none. */
static int32_t window_before(const clg_windows *windows, int64_t day)
{
    int32_t window = -1;

    while ((uint32_t)(window + 1) < windows->count &&
           windows->start_day[window + 1] <= day)
        window++;
    return window;
}

/* *window: -1 where none holds the day. */
static clg_event_place place_of(const clg_windows *windows, uint32_t school,
                                int64_t day, int32_t *window)
{
    int32_t w = window_before(windows, day);

    *window = -1;
    if (w < 0)
        return CLG_EVENT_BEFORE;
    if (day >= windows->end_day[w])
        return (uint32_t)w + 1 < windows->count ? CLG_EVENT_BETWEEN : CLG_EVENT_AFTER;
    *window = w;
    switch (windows->state[(size_t)school * windows->count + (uint32_t)w]) {
    case CLG_WINDOW_BREAK: return CLG_EVENT_IN_BREAK;
    case CLG_WINDOW_INACTIVE: return CLG_EVENT_IN_SILENCE;
    default: return CLG_EVENT_IN_WINDOW;
    }
}

/* The columns of codes and times, in this order. */
enum { SCHOOL, NUMBER, WINDOW, PLACE, DAY, TIME, END, IS_STEP };

static void add_columns(clg_table_maker *maker, const clg_results *results)
{
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "school", "", "the school",
                    &results->study->schools.ids);
    clg_make_column(maker, CLG_COLUMN_COUNT, "event", "",
                    "its number in the school, by time", NULL);
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "window", "",
                    "the window that its day lies in, the latest if there are several; "
                    "empty if there is none",
                    &results->windows->ids);
    clg_make_column(maker, CLG_COLUMN_CATEGORY, "place", "",
                    "where its day lies: in a window, in one that is a break or in "
                    "which no school shows activity, before the first, after the last, "
                    "between windows",
                    &results->events.places);
    clg_make_column(maker, CLG_COLUMN_DAY, "day", "days since 1970-01-01",
                    "the day in the school's time zone", NULL);
    clg_make_column(maker, CLG_COLUMN_INSTANT, "time",
                    "seconds since 1970-01-01T00:00:00Z", "when it was, or began",
                    NULL);
    clg_make_column(maker, CLG_COLUMN_INSTANT, "end",
                    "seconds since 1970-01-01T00:00:00Z",
                    "the moment after it ended; empty if not given", NULL);
    clg_make_column(maker, CLG_COLUMN_FLAG, "is_cycle_step", "",
                    "its label names a step of an improvement cycle", NULL);
}

static void fill_rows(const clg_results *results)
{
    const clg_events *events = &results->study->events;
    clg_column *columns = results->events.event.columns;
    clg_cycle_label step;

    for (size_t e = 0; e < events->count; e++) {
        uint32_t school = events->school[e];
        int64_t day = clg_results_day(results->study, school, events->time[e]);
        bool is_first = e == 0 || events->school[e - 1] != school;

        columns[SCHOOL].codes[e] = (int32_t)school;
        columns[NUMBER].codes[e] = is_first ? 1 : columns[NUMBER].codes[e - 1] + 1;
        columns[PLACE].codes[e] =
            (int32_t)place_of(results->windows, school, day, &columns[WINDOW].codes[e]);
        columns[DAY].codes[e] = (int32_t)day;
        columns[TIME].values[e] = (double)events->time[e];
        columns[IS_STEP].status[e] =
            clg_cycle_label_of(clg_texts_at(&events->labels, e),
                               clg_texts_length(&events->labels, e), &step);
        columns[END].values[e] =
            events->end[e] > events->time[e] ? (double)events->end[e] : (double)NAN;
    }
}

/* Labels in the order of their first appearance. */
static clg_status code_labels(const clg_events *events, clg_dictionary *labels,
                              int32_t *codes, clg_error *err)
{
    clg_status status = CLG_OK;
    uint32_t code = 0;

    for (size_t e = 0; status == CLG_OK && e < events->count; e++) {
        status = clg_dictionary_code(labels, 0, clg_texts_at(&events->labels, e),
                                     clg_texts_length(&events->labels, e), &code, err);
        codes[e] = (int32_t)code;
    }
    return status;
}

static clg_status make_events(clg_results *results, clg_error *err)
{
    const clg_events *events = &results->study->events;
    clg_event_tables *tables = &results->events;
    clg_table_maker maker = {&tables->event, CLG_OK, err};
    clg_column *label;

    for (int i = 0; maker.status == CLG_OK && i < CLG_EVENT_PLACES; i++)
        maker.status = clg_texts_append(&tables->places, place_names[i],
                                        strlen(place_names[i]), err);
    if (maker.status == CLG_OK)
        maker.status = clg_table_init(&tables->event, "event", "one row an event",
                                      events->count, false, err);
    add_columns(&maker, results);
    label = clg_make_column(&maker, CLG_COLUMN_CATEGORY, "label", "",
                            "what happened, in the study's own words",
                            &tables->labels.texts);
    if (label == NULL)
        return maker.status;
    fill_rows(results);
    return code_labels(events, &tables->labels, label->codes, err);
}

clg_status clg_results_fill_events(clg_results *results, clg_error *err)
{
    clg_status status =
        results->study->events.count > 0 ? make_events(results, err) : CLG_OK;

    return status == CLG_OK ? clg_results_fill_cycle_steps(results, err) : status;
}
