/* Time that passes, for telling how long something took. */
#ifndef CLG_BASE_CLOCK_H
#define CLG_BASE_CLOCK_H

/* Seconds since some moment; never backwards. */
double clg_clock(void);

#endif
