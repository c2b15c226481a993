#!/bin/sh
# Ctrl-C at any moment of a run: exit 130, no result, nothing half done, no process
# left. The signal goes to the whole group, as a terminal sends it, or to the
# program alone, as `kill` does.
set -eu
: "${COLLEGIUM:?the program}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A group of its own, in which SIGINT is not ignored as it is for a shell's `&`.
start() {
    setsid env --default-signal=INT "$COLLEGIUM" "$@" >"$work/stdout" 2>"$work/stderr" &
    pid=$!
}

fail() {
    echo "$1 (signal to $target after $delay s)"
    cat "$work/stderr"
    ls -A "$work"
    exit 1
}

# interrupt_run TARGET DELAY COMMAND...: 0 if the signal came in time
interrupt_run() {
    target=$1 delay=$2 code=0
    shift 2
    start "$@" -o "$work/out"
    sleep "$delay"
    case $target in # a run that has ended by now is no failure
    group) kill -s INT -- "-$pid" 2>"$work/kill" || true ;;
    program) kill -s INT "$pid" 2>"$work/kill" || true ;;
    esac
    wait "$pid" || code=$?
    if [ "$code" -eq 0 ]; then
        rm -rf "$work/out"
        return 1
    fi
    [ "$code" -eq 130 ] || fail "exit $code, expected 130"
    [ ! -e "$work/out" ] || fail "a result was left"
    [ -z "$(find "$work" -name '*.partial*')" ] || fail "a half result was left"
    for _ in 1 2 3 4 5 6 7 8 9 10; do # a worker may take a moment to go
        kill -s 0 -- "-$pid" 2>/dev/null || return 0
        sleep 0.2
    done
    fail "a process was left"
}

"$COLLEGIUM" simulate -o "$work/study" --schools "${SCHOOLS:-150}" --months 24 \
    --people 40 --quiet
interrupted=0
for delay in 0.1 0.4 0.8 1.5; do
    for target in group program; do
        if interrupt_run $target $delay run "$work/study" --jobs 2; then
            interrupted=$((interrupted + 1))
        fi
    done
done
if interrupt_run group 0.1 simulate --schools 3000 --months 60; then
    interrupted=$((interrupted + 1))
fi
echo "$interrupted of 9 signals came in time"
test "$interrupted" -ge 3
