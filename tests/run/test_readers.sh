#!/bin/sh
# results.h5 of a run, opened by h5py and anndata as users do, says what the CSV
# tables say.
set -eu
: "${COLLEGIUM:?the program}" "${SOURCE_FOLDER:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$COLLEGIUM" simulate -o "$work/study" --schools 3 --months 5 --people 15 --quiet
"$COLLEGIUM" run "$work/study" -o "$work/out" --quiet
tables=$work/out/tables
/usr/bin/python3 "$SOURCE_FOLDER/tests/store/check_h5.py" "$work/out/results.h5" \
    "/school=$tables/school.csv" "/person=$tables/person.csv" \
    "/measure/school=$tables/school_window.csv" \
    "/measure/person=$tables/person_window.csv"
