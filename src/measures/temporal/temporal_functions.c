#include "measures/temporal/temporal_functions.h"

#include "base/memory.h"
#include "measures/report.h"
#include "measures/scope_parts.h"
#include "measures/temporal/contacts.h"
#include "measures/temporal/rhythm.h"
#include "measures/temporal/survival.h"
#include "measures/temporal/tie_history.h"
#include "study/windows.h"

static const double day = 86400.0;

/* When a meeting ends; at its start if its length is not known. */
static int64_t end_of(const clg_study *study, size_t meeting)
{
    float length = study->meetings.length[meeting];

    return study->meetings.start[meeting] +
           (length > 0.0F ? (int64_t)(60.0F * length) : 0);
}

static clg_status add_meetings(const clg_scope *scope, clg_contacts *contacts,
                               clg_error *err)
{
    const clg_two_mode *b = scope->attendance;
    clg_status status = CLG_OK;

    for (uint32_t m = 0; status == CLG_OK && m < b->meeting_count; m++)
        if (clg_meeting_size(b, m) > 1)
            status = clg_contacts_add(
                contacts, end_of(scope->study, b->meeting_begin + m),
                b->attendee + b->meeting_first[m], clg_meeting_size(b, m), false, err);
    return status;
}

static clg_status add_exchanges(clg_scope *scope, clg_contacts *contacts,
                                clg_error *err)
{
    const clg_exchanges *x = &scope->study->exchanges;
    const size_t *first = scope->study->schools.exchange_first;
    const clg_members *members = clg_scope_members(scope);
    clg_status status = CLG_OK;

    for (size_t i = first[scope->school];
         status == CLG_OK && i < first[scope->school + 1]; i++) {
        uint32_t pair[2] = {clg_members_vertex(members, x->from[i]),
                            clg_members_vertex(members, x->to[i])};
        if (x->time[i] < scope->begin || x->time[i] >= scope->end ||
            pair[0] == CLG_NO_VERTEX || pair[1] == CLG_NO_VERTEX || pair[0] == pair[1])
            continue;
        status = clg_contacts_add(contacts, x->time[i], pair, 2, true, err);
    }
    return status;
}

/* The contacts that the scope shows, in order, with the stays of their people. */
static clg_status list_contacts(clg_scope *scope, clg_error *err)
{
    const clg_people *people = &scope->study->people;
    clg_contacts *contacts = &scope->parts->contacts;
    size_t n = scope->vertex_count;
    int64_t *joined = clg_array_new(2 * n + 1, sizeof *joined, err);
    clg_status status = CLG_ERROR_MEMORY;

    clg_contacts_start(contacts, scope->vertex_count);
    if (joined != NULL)
        status = add_meetings(scope, contacts, err);
    if (status == CLG_OK)
        status = add_exchanges(scope, contacts, err);
    if (status == CLG_OK) {
        for (uint32_t v = 0; v < n; v++) {
            joined[v] = people->joined[scope->vertex_person[v]];
            joined[n + v] = people->left[scope->vertex_person[v]];
        }
        clg_contacts_sort(contacts);
        clg_contacts_find_stays(contacts, joined, joined + n);
    }
    clg_free(joined);
    return status;
}

static clg_status deal_times(clg_scope *scope, clg_error *err)
{
    clg_random random = *scope->times;
    clg_status status =
        clg_contacts_copy(&scope->parts->contacts, &scope->parts->dealt, err);

    if (status == CLG_OK)
        clg_contacts_shuffle_times(&scope->parts->dealt, &random);
    return status;
}

/* Found once, and dealt out once a copy: several measures ask. */
static clg_status find_contacts(clg_scope *scope, const clg_contacts **out,
                                clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    clg_status status = CLG_OK;

    *out = scope->times != NULL ? &parts->dealt : &parts->contacts;
    if (!parts->has_contacts)
        status = list_contacts(scope, err);
    parts->has_contacts = status == CLG_OK;
    if (status != CLG_OK || scope->times == NULL || parts->has_dealt)
        return status;
    status = deal_times(scope, err);
    parts->has_dealt = status == CLG_OK;
    return status;
}

static clg_status find_reach(clg_scope *scope, const clg_time_reach **out,
                             clg_error *err)
{
    clg_scope_parts *parts = scope->parts;
    const clg_contacts *contacts = NULL;
    clg_status status = CLG_OK;

    *out = &parts->reach;
    if (parts->has_reach)
        return CLG_OK;
    status = find_contacts(scope, &contacts, err);
    parts->reach = (clg_time_reach){0.0, 0.0, NULL, NULL};
    if (status == CLG_OK)
        status = clg_contacts_reach(contacts, scope->begin, &parts->reach, err);
    parts->has_reach = status == CLG_OK;
    return status;
}

static clg_status read_reach(clg_scope *scope, bool soon, double *values,
                             uint8_t *statuses, clg_error *err)
{
    const clg_time_reach *found = NULL;
    double n = (double)scope->vertex_count;
    clg_status status = find_reach(scope, &found, err);

    if (status == CLG_OK)
        clg_value_store(n > 1.0 ? clg_value_of((soon ? found->sooner : found->pairs) /
                                               (n * (n - 1.0)))
                                : clg_value_undefined(),
                        0, values, statuses);
    return status;
}

clg_status clg_temporal_temporal_reachability(clg_scope *scope, double *values,
                                              uint8_t *statuses, clg_error *err)
{
    return read_reach(scope, false, values, statuses, err);
}

clg_status clg_temporal_temporal_efficiency(clg_scope *scope, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    return read_reach(scope, true, values, statuses, err);
}

static clg_status read_reach_of_people(clg_scope *scope, bool inwards, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    size_t n = scope->vertex_count;
    double *counts = clg_array_new(2 * n + 1, sizeof *counts, err);
    clg_time_reach found = {0.0, 0.0, counts, counts != NULL ? counts + n : NULL};
    const clg_contacts *contacts = NULL;
    clg_status status =
        counts != NULL ? find_contacts(scope, &contacts, err) : CLG_ERROR_MEMORY;

    if (status == CLG_OK)
        status = clg_contacts_reach(contacts, scope->begin, &found, err);
    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        if (v != CLG_NO_VERTEX)
            clg_value_store(n > 1 ? clg_value_of((inwards ? found.in : found.out)[v] /
                                                 ((double)n - 1.0))
                                  : clg_value_undefined(),
                            row, values, statuses);
    }
    clg_free(counts);
    return status;
}

clg_status clg_temporal_temporal_reach_out(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return read_reach_of_people(scope, false, values, statuses, err);
}

clg_status clg_temporal_temporal_reach_in(clg_scope *scope, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return read_reach_of_people(scope, true, values, statuses, err);
}

/* ---- windows ---- */

typedef clg_value history_reading(const clg_history *history);

static clg_status read_history(clg_scope *scope, history_reading *read, double *values,
                               uint8_t *statuses)
{
    clg_value_store(scope->history != NULL ? read(scope->history)
                                           : clg_value_undefined(),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_temporal_tie_persistence(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    const clg_history *earlier = scope->earlier;

    (void)err;
    if (earlier == NULL || earlier->count == 0)
        return read_history(scope, clg_tie_persistence, values, statuses);
    clg_value_store(clg_tie_persistence_of(&earlier->windows[earlier->count - 1],
                                           scope->vertex_person, scope->ties),
                    0, values, statuses);
    return CLG_OK;
}

clg_status clg_temporal_tie_novelty(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    (void)err;
    return read_history(scope, clg_tie_novelty, values, statuses);
}

clg_status clg_temporal_tie_half_life(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    clg_value value = clg_value_undefined();
    clg_status status = CLG_OK;

    if (scope->history != NULL)
        status = clg_tie_half_life(scope->history, &value, err);
    if (status == CLG_OK)
        clg_value_store(value, 0, values, statuses);
    return status;
}

static clg_status read_isolation(clg_scope *scope, bool longest_run, double *values,
                                 uint8_t *statuses)
{
    for (uint32_t row = 0; row < scope->row_count; row++) {
        double share = (double)NAN;
        uint32_t longest = 0, v = clg_report_vertex(scope, row, values, statuses);
        if (v == CLG_NO_VERTEX)
            continue;
        if (scope->history != NULL)
            clg_isolated_windows(scope->history, scope->row_person[row], &share,
                                 &longest);
        clg_value_store(isnan(share)
                            ? clg_value_undefined()
                            : clg_value_of(longest_run ? (double)longest : share),
                        row, values, statuses);
    }
    return CLG_OK;
}

clg_status clg_temporal_isolated_windows(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    (void)err;
    return read_isolation(scope, false, values, statuses);
}

clg_status clg_temporal_isolated_run(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    (void)err;
    return read_isolation(scope, true, values, statuses);
}

clg_status clg_temporal_chronic_isolates(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    const clg_history *history = scope->history;
    double count = 0.0, share;
    uint32_t longest;
    size_t windows = 0;

    (void)err;
    for (size_t w = 0; history != NULL && w < history->count; w++)
        windows += !history->windows[w].is_silent;
    for (uint32_t v = 0; history != NULL && v < scope->vertex_count; v++) {
        clg_isolated_windows(history, scope->vertex_person[v], &share, &longest);
        count += longest >= 3;
    }
    clg_value_store(windows >= 3 ? clg_value_of(count) : clg_value_undefined(), 0,
                    values, statuses);
    return CLG_OK;
}

/* ---- single people ---- */

/* Meetings between one attended and the next, among those while a member. */
static size_t find_gaps(const clg_scope *scope, uint32_t v, double *gaps)
{
    const clg_two_mode *b = scope->attendance;
    size_t count = 0;

    for (size_t e = b->vertex_first[v] + 1; e < b->vertex_first[v + 1]; e++)
        gaps[count++] = (double)(b->meeting[e] - b->meeting[e - 1]);
    return count;
}

clg_status clg_temporal_burstiness(clg_scope *scope, double *values, uint8_t *statuses,
                                   clg_error *err)
{
    double *gaps =
        clg_array_new((size_t)scope->attendance->meeting_count + 1, sizeof *gaps, err);

    if (gaps == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t row = 0; row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        if (v != CLG_NO_VERTEX)
            clg_value_store(scope->study->has_attendance
                                ? clg_rhythm_of(gaps, find_gaps(scope, v, gaps)).finite
                                : clg_value_none(CLG_VALUE_NO_LOG),
                            row, values, statuses);
    }
    clg_free(gaps);
    return CLG_OK;
}

/* The first and last contact of every vertex with anyone, CLG_NEVER and INT64_MIN for
 * none. */
static void find_ends(const clg_contacts *contacts, int64_t *first, int64_t *last)
{
    for (uint32_t v = 0; v < contacts->vertex_count; v++) {
        first[v] = CLG_NEVER;
        last[v] = INT64_MIN;
    }
    for (size_t c = 0; c < contacts->count; c++)
        for (size_t k = contacts->items[c].first; k < contacts->items[c].last; k++) {
            uint32_t v = contacts->vertex[k];
            if (first[v] == CLG_NEVER)
                first[v] = contacts->items[c].time;
            last[v] = contacts->items[c].time;
        }
}

static clg_status find_contact_ends(clg_scope *scope, int64_t **ends, clg_error *err)
{
    size_t n = scope->vertex_count;
    const clg_contacts *contacts = NULL;
    clg_status status;

    *ends = clg_array_new(2 * n + 1, sizeof **ends, err);
    status = *ends != NULL ? find_contacts(scope, &contacts, err) : CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        find_ends(contacts, *ends, *ends + n);
    return status;
}

clg_status clg_temporal_days_since_contact(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    int64_t *ends = NULL, *last;
    clg_status status = find_contact_ends(scope, &ends, err);

    last = ends != NULL ? ends + scope->vertex_count : NULL;
    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = clg_report_vertex(scope, row, values, statuses);
        if (v != CLG_NO_VERTEX)
            clg_value_store(last[v] == INT64_MIN
                                ? clg_value_undefined()
                                : clg_value_of((double)(scope->end - last[v]) / day),
                            row, values, statuses);
    }
    clg_free(ends);
    return status;
}

/* Those who joined within the period: days to the first contact, or to where they were
 * last seen without one. */
static clg_status find_newcomers(clg_scope *scope, clg_spell **spells, size_t *count,
                                 clg_error *err)
{
    const clg_people *people = &scope->study->people;
    int64_t *first = NULL;
    clg_status status = find_contact_ends(scope, &first, err);

    *count = 0;
    *spells = clg_array_new((size_t)scope->vertex_count + 1, sizeof **spells, err);
    if (status == CLG_OK && *spells == NULL)
        status = CLG_ERROR_MEMORY;
    for (uint32_t v = 0; status == CLG_OK && v < scope->vertex_count; v++) {
        int64_t joined = people->joined[scope->vertex_person[v]];
        int64_t left = people->left[scope->vertex_person[v]];
        int64_t end = left < scope->end ? left : scope->end;
        bool is_over = first[v] != CLG_NEVER && first[v] < end;
        int64_t until = is_over ? first[v] : end;
        if (joined <= scope->begin || joined >= scope->end)
            continue;
        (*spells)[(*count)++] =
            (clg_spell){fmax(0.0, (double)(until - joined) / day), is_over};
    }
    clg_free(first);
    return status;
}

clg_status clg_temporal_newcomers(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    clg_spell *spells = NULL;
    size_t count = 0;
    clg_status status = find_newcomers(scope, &spells, &count, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_of((double)count), 0, values, statuses);
    clg_free(spells);
    return status;
}

clg_status clg_temporal_days_to_first_tie(clg_scope *scope, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    clg_spell *spells = NULL;
    size_t count = 0;
    clg_status status = find_newcomers(scope, &spells, &count, err);

    if (status == CLG_OK)
        clg_value_store(clg_survival_median(spells, count), 0, values, statuses);
    clg_free(spells);
    return status;
}

static clg_status without_tie_after(clg_scope *scope, double days, double *values,
                                    uint8_t *statuses, clg_error *err)
{
    clg_spell *spells = NULL;
    size_t count = 0;
    clg_value error;
    clg_status status = find_newcomers(scope, &spells, &count, err);

    if (status == CLG_OK)
        clg_value_store(clg_survival_at(spells, count, days, &error), 0, values,
                        statuses);
    clg_free(spells);
    return status;
}

clg_status clg_temporal_without_tie_30(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return without_tie_after(scope, 30.0, values, statuses, err);
}

clg_status clg_temporal_without_tie_120(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    return without_tie_after(scope, 120.0, values, statuses, err);
}
