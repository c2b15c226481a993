#include "run/panel_windows.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/time.h"
#include "ingest/field.h"

#include <stdlib.h>

/* A window on its way to its place. */
typedef struct window {
    double time; /* 0 if it has none */
    const char *name;
    size_t length, code;
} window;

static bool read_number(window *w)
{
    return clg_number_parse(w->name, w->length, &w->time);
}

static bool read_date(window *w)
{
    clg_time time;

    if (!clg_time_parse_iso(w->name, w->length, &time))
        return false;
    w->time = (double)(time.local - time.offset * time.has_offset) / CLG_DAY;
    return true;
}

static bool read_all(window *list, size_t count, bool (*read)(window *))
{
    for (size_t i = 0; i < count; i++)
        if (!read(&list[i]))
            return false;
    return true;
}

/* Times of all, or of none. */
static bool read_times(window *list, size_t count)
{
    if (read_all(list, count, read_number) || read_all(list, count, read_date))
        return true;
    for (size_t i = 0; i < count; i++)
        list[i].time = 0.0;
    return false;
}

/* Whether two labels differ in digits only, place by place. */
static bool have_one_form(const window *a, const window *b)
{
    if (a->length != b->length)
        return false;
    for (size_t i = 0; i < a->length; i++) {
        bool are_digits = a->name[i] >= '0' && a->name[i] <= '9' && b->name[i] >= '0' &&
                          b->name[i] <= '9';
        if (!are_digits && a->name[i] != b->name[i])
            return false;
    }
    return true;
}

static clg_status check_form(const window *list, size_t count, clg_error *err)
{
    for (size_t i = 1; i < count; i++)
        if (!have_one_form(&list[0], &list[i]))
            return clg_fail(
                err, CLG_ERROR_PARSE,
                "the order of windows is not known: expected numbers, dates "
                "such as 2026-09-01, or labels of one form such as "
                "2026-W36, found '%s' and '%s'",
                list[0].name, list[i].name);
    return CLG_OK;
}

static int compare_windows(const void *a, const void *b)
{
    const window *left = a, *right = b;

    if (left->time < right->time || left->time > right->time)
        return left->time < right->time ? -1 : 1;
    return clg_bytes_compare(left->name, left->length, right->name, right->length);
}

static clg_status take_places(clg_window_order *order, const window *list, size_t count,
                              bool has_times, clg_error *err)
{
    clg_status status = CLG_OK;

    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        bool is_new = i == 0 || !has_times || list[i].time > list[i - 1].time;

        if (is_new)
            status = clg_texts_append(&order->names, list[i].name, list[i].length, err);
        if (status != CLG_OK)
            break;
        order->place[list[i].code] = (uint32_t)order->names.count - 1;
        if (has_times)
            order->time[order->names.count - 1] = list[i].time;
    }
    return status;
}

clg_status clg_window_order_init(clg_window_order *order, const clg_texts *windows,
                                 clg_error *err)
{
    size_t count = windows->count;
    window *list = clg_array_new(count, sizeof *list, err);
    clg_status status = CLG_ERROR_MEMORY;
    bool has_times;

    *order = (clg_window_order){CLG_TEXTS_INIT, NULL, NULL};
    if (list == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < count; i++)
        list[i] =
            (window){0.0, clg_texts_at(windows, i), clg_texts_length(windows, i), i};
    has_times = read_times(list, count);
    if (!has_times && check_form(list, count, err) != CLG_OK) {
        clg_free(list);
        return CLG_ERROR_PARSE;
    }
    qsort(list, count, sizeof *list, compare_windows);
    order->place = clg_array_new(count, sizeof *order->place, err);
    if (has_times)
        order->time = clg_array_new(count, sizeof *order->time, err);
    if (order->place != NULL && (order->time != NULL || !has_times))
        status = take_places(order, list, count, has_times, err);
    clg_free(list);
    return status;
}

void clg_window_order_clear(clg_window_order *order)
{
    clg_texts_clear(&order->names);
    clg_free(order->place);
    clg_free(order->time);
    *order = (clg_window_order){CLG_TEXTS_INIT, NULL, NULL};
}
