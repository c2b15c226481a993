/* Looks at SVG as text: is it well-formed, are its numbers finite, do labels keep off
 * one another. For what this library writes, not for SVG in general. */
#ifndef CLG_TESTS_SVG_CHECK_H
#define CLG_TESTS_SVG_CHECK_H

/* Elements close in the order in which they opened; attributes are quoted; no stray
 * ampersand; no coordinate was NaN or infinite. */
void check_well_formed(const char *svg);

/* No text lies on another or leaves the picture, by the library's own estimate of how
 * wide it is. Turned texts are left out. */
void check_labels(const char *svg, double width, double height);

#endif
