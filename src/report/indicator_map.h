/* The fourteen indicators that a community of practice has formed (Wenger 1998,
 * Communities of Practice, pp. 125-126), in words of our own, and which of them logs
 * can show at all.
 *
 * The map is our own operationalisation. Each measure in it is a plausible proxy (grade
 * B): it would rise with the indicator, but with other things too. The other eleven are
 * about what people know, mean and say: logs of who met or wrote to whom hold nothing
 * of it.
 *
 *     1 sustained mutual relationships   tie_persistence: ties that last from window to
 *                                        window
 *     2 shared ways of engaging in       little_joint_work: share of pairs whose
 *       doing things together            interdependence goes as far as joint work
 *     3 rapid flow of information        temporal_efficiency: how soon contacts could
 *                                        carry news from one to another */
#ifndef CLG_REPORT_INDICATOR_MAP_H
#define CLG_REPORT_INDICATOR_MAP_H

/* The instrument of assessments.csv. */
#define CLG_INDICATORS "indicators"

enum { CLG_INDICATOR_COUNT = 14 };

/* The name of the n-th, which is that of its scale too; n from 1. */
const char *clg_indicator_name(int number);
/* The measure of a school that can stand for it, or NULL: logs can't show it. */
const char *clg_indicator_measure(int number);

/* The number of an item 1, 01, i1 or indicator_1, and so on up to 14; 0: none. */
int clg_indicator_of_item(const char *item);
/* The number of the indicator whose scale it is; 0: none. */
int clg_indicator_of_scale(const char *instrument, const char *scale);

#endif
