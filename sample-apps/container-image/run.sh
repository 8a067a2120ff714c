#!/usr/bin/env bash
# The sample by itself; -h says what there is.
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

readonly IMAGE=$sample/target/image # what the Dockerfile copies

# No engine is needed: the local Lambda gets the files and the settings that the image would have.
prepare_try() {
  local layer variables
  stage
  function=$IMAGE/task
  handler=$(sed -n 's/^CMD \["\(.*\)"\]$/\1/p' "$sample/Dockerfile")
  variables=$(sed -n 's/^ENV //p' "$sample/Dockerfile")
  layer_options=(--layer "$IMAGE/opt")
  for layer in "${layers[@]}"; do
    case $layer in
    none) layer_options=() variables='' ;;
    collector) add_collector_options ;;
    esac
  done
  [ -z "$variables" ] || sample_options+=(--env "$variables")
}

# Puts the function and the layers where the Dockerfile takes them from.
stage() {
  local layer
  rm -rf "$IMAGE"
  mkdir -p "$IMAGE/opt/extensions"
  unpack "$sample/target/function.zip" "$IMAGE/task"
  for layer in "${layers[@]}"; do
    [ "$layer" = none ] || unpack "$(layer_zip "$layer")" "$IMAGE/opt"
  done
}

unpack() {
  mkdir -p "$2"
  (cd "$2" && "$(java_tool jar)" --extract --file "$1")
  # which jar leaves out
  find "$2" \( -name otel-handler -o -path '*/extensions/*' \) -type f -exec chmod +x {} +
}

run_sample "$@"
