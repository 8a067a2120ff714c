# Sourced by the run.sh files; needs $root, the folder of the project.
# shellcheck shell=bash
# shellcheck disable=SC2034 # these are for whoever sources this
# shellcheck disable=SC2154 # root is theirs

set -euo pipefail

readonly WRAPPER_LAYER=$root/wrapper-layer/target/opentelemetry-java-wrapper-layer.zip
readonly JAVAAGENT_LAYER=$root/javaagent-layer/target/opentelemetry-javaagent-layer.zip
ARCH=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/') # as Go and Lambda's users call it
readonly ARCH COLLECTOR_LAYER=$root/collector-layer/target/opentelemetry-collector-layer-$ARCH.zip
readonly NODEJS_LAYER=$root/nodejs-layer/target/opentelemetry-nodejs-layer.zip
readonly PYTHON_LAYER=$root/python-layer/target/opentelemetry-python-layer.zip
readonly EMULATOR=$root/lambda-emulator/target/lambda-emulator.jar
readonly BUILT=$root/target/built # touched by each build

readonly MIN_GO=1.25
readonly MIN_NODE=20
readonly COLLECTOR_PORT=${COLLECTOR_PORT:-4318} COLLECTOR_SINK_PORT=${COLLECTOR_SINK_PORT:-4319} # others are for the tests

readonly MAX_UNZIPPED_MB=250 # Lambda's limit for a function with all its layers

say() {
  printf '%s\n' "$*" >&2
}

# die MESSAGE [STATUS]
die() {
  say "$(basename "$0"): $1"
  exit "${2:-3}"
}

usage_error() {
  say "$(basename "$0"): $1"
  say "$(basename "$0") -h says what there is"
  exit 2
}

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

# Says why there is no Python that the Python layer can be built and tested with, if so.
missing_python() {
  command -v python3 >/dev/null || { echo "no Python" && return; }
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    echo "Python is $(python3 -c 'import platform; print(platform.python_version())') or has no venv"
}

require_python() {
  local missing
  missing=$(missing_python)
  [ -z "$missing" ] || die "$missing: install Python 3.10 or newer with venv, and put it on the PATH"
}

# Says why there is no Go that the Collector layer can be built with, if so.
missing_go() {
  local version
  command -v go >/dev/null || { echo "no Go" && return; }
  version=$(go env GOVERSION)
  version=${version#go}
  [ "$(printf '%s\n' "$MIN_GO" "$version" | sort -V | head -n 1)" = "$MIN_GO" ] || echo "Go is $version"
}

require_go() {
  local missing
  missing=$(missing_go)
  [ -z "$missing" ] || die "$missing: install Go $MIN_GO or newer, and put it on the PATH"
}

# Says why there is no Node.js that the Node.js layer can be built with, if so.
missing_node() {
  local version
  { command -v node && command -v npm; } >/dev/null || { echo "no Node.js" && return; }
  version=$(node --version)
  [ "$(printf '%s\n' "v$MIN_NODE" "$version" | sort -V | head -n 1)" = "v$MIN_NODE" ] || echo "Node.js is $version"
}

java_tool() {
  if [ -n "${JAVA_HOME-}" ]; then
    printf '%s\n' "$JAVA_HOME/bin/$1"
  else
    printf '%s\n' "$1"
  fi
}

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

build() {
  say "building"
  maven -DskipTests package || die "the build has failed" 1
  touch "$BUILT"
}

# What publish writes is not built from.
is_built() {
  [ -f "$BUILT" ] && [ -z "$(find "$root" -newer "$BUILT" -type f \
    -not -path '*/target/*' -not -path '*/.git/*' -not -name '*.md' -not -name layers.json -print -quit)" ]
}

# NO_BUILD is for the tests, which run in the middle of a build.
build_if_needed() {
  require_jdk
  [ -n "${NO_BUILD-}" ] || is_built || build
}

# The names that the test of the emulator's page looks for.
has_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null

build_collector_if_needed() {
  [ -n "${NO_BUILD-}" ] || "$root/collector-layer/run.sh" build >&2
}

# Prints a layer's size, and fails if Lambda would refuse it.
print_layer_size() {
  local zip=$1 unzipped
  unzipped=$("$(java_tool jar)" --list --verbose --file "$zip" 2>/dev/null | awk '{ size += $1 } END { print size }') ||
    die "${zip#"$root"/} is no zip" 2
  say "$(printf '%s: %.1f MB, unzipped %.1f MB' "${zip#"$root"/}" \
    "$(megabytes "$(wc -c <"$zip")")" "$(megabytes "$unzipped")")"
  [ "$unzipped" -le $((MAX_UNZIPPED_MB * 1024 * 1024)) ] ||
    die "${zip#"$root"/} is larger than the $MAX_UNZIPPED_MB MB that Lambda allows" 1
}

# In hexadecimal digits. macOS has no sha256sum.
sha256_of() {
  { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -d ' ' -f 1
}

megabytes() {
  awk -v bytes="$1" 'BEGIN { printf "%.3f", bytes / 1024 / 1024 }'
}

# Prints where a layer's zip is, by the layer's name.
layer_zip() {
  case $1 in
  wrapper) printf '%s\n' "$WRAPPER_LAYER" ;;
  javaagent) printf '%s\n' "$JAVAAGENT_LAYER" ;;
  collector) printf '%s\n' "$COLLECTOR_LAYER" ;;
  nodejs) printf '%s\n' "$NODEJS_LAYER" ;;
  python) printf '%s\n' "$PYTHON_LAYER" ;;
  esac
}

layer_options=()

# Adds to layer_options those by which the emulator gets a layer: none, wrapper, javaagent, collector, python or nodejs.
add_layer() {
  case $1 in
  none) return ;;
  wrapper | javaagent | python | nodejs)
    layer_options+=(--layer "$(layer_zip "$1")" --env AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler)
    ;;
  collector)
    layer_options+=(--layer "$(layer_zip "$1")")
    add_collector_options
    ;;
  *) usage_error "--layer $1: there are none, wrapper, javaagent, collector, python and nodejs" ;;
  esac
}

# The way from the function to the Collector, and from there to the emulator.
add_collector_options() {
  layer_options+=(--otlp-port "$COLLECTOR_SINK_PORT"
    --env "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:$COLLECTOR_PORT" --env "OTEL_LAMBDA_COLLECTOR_PORT=$COLLECTOR_PORT"
    --env "OTEL_LAMBDA_COLLECTOR_ENDPOINT=http://localhost:$COLLECTOR_SINK_PORT")
}

run_local() {
  "$(java_tool java)" -jar "$EMULATOR" "$@"
}
