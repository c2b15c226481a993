#include "simulate/describe.h"

#include "base/time.h"
#include "simulate/month.h"

#include <inttypes.h>
#include <stdio.h>

static const char readme[] =
    "# A simulated study\n"
    "\n"
    "Made by `collegium simulate`; no school or person in it exists. The model is\n"
    "described in `collegium/simulate.h`: every school walks through the stages of a\n"
    "community of practice, and the stage decides how much is logged, how large and\n"
    "how busy the core is, how often exchanges are answered and how many leave the\n"
    "school.\n"
    "\n"
    "| file | a row is | columns |\n"
    "|---|---|---|\n"
    "| attendance.csv | a person's presence at a meeting | school, meeting, person, "
    "start, minutes, joined, left, status, role, kind (staff, department, plc: a team, "
    "project), phase, focus (learning, management), length in minutes, network "
    "(empty: all meetings are of one school) |\n"
    "| exchanges.csv | a person turning to another | school, from, to, time, kind, "
    "weight, to_school (empty: the same school) |\n"
    "| people.csv | a person on the roster | school, person, role, department, joined, "
    "left, member, consent, seniority |\n"
    "| schools.csv | a school | school, name, network, time_zone, founded, level, size "
    "(positions on the staff) |\n"
    "| calendar.csv | a break, from start to end, both days included | start, end, "
    "school (empty: all), label |\n"
    "| events.csv | something that happened | school, time, label, end |\n"
    "| truth.csv | a school in a month | school, month (its first day), stage, core, "
    "silos, isolates, hub |\n"
    "\n"
    "Times are those of the school's clock. Dates of joining and leaving belong to "
    "the\n"
    "membership.\n"
    "\n"
    "truth.csv is not read by `collegium run`: it is what the measures should find.\n"
    "`core` and `isolates` are persons and `silos` departments, separated by `;`. An\n"
    "isolate is in no log of the month. `hub` is the person to whom nearly half of "
    "the\n"
    "exchanges go, in schools that have one.\n"
    "\n"
    "One school of three keeps messy logs: rows written twice, presence in two or in\n"
    "overlapping parts, people who were there for less than five minutes, blank\n"
    "minutes, exchanges with oneself, and a few times that can't be read.\n";

clg_status clg_write_study_yaml(const char *folder, const clg_simulate_options *options,
                                clg_error *err)
{
    clg_sheet yaml;
    clg_status status;

    status =
        clg_sheet_open(folder, "study.yaml",
                       "# Simulated: schools walk through the stages of a community "
                       "of practice, and the\n"
                       "# stage drives their logs. truth.csv says what is true of "
                       "each school and month.",
                       &yaml, err);
    if (status != CLG_OK)
        return status;
    clg_sheet_text(&yaml, "title: Simulated network, seed ");
    clg_sheet_number(&yaml, options->seed);
    clg_sheet_text(&yaml, "\nstrata: [department, seniority]\n");
    return clg_sheet_close(&yaml, err);
}

static void put_option(clg_sheet *sheet, const char *name, uint64_t value)
{
    clg_sheet_text(sheet, name);
    clg_sheet_number(sheet, value);
}

clg_status clg_write_readme(const char *folder, const clg_simulate_options *options,
                            clg_error *err)
{
    clg_sheet sheet;
    clg_status status;

    status = clg_sheet_open(folder, "README.md", readme, &sheet, err);
    if (status != CLG_OK)
        return status;
    put_option(&sheet, "Made with `--schools ", options->schools);
    put_option(&sheet, " --months ", options->months);
    put_option(&sheet, " --people ", options->people);
    put_option(&sheet, " --seed ", options->seed);
    clg_sheet_text(&sheet, "`, beginning on ");
    clg_sheet_date(&sheet,
                   clg_day_of_civil(options->first_year, options->first_month, 1));
    clg_sheet_text(&sheet, ".\n");
    return clg_sheet_close(&sheet, err);
}

void clg_write_holidays(clg_sheet *calendar, const clg_simulate_options *options)
{
    uint32_t last_month = options->first_month - 1 + options->months - 1;
    int last_year = options->first_year + (int)(last_month / 12);

    for (int year = options->first_year - 1; year <= last_year; year++)
        for (int h = 0; h < CLG_HOLIDAY_COUNT; h++) {
            const clg_holiday *holiday = &clg_holidays[h];
            bool wraps = holiday->last_month < holiday->first_month;
            clg_sheet_date(calendar, clg_day_of_civil(year, holiday->first_month,
                                                      holiday->first_day));
            clg_sheet_text(calendar, ",");
            clg_sheet_date(calendar, clg_day_of_civil(year + wraps, holiday->last_month,
                                                      holiday->last_day));
            clg_sheet_text(calendar, ",,");
            clg_sheet_text(calendar, holiday->label);
            clg_sheet_text(calendar, "\n");
        }
}
