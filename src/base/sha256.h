/* SHA-256 (FIPS 180-4) of inputs, so that a run can say what it has read. */
#ifndef CLG_BASE_SHA256_H
#define CLG_BASE_SHA256_H

#include <stddef.h>

enum { CLG_SHA256_SIZE = 32 };

/* By the processor's own instructions where it has them, otherwise by libsodium: logs
 * are read at about a gigabyte a second, and the digest must not be what they wait
 * for. */
void clg_sha256(const void *bytes, size_t size, unsigned char digest[CLG_SHA256_SIZE]);

#endif
