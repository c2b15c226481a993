/* Schools by windows by indicators: what trajectories are fitted to.
 *
 * A school has its windows without gaps, from the first to the last that is known of
 * it; what is missing in between is missing cell by cell. Schools stand in the order of
 * the bytes of their identifiers, whatever the order of the input, and `rows` number
 * their windows through: row first[s] + t is window t of school s.
 *
 * Values lie as the E-step wants them: 16 schools side by side. 1,024 schools in a row
 * form a chunk; inside a chunk they are dealt to lanes by falling length, so that
 * schools of a block end at about the same time. A missing cell holds 0 and has no bit
 * in `observed`; nothing else tells it from an observed one, and NaN never stands for
 * missing. */
#ifndef CLG_TRAJECTORY_PANEL_H
#define CLG_TRAJECTORY_PANEL_H

#include "base/text.h"

enum { CLG_LANES = 16, CLG_CHUNK_SCHOOLS = 1024, CLG_MOST_INDICATORS = 24 };

typedef struct clg_panel {
    uint32_t school_count, indicator_count, block_count;
    clg_texts schools;      /* identifiers, in the order of their bytes */
    clg_texts windows;      /* names of windows, in their order */
    clg_texts indicators;   /* names */
    uint32_t *length;       /* [s] windows */
    size_t *first;          /* [s] first row; first[school_count] = rows */
    uint32_t *window;       /* [row] which of `windows` */
    uint32_t *slot;         /* [s] block * 16 + lane */
    uint32_t *school_at;    /* [block * 16 + lane] the school, UINT32_MAX if none */
    uint32_t *block_length; /* [b] of its longest school */
    size_t
        *block_first;   /* [b] windows of the blocks before; block_first[block_count] */
    double *values;     /* [((block_first[b] + t) * indicator_count + d) * 16 + lane] */
    uint16_t *observed; /* [(block_first[b] + t) * indicator_count + d], a bit a lane */
    uint8_t *is_founded; /* [s] 1: the first window is the founding, stage 1 for sure */
    double *time;        /* [row] in windows; NULL: t = 0, 1, 2, ... */
    /* Further columns by row: exposures, trials, covariates. NaN is missing. */
    clg_texts extra_names;
    double **extra; /* [e][row] */
} clg_panel;

/* An empty panel with room for schools of these lengths; identifiers are given in byte
 * order and copied, names of windows are appended by the caller. All cells are missing,
 * window[row] = t. O(cells). CLG_ERROR_MEMORY; CLG_ERROR_ARGUMENT: more than
 * CLG_MOST_INDICATORS. */
clg_status clg_panel_init(clg_panel *panel, const clg_texts *schools,
                          const uint32_t *lengths, const clg_texts *indicators,
                          clg_error *err) CLG_NODISCARD;
void clg_panel_clear(clg_panel *panel);

/* Adds a column by row, all NaN; *values is the panel's, of one double a row. */
clg_status clg_panel_add_extra(clg_panel *panel, const char *name, double **values,
                               clg_error *err) CLG_NODISCARD;
/* Number of the extra column of that name, or -1. */
int clg_panel_find_extra(const clg_panel *panel, const char *name);

static inline size_t clg_panel_rows(const clg_panel *panel)
{
    return panel->first[panel->school_count];
}

/* Where `observed` keeps the cell; values keep it at 16 times that, plus the lane. */
static inline size_t clg_panel_cell(const clg_panel *panel, uint32_t school, uint32_t t,
                                    uint32_t indicator)
{
    size_t window = panel->block_first[panel->slot[school] / CLG_LANES] + t;

    return window * panel->indicator_count + indicator;
}

static inline bool clg_panel_has(const clg_panel *panel, uint32_t school, uint32_t t,
                                 uint32_t indicator)
{
    size_t cell = clg_panel_cell(panel, school, t, indicator);

    return panel->observed[cell] >> panel->slot[school] % CLG_LANES & 1;
}

static inline double clg_panel_value(const clg_panel *panel, uint32_t school,
                                     uint32_t t, uint32_t indicator)
{
    size_t cell = clg_panel_cell(panel, school, t, indicator);

    return panel->values[cell * CLG_LANES + panel->slot[school] % CLG_LANES];
}

/* Sets an observed cell; the value is finite. */
void clg_panel_set(clg_panel *panel, uint32_t school, uint32_t t, uint32_t indicator,
                   double value);

/* The series of one indicator: length[school] values, NaN where missing; returns how
 * many are observed. */
uint32_t clg_panel_series(const clg_panel *panel, uint32_t school, uint32_t indicator,
                          double *values);

/* Windows of the longest school; 0 without schools. */
uint32_t clg_panel_longest(const clg_panel *panel);

/* Rows in which any indicator is observed, of all schools and of one. */
size_t clg_panel_observed_rows(const clg_panel *panel);
uint32_t clg_panel_observed_windows(const clg_panel *panel, uint32_t school);

#endif
