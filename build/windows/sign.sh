#!/usr/bin/env bash
# Signs one Windows file in place; does nothing when no certificate is given (see build.sh). TENANTRY_TIMESTAMP_URL adds
# a timestamp, which lets the signature outlive the certificate.
set -euo pipefail
file="$1"

if [ -n "${TENANTRY_PFX:-}" ]; then
  # By file, not by argument, where every user of the machine could read it; mktemp's files are ours alone.
  password="$(mktemp)"
  trap 'rm -f "$password"' EXIT
  printf '%s' "${TENANTRY_PFX_PASSWORD:-}" >"$password"
  identity=(-pkcs12 "$TENANTRY_PFX" -readpass "$password")
elif [ -n "${TENANTRY_CERT:-}" ] && [ -n "${TENANTRY_KEY:-}" ]; then
  identity=(-certs "$TENANTRY_CERT" -key "$TENANTRY_KEY")
else
  exit 0
fi

options=(-h sha256 -n Tenantry)
[ -z "${TENANTRY_TIMESTAMP_URL:-}" ] || options+=(-ts "$TENANTRY_TIMESTAMP_URL")
osslsigncode sign "${identity[@]}" "${options[@]}" -in "$file" -out "$file.signed" >/dev/null
mv "$file.signed" "$file"
echo "signed $file"
