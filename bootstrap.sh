#!/bin/sh
# From a bare Debian 12 machine to a working collegium.
#
#   ./bootstrap.sh run                installs what is missing, builds, runs the main job
#   ./bootstrap.sh test               installs what is missing, builds, runs the tests
#   ./bootstrap.sh build              installs what is missing and builds, no more
#   ./bootstrap.sh install [PREFIX]   the same, then installs (default /usr/local)
#
# Works as root or with sudo. A second time it takes seconds and needs no network.
set -eu
cd "$(dirname "$0")"

build_packages="build-essential cmake pkg-config libigraph-dev libgsl-dev libcsv-dev
    libhdf5-dev libyaml-dev libjansson-dev libsodium-dev zlib1g-dev libzstd-dev tzdata
    ca-certificates"
test_packages="libcmocka-dev python3-h5py python3-anndata python3-pandas python3-igraph
    python3-matplotlib jupyter-nbconvert python3-ipykernel r-base-core r-bioc-rhdf5 r-cran-irkernel
    clang clang-format libclang-rt-14-dev valgrind git chromium fonts-liberation"

# They bundle the script of the reports; another source's are as good as Debian's.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    build_packages="$build_packages nodejs npm"
fi

say() {
    printf '\n== %s\n' "$*" >&2
}

fail() {
    printf 'bootstrap: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        fail "packages are missing; run as root, install sudo, or install them: $missing"
    fi
}

missing_of() {
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null |
            grep -qx installed || printf '%s ' "$package"
    done
}

install_packages() {
    command -v dpkg-query >/dev/null ||
        fail "expected Debian 12 (dpkg-query was not found); this script lists the packages"
    missing=$(missing_of "$@")
    [ -n "$missing" ] || return 0
    say "installing: $missing"
    as_root apt-get update -q >&2
    # shellcheck disable=SC2086
    as_root apt-get install -q -y --no-install-recommends $missing >&2
}

# Where the npm registry can't be reached, everything else is built, and the last line
# says so again.
say_static() {
    say "NO NPM PACKAGES: REPORTS ARE STATIC, WITHOUT SEARCH, SORTING AND ZOOM"
}

build() { # build PRESET
    say "building ($1)"
    cmake --preset "$1" -D COLLEGIUM_REPORT_SCRIPT=ON >&2
    if ! cmake --build --preset "$1" --target report_packages >&2; then
        say_static
        trap say_static EXIT
        cmake --preset "$1" -D COLLEGIUM_REPORT_SCRIPT=OFF >&2
    fi
    cmake --build --preset "$1" --parallel "$(nproc)" >&2
}

run_study() {
    say "collegium run datasets/$1 -o out/$1 --force"
    mkdir -p out
    build-release/collegium run "datasets/$1" -o "out/$1" --force
}

case ${1:-} in
test)
    # shellcheck disable=SC2086
    install_packages $build_packages $test_packages
    build test
    say "testing"
    ctest --preset test --parallel "$(nproc)"
    ;;
run)
    # shellcheck disable=SC2086
    install_packages $build_packages
    build release
    run_study davis
    run_study network
    printf '\nThe results are in out/davis and out/network: results.h5, tables/*.csv, run.json;\n'
    printf 'pages to read: out/network/report.html, out/davis/report.html.\n'
    ;;
build)
    # shellcheck disable=SC2086
    install_packages $build_packages
    build release
    ;;
install)
    # shellcheck disable=SC2086
    install_packages $build_packages
    build release
    missing="(none)"
    if [ -w "${2:-/usr/local}" ]; then
        cmake --install build-release --prefix "${2:-/usr/local}"
    else
        as_root cmake --install build-release --prefix "${2:-/usr/local}"
    fi
    ;;
*)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    [ "${1:-}" = help ] || [ "${1:-}" = --help ] || exit 2
    ;;
esac
