#include "measures/participation/roles.h"

#include "base/memory.h"
#include "measures/content/vocabulary.h"
#include "measures/participation/level_functions.h"
#include "measures/participation/rate.h"
#include "measures/report.h"
#include "measures/scope_parts.h"

#include <stdlib.h>
#include <string.h>

enum { BEGINNING = 168 * 86400, LEAST_ASKERS = 3, LEAST_SENT = 3 };

/* What the rules look at: entries a row, unless said otherwise. */
typedef struct clues {
    clg_scope *scope;
    const clg_participation *counts;
    const clg_levels *levels;  /* of the vertices; NULL in windows */
    const clg_category *said;  /* the roster's roles; NULL without */
    uint8_t *coordinates;      /* clg_role_mark */
    uint32_t *askers;          /* different people who asked them for help */
    double *asked, *asking;    /* requests for help received, sent */
    double *sent, *organising; /* exchanges sent; of them, about coordination */
    int64_t *first_seen, log_begin;
    double expert_askers; /* how many an expert has at least */
    double requests;      /* in the school */
    clg_beta prior;
} clues;

static void clues_clear(clues *c)
{
    clg_free(c->coordinates);
    clg_free(c->askers);
    clg_free(c->asked);
    clg_free(c->asking);
    clg_free(c->sent);
    clg_free(c->organising);
    clg_free(c->first_seen);
}

static bool begins_with_any(const char *word, const char *const *beginnings)
{
    for (; *beginnings != NULL; beginnings++)
        if (strncmp(word, *beginnings, strlen(*beginnings)) == 0)
            return true;
    return false;
}

static bool is_said(const clues *c, uint32_t row, const char *const *beginnings)
{
    int32_t code = c->said != NULL ? c->said->codes[c->scope->row_person[row]] : -1;

    return code >= 0 &&
           begins_with_any(clg_texts_at(&c->said->levels, (size_t)code), beginnings);
}

static uint32_t row_of(const clues *c, uint32_t person)
{
    const clg_rows *rows = &c->scope->parts->rows;

    return rows->row[person - rows->person_begin];
}

/* ---- coordinators ---- */

static const char *const coordinators[] = {"coordinator", "Coordinator", NULL};

static void find_coordinators(clues *c)
{
    double most = 0.0;
    bool any = false;

    for (uint32_t row = 0; row < c->scope->row_count; row++) {
        if (is_said(c, row, coordinators)) {
            c->coordinates[row] = CLG_ROLE_SAID;
            any = true;
        }
        if ((double)c->counts->led[row] > most)
            most = (double)c->counts->led[row];
    }
    if (any || most < 0.25 * (double)c->counts->meetings || !(most > 0.0))
        return;
    for (uint32_t row = 0; row < c->scope->row_count; row++)
        if ((double)c->counts->led[row] >= 0.8 * most)
            c->coordinates[row] = CLG_ROLE_INFERRED;
}

static bool has_tie_to_coordinator(const clues *c, uint32_t v)
{
    const clg_graph *ties = c->scope->ties;

    for (size_t e = ties->first[v]; e < ties->first[v + 1]; e++)
        if (c->coordinates[row_of(c, c->scope->vertex_person[ties->target[e]])])
            return true;
    return false;
}

/* ---- exchanges ---- */

static bool is_request(clg_form form)
{
    return form == CLG_FORM_REQUESTS || form == CLG_FORM_EXPERIENCE;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static int by_pair(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* Different people who asked each: pairs (asked, asking) without repetition. */
static void count_askers(clues *c, uint64_t *pairs, size_t count)
{
    if (count > 0)
        qsort(pairs, count, sizeof *pairs, by_pair);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || pairs[i] != pairs[i - 1])
            c->askers[pairs[i] >> 32]++;
}

static clg_status read_exchanges(clues *c, clg_error *err)
{
    const clg_study *study = c->scope->study;
    const clg_exchanges *x = &study->exchanges;
    size_t begin = study->schools.exchange_first[c->scope->school];
    size_t end = study->schools.exchange_first[c->scope->school + 1], pairs = 0;
    uint64_t *pair = clg_array_new(end - begin + 1, sizeof *pair, err);

    if (pair == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = begin; i < end; i++) {
        uint32_t from = row_of(c, x->from[i]), to = row_of(c, x->to[i]);
        clg_form form =
            clg_kind_meaning_of(clg_texts_at(&study->exchange_kinds, x->kind[i]),
                                clg_texts_length(&study->exchange_kinds, x->kind[i]))
                .form;
        if (x->time[i] < c->scope->begin || x->time[i] >= c->scope->end ||
            from == UINT32_MAX || to == UINT32_MAX)
            continue;
        c->sent[from] += 1.0;
        c->organising[from] += form == CLG_FORM_COORDINATION;
        if (!is_request(form))
            continue;
        c->asking[from] += 1.0;
        c->asked[to] += 1.0;
        c->requests += 1.0;
        pair[pairs++] = (uint64_t)to << 32 | from;
    }
    count_askers(c, pair, pairs);
    clg_free(pair);
    return CLG_OK;
}

/* As many as nine in ten members have at most, and no fewer than three. */
static clg_status find_expert_askers(clues *c, clg_error *err)
{
    uint32_t members = 0, *askers;

    askers = clg_array_new((size_t)c->scope->row_count + 1, sizeof *askers, err);
    if (askers == NULL)
        return CLG_ERROR_MEMORY;
    for (uint32_t row = 0; row < c->scope->row_count; row++)
        if (c->scope->row_vertex[row] != CLG_NO_VERTEX)
            askers[members++] = c->askers[row];
    c->expert_askers = LEAST_ASKERS;
    if (members > 0) {
        uint32_t rank = (9 * members + 9) / 10; /* ceil(0.9 n), from 1 */
        qsort(askers, members, sizeof *askers, by_number);
        if ((double)askers[rank - 1] > c->expert_askers)
            c->expert_askers = (double)askers[rank - 1];
    }
    clg_free(askers);
    return CLG_OK;
}

/* ---- first sight ---- */

static void see(clues *c, uint32_t person, int64_t time)
{
    uint32_t row = row_of(c, person);

    if (time < c->scope->begin || time >= c->scope->end)
        return;
    c->log_begin = time < c->log_begin ? time : c->log_begin;
    if (row != UINT32_MAX && time < c->first_seen[row])
        c->first_seen[row] = time;
}

static void find_first_sight(clues *c)
{
    const clg_study *study = c->scope->study;
    const size_t *meetings = study->schools.meeting_first + c->scope->school;
    const size_t *exchanges = study->schools.exchange_first + c->scope->school;

    c->log_begin = INT64_MAX;
    for (uint32_t row = 0; row < c->scope->row_count; row++)
        c->first_seen[row] = INT64_MAX;
    for (size_t m = meetings[0]; m < meetings[1]; m++)
        for (size_t a = study->attendances.first[m];
             a < study->attendances.first[m + 1]; a++)
            if (clg_is_present(study->attendances.presence[a]))
                see(c, study->attendances.person[a], study->meetings.start[m]);
    for (size_t i = exchanges[0]; i < exchanges[1]; i++) {
        see(c, study->exchanges.from[i], study->exchanges.time[i]);
        see(c, study->exchanges.to[i], study->exchanges.time[i]);
    }
}

/* ---- the rules ---- */

static clg_value mark(bool holds, clg_role_mark how)
{
    return clg_value_of(holds ? (double)how : (double)CLG_ROLE_NO);
}

static bool is_at_core(const clues *c, uint32_t v)
{
    return c->levels != NULL && c->levels->level[v] == CLG_CORE;
}

static clg_value leader(const clues *c, uint32_t row, uint32_t v)
{
    static const char *const words[] = {"leader", "Leader", "lead", "Lead", NULL};

    if (is_said(c, row, words))
        return mark(true, CLG_ROLE_SAID);
    return mark(is_at_core(c, v) && c->counts->led[row] >= 2 && !c->coordinates[row],
                CLG_ROLE_INFERRED);
}

static clg_value sponsor(const clues *c, uint32_t row, uint32_t v)
{
    static const char *const words[] = {"sponsor",   "Sponsor",      "principal",
                                        "Principal", "head teacher", "headteacher",
                                        "director",  "Director",     "superintendent",
                                        "inspector", "Inspector",    NULL};

    return mark(is_said(c, row, words) && !is_at_core(c, v) &&
                    has_tie_to_coordinator(c, v),
                CLG_ROLE_INFERRED);
}

static clg_value expert(const clues *c, uint32_t row)
{
    double both = c->asked[row] + c->asking[row];

    if (!(c->requests > 0.0)) /* no exchange is known to be a request */
        return clg_value_undefined();
    return mark((double)c->askers[row] >= c->expert_askers &&
                    c->asked[row] >= 0.6 * both,
                CLG_ROLE_INFERRED);
}

static clg_value beginner(const clues *c, uint32_t row)
{
    int64_t since = c->scope->end - BEGINNING;
    int64_t joined = c->scope->study->people.joined[c->scope->row_person[row]];

    if (joined != CLG_SINCE_EVER)
        return mark(joined >= since, CLG_ROLE_SAID);
    if (c->log_begin >= since) /* the log is too short to tell */
        return clg_value_undefined();
    return mark(c->first_seen[row] >= since && c->first_seen[row] != INT64_MAX,
                CLG_ROLE_INFERRED);
}

static clg_value lurker(const clues *c, uint32_t row)
{
    if (c->counts->eligible[row] == 0)
        return clg_value_undefined();
    return mark(clg_smoothed(c->prior, c->counts->attended[row],
                             c->counts->eligible[row]) >= 0.5 &&
                    c->counts->led[row] == 0 && c->counts->sent[row] == 0,
                CLG_ROLE_INFERRED);
}

static clg_value support(const clues *c, uint32_t row)
{
    if (c->counts->supported[row] > 0)
        return mark(true, CLG_ROLE_SAID);
    return mark(c->sent[row] >= LEAST_SENT && 2.0 * c->organising[row] >= c->sent[row],
                CLG_ROLE_INFERRED);
}

static clg_value of_member(const clues *c, clg_role role, uint32_t row, uint32_t v)
{
    switch (role) {
    case CLG_ROLE_COORDINATOR: return clg_value_of((double)c->coordinates[row]);
    case CLG_ROLE_LEADER: return leader(c, row, v);
    case CLG_ROLE_SPONSOR: return sponsor(c, row, v);
    case CLG_ROLE_EXPERT: return expert(c, row);
    case CLG_ROLE_BEGINNER: return beginner(c, row);
    case CLG_ROLE_LURKER: return lurker(c, row);
    case CLG_ROLE_SUPPORT: return support(c, row);
    case CLG_ROLE_OUTSIDER:
    case CLG_ROLE_CLIENT: break;
    }
    return mark(false, CLG_ROLE_NO);
}

/* People who are no members have no role inside. */
static clg_value of_outsider(const clues *c, clg_role role, uint32_t row)
{
    uint32_t exchanges = c->counts->sent[row] + c->counts->received[row];
    bool is_seen = c->counts->attended[row] + exchanges > 0;

    if (role == CLG_ROLE_OUTSIDER)
        return mark(is_seen, CLG_ROLE_SAID);
    if (role == CLG_ROLE_CLIENT)
        return mark(exchanges > 0 && c->counts->attended[row] == 0, CLG_ROLE_INFERRED);
    return mark(false, CLG_ROLE_NO);
}

static clg_status gather(clues *c, clg_error *err)
{
    const clg_people *people = &c->scope->study->people;
    size_t n = (size_t)c->scope->row_count + 1;
    clg_status status = clg_scope_participation(c->scope, &c->counts, err);
    bool ok = status == CLG_OK &&
              (c->coordinates = clg_array_new(n, sizeof *c->coordinates, err)) &&
              (c->askers = clg_array_new(n, sizeof *c->askers, err)) &&
              (c->asked = clg_array_new(n, sizeof *c->asked, err)) &&
              (c->asking = clg_array_new(n, sizeof *c->asking, err)) &&
              (c->sent = clg_array_new(n, sizeof *c->sent, err)) &&
              (c->organising = clg_array_new(n, sizeof *c->organising, err)) &&
              (c->first_seen = clg_array_new(n, sizeof *c->first_seen, err));

    if (!ok)
        return status == CLG_OK ? CLG_ERROR_MEMORY : status;
    for (size_t i = 0; i < people->attribute_count; i++)
        if (strcmp(people->attributes[i].name, "role") == 0)
            c->said = &people->attributes[i];
    c->prior =
        clg_beta_of(c->counts->attended, c->counts->eligible, c->scope->row_count);
    find_coordinators(c);
    find_first_sight(c);
    status = read_exchanges(c, err);
    if (status == CLG_OK)
        status = find_expert_askers(c, err);
    return status == CLG_OK ? clg_scope_levels(c->scope, &c->levels, err) : status;
}

static bool has_log(const clg_study *study, clg_role role)
{
    if (role == CLG_ROLE_EXPERT)
        return study->has_exchanges;
    return role != CLG_ROLE_LURKER || study->has_attendance;
}

clg_status clg_roles_find(clg_scope *scope, clg_role role, double *values,
                          uint8_t *statuses, clg_error *err)
{
    clues c = {.scope = scope};
    clg_status status = CLG_OK;

    if (!has_log(scope->study, role)) {
        clg_report_no_log(values, statuses, scope->row_count);
        return CLG_OK;
    }
    status = gather(&c, err);
    for (uint32_t row = 0; status == CLG_OK && row < scope->row_count; row++) {
        uint32_t v = scope->row_vertex[row];
        clg_value_store(v != CLG_NO_VERTEX ? of_member(&c, role, row, v)
                                           : of_outsider(&c, role, row),
                        row, values, statuses);
    }
    clues_clear(&c);
    return status;
}
