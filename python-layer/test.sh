# Sourced by run.sh, with its functions: how the layer is tested.
# shellcheck shell=bash

: "${here:?}"

readonly VENV=$here/target/venv

install_tools() {
  cmp -s "$here/requirements.txt" "$VENV/requirements.txt" && return
  say "installing what the tests need"
  rm -rf "$VENV"
  {
    "$(newest_python)" -m venv "$VENV" && "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" &&
      cp "$here/requirements.txt" "$VENV/requirements.txt"
  } >&2
}

# For each Python beside the tests' own, or those that PYTHON_VERSIONS names, what AWS has in /var/runtime.
install_runtimes() {
  local python version folder
  for python in $(pythons); do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    [[ " ${PYTHON_VERSIONS-$version} " = *" $version "* ]] || continue
    folder=$here/target/runtimes/$version
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
