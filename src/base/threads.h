/* The only include of omp.h: everything works, on one thread, without OpenMP. */
#ifndef CLG_BASE_THREADS_H
#define CLG_BASE_THREADS_H

#ifdef _OPENMP
#include <omp.h>

static inline int clg_thread_index(void)
{
    return omp_get_thread_num();
}
#else
static inline int clg_thread_index(void)
{
    return 0;
}
#endif

#endif
