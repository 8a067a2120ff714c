#!/usr/bin/env bash
# Builds the layers of others that the arguments of a benchmark ask for, from what is published, to compare with:
# benchmarks/target/existing/existing-wrapper.zip and the like.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly PROJECT=$root/benchmarks/existing-layers
readonly EXISTING=$root/benchmarks/target/existing
readonly ARGUMENTS=" $* "

asks_for() {
  [[ $ARGUMENTS =~ $1 ]]
}

is_newer() {
  [ -f "$1" ] && [ -z "$(find "$PROJECT/pom.xml" "$PROJECT/src" -type f -newer "$1" -print -quit)" ]
}

build_java() {
  require_jdk
  if ! is_newer "$EXISTING/existing-wrapper.zip" || ! is_newer "$EXISTING/existing-javaagent.zip"; then
    say "building the existing layers"
    "$root/mvnw" --batch-mode --quiet --no-transfer-progress --file "$PROJECT/pom.xml" package >&2 ||
      die "the existing layers cannot be built" 1
  fi
  tools size "$EXISTING/existing-wrapper.zip" "$EXISTING/existing-javaagent.zip"
}

# usage: build_for LANGUAGE   Builds all layers of others with --existing, or those that are named.
build_for() {
  local language=$1 vendor names=()
  for vendor in existing adot datadog; do
    if asks_for "$vendor-$language" || { asks_for ' --existing ' && asks_for " --runtime[= ]$language"; }; then
      names+=("$vendor-$language")
    fi
  done
  [ "${#names[@]}" = 0 ] || "$PROJECT/$language.sh" "${names[@]}" || exit
}

if asks_for 'existing-(wrapper|javaagent)' || { asks_for ' --existing ' && ! asks_for ' --runtime'; }; then
  build_java
fi
PYTHON_VERSIONS=$({ grep -oE 'python3\.[0-9]+' <<<"$ARGUMENTS" || true; } | sed 's/python//' | sort -uV | paste -sd ' ' -)
export PYTHON_VERSIONS
build_for python
build_for nodejs
