/* Where a circle of people stands between acquaintances and a community of practice,
 * as far as the meetings show it. The ladder is Wenger's (1998; Wenger, McDermott &
 * Snyder 2002, ch. 2: what distinguishes communities from teams and networks) for
 * schools; rules and cut-offs are our own and not validated, so that every place comes
 * with the rule that gave it. */
#ifndef CLG_MEASURES_COMMUNITY_LADDER_H
#define CLG_MEASURES_COMMUNITY_LADDER_H

typedef enum clg_place {
    CLG_PLACE_ACQUAINTANCES,
    CLG_PLACE_SOCIAL_NETWORK,
    CLG_PLACE_PROJECT,    /* project team or committee */
    CLG_PLACE_DEPARTMENT, /* department or grade level */
    CLG_PLACE_PLC,        /* professional learning community */
    CLG_PLACE_NIC,        /* networked improvement community */
    CLG_PLACE_COP,        /* community of practice */
    CLG_PLACES
} clg_place;

/* NULL-terminated, in the order of the codes. */
extern const char *const clg_place_names[CLG_PLACES + 1];

/* One circle: the meetings of a kind, or of a group that was found in the ties. */
typedef struct clg_circle {
    double people, meetings;
    double size; /* mean number of people at a meeting */
    double
        recurrence; /* spans of 30 days with a meeting of the circle / of the school */
    double familiarity; /* mean over meetings of the largest Jaccard index of who came
                           with any of the circle's 16 meetings before; NaN for one */
    double regulars;    /* share of the people who came to half of the meetings */
    double extent;      /* first to last meeting, of the school's first to last */
    double department;  /* share of its largest department at a meeting; NaN unknown */
    double between;     /* share of meetings that were held with other schools */
    double learning;    /* share of meetings about learning; NaN if none says */
} clg_circle;

/* The rules, in this order; the first that holds gives the place.
 *
 *     few              fewer than 3 meetings: acquaintances
 *     between schools  half of the meetings with other schools: NIC
 *     for a time       extent < 1/2, familiarity >= 0.4: project
 *     open core        recurrence >= 1/2, people >= 1.5 size, 0.2 <= familiarity <
 *                      0.75, a tenth to 6 tenths of the people regular, no department
 *                      with 0.8: CoP
 *     learning team    recurrence >= 1/2, size <= 12, familiarity >= 0.4, half of the
 *                      meetings about learning: PLC
 *     one department   recurrence >= 1/2, department >= 0.8: department
 *     changing faces   familiarity < 0.2: social network
 *     small team       as learning team, but no meeting says what it is about: PLC
 *     same few         size <= 12, familiarity >= 0.4: project (a committee)
 *     contact          otherwise: social network */
typedef enum clg_ladder_rule {
    CLG_RULE_FEW,
    CLG_RULE_BETWEEN_SCHOOLS,
    CLG_RULE_FOR_A_TIME,
    CLG_RULE_OPEN_CORE,
    CLG_RULE_LEARNING_TEAM,
    CLG_RULE_ONE_DEPARTMENT,
    CLG_RULE_CHANGING_FACES,
    CLG_RULE_SMALL_TEAM,
    CLG_RULE_SAME_FEW,
    CLG_RULE_CONTACT,
    CLG_LADDER_RULES
} clg_ladder_rule;

/* What is said of each in the results. */
extern const char *const clg_ladder_rule_texts[CLG_LADDER_RULES + 1];

clg_ladder_rule clg_ladder_rule_of(const clg_circle *circle);
clg_place clg_ladder_place(clg_ladder_rule rule);

#endif
