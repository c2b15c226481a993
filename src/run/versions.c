#include "run/versions.h"

#include "collegium/run.h"
#include "graph/igraph_bridge.h"
#include "store/version.h"

#include <gsl/gsl_version.h>
#include <sodium.h>
#include <stdlib.h>
#include <yaml.h>
#include <zlib.h>
#include <zstd.h>

const char *clg_version(void)
{
    return COLLEGIUM_VERSION;
}

json_t *clg_library_versions(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "igraph",
                     clg_igraph_version(), "gsl", gsl_version, "hdf5",
                     clg_hdf5_version(), "libyaml", yaml_get_version_string(),
                     "jansson", JANSSON_VERSION, "libsodium", sodium_version_string(),
                     "zlib", zlibVersion(), "zstd", ZSTD_versionString());
}

char *clg_versions_json(void)
{
    json_t *root = json_pack("{s:i, s:s, s:o}", "schema_version", 1, "collegium",
                             clg_version(), "libraries", clg_library_versions());
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(2)) : NULL;

    json_decref(root);
    return text;
}

char *clg_error_json(const clg_error *error)
{
    json_t *root =
        json_pack("{s:i, s:{s:s, s:s, s:I, s:I, s:s, s:s}}", "schema_version", 1,
                  "error", "kind", clg_status_name(error->code), "path", error->path,
                  "line", (json_int_t)error->line, "column", (json_int_t)error->column,
                  "message", error->message, "hint", error->hint);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(2)) : NULL;

    json_decref(root);
    return text;
}
