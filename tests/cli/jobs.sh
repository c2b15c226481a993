#!/bin/sh
# The same bytes in every file, however many workers did it, whether the way was
# taken at once or in two steps, and on a second run.
set -eu
: "${COLLEGIUM:?the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$COLLEGIUM" simulate -o "$work/study" --schools 9 --months 7 --people 25 --quiet
for jobs in 1 2 7; do
    "$COLLEGIUM" run "$work/study" -o "$work/out$jobs" --jobs $jobs --quiet
done
diff -r "$work/out1" "$work/out2"
diff -r "$work/out1" "$work/out7"

OMP_NUM_THREADS=3 TZ=Asia/Tokyo LC_ALL=C.UTF-8 \
    "$COLLEGIUM" run "$work/study" -o "$work/again" --quiet
diff -r "$work/out1" "$work/again"

"$COLLEGIUM" ingest "$work/study" -o "$work/study.h5" --jobs 2 --quiet
"$COLLEGIUM" measure "$work/study.h5" -o "$work/steps" --jobs 2 --quiet
diff -r "$work/out1/tables" "$work/steps/tables"
cmp "$work/out1/results.h5" "$work/steps/results.h5"
