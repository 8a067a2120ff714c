# Sourced by the project's run.sh after common.sh and layers.sh: its commands for all layers.
# shellcheck shell=bash

: "${root:?}"

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
  run_if_possible go-instrumentation test
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

# Each layer in turn, whatever becomes of the others.
# usage: publish_all publish|unpublish [OPTION...]
publish_all() {
  local command=$1 layer status=0 missing
  shift
  case " $* " in
  *' -h '* | *' --help '*) exec "$root/wrapper-layer/run.sh" "$command" -h ;;
  *' --name '* | *' --zip '* | *' --sha256 '*)
    usage_error "$command: --name, --zip and --sha256 are for one layer: use its own run.sh"
    ;;
  esac
  for layer in wrapper javaagent $OTHER_LAYERS; do
    missing=''
    case " $layer $OTHER_LAYERS $* " in
    *' --from '*) ;;
    *" $layer "*" $layer "*) missing=$("$root/$layer-layer/run.sh" missing) ;;
    esac
    if [ -n "$missing" ]; then
      [ -z "${CI-}" ] || die "$missing: the $layer layer cannot be built" 1
      say "$missing; the $layer layer is left out"
    else
      "$root/$layer-layer/run.sh" "$command" "$@" || status=$?
      [ $status -ne 2 ] || exit 2 # what is wrong for one is so for all
    fi
  done
  return $status
}

# Builds what a release consists of, and collects it.
release() {
  [ $# -gt 0 ] || usage_error "release: which version?"
  build_if_needed
  for_other_layers release
  tools release "$@"
}

clean_all() {
  local layer
  maven clean
  for layer in $OTHER_LAYERS; do "$root/$layer-layer/run.sh" clean; done
  "$root/go-instrumentation/run.sh" clean
  rm -rf "$root/target"
}
