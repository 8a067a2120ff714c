# Sourced by sample.sh: runs a sample's function under the emulator.
# shellcheck shell=bash

: "${root:?}" "${name:?}" "${sample:?}"
options=()

# Starts what must run beside the function, by start_beside, add_options and run_instead; also gets the layers.
prepare_try() { :; }

# Prints the zip that is tried.
function_zip() { echo "$1/target/function.zip"; }

# Adds options of the emulator.
add_options() {
  options+=("$@")
}

# Runs another function than the sample's zip, with other layers. usage: run_instead FUNCTION HANDLER [LAYER-OPTION...]
run_instead() {
  function=$1 handler=$2
  layer_options=("${@:3}")
}

# Splits --layer NAME off, of which there may be several, and passes the emulator's options on; --handler and --event stand
# for the sample's.
try_with_layers() {
  local layers=() layer events=() own_handler=
  while [ $# -gt 0 ]; do
    case $1 in
    --layer | --handler | --event)
      [ $# -ge 2 ] || usage_error "$1: which?"
      case $1 in
      --layer) layers+=("$2") ;;
      --handler) own_handler=$2 ;;
      --event) events+=(--event "$2") ;;
      esac
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ ${#events[@]} -gt 0 ] || events=(--event "$sample/event.json")
  [ ${#layers[@]} -gt 0 ] || mapfile -t layers < <(default_layers)
  for layer in "${layers[@]}"; do add_layer "$layer"; done
  build_if_needed
  build_function "$sample"
  for layer in "${layers[@]}"; do build_layer_if_needed "$layer"; done
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  function=$(function_zip "$sample")
  handler=${own_handler:-$(template_property Handler)}
  prepare_try "$sample" "${layers[@]}"
  run_local --function "$function" --handler "$handler" --name "$name" --memory "$(template_property MemorySize)" \
    "${events[@]}" --count 3 --freeze 0.3 \
    ${layer_options[@]+"${layer_options[@]}"} ${options[@]+"${options[@]}"}
}
