#!/bin/sh
# Every C file is as clang-format (14, with the project's .clang-format) lays it out.
set -eu
cd "${SOURCE_FOLDER:?}"

if ! command -v clang-format >/dev/null; then
    echo "clang-format is not installed"
    exit 77
fi
find src include tests benchmarks -name '*.[ch]' -print0 |
    xargs -0 clang-format --dry-run --Werror
