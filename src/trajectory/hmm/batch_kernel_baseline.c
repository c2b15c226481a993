/* The kernel of the batched E-step with the least that the processor has: two
 * lanes at a time with SSE2 or NEON. */
#define KERNEL_WIDTH 2
#include "trajectory/hmm/batch_kernel_body.h"

const clg_kernel clg_kernel_baseline = KERNEL("baseline");
