#!/bin/sh
# No file above 500 lines, no function above 60. A function's body begins and ends
# with a brace in the first column, and nothing else does.
set -eu
cd "${SOURCE_FOLDER:?}"

found=$(find src include tests benchmarks -name '*.[ch]' | sort | xargs awk '
    FNR == 1   { opened = 0 }
    FNR == 501 { print FILENAME ": more than 500 lines" }
    /^\{/      { opened = FNR }
    /^\}/      { if (opened && FNR - opened + 1 > 60)
                     print FILENAME ":" opened ": a function of " FNR - opened + 1 \
                           " lines, expected 60 at most"
                 opened = 0 }')
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
