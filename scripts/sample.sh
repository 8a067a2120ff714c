# Sourced by the samples' run.sh; needs $root and $sample, the folder. What is special about a sample is in
# functions of these names, which its run.sh may have:
#   build_function  builds the function's zip, and what else is needed, by default all that Maven builds
#   clean_function  removes what that has built
#   prepare_try     starts what must run beside the function, adds options of the emulator to sample_options, or
#                   says by function, handler and layer_options what it runs instead of the usual
#   prepare_deploy  adds to the template's parameters, as NAME=VALUE
#   prepare_delete  deletes what prepare_deploy has made
# shellcheck shell=bash
# shellcheck disable=SC2154 # root and sample are theirs
# shellcheck disable=SC2034 # some of these are for deploy.sh
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly TEMPLATE=$sample/template.yaml EVENT=$sample/event.json
name=$(basename "$sample")
readonly name
sample_options=()
default_layer=wrapper # of the samples in Java

usage() {
  cat <<END
usage: ./run.sh [WORD [ARGUMENT...]]

  build       builds the function's zip
  try [--layer none|LAYER]... [OPTION...]
              runs the function in the local Lambda, by default with the layer $default_layer, and shows its
              traces; the other options are those of ./run.sh local; the default
  deploy --endpoint URL [--headers KEY=VALUE,...] [--layer LAYER | --layer-arn ARN]...
              deploys the function to AWS by CloudFormation, by default with the layer $default_layer as it is built
              here; what it reports goes to URL, by OTLP over HTTP
  invoke      invokes the deployed function with event.json, and shows what it answers
  delete      deletes all that deploy has made
  test        runs every test
  clean       removes what was built

deploy, invoke and delete need the AWS CLI, and take --region REGION (or AWS_REGION) and --stack NAME (or STACK_NAME,
otherwise otel-sample-$name). The endpoint and the headers may be in OTEL_EXPORTER_OTLP_ENDPOINT and _HEADERS.
END
}

build_function() { build_if_needed; }
clean_function() { maven clean --projects "${sample#"$root"/}"; }
prepare_try() { :; }
prepare_deploy() { :; }
prepare_delete() { :; }

# Splits --layer NAME off, of which there may be several, and passes the emulator's options on.
try_with_layers() {
  local options=() layer
  layers=()
  while [ $# -gt 0 ]; do
    case $1 in
    --layer)
      [ $# -ge 2 ] || usage_error "--layer: none, wrapper, javaagent, python, nodejs or collector?"
      layers+=("$2")
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ ${#layers[@]} -gt 0 ] || layers=("$default_layer")
  for layer in "${layers[@]}"; do add_layer "$layer"; done
  build_function
  [[ " ${layers[*]} " != *" collector "* ]] || build_collector_if_needed
  make_work_folder
  function=$sample/target/function.zip
  handler=$(template_property Handler)
  prepare_try
  run_local --function "$function" --handler "$handler" --name "$name" --memory "$(template_property MemorySize)" \
    --event "$EVENT" --count 3 --freeze 0.3 \
    ${sample_options[@]+"${sample_options[@]}"} ${layer_options[@]+"${layer_options[@]}"} ${options[@]+"${options[@]}"}
}

# Prints what the template says of the function, the first one.
template_property() {
  sed -n "s/^      $1: //p" "$TEMPLATE" | head -n 1
}

# Makes $work, which is removed in the end.
make_work_folder() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
}

# Starts a program with $work as its folder, and waits for the line with its URL, which it sets endpoint to. The program
# has to end with its standard input.
# usage: start_beside NAME COMMAND...
start_beside() {
  local what=$1 pid
  shift
  say "starting $what"
  mkfifo "$work/stdin"
  (cd "$work" && exec "$@") <"$work/stdin" >"$work/stdout" 2>&1 &
  pid=$!
  exec 3>"$work/stdin"
  until endpoint=$(grep -m 1 '^http' "$work/stdout"); do
    kill -0 "$pid" 2>/dev/null || {
      cat "$work/stdout" >&2
      die "$what has not started"
    }
    sleep 0.1
  done
}

run_sample() {
  local word=${1-try}
  [ $# -eq 0 ] || shift
  case $word in
  build) build_function ;;
  try) try_with_layers "$@" ;;
  deploy | invoke | delete)
    # shellcheck source=deploy.sh
    . "$root/scripts/deploy.sh"
    "${word}_sample" "$@"
    ;;
  test) exec "$root/run.sh" test ;;
  clean) clean_function ;;
  -h | --help | help) usage ;;
  *) usage_error "$word: there is no such word" ;;
  esac
}
