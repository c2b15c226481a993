#!/bin/sh
# A disk that fills up while results are written: exit 4, a message that names the
# cause, and no half result. The disk is a small tmpfs in a mount namespace of its own.
set -eu
: "${COLLEGIUM:?the program}" "${SOURCE_FOLDER:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "$(id -u)" -eq 0 ]; then
    private="unshare -m"
else
    private="unshare -rm"
fi
mkdir "$work/disk"
if ! $private mount -t tmpfs -o size=64k tmpfs "$work/disk" 2>/dev/null; then
    echo "no tmpfs can be mounted here"
    exit 77
fi

cat >"$work/inside.sh" <<'INSIDE'
work=$1
shift
mount -t tmpfs -o size=64k tmpfs "$work/disk"
set +e
"$@" -o "$work/disk/out" >"$work/stdout" 2>"$work/stderr"
echo $? >"$work/code"
ls -A "$work/disk" >"$work/left"
INSIDE

fills_the_disk() { # fills_the_disk COMMAND...
    $private sh "$work/inside.sh" "$work" "$@"
    echo "exit $(cat "$work/code"): $(cat "$work/stderr")"
    test "$(cat "$work/code")" = 4
    grep -q 'No space left on device' "$work/stderr"
    test ! -s "$work/stdout"
    if [ -s "$work/left" ]; then
        echo "left on the disk: $(cat "$work/left")"
        exit 1
    fi
}

fills_the_disk "$COLLEGIUM" simulate --schools 24
fills_the_disk "$COLLEGIUM" ingest "$SOURCE_FOLDER/datasets/network"
fills_the_disk "$COLLEGIUM" run "$SOURCE_FOLDER/datasets/network"
