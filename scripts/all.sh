# Sourced by the project's run.sh after common.sh and layers.sh: its commands for all layers.
# shellcheck shell=bash

: "${root:?}"
# shellcheck source=publish-all.sh
. "$root/scripts/publish-all.sh"

# The layers that are not Java's. Each has a run.sh with the commands missing, build and test.
readonly OTHER_LAYERS='collector python nodejs ruby'

build_all() {
  build
  tools size "$(layer_zip wrapper)" "$(layer_zip javaagent)"
  for_other_layers build
}

# Runs a command of each layer whose language's tools are there; in CI all have to be.
for_other_layers() {
  local layer
  for layer in $OTHER_LAYERS; do run_if_possible "$layer-layer" "$@"; done
}

# usage: run_if_possible FOLDER COMMAND [ARGUMENT...]
run_if_possible() {
  local folder=$1 missing
  missing=$("$root/$folder/run.sh" missing)
  if [ -z "$missing" ]; then
    "$root/$folder/run.sh" "${@:2}" >&2 || die "$folder: $2 has failed" 1
  else
    [ -z "${CI-}" ] || [ "$folder ${WITHOUT_RUBY-}" = "ruby-layer true" ] || die "$missing: $2 of $folder cannot be done" 1
    say "$missing; $2 of $folder is left out"
  fi
}

try_sample() {
  local sample=${1-} samples
  samples=$(cd "$root/sample-apps" && printf '%s ' */run.sh | sed 's|/run.sh | |g; s/ $//')
  [ -n "$sample" ] || usage_error "try: which sample? There are: $samples"
  [ -x "$root/sample-apps/$sample/run.sh" ] || usage_error "try $sample: there is no such sample. There are: $samples"
  exec "$root/sample-apps/$sample/run.sh" try "${@:2}"
}

bench() {
  [ "${1-}" != collector ] || exec "$root/collector-layer/run.sh" bench "${@:2}"
  build_if_needed
  case " $* " in *existing*) "$root/benchmarks/existing-layers.sh" ;; esac
  exec "$(java_tool java)" -Dproject.root="$root" -jar "$root/benchmarks/target/benchmarks.jar" "$@"
}

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
  for_other_layers test "$@"
  run_if_possible go-instrumentation build # Go has no layer, but a module
  run_if_possible go-instrumentation test "$@"
  run_if_possible infrastructure test
  say "building and testing"
  maven verify ${more[@]+"${more[@]}"} || die "the tests have failed" 1
  touch "$BUILT"
  "$root/scripts/docs/try.sh" >&2 || die "the documents' first steps have failed" 1
  say "all tests passed"
}

# usage: install_emulator [OPTION OF MAVEN...]
install_emulator() {
  say "installing, without tests"
  maven install -pl lambda-emulator,bom -am -Dmaven.test.skip=true "$@" || die "nothing is installed" 1
  say "docs/testing.md says how to use it"
}

clean_all() {
  local layer
  maven clean
  for layer in $OTHER_LAYERS; do "$root/$layer-layer/run.sh" clean; done
  "$root/go-instrumentation/run.sh" clean
  "$root/infrastructure/run.sh" clean
  rm -rf "$root/target"
}
