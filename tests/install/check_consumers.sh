#!/bin/sh
# A small project builds against the installed tree and runs, once through
# find_package and once through pkg-config; the installed program finds its library,
# also after the tree was moved.
set -eu
: "${SOURCE_FOLDER:?}" "${BUILD_FOLDER:?}"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "${SANITIZE:-}" ]; then
    echo "a consumer without sanitizers can't load a library with them"
    exit 77
fi
unset LD_LIBRARY_PATH

expect() { # expect WHAT FOUND
    if [ "$2" != "$1" ]; then
        echo "expected '$1', found '$2'"
        exit 1
    fi
}

cmake --install "$BUILD_FOLDER" --prefix "$work/first" >"$work/log" ||
    { cat "$work/log"; exit 1; }
mv "$work/first" "$work/tree"
test -s "$work"/tree/share/doc/collegium/LICENSE

cmake -S "$here/consumer" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/tree" \
    -DCMAKE_C_COMPILER="${CC:-cc}" >"$work/log" && cmake --build "$work/build" >>"$work/log" ||
    { cat "$work/log"; exit 1; }
expect parse "$("$work/build/consumer")"

PKG_CONFIG_PATH=$(dirname "$(find "$work/tree" -name collegium.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
"${CC:-cc}" -std=c17 "$here/consumer/consumer.c" -o "$work/plain" \
    $(pkg-config --cflags --libs collegium)
expect parse "$(LD_LIBRARY_PATH=$(pkg-config --variable=libdir collegium) "$work/plain")"

if [ -x "$work/tree/bin/collegium" ]; then
    expect "collegium $(pkg-config --modversion collegium)" \
        "$("$work/tree/bin/collegium" --version | head -n 1)"
fi
