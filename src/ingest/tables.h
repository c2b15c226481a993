/* The tables of a study, one file each: what their columns are, what makes a row
 * unsound, and how the rows become the study's columns.
 *
 * First every table is read and its account closed (clg_..._read, in the order of
 * this file). Then the identifiers that occur in used rows are put in canonical order
 * (clg_roll_new), and each table is turned into the study's (clg_..._build), which
 * frees its columns. */
#ifndef CLG_INGEST_TABLES_H
#define CLG_INGEST_TABLES_H

#include "ingest/table.h"

typedef struct clg_input_tables {
    clg_input_table schools, people, attendance, exchanges, events, assessments;
    bool has_people; /* a roster was read */
} clg_input_tables;

/* Columns, by place in their declarations. */
enum { CLG_SCHOOLS_SCHOOL, CLG_SCHOOLS_NAME, CLG_SCHOOLS_ZONE, CLG_SCHOOLS_NETWORK };
enum {
    CLG_PEOPLE_SCHOOL,
    CLG_PEOPLE_PERSON,
    CLG_PEOPLE_JOINED,
    CLG_PEOPLE_LEFT,
    CLG_PEOPLE_MEMBER,
    CLG_PEOPLE_CONSENT,
    CLG_PEOPLE_ROLE
};
enum {
    CLG_ATTENDANCE_SCHOOL,
    CLG_ATTENDANCE_NETWORK,
    CLG_ATTENDANCE_MEETING,
    CLG_ATTENDANCE_PERSON,
    CLG_ATTENDANCE_START,
    CLG_ATTENDANCE_MINUTES,
    CLG_ATTENDANCE_JOINED,
    CLG_ATTENDANCE_LEFT,
    CLG_ATTENDANCE_STATUS,
    CLG_ATTENDANCE_LENGTH,
    CLG_ATTENDANCE_KIND,
    CLG_ATTENDANCE_PHASE,
    CLG_ATTENDANCE_FOCUS,
    CLG_ATTENDANCE_ROLE
};
enum {
    CLG_EXCHANGES_SCHOOL,
    CLG_EXCHANGES_TO_SCHOOL,
    CLG_EXCHANGES_FROM,
    CLG_EXCHANGES_TO,
    CLG_EXCHANGES_TIME,
    CLG_EXCHANGES_KIND,
    CLG_EXCHANGES_WEIGHT
};
enum { CLG_EVENTS_SCHOOL, CLG_EVENTS_TIME, CLG_EVENTS_LABEL, CLG_EVENTS_END };
enum {
    CLG_ASSESSMENTS_SCHOOL,
    CLG_ASSESSMENTS_PERSON,
    CLG_ASSESSMENTS_TIME,
    CLG_ASSESSMENTS_INSTRUMENT,
    CLG_ASSESSMENTS_ITEM,
    CLG_ASSESSMENTS_SCORE
};

clg_status clg_schools_read(clg_intake *intake, clg_input_table *table,
                            clg_error *err) CLG_NODISCARD;
/* Straight into study->breaks and study->terms. */
clg_status clg_calendar_read(clg_intake *intake, clg_error *err) CLG_NODISCARD;
clg_status clg_terms_read(clg_intake *intake, clg_error *err) CLG_NODISCARD;
clg_status clg_people_read(clg_intake *intake, clg_input_table *table,
                           clg_error *err) CLG_NODISCARD;
clg_status clg_attendance_read(clg_intake *intake, clg_input_table *table,
                               clg_error *err) CLG_NODISCARD;
clg_status clg_exchanges_read(clg_intake *intake, clg_input_table *table,
                              clg_error *err) CLG_NODISCARD;
clg_status clg_events_read(clg_intake *intake, clg_input_table *table,
                           clg_error *err) CLG_NODISCARD;
clg_status clg_assessments_read(clg_intake *intake, clg_input_table *table,
                                clg_error *err) CLG_NODISCARD;

/* Who and where: codes to rows of the study; CLG_NO_CODE for those in no used row. */
typedef struct clg_roll {
    uint32_t *school_row, *person_row;
    uint32_t *school_code, *person_code; /* and back */
} clg_roll;

/* Fills the study's school and person identifiers, in canonical order. */
clg_status clg_roll_new(clg_intake *intake, const clg_input_tables *tables,
                        clg_roll *roll, clg_error *err) CLG_NODISCARD;
void clg_roll_clear(clg_roll *roll);

clg_status clg_schools_build(clg_intake *intake, const clg_input_table *table,
                             const clg_roll *roll, clg_error *err) CLG_NODISCARD;
clg_status clg_people_build(clg_intake *intake, const clg_input_tables *tables,
                            const clg_roll *roll, clg_error *err) CLG_NODISCARD;
clg_status clg_attendance_build(clg_intake *intake, clg_input_table *table,
                                const clg_roll *roll, clg_error *err) CLG_NODISCARD;
clg_status clg_exchanges_build(clg_intake *intake, clg_input_table *table,
                               const clg_roll *roll, clg_error *err) CLG_NODISCARD;
clg_status clg_events_build(clg_intake *intake, const clg_input_table *table,
                            const clg_roll *roll, clg_error *err) CLG_NODISCARD;
clg_status clg_assessments_build(clg_intake *intake, const clg_input_table *table,
                                 const clg_roll *roll, clg_error *err) CLG_NODISCARD;

/* What is to be said about the whole, once everything is built. */
clg_status clg_notes_add(clg_intake *intake, const clg_input_tables *tables,
                         clg_error *err) CLG_NODISCARD;

#endif
