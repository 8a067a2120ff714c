#!/usr/bin/env bash
# The Collector layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=../scripts/layers.sh
. "$root/scripts/layers.sh"
# shellcheck source=test.sh
. "$here/test.sh"
# shellcheck source=publish.sh
. "$here/publish.sh"

picker() {
  local missing
  missing=$(missing_go)
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
  (cd "$here/picker" && go build -o "$here/target/picker" .) || die "the build has failed" 1
  # a config is named from where one is
  COLLECTOR_LAYER_FOLDER=$here "$here/target/picker" "$@"
}

command=${1-build}
[ $# -eq 0 ] || shift
case $command in
missing) missing_go ;;
build) picker build "$@" ;;
release) for architecture in amd64 arm64; do picker build --arch "$architecture"; done ;;
try) exec "$root/run.sh" try "${1-}" --layer wrapper --layer collector "${@:2}" ;;
local)
  build_if_needed
  picker build
  add_layer collector
  run_local "${layer_options[@]}" "$@"
  ;;
publish | unpublish) publish "$command" "$@" ;;
test) test_all "$@" ;;
lint) lint ;;
bench) exec "$here/bench.sh" "$@" ;;
index) picker index ;;
clean) rm -rf "$here/target" ;;
-h | --help | help) help collector ;;
*) usage_error "$command: there is no such command" ;;
esac
