/* How stages look: a colour, a pattern and a number each, the same in every picture.
 *
 * The colours are those of Okabe and Ito (2008), "Color universal design", told apart
 * with every common kind of colour blindness; black is a grey, so that curves stay
 * readable on it. Their order makes neighbours differ in lightness too. On paper
 * without colour the pattern and the number remain. */
#ifndef CLG_REPORT_PALETTE_H
#define CLG_REPORT_PALETTE_H

#include <stdint.h>
#include <stdio.h>

enum { CLG_PALETTE_SIZE = 8, CLG_FILL_SIZE = 64 };

/* "#0072b2"; stages count from 0. */
const char *clg_stage_colour(uint32_t stage);

/* The definitions that clg_stage_fill() refers to; id as in clg_svg_begin(). */
void clg_stage_patterns(FILE *stream, const char *id, uint32_t count);
/* "url(#id-stage-1)": colour and pattern; id of at most 40 bytes. */
void clg_stage_fill(const char *id, uint32_t stage, char fill[CLG_FILL_SIZE]);

/* The stage's number, from 1, on a white disc. */
enum { CLG_BADGE_RADIUS = 7 };
void clg_stage_badge(FILE *stream, double x, double y, uint32_t stage);

#endif
