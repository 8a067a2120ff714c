#!/usr/bin/env bash
# What the layers' run.sh have in common. usage: layer.sh LAYER ZIP [WORD [ARGUMENT...]]
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

layer=$1 zip=$2 word=${3-build}
shift "$(($# < 3 ? $# : 3))"

usage() {
  cat <<EOF
usage: ./run.sh [WORD [ARGUMENT...]]

  build       builds the layer's zip and prints its size; the default
  try SAMPLE [OPTION...]
              runs a sample in the local Lambda with this layer
  local       runs any function in the local Lambda with this layer; -h explains the options
  archive     makes a layer with an archive of classes for one JVM, with which functions start faster (of
              the wrapper layer only); -h explains the options
  publish     publishes the zip as a layer of your AWS account, in any regions; -h explains the options
  unpublish   deletes what was published; -h explains the options
  test        runs the tests of the layer, with what it is made of
  clean       removes what was built
EOF
  [ "$layer" != wrapper ] || cat <<EOF

With the wrapper, build takes an option:
  --without NAME,...  these libraries' calls are not traced, and the layer is smaller by what does it;
                      another name lists them
EOF
  [ "$layer" != javaagent ] || cat <<EOF

With the Java agent, build takes options, by which the agent has other instrumentations than those
that functions use:
  --for FUNCTION   those whose libraries this jar, zip or folder has
  --with NAME,...  these, by upstream's names
  --full           everything
EOF
}

case $word in
build)
  build
  print_layer_size "$zip"
  ;;
try) exec "$root/run.sh" try "${1-}" --layer "$layer" "${@:2}" ;;
local)
  build_if_needed
  add_layer "$layer"
  run_local "${layer_options[@]}" "$@"
  ;;
archive)
  [ "$layer" = wrapper ] || usage_error "archive: there are archives for the wrapper layer only"
  exec "$root/scripts/archive.sh" "$@"
  ;;
publish | unpublish)
  case " $* " in *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;; *) build_if_needed ;; esac
  exec "$root/scripts/publish.sh" "$word" "$layer" "$@"
  ;;
test) exec "$root/run.sh" test ;;
clean) maven clean --projects "$(basename "$(dirname "$(dirname "$zip")")")" ;;
-h | --help | help) usage ;;
*) usage_error "$word: there is no such word" ;;
esac
