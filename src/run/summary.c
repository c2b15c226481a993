#include "run/summary.h"

#include "base/fail.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

const char *clg_summary_text(const clg_summary *summary)
{
    return summary->text;
}

const char *clg_summary_json(const clg_summary *summary)
{
    return summary->json;
}

uint32_t clg_summary_failed_schools(const clg_summary *summary)
{
    return summary->failed_schools;
}

void clg_text_free(char *text)
{
    free(text); /* made by jansson or open_memstream as well as by clg_array_new */
}

void clg_summary_free(clg_summary *summary)
{
    if (summary == NULL)
        return;
    clg_text_free(summary->text);
    clg_text_free(summary->json);
    clg_free(summary);
}

clg_status clg_summary_new(const clg_findings *findings, clg_summary **out,
                           clg_error *err)
{
    clg_summary *summary = clg_array_new(1, sizeof *summary, err);

    *out = NULL;
    if (summary == NULL)
        return CLG_ERROR_MEMORY;
    if (findings->results != NULL)
        summary->failed_schools = clg_outcomes_failed(&findings->results->outcomes);
    summary->text = clg_account_text(findings, err);
    if (summary->text != NULL)
        summary->json = clg_account_json(findings, true, err);
    if (summary->json == NULL) {
        clg_summary_free(summary);
        return CLG_ERROR_MEMORY;
    }
    *out = summary;
    return CLG_OK;
}

static bool belongs_to(const clg_tally *tally, const clg_reading *reading,
                       const clg_reject *reject, const char *reason, size_t stem)
{
    return tally->source == reject->source && tally->is_bad == reject->is_bad &&
           tally->stem == stem &&
           memcmp(clg_texts_at(&reading->reasons, tally->reason), reason, stem) == 0;
}

clg_status clg_tally_rejects(const clg_reading *reading, clg_tally **tallies,
                             size_t *count, clg_error *err)
{
    size_t room = 0;

    *tallies = NULL;
    *count = 0;
    for (size_t r = 0; r < reading->reject_count; r++) {
        const clg_reject *reject = &reading->rejects[r];
        const char *reason = clg_texts_at(&reading->reasons, reject->reason);
        size_t stem = clg_reason_stem(reason), t = 0;

        while (t < *count && !belongs_to(&(*tallies)[t], reading, reject, reason, stem))
            t++;
        if (t == *count) {
            if (clg_array_reserve(tallies, &room, t + 1, sizeof **tallies, err) !=
                CLG_OK)
                return CLG_ERROR_MEMORY;
            (*tallies)[t] = (clg_tally){
                reject->source, reject->reason, stem, reject->is_bad, 0, reject->line};
            ++*count;
        }
        (*tallies)[t].rows++;
    }
    return CLG_OK;
}
