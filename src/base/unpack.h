/* Packed inputs: gzip and zstd, told by their first bytes. For file.c. */
#ifndef CLG_BASE_UNPACK_H
#define CLG_BASE_UNPACK_H

#include "collegium/error.h"

#include <stdbool.h>

typedef enum clg_packing {
    CLG_PACKING_NONE,
    CLG_PACKING_GZIP, /* RFC 1952; several members in a row are one content */
    CLG_PACKING_ZSTD  /* RFC 8878; several frames likewise */
} clg_packing;

clg_packing clg_packing_of(const unsigned char *bytes, size_t size);

/* The content in *out (free with clg_free), of *out_size bytes. CLG_ERROR_PARSE:
 * cut short or damaged, with `name` as the path; CLG_ERROR_MEMORY. */
clg_status clg_unpack(clg_packing packing, const unsigned char *bytes, size_t size,
                      const char *name, char **out, size_t *out_size,
                      clg_error *err) CLG_NODISCARD;

#endif
