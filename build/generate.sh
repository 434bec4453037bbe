#!/usr/bin/env bash
# Writes the two generated files: the API description from Go's operations, and TypeScript's types from it.
#   build/generate.sh           writes them
#   build/generate.sh --check   fails when the committed ones are not what it would write
set -euo pipefail
cd "$(dirname "$0")/.."
description=app/api/openapi.json
types=frontend/src/api/schema.d.ts

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
go run . openapi >"$work/openapi.json"
tools/openapi-typescript/node_modules/.bin/openapi-typescript "$work/openapi.json" --output "$work/schema.d.ts" >/dev/null

if [ "${1:-}" = --check ]; then
  current=true
  diff -u "$description" "$work/openapi.json" || current=false
  diff -u "$types" "$work/schema.d.ts" || current=false
  $current || { echo "Generated files are not current: run 'make generate' and commit $description and $types." >&2; exit 1; }
  exit 0
fi

replace() { cmp -s "$1" "$2" || cp "$1" "$2"; }
mkdir -p "$(dirname "$description")" "$(dirname "$types")"
replace "$work/openapi.json" "$description"
replace "$work/schema.d.ts" "$types"
