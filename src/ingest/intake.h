/* What the tables share while a study is read: identifiers, zones, consent. */
#ifndef CLG_INGEST_INTAKE_H
#define CLG_INGEST_INTAKE_H

#include "ingest/ingest.h"

/* The dictionaries whose codes mean the same in every table. The texts of one are
 * qualified by the codes of another: a person is (school, identifier), a network
 * (school, name or ""), a meeting (network, identifier). */
typedef enum clg_names {
    CLG_NAMES_SCHOOL,
    CLG_NAMES_PERSON,
    CLG_NAMES_NETWORK,
    CLG_NAMES_MEETING,
    CLG_NAMES_COUNT
} clg_names;

/* Which dictionary qualifies the texts of this one; -1 for none. */
int clg_names_domain(int names);

typedef struct clg_intake {
    clg_study *study;
    clg_ingest_options options; /* resolved */
    clg_dictionary names[CLG_NAMES_COUNT];

    /* By school code, for the first zone_count codes: index into study->zones.
     * Others have the study's own zone, 0. */
    uint32_t *school_zone;
    size_t school_zone_count;
    bool is_zone_given; /* by the study, a file or schools.csv */

    /* By person code, for the first withheld_count codes: consent was refused. */
    uint8_t *is_withheld;
    size_t withheld_count;
    bool has_withheld;

    uint64_t repeated_times; /* local times that the clocks showed twice */
} clg_intake;

static inline bool clg_intake_withholds(const clg_intake *intake, uint32_t person)
{
    return person < intake->withheld_count && intake->is_withheld[person];
}

/* The zone of a school by its identifier: schools.csv, else the study's. */
const clg_zone *clg_intake_zone(const clg_intake *intake, const char *school,
                                size_t length);

/* Adds a zone to the study, or finds it there. CLG_ERROR_ARGUMENT: unknown. */
clg_status clg_intake_add_zone(clg_intake *intake, const char *name, uint32_t *index,
                               clg_error *err) CLG_NODISCARD;

/* Appends a sentence to the reading's notes. */
clg_status clg_intake_note(clg_intake *intake, clg_error *err, const char *format,
                           ...) CLG_NODISCARD CLG_PRINTF(3, 4);

void clg_intake_clear(clg_intake *intake);

#endif
