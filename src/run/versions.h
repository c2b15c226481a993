/* Which build this is. */
#ifndef CLG_RUN_VERSIONS_H
#define CLG_RUN_VERSIONS_H

#include <jansson.h>

/* {"igraph": "0.10.2", ...}, a new reference; NULL if memory ran out. */
json_t *clg_library_versions(void);

#endif
