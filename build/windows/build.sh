#!/usr/bin/env bash
# Builds the two Windows programs and the installer that carries both, without a network once Go's modules are there:
#   build/windows/build.sh VERSION      writes bin/windows/
# Signed when TENANTRY_CERT and TENANTRY_KEY (PEM), or TENANTRY_PFX and TENANTRY_PFX_PASSWORD, name a certificate.
set -euo pipefail
cd "$(dirname "$0")/../.."
version="$1"
out=bin/windows
# Windows wants four numbers; a version between two tags keeps those of the tag before it.
numbers="$(grep -oE '^[0-9]+\.[0-9]+\.[0-9]+' <<<"$version" || echo 0.0.0).0"
# The linker picks the resources up by this name, in the folder of the main package.
resources=rsrc_windows_amd64.syso

mkdir -p "$out"
trap 'rm -f "$resources"' EXIT
go tool -modfile=tools/winres/go.mod go-winres make --in build/windows/winres.json --out rsrc --arch amd64 \
  --product-version "$numbers" --file-version "$numbers"

build_program() { # NAME TAGS LINKER-FLAGS
  GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags "$2" \
    -ldflags "-s -w -X main.version=$version $3" -o "$out/$1" .
  build/windows/sign.sh "$out/$1"
}
build_program tenantry.exe "" ""
# The window needs Microsoft's WebView2; its small installer travels inside for the few systems that lack it.
build_program tenantry-desktop.exe desktop,production,wv2runtime.embed "-H windowsgui"

makensis -V2 -NOCD "-XTarget amd64-unicode" "-DVERSION=$version" "-DNUMBERS=$numbers" "-DPROGRAMS=$out" \
  "-DOUTPUT=$out/tenantry-setup.exe" build/windows/installer.nsi
ls -l "$out"
