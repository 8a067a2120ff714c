#!/usr/bin/env bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
  cat <<EOF
usage: ./run.sh [WORD [ARGUMENT...]]

  (nothing)   builds, and tries the sample aws-sdk with the wrapper layer
  build       builds everything, the layers' zips above all, and prints their sizes
  try SAMPLE [--layer none|wrapper|javaagent|collector]... [OPTION...]
              runs a sample in the local Lambda and shows its traces; the options are those of local
  local       runs any function in the local Lambda, with any layers; -h explains the options
  doctor FUNCTION|TEMPLATE
              says what keeps a function's traces from arriving; -h explains the options
  install     puts the local Lambda, its JUnit extension and a BOM into the local Maven repository
  docs        builds the site of docs/ in target/site
  lint        checks the scripts, workflows, templates and documents
  publish, unpublish
              all layers, as each layer's own word does; -h explains the options
  release VERSION
              collects what a release consists of in target/release: zips, SBOMs, sums, notes
  reproduce   builds the Java layers again in another folder, and compares the zips
  upstream    takes the newest releases of the agent and AWS's libraries, -h explains the options
  test [--all]
              runs every check and every test; --all also those that would take a developer too long
  bench       measures what the layers cost, says what there is; bench WORD -h explains the options:
              cold, latency, calls, invocation
  clean       removes what was built

The layers and the samples have a run.sh of their own with the same words, and
the samples are deployed by theirs:
  $(cd "$root" && echo ./*-layer/run.sh sample-apps/*/run.sh)
EOF
}

build_all() {
  build
  print_layer_size "$WRAPPER_LAYER"
  print_layer_size "$JAVAAGENT_LAYER"
  build_collector
  python_layer build
  build_nodejs
}

# Without Go it is left out, but not in CI.
build_collector() {
  local missing
  missing=$(missing_go)
  if [ -z "$missing" ]; then
    "$root/collector-layer/run.sh" build >&2 || die "the Collector layer has not been built" 1
    return
  fi
  [ -z "${CI-}" ] || die "$missing: the Collector layer cannot be built" 1
  say "$missing: the Collector layer is not built; install Go $MIN_GO or newer for it"
}

# Without Node.js it is left out, but not in CI.
build_nodejs() {
  local missing
  missing=$(missing_node)
  if [ -z "$missing" ]; then
    "$root/nodejs-layer/run.sh" "${1-build}" >&2 || die "the Node.js layer: $([ $# -eq 0 ] && echo "it has not been built" || echo "the tests have failed")" 1
    return
  fi
  [ -z "${CI-}" ] || die "$missing: the Node.js layer cannot be built" 1
  say "$missing: the Node.js layer is not built; install Node.js $MIN_NODE or newer with npm for it"
}

# Without Python it is left out, but not in CI. usage: python_layer build|test [OPTION...]
python_layer() {
  local missing
  missing=$(missing_python)
  if [ -z "$missing" ]; then
    "$root/python-layer/run.sh" "$@" >&2 || die "the Python layer has failed" 1
    return
  fi
  [ -z "${CI-}" ] || die "$missing: the Python layer cannot be built" 1
  say "$missing: the Python layer is left out; install Python 3.10 or newer with venv for it"
}

try_sample() {
  [ $# -ge 1 ] || usage_error "try: which sample? There are: $(samples)"
  local sample=$1
  shift
  [ -x "$root/sample-apps/$sample/run.sh" ] ||
    usage_error "try $sample: there is no such sample. There are: $(samples)"
  exec "$root/sample-apps/$sample/run.sh" try "$@"
}

samples() {
  (cd "$root/sample-apps" && printf '%s ' */run.sh | sed 's|/run.sh | |g; s/ $//')
}

bench() {
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
  build_collector
  [ -n "$(missing_go)" ] || "$root/collector-layer/run.sh" test >&2 || die "the tests have failed" 1
  build_nodejs test
  python_layer test "$@"
  say "building and testing"
  maven verify ${more[@]+"${more[@]}"} || die "the tests have failed" 1
  touch "$BUILT"
  "$root/scripts/docs/try.sh" >&2 || die "the documents' first steps have failed" 1
  say "all tests passed"
}

# usage: install [OPTION OF MAVEN...]
install_emulator() {
  say "installing, without tests"
  maven install -pl lambda-emulator,bom -am -Dmaven.test.skip=true "$@" || die "nothing is installed" 1
  say "docs/testing.md says how to use it"
}

# Each layer in turn, whatever becomes of the others.
# usage: publish publish|unpublish [OPTION...]
publish() {
  local word=$1 layer status=0 missing
  shift
  case " $* " in
  *' -h '* | *' --help '*) exec "$root/wrapper-layer/run.sh" "$word" -h ;;
  *' --name '* | *' --zip '* | *' --sha256 '*) usage_error "$word: --name, --zip and --sha256 are for one layer: use its own run.sh" ;;
  esac
  missing=$(missing_go)
  case " $* " in *' --from '*) missing='' ;; esac
  [ -z "$missing" ] || [ -z "${CI-}" ] || die "$missing: the Collector layer cannot be built" 1
  for layer in wrapper javaagent collector python nodejs; do
    if [ $layer = collector ] && [ -n "$missing" ]; then
      say "$missing: the Collector layer is left out"
    elif [ $layer = nodejs ] && [ -n "$(missing_node)" ]; then
      say "$(missing_node): the Node.js layer is left out"
    elif [ $layer = python ] && [ -n "$(missing_python)" ]; then
      say "$(missing_python): the Python layer is left out"
    else
      "$root/$layer-layer/run.sh" "$word" "$@" || status=$?
      [ $status -ne 2 ] || exit 2 # what is wrong for one is so for all
    fi
  done
  return $status
}

word=${1-}
[ $# -eq 0 ] || shift
case $word in
'')
  build_all
  try_sample aws-sdk --layer wrapper
  ;;
build) build_all ;;
try) try_sample "$@" ;;
bench) bench "$@" ;;
local)
  build_if_needed
  exec "$(java_tool java)" -jar "$EMULATOR" "$@" # so that a signal reaches it
  ;;
publish | unpublish) publish "$word" "$@" ;;
doctor)
  build_if_needed
  exec "$(java_tool java)" -jar "$root/doctor/target/doctor.jar" "$@"
  ;;
install) install_emulator "$@" ;;
docs) exec "$root/scripts/docs.sh" ;;
lint) exec "$root/scripts/lint.sh" ;;
release) exec "$root/scripts/release.sh" "$@" ;;
reproduce) exec "$root/scripts/reproduce.sh" ;;
upstream) exec "$root/scripts/upstream.sh" "$@" ;;
test) test_all "$@" ;;
clean) maven clean && rm -rf "$root/target" "$root/collector-layer/target" "$root/python-layer/target" "$root/nodejs-layer/target" ;;
-h | --help | help) usage ;;
*) usage_error "$word: there is no such word" ;;
esac
