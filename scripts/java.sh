# Sourced by common.sh: the JDK, and what is built by Maven.
# shellcheck shell=bash

: "${root:?}"
# shellcheck source=maven.sh
. "$root/scripts/maven.sh"

readonly BUILT=$root/target/built # touched by each build

require_jdk() {
  local java=java version
  [ -z "${JAVA_HOME-}" ] || java=$JAVA_HOME/bin/java
  if ! command -v "$java" >/dev/null || ! command -v "${java}c" >/dev/null; then
    die "no JDK: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME"
  fi
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/ *java.specification.version = //p')
  [ "${version%%.*}" -ge 17 ] ||
    die "the JDK is a $version: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME"
}

java_tool() {
  printf '%s\n' "${JAVA_HOME:+$JAVA_HOME/bin/}$1"
}

build() {
  say "building"
  maven -DskipTests package || die "the build has failed" 1
  touch "$BUILT"
}

# What publish writes is not built from.
is_built() {
  [ -f "$BUILT" ] && [ -z "$(find "$root" -newer "$BUILT" -type f -not -path '*/target/*' -not -path '*/node_modules/*' \
    -not -path '*/.git/*' -not -name '*.md' -not -name layers.json -print -quit)" ]
}

# NO_BUILD is for the tests, which run in the middle of a build.
build_if_needed() {
  require_jdk
  [ -n "${NO_BUILD-}" ] || is_built || build
}

# Builds the module tools alone, for what needs no layer.
build_tools_if_needed() {
  require_jdk
  [ -n "${NO_BUILD-}" ] || is_built || maven -DskipTests --projects tools --also-make package || die "the build has failed" 1
}

# The options of a JVM whose program ends before C2's code would pay.
readonly BRIEF=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)

# Runs a command of the module tools.
tools() {
  "$(java_tool java)" "${BRIEF[@]}" -Dproject.root="$root" -jar "$root/tools/target/tools.jar" "$@"
}
