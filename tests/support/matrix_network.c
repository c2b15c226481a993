#include "matrix_network.h"

#include "check.h"

void matrix_find_distances(matrix_network *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < m->n; j++)
            m->distance[i][j] = i == j ? 0 : m->w[i][j] > 0.0 ? 1 : MATRIX_FAR;
    for (uint32_t k = 0; k < m->n; k++)
        for (uint32_t i = 0; i < m->n; i++)
            for (uint32_t j = 0; j < m->n; j++)
                if (m->distance[i][k] + m->distance[k][j] < m->distance[i][j])
                    m->distance[i][j] = m->distance[i][k] + m->distance[k][j];
}

matrix_network matrix_of(const clg_graph *graph)
{
    matrix_network s = {.n = graph->vertex_count};

    for (uint32_t v = 0; v < s.n; v++)
        for (size_t e = graph->first[v]; e < graph->first[v + 1]; e++)
            s.w[v][graph->target[e]] = graph->weight[e];
    matrix_find_distances(&s);
    return s;
}

matrix_network matrix_symmetric(const matrix_network *m)
{
    matrix_network both = {.n = m->n};

    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < m->n; j++)
            both.w[i][j] = m->w[i][j] + m->w[j][i];
    matrix_find_distances(&both);
    return both;
}

matrix_network matrix_without_person(const matrix_network *m, uint32_t lost)
{
    matrix_network rest = {.n = m->n - 1};

    for (uint32_t i = 0; i < rest.n; i++)
        for (uint32_t j = 0; j < rest.n; j++)
            rest.w[i][j] = m->w[i + (i >= lost)][j + (j >= lost)];
    matrix_find_distances(&rest);
    return rest;
}

matrix_network matrix_without_tie(const matrix_network *m, uint32_t a, uint32_t b)
{
    matrix_network rest = *m;

    rest.w[a][b] = rest.w[b][a] = 0.0;
    matrix_find_distances(&rest);
    return rest;
}

clg_graph matrix_graph(const matrix_network *m, bool is_directed)
{
    clg_graph graph = CLG_GRAPH_INIT;
    clg_tie ties[MATRIX_MOST * MATRIX_MOST];
    size_t count = 0;

    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < (is_directed ? m->n : i); j++)
            if (m->w[i][j] > 0.0)
                ties[count++] = (clg_tie){i, j, m->w[i][j]};
    check_ok(clg_graph_from_ties(&graph, m->n, is_directed, ties, count, &err));
    return graph;
}

int matrix_components(const matrix_network *m)
{
    int count = 0;

    for (uint32_t v = 0; v < m->n; v++) {
        bool is_first = true;
        for (uint32_t u = 0; u < v; u++)
            is_first = is_first && m->distance[u][v] >= MATRIX_FAR;
        count += is_first;
    }
    return count;
}

double matrix_fragmentation(const matrix_network *m, bool by_nearness)
{
    double sum = 0.0, n = (double)m->n;

    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t j = 0; j < m->n; j++)
            if (i != j && m->distance[i][j] < MATRIX_FAR)
                sum += by_nearness ? 1.0 / m->distance[i][j] : 1.0;
    return n > 1.0 ? 1.0 - sum / (n * (n - 1.0)) : (double)NAN;
}

double matrix_degree(const matrix_network *m, uint32_t v)
{
    double degree = 0.0;

    for (uint32_t u = 0; u < m->n; u++)
        degree += m->w[v][u] > 0.0;
    return degree;
}

double matrix_strength(const matrix_network *m, uint32_t v)
{
    double sum = 0.0;

    for (uint32_t u = 0; u < m->n; u++)
        sum += m->w[v][u];
    return sum;
}

double matrix_effective_size(const matrix_network *m, uint32_t i)
{
    double size = 0.0, strength = matrix_strength(m, i);

    for (uint32_t j = 0; j < m->n; j++) {
        double largest = 0.0, redundancy = 0.0;
        if (!(m->w[i][j] > 0.0))
            continue;
        for (uint32_t k = 0; k < m->n; k++)
            largest = fmax(largest, m->w[j][k]);
        for (uint32_t q = 0; q < m->n; q++)
            if (q != i && q != j)
                redundancy += m->w[i][q] / strength * m->w[j][q] / largest;
        size += 1.0 - redundancy;
    }
    return strength > 0.0 ? size : (double)NAN;
}

double matrix_reach(const matrix_network *m, uint32_t v, int steps)
{
    double count = 0.0;

    for (uint32_t u = 0; u < m->n; u++)
        count += u != v && m->distance[v][u] <= steps;
    return m->n > 1 ? count / ((double)m->n - 1.0) : (double)NAN;
}
