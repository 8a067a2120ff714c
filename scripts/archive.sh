#!/usr/bin/env bash
# Makes a layer with an archive of classes, for one JVM and the wrapper layer as it was built; -h says how.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"
# shellcheck source=archive-options.sh
. "$root/scripts/archive-options.sh"
# shellcheck source=archive-pack.sh
. "$root/scripts/archive-pack.sh"

parse "$@"
build_if_needed
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/archive-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tmp" "$work/layer/otel-archive"
cp "$SCRIPT" "$work/layer/otel-archive/"
if [ -n "$image" ]; then
  # shellcheck source=archive-image.sh
  . "$root/scripts/archive-image.sh"
  record_in_image
else
  # shellcheck source=archive-emulator.sh
  . "$root/scripts/archive-emulator.sh"
  add_layer wrapper
  record_in_emulator "${layer_options[@]}" ${options[@]+"${options[@]}"} || [ -s "$work/tmp/$file" ] || {
    cat "$work/log" >&2
    die "archive: the function cannot be run; what it said is above" 1
  }
fi
if [ ! -s "$work/tmp/$file" ]; then
  cat "$work/log" >&2
  die "archive: the JVM has not written an archive; what it said is above" 1
fi
pack "$(output_zip)"
