#include "run/answers.h"

#include "base/memory.h"
#include "base/time.h"
#include "study/windows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_SIZE = 400 };

/* What is needed while the answers are sorted. */
typedef struct sorting {
    const clg_study *study;
    clg_answers *answers;
    int64_t *day;    /* [row] of the answer, where it was given */
    size_t *first;   /* rows of instrument i: rows[first[i]] ... */
    size_t *rows;    /* in the order of people and time */
    int64_t *sorted; /* days of one instrument */
    int32_t *place;  /* [item level] place among the instrument's items, or -1 */
    size_t sheet_room;
    clg_error *err;
} sorting;

clg_status clg_answers_note(clg_answers *answers, clg_error *err, const char *format,
                            ...)
{
    char note[NOTE_SIZE];
    va_list list;

    va_start(list, format);
    vsnprintf(note, sizeof note, format, list);
    va_end(list);
    return clg_texts_append(&answers->notes, note, strlen(note), err);
}

/* A store that was tampered with may hold answers without a name or a number. */
static bool is_sound(const clg_assessments *rows, size_t row)
{
    return rows->instrument.codes[row] >= 0 && rows->item.codes[row] >= 0 &&
           isfinite(rows->score[row]);
}

/* ---- rows by instrument ---- */

static const clg_zone *zone_of(const clg_study *study, uint32_t school)
{
    return study->zones[study->schools.zone[school]];
}

static clg_status group_rows(sorting *s)
{
    const clg_assessments *all = &s->study->assessments;
    size_t instruments = all->instrument.levels.count;
    bool ok =
        (s->day = clg_array_new(all->count, sizeof *s->day, s->err)) &&
        (s->rows = clg_array_new(all->count, sizeof *s->rows, s->err)) &&
        (s->sorted = clg_array_new(all->count, sizeof *s->sorted, s->err)) &&
        (s->first = clg_array_new(instruments + 2, sizeof *s->first, s->err)) &&
        (s->place = clg_array_new(all->item.levels.count, sizeof *s->place, s->err));

    if (!ok)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < all->count; i++) {
        int64_t time = all->time[i];
        const clg_zone *zone = zone_of(s->study, all->school[i]);
        s->day[i] = clg_day_of_seconds(time + clg_zone_offset_at(zone, time));
        if (is_sound(all, i))
            s->first[all->instrument.codes[i] + 2]++;
    }
    for (size_t k = 2; k < instruments + 2; k++)
        s->first[k] += s->first[k - 1];
    for (size_t i = 0; i < all->count; i++)
        if (is_sound(all, i))
            s->rows[s->first[all->instrument.codes[i] + 1]++] = i;
    return CLG_OK;
}

/* ---- one instrument ---- */

static clg_status list_items(sorting *s, clg_instrument *of)
{
    const clg_category *item = &s->study->assessments.item;

    for (size_t i = 0; i < item->levels.count; i++)
        s->place[i] = -1;
    for (size_t i = s->first[of->level]; i < s->first[of->level + 1]; i++)
        s->place[item->codes[s->rows[i]]] = 0;
    for (size_t i = 0; i < item->levels.count; i++)
        if (s->place[i] == 0)
            s->place[i] = (int32_t)of->item_count++;
    of->items = clg_array_new(of->item_count, sizeof *of->items, s->err);
    if (of->items == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < item->levels.count; i++)
        if (s->place[i] >= 0)
            of->items[s->place[i]] = (uint32_t)i;
    return CLG_OK;
}

static void find_range(const sorting *s, clg_instrument *of)
{
    bool is_given = of->settings != NULL && !isnan(of->settings->low);

    of->low = is_given ? of->settings->low : (double)INFINITY;
    of->high = is_given ? of->settings->high : -(double)INFINITY;
    of->is_whole =
        !is_given || (of->low == floor(of->low) && of->high == floor(of->high));
    for (size_t i = s->first[of->level]; i < s->first[of->level + 1]; i++) {
        double score = s->study->assessments.score[s->rows[i]];
        of->is_whole = of->is_whole && score == floor(score);
        if (!is_given) {
            of->low = fmin(of->low, score);
            of->high = fmax(of->high, score);
        }
    }
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static clg_status add_sheet(sorting *s, clg_instrument *of, int64_t begin)
{
    clg_answers *answers = s->answers;
    uint32_t schools = s->study->schools.count;
    clg_status status =
        clg_array_reserve(&answers->sheets, &s->sheet_room, answers->sheet_count + 1,
                          sizeof *answers->sheets, s->err);
    clg_sheet *sheet;

    if (status != CLG_OK)
        return status;
    sheet = &answers->sheets[answers->sheet_count++];
    *sheet = (clg_sheet){.begin = begin, .first_day = INT64_MAX, .last_day = INT64_MIN};
    of->sheet_count++;
    sheet->members = clg_array_new(schools, sizeof *sheet->members, s->err);
    sheet->others = clg_array_new(schools, sizeof *sheet->others, s->err);
    sheet->school_first =
        clg_array_new((size_t)schools + 1, sizeof *sheet->school_first, s->err);
    return sheet->members != NULL && sheet->others != NULL &&
                   sheet->school_first != NULL
               ? CLG_OK
               : CLG_ERROR_MEMORY;
}

/* The day that names the wave of a day, given that of the day before it in time;
 * INT64_MIN: before the first wave. */
static int64_t wave_of(const clg_assessment_settings *settings, int64_t day,
                       int64_t before, int64_t wave)
{
    if (settings->wave_count == 0)
        return before != INT64_MIN && day - before <= settings->gap ? wave : day;
    wave = INT64_MIN;
    for (size_t w = 0; w < settings->wave_count && settings->waves[w] <= day; w++)
        wave = settings->waves[w];
    return wave;
}

static clg_status find_waves(sorting *s, clg_instrument *of)
{
    const clg_assessment_settings *settings = &s->study->settings.assessments;
    size_t from = s->first[of->level], count = s->first[of->level + 1] - from;
    int64_t before = INT64_MIN, wave = INT64_MIN;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < count; i++)
        s->sorted[i] = s->day[s->rows[from + i]];
    qsort(s->sorted, count, sizeof *s->sorted, ascending);
    of->first_sheet = s->answers->sheet_count;
    for (size_t i = 0; status == CLG_OK && i < count; i++) {
        int64_t next = wave_of(settings, s->sorted[i], before, wave);
        clg_sheet *sheet;

        before = s->sorted[i];
        s->answers->early += next == INT64_MIN;
        if (next == INT64_MIN)
            continue;
        if (next != wave)
            status = add_sheet(s, of, next);
        wave = next;
        if (status != CLG_OK)
            return status;
        sheet = &s->answers->sheets[s->answers->sheet_count - 1];
        sheet->first_day = sheet->first_day < before ? sheet->first_day : before;
        sheet->last_day = before;
    }
    return status;
}

/* The sheet of a day, as an index; SIZE_MAX: none. */
static size_t sheet_of(const clg_answers *answers, const clg_instrument *of,
                       int64_t day)
{
    for (size_t i = of->first_sheet; i < of->first_sheet + of->sheet_count; i++)
        if (day >= answers->sheets[i].first_day && day <= answers->sheets[i].last_day)
            return i;
    return SIZE_MAX;
}

/* ---- who counts ---- */

static int64_t midnight(const clg_study *study, uint32_t school, int64_t day)
{
    int64_t utc;

    (void)clg_zone_to_utc(zone_of(study, school), day * CLG_DAY, &utc);
    return utc;
}

/* Members of the school at some moment of the wave. */
static bool is_member(const clg_study *study, size_t person, int64_t begin, int64_t end)
{
    return study->people.standing[person] == CLG_STANDING_MEMBER &&
           clg_is_member_during(&study->people, person, begin, end);
}

static bool counts(const clg_study *study, const clg_instrument *of, size_t person,
                   const clg_sheet *sheet)
{
    uint32_t school = study->people.school[person];

    if (of->settings != NULL && of->settings->is_anonymous)
        return study->people.standing[person] != CLG_STANDING_NON_MEMBER;
    return is_member(study, person, midnight(study, school, sheet->first_day),
                     midnight(study, school, sheet->last_day + 1));
}

static void count_members(const clg_study *study, clg_sheet *sheet)
{
    for (uint32_t s = 0; s < study->schools.count; s++) {
        int64_t begin = midnight(study, s, sheet->first_day);
        int64_t end = midnight(study, s, sheet->last_day + 1);

        for (size_t p = study->schools.person_first[s];
             p < study->schools.person_first[s + 1]; p++)
            sheet->members[s] += is_member(study, p, begin, end);
    }
}

/* Rows of one person are neighbours, but those of a sheet need not be: last[sheet] is
 * the person seen there last. counted[] says whether they count. */
typedef struct seen {
    size_t *last;
    uint8_t *counted;
} seen;

static clg_status seen_new(size_t sheets, seen *of, clg_error *err)
{
    of->last = clg_array_new(sheets, sizeof *of->last, err);
    of->counted = clg_array_new(sheets, sizeof *of->counted, err);
    if (of->last == NULL || of->counted == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < sheets; i++)
        of->last[i] = SIZE_MAX;
    return CLG_OK;
}

static void seen_clear(seen *of)
{
    clg_free(of->last);
    clg_free(of->counted);
}

static void count_people(sorting *s, clg_instrument *of, seen *by)
{
    const clg_assessments *all = &s->study->assessments;

    for (size_t i = s->first[of->level]; i < s->first[of->level + 1]; i++) {
        size_t row = s->rows[i], at = sheet_of(s->answers, of, s->day[row]), k;
        clg_sheet *sheet;

        if (at == SIZE_MAX)
            continue;
        k = at - of->first_sheet;
        sheet = &s->answers->sheets[at];
        if (by->last[k] == all->person[row])
            continue;
        by->last[k] = all->person[row];
        if (counts(s->study, of, all->person[row], sheet)) {
            sheet->people++;
            of->takes_part[all->school[row]] = 1;
        } else {
            sheet->others[all->school[row]]++;
            s->answers->others++;
        }
    }
}

static clg_status reserve_scores(const clg_instrument *of, clg_sheet *sheet,
                                 clg_error *err)
{
    size_t cells = (size_t)sheet->people * of->item_count;

    sheet->person = clg_array_new(sheet->people, sizeof *sheet->person, err);
    sheet->scores = clg_array_new(cells, sizeof *sheet->scores, err);
    if (sheet->person == NULL || sheet->scores == NULL)
        return CLG_ERROR_MEMORY;
    for (size_t i = 0; i < cells; i++)
        sheet->scores[i] = NAN;
    sheet->people = 0;
    return CLG_OK;
}

static void put_scores(sorting *s, const clg_instrument *of, seen *by)
{
    const clg_assessments *all = &s->study->assessments;

    for (size_t i = s->first[of->level]; i < s->first[of->level + 1]; i++) {
        size_t row = s->rows[i], at = sheet_of(s->answers, of, s->day[row]), k;
        clg_sheet *sheet;
        double *score;

        if (at == SIZE_MAX)
            continue;
        k = at - of->first_sheet;
        sheet = &s->answers->sheets[at];
        if (by->last[k] != all->person[row]) {
            by->last[k] = all->person[row];
            by->counted[k] = counts(s->study, of, all->person[row], sheet);
            if (by->counted[k])
                sheet->person[sheet->people++] = all->person[row];
        }
        if (!by->counted[k])
            continue;
        score = &sheet->scores[((size_t)sheet->people - 1) * of->item_count +
                               (size_t)s->place[all->item.codes[row]]];
        s->answers->repeated += isnan(*score) ? 0 : 1;
        *score = all->score[row];
    }
}

static void find_schools(const clg_study *study, clg_sheet *sheet)
{
    size_t row = 0;

    for (uint32_t school = 0; school < study->schools.count; school++) {
        while (row < sheet->people &&
               study->people.school[sheet->person[row]] == school)
            row++;
        sheet->school_first[school + 1] = row;
    }
}

static clg_status fill_sheets(sorting *s, clg_instrument *of)
{
    clg_sheet *sheets = s->answers->sheets + of->first_sheet;
    seen counted = {NULL, NULL}, put = {NULL, NULL};
    clg_status status = seen_new(of->sheet_count, &counted, s->err);

    if (status == CLG_OK)
        status = seen_new(of->sheet_count, &put, s->err);
    if (status == CLG_OK)
        count_people(s, of, &counted);
    for (size_t i = 0; status == CLG_OK && i < of->sheet_count; i++)
        status = reserve_scores(of, &sheets[i], s->err);
    if (status == CLG_OK)
        put_scores(s, of, &put);
    for (size_t i = 0; status == CLG_OK && i < of->sheet_count; i++) {
        count_members(s->study, &sheets[i]);
        find_schools(s->study, &sheets[i]);
    }
    seen_clear(&counted);
    seen_clear(&put);
    return status;
}

static clg_status add_instrument(sorting *s, uint32_t level)
{
    const clg_study *study = s->study;
    const char *name = clg_texts_at(&study->assessments.instrument.levels, level);
    clg_instrument *of = &s->answers->instruments[s->answers->instrument_count++];
    clg_status status;

    *of = (clg_instrument){.level = level,
                           .settings = clg_settings_instrument(&study->settings, name)};
    of->takes_part =
        clg_array_new(study->schools.count, sizeof *of->takes_part, s->err);
    status = of->takes_part != NULL ? list_items(s, of) : CLG_ERROR_MEMORY;
    if (status == CLG_OK && of->item_count > CLG_MOST_ITEMS) {
        s->answers->instrument_count--;
        clg_free(of->takes_part);
        clg_free(of->items);
        return clg_answers_note(
            s->answers, s->err,
            "instrument '%.60s' has %u items, more than %d: not used", name,
            of->item_count, CLG_MOST_ITEMS);
    }
    find_range(s, of);
    if (status == CLG_OK)
        status = find_waves(s, of);
    return status == CLG_OK ? fill_sheets(s, of) : status;
}

clg_status clg_answers_new(const clg_study *study, clg_answers *answers, clg_error *err)
{
    size_t levels = study->assessments.instrument.levels.count;
    sorting s = {.study = study, .answers = answers, .err = err};
    clg_status status;

    *answers = (clg_answers){.notes = CLG_TEXTS_INIT};
    answers->instruments = clg_array_new(levels, sizeof *answers->instruments, err);
    status = answers->instruments != NULL ? group_rows(&s) : CLG_ERROR_MEMORY;
    for (uint32_t i = 0; status == CLG_OK && i < levels; i++)
        if (s.first[i] < s.first[i + 1])
            status = add_instrument(&s, i);
    for (size_t i = 0; i < answers->instrument_count; i++)
        for (size_t w = 0; w < answers->instruments[i].sheet_count; w++)
            answers->sheets[answers->instruments[i].first_sheet + w].instrument =
                &answers->instruments[i];
    clg_free(s.day);
    clg_free(s.first);
    clg_free(s.rows);
    clg_free(s.sorted);
    clg_free(s.place);
    return status;
}

void clg_answers_clear(clg_answers *answers)
{
    for (size_t i = 0; i < answers->instrument_count; i++) {
        clg_free(answers->instruments[i].items);
        clg_free(answers->instruments[i].takes_part);
    }
    for (size_t i = 0; i < answers->sheet_count; i++) {
        clg_sheet *sheet = &answers->sheets[i];
        clg_free(sheet->person);
        clg_free(sheet->scores);
        clg_free(sheet->school_first);
        clg_free(sheet->members);
        clg_free(sheet->others);
    }
    clg_free(answers->instruments);
    clg_free(answers->sheets);
    clg_texts_clear(&answers->notes);
    *answers = (clg_answers){.notes = CLG_TEXTS_INIT};
}
