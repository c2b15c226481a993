#!/bin/sh
# What the engine writes for a simulated study, recomputed from the CSV files by an
# independent program.
set -eu
: "${COLLEGIUM:?the program}"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! python3 -c 'import zoneinfo' 2>/dev/null; then
    echo "python3 (3.9 or later) is not installed"
    exit 77
fi
"$COLLEGIUM" simulate -o "$work/study" --schools 6 --months 8 --people 24 --seed 7 --quiet
"$COLLEGIUM" run "$work/study" -o "$work/out" --quiet
python3 "$here/recompute.py" "$work/study" "$work/out"
