# Sourced by run.sh, with its functions: how the layer is tested.
# shellcheck shell=bash

: "${here:?}"

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
