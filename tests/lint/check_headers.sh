#!/bin/sh
# Every header compiles by itself, and the public ones as C++ too.
set -eu
cd "${SOURCE_FOLDER:?}"
status=0
libraries=$(pkg-config --cflags igraph hdf5 2>/dev/null || true)

for header in $(find include src -name '*.h' | sort); do
    # shellcheck disable=SC2086
    "${CC:-cc}" -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror \
        -Wno-unused-function -fsyntax-only -Iinclude -Isrc $libraries -include "$header" \
        -x c /dev/null || status=1
done
if command -v c++ >/dev/null; then
    for header in include/collegium/*.h; do
        c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude \
            -include "$header" -x c++ /dev/null || status=1
    done
fi
exit $status
