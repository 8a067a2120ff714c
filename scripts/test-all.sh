# Sourced by all.sh: the tests of all layers.
# shellcheck shell=bash

: "${root:?}"

test_all() {
  local more=()
  case ${1-} in
  '') ;;
  --all) more=(-Dtests.all=true) ;;
  *) usage_error "test: $1: there is no such option" ;;
  esac
  "$root/scripts/lint.sh"
  has_chromium || say "no Chromium: the page of local --html is not tested; scripts/install-chromium.sh installs it"
  for_other_layers build
  run_if_possible go-instrumentation build # Go has no layer, but a module
  test_others "$@"
  say "building and testing"
  maven verify ${more[@]+"${more[@]}"} || die "the tests have failed" 1
  touch "$BUILT"
  "$root/scripts/docs/try.sh" >&2 || die "the documents' first steps have failed" 1
  say "all tests passed"
}

# Tests what is not Java, in rows at the same time, as tests wait more than they compute. Those of the Collector, Ruby and Go
# use one port. The output of all rows but the first comes when they have ended.
test_others() {
  local rows=("nodejs-layer infrastructure" "collector-layer ruby-layer go-instrumentation") pids=() log failed='' i
  mkdir -p "$root/target"
  log=$root/target/test-others
  for i in "${!rows[@]}"; do
    test_each "${rows[i]}" "$@" >"$log-$i.log" 2>&1 &
    pids+=($!)
  done
  (test_each python-layer "$@") || failed=true
  for i in "${!rows[@]}"; do
    wait "${pids[i]}" || failed=true
    cat "$log-$i.log" >&2
  done
  [ -z "$failed" ] || die "the tests have failed" 1
}

# usage: test_each FOLDERS [OPTION...]
test_each() {
  local folder
  for folder in $1; do run_if_possible "$folder" test "${@:2}"; done
}
