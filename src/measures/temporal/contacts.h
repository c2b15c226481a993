/* Contacts in the order of time, and what could be passed on along them.
 *
 * A meeting is a contact of all who are present, at its end; an exchange one from the
 * one who contacts to the other. A path follows contacts of rising times (strict: one
 * step a moment), so that what i knows at the beginning can have reached j at its
 * arrival (Wu et al. 2014, PVLDB 7:721; Holme & Saramaki 2012). Meetings are never
 * taken apart into pairs. */
#ifndef CLG_MEASURES_TEMPORAL_CONTACTS_H
#define CLG_MEASURES_TEMPORAL_CONTACTS_H

#include "base/random.h"
#include "collegium/error.h"

#include <stdbool.h>
#include <stdint.h>

#define CLG_NEVER INT64_MAX

/* Those who pass on are [first, last) of `vertex`; the others of a directed contact, an
 * exchange, only receive: `directed` has one giver, then one receiver. */
typedef struct clg_contact {
    int64_t time;
    int64_t from, until; /* when all who take part were there: any time, or as found */
    size_t first, last;
    bool is_directed;
} clg_contact;

typedef struct clg_contacts {
    uint32_t vertex_count;
    size_t count;
    clg_contact *items; /* by time, then as they were added */
    uint32_t *vertex;
    size_t vertex_used, item_room, vertex_room;
} clg_contacts;

void clg_contacts_start(clg_contacts *contacts, uint32_t vertex_count);
clg_status clg_contacts_add(clg_contacts *contacts, int64_t time,
                            const uint32_t *vertex, size_t count, bool is_directed,
                            clg_error *err) CLG_NODISCARD;
void clg_contacts_sort(clg_contacts *contacts);
/* `out` are others than `contacts`. */
clg_status clg_contacts_copy(const clg_contacts *contacts, clg_contacts *out,
                             clg_error *err) CLG_NODISCARD;
void clg_contacts_clear(clg_contacts *contacts);

/* arrival[v]: the earliest moment at which v can have what the source had at `begin`
 * (the source: begin); CLG_NEVER if at none. room: as long as arrival. strict: contacts
 * of one moment don't follow each other; otherwise they do, in any order. O(contacts'
 * people), for the other kind times the longest chain in a moment. */
void clg_contacts_arrivals(const clg_contacts *contacts, uint32_t source, int64_t begin,
                           bool strict, int64_t *arrival, int64_t *room);

/* Who reaches whom, strictly: pairs that are reached, and how soon. */
typedef struct clg_time_reach {
    double pairs, sooner; /* ordered pairs; sum of 1 / (days from begin + 1) */
    double *out, *in;     /* pairs by vertex, or NULL; to be 0 at the beginning */
} clg_time_reach;

/* The same as arrivals from every source, as sets of sources: one visit for all of
 * them. CLG_ERROR_MEMORY. O(contacts' people n / 64 + pairs). */
clg_status clg_contacts_reach(const clg_contacts *contacts, int64_t begin,
                              clg_time_reach *reach, clg_error *err) CLG_NODISCARD;

/* from and until of all contacts: joined[v] <= time < left[v]. */
void clg_contacts_find_stays(clg_contacts *contacts, const int64_t *joined,
                             const int64_t *left);

/* Deals the times of sorted contacts out again, those of meetings among meetings, of
 * exchanges among exchanges: every order is equally likely in which all who take part
 * are there. Five times as many swaps as contacts are tried; the order stays sorted. */
void clg_contacts_shuffle_times(clg_contacts *contacts, clg_random *random);

#endif
