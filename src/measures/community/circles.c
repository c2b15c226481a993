#include "measures/community/circles.h"

#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { SPAN = 30 * 86400, BEFORE = 16 };

/* One school at work. group: NULL, or only people of the circle count. */
typedef struct work {
    const clg_study *study;
    size_t first_meeting, end_meeting, first_person;
    const int32_t *group;
    const clg_category *department, *focus, *phase, *network;
} work;

static const clg_category *find_attribute(const clg_category *attributes, size_t count,
                                          const char *const *names)
{
    for (; *names != NULL; names++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(attributes[i].name, *names) == 0)
                return &attributes[i];
    return NULL;
}

static const clg_category *meeting_attribute(const clg_study *study, const char *name)
{
    return find_attribute(study->meetings.attributes, study->meetings.attribute_count,
                          (const char *const[]){name, NULL});
}

static work start(const clg_study *study, uint32_t school, const int32_t *group)
{
    static const char *const departments[] = {"department", "grade", "grade_level",
                                              "team", NULL};

    return (work){.study = study,
                  .first_meeting = study->schools.meeting_first[school],
                  .end_meeting = study->schools.meeting_first[school + 1],
                  .first_person = study->schools.person_first[school],
                  .group = group,
                  .department =
                      find_attribute(study->people.attributes,
                                     study->people.attribute_count, departments),
                  .focus = meeting_attribute(study, "focus"),
                  .phase = meeting_attribute(study, "phase"),
                  .network = meeting_attribute(study, "network")};
}

/* Does this row count for the circle? */
static bool counts(const work *w, size_t row, int32_t circle)
{
    size_t person = w->study->attendances.person[row] - w->first_person;

    return clg_is_present(w->study->attendances.presence[row]) &&
           (w->group == NULL || w->group[person] == circle);
}

static size_t size_of(const work *w, size_t meeting, int32_t circle)
{
    const size_t *first = w->study->attendances.first;
    size_t size = 0;

    for (size_t a = first[meeting]; a < first[meeting + 1]; a++)
        size += counts(w, a, circle);
    return size;
}

/* Jaccard index of who came to two meetings; rows ascend by person. */
static double jaccard(const work *w, size_t one, size_t other, int32_t circle)
{
    const size_t *first = w->study->attendances.first;
    const uint32_t *person = w->study->attendances.person;
    size_t a = first[one], b = first[other], both = 0, either = 0;

    while (a < first[one + 1] || b < first[other + 1]) {
        bool has_a =
            a < first[one + 1] && (b == first[other + 1] || person[a] <= person[b]);
        bool has_b =
            b < first[other + 1] && (a == first[one + 1] || person[b] <= person[a]);
        bool came_a = has_a && counts(w, a, circle);
        bool came_b = has_b && counts(w, b, circle);
        both += came_a && came_b;
        either += came_a || came_b;
        a += has_a;
        b += has_b;
    }
    return either > 0 ? (double)both / (double)either : 0.0;
}

/* Share of the largest department among those present whose department is known. */
static double largest_department(const work *w, size_t meeting, int32_t circle)
{
    const size_t *first = w->study->attendances.first;
    const uint32_t *person = w->study->attendances.person;
    size_t largest = 0, known = 0;

    for (size_t a = first[meeting]; a < first[meeting + 1]; a++) {
        int32_t own = w->department->codes[person[a]];
        size_t same = 0;
        if (own < 0 || !counts(w, a, circle))
            continue;
        known++;
        for (size_t b = a; b < first[meeting + 1]; b++)
            same += w->department->codes[person[b]] == own && counts(w, b, circle);
        largest = same > largest ? same : largest;
    }
    return known > 0 ? (double)largest / (double)known : (double)NAN;
}

static bool has_value(const clg_category *attribute, size_t meeting)
{
    return attribute != NULL && attribute->codes[meeting] >= 0;
}

/* A focus on learning, or a step of an improvement cycle. */
static bool is_learning(const work *w, size_t meeting)
{
    static const char word[] = "learning";

    return has_value(w->phase, meeting) ||
           (has_value(w->focus, meeting) &&
            strncmp(clg_texts_at(&w->focus->levels, (size_t)w->focus->codes[meeting]),
                    word, sizeof word - 1) == 0);
}

/* Spans of 30 days, since the school's first meeting, in which a circle met; any circle
 * and none if negative. */
static double count_spans(const work *w, const int32_t *of_meeting, int32_t circle)
{
    const int64_t *start = w->study->meetings.start;
    int64_t last = -1;
    double spans = 0.0;

    for (size_t m = w->first_meeting; m < w->end_meeting; m++) {
        int64_t span = (start[m] - start[w->first_meeting]) / SPAN;
        if (circle >= 0 && of_meeting[m - w->first_meeting] != circle)
            continue;
        spans += span != last;
        last = span;
    }
    return spans;
}

static void count_people(const work *w, clg_circles *circles, size_t c, size_t meeting)
{
    const size_t *first = w->study->attendances.first;

    for (size_t a = first[meeting]; a < first[meeting + 1]; a++) {
        size_t person = w->study->attendances.person[a] - w->first_person;
        if (!counts(w, a, (int32_t)c))
            continue;
        circles->times[person]++;
        circles->member[c * circles->people + person] = 1;
    }
}

/* Sums over a circle's meetings, in their order. */
typedef struct sums {
    size_t before[BEFORE], met; /* its latest meetings, a ring */
    int64_t first, last;
    double size, familiar, department, departments, between, learning, about;
} sums;

static void add_meeting(const work *w, sums *s, size_t meeting, int32_t circle)
{
    size_t known = s->met < BEFORE ? s->met : BEFORE;
    double best = 0.0, share;

    for (size_t i = 0; i < known; i++)
        best = fmax(best, jaccard(w, meeting, s->before[i], circle));
    s->familiar += s->met > 0 ? best : 0.0;
    s->before[s->met % BEFORE] = meeting;
    s->size += (double)size_of(w, meeting, circle);
    share =
        w->department != NULL ? largest_department(w, meeting, circle) : (double)NAN;
    if (!isnan(share)) {
        s->department += share;
        s->departments += 1.0;
    }
    s->between += has_value(w->network, meeting);
    s->learning += is_learning(w, meeting);
    s->about += has_value(w->focus, meeting) || has_value(w->phase, meeting);
    if (s->met == 0)
        s->first = w->study->meetings.start[meeting];
    s->last = w->study->meetings.start[meeting];
    s->met++;
}

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : (double)NAN;
}

static void sum_people(const clg_circles *circles, clg_circle *circle)
{
    double regular = 0.0;

    for (size_t p = 0; p < circles->people; p++) {
        circle->people += circles->times[p] > 0;
        regular += circles->times[p] > 0 && 2.0 * circles->times[p] >= circle->meetings;
    }
    circle->regulars = ratio(regular, circle->people);
}

static void describe(const work *w, clg_circles *circles, size_t c)
{
    const int64_t *start = w->study->meetings.start;
    clg_circle *circle = &circles->items[c];
    sums s = {0};

    memset(circles->times, 0, (circles->people + 1) * sizeof *circles->times);
    for (size_t m = w->first_meeting; m < w->end_meeting; m++) {
        if (circles->of_meeting[m - w->first_meeting] != (int32_t)c)
            continue;
        add_meeting(w, &s, m, (int32_t)c);
        count_people(w, circles, c, m);
    }
    *circle = (clg_circle){.meetings = (double)s.met};
    if (s.met == 0)
        return;
    circle->size = s.size / circle->meetings;
    circle->recurrence = count_spans(w, circles->of_meeting, (int32_t)c) /
                         count_spans(w, circles->of_meeting, -1);
    circle->familiarity = ratio(s.familiar, circle->meetings - 1.0);
    circle->extent =
        ratio((double)(s.last - s.first),
              (double)(start[w->end_meeting - 1] - start[w->first_meeting]));
    circle->department = ratio(s.department, s.departments);
    circle->between = s.between / circle->meetings;
    circle->learning = ratio(s.learning, s.about);
    sum_people(circles, circle);
}

static clg_status reserve(clg_circles *circles, const work *w, size_t people,
                          size_t count, clg_error *err)
{
    size_t meetings = w->end_meeting - w->first_meeting;
    clg_status status =
        clg_array_reserve(&circles->of_meeting, &circles->of_meeting_room, meetings + 1,
                          sizeof *circles->of_meeting, err);

    if (status == CLG_OK)
        status = clg_array_reserve(&circles->items, &circles->item_room, count + 1,
                                   sizeof *circles->items, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&circles->member, &circles->member_room,
                                   count * people + 1, sizeof *circles->member, err);
    if (status == CLG_OK)
        status = clg_array_reserve(&circles->times, &circles->times_room,
                                   people + count + 1, sizeof *circles->times, err);
    if (status != CLG_OK)
        return status;
    memset(circles->member, 0, count * people + 1);
    circles->count = count;
    circles->people = people;
    return CLG_OK;
}

/* Presences by group; the one with most, if at least half of all. */
static int32_t group_of_meeting(const work *w, size_t meeting, size_t groups,
                                uint32_t *presences)
{
    const size_t *first = w->study->attendances.first;
    size_t best = 0, all = 0;

    if (groups == 0)
        return -1;
    memset(presences, 0, groups * sizeof *presences);
    for (size_t a = first[meeting]; a < first[meeting + 1]; a++) {
        size_t person = w->study->attendances.person[a] - w->first_person;
        if (!clg_is_present(w->study->attendances.presence[a]))
            continue;
        all++;
        if (w->group[person] >= 0)
            presences[w->group[person]]++;
    }
    for (size_t g = 1; g < groups; g++)
        if (presences[g] > presences[best])
            best = g;
    return presences[best] > 0 && 2 * (size_t)presences[best] >= all ? (int32_t)best
                                                                     : -1;
}

static clg_status find(clg_circles *circles, const clg_study *study, uint32_t school,
                       const int32_t *group, const clg_category *kind, size_t count,
                       clg_error *err)
{
    const size_t *persons = study->schools.person_first;
    work w = start(study, school, group);
    clg_status status =
        reserve(circles, &w, persons[school + 1] - persons[school], count, err);

    if (status != CLG_OK)
        return status;
    for (size_t m = w.first_meeting; m < w.end_meeting; m++)
        circles->of_meeting[m - w.first_meeting] =
            kind != NULL ? kind->codes[m]
                         : group_of_meeting(&w, m, count, circles->times);
    for (size_t c = 0; c < count; c++)
        describe(&w, circles, c);
    return CLG_OK;
}

clg_status clg_circles_of_kinds(clg_circles *circles, const clg_study *study,
                                uint32_t school, clg_error *err)
{
    const clg_category *kind = meeting_attribute(study, "kind");

    if (kind == NULL) {
        circles->count = 0;
        return CLG_OK;
    }
    return find(circles, study, school, NULL, kind, kind->levels.count, err);
}

clg_status clg_circles_of_groups(clg_circles *circles, const clg_study *study,
                                 uint32_t school, const int32_t *group, size_t groups,
                                 clg_error *err)
{
    return find(circles, study, school, group, NULL, groups, err);
}

void clg_circles_clear(clg_circles *circles)
{
    clg_free(circles->of_meeting);
    clg_free(circles->items);
    clg_free(circles->member);
    clg_free(circles->times);
    *circles = (clg_circles){0};
}
