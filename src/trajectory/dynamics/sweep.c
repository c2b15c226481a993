#include "trajectory/dynamics/sweep.h"

#include "base/fail.h"
#include "base/memory.h"
#include "base/threads.h"

enum { MOST_PARTS = 64, SUM_ROOM = 1 << 23 };

static const double founded[CLG_MOST_STATES] = {1.0};

int clg_sweep_threads(int threads)
{
    return threads > 0 ? threads : clg_thread_limit();
}

static size_t part_count(const clg_sweep *sweep)
{
    size_t most = SUM_ROOM / (sweep->sum_count + 1);

    most = most > MOST_PARTS ? MOST_PARTS : most < 2 ? 2 : most;
    return most < sweep->school_count ? most : sweep->school_count;
}

static clg_status visit_part(const clg_sweep *sweep, size_t part, size_t parts,
                             double *sums, clg_error *err)
{
    uint32_t from = (uint32_t)(part * sweep->school_count / parts);
    uint32_t to = (uint32_t)((part + 1) * sweep->school_count / parts);
    clg_status status = CLG_OK;

    for (uint32_t s = from; status == CLG_OK && s < to; s++)
        status = sweep->visit(sweep->payload, s, clg_thread_index(), sums, err);
    return status;
}

static clg_status add_parts(const clg_sweep *sweep, size_t parts,
                            const double *part_sums, const clg_error *errors,
                            double *sums, clg_error *err)
{
    for (size_t i = 0; i < sweep->sum_count; i++)
        sums[i] = 0.0;
    for (size_t p = 0; p < parts; p++) {
        if (errors[p].code != CLG_OK) {
            if (err != NULL)
                *err = errors[p];
            return errors[p].code;
        }
        for (size_t i = 0; i < sweep->sum_count; i++)
            sums[i] += part_sums[p * sweep->sum_count + i];
    }
    return CLG_OK;
}

clg_status clg_sweep_schools(const clg_sweep *sweep, double *sums, clg_error *err)
{
    size_t parts = part_count(sweep);
    double *part_sums = clg_array_new(parts * sweep->sum_count, sizeof *part_sums, err);
    clg_error *errors = clg_array_new(parts, sizeof *errors, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (part_sums != NULL && errors != NULL) {
#pragma omp parallel for num_threads(sweep->threads)                                   \
    schedule(dynamic, 1) if (parts > 31)
        for (size_t p = 0; p < parts; p++) {
            double *own = part_sums + p * sweep->sum_count;
            errors[p].code = visit_part(sweep, p, parts, own, &errors[p]);
        }
        status = add_parts(sweep, parts, part_sums, errors, sums, err);
    }
    clg_free(part_sums);
    clg_free(errors);
    return status;
}

clg_school_room *clg_school_rooms_new(const clg_panel *panel, uint32_t states,
                                      int threads, clg_error *err)
{
    size_t cells = (size_t)clg_panel_longest(panel) * states * states;
    clg_school_room *rooms = clg_array_new((size_t)threads, sizeof *rooms, err);

    for (int w = 0; rooms != NULL && w < threads; w++) {
        rooms[w].transition = clg_array_new(cells, sizeof(double), err);
        rooms[w].pairs = clg_array_new(cells, sizeof(double), err);
        if (rooms[w].transition == NULL || rooms[w].pairs == NULL) {
            clg_school_rooms_free(rooms, threads);
            rooms = NULL;
        }
    }
    return rooms;
}

void clg_school_rooms_free(clg_school_room *rooms, int threads)
{
    for (int w = 0; rooms != NULL && w < threads; w++) {
        clg_chain_room_clear(&rooms[w].chain);
        clg_free(rooms[w].transition);
        clg_free(rooms[w].pairs);
    }
    clg_free(rooms);
}

const double *clg_school_initial(const clg_panel *panel, const clg_hmm *model,
                                 uint32_t school)
{
    return panel->is_founded[school] ? founded : model->initial;
}
