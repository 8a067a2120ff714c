#!/usr/bin/env bash
# The Collector layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=../scripts/layers.sh
. "$root/scripts/layers.sh"

picker() {
  local missing
  missing=$(missing_go)
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
  (cd "$here/picker" && go build -o "$here/target/picker" .) || die "the build has failed" 1
  # a config is named from where one is
  COLLECTOR_LAYER_FOLDER=$here "$here/target/picker" "$@"
}

test_all() {
  local module unformatted
  for module in components picker otelconf; do
    say "checking collector-layer/$module"
    unformatted=$(cd "$here/$module" && gofmt -l .)
    [ -z "$unformatted" ] || die "not formatted by gofmt: $unformatted" 1
    (cd "$here/$module" && go vet ./... && go test -race ./...) || die "the tests have failed" 1
  done
  test_examples "${1-}"
}

lint() {
  local module
  for module in components picker otelconf; do
    say "linting collector-layer/$module"
    (cd "$here/$module" && go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...) || die "golangci-lint has found something" 1
  done
}

# The layer's own examples and a few of the Collector's and contrib's, or all of them, are picked, built and validated.
test_examples() {
  local configs config name
  case $1 in
  '' | --all) ;;
  *) usage_error "test $1: there is --all" ;;
  esac
  configs=$(picker examples "$@") || die "the examples cannot be had" 1
  for config in "$here"/examples/*.yaml $configs; do
    name=${config##*/open-telemetry/}
    say "building the layer of ${name##*/mod/}"
    picker build "$config" --output "$here/target/examples/$(basename "$config" .yaml).zip" ||
      die "the layer of $config has not been built" 1
  done
  if command -v python3 >/dev/null; then
    python3 "$here/holding_test.py" "$here/target/examples/holding.zip" || die "the tests have failed" 1
    picker build --output "$here/target/examples/default.zip" || die "the default layer has not been built" 1
    python3 "$here/layer_test.py" "$here/target/examples/default.zip" || die "the tests have failed" 1
    python3 "$here/exporters_test.py" "$here/target/examples/default.zip" || die "the tests have failed" 1
  else
    [ -z "${CI-}" ] || die "there is no python3" 1
    say "not tested without python3: the built layers"
  fi
}

# usage: publish publish|unpublish [--arch ARCHITECTURE] [OPTION...]
publish() {
  local command=$1 architectures='amd64 arm64' architecture status=0
  shift
  if [ "${1-}" = --arch ]; then
    case ${2-} in
    amd64 | arm64) architectures=$2 ;;
    *) usage_error "$command --arch ${2-}: amd64 or arm64?" ;;
    esac
    shift 2
  fi
  build_tools_if_needed
  for architecture in $architectures; do
    case " $* " in
    *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;;
    *) [ -n "${NO_BUILD-}" ] || picker build --arch "$architecture" ;;
    esac
    tools "$command" "collector-$architecture" "$@" || status=$?
  done
  return $status
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
