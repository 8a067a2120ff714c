#!/usr/bin/env bash
# The Node.js layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=test.sh
. "$here/test.sh"

readonly MIN_NODE=20

# Says why there is no Node.js that the layer can be built with, if so.
missing() {
  local version
  { command -v node && command -v npm; } >/dev/null || { echo "no Node.js: install Node.js $MIN_NODE or newer with npm" && return; }
  version=$(node --version)
  [ "$(printf '%s\n' "v$MIN_NODE" "$version" | sort -V | head -n 1)" = "v$MIN_NODE" ] ||
    echo "Node.js is $version: install Node.js $MIN_NODE or newer with npm"
}

# The packages that package-lock.json names, which are for building and testing only.
install() {
  [ "$here/package-lock.json" -ot "$here/node_modules/.package-lock.json" ] && return
  say "fetching the build's packages from npm"
  (cd "$here" && npm ci --no-audit --no-fund --no-update-notifier >&2) || die "npm has failed" 1
}

build_layer() {
  local missing
  missing=$(missing)
  [ -z "$missing" ] || die "$missing, and put them on the PATH"
  install
  (cd "$here" && npx tsc --project . && node build.mjs) >&2 || die "the build has failed" 1
}

command=${1-build}
[ $# -eq 0 ] || shift
case $command in
missing) missing ;;
install) install ;; # for the sample
build | release)
  build_layer
  say "nodejs-layer/target/opentelemetry-nodejs-layer.zip: $(wc -c <"$here/target/opentelemetry-nodejs-layer.zip") bytes"
  ;;
test)
  if [ "${1-}" = --all ]; then
    export NODEJS_TESTS_ALL=true # each library in each bundle on each Node.js
    shift
  fi
  test_layer "$@"
  ;;
clean) rm -rf "$here/target" ;;
*) exec "$root/scripts/layer.sh" nodejs "$command" "$@" ;;
esac
