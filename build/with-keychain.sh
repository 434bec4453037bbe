#!/usr/bin/env bash
# Runs a command with a session bus and an unlocked, empty keychain of its own, so that tests of the keychain meet a real
# Secret Service and never the user's:   build/with-keychain.sh COMMAND...
# TENANTRY_TEST_KEYCHAIN=1 tells the command that a keychain must answer. Other systems run the command as it is.
set -euo pipefail

if [ "$(uname -s)" != Linux ]; then
  exec "$@"
fi

home="$(mktemp -d)"
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run" "$home/data" "$home/config" "$home/cache"
# The caches of Go and npm stay where they are: only the folders of the session move.
GOCACHE="$(go env GOCACHE)"
GOMODCACHE="$(go env GOMODCACHE)"
export GOCACHE GOMODCACHE
export XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
export TENANTRY_TEST_KEYCHAIN=1

dbus-run-session -- bash -c '
  printf password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
  "$@"
  status=$?
  # The daemon is a child of the bus, which ends with this shell.
  exit $status
' bash "$@"
