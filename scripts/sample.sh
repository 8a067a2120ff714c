#!/usr/bin/env bash
# A sample's commands. usage: sample.sh NAME [COMMAND [ARGUMENT...]]
# A sample's hooks.sh, if it has one, is sourced for functions that replace those here and in the files named sample-….sh.
# Each gets the sample's folder.
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
# shellcheck source=sample-template.sh
. "$root/scripts/sample-template.sh"
# shellcheck source=sample-try.sh
. "$root/scripts/sample-try.sh"

# Builds the function's zip.
build_function() { build_if_needed; }

# Removes what build_function has made.
clean_function() { maven clean --projects "sample-apps/$name"; }

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
