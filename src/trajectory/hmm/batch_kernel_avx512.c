/* The kernel of the batched E-step with AVX-512: eight lanes at a time. */
#define KERNEL_WIDTH 8
#include "trajectory/hmm/batch_kernel_body.h"

const clg_kernel clg_kernel_avx512 = KERNEL("avx512");
