#!/usr/bin/env bash
# Makes a layer with an archive of classes, for one JVM and the wrapper layer as it was built; -h says how.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=layers.sh
. "$root/scripts/layers.sh"

readonly SCRIPT=$root/wrapper-layer/src/main/archive/otel-archive
# takes and answers AWS's event classes, as most functions do, for which the runtime loads much
readonly TRAINING=$root/sample-apps/custom-telemetry HANDLER=example.telemetry.CheckoutHandler

usage() {
  cat <<EOF
usage: ./run.sh archive [OPTION...]

Runs the wrapper layer on the JVM that the function will have, and makes a layer with an archive of the
classes that were loaded, with which the function starts faster. Attach it beside the wrapper layer. It is used
only on the same build of the JVM, with the same runtime and wrapper layer, and otherwise left alone.

  --java-home DIR  the JDK or JRE, of Java 17 or newer; by default the one that runs the build
  --image IMAGE    the JVM and the runtime of an image that is based on AWS's, such as
                   public.ecr.aws/lambda/java:21; needs Docker, or an engine that CONTAINER_ENGINE names
  --function ZIP --handler H
                   also the classes of this function, which is invoked
  --event FILE     an event for it; may be repeated
  --output ZIP     by default wrapper-layer/target/opentelemetry-java-archive-layer-javaN.zip

With --java-home, all other options are those of ./run.sh local, such as --env and --layer.
EOF
}

parse() {
  java_home='' image='' function='' handler='' output='' events=() options=()
  while [ $# -gt 0 ]; do
    case $1 in
    -h | --help | help) usage && exit ;;
    --java-home | --image | --function | --handler | --event | --output)
      [ $# -ge 2 ] || usage_error "archive: $1: what?"
      if [ "$1" = --event ]; then
        events+=("$2")
      else
        printf -v "$(printf %s "${1#--}" | tr - _)" %s "$2"
      fi
      shift
      ;;
    *) options+=("$1") ;;
    esac
    shift
  done
  [ "${function:+given}" = "${handler:+given}" ] ||
    usage_error "archive: --function and --handler belong together"
  [ -z "$java_home" ] || [ -z "$image" ] || usage_error "archive: either --java-home or --image"
  [ -z "$image" ] || [ ${#options[@]} -eq 0 ] || usage_error "archive: with --image there is no ${options[0]}"
  if [ -z "$function" ]; then
    function=$TRAINING/target/function.zip handler=$HANDLER
    [ ${#events[@]} -gt 0 ] || events=("$TRAINING/event.json")
  fi
  [ ${#events[@]} -gt 0 ] || events=("$root"/sample-apps/*/event.json)
}

# Sets version, and file, the archive's name, by the file named release of a JDK.
# usage: read_release FILE WHOSE
read_release() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1" 2>/dev/null) || true
  [ -n "$version" ] || die "archive: $2 is no JDK or JRE: it has no file named release with a JAVA_VERSION" 2
  [ "$version" -ge 17 ] || die "archive: $2 is of Java $version: archives can be made for Java 17 and newer" 2
  file=classes.jsa
  [ "$version" -lt 25 ] || file=cache.aot
}

# Leaves the archive and its fingerprint in $work/tmp, which the function has as /tmp.
record_in_emulator() {
  local arguments=() event
  [ -n "$java_home" ] || java_home=$(readlink -f "$(command -v "$(java_tool java)")" | sed 's|/bin/java$||')
  read_release "$java_home/release" "$java_home"
  for event in "${events[@]}"; do arguments+=(--event "$event"); done
  add_layer wrapper
  say "recording on $java_home"
  run_local --quiet --otlp-port 0 --java-home "$java_home" --function "$function" --handler "$handler" \
    "${arguments[@]}" "${layer_options[@]}" --layer "$work/layer" --tmp "$work/tmp" \
    --env OTEL_LAMBDA_ARCHIVE_OUTPUT="/tmp/$file" \
    --runtime-shutdown 120 --no-cpu-limit --no-memory-limit ${options[@]+"${options[@]}"} >"$work/log" 2>&1
}

pack() {
  local folder=$work/zip/otel-archive/java$version
  mkdir -p "$folder"
  cp "$SCRIPT" "$work/zip/otel-archive/"
  cp "$work/tmp/$file" "$folder/"
  {
    cat "$work/tmp/$file.fingerprint"
    printf '%s %d\n' "/opt/otel-archive/java$version/$file" "$(wc -c <"$folder/$file")"
  } >"$folder/fingerprint"
  rm -f "$output"
  "$(java_tool jar)" --create --no-manifest --file "$output" -C "$work/zip" .
  tools size "$output"
}

parse "$@"
build_if_needed
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/archive-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tmp" "$work/layer/otel-archive"
cp "$SCRIPT" "$work/layer/otel-archive/"
if [ -n "$image" ]; then
  # shellcheck source=archive-image.sh
  . "$root/scripts/archive-image.sh"
  record_in_image
else
  record_in_emulator || [ -s "$work/tmp/$file" ] || {
    cat "$work/log" >&2
    die "archive: the function cannot be run; what it said is above" 1
  }
fi
if [ ! -s "$work/tmp/$file" ]; then
  cat "$work/log" >&2
  die "archive: the JVM has not written an archive; what it said is above" 1
fi
[ -n "$output" ] || output=$root/wrapper-layer/target/opentelemetry-java-archive-layer-java$version.zip
pack
