#!/usr/bin/env bash
# usage: python.sh NAME...   Builds existing-python, adot-python and datadog-python, or those named, from what is on PyPI.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
# shellcheck source=../../python-layer/pythons.sh
. "$root/python-layer/pythons.sh"

# The versions to build for: those whose runtimes are measured, or all that are here.
VERSIONS=${PYTHON_VERSIONS-}

wanted() {
  [ -z "$VERSIONS" ] || [[ " $VERSIONS " = *" $("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])') "* ]]
}

# Installs for each Python, whose native libraries have names of their own, and compiles, in favour of the layer: as they are
# published, each function compiles at each start what was compiled for another Python or has another time.
build_one() {
  local python found=false
  mapfile -t packages < <(packages_of "$1")
  mkdir -p "$work/python"
  while read -r python; do
    wanted "$python" || continue
    found=true
    "$python" -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-compile --only-binary :all: --target "$work/for" "${packages[@]}" >&2 || return 1
    cp -r "$work/for/." "$work/python"
    rm -rf "$work/for" "$work"/python/{boto3,botocore,s3transfer,urllib3} # the runtime has them
    "$python" -m compileall -q --invalidation-mode unchecked-hash "$work/python" >&2 || true # some have templates
  done < <(pythons)
  "$found" || die "no Python ${VERSIONS:-from 3.9 on}: the layers for Python cannot be built"
  [ "$1" = datadog-python ] || cp "$here/python/otel_wrapper.py" "$work/python"
}

build_all_of python "$@"
