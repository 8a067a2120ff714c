# Sourced by archive.sh: its options.
# shellcheck shell=bash

: "${root:?}"
# takes and answers AWS's event classes, as most functions do, for which the runtime loads much
readonly TRAINING=$root/sample-apps/custom-telemetry HANDLER=example.telemetry.CheckoutHandler

parse() {
  java_home='' image='' function='' handler='' output='' events=() options=()
  while [ $# -gt 0 ]; do
    case $1 in
    -h | --help | help) help archive && exit ;;
    --java-home | --image | --function | --handler | --event | --output)
      [ $# -ge 2 ] || usage_error "archive: $1: what?"
      if [ "$1" = --event ]; then
        events+=("$2")
      else
        printf -v "$(printf %s "${1#--}" | tr - _)" %s "$2"
      fi
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ "${function:+given}" = "${handler:+given}" ] ||
    usage_error "archive: --function and --handler belong together"
  [ -z "$java_home" ] || [ -z "$image" ] || usage_error "archive: either --java-home or --image"
  [ -z "$image" ] || [ ${#options[@]} -eq 0 ] || usage_error "archive: with --image there is no ${options[0]}"
  if [ -z "$function" ]; then
    function=$TRAINING/target/function.zip handler=$HANDLER
    [ ${#events[@]} -gt 0 ] || events=("$TRAINING/event.json")
  fi
  [ ${#events[@]} -gt 0 ] || events=("$root"/sample-apps/*/event.json)
}

# Prints the zip that is asked for.
output_zip() {
  printf '%s\n' "${output:-$root/wrapper-layer/target/opentelemetry-java-archive-layer-java${version:?}.zip}"
}
