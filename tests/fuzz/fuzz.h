/* The entry point that libFuzzer and replay.c call with one input after another. */
#ifndef CLG_TESTS_FUZZ_H
#define CLG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Must return 0 and leave nothing behind, whatever the bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
