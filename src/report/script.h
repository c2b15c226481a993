/* What makes the page answer to its reader, bundled from src/report/script when the
 * library was built. */
#ifndef CLG_REPORT_SCRIPT_H
#define CLG_REPORT_SCRIPT_H

extern const char clg_report_script[];      /* "": built without, for static reports */
extern const char clg_report_script_hash[]; /* as the content-security policy has it */

#endif
