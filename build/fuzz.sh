#!/usr/bin/env bash
# Fuzzes every decoder in turn: build/fuzz.sh SECONDS splits so many seconds evenly between all fuzz tests.
# What is found is written to the package's testdata/fuzz by Go, to be committed with the fix.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-480}"

targets=()
while read -r target; do
  targets+=("$target")
done < <(grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' backend app | sed -E 's#^(.*)/[^/]+:[0-9]+:func (Fuzz.*)$#\1 \2#' | sort)
if [ ${#targets[@]} -eq 0 ]; then
  echo "no fuzz tests found" >&2
  exit 1
fi
each=$((seconds / ${#targets[@]}))
[ "$each" -ge 1 ] || each=1
echo "${#targets[@]} fuzz tests, $each s each"
for target in "${targets[@]}"; do
  read -r package name <<<"$target"
  printf '%s %s\n' "$package" "$name"
  if ! output="$(go test -run '^$' -fuzz "^$name\$" -fuzztime "${each}s" "./$package" 2>&1)"; then
    # Go reports the end of the time itself as a failure now and then; without an input it is none.
    if grep -q 'context deadline exceeded' <<<"$output" && ! grep -q 'Failing input written' <<<"$output"; then
      continue
    fi
    printf '%s\n' "$output" >&2
    exit 1
  fi
done
