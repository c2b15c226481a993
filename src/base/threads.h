/* The only include of omp.h: everything works, on one thread, without OpenMP. */
#ifndef CLG_BASE_THREADS_H
#define CLG_BASE_THREADS_H

#ifdef _OPENMP
#include <omp.h>

static inline int clg_thread_index(void)
{
    return omp_get_thread_num();
}

/* How many threads a parallel region takes unless told otherwise. */
static inline int clg_thread_limit(void)
{
    return omp_get_max_threads();
}
#else
static inline int clg_thread_index(void)
{
    return 0;
}

static inline int clg_thread_limit(void)
{
    return 1;
}
#endif

#endif
