/* The tables of a report's page as a folder: a CSV each, datapackage.json that says
 * what their columns are, and report.json: title, min_group, and of every table its
 * file, id on the page, section, title, rows, columns, and how many cells are held
 * back. */
#ifndef CLG_RUN_REPORT_DATA_H
#define CLG_RUN_REPORT_DATA_H

#include "base/file.h"
#include "report/report.h"

/* Into the folder, which the caller commits. page: as clg_report_draw() wrote it. */
clg_status clg_report_data_write(const char *page, size_t length,
                                 const clg_report_data *data, uint32_t min_group,
                                 const clg_output_folder *folder,
                                 clg_error *err) CLG_NODISCARD;

#endif
