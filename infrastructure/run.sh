#!/usr/bin/env bash
# The commands of what attaches the layers to functions that are defined as code; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly TOOLS=$root/target/tools # cfn-lint brings SAM's translator

# Says why nothing can be built and tested here, if so.
missing() {
  { command -v node && command -v npm; } >/dev/null || { echo "no Node.js: install Node.js 20 or newer with npm" && return; }
  command -v python3 >/dev/null || echo "no Python: install Python 3.9 or newer, for AWS SAM's translator"
}

require_tools() {
  local missing
  missing=$(missing)
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
}

build_construct() {
  require_tools
  if ! [ "$here/cdk/package-lock.json" -ot "$here/cdk/node_modules/.package-lock.json" ]; then
    say "fetching CDK, jsii and the Serverless Framework's successor from npm"
    (cd "$here/cdk" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier >&2) || die "npm has failed" 1
  fi
  # jsii's end of support for a version of Node.js is not AWS's
  (cd "$here/cdk" && JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1 npx jsii >&2) || die "the build has failed" 1
}

test_all() {
  build_construct
  install_from_pypi "$root/scripts/requirements.txt" "$TOOLS" || die "the tools of scripts/requirements.txt cannot be installed" 1
  say "checking infrastructure"
  PYTHON_WITH_SAM=$TOOLS/bin/python node --test "$here"/tests/*.test.mjs || die "the tests have failed" 1
}

command=${1-build}
case $command in
missing) missing ;;
build) build_construct ;;
test) test_all ;;
clean) rm -rf "$here/cdk/lib" "$here/cdk/.jsii" ;;
-h | --help | help) help infrastructure ;;
*) usage_error "$command: there is no such command" ;;
esac
