# Sourced by archive.sh: its options.
# shellcheck shell=bash disable=SC2034 # archive.sh reads what this sets

: "${root:?}" "${layer=}"

parse() {
  local own=${SELECTION#--}
  home='' image='' function='' handler='' output='' events=() options=()
  while [ $# -gt 0 ]; do
    case $1 in
    -h | --help | help) help "archive-$layer" && exit ;;
    "$SELECTION" | --image | --function | --handler | --event | --output)
      [ $# -ge 2 ] || usage_error "archive: $1: what?"
      case ${1#--} in
      event) events+=("$2") ;;
      "$own") home=$2 ;;
      *) printf -v "${1#--}" %s "$2" ;;
      esac
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ "${function:+given}" = "${handler:+given}" ] ||
    usage_error "archive: --function and --handler belong together"
  [ -z "$home" ] || [ -z "$image" ] || usage_error "archive: either $SELECTION or --image"
  [ -z "$image" ] || [ ${#options[@]} -eq 0 ] || usage_error "archive: with --image there is no ${options[0]}"
  [ -n "$function" ] || use_training_function
  [ ${#events[@]} -gt 0 ] || events=("$root"/sample-apps/*/event.json)
}
