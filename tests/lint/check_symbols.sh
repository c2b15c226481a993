#!/bin/sh
# What the compiled library says of itself: the names it exports, the state it
# keeps, and the functions of the C library that it calls.
set -eu
: "${LIBRARY:?the shared library}" "${ARCHIVE:?the same objects as an archive}"
status=0

complain() { # complain HEADLINE LINES
    if [ -n "$2" ]; then
        printf '%s:\n%s\n' "$1" "$2"
        status=1
    fi
}

# "src/base/fail.c.o: symbol" for each symbol of the archive that nm's options pick
named() {
    nm -A "$@" "$ARCHIVE" | sed -E 's/^[^:]*:([^:]*):[0-9a-f ]*[A-Za-z] /\1: /'
}

if [ -n "${SANITIZE:-}" ]; then
    echo "a build with sanitizers has their symbols too"
    exit 77
fi

case $LIBRARY in
*.so*)
    complain "exported without the prefix clg_" \
        "$(nm -D --defined-only "$LIBRARY" | awk '$3 !~ /^clg_/ {print $3}')"
    ;;
esac
complain "global without the prefix clg_" \
    "$(named --defined-only --extern-only |
        grep -vE ': clg_' || true)"

# Writable data is state that outlives a call. The exceptions are the tests' hooks,
# which a release does not have.
complain "writable data, expected none in a library" \
    "$(objdump -t "$ARCHIVE" | awk '
        /file format/ { file = $1 }
        / O \.(data|bss|tdata|tbss)\t/ && $NF !~ /^clg_test_/ {
            print file " " $NF }')"

# It never prints or ends the process, and asks neither the machine's zone nor its
# locale. A worker process of run/ ends by _exit.
forbidden='printf|vprintf|__printf_chk|__vprintf_chk|puts|putchar|perror|stdout|stderr'
forbidden="$forbidden|exit|_exit|abort|__assert_fail|localtime|localtime_r|mktime"
forbidden="$forbidden|gmtime|strftime|setlocale|strtok|rand|srand|random"
complain "called, but not for a library" \
    "$(named --undefined-only | grep -E ": ($forbidden)(@.*)?\$" |
        grep -vE '^(fork|worker|executor)[a-z_]*\.c\.o: _exit' || true)"
exit $status
