#!/usr/bin/env bash
# Measures the interface in the real window, under Xvfb where there is no display, and in Chromium, and prints tables.
# Nothing else should run beside it. PART=start, window/tables, chromium/pages … measures a part.
set -euo pipefail
cd "$(dirname "$0")/.."

build/setup.sh window test
(cd frontend && npm run --silent bench:bare)

export TENANTRY_BENCH_DAYS="${TENANTRY_BENCH_DAYS:-30}"
measure=(build/with-keychain.sh go test -tags window -run '^$' -bench "^BenchmarkInterface${PART:+\$/$PART}\$" -benchtime 1x -timeout 70m ./app/desktop)
[ "$(uname -s)" != Linux ] || measure=(xvfb-run -a -s '-screen 0 1440x900x24' "${measure[@]}")
"${measure[@]}"
