#!/bin/sh
# Fails when a file includes a layer that its own layer may not see, or a library
# whose door is elsewhere. Usage: check_layers.sh PROJECT
# (the folder that holds src/ and include/)
set -eu
cd "$1/src"

may_see() {
    case $1 in
    base)       echo "" ;;
    study)      echo "base" ;;
    results)    echo "base" ;;
    ingest)     echo "study base" ;;
    store)      echo "study results base" ;;
    graph)      echo "study base" ;;
    measures)   echo "graph study results base" ;;
    simulate)   echo "base" ;;
    trajectory) echo "results base" ;;
    compare)    echo "results base" ;;
    report)     echo "results base" ;;
    run)        echo "report compare trajectory simulate measures graph store ingest" \
                     "results study base" ;;
    cli)        echo "" ;; # public headers only
    *)          return 1 ;;
    esac
}

# header pattern, then the files that may include it (a regular expression)
doors='csv[.]h ingest/csv.c
hdf5[a-z_]*[.]h store/.*
igraph[a-z_/]*[.]h graph/igraph_bridge.c
omp[.]h base/threads.h
yaml[.]h (study/.*|run/versions.c)
zlib[.]h ((base|store)/.*|run/versions.c)
zstd[.]h (base/.*|run/versions.c)
sodium[.]h (base/.*|run/versions.c)
mpi[.]h run/.*'

includes() { # file:line:header, for each #include with the given opening mark
    grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*$1" --include='*.[ch]' "$2" |
        sed -E "s/^([^:]*:[0-9]+):[^<\"]*[<\"]([^>\"]*).*/\\1:\\2/"
}

check_arrows() {
    for layer in */; do
        layer=${layer%/}
        find "$layer" -name '*.[ch]' | grep -q . || continue
        if ! seen=$(may_see "$layer"); then
            echo "$layer: not a layer of the design"
            continue
        fi
        includes '"' "$layer" | while IFS=: read -r file line header; do
            other=${header%%/*}
            case " collegium $layer $seen " in
            *" $other "*) ;;
            *) echo "$file:$line: $layer may not include $other" ;;
            esac
        done
    done
}

check_doors() {
    includes '[<"]' . | sed 's,^\./,,' | awk -F: -v doors="$doors" '
        BEGIN {
            count = split(doors, lines, "\n")
            for (i = 1; i <= count; i++) {
                split(lines[i], words, " +")
                header[i] = "^(" words[1] ")$"
                home[i] = words[2]
            }
        }
        {
            for (i = 1; i <= count; i++)
                if ($3 ~ header[i] && $1 !~ "^" home[i] "$")
                    print $1 ":" $2 ": " $3 " has another door: " home[i]
        }'
}

check_public_headers() {
    (cd ../include && includes '"' .) | sed 's,^\./,include/,' |
        while IFS=: read -r file line header; do
            case $header in
            collegium/*) ;;
            *) echo "$file:$line: a public header may not include $header" ;;
            esac
        done
}

found=$(check_arrows; check_doors; check_public_headers)
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
