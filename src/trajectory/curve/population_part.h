/* Rows and schools of the mixed model of population.h. For population*.c. */
#ifndef CLG_TRAJECTORY_CURVE_POPULATION_PART_H
#define CLG_TRAJECTORY_CURVE_POPULATION_PART_H

#include "trajectory/curve/population.h"

/* One row of B, whose entries from `first` on are not 0, and of Z. */
typedef struct clg_population_row {
    uint32_t first;
    double b[4], z[CLG_DEVIATION_TERMS];
} clg_population_row;

/* The rows of distinct times, computed once: most schools share their windows. */
typedef struct clg_population_times {
    clg_population_row *rows;
    uint32_t *which; /* [row of the series] */
} clg_population_times;

clg_status clg_population_times_init(const clg_population *population,
                                     const clg_series *series,
                                     clg_population_times *times,
                                     clg_error *err) CLG_NODISCARD;
void clg_population_times_clear(clg_population_times *times);

/* M's factor, Z'B and Z'y of one school. */
typedef struct clg_population_school {
    double factor[CLG_DEVIATION_TERMS * CLG_DEVIATION_TERMS];
    double cross[CLG_DEVIATION_TERMS][CLG_POPULATION_SPLINES];
    double right[CLG_DEVIATION_TERMS];
} clg_population_school;

/* Level, slope, and shape for the rest. */
static inline uint32_t clg_population_part(uint32_t term)
{
    return term < 2 ? term : 2;
}

/* Fills population->shape. */
void clg_population_find_shape(clg_population *population);
clg_population_row clg_population_row_at(const clg_population *population, double t);
/* f(t) less the level. */
double clg_population_common(const clg_population *population,
                             const clg_population_row *row);

/* The lower triangle of Z'Z gains a row; then it becomes the factor of M = I + g Z'Z g,
 * root[] being g of the parts. */
void clg_population_add_row(const clg_population_row *row, double *square);
void clg_population_factorise(const double *root, double *square);

/* Sums over the windows of a school, y being about the level; its B'B (lower) and B'y
 * are added to h and right unless NULL. */
void clg_population_read(const clg_population_times *times, const clg_series *series,
                         double level, const double *root, uint32_t s,
                         clg_population_school *own, double *h, double *right);

/* Turns cross into g Z'B, and whole into M^-1 g Z'B and inverse into M^-1. */
void clg_population_solve(clg_population_school *own, const double *root,
                          double whole[CLG_DEVIATION_TERMS][CLG_POPULATION_SPLINES],
                          double *inverse);

#endif
