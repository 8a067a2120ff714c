#!/usr/bin/env bash
# Collects what a release consists of in target/release. usage: release.sh VERSION
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly RELEASE=$root/target/release

# What the changelog says of the version; before it has a section of its own, of what is unreleased.
notes() {
  local heading
  for heading in "${version#v}" Unreleased; do
    awk -v heading="$heading" '/^## / { inside = index($0, "## " heading) == 1; next } inside' "$root/CHANGELOG.md" >"$RELEASE/NOTES.md"
    ! grep -q . "$RELEASE/NOTES.md" || return 0
  done
  die "CHANGELOG.md says nothing of $version" 1
}

version=${1-}
[ -n "$version" ] || usage_error "release: which version?"
build_if_needed
rm -rf "$RELEASE"
mkdir -p "$RELEASE"
for zip in "$WRAPPER_LAYER" "$JAVAAGENT_LAYER"; do
  cp "$zip" "${zip%.zip}.cdx.json" "$RELEASE/"
done
if [ -n "$(missing_go)" ]; then
  [ -z "${CI-}" ] || die "$(missing_go): the Collector layer cannot be built" 1
  say "$(missing_go): the Collector layer is left out"
else
  for arch in amd64 arm64; do
    zip=$RELEASE/opentelemetry-collector-layer-$arch.zip
    "$root/collector-layer/run.sh" build --arch "$arch" --output "$zip" >&2
  done
fi
if [ -n "$(missing_python)" ]; then
  [ -z "${CI-}" ] || die "$(missing_python): the Python layer cannot be built" 1
  say "$(missing_python): the Python layer is left out"
else
  "$root/python-layer/run.sh" build >&2
  cp "$PYTHON_LAYER" "${PYTHON_LAYER%.zip}.cdx.json" "$RELEASE/"
fi
notes
(cd "$RELEASE" && for file in *.zip *.cdx.json; do printf '%s  %s\n' "$(sha256_of "$file")" "$file"; done >SHA256SUMS)
say "in ${RELEASE#"$root"/}:"
(cd "$RELEASE" && ls -1) >&2
