#!/usr/bin/env bash
# The Node.js layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

usage() {
  cat <<EOF2
usage: ./run.sh [WORD [ARGUMENT...]]

  build       builds the layer's zip and prints its size; the default
  try SAMPLE [OPTION...]
              runs a sample in the local Lambda with this layer
  local       runs any function in the local Lambda with this layer; -h explains the options
  publish     publishes the zip as a layer of your AWS account, in any regions; -h explains the options
  unpublish   deletes what was published; -h explains the options
  test [OPTION...]
              checks and tests the layer with Node.js 20, 22 and 24, which it fetches from npm; the
              options are those of node --test
  clean       removes what was built
EOF2
}

require_node() {
  local missing
  missing=$(missing_node)
  [ -z "$missing" ] || die "$missing: install Node.js $MIN_NODE or newer with npm, and put them on the PATH"
}

# The packages that package-lock.json names, which are for building and testing only.
install() {
  [ "$here/package-lock.json" -ot "$here/node_modules/.package-lock.json" ] && return
  say "fetching the build's packages from npm"
  (cd "$here" && npm ci --no-audit --no-fund --no-update-notifier >&2) || die "npm has failed" 1
}

build_layer() {
  require_node
  install
  (cd "$here" && npx tsc --project . && node build.mjs) >&2 || die "the build has failed" 1
}

test_layer() {
  build_layer
  say "checking nodejs-layer"
  (cd "$here" && npx eslint . && npx prettier --log-level warn --check .) >&2 || die "nodejs-layer is not tidy" 1
  if ! node "$here/test/support/fetch.mjs" >&2; then
    [ -z "${CI-}" ] || die "AWS's runtime clients cannot be built: scripts/install-build-tools.sh installs what it takes" 1
    say "AWS's runtime clients cannot be built, so the Node.js layer is not tested: scripts/install-build-tools.sh installs what it takes"
    return
  fi
  say "testing nodejs-layer"
  (cd "$here" && node --test --test-reporter dot "$@" test/*.test.mjs) >&2 || die "the tests have failed" 1
}

word=${1-build}
[ $# -eq 0 ] || shift
case $word in
build)
  build_layer
  say "$(printf 'nodejs-layer/target/%s: %.1f KB' "$(basename "$NODEJS_LAYER")" \
    "$(awk -v bytes="$(wc -c <"$NODEJS_LAYER")" 'BEGIN { print bytes / 1024 }')")"
  ;;
try) exec "$root/run.sh" try "${1-}" --layer nodejs "${@:2}" ;;
local)
  build_if_needed
  build_layer
  add_layer nodejs
  run_local "${layer_options[@]}" "$@"
  ;;
publish | unpublish)
  case " $* " in *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;; *) [ -n "${NO_BUILD-}" ] || build_layer ;; esac
  exec "$root/scripts/publish.sh" "$word" nodejs "$@"
  ;;
test) test_layer "$@" ;;
clean) rm -rf "$here/target" ;;
-h | --help | help) usage ;;
*) usage_error "$word: there is no such word" ;;
esac
