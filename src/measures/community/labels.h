/* Names that stay with the groups of a school from window to window. */
#ifndef CLG_MEASURES_COMMUNITY_LABELS_H
#define CLG_MEASURES_COMMUNITY_LABELS_H

#include "measures/community/communities.h"
#include "measures/history.h"
#include "measures/value.h"

/* Labels that stay with a group over windows. A group takes the label of the earlier
 * group whose last known members it shares most of (Jaccard index J among people who
 * are members of the school in both windows, the largest J first), if J > 0.3 (Greene,
 * Doyle & Cunningham 2010, ASONAM); otherwise a new one. Labels count from 1 in order
 * of appearance; label[v] is 0 for people in no group.
 *
 * earlier: the windows before, with their labels. person: row in study.people of each
 * vertex, ascending. CLG_ERROR_MEMORY. O(labels n log n + windows n). */
clg_status clg_communities_label(const clg_communities *communities,
                                 const uint32_t *person, uint32_t vertex_count,
                                 const clg_history *earlier, uint32_t *label,
                                 clg_error *err) CLG_NODISCARD;

/* The same for the groups of the whole period, each against those who bore a label in
 * most of the windows in which they bore any. */
clg_status clg_communities_label_period(const clg_communities *communities,
                                        const uint32_t *person, uint32_t vertex_count,
                                        const clg_history *windows, uint32_t *label,
                                        clg_error *err) CLG_NODISCARD;

/* Mean adjusted mutual information (core/partition.h) of the groups of one window and
 * the next, among people who are in a group in both; UNDEFINED where no two windows in
 * a row have groups to compare. */
clg_status clg_communities_stability(const clg_history *windows, clg_value *stability,
                                     clg_error *err) CLG_NODISCARD;

#endif
