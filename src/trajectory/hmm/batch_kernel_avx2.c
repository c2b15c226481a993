/* The kernel of the batched E-step with AVX2: four lanes at a time. */
#define KERNEL_WIDTH 4
#include "trajectory/hmm/batch_kernel_body.h"

const clg_kernel clg_kernel_avx2 = KERNEL("avx2");
