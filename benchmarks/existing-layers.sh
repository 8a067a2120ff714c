#!/usr/bin/env bash
# Builds OpenTelemetry's existing Java layers from what is published, to compare with:
# benchmarks/target/existing/existing-wrapper.zip and existing-javaagent.zip.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly PROJECT=$root/benchmarks/existing-layers
readonly EXISTING=$root/benchmarks/target/existing

is_newer() {
  [ -f "$1" ] && [ -z "$(find "$PROJECT" -type f -newer "$1" -print -quit)" ]
}

require_jdk
if ! is_newer "$EXISTING/existing-wrapper.zip" || ! is_newer "$EXISTING/existing-javaagent.zip"; then
  say "building the existing layers"
  "$root/mvnw" --batch-mode --quiet --no-transfer-progress --file "$PROJECT/pom.xml" package >&2 ||
    die "the existing layers cannot be built" 1
fi
tools size "$EXISTING/existing-wrapper.zip" "$EXISTING/existing-javaagent.zip"
