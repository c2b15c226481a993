/* Rows of attendance.csv into meetings and, in each, one attendance a person.
 *
 * Rows are dealt to meetings by counting and sorted within each by person and time,
 * so that all rows of a person at a meeting, and equal ones among them, stand
 * together. Meetings are then worked on in parallel, twice: to count what they yield,
 * and, once every meeting knows its place, to write it. */
#include "ingest/compare.h"
#include "ingest/order.h"
#include "ingest/presence.h"
#include "ingest/tables.h"

#include "base/memory.h"
#include "base/threads.h"

#include <math.h>
#include <string.h>

typedef struct build {
    clg_intake *intake;
    clg_input_table *table;
    const clg_roll *roll;
    /* Columns of the table, NULL where no file has them. */
    const uint32_t *meeting;
    uint32_t *person; /* codes, then rows of the study */
    const int64_t *start, *joined, *left;
    const float *minutes, *length;
    const uint8_t *status;
    const uint32_t *attributes[3]; /* kind, phase, focus */
    const uint32_t *role;
    uint8_t *part_of; /* clg_meeting_part by code of `role` */
    int64_t *starts;  /* of each meeting code; INT64_MAX if unused */
    uint32_t *order;  /* meeting codes in canonical order */
    size_t order_count;
    size_t *first; /* rows of the study's meeting m: items[first[m]..first[m+1]) */
    uint32_t *items;
    size_t *end;            /* of meeting m's items once duplicates are out */
    size_t *interval_first; /* of meeting m's attendances, then of attendances */
    double *length_of;      /* minutes, by meeting */
    uint64_t *duplicates;   /* by file of the table */
} build;

static uint32_t school_of(const build *b, uint32_t meeting)
{
    const clg_dictionary *names = b->intake->names;
    uint32_t network = names[CLG_NAMES_MEETING].prefixes[meeting];

    return b->roll->school_row[names[CLG_NAMES_NETWORK].prefixes[network]];
}

static int compare_names(const clg_texts *texts, uint32_t a, uint32_t b)
{
    return clg_bytes_compare(clg_texts_at(texts, a), clg_texts_length(texts, a),
                             clg_texts_at(texts, b), clg_texts_length(texts, b));
}

static bool meeting_precedes(uint32_t a, uint32_t b, const void *context)
{
    const build *all = context;
    const clg_dictionary *names = all->intake->names;
    const uint32_t *networks = names[CLG_NAMES_MEETING].prefixes;
    int order;

    if (all->starts[a] != all->starts[b])
        return all->starts[a] < all->starts[b];
    order = compare_names(&names[CLG_NAMES_MEETING].texts, a, b);
    if (order == 0)
        order =
            compare_names(&names[CLG_NAMES_NETWORK].texts, networks[a], networks[b]);
    return order < 0;
}

/* By person, then by every field read, so that equal rows are neighbours. <0, 0, >0 */
static int compare_rows(const build *b, uint32_t x, uint32_t y)
{
    int order = clg_compare_codes(b->person, x, y);

    if (order == 0)
        order = clg_compare_instants(b->joined, x, y);
    if (order == 0)
        order = clg_compare_instants(b->left, x, y);
    if (order == 0)
        order = clg_compare_instants(b->start, x, y);
    if (order == 0)
        order = clg_compare_floats(b->minutes, x, y);
    if (order == 0)
        order = clg_compare_floats(b->length, x, y);
    if (order == 0 && b->status != NULL)
        order = b->status[x] - b->status[y];
    for (int i = 0; order == 0 && i < 3; i++)
        order = clg_compare_codes(b->attributes[i], x, y);
    if (order == 0)
        order = clg_compare_codes(b->role, x, y);
    return order;
}

static bool row_precedes(uint32_t a, uint32_t b, const void *context)
{
    return compare_rows(context, a, b) < 0;
}

/* Meetings that occur, school by school, in canonical order. */
static clg_status order_meetings(build *b, clg_error *err)
{
    clg_schools *schools = &b->intake->study->schools;
    size_t count = b->intake->names[CLG_NAMES_MEETING].texts.count;
    uint32_t *school = clg_array_new(count, sizeof *school, err);
    clg_status status;

    b->starts = clg_array_new(count, sizeof *b->starts, err);
    if (school == NULL || b->starts == NULL) {
        clg_free(school);
        return CLG_ERROR_MEMORY;
    }
    for (size_t m = 0; m < count; m++)
        b->starts[m] = INT64_MAX;
    for (size_t row = 0; row < b->table->row_count; row++)
        if (!b->table->is_out[row] && b->start[row] < b->starts[b->meeting[row]])
            b->starts[b->meeting[row]] = b->start[row];
    for (uint32_t m = 0; m < count; m++)
        school[m] = b->starts[m] == INT64_MAX ? CLG_NO_CODE : school_of(b, m);
    status = clg_group(school, count, schools->count, &schools->meeting_first,
                       &b->order, err);
    clg_free(school);
    if (status != CLG_OK)
        return status;
    b->order_count = schools->meeting_first[schools->count];
    return clg_sort_groups(b->order, schools->meeting_first, schools->count,
                           meeting_precedes, b, b->intake->options.threads, err);
}

/* Rows to meetings, in order within each. */
static clg_status order_rows(build *b, clg_error *err)
{
    size_t rows = b->table->row_count;
    size_t codes = b->intake->names[CLG_NAMES_MEETING].texts.count;
    uint32_t *rank = clg_array_new(codes, sizeof *rank, err);
    uint32_t *group = clg_array_new(rows, sizeof *group, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (rank != NULL && group != NULL) {
        for (size_t m = 0; m < b->order_count; m++)
            rank[b->order[m]] = (uint32_t)m;
        for (size_t row = 0; row < rows; row++) {
            bool is_out = b->table->is_out[row];
            group[row] = is_out ? CLG_NO_CODE : rank[b->meeting[row]];
            if (!is_out)
                b->person[row] = b->roll->person_row[b->person[row]];
        }
        status = clg_group(group, rows, b->order_count, &b->first, &b->items, err);
    }
    clg_free(rank);
    clg_free(group);
    if (status != CLG_OK)
        return status;
    return clg_sort_groups(b->items, b->first, b->order_count, row_precedes, b,
                           b->intake->options.threads, err);
}

/* Keeps one of equal rows, the first of the files; returns the new end. */
static size_t drop_duplicates(const build *b, size_t begin, size_t end)
{
    size_t kept = begin;

    for (size_t i = begin; i < end; i++) {
        uint32_t row = b->items[i];

        if (kept > begin && compare_rows(b, b->items[kept - 1], row) == 0) {
            size_t file = clg_input_table_file_of(b->table, row);
#pragma omp atomic
            b->duplicates[file]++;
            continue;
        }
        b->items[kept++] = row;
    }
    return kept;
}

/* The rows of one person, from items[at] on. */
static clg_stay stay_at(const build *b, size_t m, size_t at)
{
    clg_stay stay = {.rows = b->items + at,
                     .joined = b->joined,
                     .left = b->left,
                     .minutes = b->minutes,
                     .status = b->status,
                     .start = b->starts[b->order[m]],
                     .length = b->length_of[m]};

    while (at + stay.count < b->end[m] &&
           b->person[stay.rows[stay.count]] == b->person[stay.rows[0]])
        stay.count++;
    return stay;
}

static double longest_stay(const build *b, size_t m)
{
    double longest = NAN;

    for (size_t at = b->first[m]; at < b->end[m];) {
        clg_stay stay = stay_at(b, m, at);

        at += stay.count;
        stay.length = NAN; /* to be found */
        longest = fmax(longest, clg_stay_minutes(&stay));
    }
    return longest > 0.0 ? longest : NAN;
}

/* The largest length given, else as long as anyone is known to have been there: were
 * it shorter, it would cut the minutes of those who stayed. */
static double length_of(const build *b, size_t m)
{
    int64_t start = b->starts[b->order[m]];
    double given = NAN, latest = NAN;

    for (size_t i = b->first[m]; i < b->end[m]; i++) {
        uint32_t row = b->items[i];

        if (b->length != NULL && b->length[row] > 0.0f)
            given = fmax(given, (double)b->length[row]);
        if (b->left != NULL && b->left[row] != CLG_NO_INSTANT && b->left[row] > start)
            latest = fmax(latest, (double)(b->left[row] - start) / 60.0);
    }
    return !isnan(given) ? given : fmax(latest, longest_stay(b, m));
}

/* First pass: attendances and united intervals of meeting m, at [m + 1]. */
static void count_meeting(build *b, size_t m)
{
    clg_attendances *out = &b->intake->study->attendances;
    int64_t seconds;

    b->end[m] = drop_duplicates(b, b->first[m], b->first[m + 1]);
    b->length_of[m] = length_of(b, m);
    for (size_t at = b->first[m]; at < b->end[m];) {
        clg_stay stay = stay_at(b, m, at);

        at += stay.count;
        out->first[m + 1]++;
        b->interval_first[m + 1] += clg_stay_unite(&stay, NULL, NULL, &seconds);
    }
}

/* The part of a person in a meeting: of several rows the one that says most. */
static uint8_t part_in(const build *b, const clg_stay *stay)
{
    uint8_t part = CLG_PART_NONE;

    for (size_t i = 0; i < stay->count; i++) {
        uint32_t code = b->role[stay->rows[i]];
        uint8_t own = code == CLG_NO_CODE ? CLG_PART_NONE : b->part_of[code];
        if (own != CLG_PART_NONE && (part == CLG_PART_NONE || own < part))
            part = own;
    }
    return part;
}

/* Second pass: writes them. */
static void fill_meeting(const build *b, size_t m)
{
    const clg_settings *settings = &b->intake->study->settings;
    clg_attendances *out = &b->intake->study->attendances;
    size_t row = out->first[m], interval = b->interval_first[m];
    int64_t seconds;

    for (size_t at = b->first[m]; at < b->end[m]; row++) {
        clg_stay stay = stay_at(b, m, at);

        at += stay.count;
        out->person[row] = b->person[stay.rows[0]];
        out->presence[row] =
            (uint8_t)clg_stay_judge(&stay, settings->presence_minutes,
                                    settings->presence_share, &out->minutes[row]);
        if (out->part != NULL)
            out->part[row] = part_in(b, &stay);
        if (out->interval_first == NULL)
            continue;
        interval += clg_stay_unite(&stay, out->interval_begin + interval,
                                   out->interval_end + interval, &seconds);
        out->interval_first[row + 1] = interval;
    }
}

static clg_status reserve_rows(build *b, clg_error *err)
{
    clg_attendances *out = &b->intake->study->attendances;
    bool ok;

    for (size_t m = 0; m < b->order_count; m++) {
        out->first[m + 1] += out->first[m];
        b->interval_first[m + 1] += b->interval_first[m];
    }
    out->count = out->first[b->order_count];
    ok = (out->person = clg_array_new(out->count, sizeof *out->person, err)) &&
         (out->presence = clg_array_new(out->count, sizeof *out->presence, err)) &&
         (out->minutes = clg_array_new(out->count, sizeof *out->minutes, err));
    if (ok && b->role != NULL)
        ok = (out->part = clg_array_new(out->count, sizeof *out->part, err)) != NULL;
    if (ok && b->joined != NULL && b->left != NULL) {
        size_t count = out->interval_count = b->interval_first[b->order_count];
        ok = (out->interval_first =
                  clg_array_new(out->count + 1, sizeof *out->interval_first, err)) &&
             (out->interval_begin =
                  clg_array_new(count, sizeof *out->interval_begin, err)) &&
             (out->interval_end = clg_array_new(count, sizeof *out->interval_end, err));
    }
    return ok ? CLG_OK : CLG_ERROR_MEMORY;
}

static clg_status build_attendances(build *b, clg_error *err)
{
    clg_attendances *out = &b->intake->study->attendances;
    size_t count = b->order_count;
    int threads = b->intake->options.threads;
    clg_status status;
    bool ok = (out->first = clg_array_new(count + 1, sizeof *out->first, err)) &&
              (b->interval_first =
                   clg_array_new(count + 1, sizeof *b->interval_first, err)) &&
              (b->end = clg_array_new(count, sizeof *b->end, err)) &&
              (b->length_of = clg_array_new(count, sizeof *b->length_of, err));

    if (!ok)
        return CLG_ERROR_MEMORY;
#pragma omp parallel for schedule(dynamic, 256) num_threads(threads)
    for (size_t m = 0; m < count; m++)
        count_meeting(b, m);
    status = reserve_rows(b, err);
    if (status != CLG_OK)
        return status;
#pragma omp parallel for schedule(dynamic, 256) num_threads(threads)
    for (size_t m = 0; m < count; m++)
        fill_meeting(b, m);
    (void)threads;
    return CLG_OK;
}

/* The value of the first row, as the files have it, that has one. */
static uint32_t first_value(const build *b, const uint32_t *column, size_t m)
{
    uint32_t first = CLG_NO_CODE;

    for (size_t i = b->first[m]; i < b->end[m]; i++) {
        uint32_t row = b->items[i];
        if (column[row] != CLG_NO_CODE && row < first)
            first = row;
    }
    return first == CLG_NO_CODE ? CLG_NO_CODE : column[first];
}

static clg_status build_network(const build *b, uint32_t *codes, clg_error *err)
{
    const clg_dictionary *names = b->intake->names;
    clg_meetings *meetings = &b->intake->study->meetings;
    const clg_texts *networks = &names[CLG_NAMES_NETWORK].texts;
    clg_dictionary distinct = CLG_DICTIONARY_INIT; /* the same name in any school */
    clg_status status = CLG_OK;

    if (!b->table->columns[CLG_ATTENDANCE_NETWORK].is_read)
        return CLG_OK;
    for (size_t m = 0; status == CLG_OK && m < meetings->count; m++) {
        uint32_t network = names[CLG_NAMES_MEETING].prefixes[b->order[m]];
        size_t length = clg_texts_length(networks, network);

        codes[m] = CLG_NO_CODE;
        if (length > 0)
            status = clg_dictionary_code(&distinct, 0, clg_texts_at(networks, network),
                                         length, &codes[m], err);
    }
    if (status == CLG_OK)
        status =
            clg_category_add(&meetings->attributes, &meetings->attribute_count,
                             "network", &distinct.texts, codes, meetings->count, err);
    clg_dictionary_clear(&distinct);
    return status;
}

static clg_status build_attributes(const build *b, clg_error *err)
{
    clg_meetings *meetings = &b->intake->study->meetings;
    uint32_t *codes = clg_array_new(meetings->count, sizeof *codes, err);
    clg_status status = codes != NULL ? build_network(b, codes, err) : CLG_ERROR_MEMORY;

    for (int i = 0; status == CLG_OK && i < 3; i++) {
        const clg_input_column *column = &b->table->columns[CLG_ATTENDANCE_KIND + i];

        if (b->attributes[i] == NULL)
            continue;
        for (size_t m = 0; m < meetings->count; m++)
            codes[m] = first_value(b, b->attributes[i], m);
        status = clg_category_add(&meetings->attributes, &meetings->attribute_count,
                                  column->spec.name, &column->own.texts, codes,
                                  meetings->count, err);
    }
    clg_free(codes);
    return status;
}

static bool says_invitations(const build *b, size_t m)
{
    for (size_t i = b->first[m]; b->status != NULL && i < b->end[m]; i++) {
        uint8_t status = b->status[b->items[i]];
        if (status == CLG_STATUS_INVITED || status == CLG_STATUS_DECLINED)
            return true;
    }
    return false;
}

static clg_status build_meetings(const build *b, clg_error *err)
{
    clg_meetings *out = &b->intake->study->meetings;
    const clg_texts *names = &b->intake->names[CLG_NAMES_MEETING].texts;
    size_t count = out->count = b->order_count;
    clg_status status = CLG_OK;
    bool ok = (out->start = clg_array_new(count, sizeof *out->start, err)) &&
              (out->length = clg_array_new(count, sizeof *out->length, err)) &&
              (out->invitations_known =
                   clg_array_new(count, sizeof *out->invitations_known, err));

    if (!ok)
        return CLG_ERROR_MEMORY;
    for (size_t m = 0; status == CLG_OK && m < count; m++) {
        uint32_t code = b->order[m];

        out->start[m] = b->starts[code];
        out->length[m] = (float)b->length_of[m];
        out->invitations_known[m] = says_invitations(b, m);
        status = clg_texts_append(&out->ids, clg_texts_at(names, code),
                                  clg_texts_length(names, code), err);
    }
    return status == CLG_OK ? build_attributes(b, err) : status;
}

static void take_columns(build *b)
{
    clg_input_table *table = b->table;

    b->meeting = clg_input_table_codes(table, CLG_ATTENDANCE_MEETING);
    b->person = table->columns[CLG_ATTENDANCE_PERSON].values;
    b->start = clg_input_table_instants(table, CLG_ATTENDANCE_START);
    b->joined = clg_input_table_instants(table, CLG_ATTENDANCE_JOINED);
    b->left = clg_input_table_instants(table, CLG_ATTENDANCE_LEFT);
    b->minutes = clg_input_table_floats(table, CLG_ATTENDANCE_MINUTES);
    b->length = clg_input_table_floats(table, CLG_ATTENDANCE_LENGTH);
    b->status = clg_input_table_choices(table, CLG_ATTENDANCE_STATUS);
    for (int i = 0; i < 3; i++)
        b->attributes[i] = clg_input_table_codes(table, CLG_ATTENDANCE_KIND + i);
    b->role = clg_input_table_codes(table, CLG_ATTENDANCE_ROLE);
}

static clg_status read_parts(build *b, clg_error *err)
{
    const clg_texts *roles = &b->table->columns[CLG_ATTENDANCE_ROLE].own.texts;

    if (b->role == NULL)
        return CLG_OK;
    b->part_of = clg_array_new(roles->count + 1, 1, err);
    for (size_t r = 0; b->part_of != NULL && r < roles->count; r++)
        b->part_of[r] = (uint8_t)clg_meeting_part_of(clg_texts_at(roles, r),
                                                     clg_texts_length(roles, r));
    return b->part_of != NULL ? CLG_OK : CLG_ERROR_MEMORY;
}

clg_status clg_attendance_build(clg_intake *intake, clg_input_table *table,
                                const clg_roll *roll, clg_error *err)
{
    build b = {.intake = intake, .table = table, .roll = roll};
    clg_status status;

    take_columns(&b);
    status = read_parts(&b, err);
    b.duplicates = clg_array_new(table->file_count, sizeof *b.duplicates, err);
    if (b.duplicates == NULL)
        status = CLG_ERROR_MEMORY;
    if (status == CLG_OK)
        status = order_meetings(&b, err);
    if (status == CLG_OK)
        status = order_rows(&b, err);
    if (status == CLG_OK)
        status = build_attendances(&b, err);
    if (status == CLG_OK)
        status = build_meetings(&b, err);
    for (size_t f = 0; status == CLG_OK && f < table->file_count; f++)
        intake->study->reading.sources[table->files[f].source].duplicates +=
            b.duplicates[f];

    clg_free(b.starts);
    clg_free(b.order);
    clg_free(b.first);
    clg_free(b.items);
    clg_free(b.end);
    clg_free(b.interval_first);
    clg_free(b.length_of);
    clg_free(b.part_of);
    clg_free(b.duplicates);
    clg_input_table_clear(table);
    return status;
}
