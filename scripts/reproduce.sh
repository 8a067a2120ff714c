#!/usr/bin/env bash
# Builds the layers once more, from a copy of the sources in another folder, and compares the zips.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"

build_if_needed
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read) |
  tar --extract --directory "$copy"
say "building in $copy"
"$copy/mvnw" --batch-mode --no-transfer-progress --quiet --file "$copy/pom.xml" -DskipTests package \
  --projects wrapper-layer,javaagent-layer --also-make >&2 || die "the copy cannot be built" 1
status=0
for zip in "$(layer_zip wrapper)" "$(layer_zip javaagent)"; do
  for file in "$zip" "${zip%.zip}.cdx.json"; do
    if cmp -s "$file" "$copy${file#"$root"}"; then
      say "${file#"$root"/} is the same"
    else
      say "${file#"$root"/} differs"
      status=1
    fi
  done
done
exit $status
