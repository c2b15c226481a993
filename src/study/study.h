/* The study in memory: what was read, as columns, in canonical order.
 *
 * Schools stand in the byte order of their identifiers. Everything that belongs to
 * a school is contiguous: the people of school s are rows person_first[s] up to
 * person_first[s + 1], and so for meetings, exchanges and outside contacts. Person
 * numbers are rows of the person columns, over all schools.
 *
 * Order: people by (school, identifier bytes); meetings by (school, start,
 * identifier); attendances by (meeting, person); exchanges by (school, time, from,
 * to, kind, weight); outside by (school, time, person, direction). Instants are
 * UTC seconds. */
#ifndef CLG_STUDY_STUDY_H
#define CLG_STUDY_STUDY_H

#include "base/text.h"
#include "base/time_zone.h"
#include "study/reading.h"
#include "study/settings.h"

#include <stdbool.h>

/* A column of codes into a short list of texts in byte order; -1 = missing. */
typedef struct clg_category {
    char *name;
    clg_texts levels;
    int32_t *codes;
} clg_category;

/* Open ends of a membership. */
#define CLG_SINCE_EVER INT64_MIN
#define CLG_WITHOUT_END INT64_MAX

typedef enum clg_standing {
    CLG_STANDING_MEMBER, /* on the roster (or there is none): a node of the graphs */
    CLG_STANDING_OFF_ROSTER, /* in a log, not on the roster: kept, not a node */
    CLG_STANDING_NON_MEMBER  /* on the roster with member = no: kept, not a node */
} clg_standing;

typedef enum clg_presence {
    CLG_PRESENT,         /* b = 1 */
    CLG_PRESENT_UNTIMED, /* b = 1, but for how long is not known */
    CLG_BELOW_THRESHOLD, /* was there, too shortly to count */
    CLG_INVITED,
    CLG_DECLINED,
    CLG_UNKNOWN
} clg_presence;

/* What a person did at a meeting, as far as the log says it: the column `role`. */
typedef enum clg_meeting_part {
    CLG_PART_NONE,     /* nothing is said */
    CLG_PART_LEADS,    /* convened, chaired, led, hosted, moderated */
    CLG_PART_SUPPORTS, /* minutes, technical help, translation */
    CLG_PART_OTHER
} clg_meeting_part;

/* By the word in the log, case ignored. */
clg_meeting_part clg_meeting_part_of(const char *word, size_t length);

static inline bool clg_is_present(uint8_t presence)
{
    return presence == CLG_PRESENT || presence == CLG_PRESENT_UNTIMED;
}

typedef struct clg_schools {
    uint32_t count;
    clg_texts ids;
    clg_texts names; /* "" where not given */
    uint32_t *zone;  /* index into study.zones */
    size_t attribute_count;
    clg_category *attributes; /* network, founded and the covariates of schools.csv */
    size_t *person_first, *meeting_first, *exchange_first, *outside_first; /* count+1 */
} clg_schools;

typedef struct clg_people {
    size_t count;
    clg_texts ids;
    uint32_t *school;
    uint8_t *standing;      /* clg_standing */
    int64_t *joined, *left; /* member in [joined, left) */
    size_t attribute_count;
    clg_category *attributes; /* role, department, then the other columns */
} clg_people;

typedef struct clg_meetings {
    size_t count;
    clg_texts ids;
    int64_t *start;
    float *length;              /* minutes; NaN unknown */
    uint8_t *invitations_known; /* some row says invited or declined */
    size_t attribute_count;
    clg_category *attributes; /* network, kind, phase, focus: those that were read */
} clg_meetings;

/* Rows [meeting.first[m], first[m + 1]) are those of meeting m, one a person. */
typedef struct clg_attendances {
    size_t count;
    size_t *first; /* meetings.count + 1 */
    uint32_t *person;
    uint8_t *presence; /* clg_presence */
    float *minutes;    /* united; NaN unknown */
    uint8_t *part;     /* clg_meeting_part; NULL if no file has the column `role` */
    /* United intervals, in seconds after the meeting's start: of row a, elements
     * [interval_first[a], interval_first[a + 1]). All NULL if no file has joined
     * and left. */
    size_t interval_count;
    size_t *interval_first;
    int32_t *interval_begin, *interval_end;
} clg_attendances;

/* Within the school. */
typedef struct clg_exchanges {
    size_t count;
    int64_t *time;
    uint32_t *from, *to;
    uint16_t *kind; /* into exchange_kinds */
    float *weight;  /* 1 unless given */
} clg_exchanges;

/* Exchanges with another school, once in each of the two schools. */
typedef struct clg_outside {
    size_t count;
    int64_t *time;
    uint32_t *person; /* of this school */
    uint32_t *other;  /* person row in the other school */
    uint8_t *is_sent; /* 1: this person contacted the other school */
    uint16_t *kind;
} clg_outside;

typedef struct clg_events {
    size_t count;
    uint32_t *school;
    int64_t *time, *end; /* end = time if none was given */
    clg_texts labels;
} clg_events;

typedef struct clg_assessments {
    size_t count;
    uint32_t *school, *person;
    int64_t *time;
    clg_category instrument, item;
    double *score;
} clg_assessments;

typedef struct clg_study {
    clg_settings settings;
    clg_zone **zones;
    size_t zone_count;
    bool has_roster; /* otherwise isolates can't be seen, and every output says so */
    bool has_attendance; /* an attendance table was read */
    bool has_exchanges;
    clg_schools schools;
    clg_people people;
    clg_meetings meetings;
    clg_attendances attendances;
    clg_texts exchange_kinds; /* in byte order; "" for none given */
    clg_exchanges exchanges;
    clg_outside outside;
    clg_events events;
    clg_assessments assessments;
    clg_break *breaks; /* settings' and calendar.csv's */
    size_t break_count, break_room;
    clg_break *terms; /* settings' terms_path: label, days; for CLG_SPAN_TERMS */
    size_t term_count, term_room;
    clg_reading reading; /* what was read, used and set aside */
} clg_study;

clg_study *clg_study_new(clg_error *err) CLG_NODISCARD; /* empty, settings default */
void clg_study_free(clg_study *study);

#endif
