#include "measures/content/dyads.h"

#include "base/memory.h"
#include "measures/content/vocabulary.h"

enum { SMALL_MEETING = 7, RECURRENCE = 3, LEAST_EVENTS = 2 };

static const double most_apart = 14.0 * 86400.0;

/* Events of a pair, the one of lower number first where direction counts. */
typedef struct dyad {
    float talk, aid, work;
    float given, taken;  /* material from the first to the second, and back */
    float small;         /* small meetings shared */
    int64_t first, last; /* of these */
} dyad;

static dyad *pair_of(dyad *dyads, uint32_t n, uint32_t a, uint32_t b)
{
    return &dyads[(size_t)(a < b ? a : b) * n + (a < b ? b : a)];
}

static void add_meetings(const clg_scope *scope, dyad *dyads)
{
    const clg_two_mode *b = scope->attendance;

    for (uint32_t m = 0; m < b->meeting_count; m++) {
        int64_t start = scope->study->meetings.start[b->meeting_begin + m];
        bool is_small = clg_meeting_size(b, m) <= SMALL_MEETING;
        for (size_t e = b->meeting_first[m]; e < b->meeting_first[m + 1]; e++)
            for (size_t f = e + 1; f < b->meeting_first[m + 1]; f++) {
                dyad *d =
                    pair_of(dyads, scope->vertex_count, b->attendee[e], b->attendee[f]);
                if (!is_small) {
                    d->talk += 1.0F;
                    continue;
                }
                if (!(d->small > 0.0F))
                    d->first = start;
                d->small += 1.0F;
                d->last = start;
            }
    }
}

static void add_exchange(dyad *d, clg_evidence evidence, bool is_forward)
{
    switch (evidence) {
    case CLG_EVIDENCE_TALK: d->talk += 1.0F; break;
    case CLG_EVIDENCE_AID: d->aid += 1.0F; break;
    case CLG_EVIDENCE_WORK: d->work += 1.0F; break;
    case CLG_EVIDENCE_ASSETS: *(is_forward ? &d->given : &d->taken) += 1.0F; break;
    }
}

static void add_exchanges(clg_scope *scope, dyad *dyads)
{
    const clg_study *study = scope->study;
    const clg_exchanges *x = &study->exchanges;
    const size_t *first = study->schools.exchange_first;
    const clg_members *members = clg_scope_members(scope);

    for (size_t i = first[scope->school]; i < first[scope->school + 1]; i++) {
        uint32_t from = clg_members_vertex(members, x->from[i]);
        uint32_t to = clg_members_vertex(members, x->to[i]);
        const char *kind = clg_texts_at(&study->exchange_kinds, x->kind[i]);
        size_t length = clg_texts_length(&study->exchange_kinds, x->kind[i]);
        if (x->time[i] < scope->begin || x->time[i] >= scope->end || from == to ||
            from == CLG_NO_VERTEX || to == CLG_NO_VERTEX)
            continue;
        add_exchange(pair_of(dyads, scope->vertex_count, from, to),
                     clg_kind_meaning_of(kind, length).evidence, from < to);
    }
}

static clg_little level_of(const dyad *d)
{
    bool recurs = d->small >= RECURRENCE &&
                  (double)(d->last - d->first) <= most_apart * ((double)d->small - 1.0);
    float joint = d->work + (recurs ? d->small - 1.0F : 0.0F);

    if (joint >= LEAST_EVENTS)
        return CLG_LITTLE_JOINT_WORK;
    if (d->given > 0.0F && d->taken > 0.0F)
        return CLG_LITTLE_SHARING;
    if (d->aid >= LEAST_EVENTS)
        return CLG_LITTLE_AID;
    return d->talk + d->small + d->given + d->taken >= LEAST_EVENTS
               ? CLG_LITTLE_STORYTELLING
               : CLG_LITTLE_NONE;
}

clg_status clg_little_count(clg_scope *scope, double counts[CLG_LITTLE_COUNT],
                            clg_error *err)
{
    uint32_t n = scope->vertex_count;
    dyad *dyads = clg_array_new((size_t)n * n + 1, sizeof *dyads, err);

    for (int l = 0; l < CLG_LITTLE_COUNT; l++)
        counts[l] = 0.0;
    if (dyads == NULL)
        return CLG_ERROR_MEMORY;
    add_meetings(scope, dyads);
    add_exchanges(scope, dyads);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++)
            counts[level_of(&dyads[(size_t)i * n + j])] += 1.0;
    clg_free(dyads);
    return CLG_OK;
}
