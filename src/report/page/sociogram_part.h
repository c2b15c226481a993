/* A school's people and ties, between gathering and drawing.
 *
 * What may be drawn without names is decided here, once: everything in the pictures
 * follows from `group` and `drawn`, so what these don't say can't be read from them.
 *
 * Groups are levels of participation, joined with their neighbours until nothing from 1
 * to min_group - 1 people follows: neither from a group's size, nor, as the page's
 * table of levels may show some of them, from what is left of a group without these,
 * nor from those in it who are drawn without ties. Where that leaves one group only,
 * the core of the network is told from its periphery, if both are large enough.
 *
 * Those who met nobody are drawn on the rim. Where their number may not be told, or
 * what it is above the number of absent people that the page tells, the ties of some
 * more people, those whose strongest tie is the weakest, are left out until min_group
 * or more could be meant. Nor do densities then tell it: dense groups have few without
 * ties, so what is above the most that there could be with all these is not told. */
#ifndef CLG_REPORT_PAGE_SOCIOGRAM_PART_H
#define CLG_REPORT_PAGE_SOCIOGRAM_PART_H

#include "report/layout.h"
#include "report/page/page.h"

enum {
    CLG_SOCIOGRAM_LEAST = 20, /* people; fewer are recognised without names */
    CLG_SOCIOGRAM_MOST = 250, /* more can't be told apart */
    CLG_SOCIOGRAM_TIES = 200, /* drawn, but at least one of each person */
    CLG_SOCIOGRAM_STRENGTHS = 3,
    CLG_SOCIOGRAM_SIZE = 720 /* of a picture; twice as fine as it is seen */
};

typedef enum clg_sociogram_kind {
    CLG_SOCIOGRAM_NONE,   /* too few people to say anything of them */
    CLG_SOCIOGRAM_BLOCKS, /* groups and what lies between them */
    CLG_SOCIOGRAM_PEOPLE
} clg_sociogram_kind;

typedef enum clg_sociogram_by {
    CLG_SOCIOGRAM_BY_LEVEL,
    CLG_SOCIOGRAM_BY_CORE,
    CLG_SOCIOGRAM_BY_NOTHING /* one group */
} clg_sociogram_by;

typedef struct clg_sociogram_group {
    char label[96];
    uint32_t people;
} clg_sociogram_group;

/* People are numbered in the order in which they stand: by group, then by the strength
 * of the ties drawn. */
typedef struct clg_sociogram {
    uint32_t place, count, least; /* least: min_group, 1 where all may be shown */
    bool is_named;
    clg_sociogram_kind kind;
    clg_sociogram_by by;
    bool is_joined;        /* levels were */
    uint32_t lone;         /* people without a tie drawn */
    uint32_t known_absent; /* that the table of levels tells: they met nobody */
    bool hides_lone;       /* how many met nobody is not told */
    uint32_t lone_of[CLG_PAGE_LEVELS]; /* where hidden: of each group, who could have
                                          met nobody for all that shows */
    uint32_t group_count;
    clg_sociogram_group groups[CLG_PAGE_LEVELS];
    uint8_t *group;   /* [person] */
    uint32_t *person; /* [person] row of the table */
    uint8_t *level;   /* [person] from 0, the core; CLG_PAGE_LEVELS: not known */
    uint8_t *is_core, *is_lone;   /* is_lone: without a tie drawn */
    clg_layout_tie *ties, *drawn; /* drawn: weight 1 to CLG_SOCIOGRAM_STRENGTHS */
    size_t tie_count, drawn_count;
} clg_sociogram;

/* Where a page's people and ties are. To be cleared also after a failure. */
typedef struct clg_sociogram_index {
    clg_page_rows people, ties;
    uint32_t *number; /* [row of person] its number in its school */
} clg_sociogram_index;

clg_status clg_sociogram_index_make(const clg_page *page, clg_sociogram_index *index,
                                    clg_error *err) CLG_NODISCARD;
void clg_sociogram_index_clear(clg_sociogram_index *index);

/* page->min_group 1: everything may be shown, and people by their names. To be cleared
 * also after a failure. */
clg_status clg_sociogram_gather(const clg_page *page, const clg_sociogram_index *index,
                                uint32_t place, clg_sociogram *s,
                                clg_error *err) CLG_NODISCARD;
void clg_sociogram_clear(clg_sociogram *s);

/* The steps of gathering. */
clg_status clg_sociogram_choose_ties(clg_sociogram *s, clg_error *err) CLG_NODISCARD;
/* Needs levels and drawn ties. */
clg_status clg_sociogram_find_groups(const clg_page *page, clg_sociogram *s,
                                     clg_error *err) CLG_NODISCARD;
/* Numbers people anew: order[k] is the old number of the k-th. */
clg_status clg_sociogram_renumber(clg_sociogram *s, const uint32_t *order,
                                  clg_error *err) CLG_NODISCARD;

/* Both pictures side by side, what they leave out, and the table. kind begins the ids.
 */
clg_status clg_sociogram_put(const clg_page *page, const clg_sociogram *s,
                             const char *kind, clg_error *err) CLG_NODISCARD;
/* What it is of, in numbers: as a sentence. */
void clg_sociogram_say(const clg_page *page, const clg_sociogram *s);
void clg_sociogram_draw_people(const clg_page *page, const clg_sociogram *s,
                               const clg_layout *layout, const char *id);
void clg_sociogram_draw_matrix(const clg_page *page, const clg_sociogram *s,
                               const char *id);
void clg_sociogram_draw_blocks(const clg_page *page, const clg_sociogram *s,
                               const char *id);
void clg_sociogram_draw_block_matrix(const clg_page *page, const clg_sociogram *s,
                                     const char *id);
/* "63 %", "under 5 %", "hidden", "": the share of pairs with a tie. *shade: its size
 * where it is told, otherwise NaN. */
const char *clg_sociogram_density(const clg_sociogram *s, uint32_t a, uint32_t b,
                                  double *shade, char room[CLG_PAGE_TEXT]);
/* How a group looks. */
const char *clg_sociogram_colour(uint32_t group);
void clg_sociogram_shape(FILE *stream, uint32_t group, double x, double y, double size);

#endif
