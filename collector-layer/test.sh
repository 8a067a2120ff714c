# Sourced by run.sh, with its functions: how the layer is checked.
# shellcheck shell=bash

: "${here:?}"

# Of each package's statements, in percent.
readonly MIN_COVERAGE=85

test_all() {
  local module unformatted
  for module in components picker otelconf glob; do
    say "checking collector-layer/$module"
    unformatted=$(cd "$here/$module" && gofmt -l .)
    [ -z "$unformatted" ] || die "not formatted by gofmt: $unformatted" 1
    (cd "$here/$module" && go vet ./...) || die "go vet has found something" 1
  done
  test_components
  (cd "$here/picker" && go test -race ./...) || die "the tests have failed" 1
  [ "${1-}" != --all ] || lint
  test_examples "${1-}"
}

# The components' tests with the race detector, and what of each package they cover together.
test_components() {
  local profile=$here/target/coverage
  mkdir -p "$here/target"
  (cd "$here/components" && go test -race -coverpkg=./... -coverprofile="$profile" ./...) || die "the tests have failed" 1
  awk -v least="$MIN_COVERAGE" -f "$here/coverage.awk" "$profile" >&2 || die "tests are missing: go tool cover -html=$profile shows where" 1
}

lint() {
  local module
  for module in components picker otelconf glob; do
    say "linting collector-layer/$module"
    lint_go "$here/$module"
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
    python3 "$here/bench_test.py" "$here/target/examples/default.zip" || die "the tests have failed" 1
  else
    [ -z "${CI-}" ] || die "there is no python3" 1
    say "not tested without python3: the built layers"
  fi
}
