#!/usr/bin/env bash
# Fuzzes every decoder: build/fuzz.sh SECONDS splits so many seconds evenly between all fuzz tests, and runs as many side by
# side as there are cores, so that it takes SECONDS divided by the cores.
# What is found is written to the package's testdata/fuzz by Go, to be committed with the fix.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-480}"

targets="$(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' backend app | sed -E 's#^(.*)/[^/]+:[0-9]+:func (Fuzz.*)$#\1 \2#' | sort)"
if [ -z "$targets" ]; then
  echo "no fuzz tests found" >&2
  exit 1
fi
count="$(wc -l <<<"$targets")"
each=$((seconds / count))
[ "$each" -ge 1 ] || each=1
cores="$(getconf _NPROCESSORS_ONLN)"
programs="$(mktemp -d)"
trap 'rm -rf "$programs"' EXIT
cache="$(go env GOCACHE)/fuzz"

for package in $(cut -d' ' -f1 <<<"$targets" | uniq); do
  go test -c -vet=off -fuzz . -o "$programs/${package//\//.}" "./$package"
done

# By default Go spends up to a minute making each new input smaller: within a few seconds nothing else would be tried.
fuzz() { # PACKAGE NAME
  local output
  if output="$(cd "$1" && "$programs/${1//\//.}" -test.run '^$' -test.fuzz "^$2\$" -test.fuzztime "${each}s" \
    -test.fuzzminimizetime 10x -test.fuzzcachedir "$cache/tenantry/$1" -test.parallel 1 2>&1)"; then
    printf '%s %s: %s\n' "$1" "$2" "$(grep -o 'execs: [0-9]*' <<<"$output" | tail -1)"
    return
  fi
  # Go reports the end of the time itself as a failure now and then; without an input it is none.
  if grep -q 'context deadline exceeded' <<<"$output" && ! grep -q 'Failing input written' <<<"$output"; then
    printf '%s %s: ended at its time\n' "$1" "$2"
    return
  fi
  printf '%s %s\n%s\n' "$1" "$2" "$output" >&2
  return 1
}
export -f fuzz
export programs each cache

printf '%d fuzz tests, %d s each, %d side by side\n' "$count" "$each" "$cores"
xargs -P "$cores" -L 1 bash -c 'fuzz "$@"' fuzz <<<"$targets"
