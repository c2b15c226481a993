/* How surprising a count is: exact tails, also where schools differ ordinarily.
 *
 *     p = min(1, 2 min(P(X <= k), P(X >= k)))
 *
 * of X ~ Binomial(n, share) or Poisson(expected), or of these with a share ~ Beta, a
 * ratio ~ Gamma whose variance is the spread of schools: beta-binomial, negative
 * binomial. The normal tails of a funnel's scale are far too thin where counts are few:
 * 0 of 15 at a share of .3 is at z = -4.5 there, and happens once in 210 schools.
 * Doubled tails are on the safe side: they are exceeded no more often than they say. */
#ifndef CLG_COMPARE_TAILS_H
#define CLG_COMPARE_TAILS_H

/* `variance` is that of the share between schools, 0 for none. Successes that are not
 * whole are moved towards the middle. NaN without trials. With a variance O(trials)
 * up to 100,000 trials; beyond, to some 1e-4. */
double clg_share_tails(double successes, double trials, double share, double variance);

/* `variance` is that of observed over expected. NaN if nothing is expected. */
double clg_events_tails(double events, double expected, double variance);

#endif
