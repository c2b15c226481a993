/* What the parts of the diagram of stages share while it is drawn. */
#ifndef CLG_REPORT_STAGE_DIAGRAM_PART_H
#define CLG_REPORT_STAGE_DIAGRAM_PART_H

#include "report/chart.h"
#include "report/stage_diagram.h"

enum { CLG_DIAGRAM_WIDTH = 960, CLG_DIAGRAM_LEFT = 72, CLG_DIAGRAM_RIGHT = 936 };

typedef struct clg_picture {
    const clg_stage_diagram *diagram;
    FILE *stream;     /* NULL: only measured */
    double y;         /* where the next part begins; at last the height */
    clg_range energy; /* of all panels of schools */
    bool has_curve;   /* of all schools */
    double cell;      /* width of a window in all of them */
    char fills[CLG_DIAGRAM_STAGES][CLG_FILL_SIZE];
} clg_picture;

/* How the same things are painted in the panels and in the legend. */
extern const clg_svg_paint clg_diagram_curve_paint, clg_diagram_interval_paint,
    clg_diagram_observed_paint, clg_diagram_point_paint, clg_diagram_smooth_paint,
    clg_diagram_missing_paint, clg_diagram_entry_paint;

/* Each draws a part at picture->y and moves it down. */
void clg_diagram_draw_population(clg_picture *picture);
void clg_diagram_draw_legend(clg_picture *picture);
void clg_diagram_draw_school(clg_picture *picture, const clg_diagram_school *school);

/* Says on white that the plot has nothing to show. */
void clg_diagram_draw_remark(const clg_picture *picture, const clg_plot *plot,
                             const char *text);

#endif
