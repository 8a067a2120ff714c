#!/usr/bin/env bash
# The commands of the instrumentation for Go; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly OLDEST_GO=1.26 # as of OpenTelemetry's SDK for Go

require_new_go() {
  local missing
  missing=$(missing_go "$OLDEST_GO")
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
}

build_module() {
  require_new_go
  (cd "$here" && go build ./...) || die "the build has failed" 1
  (cd "$here/conformance" && CGO_ENABLED=0 go build -o "$here/target/conformance/bootstrap" .) || die "the build has failed" 1
}

test_module() {
  local folder unformatted race=()
  require_new_go
  say "checking go-instrumentation"
  unformatted=$(cd "$here" && gofmt -l .)
  [ -z "$unformatted" ] || die "not formatted by gofmt: $unformatted" 1
  [ "$(go env CGO_ENABLED)" = 0 ] || race=(-race)
  (cd "$here" && go vet ./... && go test ${race[@]+"${race[@]}"} ./...) || die "the tests have failed" 1
  for folder in "$here/conformance" "$here/benchmark" "$root/sample-apps/go"; do
    unformatted=$(cd "$folder" && gofmt -l .)
    [ -z "$unformatted" ] || die "not formatted by gofmt: $unformatted" 1
    (cd "$folder" && go vet ./...) || die "the tests have failed" 1
  done
  if [ "${1-}" = --all ]; then
    lint_go "$here"
    lint_go "$here/conformance"
  fi
}

bench_module() {
  require_new_go
  (cd "$here/benchmark" && go run . "$@") || die "the benchmark has failed" 1
}

command=${1-build}
case $command in
missing) missing_go "$OLDEST_GO" ;;
build) build_module ;;
test) test_module "${@:2}" ;;
bench) bench_module "${@:2}" ;;
clean) rm -rf "$here/target" ;;
-h | --help | help) help go ;;
*) usage_error "$command: there is no such command" ;;
esac
