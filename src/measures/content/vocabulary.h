/* What the words of the logs mean: kinds of exchanges and phases of meetings. A word
 * counts if it begins with one of ours, case ignored; exchange_kinds: of study.yaml
 * turns a study's own words into these. */
#ifndef CLG_MEASURES_CONTENT_VOCABULARY_H
#define CLG_MEASURES_CONTENT_VOCABULARY_H

#include <stddef.h>

/* The nine forms of work of communities of practice (Wenger-Trayner). */
typedef enum clg_form {
    CLG_FORM_PROBLEM_SOLVING,
    CLG_FORM_REQUESTS,
    CLG_FORM_EXPERIENCE,
    CLG_FORM_REUSE,
    CLG_FORM_COORDINATION,
    CLG_FORM_ARGUMENT,
    CLG_FORM_CONFIDENCE,
    CLG_FORM_DISCUSSION,
    CLG_FORM_MAPPING,
    CLG_FORM_COUNT,
    CLG_FORM_UNKNOWN = CLG_FORM_COUNT
} clg_form;

/* What an exchange is evidence of on Little's (1990) scale. */
typedef enum clg_evidence {
    CLG_EVIDENCE_TALK,   /* storytelling and scanning */
    CLG_EVIDENCE_AID,    /* aid and assistance */
    CLG_EVIDENCE_ASSETS, /* sharing */
    CLG_EVIDENCE_WORK    /* joint work */
} clg_evidence;

typedef struct clg_kind_meaning {
    clg_form form;
    clg_evidence evidence;
} clg_kind_meaning;

/* Talk of unknown form for words that are not known. */
clg_kind_meaning clg_kind_meaning_of(const char *word, size_t length);

/* Steps of improvement cycles: Plan-Do-Study-Act, or analyse, set goals, learn,
 * implement, monitor. -1 if the word is no step of the cycle. */
typedef enum clg_cycle { CLG_CYCLE_PDSA, CLG_CYCLE_FIVE_STEPS, CLG_CYCLES } clg_cycle;

int clg_cycle_step(clg_cycle cycle, const char *word, size_t length);
int clg_cycle_steps(clg_cycle cycle); /* 4 or 5 */

#endif
