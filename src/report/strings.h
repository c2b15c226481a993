/* Everything that the report says, in one table, so that it can be read as a whole and
 * translated. Places for what is said of are {1} to {9}. */
#ifndef CLG_REPORT_STRINGS_H
#define CLG_REPORT_STRINGS_H

#include <stdbool.h>
#include <stdio.h>

typedef enum clg_word {
    CLG_WORD_LANGUAGE,
    CLG_WORD_REPORT,
    CLG_WORD_SKIP,
    CLG_WORD_CONTENTS,
    CLG_WORD_SCHOOL,
    CLG_WORD_WINDOW,
    CLG_WORD_MEASURE,
    CLG_WORD_SCHOOLS,
    CLG_WORD_NUMBERS,
    CLG_WORD_UNDER,
    CLG_WORD_HIDDEN,
    CLG_WORD_BETWEEN,
    CLG_WORD_NOT_MEASURED,

    CLG_WORD_ABOUT,
    CLG_WORD_ABOUT_SCHOOL,
    CLG_WORD_ABOUT_WINDOWS,
    CLG_WORD_ABOUT_LOGS,
    CLG_WORD_ABOUT_ROSTER,
    CLG_WORD_ABOUT_NO_ROSTER,
    CLG_WORD_ABOUT_SMALL,
    CLG_WORD_ABOUT_LIMITS,
    CLG_WORD_READING,

    CLG_WORD_COVERAGE,
    CLG_WORD_COVERAGE_TITLE,
    CLG_WORD_COVERAGE_SHOWS,
    CLG_WORD_COVERAGE_MANY,
    CLG_WORD_STATE_LOGGED,
    CLG_WORD_STATE_SILENT,
    CLG_WORD_STATE_BREAK,
    CLG_WORD_STATE_ABSENT,
    CLG_WORD_FILES,
    CLG_WORD_FILES_NOTE,
    CLG_WORD_FILE,
    CLG_WORD_FILE_ROWS,
    CLG_WORD_FILE_USED,
    CLG_WORD_FILE_TWICE,
    CLG_WORD_FILE_ASIDE,
    CLG_WORD_FILE_BAD,

    CLG_WORD_NETWORK,
    CLG_WORD_NETWORK_SHOWS,
    CLG_WORD_NETWORK_STAGES,
    CLG_WORD_PEOPLE,
    CLG_WORD_MEETINGS,
    CLG_WORD_COVERED,
    CLG_WORD_STAGE_NOW,
    CLG_WORD_PROBABILITY,
    CLG_WORD_SINCE,
    CLG_WORD_NEXT,
    CLG_WORD_DIFFERS,
    CLG_WORD_HIGH,
    CLG_WORD_LOW,
    CLG_WORD_NO_COMPARISON,
    CLG_WORD_NEEDS_COMPARISON,
    CLG_WORD_START,
    CLG_WORD_START_NONE,
    CLG_WORD_START_NOTE,

    CLG_WORD_FLOW,
    CLG_WORD_FLOW_TITLE,
    CLG_WORD_FLOW_SHOWS,
    CLG_WORD_FLOW_FROM,
    CLG_WORD_FLOW_TO,
    CLG_WORD_FLOW_WHEN,
    CLG_WORD_NO_STAGES,
    CLG_WORD_ONE_WINDOW,

    CLG_WORD_RIBBONS,
    CLG_WORD_RIBBONS_SHOWS,
    CLG_WORD_RIBBONS_MANY,
    CLG_WORD_RIBBON_DESC,
    CLG_WORD_RIBBONS_TABLE,
    CLG_WORD_RIBBON_CODES,

    CLG_WORD_TIME,
    CLG_WORD_TIME_SHOWS,
    CLG_WORD_TIME_FOUND,
    CLG_WORD_TIME_NONE,
    CLG_WORD_TIME_MANY,
    CLG_WORD_TIME_DESC,
    CLG_WORD_TIME_TABLE,
    CLG_WORD_TIME_SIGNALS,
    CLG_WORD_TIME_EXPECTED,
    CLG_WORD_TIME_CHARTS,

    CLG_WORD_COMPARE,
    CLG_WORD_COMPARE_SHOWS,
    CLG_WORD_FUNNEL_SHOWS,
    CLG_WORD_CATERPILLAR,
    CLG_WORD_FUNNEL,
    CLG_WORD_COMPARE_NONE,
    CLG_WORD_COMPARE_DESC,
    CLG_WORD_FUNNEL_AXIS,
    CLG_WORD_FUNNEL_X,
    CLG_WORD_SHRUNK,
    CLG_WORD_INTERVAL,
    CLG_WORD_PLACE,
    CLG_WORD_LEFT_OUT,

    CLG_WORD_PARTICIPATION,
    CLG_WORD_LEVELS_TITLE,
    CLG_WORD_LEVELS_SHOWS,
    CLG_WORD_FEW_SCHOOLS,
    CLG_WORD_LEVELS_TABLE,
    CLG_WORD_QUANTILES,
    CLG_WORD_TENTH,
    CLG_WORD_QUARTER,
    CLG_WORD_MEDIAN,
    CLG_WORD_THREE_QUARTERS,
    CLG_WORD_NINE_TENTHS,

    CLG_WORD_STRUCTURE,
    CLG_WORD_STRUCTURE_TITLE,
    CLG_WORD_STRUCTURE_SHOWS,
    CLG_WORD_STRUCTURE_TABLE,
    CLG_WORD_GROUPS_TABLE,
    CLG_WORD_GROUPS_BY,
    CLG_WORD_GROUPS_TIES,
    CLG_WORD_GROUPS_CHANCE,

    CLG_WORD_SIGNS,
    CLG_WORD_SIGNS_TITLE,
    CLG_WORD_SIGNS_SHOWS,
    CLG_WORD_SIGNS_TABLE,
    CLG_WORD_SIGNS_NONE,
    CLG_WORD_SIGN,
    CLG_WORD_GRADE,
    CLG_WORD_GRADE_A,
    CLG_WORD_GRADE_B,
    CLG_WORD_SIGNS_ABSENT,

    CLG_WORD_LADDER,
    CLG_WORD_LADDER_TITLE,
    CLG_WORD_LADDER_SHOWS,
    CLG_WORD_LADDER_TABLE,
    CLG_WORD_LADDER_KIND,
    CLG_WORD_LADDER_CELLS,
    CLG_WORD_LADDER_NONE,

    CLG_WORD_METHODS,
    CLG_WORD_METHODS_NOTE,
    CLG_WORD_METHODS_STAGES,
    CLG_WORD_METHODS_COMPARE,
    CLG_WORD_METHODS_TIME,
    CLG_WORD_METHODS_PRIVACY,
    CLG_WORD_DEFINITION,
    CLG_WORD_UNIT,

    CLG_WORD_PROVENANCE,
    CLG_WORD_PROVENANCE_NOTE,
    CLG_WORD_INPUTS,
    CLG_WORD_DIGEST,
    CLG_WORD_SETTINGS,

    CLG_WORD_COUNT
} clg_word;

const char *clg_words(clg_word word);

/* Writes the words as HTML; further arguments, texts ended by NULL, are escaped and
 * stand at their places. */
void clg_say(FILE *stream, clg_word word, ...);
/* The same as plain text, for what is escaped later; cut to the room. */
void clg_compose(char *room, size_t size, clg_word word, ...);

/* What a measure is to someone who leads a school. */
typedef enum clg_reveals {
    CLG_REVEALS_NOBODY,
    CLG_REVEALS_COUNT,   /* it is a number of people */
    CLG_REVEALS_SHARE,   /* it is a share of the school's people */
    CLG_REVEALS_ISOLATES /* a small number of isolates can be worked out from it */
} clg_reveals;

typedef struct clg_plain_name {
    const char *id, *name;
    clg_reveals reveals;
    bool is_charted; /* over time, where a leader can act on it */
} clg_plain_name;

/* NULL if the table has no plain name for it. */
const clg_plain_name *clg_plain_name_of(const char *measure);
/* The i-th, NULL after the last. */
const clg_plain_name *clg_plain_name_at(size_t i);

#endif
