/* The account of what was read, used and set aside: nothing is lost in silence. */
#ifndef CLG_STUDY_READING_H
#define CLG_STUDY_READING_H

#include "base/text.h"
#include "study/settings.h"

/* One input file. rows = used + duplicates + set_aside + bad. */
typedef struct clg_source {
    clg_table_kind kind;
    char *path; /* as the study names it */
    char sha256[65];
    uint64_t bytes;
    uint64_t rows; /* records below the header, blank lines not counted */
    uint64_t used;
    uint64_t duplicates; /* equal to an earlier row: counted once */
    uint64_t set_aside;  /* sound, but not for these measures (to oneself, ...) */
    uint64_t bad;        /* can't be used; counts against --max-bad */
} clg_source;

/* A row that was not used, as it was. duplicates are counted, not listed. */
typedef struct clg_reject {
    uint32_t source;
    uint64_t line, column;
    size_t reason; /* index into reasons */
    bool is_bad;   /* false: set aside */
    size_t row;    /* index into rows: the record without its line end */
} clg_reject;

/* A remark on the whole: "31 attendances of 4 people off the roster", with count. */
typedef struct clg_reading {
    clg_source *sources;
    size_t source_count, source_room;
    clg_reject *rejects; /* in the order of sources, then lines */
    size_t reject_count, reject_room;
    clg_texts reasons; /* one per reject */
    clg_texts rows;
    clg_texts notes; /* sentences, lower case, no period; in fixed order */
} clg_reading;

/* The kind of trouble, without the value found, for tallies: the reason up to its
 * first ", found ". Length of that beginning. */
size_t clg_reason_stem(const char *reason);

void clg_reading_clear(clg_reading *reading);

#endif
