#!/bin/sh
# Builds the benchmarks, simulates what they work on, runs them; JSON lines on stdout.
#
#   benchmarks/run.sh [SCHOOLS [MONTHS]] > results.jsonl      (default 500 24)
#
# BENCH_FOLDER keeps the simulated studies (default: a folder that is removed);
# BENCH_LARGE=1 adds what takes a few gigabytes of memory.
set -eu
cd "$(dirname "$0")/.."
schools=${1:-500}
months=${2:-24}

cmake --preset bench >&2
cmake --build --preset bench --parallel "$(nproc)" >&2
if [ -n "${BENCH_FOLDER:-}" ]; then
    work=$BENCH_FOLDER
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi

study=$work/study-$schools-$months
if [ ! -e "$study" ]; then
    build-bench/collegium simulate -o "$study" --schools "$schools" --months "$months" \
        --quiet >&2
fi
rm -rf "$work/attendance"
mkdir "$work/attendance"
ln "$study/attendance.csv" "$work/attendance/attendance.csv"

machine=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
printf '{"name": "machine", "processors": %s, "model": "%s", "version": "%s"}\n' \
    "$(nproc)" "$machine" "$(git describe --always --dirty 2>/dev/null || echo unknown)"
build-bench/benchmarks/bench_kernels
build-bench/benchmarks/bench_measures
build-bench/benchmarks/bench_windows "$work/windows"
rm -rf "$work/windows"
build-bench/benchmarks/bench_trajectory "$work/trajectory"
rm -rf "$work/trajectory"
if [ -n "${BENCH_LARGE:-}" ]; then
    build-bench/benchmarks/bench_trajectory "$work/trajectory" --large 1
fi
build-bench/benchmarks/bench_simulate "$work/made" --schools "$schools" --months "$months"
rm -rf "$work/made"
for threads in $(printf '1\n%s\n' "$(nproc)" | sort -nu); do
    build-bench/benchmarks/bench_ingest "$work/attendance" --threads "$threads"
    build-bench/benchmarks/bench_run "$study" "$work/out" --jobs "$threads"
done
