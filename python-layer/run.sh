#!/usr/bin/env bash
# The Python layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly VENV=$here/target/venv

# Says why there is no Python that the layer can be built and tested with, if so.
missing() {
  command -v python3 >/dev/null || { echo "no Python: install Python 3.10 or newer with venv" && return; }
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    echo "Python is $(python3 -c 'import platform; print(platform.python_version())') or has no venv: install Python 3.10 or newer with venv"
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
  local found missing
  missing=$(missing)
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
  found=$(pythons)
  say "compiling for $(printf '%s\n' "$found" | while read -r python; do "$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; done | tr '\n' ' ')"
  printf '%s\n' "$found" | xargs -d '\n' python3 "$here/tools/layer.py" || die "the build has failed" 1
  say "python-layer/target/opentelemetry-python-layer.zip: $(($(wc -c <"$here/target/opentelemetry-python-layer.zip") / 1024)) KB"
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

command=${1-build}
[ $# -eq 0 ] || shift
case $command in
missing) missing ;;
build | release) build_layer ;;
test) test_all "$@" ;;
clean) rm -rf "$here/target" ;;
*) exec "$root/scripts/layer.sh" python "$command" "$@" ;;
esac
