/* Hiding cells of a table so that what is small can't be worked out.
 *
 * The totals are a last column and row of one larger table, with their sign turned, so
 * that each of its lines adds up to 0. Rows and columns are the vertices of a network
 * and cells its arcs: one person more in a cell is a unit from its row to its column,
 * one fewer a unit back, and a table that fits what is shown differs from the true one
 * by a circulation over hidden cells. So the largest value that a cell may have, for
 * all a reader can tell, is a largest flow from its column round to its row. It is
 * built up path by path; where hidden cells give no way, the cheapest shown ones are
 * hidden. Small cells are done in order: hiding more never takes room from one that has
 * been done. There is always a way, through the totals if through no cells. */
#include "report/disclosure.h"

#include "base/fail.h"
#include "base/memory.h"

#include <math.h>

/* A path meets at most four totals, which cost less than two times the extra each: the
 * total of all is hidden only where nothing else will do. */
enum { NOT_QUEUED = -1, WAYS_ROUND = 8 };

/* The network, and a search in it. Vertices are rows, their totals' row, columns,
 * their totals' column. */
typedef struct network {
    size_t rows, cols;    /* with those of the totals */
    uint64_t *count;      /* of each cell and total */
    int64_t *moved;       /* people more in it than there are, 0 between small cells */
    uint8_t *hidden;      /* the caller's */
    uint64_t total_extra; /* what hiding a total costs above its count */
    uint64_t *distance;
    size_t *before;   /* the vertex before on the cheapest path */
    ptrdiff_t *place; /* in the queue */
    size_t *queue;    /* a binary heap by distance, then vertex */
    size_t queued;
} network;

/* Between a row's vertex and a column's. */
typedef struct arc {
    size_t cell;
    bool is_total, gains; /* people move into it that way */
} arc;

/* From its row to its column a cell gains; a total, its sign turned, loses. */
static arc arc_between(const network *n, size_t from, size_t to)
{
    bool from_row = from < n->rows;
    size_t row = from_row ? from : to, col = (from_row ? to : from) - n->rows;
    bool is_total = (row + 1 == n->rows) != (col + 1 == n->cols);

    return (arc){row * n->cols + col, is_total, from_row != is_total};
}

bool clg_disclosure_is_small(uint64_t count, uint32_t min_group)
{
    return count > 0 && count < min_group;
}

/* ---- the queue ---- */

static bool comes_first(const network *n, size_t a, size_t b)
{
    if (n->distance[a] != n->distance[b])
        return n->distance[a] < n->distance[b];
    return a < b;
}

static void put(network *n, size_t at, size_t vertex)
{
    n->queue[at] = vertex;
    n->place[vertex] = (ptrdiff_t)at;
}

static void rise(network *n, size_t vertex)
{
    size_t at = (size_t)n->place[vertex];

    while (at > 0 && comes_first(n, vertex, n->queue[(at - 1) / 2])) {
        put(n, at, n->queue[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(n, at, vertex);
}

static void sink(network *n, size_t vertex)
{
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < n->queued &&
            comes_first(n, n->queue[child + 1], n->queue[child]))
            child++;
        if (child >= n->queued || !comes_first(n, n->queue[child], vertex))
            break;
        put(n, at, n->queue[child]);
        at = child;
    }
    put(n, at, vertex);
}

static size_t take_first(network *n)
{
    size_t first = n->queue[0];

    n->place[first] = NOT_QUEUED;
    n->queued--;
    if (n->queued > 0)
        sink(n, n->queue[n->queued]);
    return first;
}

static void reach(network *n, size_t vertex, uint64_t distance, size_t before)
{
    if (distance >= n->distance[vertex])
        return;
    n->distance[vertex] = distance;
    n->before[vertex] = before;
    if (n->place[vertex] == NOT_QUEUED)
        put(n, n->queued++, vertex);
    rise(n, vertex);
}

/* ---- paths ---- */

/* How many people may still move over a cell, one way. */
static uint64_t room_of(const network *n, arc way)
{
    if (way.gains)
        return UINT64_MAX;
    return (uint64_t)((int64_t)n->count[way.cell] + n->moved[way.cell]);
}

/* Cells that are 0 stay shown, so they are no way. */
static void step(network *n, size_t from, size_t to)
{
    arc way = arc_between(n, from, to);
    uint64_t cost = n->count[way.cell];

    if ((cost == 0 && !n->hidden[way.cell]) || room_of(n, way) == 0)
        return;
    if (way.is_total)
        cost += n->total_extra;
    else if (way.cell + 1 == n->rows * n->cols)
        cost += WAYS_ROUND * n->total_extra;
    reach(n, to, n->distance[from] + (n->hidden[way.cell] ? 0 : cost), from);
}

/* The cheapest way from a small cell's column to its row, not over the cell itself. */
static void search(network *n, size_t row, size_t col)
{
    size_t start = n->rows + col, vertices = n->rows + n->cols;

    for (size_t v = 0; v < vertices; v++) {
        n->distance[v] = UINT64_MAX;
        n->place[v] = NOT_QUEUED;
    }
    n->queued = 0;
    reach(n, start, 0, start);
    while (n->queued > 0) {
        size_t v = take_first(n);
        if (v == row)
            return;
        for (size_t to = v < n->rows ? n->rows : 0;
             to < (v < n->rows ? vertices : n->rows); to++)
            if (v != start || to != row)
                step(n, v, to);
    }
}

static uint64_t narrowest(const network *n, size_t row, size_t start, uint64_t wanted)
{
    for (size_t v = row; v != start; v = n->before[v]) {
        uint64_t room = room_of(n, arc_between(n, n->before[v], v));
        if (room < wanted)
            wanted = room;
    }
    return wanted;
}

static void move(network *n, size_t row, size_t start, uint64_t people)
{
    for (size_t v = row; v != start; v = n->before[v]) {
        arc way = arc_between(n, n->before[v], v);
        n->hidden[way.cell] = 1;
        n->moved[way.cell] += way.gains ? (int64_t)people : -(int64_t)people;
    }
}

static void move_nobody(network *n)
{
    for (size_t cell = 0; cell < n->rows * n->cols; cell++)
        n->moved[cell] = 0;
}

static void give_room(network *n, size_t row, size_t col, uint32_t min_group)
{
    uint64_t wanted = min_group - n->count[row * n->cols + col];
    size_t start = n->rows + col;

    while (wanted > 0) {
        search(n, row, col); /* there always is a way */
        uint64_t people = narrowest(n, row, start, wanted);
        move(n, row, start, people);
        wanted -= people;
    }
    move_nobody(n);
}

/* ---- the table ---- */

static void add_up(network *n, const clg_disclosure_table *table)
{
    size_t last_row = table->rows * n->cols;

    for (size_t row = 0; row < table->rows; row++)
        for (size_t col = 0; col < table->cols; col++) {
            uint64_t count = table->counts[row * table->cols + col];
            n->count[row * n->cols + col] = count;
            n->count[row * n->cols + table->cols] += count;
            n->count[last_row + col] += count;
            n->count[last_row + table->cols] += count;
        }
    n->total_extra = n->count[last_row + table->cols] + 1;
}

static void hide_small(network *n, const clg_disclosure_table *table,
                       uint32_t min_group)
{
    for (size_t row = 0; row < n->rows; row++)
        for (size_t col = 0; col < n->cols; col++) {
            size_t cell = row * n->cols + col;
            bool shown = true;
            if (row < table->rows && col == table->cols)
                shown = table->row_totals;
            else if (row == table->rows)
                shown = col < table->cols ? table->col_totals : table->grand_total;
            n->hidden[cell] =
                !shown || clg_disclosure_is_small(n->count[cell], min_group);
        }
}

static clg_status network_make(network *n, const clg_disclosure_table *table,
                               clg_error *err)
{
    size_t cells = n->rows * n->cols, vertices = n->rows + n->cols;

    n->count = clg_array_new(cells, sizeof *n->count, err);
    n->moved = clg_array_new(cells, sizeof *n->moved, err);
    n->distance = clg_array_new(vertices, sizeof *n->distance, err);
    n->before = clg_array_new(vertices, sizeof *n->before, err);
    n->place = clg_array_new(vertices, sizeof *n->place, err);
    n->queue = clg_array_new(vertices, sizeof *n->queue, err);
    if (n->count == NULL || n->moved == NULL || n->distance == NULL ||
        n->before == NULL || n->place == NULL || n->queue == NULL)
        return CLG_ERROR_MEMORY;
    add_up(n, table);
    return CLG_OK;
}

static void network_clear(network *n)
{
    clg_free(n->count);
    clg_free(n->moved);
    clg_free(n->distance);
    clg_free(n->before);
    clg_free(n->place);
    clg_free(n->queue);
}

clg_status clg_disclosure_protect(const clg_disclosure_table *table, uint32_t min_group,
                                  uint8_t *hidden, clg_error *err)
{
    network n = {.rows = table->rows + 1, .cols = table->cols + 1, .hidden = hidden};
    clg_status status;

    if (min_group < CLG_DISCLOSURE_FLOOR)
        return clg_fail(err, CLG_ERROR_ARGUMENT, "groups of %u people are below %d",
                        min_group, CLG_DISCLOSURE_FLOOR);
    status = network_make(&n, table, err);
    if (status == CLG_OK) {
        hide_small(&n, table, min_group);
        for (size_t row = 0; row < table->rows; row++)
            for (size_t col = 0; col < table->cols; col++)
                if (clg_disclosure_is_small(n.count[row * n.cols + col], min_group))
                    give_room(&n, row, col, min_group);
    }
    network_clear(&n);
    return status;
}

clg_disclosure_say clg_disclosure_share(uint32_t part, uint32_t whole,
                                        uint32_t min_group, double *value)
{
    *value = NAN;
    if (whole == 0 || part > whole)
        return CLG_SAY_UNDEFINED;
    if (clg_disclosure_is_small(part, min_group) ||
        clg_disclosure_is_small(whole, min_group) ||
        clg_disclosure_is_small(whole - part, min_group))
        return CLG_SAY_HIDDEN;
    /* 20 times in whole numbers: 5 of 100 is not below .05 */
    if (20 * (uint64_t)part < whole) {
        *value = 0.05;
        return CLG_SAY_LOW;
    }
    if (20 * (uint64_t)(whole - part) < whole) {
        *value = 0.95;
        return CLG_SAY_HIGH;
    }
    *value = (double)part / whole;
    return CLG_SAY_NUMBER;
}
