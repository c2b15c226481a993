/* exchanges.csv: who turned to whom. How the rows are ordered, and equal ones found,
 * is in exchanges_build.c. */
#include "ingest/tables.h"

#include <stdio.h>

static const clg_column_spec columns[] = {
    {"school", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED | CLG_COLUMN_UNSTORED,
     CLG_NAMES_SCHOOL, -1, -1},
    {"to_school", CLG_FIELD_CODE, CLG_COLUMN_UNSTORED, CLG_NAMES_SCHOOL, -1,
     CLG_EXCHANGES_SCHOOL},
    {"from", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_PERSON,
     CLG_EXCHANGES_SCHOOL, -1},
    {"to", CLG_FIELD_CODE, CLG_COLUMN_REQUIRED, CLG_NAMES_PERSON,
     CLG_EXCHANGES_TO_SCHOOL, -1},
    {"time", CLG_FIELD_INSTANT, CLG_COLUMN_REQUIRED, CLG_NAMES_OWN, -1, -1},
    {"kind", CLG_FIELD_CODE, 0, CLG_NAMES_OWN, -1, -1},
    {"weight", CLG_FIELD_WEIGHT, 0, CLG_NAMES_OWN, -1, -1},
};

static void judge(const clg_cell *cells, clg_verdict *verdict)
{
    if (cells[CLG_EXCHANGES_FROM].code != cells[CLG_EXCHANGES_TO].code)
        return;
    verdict->is_used = verdict->is_bad = false;
    verdict->column = CLG_EXCHANGES_TO;
    snprintf(verdict->reason, sizeof verdict->reason,
             "from and to are the same person");
}

static const clg_input_table_spec spec = {.kind = CLG_TABLE_EXCHANGES,
                                          .columns = columns,
                                          .column_count = 7,
                                          .needs_rows = true,
                                          .fingerprint_column = CLG_EXCHANGES_TIME,
                                          .judge = judge};

clg_status clg_exchanges_read(clg_intake *intake, clg_input_table *table,
                              clg_error *err)
{
    clg_status status = clg_input_table_read(intake, &spec, table, err);

    if (status == CLG_OK)
        status = clg_input_table_withhold(intake, table, CLG_EXCHANGES_FROM, err);
    if (status == CLG_OK)
        status = clg_input_table_withhold(intake, table, CLG_EXCHANGES_TO, err);
    return status == CLG_OK ? clg_input_table_settle(intake, table, err) : status;
}
