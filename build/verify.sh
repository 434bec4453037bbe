#!/usr/bin/env bash
# Runs the project's checks one after the other and stops at the first that fails:
#   build/verify.sh lint     what can be said without running the program
#   build/verify.sh check    lint and the quick tests
#   build/verify.sh test     everything, after installing what is missing
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0
started=$SECONDS
said="$(mktemp)"
trap 'rm -f "$said"' EXIT

# What names a failure in the words of go test, vitest and Playwright.
telling='^ *--- FAIL|^FAIL|_test\.go:[0-9]+: |^panic: |DATA RACE|^ *(FAIL|✘) |(Assertion)?Error: |^ +[-+] {3}'

step() { # NAME COMMAND...
  local name="$1" begun=$SECONDS
  shift
  printf '\n=== %s\n' "$name"
  if "$@" 2>&1 | tee "$said"; then
    passed=$((passed + 1))
    printf -- '--- %s: ok (%d s)\n' "$name" $((SECONDS - begun))
    return
  fi
  printf '\nIn short:\n'
  grep -E "$telling" "$said" | cut -c 1-300 | awk '!seen[$0]++' | tail -n 15
  printf -- '\nFAILED: %s\n%d passed, 1 failed\n' "$name" "$passed"
  exit 1
}

# As the program is built, so that what it and its tests are made of is compiled once for both.
export GOFLAGS="-trimpath${GOFLAGS:+ $GOFLAGS}"

# SQLite is C translated to Go: its memory is not Go's, so that the race detector finds nothing in it, and looking costs
# five times the whole test's time. Nor is there anything to find in ciphers and password hashes. Everything else is watched,
# our own use of these included, and so is every library that uses sync.Map: what it has compiled in would be unwatched for
# all.
# What go test would have vetted, golangci-lint has said before. Many tests wait for something, so that more packages than
# cores are tested side by side.
race=(go test -race -vet=off -gcflags={modernc.org,golang.org/x/crypto}/...=-race=false)

# Begun first, so that no core waits for the last of them at the end.
longest=(./app/api ./backend/syncer ./app ./app/cli ./backend/store ./backend/connector/microsoft)

# One step after the other by one goroutine, or another process: the race detector would find nothing there, so they are run
# without it only. What measures memory, kills processes, makes hundreds of databases, moves through weeks of syncs or counts
# ten sandboxes again.
sequential='TestScripts|Home_(AfterAVisit|EveryFigure)|Billing_EveryAmount|Licences_EverySection|ZIPBomb|WhatIsNoReports|TwoThousand|PeakMemory|DayByDay|AfterASync_TellEachThingOnce|FailureThatIsOver|Secrets_AppearNowhere|Sample_(OpensAgain|StaysApart)|SeesEveryRow|AnyTextRoundTrips|Kill|AnyHistory|AnyMatchingHistory|AtAnyTimeOfARun|UndoneInReverse|FaultsLoseNoRow|MovingThroughTime|UnchangedSync|PartialAnswers|CustomerFile_(HasTheRows|OthersRead)'

# Of these the race detector sees a small part, and the whole is run without it.
larger='CompleteSync|FiftyConnections|KeepsTheContract|PlainRecount'

in_frontend() { (cd frontend && "$@"); }

install_packages() {
  make --no-print-directory -j3 {frontend,tools/openapi-typescript,tools/prism}/node_modules/.package-lock.json
}

go_lint() {
  make --no-print-directory bin/tools/golangci-lint || return 1
  if ! pkg-config --exists webkit2gtk-4.1 2>/dev/null; then
    bin/tools/golangci-lint run ./...
    return
  fi
  # The window's files hide behind build tags and need the system's headers.
  bin/tools/golangci-lint run --build-tags desktop,production,webkit2_41,window ./... &&
    bin/tools/golangci-lint run ./app/desktop # what stands in for them elsewhere
}

# Two halves side by side: each keeps one core busy.
frontend_lint() {
  local other=0
  { in_frontend npm run --silent typecheck && in_frontend npm run --silent format:check; } &
  in_frontend npm run --silent lint && in_frontend npm run --silent knip || other=$?
  wait $! && return $other
}

# Tests that hold connectors to the vendors' descriptions write their sums to a file: go test says nothing of tests that
# pass. A new name each time keeps their results from being taken out of the cache.
field_coverage() { sort -u "$TENANTRY_COVERAGE" | grep . || echo 'No description was at hand.'; }

window_test() {
  if [ "$(uname -s)" != Linux ]; then
    go test -tags window -count=1 ./app/desktop/...
    return
  fi
  xvfb-run -a -s '-screen 0 1440x900x24' build/with-keychain.sh go test -tags window -count=1 -v ./app/desktop/...
}

lint() {
  step 'npm packages' install_packages
  step 'generated files are current' build/generate.sh --check
  step 'golangci-lint' go_lint
  step 'tsc, prettier, eslint, knip' frontend_lint
}

case "${1:-}" in
  lint) lint ;;
  check)
    lint
    step 'go test -short -race' "${race[@]}" -short ./...
    step 'vitest' in_frontend npm run --silent test
    ;;
  test)
    TENANTRY_COVERAGE="$(mktemp)"
    export TENANTRY_COVERAGE
    trap 'rm -f "$said" "$TENANTRY_COVERAGE"' EXIT
    step 'system packages' build/setup.sh window test windows
    build/setup.sh shell || echo 'Tests use the whole Chromium.'
    lint
    step 'go test -race' build/with-keychain.sh "${race[@]}" -count=1 -p 3 -timeout 30m -skip "$sequential" "${longest[@]}" ./...
    step 'go test without -race' go test -vet=off -count=1 -p 3 -timeout 15m -run "$sequential|$larger" ./app ./app/api ./backend/syncer ./app/cli ./backend/store ./backend/connector/... ./backend/export ./backend/report
    step 'documented fields' field_coverage
    step 'types on darwin and windows' go run ./build/typecheck darwin/arm64 windows/amd64
    step 'vitest' in_frontend npm run --silent test
    step 'build' make --no-print-directory build
    step 'end to end in a browser' in_frontend npm run --silent e2e
    step 'window under Xvfb' window_test
    step 'fuzzing' build/fuzz.sh 480
    ;;
  *)
    echo "build/verify.sh lint|check|test" >&2
    exit 2
    ;;
esac

printf '\n%d passed, 0 failed (%d s)\n' "$passed" $((SECONDS - started))
