#!/usr/bin/env bash
# The page with hot reload on http://127.0.0.1:5173, over `tenantry serve --sandbox` on port 8787. Ctrl-C ends both.
# Sign in with the link that serve prints; with 5173 in place of 8787 it leads to the reloading page.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p bin
go build -o bin/tenantry-dev .

bin/tenantry-dev serve --sandbox --data demo/dev --key-file demo/dev/key --listen 127.0.0.1:8787 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
cd frontend
npm run --silent dev
