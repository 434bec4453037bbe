#!/usr/bin/env bash
# Tenantry on simulated vendors: connects them, syncs a quarter of history and today, prints the figures, writes two
# workbooks and opens the window, or serves the same interface where there is no display. Ctrl-C ends everything.
#
#   DEMO_PORT=8790        where the simulated vendors listen; the connections remember it
#   DEMO_CUSTOMERS=60     how many companies they know
# The folder demo/ holds everything; remove it to start over.
set -euo pipefail
cd "$(dirname "$0")/.."

port="${DEMO_PORT:-8790}"
customers="${DEMO_CUSTOMERS:-60}"
weeks=13
folder=demo
data=$folder/data
history_done=$data/.history
known_port=$data/.port
vendors="http://127.0.0.1:$port"
tenantry=(bin/tenantry --data "$data" --key-file "$data/key")

sandbox=
finish() {
  trap - EXIT INT TERM
  if [ -n "$sandbox" ]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

say() { printf '\n%s\n' "$*"; }

day_ago() { # DAYS: the date so many days before today, with GNU's or BSD's date
  date -u -d "-$1 days" +%F 2>/dev/null || date -u -v "-$1d" +%F
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

start_sandbox() {
  if answers; then
    echo "Port $port is taken, perhaps by another demo. End that one, or start afresh on another: rm -r $folder; DEMO_PORT=8791 make demo" >&2
    exit 1
  fi
  bin/tenantry sandbox --listen "127.0.0.1:$port" --customers "$customers" --seed 1 --as-of "$(day_ago 0)" \
    >"$folder/sandbox.log" 2>&1 &
  sandbox=$!
  for _ in $(seq 100); do
    answers && return
    kill -0 "$sandbox" 2>/dev/null || break
    sleep 0.1
  done
  echo "The simulated vendors did not start:" >&2
  cat "$folder/sandbox.log" >&2
  exit 1
}

# Bash speaks HTTP well enough for one small request, so that the demo needs no curl.
move_vendors_to() { # DATE
  local body="{\"as_of\":\"$1\"}" status
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'PUT /sandbox/as-of HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "$port" "${#body}" "$body" >&3
  read -r status <&3
  exec 3>&-
  case "$status" in
    *' 200 '*) ;;
    *)
      echo "The simulated vendors refused the date $1: $status" >&2
      return 1
      ;;
  esac
}

# Exit code 3 means that some customers could not be read: part of the portfolio on purpose.
sync() {
  local code=0
  "${tenantry[@]}" sync "$@" || code=$?
  [ $code -eq 0 ] || [ $code -eq 3 ] || exit $code
}

sync_history() {
  local week day progress='Syncing the past: %s (%d of %d)\n'
  [ ! -t 1 ] || progress='\rSyncing the past: %s (%d of %d)'
  for ((week = weeks; week >= 1; week--)); do
    day="$(day_ago $((week * 7)))"
    printf "$progress" "$day" $((weeks - week + 1)) "$weeks"
    move_vendors_to "$day"
    sync --now "$day" >>"$folder/history.log" 2>&1 || { cat "$folder/history.log" >&2; exit 1; }
  done
  [ ! -t 1 ] || echo
  move_vendors_to "$(day_ago 0)"
  touch "$history_done"
}

has_display() {
  case "$(uname -s)" in
    Linux) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ;;
    *) true ;;
  esac
}

mkdir -p "$folder"
[ -d "$data" ] || mkdir -m 700 "$data"
[ -e "$known_port" ] || echo "$port" >"$known_port"
if [ "$(cat "$known_port")" != "$port" ]; then
  echo "The data in $folder know the vendors on port $(cat "$known_port"). For another port remove that folder first." >&2
  exit 1
fi

say "Starting the simulated vendors with $customers companies on $vendors"
start_sandbox
"${tenantry[@]}" connect --from-sandbox "$vendors"
[ -e "$history_done" ] || sync_history

say "Syncing today"
sync

say "The portfolio"
"${tenantry[@]}" report kpis

"${tenantry[@]}" export customers --out "$folder/tenantry-customers.xlsx"
"${tenantry[@]}" export billing --out "$folder/tenantry-billing.xlsx"
say "Everything above took $SECONDS seconds; remove the folder $folder to start over."

# From here on Ctrl-C is the ordinary end.
trap "exit 0" INT TERM
if has_display; then
  say "Opening the window; close it, or press Ctrl-C here, to end the demo."
  bin/tenantry-desktop --data "$data" --key-file "$data/key"
else
  say "No display here: the same interface in a browser. Ctrl-C ends the demo."
  "${tenantry[@]}" serve
fi
