# Sourced by the samples' run.sh; needs $root, $sample (the folder) and a function try_sample that
# takes options of the emulator.
# shellcheck shell=bash
# shellcheck disable=SC2154 # root and sample are theirs
# shellcheck source=common.sh
. "$root/scripts/common.sh"

usage() {
  cat <<EOF
usage: ./run.sh [WORD [ARGUMENT...]]

  build       builds the function's zip
  try [--layer none|wrapper|javaagent|collector]... [OPTION...]
              runs the function in the local Lambda, by default with the wrapper layer, and shows its
              traces; the other options are those of ./run.sh local; the default
  test        runs every test
  clean       removes what was built
EOF
}

# Splits --layer NAME off, of which there may be several, and passes the emulator's options on.
try_with_layers() {
  local options=() layers=()
  while [ $# -gt 0 ]; do
    case $1 in
    --layer)
      [ $# -ge 2 ] || usage_error "--layer: none, wrapper, javaagent or collector?"
      layers+=("$2")
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ ${#layers[@]} -gt 0 ] || layers=(wrapper)
  local layer
  for layer in "${layers[@]}"; do add_layer "$layer"; done
  build_if_needed
  [[ " ${layers[*]} " != *" collector "* ]] || build_collector_if_needed
  try_sample ${layer_options[@]+"${layer_options[@]}"} ${options[@]+"${options[@]}"}
}

run_sample() {
  local word=${1-try}
  [ $# -eq 0 ] || shift
  case $word in
  build) build ;;
  try) try_with_layers "$@" ;;
  test) exec "$root/run.sh" test ;;
  clean) maven clean --projects "${sample#"$root"/}" ;;
  -h | --help | help) usage ;;
  *) usage_error "$word: there is no such word" ;;
  esac
}
