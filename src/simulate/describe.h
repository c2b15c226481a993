/* The files of a simulated study that are not made school by school. */
#ifndef CLG_SIMULATE_DESCRIBE_H
#define CLG_SIMULATE_DESCRIBE_H

#include "collegium/simulate.h"
#include "simulate/sheet.h"

clg_status clg_write_study_yaml(const char *folder, const clg_simulate_options *options,
                                clg_error *err) CLG_NODISCARD;
clg_status clg_write_readme(const char *folder, const clg_simulate_options *options,
                            clg_error *err) CLG_NODISCARD;
/* The breaks that all schools have, for every year of the study. */
void clg_write_holidays(clg_sheet *calendar, const clg_simulate_options *options);

#endif
