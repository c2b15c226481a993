#include "measures/participation/feature_functions.h"

#include "measures/history.h"
#include "measures/participation/rate.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

typedef clg_value feature(const clg_scope *scope, const clg_participation *counts,
                          clg_beta prior, uint32_t row);

/* Of members; NO_LOG where the table it needs was not read. */
static clg_status read_rows(clg_scope *scope, bool has_log, feature *read,
                            double *values, uint8_t *statuses, clg_error *err)
{
    const clg_participation *counts = NULL;
    clg_beta prior;
    clg_status status = clg_scope_participation(scope, &counts, err);

    if (status != CLG_OK)
        return status;
    prior = clg_beta_of(counts->attended, counts->eligible, scope->row_count);
    for (uint32_t row = 0; row < scope->row_count; row++)
        if (clg_report_vertex(scope, row, values, statuses) != CLG_NO_VERTEX)
            clg_value_store(has_log ? read(scope, counts, prior, row)
                                    : clg_value_none(CLG_VALUE_NO_LOG),
                            row, values, statuses);
    return CLG_OK;
}

static clg_value rate_low(const clg_scope *scope, const clg_participation *counts,
                          clg_beta prior, uint32_t row)
{
    clg_value low, high;

    (void)scope;
    (void)prior;
    clg_wilson(counts->attended[row], counts->eligible[row], &low, &high);
    return low;
}

static clg_value rate_high(const clg_scope *scope, const clg_participation *counts,
                           clg_beta prior, uint32_t row)
{
    clg_value low, high;

    (void)scope;
    (void)prior;
    clg_wilson(counts->attended[row], counts->eligible[row], &low, &high);
    return high;
}

static clg_value rate_smoothed(const clg_scope *scope, const clg_participation *counts,
                               clg_beta prior, uint32_t row)
{
    (void)scope;
    return counts->eligible[row] > 0
               ? clg_value_of(
                     clg_smoothed(prior, counts->attended[row], counts->eligible[row]))
               : clg_value_undefined();
}

/* Events in every window as a member; the entropy of their shares. */
static clg_value read_windows(const clg_scope *scope, uint32_t row, bool of_evenness)
{
    const clg_history *history = scope->history;
    double windows = 0.0, active = 0.0, events = 0.0, terms = 0.0;

    for (size_t w = 0; history != NULL && w < history->count; w++) {
        const clg_snapshot *s = &history->windows[w];
        uint32_t v = clg_snapshot_vertex(s, scope->row_person[row]);
        double count;
        if (v == CLG_NO_VERTEX || s->is_silent)
            continue;
        count = (double)s->events[v];
        windows += 1.0;
        active += count > 0.0;
        events += count;
        terms += count > 0.0 ? count * log(count) : 0.0;
    }
    if (!of_evenness)
        return clg_value_share(active, windows);
    if (events < 2.0 || windows < 2.0)
        return clg_value_undefined();
    return clg_value_of(fmax(0.0, (log(events) - terms / events) / log(windows)));
}

static clg_value regularity(const clg_scope *scope, const clg_participation *counts,
                            clg_beta prior, uint32_t row)
{
    (void)counts;
    (void)prior;
    return read_windows(scope, row, false);
}

static clg_value evenness(const clg_scope *scope, const clg_participation *counts,
                          clg_beta prior, uint32_t row)
{
    (void)counts;
    (void)prior;
    return read_windows(scope, row, true);
}

static clg_value initiation(const clg_scope *scope, const clg_participation *counts,
                            clg_beta prior, uint32_t row)
{
    double begun = (double)(counts->led[row] + counts->sent[row]);

    (void)scope;
    (void)prior;
    return clg_value_share(begun, (double)(counts->attended[row] + counts->sent[row] +
                                           counts->received[row]));
}

static clg_value in_contact(const clg_scope *scope, const clg_participation *counts,
                            clg_beta prior, uint32_t row)
{
    (void)scope;
    (void)prior;
    return clg_value_share((double)counts->received[row],
                           (double)(counts->sent[row] + counts->received[row]));
}

static clg_value led(const clg_scope *scope, const clg_participation *counts,
                     clg_beta prior, uint32_t row)
{
    (void)prior;
    return scope->study->attendances.part != NULL
               ? clg_value_of((double)counts->led[row])
               : clg_value_none(CLG_VALUE_NO_LOG);
}

clg_status clg_person_attendance_rate_low(clg_scope *scope, double *values,
                                          uint8_t *statuses, clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, rate_low, values, statuses,
                     err);
}

clg_status clg_person_attendance_rate_high(clg_scope *scope, double *values,
                                           uint8_t *statuses, clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, rate_high, values, statuses,
                     err);
}

clg_status clg_person_attendance_rate_smoothed(clg_scope *scope, double *values,
                                               uint8_t *statuses, clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, rate_smoothed, values,
                     statuses, err);
}

clg_status clg_person_regularity(clg_scope *scope, double *values, uint8_t *statuses,
                                 clg_error *err)
{
    return read_rows(scope, true, regularity, values, statuses, err);
}

clg_status clg_person_evenness(clg_scope *scope, double *values, uint8_t *statuses,
                               clg_error *err)
{
    return read_rows(scope, true, evenness, values, statuses, err);
}

clg_status clg_person_initiation_share(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return read_rows(scope, true, initiation, values, statuses, err);
}

clg_status clg_person_in_contact_share(clg_scope *scope, double *values,
                                       uint8_t *statuses, clg_error *err)
{
    return read_rows(scope, scope->study->has_exchanges, in_contact, values, statuses,
                     err);
}

clg_status clg_person_led(clg_scope *scope, double *values, uint8_t *statuses,
                          clg_error *err)
{
    return read_rows(scope, scope->study->has_attendance, led, values, statuses, err);
}
