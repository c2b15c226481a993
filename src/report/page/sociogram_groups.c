/* Which people are drawn alike, so that no small number of them can be counted. */
#include "report/page/sociogram_part.h"

#include "report/disclosure.h"

#include <math.h>
#include <string.h>

enum { LEVELS = CLG_PAGE_LEVELS };

static const clg_word level_words[LEVELS] = {
    CLG_WORD_LEVEL_CORE, CLG_WORD_LEVEL_ACTIVE, CLG_WORD_LEVEL_OCCASIONAL,
    CLG_WORD_LEVEL_PERIPHERAL, CLG_WORD_LEVEL_ABSENT};

/* Neighbouring levels, with the numbers that can be worked out of them. */
typedef struct part {
    uint32_t first, last;
    uint32_t people;
    uint32_t lone;   /* without absent people whose number is told */
    uint32_t hidden; /* people at levels that the table of levels hides */
} part;

typedef struct parts {
    part at[LEVELS];
    uint32_t count;
} parts;

static bool tells_too_much(const part *p, uint32_t least)
{
    return clg_disclosure_is_small(p->people, least) ||
           clg_disclosure_is_small(p->lone, least) ||
           clg_disclosure_is_small(p->hidden, least);
}

/* Joins a part with the next further out. */
static void join(parts *p, uint32_t i)
{
    p->at[i].last = p->at[i + 1].last;
    p->at[i].people += p->at[i + 1].people;
    p->at[i].lone += p->at[i + 1].lone;
    p->at[i].hidden += p->at[i + 1].hidden;
    p->count--;
    for (uint32_t k = i + 1; k < p->count; k++)
        p->at[k] = p->at[k + 1];
}

/* Whether any were joined. */
static bool join_all(parts *p, uint32_t least)
{
    uint32_t before = p->count, i = 0;

    while (i < p->count && p->count > 1)
        if (tells_too_much(&p->at[i], least)) {
            join(p, i + 1 < p->count ? i : i - 1);
            i = 0;
        } else {
            i++;
        }
    return p->count < before;
}

static void mark_lone(const clg_sociogram *s, uint8_t *is_lone)
{
    memset(is_lone, 1, s->count);
    for (size_t t = 0; t < s->drawn_count; t++)
        is_lone[s->drawn[t].a] = is_lone[s->drawn[t].b] = 0;
}

/* In blocks nobody is seen to be without ties. */
static bool counts_as_lone(const clg_sociogram *s, uint32_t v)
{
    return s->kind == CLG_SOCIOGRAM_PEOPLE && s->is_lone[v];
}

/* The levels that anybody is at; false where they are not known, or not as the table
 * has them. */
static bool list_levels(const clg_sociogram *s, const clg_page_levels *table, parts *p)
{
    part all[LEVELS] = {{0}};

    for (uint32_t v = 0; v < s->count; v++) {
        if (s->level[v] >= LEVELS)
            return false;
        all[s->level[v]].people++;
        all[s->level[v]].lone += counts_as_lone(s, v);
    }
    for (uint32_t k = 0; k < LEVELS; k++) {
        if (all[k].people != table->counts[k])
            return false;
        all[k].first = all[k].last = k;
        all[k].hidden = table->is_hidden[k] ? all[k].people : 0;
        if (k == LEVELS - 1)
            all[k].lone -= all[k].lone == s->known_absent ? s->known_absent : 0;
        if (all[k].people > 0)
            p->at[p->count++] = all[k];
    }
    return true;
}

static void group_by_levels(clg_sociogram *s, const parts *p)
{
    for (uint32_t g = 0; g < p->count; g++) {
        const part *of = &p->at[g];
        s->groups[g].people = of->people;
        if (of->first == of->last)
            snprintf(s->groups[g].label, sizeof s->groups[g].label, "%s",
                     clg_words(level_words[of->first]));
        else
            clg_compose(s->groups[g].label, sizeof s->groups[g].label,
                        CLG_WORD_LEVELS_JOINED, clg_words(level_words[of->first]),
                        clg_words(level_words[of->last]), NULL);
        for (uint32_t v = 0; v < s->count; v++)
            if (s->level[v] >= of->first && s->level[v] <= of->last)
                s->group[v] = (uint8_t)g;
    }
    s->by = CLG_SOCIOGRAM_BY_LEVEL;
    s->group_count = p->count;
}

/* False: the core or the rest is too small. */
static bool group_by_core(clg_sociogram *s)
{
    static const clg_word words[2] = {CLG_WORD_NETWORK_CORE, CLG_WORD_NETWORK_RIM};
    part sides[2] = {{0}};

    for (uint32_t v = 0; v < s->count; v++) {
        part *side = &sides[s->is_core[v] ? 0 : 1];
        side->people++;
        side->lone += counts_as_lone(s, v);
    }
    for (int i = 0; i < 2; i++)
        if (sides[i].people == 0 || tells_too_much(&sides[i], s->least))
            return false;
    for (uint32_t v = 0; v < s->count; v++)
        s->group[v] = s->is_core[v] ? 0 : 1;
    for (int i = 0; i < 2; i++) {
        s->groups[i].people = sides[i].people;
        snprintf(s->groups[i].label, sizeof s->groups[i].label, "%s",
                 clg_words(words[i]));
    }
    s->by = CLG_SOCIOGRAM_BY_CORE;
    s->group_count = 2;
    return true;
}

static void group_all(clg_sociogram *s)
{
    memset(s->group, 0, s->count);
    s->groups[0].people = s->count;
    snprintf(s->groups[0].label, sizeof s->groups[0].label, "%s",
             clg_words(CLG_WORD_EVERYBODY));
    s->by = CLG_SOCIOGRAM_BY_NOTHING;
    s->group_count = 1;
}

/* All who are drawn without ties could have none; of blocks, as many of the outermost
 * groups as must be possible. */
static void find_lone(clg_sociogram *s)
{
    uint32_t left = s->known_absent + s->least;

    memset(s->lone_of, 0, sizeof s->lone_of);
    if (!s->hides_lone)
        return;
    for (uint32_t v = 0; v < s->count; v++)
        s->lone_of[s->group[v]] += counts_as_lone(s, v);
    for (uint32_t g = s->group_count; s->kind == CLG_SOCIOGRAM_BLOCKS && g-- > 0;) {
        s->lone_of[g] = s->groups[g].people < left ? s->groups[g].people : left;
        left -= s->lone_of[g];
    }
}

clg_status clg_sociogram_find_groups(const clg_page *page, clg_sociogram *s,
                                     clg_error *err)
{
    parts p = {.count = 0};
    clg_page_levels table;
    clg_status status = clg_page_levels_of(page, s->place, &table, err);

    if (status != CLG_OK)
        return status;
    s->known_absent = table.is_hidden[LEVELS - 1] || isnan(table.shares[LEVELS - 1])
                          ? 0
                          : table.counts[LEVELS - 1];
    mark_lone(s, s->is_lone);
    s->is_joined = false;
    if (list_levels(s, &table, &p))
        s->is_joined = join_all(&p, s->least);
    else
        p.count = 0;
    if (p.count > 1 || !group_by_core(s)) {
        if (p.count > 1 || (p.count == 1 && !s->is_joined))
            group_by_levels(s, &p);
        else
            group_all(s);
    }
    find_lone(s);
    return CLG_OK;
}
