#!/usr/bin/env bash
# The commands that the layers have in common. usage: layer.sh LAYER [COMMAND [ARGUMENT...]]
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"

layer=$1 command=${2-build}
shift "$(($# < 2 ? $# : 2))"

case $command in
build)
  say "building"
  maven -DskipTests "$@" package || die "the build has failed" 1
  touch "$BUILT"
  tools size "$(layer_zip "$layer")"
  ;;
try) exec "$root/run.sh" try "${1-}" --layer "$layer" "${@:2}" ;;
local)
  build_if_needed
  build_layer_if_needed "$layer"
  add_layer "$layer"
  run_local "${layer_options[@]}" "$@"
  ;;
archive)
  [ -f "$root/scripts/archive-$layer.sh" ] || usage_error "archive: there are archives for the wrapper and Node.js layers only"
  exec "$root/scripts/archive.sh" "$layer" "$@"
  ;;
publish | unpublish)
  case " $* " in
  *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) build_tools_if_needed ;;
  *)
    build_if_needed
    build_layer_if_needed "$layer"
    ;;
  esac
  tools "$command" "$layer" "$@"
  ;;
test) exec "$root/run.sh" test ;;
clean) maven clean --projects "$layer-layer" ;;
-h | --help | help)
  help layer
  [ ! -f "$root/scripts/help/$layer-build.txt" ] || help "$layer-build"
  ;;
*) usage_error "$command: there is no such command" ;;
esac
