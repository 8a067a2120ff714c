#!/usr/bin/env bash
# The Ruby layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

# Says why there is no Ruby that the layer can be built and tested with, if so.
missing() {
  command -v ruby >/dev/null || { echo "no Ruby: install Ruby 3.1 or newer, such as Debian's ruby" && return; }
  ruby -e 'exit((RUBY_VERSION.split(".").map(&:to_i) <=> [3, 1]) >= 0)' 2>/dev/null ||
    echo "Ruby is $(ruby -e 'print RUBY_VERSION'): install Ruby 3.1 or newer, such as Debian's ruby"
}

build_layer() {
  local missing
  missing=$(missing)
  [ -z "$missing" ] || die "$missing"
  ruby "$here/tools/layer.rb" || die "the build has failed" 1
  say "ruby-layer/target/opentelemetry-ruby-layer.zip: $(($(wc -c <"$here/target/opentelemetry-ruby-layer.zip") / 1024)) KB"
}

test_all() {
  build_layer
  [ "${1-}" != --all ] || shift
  cd "$here" || exit
  say "checking ruby-layer"
  if command -v rubocop >/dev/null; then
    rubocop --config .rubocop.yml --cache false --format quiet . "$root/sample-apps/ruby" >&2 || die "rubocop has found something" 1
  else
    [ -z "${CI-}" ] || die "rubocop is missing: scripts/install-build-tools.sh installs it" 1
    say "rubocop is missing: the style is not checked; scripts/install-build-tools.sh installs it"
  fi
  ruby -w tests/all.rb "$@" || die "the tests have failed" 1
}

command=${1-build}
[ $# -eq 0 ] || shift
case $command in
missing) missing ;;
build | release) build_layer ;;
test) test_all "$@" ;;
clean) rm -rf "$here/target" ;;
*) exec "$root/scripts/layer.sh" ruby "$command" "$@" ;;
esac
