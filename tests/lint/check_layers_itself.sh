#!/bin/sh
# The layer check must find what it is there to find: a small tree with one
# violation of each sort, and the exact lines that it must print.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/src/base" "$work/src/graph" "$work/src/cli" "$work/src/ingest" \
    "$work/src/attic" "$work/include/collegium"
echo '#include "graph/graph.h"' >"$work/src/base/x.c"
printf '#include "study/study.h"\n#include "base/x.h"\n' >"$work/src/graph/graph.h"
printf '#include <stdio.h>\n#include <igraph.h>\n' >"$work/src/graph/paths.c"
printf '#include <igraph.h>\n' >"$work/src/graph/igraph_bridge.c"
printf '\n# include "base/text.h"\n#include "cli/command.h"\n' >"$work/src/cli/main.c"
printf '#include "collegium/error.h"\n#include <csv.h>\n' >"$work/src/ingest/csv.c"
printf '#include <csv.h>\n' >"$work/src/ingest/rows.c"
printf '\n' >"$work/src/attic/old.c"
echo '#include "base/text.h"' >"$work/include/collegium/run.h"

sort >"$work/expected" <<'LINES'
attic: not a layer of the design
base/x.c:1: base may not include graph
cli/main.c:2: cli may not include base
graph/paths.c:2: igraph.h has another door: graph/igraph_bridge.c
include/collegium/run.h:1: a public header may not include base/text.h
ingest/rows.c:1: csv.h has another door: ingest/csv.c
LINES

if sh "$here/check_layers.sh" "$work" >"$work/found"; then
    echo "check_layers.sh passed a tree with violations"
    exit 1
fi
sort "$work/found" | diff "$work/expected" -

rm -r "$work/src/attic" "$work/src/base/x.c" "$work/src/graph/paths.c" \
    "$work/src/cli/main.c" "$work/src/ingest/rows.c" "$work/include/collegium/run.h"
sh "$here/check_layers.sh" "$work"
