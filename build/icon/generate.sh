#!/usr/bin/env bash
# Draws tenantry.svg as the png and ico files the window, the installer and the page use. Needs Chromium and ImageMagick;
# the results are committed, so only a changed drawing needs them.
set -euo pipefail
cd "$(dirname "$0")"
chromium="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

{
  echo '<style>html,body{margin:0;background:transparent}svg{display:block;width:1024px;height:1024px}</style>'
  cat tenantry.svg
} >"$work/icon.html"
"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1024,1024 \
  --default-background-color=00000000 --user-data-dir="$work/profile" \
  --screenshot="$work/1024.png" "file://$work/icon.html" >/dev/null 2>&1

convert "$work/1024.png" -strip -resize 512x512 -define png:exclude-chunks=date,time tenantry.png
convert "$work/1024.png" -strip -define icon:auto-resize=256,128,64,48,32,24,16 tenantry.ico
cp tenantry.svg ../../frontend/public/icon.svg
