#include "measures/content/content_functions.h"

#include "base/memory.h"
#include "measures/content/cycles.h"
#include "measures/content/dyads.h"
#include "measures/content/vocabulary.h"
#include "measures/history.h"
#include "measures/report.h"
#include "measures/scope.h"

#include <stdlib.h>
#include <string.h>

static clg_status give(clg_value value, double *values, uint8_t *statuses)
{
    clg_value_store(value, 0, values, statuses);
    return CLG_OK;
}

/* ---- forms of work ---- */

/* Exchanges from a member in [begin, end) by form; unknown ones last. */
static void count_forms(const clg_scope *scope, int64_t begin, int64_t end,
                        double counts[CLG_FORM_COUNT + 1])
{
    const clg_study *study = scope->study;
    const clg_exchanges *x = &study->exchanges;
    const size_t *first = study->schools.exchange_first;

    for (int f = 0; f <= CLG_FORM_COUNT; f++)
        counts[f] = 0.0;
    for (size_t i = first[scope->school]; i < first[scope->school + 1]; i++) {
        const char *kind = clg_texts_at(&study->exchange_kinds, x->kind[i]);
        size_t length = clg_texts_length(&study->exchange_kinds, x->kind[i]);
        if (x->time[i] >= begin && x->time[i] < end)
            counts[clg_kind_meaning_of(kind, length).form] += 1.0;
    }
}

static clg_status form_share(clg_scope *scope, clg_form form, double *values,
                             uint8_t *statuses)
{
    double counts[CLG_FORM_COUNT + 1], all = 0.0;

    if (!scope->study->has_exchanges)
        return give(clg_value_none(CLG_VALUE_NO_LOG), values, statuses);
    count_forms(scope, scope->begin, scope->end, counts);
    for (int f = 0; f <= CLG_FORM_COUNT; f++)
        all += f < CLG_FORM_COUNT || form == CLG_FORM_UNKNOWN ? counts[f] : 0.0;
    return give(clg_value_share(counts[form], all), values, statuses);
}

clg_status clg_content_form_problem_solving(clg_scope *scope, double *values,
                                            uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_PROBLEM_SOLVING, values, statuses);
}

clg_status clg_content_form_requests(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_REQUESTS, values, statuses);
}

clg_status clg_content_form_experience(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_EXPERIENCE, values, statuses);
}

clg_status clg_content_form_reuse(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_REUSE, values, statuses);
}

clg_status clg_content_form_coordination(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_COORDINATION, values, statuses);
}

clg_status clg_content_form_argument(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_ARGUMENT, values, statuses);
}

clg_status clg_content_form_confidence(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_CONFIDENCE, values, statuses);
}

clg_status clg_content_form_discussion(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_DISCUSSION, values, statuses);
}

clg_status clg_content_form_mapping(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_MAPPING, values, statuses);
}

clg_status clg_content_form_unknown(clg_scope *scope, double *values, uint8_t *statuses,
                                    clg_error *err)
{
    (void)err;
    return form_share(scope, CLG_FORM_UNKNOWN, values, statuses);
}

/* Mean divergence of the mixes of consecutive windows. */
clg_status clg_content_work_drift(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    double before[CLG_FORM_COUNT + 1], now[CLG_FORM_COUNT + 1], sum = 0.0, count = 0.0;

    (void)err;
    if (!scope->study->has_exchanges)
        return give(clg_value_none(CLG_VALUE_NO_LOG), values, statuses);
    for (size_t w = 0; scope->history != NULL && w < scope->history->count; w++) {
        const clg_snapshot *s = &scope->history->windows[w];
        double divergence;
        count_forms(scope, s->begin, s->end, now);
        divergence =
            w > 0 ? clg_mix_divergence(before, now, CLG_FORM_COUNT + 1) : (double)NAN;
        if (!isnan(divergence)) {
            sum += divergence;
            count += 1.0;
        }
        memcpy(before, now, sizeof now);
    }
    return give(clg_value_share(sum, count), values, statuses);
}

/* ---- focus of meetings ---- */

static const clg_category *meeting_attribute(const clg_study *study, const char *name)
{
    for (size_t i = 0; i < study->meetings.attribute_count; i++)
        if (strcmp(study->meetings.attributes[i].name, name) == 0)
            return &study->meetings.attributes[i];
    return NULL;
}

/* Presences in meetings by focus: learning, management, anything else or nothing. */
static bool count_focus(const clg_scope *scope, double counts[3])
{
    const clg_category *focus = meeting_attribute(scope->study, "focus");
    const clg_two_mode *b = scope->attendance;

    counts[0] = counts[1] = counts[2] = 0.0;
    for (uint32_t m = 0; focus != NULL && m < b->meeting_count; m++) {
        int32_t code = focus->codes[b->meeting_begin + m];
        const char *word = code >= 0 ? clg_texts_at(&focus->levels, (size_t)code) : "";
        int of = strncmp(word, "learn", 5) == 0    ? 0
                 : strncmp(word, "manage", 6) == 0 ? 1
                                                   : 2;
        counts[of] += (double)clg_meeting_size(b, m);
    }
    return focus != NULL;
}

clg_status clg_content_learning_share(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    double counts[3];

    (void)err;
    if (!count_focus(scope, counts))
        return give(clg_value_none(CLG_VALUE_NO_LOG), values, statuses);
    return give(clg_value_share(counts[0], counts[0] + counts[1]), values, statuses);
}

clg_status clg_content_focus_unknown(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    double counts[3];

    (void)err;
    if (!count_focus(scope, counts))
        return give(clg_value_none(CLG_VALUE_NO_LOG), values, statuses);
    return give(clg_value_share(counts[2], counts[0] + counts[1] + counts[2]), values,
                statuses);
}

/* ---- Little's levels ---- */

static clg_status little_share(clg_scope *scope, clg_little level, double *values,
                               uint8_t *statuses, clg_error *err)
{
    double counts[CLG_LITTLE_COUNT], n = (double)scope->vertex_count;
    clg_status status = clg_little_count(scope, counts, err);

    if (status == CLG_OK)
        clg_value_store(clg_value_share(counts[level], n * (n - 1.0) / 2.0), 0, values,
                        statuses);
    return status;
}

clg_status clg_content_little_storytelling(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return little_share(scope, CLG_LITTLE_STORYTELLING, values, statuses, err);
}

clg_status clg_content_little_aid(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    return little_share(scope, CLG_LITTLE_AID, values, statuses, err);
}

clg_status clg_content_little_sharing(clg_scope *scope, double *values,
                                      uint8_t *statuses, clg_error *err)
{
    return little_share(scope, CLG_LITTLE_SHARING, values, statuses, err);
}

clg_status clg_content_little_joint_work(clg_scope *scope, double *values,
                                         uint8_t *statuses, clg_error *err)
{
    return little_share(scope, CLG_LITTLE_JOINT_WORK, values, statuses, err);
}

/* The median over pairs that are at any level. */
clg_status clg_content_little_median(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    double counts[CLG_LITTLE_COUNT], all = 0.0, below = 0.0;
    clg_value median = clg_value_undefined();
    clg_status status = clg_little_count(scope, counts, err);

    for (int l = 1; l < CLG_LITTLE_COUNT; l++)
        all += counts[l];
    for (int l = 1; status == CLG_OK && l < CLG_LITTLE_COUNT; l++) {
        if (all > 0.0 && 2.0 * below < all && 2.0 * (below + counts[l]) >= all)
            median = clg_value_of((double)l);
        below += counts[l];
    }
    if (status == CLG_OK)
        clg_value_store(median, 0, values, statuses);
    return status;
}

/* ---- improvement cycles ---- */

static int by_time(const void *a, const void *b)
{
    const clg_step_at *x = a, *y = b;

    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->step - y->step;
}

static void add_step(clg_step_at *steps, size_t *count, int64_t time, int step)
{
    if (step >= 0)
        steps[(*count)++] = (clg_step_at){time, step};
}

/* Steps that phases of meetings and labels of events name. */
static size_t list_steps(const clg_scope *scope, clg_cycle_kind cycle,
                         clg_step_at *steps)
{
    const clg_study *study = scope->study;
    const clg_category *phase = meeting_attribute(study, "phase");
    const clg_two_mode *b = scope->attendance;
    size_t count = 0;

    for (uint32_t m = 0; phase != NULL && m < b->meeting_count; m++) {
        int32_t code = phase->codes[b->meeting_begin + m];
        if (code >= 0)
            add_step(steps, &count, study->meetings.start[b->meeting_begin + m],
                     clg_cycle_step(cycle, clg_texts_at(&phase->levels, (size_t)code),
                                    clg_texts_length(&phase->levels, (size_t)code)));
    }
    for (size_t e = 0; e < study->events.count; e++)
        if (study->events.school[e] == scope->school &&
            study->events.time[e] >= scope->begin && study->events.time[e] < scope->end)
            add_step(steps, &count, study->events.time[e],
                     clg_cycle_step(cycle, clg_texts_at(&study->events.labels, e),
                                    clg_texts_length(&study->events.labels, e)));
    qsort(steps, count, sizeof *steps, by_time);
    return count;
}

/* The cycle of which more steps are named. *any: is a step named at all? */
static clg_status count_cycles(clg_scope *scope, clg_cycle_count *found, bool *any,
                               clg_error *err)
{
    size_t room = scope->attendance->meeting_count + scope->study->events.count + 1;
    clg_step_at *steps = clg_array_new(room, sizeof *steps, err);
    size_t most = 0;

    *found = (clg_cycle_count){0.0, 0.0, 0.0, 0.0};
    if (steps == NULL)
        return CLG_ERROR_MEMORY;
    for (int c = 0; c < CLG_CYCLES; c++) {
        size_t count = list_steps(scope, (clg_cycle_kind)c, steps);
        if (count <= most)
            continue;
        most = count;
        *found = clg_cycles_of(steps, count, clg_cycle_steps((clg_cycle_kind)c) - 1);
    }
    *any = most > 0;
    clg_free(steps);
    return CLG_OK;
}

clg_status clg_content_cycles_completed(clg_scope *scope, double *values,
                                        uint8_t *statuses, clg_error *err)
{
    clg_cycle_count found;
    bool any;
    clg_status status = count_cycles(scope, &found, &any, err);

    if (status == CLG_OK)
        clg_value_store(any ? clg_value_of(found.completed)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}

clg_status clg_content_cycles_broken(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    clg_cycle_count found;
    bool any;
    clg_status status = count_cycles(scope, &found, &any, err);

    if (status == CLG_OK)
        clg_value_store(any ? clg_value_of(found.broken)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}

clg_status clg_content_cycle_days(clg_scope *scope, double *values, uint8_t *statuses,
                                  clg_error *err)
{
    clg_cycle_count found;
    bool any;
    clg_status status = count_cycles(scope, &found, &any, err);

    if (status == CLG_OK)
        clg_value_store(any ? clg_value_share(found.seconds / 86400.0, found.completed)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}

clg_status clg_content_cycle_skipped(clg_scope *scope, double *values,
                                     uint8_t *statuses, clg_error *err)
{
    clg_cycle_count found;
    bool any;
    clg_status status = count_cycles(scope, &found, &any, err);

    if (status == CLG_OK)
        clg_value_store(any ? clg_value_share(found.skipped, found.completed)
                            : clg_value_none(CLG_VALUE_NO_LOG),
                        0, values, statuses);
    return status;
}
