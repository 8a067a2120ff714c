# Sourced by java.sh.
# shellcheck shell=bash

: "${root:?}"

# Runs Maven, showing the modules and tests as they come, and from the first error on what it says.
maven() {
  local log
  require_jdk
  mkdir -p "$root/target"
  log=$(mktemp "$root/target/maven-XXXXXX.log")
  if "$root/mvnw" --batch-mode --no-transfer-progress --file "$root/pom.xml" "$@" 2>&1 |
    tee "$log" | awk '/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ {
      sub(/^\[INFO\] Building /, ""); sub(/ [0-9][^ ]*SNAPSHOT */, " "); print "  " $0; fflush() }
      /^\[INFO\] Running / { sub(/.*\./, ""); print "    " $0; fflush() }' >&2; then
    rm -f "$log"
  else
    awk '/^\[ERROR\]/ { failed = 1 } failed' "$log" >&2
    say "the whole log is ${log#"$root"/}"
    return 1
  fi
}
