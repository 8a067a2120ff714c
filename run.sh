#!/usr/bin/env bash
# The one way in; -h lists the commands.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=scripts/layers.sh
. "$root/scripts/layers.sh"
# shellcheck source=scripts/all.sh
. "$root/scripts/all.sh"

command=${1-}
[ $# -eq 0 ] || shift
case $command in
'')
  build_all
  try_sample aws-sdk
  ;;
build) build_all ;;
try) try_sample "$@" ;;
bench) bench "$@" ;;
local)
  build_if_needed
  exec "$(java_tool java)" "${BRIEF[@]}" -jar "$root/lambda-emulator/target/lambda-emulator.jar" "$@" # so that a signal reaches it
  ;;
publish | unpublish) publish_all "$command" "$@" ;;
doctor | upstream | attach | detach | status)
  build_tools_if_needed
  tools "$command" "$@"
  ;;
release) release "$@" ;;
instrument) instrument "$@" ;;
install) install_artifacts "$@" ;;
docs | lint | reproduce) exec "$root/scripts/$command.sh" ;;
test) test_all "$@" ;;
clean) clean_all ;;
-h | --help | help)
  help project
  (cd "$root" && printf '  %s\n' ./*-layer/run.sh ./go-instrumentation/run.sh ./infrastructure/run.sh sample-apps/*/run.sh)
  ;;
*) usage_error "$command: there is no such command" ;;
esac
