/* The tables of assessments: scales of each school and wave, how reliable they are, how
 * they changed, and what goes with them in the logs. */
#ifndef CLG_RUN_RESULTS_ASSESSMENT_H
#define CLG_RUN_RESULTS_ASSESSMENT_H

#include "results/table_maker.h"
#include "run/answer_scales.h"
#include "run/results.h"

/* From the study and the measures of the schools, once these are complete. Nothing is
 * done in a study without assessments. CLG_ERROR_MEMORY. */
clg_status clg_results_fill_assessment(clg_results *results,
                                       clg_error *err) CLG_NODISCARD;

/* ---- the parts ---- */

/* A scale in a wave, and the level of its texts. */
typedef struct clg_asked_scale {
    clg_scale_scores scores;
    int32_t wave, name;
} clg_asked_scale;

typedef struct clg_asked {
    clg_results *results;
    clg_answers answers;
    clg_scale_list scales;
    clg_asked_scale *list; /* by instrument, wave and scale */
    size_t count, room;
} clg_asked;

bool clg_asked_takes_part(const clg_asked_scale *of, uint32_t school);

/* The columns school (with_schools), wave, instrument and scale, which come first. */
enum { CLG_ASKED_KEYS = 4 };
void clg_asked_add_keys(clg_table_maker *maker, const clg_asked *asked,
                        bool with_schools);
void clg_asked_put_keys(clg_table *table, size_t row, const clg_asked_scale *of,
                        uint32_t school);

/* One row a school, scale and wave, of the schools that take part. */
clg_status clg_asked_make_scales(clg_asked *asked, clg_error *err) CLG_NODISCARD;
/* One row a scale and wave. */
clg_status clg_asked_make_reliability(clg_asked *asked, clg_error *err) CLG_NODISCARD;
/* One row a school, scale and two waves that follow one another. */
clg_status clg_asked_make_change(clg_asked *asked, clg_error *err) CLG_NODISCARD;
/* One row a scale, wave and measure; from the table of scales. */
clg_status clg_asked_make_log(clg_asked *asked, clg_error *err) CLG_NODISCARD;

#endif
