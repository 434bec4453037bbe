#!/usr/bin/env bash
# Installs the Debian packages a task needs, and nothing when they are there already:
#   build/setup.sh GROUP...     GROUP is window, test, windows, or shell: a lighter Chromium, without which tests only take longer
# Where apt is missing it names what has to be installed and fails.
set -euo pipefail

packages_of() {
  case "$1" in
    window) echo "gcc pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev" ;;
    test)
      echo "xvfb xauth x11-utils xdotool openbox imagemagick dbus dbus-x11 gnome-keyring libsecret-tools chromium" \
        "fonts-dejavu-core fonts-noto-core python3-openpyxl libreoffice-calc"
      ;;
    windows) echo "nsis osslsigncode" ;;
    shell) echo "chromium-headless-shell" ;;
    *)
      echo "build/setup.sh: unknown group '$1' (window, test, windows, shell)" >&2
      exit 2
      ;;
  esac
}

# The window, its test and the installer are built with system libraries on Linux only.
[ "$(uname -s)" = Linux ] || exit 0

wanted=()
for group in "$@"; do
  list="$(packages_of "$group")"
  read -r -a packages <<<"$list"
  wanted+=("${packages[@]}")
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "No apt here: install what corresponds to these Debian packages yourself, then set TENANTRY_SKIP_SETUP=1: ${wanted[*]}" >&2
  [ -n "${TENANTRY_SKIP_SETUP:-}" ] || exit 1
  exit 0
fi

missing=()
installed="$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)"
for package in "${wanted[@]}"; do
  grep -qx "$package installed" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages, and no right to install them. As root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${missing[*]}" >&2
# ${a[@]+…} because an empty array counts as unset in the bash of older systems.
${as_root[@]+"${as_root[@]}"} apt-get update -qq
${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
