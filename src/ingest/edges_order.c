/* Vertices and ties of an edge list, put in order. */
#include "ingest/edges_draft.h"
#include "ingest/order.h"

#include "base/memory.h"

#include <string.h>

static bool is_whole_number(const char *text, size_t length)
{
    size_t begin = length > 0 && text[0] == '-';

    return length > begin && length - begin <= 18 &&
           strspn(text + begin, "0123456789") == length - begin;
}

static bool text_precedes(uint32_t a, uint32_t b, const void *context)
{
    const clg_texts *texts = context;

    return clg_bytes_compare(clg_texts_at(texts, a), clg_texts_length(texts, a),
                             clg_texts_at(texts, b), clg_texts_length(texts, b)) < 0;
}

/* Up to 18 digits: exact in 64 bits. */
static int64_t whole_number(const char *text)
{
    int64_t value = 0;

    for (const char *at = text + (text[0] == '-'); *at != '\0'; at++)
        value = value * 10 + (*at - '0');
    return text[0] == '-' ? -value : value;
}

static bool number_precedes(uint32_t a, uint32_t b, const void *context)
{
    int64_t first = whole_number(clg_texts_at(context, a));
    int64_t second = whole_number(clg_texts_at(context, b));

    return first != second ? first < second : text_precedes(a, b, context);
}

/* place[code] = vertex; the ids in that order. */
static clg_status order_vertices(const clg_edges_draft *draft, bool has_nodes,
                                 uint32_t *order, uint32_t *place, clg_edges *edges,
                                 clg_error *err)
{
    const clg_texts *texts = &draft->vertices.texts;
    size_t first[2] = {0, texts->count};
    bool are_numbers = true;
    clg_status status = CLG_OK;

    for (size_t i = 0; i < texts->count; i++) {
        order[i] = (uint32_t)i;
        are_numbers = are_numbers && is_whole_number(clg_texts_at(texts, i),
                                                     clg_texts_length(texts, i));
    }
    if (!has_nodes)
        status = clg_sort_groups(order, first, 1,
                                 are_numbers ? number_precedes : text_precedes, texts,
                                 1, err);
    for (size_t i = 0; status == CLG_OK && i < texts->count; i++) {
        place[order[i]] = (uint32_t)i;
        status = clg_texts_append(&edges->ids, clg_texts_at(texts, order[i]),
                                  clg_texts_length(texts, order[i]), err);
    }
    return status;
}

static bool tie_precedes(uint32_t a, uint32_t b, const void *context)
{
    const clg_edges_draft *all = context;

    return all->from[a] != all->from[b] ? all->from[a] < all->from[b]
                                        : all->to[a] < all->to[b];
}

static void place_ends(clg_edges_draft *draft, const uint32_t *place, bool is_directed,
                       bool is_two_mode)
{
    for (size_t i = 0; is_two_mode && i < draft->count; i++)
        draft->from[i] = place[draft->from[i]];
    for (size_t i = 0; !is_two_mode && i < draft->count; i++) {
        uint32_t from = place[draft->from[i]], to = place[draft->to[i]];
        bool swaps = !is_directed && from > to;

        draft->from[i] = swaps ? to : from;
        draft->to[i] = swaps ? from : to;
    }
}

/* Weights of doubled rows are added only if a column gives them. */
static void join_ties(const clg_edges_draft *draft, const uint32_t *order, bool adds,
                      clg_edges *edges)
{
    for (size_t i = 0; i < draft->count; i++) {
        uint32_t row = order[i];
        size_t last = edges->count - 1;

        if (edges->count > 0 && edges->from[last] == draft->from[row] &&
            edges->to[last] == draft->to[row]) {
            edges->doubled_count++;
            edges->weight[last] += adds ? draft->weight[row] : 0.0;
            continue;
        }
        edges->from[edges->count] = draft->from[row];
        edges->to[edges->count] = draft->to[row];
        edges->weight[edges->count++] = draft->weight[row];
    }
}

static clg_status order_ties(const clg_edges_options *options, clg_edges_draft *draft,
                             const uint32_t *place, clg_edges *edges, clg_error *err)
{
    size_t count = draft->count, first[2] = {0, draft->count};
    uint32_t *order = clg_array_new(count, sizeof *order, err);
    clg_status status = CLG_ERROR_MEMORY;
    bool ok = order != NULL &&
              (edges->from = clg_array_new(count, sizeof *edges->from, err)) &&
              (edges->to = clg_array_new(count, sizeof *edges->to, err)) &&
              (edges->weight = clg_array_new(count, sizeof *edges->weight, err));

    if (ok) {
        place_ends(draft, place, options->is_directed, options->is_two_mode);
        for (size_t i = 0; i < count; i++)
            order[i] = (uint32_t)i;
        status = clg_sort_groups(order, first, 1, tie_precedes, draft, 1, err);
    }
    if (status == CLG_OK)
        join_ties(draft, order, options->weight != NULL, edges);
    clg_free(order);
    return status;
}

/* With a nodes file codes are vertices, so the groups are in place. */
static clg_status take_groups(const clg_edges_draft *draft, clg_edges *edges,
                              clg_error *err)
{
    clg_category groups = {0};
    clg_status status = clg_category_make("group", &draft->groups.texts, draft->group,
                                          draft->vertices.texts.count, &groups, err);

    edges->group = groups.codes;
    edges->group_levels = groups.levels;
    clg_free(groups.name);
    return status;
}

clg_status clg_edges_order(const clg_edges_options *options, clg_edges_draft *draft,
                           clg_edges *edges, clg_error *err)
{
    size_t vertices = draft->vertices.texts.count;
    uint32_t *order = clg_array_new(vertices, sizeof *order, err);
    uint32_t *place = clg_array_new(vertices, sizeof *place, err);
    clg_status status = CLG_ERROR_MEMORY;

    if (order != NULL && place != NULL)
        status =
            order_vertices(draft, options->nodes != NULL, order, place, edges, err);
    if (status == CLG_OK)
        status = order_ties(options, draft, place, edges, err);
    edges->meeting_count = (uint32_t)draft->meetings.texts.count;
    if (status == CLG_OK && options->group != NULL)
        status = take_groups(draft, edges, err);
    clg_free(order);
    clg_free(place);
    return status;
}
