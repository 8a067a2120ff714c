#!/usr/bin/env bash
# The Collector layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

usage() {
  cat <<EOF
usage: ./run.sh [WORD [ARGUMENT...]]

  build [CONFIG] [--arch amd64|arm64] [--with MODULE@VERSION] [--provider SCHEME] [--output ZIP]
              builds the layer's zip from the components that a Collector config names, without one the
              default layer, and prints what it is made of; the default
                --with      a component of your own, a Go module named like the Collector's: type and class
                --provider  a config provider for OPENTELEMETRY_COLLECTOR_CONFIG_URI, such as s3
  try SAMPLE [OPTION...]
              runs a sample in the local Lambda with this layer and the wrapper layer
  local       runs any function in the local Lambda with this layer; -h explains the options
  publish [--arch amd64|arm64]
              publishes the layer in your AWS account, in any regions, by default for both architectures and
              built as the default layer; --zip takes another; -h explains the options
  unpublish [--arch amd64|arm64]
              deletes what was published; -h explains the options
  test [--all]
              checks and tests the components and what picks them; --all builds all example configs, too
  compare     measures the layer beside what the existing one is made of
  index       makes the index of components again, from the Collector's release
  clean       removes what was built
EOF
}

picker() {
  require_go
  (cd "$here/picker" && go build -o "$here/target/picker" .) || die "the build has failed" 1
  # a config is named from where one is
  COLLECTOR_LAYER_FOLDER=$here "$here/target/picker" "$@"
}

test_all() {
  require_go
  local module unformatted
  for module in components picker otelconf; do
    say "checking collector-layer/$module"
    unformatted=$(cd "$here/$module" && gofmt -l .)
    [ -z "$unformatted" ] || die "not formatted by gofmt: $unformatted" 1
    (cd "$here/$module" && go vet ./... && go test -race ./...) || die "the tests have failed" 1
  done
  test_examples "${1-}"
}

# The layer's own example and a few of the Collector's and contrib's, or all of them, are picked, built and validated.
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
    picker build "$config" --output "$here/target/examples/layer.zip" ||
      die "the layer of $config has not been built" 1
  done
}

# usage: publish publish|unpublish [--arch ARCHITECTURE] [OPTION...]
publish() {
  local word=$1 architectures='amd64 arm64' architecture status=0
  shift
  if [ "${1-}" = --arch ]; then
    case ${2-} in
    amd64 | arm64) architectures=$2 ;;
    *) usage_error "$word --arch ${2-}: amd64 or arm64?" ;;
    esac
    shift 2
  fi
  for architecture in $architectures; do
    case " $* " in
    *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;;
    *) [ -n "${NO_BUILD-}" ] || picker build --arch "$architecture" ;;
    esac
    "$root/scripts/publish.sh" "$word" "collector-$architecture" "$@" || status=$?
  done
  return $status
}

word=${1-build}
[ $# -eq 0 ] || shift
case $word in
build) picker build "$@" ;;
try) exec "$root/run.sh" try "${1-}" --layer wrapper --layer collector "${@:2}" ;;
local)
  build_if_needed
  picker build
  add_layer collector
  run_local "${layer_options[@]}" "$@"
  ;;
publish | unpublish) publish "$word" "$@" ;;
test) test_all "$@" ;;
compare) exec "$here/compare.sh" "$@" ;;
index) picker index ;;
clean) rm -rf "$here/target" ;;
-h | --help | help) usage ;;
*) usage_error "$word: there is no such word" ;;
esac
