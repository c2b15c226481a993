/* What the words of the logs mean: kinds of exchanges and phases of meetings. A word
 * counts if it begins with one of ours, case ignored; exchange_kinds: of study.yaml
 * turns a study's own words into these. */
#ifndef CLG_MEASURES_CONTENT_VOCABULARY_H
#define CLG_MEASURES_CONTENT_VOCABULARY_H

#include <stdbool.h>
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
typedef enum clg_cycle_kind {
    CLG_CYCLE_PDSA,
    CLG_CYCLE_FIVE_STEPS,
    CLG_CYCLES
} clg_cycle_kind;

int clg_cycle_step(clg_cycle_kind cycle, const char *word, size_t length);
int clg_cycle_steps(clg_cycle_kind cycle);        /* 4 or 5 */
const char *clg_cycle_name(clg_cycle_kind cycle); /* "pdsa", "five_steps" */
const char *clg_cycle_step_name(clg_cycle_kind cycle,
                                int step); /* "plan", "set goals" */

/* The label of an event that names a step of a cycle: the step's name alone, or after
 * the name of the cycle and a colon, "reading circle: plan". Nothing else does, so that
 * "planning day" stays an event. */
typedef struct clg_cycle_label {
    clg_cycle_kind cycle;
    int step;
    size_t name_length; /* the label begins with so many bytes of a name; 0: none */
} clg_cycle_label;

/* False if it is another label. */
bool clg_cycle_label_of(const char *label, size_t length, clg_cycle_label *found);

#endif
