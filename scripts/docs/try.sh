#!/usr/bin/env bash
# Does what docs/first-function.md and docs/testing.md tell, in an empty folder. The project has been built before.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=../common.sh
. "$root/scripts/common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly work NO_BUILD=1 CLONE=$root REPOSITORY=$root/target/consumer-repository
export NO_BUILD CLONE

# What is installed stays out of the user's repository, and what that has is used.
readonly IN_OWN_REPOSITORY=("-Dmaven.repo.local=$REPOSITORY" "-Dmaven.repo.local.tail=$HOME/.m2/repository")

# usage: blocks PAGE LANGUAGE
blocks() {
  awk -v begin='```'"$2" '$0 == begin { inside = 1; next } $0 == "```" { inside = 0 } inside' "$root/docs/$1.md"
}

# Writes what a page shows into files, and runs its commands. usage: follow PAGE CLASS FOLDER
follow() {
  local page=$1 class=$2 folder=$work/$3
  mkdir -p "$folder"
  blocks "$page" xml >"$work/pom.xml"
  blocks "$page" java >"$folder/$class.java"
  blocks "$page" sh | grep -v '^./run.sh install' |
    sed "s|^[$]CLONE/run.sh local|& --otlp-port 0|; s|^mvn |\"$root/mvnw\" --quiet ${IN_OWN_REPOSITORY[*]} |" >"$work/commands"
  (cd "$work" && bash -eu commands 2>&1) | tee "$work/output"
}

# usage: expect TEXT
expect() {
  grep -qF -- "$1" "$work/output" || die "$page: \"$1\" is missing in what its commands print" 1
}

say "following docs/first-function.md"
page=first-function
follow $page Hello src/main/java/example
expect 'ok: "Hello, Ada"'
expect '  SERVER  '

say "following docs/testing.md"
page=testing
"$root/run.sh" install "${IN_OWN_REPOSITORY[@]}"
follow $page HelloIT src/test/java/example
grep -qF 'tests="1" errors="0" skipped="0" failures="0"' "$work"/target/failsafe-reports/TEST-*.xml ||
  die "$page: its test has not run" 1
if grep SLF4J "$work/output"; then die "$page: SLF4J warns" 1; fi
