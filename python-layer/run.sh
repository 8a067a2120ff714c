#!/usr/bin/env bash
# The Python layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly VENV=$here/target/venv

usage() {
  cat <<EOF
usage: ./run.sh [WORD [ARGUMENT...]]

  build       builds the layer's zip, compiled for each Python from 3.9 on that is found, and prints its size;
              the default
  try SAMPLE [OPTION...]
              runs a sample in the local Lambda with this layer
  local       runs any function in the local Lambda with this layer; -h explains the options
  publish     publishes the zip as a layer of your AWS account, in any regions; -h explains the options
  unpublish   deletes what was published; -h explains the options
  test [--all] [ARGUMENT...]
              checks and tests the layer, with one Python or, by --all, with each that is found; arguments
              are pytest's
  clean       removes what was built
EOF
}

# Prints the path of each Python from 3.9 on that is found, one for each version.
pythons() {
  local minor candidate
  for minor in 9 10 11 12 13 14; do
    for candidate in "python3.$minor" "$HOME/.pyenv/versions/3.$minor".*/bin/python "$HOME"/.local/share/uv/python/cpython-3."$minor".*/bin/python; do
      if [ "$("$candidate" -c 'import sys; print(sys.version_info[1])' 2>/dev/null)" = "$minor" ]; then
        "$candidate" -c 'import sys; print(sys.executable)'
        break
      fi
    done
  done
}

# Prints the newest Python that the tests' tools run with.
newest_python() {
  pythons | grep -v '3\.9' | tail -n 1
}

build_layer() {
  local found
  require_python
  found=$(pythons)
  say "compiling for $(printf '%s\n' "$found" | while read -r python; do "$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; done | tr '\n' ' ')"
  # shellcheck disable=SC2086 # one word each
  python3 "$here/tools/layer.py" $found || die "the build has failed" 1
  say "$(printf '%s: %d KB' "${PYTHON_LAYER#"$root"/}" $(($(wc -c <"$PYTHON_LAYER") / 1024)))"
}

install_tools() {
  cmp -s "$here/requirements.txt" "$VENV/requirements.txt" && return
  say "installing what the tests need"
  rm -rf "$VENV"
  {
    "$(newest_python)" -m venv "$VENV" && "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" &&
      cp "$here/requirements.txt" "$VENV/requirements.txt"
  } >&2
}

# For each Python beside the tests' own, what AWS has in /var/runtime.
install_runtimes() {
  local python folder
  for python in $(pythons); do
    folder=$here/target/runtimes/$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    [ ! -x "$folder/bin/python" ] || cmp -s "$here/requirements.txt" "$folder/requirements.txt" || rm -rf "$folder"
    [ -x "$folder/bin/python" ] || {
      "$python" -m venv "$folder" &&
        grep awslambdaric "$here/requirements.txt" | "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement /dev/stdin &&
        cp "$here/requirements.txt" "$folder/requirements.txt"
    } >&2 || die "awslambdaric cannot be installed for $python" 1
  done
}

test_all() {
  build_layer
  install_tools || die "what the tests need cannot be installed" 1
  if [ "${1-}" = --all ]; then
    shift
    export PYTHON_TESTS_ALL=true
  fi
  [ "${PYTHON_TESTS_ALL-}" != true ] || install_runtimes
  cd "$here" || exit
  say "checking python-layer"
  "$VENV/bin/ruff" format --quiet --check . || die "not formatted: $VENV/bin/ruff format does it" 1
  "$VENV/bin/ruff" check --quiet . || die "ruff has found something" 1
  "$VENV/bin/mypy" >&2 || die "mypy has found something" 1
  "$VENV/bin/pytest" "$@" || die "the tests have failed" 1
}

word=${1-build}
[ $# -eq 0 ] || shift
case $word in
build) build_layer ;;
try) exec "$root/run.sh" try "${1-}" --layer python "${@:2}" ;;
local)
  build_if_needed
  build_layer
  add_layer python
  run_local "${layer_options[@]}" "$@"
  ;;
publish | unpublish)
  case " $* " in *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;; *) [ -n "${NO_BUILD-}" ] || build_layer ;; esac
  exec "$root/scripts/publish.sh" "$word" python "$@"
  ;;
test) test_all "$@" ;;
clean) rm -rf "$here/target" ;;
-h | --help | help) usage ;;
*) usage_error "$word: there is no such word" ;;
esac
