#!/usr/bin/env bash
# The Python layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=pythons.sh
. "$here/pythons.sh"
# shellcheck source=test.sh
. "$here/test.sh"

# Says why there is no Python that the layer can be built and tested with, if so.
missing() {
  command -v python3 >/dev/null || { echo "no Python: install Python 3.10 or newer with venv" && return; }
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    echo "Python is $(python3 -c 'import platform; print(platform.python_version())') or has no venv: install Python 3.10 or newer with venv"
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

command=${1-build}
[ $# -eq 0 ] || shift
case $command in
missing) missing ;;
build | release) build_layer ;;
test) test_all "$@" ;;
clean) rm -rf "$here/target" ;;
*) exec "$root/scripts/layer.sh" python "$command" "$@" ;;
esac
