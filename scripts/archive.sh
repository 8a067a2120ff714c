#!/usr/bin/env bash
# Makes a layer with an archive, for one JVM or Node.js and a layer as it was built; -h says how. usage: archive.sh LAYER [OPTION...]
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"
# shellcheck source=archive-options.sh
. "$root/scripts/archive-options.sh"

layer=$1
shift
# shellcheck source=archive-wrapper.sh
. "$root/scripts/archive-$layer.sh"

parse "$@"
build_if_needed
build_layer_if_needed "$layer"
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/archive-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tmp" "$work/layer"
cp -R "$SCRIPTS" "$work/layer/otel-archive"
if [ -n "$image" ]; then
  # shellcheck source=archive-image.sh
  . "$root/scripts/archive-image.sh"
  record_in_image
else
  # shellcheck source=archive-emulator.sh
  . "$root/scripts/archive-emulator.sh"
  add_layer "$layer"
  record_in_emulator "${layer_options[@]}" ${options[@]+"${options[@]}"} || [ -s "$work/tmp/$file" ] || {
    cat "$work/log" >&2
    die "archive: the function cannot be run; what it said is above" 1
  }
fi
if [ ! -s "$work/tmp/$file" ]; then
  cat "$work/log" >&2
  die "archive: no archive has been written; what the function said is above" 1
fi
pack "$(output_zip)"
