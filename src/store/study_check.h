/* Whether a study that came from a file holds together, so that no code after this
 * can reach outside its arrays: offsets, row numbers, codes and instants. */
#ifndef CLG_STORE_STUDY_CHECK_H
#define CLG_STORE_STUDY_CHECK_H

#include "study/study.h"

/* NULL if it is sound; otherwise what is wrong, such as "a code in people is out of
 * range". Linear in the size of the study. */
const char *clg_study_fault(const clg_study *study);

#endif
