#!/bin/sh
# What the program says to bad input: the exact first line on stderr, the exit code,
# nothing on stdout, and nothing left on disk. Each case is the input, then
# `says CODE MESSAGE -- ARGUMENTS`.
set -eu
: "${COLLEGIUM:?the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cases=0
failures=0
new_york='time_zone: America/New_York'

# A study of attendance.csv as on stdin, and of study.yaml if its lines are given.
study() {
    rm -rf study out ./*.partial*
    mkdir study
    cat >study/attendance.csv
    [ $# -eq 0 ] || printf '%s\n' "$@" >study/study.yaml
}

# The same with a sound attendance.csv.
sound_study() {
    study "$@" <<'CSV'
school,meeting,person,start
s,m1,ann,2026-09-01T15:30
s,m1,bob,2026-09-01T15:30
CSV
}

wrong() {
    printf 'case %s: %s\n' "$cases" "$1"
    failures=$((failures + 1))
}

says() { # says CODE MESSAGE -- ARGUMENTS
    code=$1 message=$2 found=0
    shift 3
    cases=$((cases + 1))
    "$COLLEGIUM" "$@" >stdout 2>stderr </dev/null || found=$?
    [ "$found" -eq "$code" ] || wrong "exit $found, expected $code: collegium $*"
    [ "$(head -n 1 stderr)" = "collegium: $message" ] ||
        wrong "expected 'collegium: $message', found '$(head -n 1 stderr)'"
    [ ! -s stdout ] || wrong "something on stdout: $(head -n 1 stdout)"
    [ -z "$(find . -name '*.partial*')" ] || wrong "a half result was left"
}

# The second line of what was said last.
hinted() {
    [ "$(sed -n 2p stderr)" = "collegium: $1" ] ||
        wrong "expected 'collegium: $1', found '$(sed -n 2p stderr)'"
}

# The study is refused, and no result appears.
refused() { # refused CODE MESSAGE [FLAGS]
    code=$1 message=$2
    shift 2
    says "$code" "$message" -- run study -o out "$@"
    [ ! -e out ] || wrong "a result was left"
}

### Usage

says 2 "'rum' is not a collegium command. See 'collegium help'." -- rum study
hinted "did you mean 'run'?"
says 2 "unknown option '--widow'; did you mean '--window'?" -- run study -o out --widow month
hinted "usage: collegium run STUDY -o OUT [options]"
says 2 "a value is missing after '--window'" -- run study -o out --window
says 2 "unexpected 'more'" -- run study more -o out
says 2 "an argument is missing" -- run -o out
says 2 "--jobs: expected auto or a number from 1 to 1024, found 'many'" -- run study -o out --jobs many
says 2 "--jobs: expected auto or a number from 1 to 1024, found '100000'" -- run study -o out --jobs 100000
says 2 "where to? give -o OUT" -- run study

### The study as a whole

rm -rf nowhere
says 4 "nowhere: no such folder or study.yaml" -- run nowhere -o out
mkdir empty
says 3 "empty: neither attendance.csv nor exchanges.csv is in this folder" -- run empty -o out

### The file as a whole

study </dev/null
refused 3 "attendance.csv: the file is empty, expected a header row"

study <<'CSV'
school,meeting,person,start
CSV
refused 3 "attendance.csv: no rows below the header"

printf '\211PNG\r\n\032\n\0\0\0\rIHDR' | study
refused 3 "attendance.csv: this is not a text file (byte 0x00 at offset 8)"

printf 'school,meeting,person,start\ns,m,a,2026-09-01\n' | iconv -t UTF-16 | study
refused 3 "attendance.csv: this is UTF-16 text, expected UTF-8; convert it, for example with iconv"

printf 'school,meeting,person,start\ns,m,Andr\351,2026-09-01T15:30\n' | study
refused 3 "attendance.csv:2:9: not UTF-8 text: byte 0xE9"

study <<'CSV'
school,meeting,person,start
s,m1,ann,2026-09-01T15:30
s,m1,"bob,2026-09-01T15:30
CSV
refused 3 "attendance.csv:3:6: the quoted field that opens here is never closed"

sound_study
gzip study/attendance.csv
head -c 40 study/attendance.csv.gz >cut
mv cut study/attendance.csv.gz
refused 3 "attendance.csv.gz: the gzip stream ends early (the file is cut short)"

### Columns

study <<'CSV'
school,meting,person,start
s,m1,ann,2026-09-01T15:30
CSV
refused 3 "attendance.csv:1: no column 'meeting'; the columns are school, meting, person, start; did you mean 'meting'?"

study <<'CSV'
school,meeting,person,start,person
s,m1,ann,2026-09-01T15:30,ann
CSV
refused 3 "attendance.csv:1: the column 'person' occurs twice"

### Rows

study <<'CSV'
school,meeting,person,start
s,m1,ann
CSV
refused 3 "attendance.csv:2: expected 4 fields as in the header, found 3"

study <<'CSV'
school,meeting,person,start
s,m1,ann,2026-09-01T15:30,60
CSV
refused 3 "attendance.csv:2: expected 4 fields as in the header, found 5"

study <<'CSV'
school,meeting,person,start
s,m1,,2026-09-01T15:30
CSV
refused 3 "attendance.csv:2:6: no value for 'person'"

study <<'CSV'
school,meeting,person,start
s,m1,ann,31/31/26
CSV
refused 3 "attendance.csv:2:10: expected a time such as 2026-09-01T15:30, found '31/31/26'"

study <<'CSV'
school,meeting,person,start
s,m1,ann,2026-02-30T15:30
CSV
refused 3 "attendance.csv:2:10: expected a time such as 2026-09-01T15:30, found '2026-02-30T15:30'"

study "$new_york" <<'CSV'
school,meeting,person,start
s,m1,ann,2026-03-08T02:30
CSV
refused 3 "attendance.csv:2:10: 2026-03-08T02:30 does not exist in America/New_York: the clocks went forward"

study <<'CSV'
school,meeting,person,start,minutes
s,m1,ann,2026-09-01T15:30,-5
CSV
refused 3 "attendance.csv:2:27: expected minutes of 0 or more, found '-5'"

study <<'CSV'
school,meeting,person,start,joined,left
s,m1,ann,2026-09-01T15:30,2026-09-01T15:40,2026-09-01T15:35
CSV
refused 3 "attendance.csv:2:44: left '2026-09-01T15:35' is before joined '2026-09-01T15:40'"

# One bad row among enough sound ones is set aside, unless --strict.
{
    echo 'school,meeting,person,start'
    for n in $(seq 150); do echo "s,m$n,ann,2026-09-01T15:30"; done
    echo 's,m1,bob,soon'
} | study
refused 3 "attendance.csv:152:10: expected a time such as 2026-09-01T15:30, found 'soon'" --strict
"$COLLEGIUM" run study -o out --quiet || wrong "one bad row of 151 stopped the run"
grep -q "soon" out/rejects.csv || wrong "the bad row is not in rejects.csv"

### study.yaml

sound_study 'windw: week'
refused 3 "study.yaml:1:1: unknown key 'windw'; did you mean 'window'?"
sound_study 'title: x' 'seed: x'
refused 3 "study.yaml:2:7: expected a whole number such as 1 for 'seed', found 'x'"
sound_study 'missing: {a: b}'
refused 3 "study.yaml:1:10: expected a list for 'missing', found a mapping"
sound_study 'window: fortnight'
refused 3 "study.yaml:1:9: expected month, week, quarter, terms or days such as 14d for 'window', found 'fortnight'"

### Flags with impossible values

sound_study
refused 2 "--window: expected month, week, quarter, terms or days such as 14d, found 'x'" --window x
refused 2 "--max-bad: expected a share such as 1% or 0.01, found '7'" --max-bad 7
hinted "did you mean '7%'?"

### Columns of the study whose names the formats can't hold, or that are ours

sound_study
cat >study/people.csv <<'CSV'
school,person,degree_status,a/b,.,a_b,degree
s,ann,1,2,3,4,5
s,bob,1,2,3,4,5
CSV
"$COLLEGIUM" run study -o out --quiet || wrong "odd names of attributes stopped the run"
case $(head -n 1 out/tables/person.csv) in
*,study_degree_status,a_b,_,study_a_b,study_degree) ;;
*) wrong "attributes are named $(head -n 1 out/tables/person.csv)" ;;
esac

### Measures, strata and nulls

sound_study
refused 2 "--projection: expected newman, count, minutes, jaccard or ochiai, found 'foo'" \
    --projection foo
refused 2 "--half-life: expected days such as 60, or none, found '-3'" --half-life -3
refused 2 "--interval: expected a coverage such as 95%, or none, found '2'" --interval 2
refused 2 "--resample: expected a whole number up to 100000, such as 199, or two as in \
199,19, found '19,x'" --resample 19,x
refused 2 "--measures: expected default, all, or ids of measures, found 'densty'" \
    --measures default,densty
hinted "did you mean 'density'?"

### One plain network

printf 'person,meeting\na,1\n,2\n' >table.csv
says 3 "table.csv:3:1: no value for 'person'" -- measure --attendance table.csv
: >table.csv
says 3 "table.csv: the file is empty, expected a header row" -- measure --attendance table.csv
printf 'person,meeting\na,1,x\n' >table.csv
says 3 "table.csv:2: expected 2 fields as in the header, found 3" -- \
    measure --attendance table.csv
printf 'person,meeting\na,1\n' >table.csv
printf 'id,dept\nb,x\n' >nodes.csv
says 3 "table.csv:2:1: the vertex 'a' is not in nodes.csv" -- \
    measure --attendance table.csv --nodes nodes.csv
says 3 "nodes.csv:1: no column 'role'; the columns are id, dept" -- \
    measure --attendance table.csv --nodes nodes.csv --group role
says 2 "--directed: a table of attendances has none, it goes with --edges" -- \
    measure --attendance table.csv --directed
says 2 "give one of STUDY.h5, --edges FILE, --attendance FILE" -- \
    measure --attendance table.csv --edges table.csv
says 2 "--out goes with STUDY.h5; what is measured of a plain network is printed" -- \
    measure --attendance table.csv -o out

### Output that can't be written

if [ -c /dev/full ]; then
    printf 'from,to\na,b\n' >edges.csv
    for words in help --version "--version --json" "run --help" catalogue \
        "catalogue --json" "measure --edges edges.csv" "simulate -o demo --schools 1" \
        "check study"; do
        cases=$((cases + 1))
        found=0
        # shellcheck disable=SC2086 # several words
        "$COLLEGIUM" $words >/dev/full 2>stderr || found=$?
        [ "$found" -eq 4 ] || wrong "exit $found, expected 4: $words >/dev/full"
        [ "$(cat stderr)" = "collegium: cannot write to standard output" ] ||
            wrong "$words >/dev/full said '$(cat stderr)'"
    done
fi

### Outputs in the way

sound_study
mkdir out
echo mine >out/notes.txt
says 4 "out: exists already" -- run study -o out
says 4 "out: exists already" -- run study -o out --force
[ "$(cat out/notes.txt)" = mine ] || wrong "--force removed what collegium did not write"

sound_study
"$COLLEGIUM" run study -o out --quiet
says 4 "out: exists already" -- run study -o out
"$COLLEGIUM" run study -o out --force --quiet || wrong "--force did not replace a result"

# Nothing that is read is replaced, nor one output by another.
results=out/results.h5
says 4 "out: would replace '$results'" -- compare $results -o out --force
says 4 "out: would replace '$results'" -- fit $results -o out --force
says 4 "./out/results.h5: would replace '$results'" -- \
    report $results -o ./out/results.h5 --force
says 4 "out: would replace '$results'" -- \
    report $results -o page.html --data out --force
says 4 "key.csv: would replace 'key.csv'" -- \
    report $results -o key.csv --blind --blind-key key.csv
[ -s $results ] && [ ! -e key.csv ] || wrong "results were replaced"
"$COLLEGIUM" ingest study -o out/study.h5 --quiet || wrong "ingest failed"
says 4 "out: would replace 'out/study.h5'" -- measure out/study.h5 -o out --force

says 4 "study/attendance.csv/out: cannot make the folder: Not a directory" -- \
    run study -o study/attendance.csv/out

# One is no plural, and windows that there are none of are not counted.
printf 'school,estimate,se\na,1,1\n' >panel.csv
cases=$((cases + 1))
"$COLLEGIUM" compare panel.csv -o compared >stdout
[ "$(sed -n 2p stdout)" = "  1 school, 1 measure" ] || wrong "$(sed -n 2p stdout)"

echo "$cases cases, $failures failures"
[ $failures -eq 0 ]
