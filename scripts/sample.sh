#!/usr/bin/env bash
# A sample's commands. usage: sample.sh NAME [COMMAND [ARGUMENT...]]
# A sample's hooks.sh, if it has one, is sourced for functions that replace those below. Each gets the sample's folder.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"
# shellcheck source=sample-beside.sh
. "$root/scripts/sample-beside.sh"

name=$1 command=${2-try}
shift "$(($# < 2 ? $# : 2))"
sample=$root/sample-apps/$name
template=$sample/template.yaml
options=()

# Builds the function's zip.
build_function() { build_if_needed; }

# Removes what build_function has made.
clean_function() { maven clean --projects "sample-apps/$name"; }

# Starts what must run beside the function, by start_beside, add_options and run_instead; also gets the layers.
prepare_try() { :; }

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
  function=$sample/target/function.zip
  handler=${own_handler:-$(template_property Handler)}
  prepare_try "$sample" "${layers[@]}"
  run_local --function "$function" --handler "$handler" --name "$name" --memory "$(template_property MemorySize)" \
    "${events[@]}" --count 3 --freeze 0.3 \
    ${layer_options[@]+"${layer_options[@]}"} ${options[@]+"${options[@]}"}
}

# Prints the layer of the function's language.
default_layer() {
  case $(template_property Runtime) in
  python*) echo python ;;
  nodejs*) echo nodejs ;;
  ruby*) echo ruby ;;
  *) echo wrapper ;;
  esac
}

# Prints the layers that the sample is tried with, one a line.
default_layers() { default_layer; }

# Prints a property of the function in the template.
template_property() {
  sed -n "s/^      $1: //p" "$template" | head -n 1 # of the first function
}

# shellcheck source=/dev/null
[ ! -f "$sample/hooks.sh" ] || . "$sample/hooks.sh"
case $command in
build) build_function "$sample" ;;
try) try_with_layers "$@" ;;
deploy | invoke | delete)
  build_if_needed
  if [ "$command" = deploy ]; then
    build_function "$sample"
    [ "$(default_layer)" = collector ] || build_layer_if_needed "$(default_layer)"
  fi
  case " $command $(default_layer) $* " in
  *' --layer-arn '*) ;;
  ' deploy collector '* | ' deploy '*' --layer collector '*) build_layer_if_needed collector --arch amd64 ;;
  esac
  tools "$command" "$sample" "$@"
  ;;
test) exec "$root/run.sh" test ;;
clean) clean_function "$sample" ;;
-h | --help | help) help sample ;;
*) usage_error "$command: there is no such command" ;;
esac
